package process

import (
	"fmt"
	"slices"
)

// heirs are permissions that came when organisations had rules already, with the
// older one that stands for each. In rules of which no role has it, whoever has
// the older one has it: rules of before can be changed by them.
var heirs = map[string]string{
	"rules.propose":   "book.adopt",
	"rules.review":    "change.decide",
	"rules.decide":    "change.decide",
	"release.migrate": "book.adopt",
	"metrics.close":   "window.decide",
}

// Allows reports whether a role of these rules has a permission, by its name or
// by that of an older one which stands for it where no role names it.
func (b *Rules) Allows(r *Role, permission string) bool {
	if r.Allows(permission) {
		return true
	}
	older, later := heirs[permission]
	return later && !b.names(permission) && r.Allows(older)
}

// named are edits of roles with all that has to be written for them: once a role has
// a permission by its own name, or is to lose one that it has by that of an older one,
// whoever else has it so far has it by name as well. Nobody gains or loses what no
// edit says.
func (b *Rules) named(edits []RoleEdit, known []string) ([]RoleEdit, error) {
	out := slices.Clone(edits)
	for _, p := range known {
		is := func(list []string) bool { return (&Role{Permissions: list}).Allows(p) }
		if heirs[p] == "" || b.names(p) || !slices.ContainsFunc(edits, func(e RoleEdit) bool { return is(e.Add) || is(e.Remove) }) {
			continue
		}
		for i := range b.Roles {
			r := &b.Roles[i]
			at := slices.IndexFunc(out, func(e RoleEdit) bool { return e.Role == r.ID })
			switch {
			case !b.Allows(r, p) || at >= 0 && (is(out[at].Remove) || is(out[at].Add)):
			case at < 0:
				out = append(out, RoleEdit{Role: r.ID, Add: []string{p}})
			default:
				out[at].Add = append(slices.Clone(out[at].Add), p)
			}
		}
		if !slices.ContainsFunc(out, func(e RoleEdit) bool { return is(e.Add) }) {
			return nil, fmt.Errorf("nobody else has %s: while no role has it by name, it comes with %s. Give it to another role, or take %s", p, heirs[p], heirs[p])
		}
	}
	return out, nil
}

// names reports whether a role has the permission by its own name.
func (b *Rules) names(permission string) bool {
	for i := range b.Roles {
		if b.Roles[i].Allows(permission) {
			return true
		}
	}
	return false
}
