package process

import (
	"slices"
	"strings"

	"fairway/model/form"
)

// Words are those that rules take from the program, and can't make up.
type Words struct {
	FormsRead map[string][]string // by check, what the forms are for that it reads
	OfChanges map[string][]string // the checks of RFCs, each with what the forms are for that it reads
	RunsRead  []string            // the checks that look at a deployment run
	Conflicts []string            // the kinds of conflicts
	// Metrics are the measures, each with the units in which its value ("") and its
	// further values can have targets.
	Metrics map[string]map[string][]string
	Records map[string]bool // the kinds of record, each with whether it ends
}

// LintWords lists where rules name something of the program that isn't there, or
// ask at a gate for what nobody could show there.
func LintWords(b *Rules, w Words) []Fault {
	l := &linter{rules: b}
	for i := range b.Processes {
		l.shown(&b.Processes[i], w)
	}
	policy := place{words: "policy", file: PolicyFile}
	for _, kind := range sorted(b.Policy.Conflicts) {
		if !slices.Contains(w.Conflicts, kind) {
			l.say(policy.on("conflicts", kind), "unknown kind of conflict %q; known are %s", kind, strings.Join(w.Conflicts, ", "))
		}
	}
	for n, id := range b.Policy.Metrics {
		if _, known := w.Metrics[id]; !known {
			l.say(policy.on("metrics", n), "unknown metric %q; known are %s", id, strings.Join(sorted(w.Metrics), ", "))
		}
	}
	for _, id := range sorted(b.Policy.Targets) {
		if _, known := w.Metrics[id]; !known {
			l.say(policy.on("metric_targets", id), "a target of the unknown metric %q; known are %s", id, strings.Join(sorted(w.Metrics), ", "))
		}
	}
	l.measures(w.Metrics)
	l.reporting()
	l.proofs()
	for n, i := range b.Interactions {
		at := place{"interaction " + i.ID, InteractionsFile, ""}.on("interaction", n)
		for k, kind := range i.Records {
			if _, known := w.Records[kind]; !known {
				l.say(at.on("records", k), "unknown kind of record %q; known are %s", kind, strings.Join(sorted(w.Records), ", "))
			}
		}
	}
	return l.faults
}

// shown asks that what the checks of a process read can be there: the forms, and
// the deployment.
func (l *linter) shown(p *Process, w Words) {
	where := place{words: "process " + p.Name, file: p.File}
	deploys := p.Deploys()
	for i, s := range p.Stages {
		for n, c := range s.Checks {
			at := where.at("stage "+s.ID, "stage", i).at("check "+c.Name, "check", n).on("name")
			reads := w.FormsRead[c.Name]
			if p.Of == "change" {
				own, of := w.OfChanges[c.Name]
				if !of {
					l.say(at, "it asks for something of a release: of a change it can't be said; known for changes are %s", strings.Join(sorted(w.OfChanges), ", "))
					continue
				}
				reads = own
			}
			for _, purpose := range reads {
				if !slices.ContainsFunc(l.rules.Forms, func(f form.Form) bool { return f.Means() == purpose }) {
					l.say(at, "nobody gets through: it reads the form for %q, and no form is for that; mark the one that is with purpose = %q", purpose, purpose)
				}
			}
			if slices.Contains(w.RunsRead, c.Name) && (deploys < 0 || deploys > i) {
				l.say(at, "nobody gets through: it looks at a deployment run, and no stage up to here has runs = true")
			}
		}
	}
}
