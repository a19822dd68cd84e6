package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// What is entered after it happened goes through no gate that was shut when it did: the
// gate is judged by what had happened by then (model.Case.AsOf), besides by all that is
// known now.

// onClock is the case with the time on its clock at which something is said to have
// happened: what was waived until then was waived.
func onClock(c *model.Case, said time.Time) *model.Case {
	if said.IsZero() || said.After(c.Now) {
		return c
	}
	return c.OnClock(said)
}

// letThrough looks whether gates let something through when it happened, adds what did
// not, with since when it would have, and returns when it was: what a gate needs in the
// minute that was typed came before it. needs are those of which happened said already
// that they came later, known what blocks the gate by all that is known. judge finds what blocks the gates in a case.
func letThrough(c *model.Case, said, at time.Time, what string, needs []need, known []gate.Finding, judge func(*model.Case) ([]gate.Finding, error), refusal *model.Refusal) (time.Time, error) {
	if said.IsZero() || said.After(c.Now) {
		return at, nil
	}
	blocks, err := judge(c.AsOf(at))
	if err != nil || len(blocks) == 0 {
		return at, err
	}
	// Since when each is met: the first time from which on the case has it so.
	since := make([]time.Time, len(blocks))
	minute := said.Truncate(time.Minute)
	for _, t := range c.Times(at, c.Now) {
		then, err := judge(c.AsOf(t))
		if err != nil {
			return at, err
		}
		if len(then) == 0 && minute.Equal(said) && t.Truncate(time.Minute).Equal(minute) {
			return t, nil
		}
		left := false
		for i, f := range blocks {
			if since[i].IsZero() && !amongThem(then, f) {
				since[i] = t
			}
			left = left || since[i].IsZero()
		}
		if !left && !minute.Equal(t.Truncate(time.Minute)) {
			break
		}
	}
	for i, f := range blocks {
		switch later := since[i]; {
		case amongThem(known, f):
		case slices.ContainsFunc(needs, func(n need) bool { return n.at.Equal(later) }):
		case later.IsZero():
			refusal.Add(fmt.Sprintf("%s at %s: \"%s\" did not hold: %s", what, stamp(said), f.Text, f.Evidence), model.AnswerTo("give the time at which it happened", "happened"))
		default:
			refusal.Add(fmt.Sprintf("%s at %s: \"%s\" holds only since %s", what, stamp(said), f.Text, stamp(later)), wasThere(c, f)...)
		}
	}
	return at, nil
}

// wasThere is what helps against something that came too late for what it let through.
func wasThere(c *model.Case, f gate.Finding) []model.Remedy {
	out := []model.Remedy{model.AnswerTo("give the time at which it happened", "happened")}
	if f.Form == "" || c.SubjectOf(f.Of).Emergency() == nil {
		return out
	}
	return append(out, model.ByForm(f.Form, f.Of).For("if it was done before, save it with the time at which it was"))
}

func amongThem(list []gate.Finding, f gate.Finding) bool {
	return slices.ContainsFunc(list, func(o gate.Finding) bool { return o.Stage == f.Stage && o.Check == f.Check && o.Text == f.Text })
}

// blocking are the findings that block a gate.
func blocking(g gate.Gate) []gate.Finding {
	return slices.DeleteFunc(slices.Clone(g.Findings), func(f gate.Finding) bool { return !f.Blocks() })
}

// gatesPassed judges the gates through which a release is entered to have come after a
// time at which something happened to it there already.
func gatesPassed(r *model.Release, after time.Time) func(*model.Case) ([]gate.Finding, error) {
	return func(c *model.Case) ([]gate.Finding, error) {
		var out []gate.Finding
		for _, m := range r.Passed {
			if !m.At.After(after) || m.Kind != "" {
				continue
			}
			g, err := gate.At(c, model.Get[*model.Release](c, r.ID), m.From)
			if err != nil {
				return nil, err
			}
			out = append(out, blocking(g)...)
		}
		return out, nil
	}
}
