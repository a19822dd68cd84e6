package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

func checkGrant(c *model.Case, g model.Grant, refusal *model.Refusal) {
	if _, ok := c.Rules.Role(g.Role); !ok {
		list := model.Each(c.Rules.Roles, func(r process.Role) string { return r.ID })
		refusal.Add(fmt.Sprintf("there is no role %q", g.Role), model.OneOf(list...))
	}
	refs(c, refusal, model.KindService, g.Service)
}

// GrantRole gives somebody a role. It says what is added, as RevokeRole says
// what is taken: both hold whatever else was changed meanwhile.
type GrantRole struct {
	Person model.ID    `json:"person"`
	Grant  model.Grant `json:"grant"`
}

// Needs are everybody, of whom one may chair the role by now, and the proposals: a
// role that is to come can be given before, so that somebody holds it at once.
func (a GrantRole) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person, a.Grant.Service}, Kinds: []model.Kind{model.KindPerson, model.KindProposal}}
}

func (a GrantRole) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "grant a role to " + p.Name}
	title := c.Rules.RoleTitle(a.Grant.Role)
	if _, has := c.Rules.Role(a.Grant.Role); has {
		checkGrant(c, a.Grant, refusal)
		a.Grant.Role = c.Rules.RoleID(a.Grant.Role)
	} else if role, of := RoleToCome(c, a.Grant.Role); of != "" {
		a.Grant.Role, title = role.ID, fmt.Sprintf("%s, as %s has it", role.Title, of)
		refs(c, refusal, model.KindService, a.Grant.Service)
	} else {
		checkGrant(c, a.Grant, refusal)
	}
	if a.Grant.Chair {
		title = "chair of " + title
	}
	if s := model.Get[*model.Service](c, a.Grant.Service); s != nil {
		title += " for " + s.Name
	}
	at := slices.IndexFunc(p.Roles, a.Grant.Same)
	if at >= 0 && (p.Roles[at].Chair || !a.Grant.Chair) {
		refusal.Add("the role is held already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Roles = slices.Clone(p.Roles)
	if at >= 0 {
		n.Roles[at].Chair = true
	} else {
		n.Roles = append(n.Roles, a.Grant)
	}
	out := wrote(p.ID, fmt.Sprintf("made %s %s", c.PersonName(p.ID), title), &n)
	if a.Grant.Chair {
		resign(c, a.Grant, p.ID, &out)
	}
	return out, nil
}

// resign takes the chair from whoever has it: there is one.
func resign(c *model.Case, g model.Grant, but model.ID, out *Outcome) {
	for _, o := range model.All[*model.Person](c) {
		at := slices.IndexFunc(o.Roles, func(h model.Grant) bool { return h.Chair && h.Same(g) })
		if at < 0 || o.ID == but {
			continue
		}
		n := *o
		n.Roles = slices.Clone(o.Roles)
		n.Roles[at].Chair = false
		out.Writes = append(out.Writes, &n)
		out.Note += ", in place of " + c.PersonName(o.ID)
	}
}

// RoleToCome finds a role in the proposals that may still be adopted, newest first,
// and which proposal has it; "" for none.
func RoleToCome(c *model.Case, id string) (process.Role, model.ID) {
	for _, p := range slices.Backward(model.All[*model.Proposal](c)) {
		if !p.Waits() && p.State() != model.ProposalApproved {
			continue
		}
		if r, ok := rolesOf(p).Role(id); ok {
			return *r, p.ID
		}
	}
	return process.Role{}, ""
}

// RolesToCome are the roles that proposals bring which may still be adopted.
func RolesToCome(c *model.Case) []process.Role {
	var out []process.Role
	for _, p := range slices.Backward(model.All[*model.Proposal](c)) {
		if !p.Waits() && p.State() != model.ProposalApproved {
			continue
		}
		for _, r := range rolesOf(p).Roles {
			_, has := c.Rules.Role(r.ID)
			if !has && !slices.ContainsFunc(out, func(o process.Role) bool { return o.ID == r.ID }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// rolesOf are the roles of a proposal, and nothing else of its rules.
func rolesOf(p *model.Proposal) *process.Rules {
	var read process.Rules
	for _, f := range p.Files {
		if f.Name == process.RolesFile {
			read, _ = process.Read([]process.File{f}) // what else is missing is of no interest
		}
	}
	return &read
}

// RevokeRole takes a role from somebody. The last administrator keeps theirs.
type RevokeRole struct {
	Person model.ID    `json:"person"`
	Grant  model.Grant `json:"grant"`
	// Anyway confirms that something will wait for a decision of nobody's.
	Anyway bool `json:"anyway,omitempty"`
}

// Needs are everybody, to know whether an administrator is left, and what waits
// for a decision, to know whether somebody is left for it.
func (a RevokeRole) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person}, Kinds: []model.Kind{model.KindPerson, model.KindService}, Waiting: true}
}

func (a RevokeRole) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	doing := "revoke a role of " + p.Name
	if own := c.Rules.RoleID(a.Grant.Role); !slices.ContainsFunc(p.Roles, a.Grant.Same) {
		a.Grant.Role = own // said by what it is for
	}
	if !slices.ContainsFunc(p.Roles, a.Grant.Same) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("the role %s is not held", a.Grant.Role))
	}
	n := *p
	n.Roles = slices.DeleteFunc(slices.Clone(p.Roles), a.Grant.Same)
	if err := administered(c, &n, doing); err != nil {
		return Outcome{}, err
	}
	if err := stranded(c, c.With(&n), doing, a.Anyway); err != nil {
		return Outcome{}, err
	}
	return wrote(p.ID, fmt.Sprintf("%s is no longer %s", c.PersonName(p.ID), c.Rules.RoleTitle(a.Grant.Role)), &n), nil
}
