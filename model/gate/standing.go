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
	// checkConditions: what was decided on conditions has them met. It is asked where the
	// deployment begins, and at every gate from there on: of an emergency the RFC is decided
	// on when it is over.
	checkConditions = "conditions-met"
	// Countersigned: what was decided by word of mouth is countersigned.
	Countersigned = "countersigned"
)

// lasting are the checks of what somebody decided, or said, about the release: it
// can be given up, or rewritten, after the gate that the rules ask for it at. Each
// is asked at every later gate before the deployment too. Approvals are, where the
// rules ask for them nowhere behind that gate (approvedBefore).
var lasting = []string{checkAuthorised, "decided-to-proceed", "agreement-signed", "notes-approved"}

// Those that ask for an approval, which their argument names.
var ofApprovals = []string{"authorised", "authorisation-valid"}

// OfApproval reports whether a check asks for an approval, which its argument names.
func OfApproval(check string) bool { return slices.Contains(ofApprovals, check) }

// Lasts reports whether a check has to hold up to the deployment, wherever it is asked: what
// somebody decided, or said, can be given up after that gate.
func Lasts(check string) bool {
	return OfApproval(check) || slices.Contains(lasting, check) || check == Countersigned
}

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
		check := process.Check{Name: name, Clause: clause, Text: text, Role: process.RoleCoordinator}
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
	_, at := p.Stage(s.ID)
	if runs := slices.IndexFunc(p.Stages, func(s process.Stage) bool { return s.Runs }); runs >= 0 && at+1 >= runs && at+1 < len(p.Stages) {
		add(checkConditions, "8.5.1-b", "the conditions of its RFCs and of its exceptions from freezes are met")
	}
	if !s.Locked {
		add(checkExclusive, "8.5.3-b", "no RFC is in another open release")
		out = append(out, askedBefore(p, s)...) // of the releases that the rules ask it of
	}
	return out
}

// askedBefore are the lasting checks that the rules ask at the gates of the stages
// before one, and not at its own. What a gate asks more than once is taken from
// where it is asked last.
func askedBefore(p *process.Process, s *process.Stage) []process.Check {
	var out []process.Check
	_, at := p.Stage(s.ID)
	for i, before := range p.Stages[:max(at, 0)] {
		for _, c := range before.Checks {
			again := slices.Contains(ofApprovals, c.Name) && !approvalAsked(p.Stages[i+1:], c.Arg)
			if !again && (asks(s, c.Name) || !slices.Contains(lasting, c.Name)) {
				continue
			}
			same := func(o process.Check) bool { return o.Name == c.Name && o.Arg == c.Arg }
			out = append(slices.DeleteFunc(out, same), c)
		}
	}
	return out
}

// approvalAsked reports whether a stage before the deployment asks for an approval:
// the rules then say themselves when it has to stand, and until then it can be
// asked for again where the release is.
func approvalAsked(stages []process.Stage, purpose string) bool {
	return slices.ContainsFunc(stages, func(s process.Stage) bool {
		return !s.Locked && slices.ContainsFunc(s.Checks, func(c process.Check) bool {
			return c.Arg == purpose && slices.Contains(ofApprovals, c.Name)
		})
	})
}

func asks(s *process.Stage, name string) bool { return slices.ContainsFunc(s.Checks, called(name)) }

func called(name string) func(process.Check) bool {
	return func(c process.Check) bool { return c.Name == name }
}
