package process

import "slices"

// approvers looks over the entries of a route.
func (l *linter) approvers(at place, entries []string) {
	for _, entry := range entries {
		who, _, err := ReadApprover(entry)
		if err != nil {
			l.say(at, "approver %q: after * stands how many, from 1 to %d", entry, quorumMost)
		}
		switch {
		case who == Signatories:
		case who == Board:
			if _, ok := l.rules.Role(RoleCAB); !ok {
				l.say(at, "approver %q: no role is for %s, so nobody could be one of the %d members asked for", who, RoleCAB, l.rules.Policy.Quorum)
			}
		case who == byName:
			l.say(at, "approver %q names nobody: behind person: stands a handle", entry)
		case NamedApprover(who) != "":
			if who != entry {
				l.say(at, "approver %q: somebody who is named signs once", entry)
			}
		default:
			l.role(at, who)
		}
	}
}

// also looks over the approvers that are asked by what is approved.
func (l *linter) also(at place, a Approval) {
	for n, more := range a.Also {
		at := at.on("also", n)
		if len(more.Approvers) == 0 {
			l.say(at, "it names no approvers, so it asks nobody")
		}
		l.approvers(at.on("approvers"), more.Approvers)
		if len(more.Risk)+len(more.Service)+len(more.Criticality)+len(more.Content)+len(more.Category) == 0 {
			l.say(at, "it says nothing of when they are asked: put them into the route, or give risk, service, criticality, content or category")
		}
		for i, band := range more.Risk {
			if !slices.ContainsFunc(l.rules.Policy.Bands, func(b Band) bool { return b.ID == band }) {
				l.say(at.on("risk", i), "unknown risk band %q", band)
			}
		}
		for i, word := range more.Content {
			if !slices.Contains(l.rules.Policy.Contents, word) {
				l.say(at.on("content", i), "no release can bring %q: it is none of the contents of the policy", word)
			}
		}
		for i, word := range more.Category {
			if !slices.Contains(ChangeCategories, word) {
				l.say(at.on("category", i), "no RFC is about %q", word)
			}
		}
	}
}
