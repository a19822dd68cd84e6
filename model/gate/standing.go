package gate

import (
	"slices"

	"fairway/model/process"
)

// The checks that stand at gates whatever the rules say there.
const (
	// checkExclusive: an RFC rides in one open release. It is asked at every gate
	// before the deployment: two releases that build the same RFC would each
	// implement it.
	checkExclusive = "rfc-exclusive"
	// checkDates: the start that is made the baseline is planned, and has not
	// passed. It is asked where that happens.
	checkDates = "planned-dates"
	// checkClocks: when the clocks of a zone are changed by law, somebody who may
	// move the dates has looked at what became of them.
	checkClocks = "clocks-checked"
	// checkAuthorised: an RFC's authorisation can be voided or withdrawn after the
	// gate that the rules ask for it at. It is asked at every later one before the
	// deployment.
	checkAuthorised = "rfcs-authorised"
)

// freezesBaseline is the exit (model/process, OnExit) that keeps the planned dates
// as what was promised.
const freezesBaseline = "freeze-baseline"

// standing are the checks that are asked at a stage's gate whatever the rules
// say, where these don't name them there: they stand among its findings only
// where they shut it. They hold for rules that were taken up before them, too.
func standing(p *process.Process, s *process.Stage) []process.Check {
	var out []process.Check
	add := func(name, clause, text string) {
		if asks(s, name) {
			return
		}
		check := process.Check{Name: name, Clause: clause, Text: text, Role: "release-coordinator"}
		for _, other := range p.Stages { // in the words of the rules, where they have some
			if i := slices.IndexFunc(other.Checks, called(name)); i >= 0 {
				check = other.Checks[i]
				check.When = ""
			}
		}
		out = append(out, check)
	}
	if slices.Contains(s.OnExit, freezesBaseline) {
		add(checkDates, "8.5.3-c", "start and end of the deployment are planned")
	}
	add(checkClocks, "8.5.3-c", "the dates were looked at since the clocks there changed")
	if !s.Locked {
		add(checkExclusive, "8.5.3-b", "no RFC is in another open release")
		if before, ok := askedBefore(p, s, checkAuthorised); ok && !asks(s, checkAuthorised) {
			out = append(out, before) // of the releases that the rules ask it of
		}
	}
	return out
}

// askedBefore finds a check among those that the rules ask at the gates of the
// stages before one.
func askedBefore(p *process.Process, s *process.Stage, name string) (process.Check, bool) {
	_, at := p.Stage(s.ID)
	for _, before := range p.Stages[:max(at, 0)] {
		if i := slices.IndexFunc(before.Checks, called(name)); i >= 0 {
			return before.Checks[i], true
		}
	}
	return process.Check{}, false
}

func asks(s *process.Stage, name string) bool { return slices.ContainsFunc(s.Checks, called(name)) }

func called(name string) func(process.Check) bool {
	return func(c process.Check) bool { return c.Name == name }
}
