package model

import (
	"time"

	"fairway/model/process"
)

// Subject is what an approval is of: a release, or an RFC whose process has approvals
// of its own. One of the two is set, or neither where it can't be read.
type Subject struct {
	Release *Release
	Change  *Change
}

// SubjectOf is what an approval is of, by its id or by that of the subject itself.
func (c *Case) SubjectOf(id ID) Subject {
	if a := Get[*Approval](c, id); a != nil {
		id = a.Of
	}
	return Subject{Get[*Release](c, id), Get[*Change](c, id)}
}

// Known reports whether it can be read.
func (s Subject) Known() bool { return s.Release != nil || s.Change != nil }

// ID is that of the record; "" of none.
func (s Subject) ID() ID {
	switch {
	case s.Release != nil:
		return s.Release.ID
	case s.Change != nil:
		return s.Change.ID
	}
	return ""
}

// Title is what people call it.
func (s Subject) Title() string {
	switch {
	case s.Release != nil:
		return s.Release.Title()
	case s.Change != nil:
		return s.Change.Title
	}
	return ""
}

// Service is that which it changes.
func (s Subject) Service() ID {
	switch {
	case s.Release != nil:
		return s.Release.Service
	case s.Change != nil:
		return s.Change.Service
	}
	return ""
}

// Items are the configuration items that it touches.
func (s Subject) Items() []ID {
	switch {
	case s.Release != nil:
		return s.Release.Items
	case s.Change != nil:
		return s.Change.Items
	}
	return nil
}

// Leads is who answers for what is still missing: the coordinator of a release, who
// asked for an RFC, who captured what was made without authorisation.
func (s Subject) Leads() ID {
	switch {
	case s.Release != nil:
		return s.Release.Coordinator
	case s.Change != nil && s.Change.Unauthorised():
		return s.Change.Captured.By
	case s.Change != nil:
		return s.Change.Requester
	}
	return ""
}

// Revision is that of a release; an RFC has none.
func (s Subject) Revision() int {
	if s.Release != nil {
		return s.Release.Revision
	}
	return 0
}

// Band is that of its risk; "" where none is known.
func (s Subject) Band() string {
	switch {
	case s.Release != nil && s.Release.Risk != nil:
		return s.Release.Risk.Band
	case s.Change != nil:
		return s.Change.Risk
	}
	return ""
}

// Ended reports whether nothing happens to it any more.
func (s Subject) Ended() bool {
	switch {
	case s.Release != nil:
		return s.Release.Ended()
	case s.Change != nil:
		return s.Change.Ended()
	}
	return true
}

// Emergency is the declaration that holds for it; nil without one.
func (s Subject) Emergency() *Declaration {
	switch {
	case s.Release != nil:
		return s.Release.Emergency()
	case s.Change != nil:
		return s.Change.Emergency()
	}
	return nil
}

// Declared is how it was declared an emergency, also where it turned out to be none; nil
// of what never was.
func (s Subject) Declared() *Declaration {
	switch {
	case s.Release != nil:
		return s.Release.Declared
	case s.Change != nil:
		return s.Change.Declared
	}
	return nil
}

// DeclaredAt is when it was declared, else when it came to be known.
func (s Subject) DeclaredAt() (at time.Time, what string) {
	switch {
	case s.Release != nil:
		return s.Release.DeclaredAt()
	case s.Change != nil:
		return s.Change.DeclaredAt()
	}
	return time.Time{}, ""
}

// Passages are the moves from stage to stage on its way, the oldest first.
func (s Subject) Passages() []Passage {
	switch {
	case s.Release != nil:
		return s.Release.Passed
	case s.Change != nil:
		return s.Change.Moved
	}
	return nil
}

// Rules are those that it follows.
func (s Subject) Rules(c *Case) *Rules {
	if s.Release != nil {
		return c.Under(s.Release)
	}
	return c.Rules
}

// Process is that which it follows, and Stage the one that it is in; nil where the
// rules have none.
func (s Subject) Process(c *Case) *process.Process {
	var p *process.Process
	switch {
	case s.Release != nil:
		p, _ = c.Under(s.Release).Process(s.Release.Type)
	case s.Change != nil:
		p, _ = c.Rules.Change(s.Change.Type)
	}
	return p
}

// Stage is that which it is in. An RFC is in the one that stands for its state.
func (s Subject) Stage(c *Case) *process.Stage {
	p := s.Process(c)
	if p == nil {
		return nil
	}
	var stage *process.Stage
	switch {
	case s.Release != nil:
		stage, _ = p.Stage(s.Release.Stage)
	case s.Change != nil:
		stage, _ = p.Stage(string(s.Change.State))
	}
	return stage
}

// Approval is what the rules say of an approval of it; nil where they have none.
func (s Subject) Approval(c *Case, purpose string) *process.Approval {
	if p := s.Process(c); p != nil {
		if def, ok := p.Approval(purpose); ok {
			return def
		}
	}
	return nil
}

// Verdicts are what can be said of an approval of it: a downgrade only where the rules say
// on which process of its kind what is none of its own goes on.
func (s Subject) Verdicts(c *Case, purpose string) []string {
	out := []string{Approve, Reject, Ask, Abstain, Remark}
	if def := s.Approval(c, purpose); def != nil && def.Downgrade != "" {
		if to, ok := s.Rules(c).Process(def.Downgrade); ok && to.Of == string(s.ID().Kind()) {
			out = append(out, Downgrade)
		}
	}
	return out
}

// DecideOn is that somebody says one of what can be said of an approval.
func (s Subject) DecideOn(c *Case, ap *Approval) Remedy {
	return ByTask("decide-approval", ap.ID, Among("verdict", s.Verdicts(c, ap.Purpose)))
}

// DecidedOf is the release or RFC that something of which is decided belongs to: an
// approval, a waiver of a check, a document; "" of any other.
func DecidedOf(r Record) ID {
	switch r := r.(type) {
	case *Approval:
		return r.Of
	case *Waiver:
		return r.Of
	case *Document:
		return r.Of
	}
	return ""
}
