package process

import (
	"cmp"
	"slices"
	"strings"
)

// What the program asks for by purpose, besides forms (gate.FormNeeds): without
// the first kind of process releases begin in the first there is, and an
// organisation without an emergency has none.
const (
	TypeNormal    = "normal"
	TypeEmergency = "emergency"
	// TypeStandard and StandardChange are those that follow an entry of the
	// catalogue.
	TypeStandard   = "standard"
	StandardChange = TypeStandard + changeEnding
	NormalChange   = "normal" + changeEnding
	// UnauthorisedChange is that of changes which were made without authorisation, and
	// are captured afterwards.
	UnauthorisedChange = "unauthorised" + changeEnding

	// StageClosed is kept for a last stage, whatever the others are called.
	StageClosed = "closed"

	RoleAdministrator = "administrator"
	RoleCoordinator   = "release-coordinator"
	RoleCAB           = "cab-member"

	// FactorManyItems is the factor of risk that the list of affected items shows.
	FactorManyItems = "many-items"
)

// changeEnding stands behind the type of an RFC in the name of its process.
const changeEnding = "-change"

// What the program has to recognise is marked in the rules by what it is for: a
// form, a question, a role, a process has a purpose, and may be called as an
// organisation likes. Where no purpose is given, the name is the purpose, which is
// how the default rules have it. Code asks by purposes; files of rules refer to
// each other by names. No name may be the purpose of something else (Lint), so
// that either finds the same.

// called finds an entry by its name, else by its purpose; -1 if there is none.
func called[T any](list []T, name string, names func(*T) (name, purpose string)) int {
	found := -1
	for i := range list {
		own, purpose := names(&list[i])
		if own == name {
			return i
		}
		if purpose == name && name != "" && found < 0 {
			found = i
		}
	}
	return found
}

// Own is a remedy with a form and questions as these rules call them, of one that
// may name them by what they are for.
func (b *Rules) Own(r Remedy) Remedy {
	f, ok := b.Form(r.Form)
	if r.Form == "" || !ok {
		return r
	}
	if r.Form = f.Name; f.Means() != f.Name {
		r.Titled = f.Title
	}
	if r.Field != "" {
		r.Field = f.Asked(r.Field).Name
	}
	for i, a := range r.Answers {
		if own := f.Asked(a.Field).Name; own != a.Field {
			r.Answers = slices.Clone(r.Answers)
			r.Answers[i].Field = own
		}
	}
	return r
}

// Means is what a process is for: see form.Form.Means.
func (p *Process) Means() string { return cmp.Or(p.Purpose, p.Name) }

// Catalogued reports whether what follows the process follows an entry of the
// catalogue.
func (p *Process) Catalogued() bool {
	return p.Means() == TypeStandard || p.Means() == StandardChange
}

// Captures reports whether what follows the process was made without authorisation,
// and is captured afterwards: nothing is submitted as such.
func (p *Process) Captures() bool { return p.Means() == UnauthorisedChange }

// Means is what a stage is for.
func (s *Stage) Means() string { return cmp.Or(s.Purpose, s.ID) }

// Means is what an approval is for: records of it keep that, and so it is the same
// one under rules that call it something else.
func (a *Approval) Means() string { return cmp.Or(a.Purpose, a.ID) }

// ApprovalMeans is what the approval of a name is for; of one that the process
// doesn't have, the name.
func (p *Process) ApprovalMeans(name string) string {
	if a, ok := p.Approval(name); ok {
		return a.Means()
	}
	return name
}

func (p *Process) mean(approvals []string) []string {
	var out []string
	for _, name := range approvals {
		out = append(out, p.ApprovalMeans(name))
	}
	return out
}

// ApprovalMeans is that of any process; of a name that none has, the name.
func (b *Rules) ApprovalMeans(name string) string {
	for i := range b.Processes {
		if a, ok := b.Processes[i].Approval(name); ok {
			return a.Means()
		}
	}
	return name
}

// FormMeans is what the form of a name is for; of one that the rules don't have, the
// name.
func (b *Rules) FormMeans(name string) string {
	if i := b.form(name); i >= 0 {
		return b.Forms[i].Means()
	}
	return name
}

// Means is what a role is for.
func (r *Role) Means() string { return cmp.Or(r.Purpose, r.ID) }

// Means is what a factor of risk is for.
func (f Factor) Means() string { return cmp.Or(f.Purpose, f.ID) }

// RoleMeans is what the role of an id is for; of one that these rules don't know,
// the id.
func (b *Rules) RoleMeans(id string) string {
	if r, ok := b.Role(id); ok {
		return r.Means()
	}
	return id
}

// RoleID is what these rules call the role that something is for; the same word
// where they have none.
func (b *Rules) RoleID(purpose string) string {
	if r, ok := b.Role(purpose); ok {
		return r.ID
	}
	return purpose
}

// Normal is the process that a release follows unless somebody says otherwise;
// nil where there is none for releases.
func (b *Rules) Normal() *Process {
	if p, ok := b.Process(TypeNormal); ok && p.Of == "release" {
		return p
	}
	var first *Process
	for i := range b.Processes {
		switch p := &b.Processes[i]; {
		case p.Of != "release":
		case len(p.Reasons) == 0: // what takes a reason is for what is not usual
			return p
		case first == nil:
			first = p
		}
	}
	return first
}

// Change finds the process of a type of RFC, which is its name or purpose, with
// -change behind it or without.
func (b *Rules) Change(kind string) (*Process, bool) {
	for _, name := range []string{kind + changeEnding, kind} {
		if p, ok := b.Process(name); ok && p.Of == "change" {
			return p, true
		}
	}
	return nil, false
}

// ChangeType is the type of the RFCs that follow the process.
func (p *Process) ChangeType() string { return strings.TrimSuffix(p.Name, changeEnding) }

// ChangeMeans is what that type is for.
func (p *Process) ChangeMeans() string { return strings.TrimSuffix(p.Means(), changeEnding) }

// Deploys is where the first stage stands in which production runs take place; -1
// where there is none.
func (p *Process) Deploys() int {
	return slices.IndexFunc(p.Stages, func(s Stage) bool { return s.Runs })
}

// Last is the stage that the process ends in.
func (p *Process) Last() *Stage {
	if len(p.Stages) == 0 {
		return nil
	}
	return &p.Stages[len(p.Stages)-1]
}
