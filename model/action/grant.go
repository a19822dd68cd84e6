package action

import (
	"fmt"
	"slices"
	"strings"

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
	Person model.ID `json:"person"`
	// Grant with a site and no service is for every service of that site, those of
	// today and those that come to it.
	Grant  model.Grant `json:"grant"`
	Reason string      `json:"reason,omitempty"`
}

// Needs are everybody, of whom one may chair the role by now, the services of the
// site, and the proposals: a role that is to come can be given before, so that
// somebody holds it at once.
func (a GrantRole) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Person, a.Grant.Service}, Kinds: []model.Kind{model.KindPerson, model.KindProposal}}
	if a.Grant.Site != "" {
		n.Kinds = append(n.Kinds, model.KindService)
	}
	return n
}

func (a GrantRole) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Person](c, a.Person)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "grant a role to " + p.Name}
	title := c.Rules.RoleTitle(a.Grant.Role)
	grants := givenFor(c, &a.Grant, refusal)
	site := a.Grant.Site
	a.Grant.Site = ""
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
	if site != "" {
		title += " for the site " + site
	}
	n := *p
	n.Roles = slices.Clone(p.Roles)
	more := false
	for i := range grants {
		g := &grants[i]
		g.Role = a.Grant.Role
		at := slices.IndexFunc(n.Roles, g.Same)
		switch {
		case at < 0:
			n.Roles = append(n.Roles, *g)
		case g.Chair && !n.Roles[at].Chair:
			n.Roles[at].Chair = true
		default:
			continue
		}
		more = true
	}
	if len(grants) > 0 && !more {
		refusal.Add("the role is held already")
	}
	said(refusal, "the reason", a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(p.ID, fmt.Sprintf("made %s %s", c.PersonName(p.ID), title), &n)
	if a.Grant.Chair {
		resign(c, grants, p.ID, &out)
	}
	out.Note = withReason(out.Note, a.Reason)
	return out, nil
}

// withReason is a note of the log with what was said of it.
func withReason(note, reason string) string {
	if model.Blank(reason) {
		return note
	}
	return note + ": " + strings.TrimSpace(reason)
}

// resign takes the chair from whoever has it: there is one.
func resign(c *model.Case, grants []model.Grant, but model.ID, out *Outcome) {
	for _, o := range model.All[*model.Person](c) {
		n := *o
		n.Roles = slices.Clone(o.Roles)
		had := false
		for i, h := range n.Roles {
			if h.Chair && slices.ContainsFunc(grants, h.With) {
				n.Roles[i].Chair, had = false, true
			}
		}
		if !had || o.ID == but {
			continue
		}
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
	Person model.ID `json:"person"`
	// Grant with a site and no service is that for every service of the site.
	Grant  model.Grant `json:"grant"`
	Reason string      `json:"reason,omitempty"`
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
	a.Grant.Site = spelled(c, a.Grant.Site)
	if own := c.Rules.RoleID(a.Grant.Role); !slices.ContainsFunc(p.Roles, a.takes) {
		a.Grant.Role = own // said by what it is for
	}
	if !slices.ContainsFunc(p.Roles, a.takes) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("the role %s is not held%s", a.Grant.Role, a.where(c)), stillHeld(c, p, a.Grant.Role)...)
	}
	refusal := &model.Refusal{Doing: doing}
	if said(refusal, "the reason", a.Reason); len(refusal.Reasons) > 0 {
		return Outcome{}, refusal
	}
	n := *p
	n.Roles = slices.DeleteFunc(slices.Clone(p.Roles), a.takes)
	if err := administered(c, &n, doing); err != nil {
		return Outcome{}, err
	}
	if err := stranded(c, c.With(&n), doing, a.Anyway); err != nil {
		return Outcome{}, err
	}
	note := fmt.Sprintf("%s is no longer %s%s", c.PersonName(p.ID), c.Rules.RoleTitle(a.Grant.Role), a.where(c))
	return wrote(p.ID, withReason(note, a.Reason), &n), nil
}

// takes reports whether a grant is one that is taken.
func (a RevokeRole) takes(g model.Grant) bool {
	if a.Grant.Site != "" && a.Grant.Service == "" {
		return g.Role == a.Grant.Role && g.Site == a.Grant.Site
	}
	return g.Same(a.Grant)
}

// where says for what the role was given, where not for everything.
func (a RevokeRole) where(c *model.Case) string {
	if a.Grant.Site != "" {
		return " for the site " + a.Grant.Site
	}
	if s := model.Get[*model.Service](c, a.Grant.Service); s != nil {
		return " for " + s.Name
	}
	return ""
}

// stillHeld says for what somebody holds a role that they don't hold otherwise.
func stillHeld(c *model.Case, p *model.Person, role string) []model.Remedy {
	var out []model.Remedy
	for _, m := range p.Memberships() {
		if m.Role != role {
			continue
		}
		switch s := model.Get[*model.Service](c, m.Service); {
		case m.Site != "":
			out = append(out, model.Say("it is held for the site "+m.Site))
		case s != nil:
			out = append(out, model.Say("it is held for "+s.Name))
		case m.Service == "":
			out = append(out, model.Say("it is held for all services"))
		}
	}
	return out
}
