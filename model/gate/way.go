package gate

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Way is the gates before the deployment of a release, by the rules it is under, in order,
// each with the last time that it went through it before a moment; else with the first time
// after. A gate lets something through only with every check met or waived, at that time:
// so this is what was met when. Zero is a gate that it did not go through.
func Way(p *process.Process, r *model.Release, begun time.Time) []WayGate {
	deploys := p.Deploys()
	out := make([]WayGate, 0, max(deploys, 0))
	for at := 0; at >= 0 && at < deploys; {
		stage := &p.Stages[at]
		var through model.Passage
		for _, m := range r.Passed {
			if s, _ := p.Stage(m.From); s != stage || m.Kind != "" {
				continue
			}
			if through.At.IsZero() || !m.At.After(begun) {
				through = m
			}
		}
		out = append(out, WayGate{Stage: stage, Passed: through.At, Recorded: through.Recorded})
		next := at + 1
		if _, to := p.Stage(through.To); to > at { // a conditional exit leads further on
			next = to
		}
		at = next
	}
	return out
}

// WayGate is one gate of a way: when it was passed, and when that was entered, where it was
// not then.
type WayGate struct {
	Stage            *process.Stage
	Passed, Recorded time.Time
}

// Asks reports whether the gate asks for a check, by what a waiver calls it. One that no
// stage asks for stands at every gate (standing).
func (g WayGate) asks(p *process.Process, check string) bool {
	of := func(s process.Stage) bool {
		return slices.ContainsFunc(s.Checks, func(c process.Check) bool { return c.ID() == check })
	}
	return of(*g.Stage) || !slices.ContainsFunc(p.Stages, of)
}

// LetThrough reports whether a waiver held when a release went through a gate before its
// deployment that asks for its check.
func LetThrough(p *process.Process, way []WayGate, w *model.Waiver) bool {
	if w.Decided == nil || !w.Decided.Yes || w.Withdrawn != nil {
		return false
	}
	return slices.ContainsFunc(way, func(g WayGate) bool {
		return g.asks(p, w.Check) && !g.Passed.IsZero() && !w.Decided.At.After(g.Passed) && !w.Ended(g.Passed) && (w.Void == nil || w.Void.At.After(g.Passed))
	})
}

// Misled reports whether a waiver let a release through a gate by a word that whoever was
// said to have given it says was none of theirs.
func Misled(p *process.Process, way []WayGate, w *model.Waiver) bool {
	d := w.Disowned()
	return d != nil && (w.Decided == nil || !w.Decided.Yes) && slices.ContainsFunc(way, func(g WayGate) bool {
		return g.asks(p, w.Check) && !g.Passed.IsZero() && !d.Decided.At.After(g.Passed)
	})
}

// Unsigned are the approvals that a way asks for and that would not have been there, without
// words which whoever was said to have given them says were none of theirs, when the
// deployment began: each with the last such word.
func Unsigned(c *model.Case, p *process.Process, way []WayGate, approvals []*model.Approval, begun time.Time) []Disowned {
	var out []Disowned
	then := func(a *model.Approval) model.State { // as the gate asks: see authorised
		alone := model.NewCase(begun, model.Actor{}, c.Rules)
		alone.Add(model.Fact{Record: a})
		if was := model.Get[*model.Approval](alone.AsOf(begun), a.ID); was != nil {
			return was.State()
		}
		return ""
	}
	for _, a := range approvals {
		i := slices.IndexFunc(a.Decisions, func(d model.Decision) bool {
			return d.Verdict == model.Disowned && d.Verbal != nil && d.Verbal.Said == model.Approve && !d.At.After(begun)
		})
		asked := slices.ContainsFunc(way, func(g WayGate) bool {
			return slices.ContainsFunc(g.Stage.Checks, func(k process.Check) bool {
				return slices.Contains(ofApprovals, k.Name) && p.ApprovalMeans(k.Arg) == a.Purpose
			})
		})
		given := slices.ContainsFunc(approvals, func(o *model.Approval) bool {
			return o.Purpose == a.Purpose && then(o) == model.ApprovalApproved
		})
		if i >= 0 && asked && !given {
			out = append(out, Disowned{a, a.Decisions[i]})
		}
	}
	return out
}

// Disowned is a word on an approval that was none of theirs.
type Disowned struct {
	*model.Approval
	Word model.Decision
}
