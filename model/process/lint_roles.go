package process

import (
	"slices"
	"strings"
)

func (l *linter) roles() {
	for _, p := range needed {
		if len(l.rules.RolesWith(p)) == 0 {
			l.say(place{words: "roles", file: RolesFile}, "no role has the permission %s, so everybody would be locked out", p)
		}
	}
	seen := map[string]bool{}
	for n, r := range l.rules.Roles {
		at := place{"role " + r.ID, RolesFile, ""}.on("role", n)
		if r.ID == "" || r.Title == "" {
			l.say(at, "id and title must be set")
		}
		if seen[r.ID] {
			l.say(at, "the id is used twice")
		}
		seen[r.ID] = true
		for n, p := range r.Permissions {
			if !slices.ContainsFunc(l.permissions, (&Role{Permissions: []string{p}}).Allows) {
				l.say(at.on("permissions", n), "unknown permission %q; known are %s", p, strings.Join(l.permissions, ", "))
			}
		}
	}
	for n, d := range l.rules.Duties {
		at := place{"duty " + d.Act, RolesFile, ""}.on("duty", n)
		act, purpose, narrow := strings.Cut(d.Act, ":")
		relations, known := l.acts[act]
		if !known || narrow && !l.narrows(act, purpose) {
			l.say(at, "the act must be decide, decide: and the id of an [[approval]], approve-document: or write-document: and a form, or one of %s", strings.Join(sorted(l.acts), ", "))
			continue
		}
		for _, n := range d.Not {
			if !slices.Contains(relations, n) {
				l.say(at, "unknown relation %q; known are %s", n, strings.Join(relations, ", "))
			}
		}
	}
}

// narrows reports whether a duty about an act can be for such a purpose alone.
func (l *linter) narrows(act, purpose string) bool {
	switch act {
	case "decide":
		return purpose == "exception" || purpose == "waiver" || l.approves(purpose)
	case "approve-document", "write-document":
		_, ok := l.rules.Form(purpose)
		return ok
	}
	return false
}

func (l *linter) approves(purpose string) bool {
	return slices.ContainsFunc(l.rules.Processes, func(p Process) bool {
		_, ok := p.Approval(purpose)
		return ok
	})
}
