package process

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// RoleEdit is a change of what one role may do.
type RoleEdit struct {
	Role        string
	Add, Remove []string // permissions; one that ends in * stands for all that begin so
}

// EditRole is EditRoles of one.
func (b *Rules) EditRole(e RoleEdit, known []string) ([]File, error) {
	return b.EditRoles([]RoleEdit{e}, known)
}

// EditRoles are the files of the rules with other permissions of some roles, each
// named once: their values are written anew, and everything else stays word for
// word. known are all permissions: taking one of those that a * stands for leaves
// the others by name.
func (b *Rules) EditRoles(edits []RoleEdit, known []string) ([]File, error) {
	files, _, err := b.Files()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(files, func(f File) bool { return f.Name == RolesFile })
	if edits, err = b.named(edits, known); err != nil {
		return nil, err
	}
	for _, e := range edits {
		role := slices.IndexFunc(b.Roles, func(r Role) bool { return r.ID == e.Role })
		if role < 0 {
			return nil, fmt.Errorf("there is no role %q: there are %s", e.Role, strings.Join(roleIDs(b.Roles), ", "))
		}
		has, err := e.permissions(b.Roles[role].Permissions, known)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			return nil, fmt.Errorf("there is no file %s among the rules", RolesFile)
		}
		if files[at], err = files[at].Put(fmt.Sprintf("role.%d.permissions", role), "["+strings.Join(quoted(has), ", ")+"]"); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// permissions are those that a role has after, of those that it had.
func (e RoleEdit) permissions(has, known []string) ([]string, error) {
	has = slices.Clone(has)
	for _, p := range append(slices.Clone(e.Add), e.Remove...) {
		if !slices.ContainsFunc(known, (&Role{Permissions: []string{p}}).Allows) {
			return nil, fmt.Errorf("there is no permission %q: there are %s", p, strings.Join(known, ", "))
		}
	}
	for _, p := range e.Add {
		if !(&Role{Permissions: has}).Allows(p) {
			has = append(has, p)
		}
	}
	for _, p := range e.Remove {
		gone := &Role{Permissions: []string{p}}
		var left []string
		for _, own := range has {
			switch wide := (&Role{Permissions: []string{own}}); {
			case gone.Allows(own):
			case !wide.Allows(strings.TrimSuffix(p, "*")):
				left = append(left, own)
			default: // a * that stands for what is taken, among others
				for _, k := range known {
					if wide.Allows(k) && !gone.Allows(k) {
						left = append(left, k)
					}
				}
			}
		}
		has = left
	}
	return has, nil
}

// Turn gives a role a permission that it hasn't, or takes one that it has; done
// again, neither. What is left of the edits comes back.
func (b *Rules) Turn(edits []RoleEdit, role, permission string) []RoleEdit {
	r, ok := b.Role(role)
	if !ok {
		return edits
	}
	flip := func(list []string) []string {
		if at := slices.Index(list, permission); at >= 0 {
			return slices.Delete(slices.Clone(list), at, at+1)
		}
		return append(slices.Clone(list), permission)
	}
	out := slices.Clone(edits)
	at := slices.IndexFunc(out, func(e RoleEdit) bool { return e.Role == r.ID })
	if at < 0 {
		at, out = len(out), append(out, RoleEdit{Role: r.ID})
	}
	if b.Allows(r, permission) {
		out[at].Remove = flip(out[at].Remove)
	} else {
		out[at].Add = flip(out[at].Add)
	}
	return b.Still(out)
}

// Still are the edits that would change something in these rules, without the rest.
func (b *Rules) Still(edits []RoleEdit) []RoleEdit {
	var out []RoleEdit
	for _, e := range edits {
		r, ok := b.Role(e.Role)
		if !ok {
			continue
		}
		left := RoleEdit{Role: r.ID}
		for _, p := range e.Add {
			if !b.Allows(r, p) {
				left.Add = append(left.Add, p)
			}
		}
		for _, p := range e.Remove {
			if b.Allows(r, p) {
				left.Remove = append(left.Remove, p)
			}
		}
		if len(left.Add)+len(left.Remove) > 0 {
			out = append(out, left)
		}
	}
	return out
}

func quoted(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strconv.Quote(s))
	}
	return out
}

func roleIDs(roles []Role) []string {
	var out []string
	for _, r := range roles {
		out = append(out, r.ID)
	}
	return out
}
