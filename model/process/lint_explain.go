package process

import (
	"slices"
	"strings"
)

// explained looks over what explains the rules.
func (l *linter) explained() {
	seen := map[string]bool{}
	for n, t := range l.rules.Glossary {
		at := place{"term " + t.Term, GlossaryFile, ""}.on("term", n)
		if t.Term == "" || t.Means == "" {
			l.say(at, "term and means must be set")
		}
		for _, name := range append([]string{t.Term}, t.Also...) {
			if name = strings.ToLower(name); seen[name] {
				l.say(at, "%q is explained twice", name)
			}
			seen[name] = true
		}
		for k, s := range t.Screens {
			if !slices.Contains(ScreenIDs, s) {
				l.say(at.on("screens", k), "unknown screen %q; known are %s", s, strings.Join(ScreenIDs, ", "))
			}
		}
		l.clause(at.on("clause"), t.Clause)
	}
	seen = map[string]bool{}
	for n, i := range l.rules.Interactions {
		at := place{"interaction " + i.ID, InteractionsFile, ""}.on("interaction", n)
		switch {
		case i.ID == "" || i.With == "":
			l.say(at, "id and with must be set")
		case seen[i.ID]:
			l.say(at.on("id"), "the id is used twice")
		}
		seen[i.ID] = true
		if len(i.Gives)+len(i.Gets) == 0 {
			l.say(at, "it says neither what it gives nor what it gets")
		}
		l.clause(at.on("clause"), i.Clause)
	}
	seen = map[string]bool{}
	for n, r := range l.rules.Requirements {
		at := place{"clause " + r.ID, ClausesFile, ""}.on("clause", n)
		switch {
		case !slices.Contains(Clauses, r.ID):
			l.say(at.on("id"), "there is no such clause; known are %s", strings.Join(Clauses, ", "))
		case seen[r.ID]:
			l.say(at.on("id"), "the id is used twice")
		}
		seen[r.ID] = true
		if r.Text == "" {
			l.say(at, "text must be set: what the clause asks for, in the organisation's words")
		}
		for k, id := range r.Reports {
			if _, ok := Reports[id]; !ok {
				l.say(at.on("reports", k), "unknown report %q; known are %s", id, strings.Join(sorted(Reports), ", "))
			}
		}
	}
	for _, id := range Clauses {
		if len(seen) > 0 && !seen[id] {
			l.say(place{words: "clauses", file: ClausesFile}, "clause %s is missing; every clause of the standard is listed, those too that nothing shows", id)
		}
	}
}

// clause looks over a clause that something names; "" names none.
func (l *linter) clause(at place, id string) {
	if id != "" && !slices.Contains(Clauses, id) {
		l.say(at, "clause %q is not in the clause map", id)
	}
}
