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

// EditRole is the file of the roles with other permissions of one: that value is
// written anew, and everything else stays word for word. known are all permissions:
// taking one of those that a * stands for leaves the others by name.
func (b *Rules) EditRole(e RoleEdit, known []string) ([]File, error) {
	at := slices.IndexFunc(b.Roles, func(r Role) bool { return r.ID == e.Role })
	if at < 0 {
		return nil, fmt.Errorf("there is no role %q: there are %s", e.Role, strings.Join(roleIDs(b.Roles), ", "))
	}
	has := slices.Clone(b.Roles[at].Permissions)
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
	files, _, err := b.Files()
	if err != nil {
		return nil, err
	}
	value := "[" + strings.Join(quoted(has), ", ") + "]"
	for i, f := range files {
		if f.Name == RolesFile {
			files[i], err = f.Put(fmt.Sprintf("role.%d.permissions", at), value)
		}
	}
	return files, err
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
