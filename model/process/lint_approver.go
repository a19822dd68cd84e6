package process

import (
	"slices"
	"strings"
)

// Named are the words by which approvers can be asked for services: the handles of
// those that are in use, and how critical they are.
type Named struct{ Services, Criticalities []string }

// LintServices lists the services with targets of their own, and the services and
// criticalities in the approvers, of a set of rules that no service has: whoever stands there
// would never be asked, and the target is nobody's. Where there is no service yet, nothing is
// said.
func LintServices(b *Rules, known Named) []Fault {
	if len(known.Services) == 0 {
		return nil
	}
	l := &linter{rules: b}
	for i := range b.Processes {
		p := &b.Processes[i]
		for n, a := range p.Approvals {
			at := place{words: "process " + p.Name, file: p.File}.at("approval "+a.ID, "approval", n)
			for k, more := range a.Also {
				for m, word := range more.Service {
					if !isOne(known.Services, word) {
						l.say(at.on("also", k, "service", m), "no service has the handle %q, so nobody would be asked; there are %s", word, fewer(known.Services))
					}
				}
				for m, word := range more.Criticality {
					if !isOne(known.Criticalities, word) {
						l.say(at.on("also", k, "criticality", m), "no service has the criticality %q, so nobody would be asked; there are %s", word, fewer(known.Criticalities))
					}
				}
			}
		}
	}
	for n, m := range b.Measures {
		at := place{"measure " + m.ID, MeasuresFile, ""}.on("measure", n)
		for _, service := range sorted(m.Services) {
			if !slices.Contains(known.Services, service) {
				l.say(at.on("service_targets", service), "no service has the handle %q, so the target is nobody's; there are %s", service, fewer(known.Services))
			}
		}
	}
	return l.faults
}

// isOne reports whether a word is one of some, as Applies compares them.
func isOne(known []string, word string) bool {
	return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, word) })
}

// fewer lists words, the first of many; "none" for none.
func fewer(words []string) string {
	const most = 10
	words = slices.Compact(slices.Sorted(slices.Values(words)))
	switch {
	case len(words) == 0:
		return "none"
	case len(words) > most:
		return strings.Join(words[:most], ", ") + " and others"
	}
	return strings.Join(words, ", ")
}

// approvers looks over the entries of a route.
func (l *linter) approvers(at place, entries []string) {
	for _, entry := range entries {
		who, _, err := ReadApprover(entry)
		if err != nil {
			l.say(at, "approver %q: after * stands how many, from 1 to %d", entry, quorumMost)
		}
		switch {
		case who == Signatories:
			if who != entry {
				l.say(at, "approver %q: every signatory of the service signs, whoever they are; leave out how many", entry)
			}
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
