package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// The checks of freezes: that nothing goes into a hard one without an exception, and what
// can't wait only into one of which those knew who authorised it.

// Collides are the conflicts of a release with its dates. What is declared an emergency and
// has none happens now: it collides with the freezes that hold now.
func Collides(c *model.Case, r *model.Release) []Conflict {
	if r.Deployed {
		return Conflicts(c, r)
	}
	n := decision.Happening(c, r)
	found := Conflicts(c, n)
	if n == r {
		return found
	}
	found = slices.DeleteFunc(found, func(f Conflict) bool { return !f.Freeze() })
	for i := range found {
		found[i].Remedies = dateless(r.ID, found[i].Remedies)
	}
	return found
}

// dateless are remedies against a freeze for what has no dates: an exception is asked for
// from when until when.
func dateless(r model.ID, list []model.Remedy) []model.Remedy {
	return model.Each(list, func(step model.Remedy) model.Remedy {
		switch step.Task {
		case "ask-exception":
			return model.ByTask(step.Task, r, append(slices.Clip(step.Answers), model.With("start", ""), model.With("end", ""))...)
		case "reschedule": // to plan it for the first time takes no reason
			return model.ByTask(step.Task, r, model.With("start", ""), model.With("end", "")).For("give it dates after the freeze")
		}
		return step
	})
}

func noHardFreeze(f facts) answer {
	hard := f.hardFreezes()
	if len(hard) > 0 {
		return f.inside(hard)
	}
	if f.r.Window.IsZero() && f.r.Emergency() != nil {
		return met("no hard freeze without an exception holds now, and it has no dates")
	}
	return met("no hard freeze without an exception lies on the window")
}

// hardFreezes are those that the release goes into without an exception.
func (f facts) hardFreezes() []Conflict {
	return slices.DeleteFunc(Collides(f.Case, f.r), func(c Conflict) bool { return c.Kind != calendar.FreezeHard })
}

// inside says of freezes that the release goes into them, with what lets it.
func (f facts) inside(freezes []Conflict) answer {
	var in []string
	var steps []model.Remedy
	for _, c := range freezes {
		in = append(in, c.Text)
		steps = also(steps, c.Remedies)
		for _, id := range c.With {
			if w := model.Get[*model.Window](f.Case, model.ID(id)); w != nil {
				if q, ok := decision.Asked(f.Case, f.r, w); ok {
					in = append(in, decision.StillWaits(f.Case, q))
				}
			}
		}
		if c.Against != "" {
			in = append(in, c.Against)
		}
	}
	return open("%s", strings.Join(in, "; ")).by(steps...)
}

// freezeKnown is of what can't wait: it may go into a hard freeze where those who
// authorised it knew of that: it was on record, and the release had its dates, when they
// decided. Dates that were given for the first time only afterwards void nothing
// (process.Firsts), nor does a freeze that was entered or changed afterwards, but nobody
// let them into that freeze.
func freezeKnown(f facts) answer {
	in := noHardFreeze(f)
	a := f.ApprovalFor(f.of(), f.process.ApprovalMeans(f.use.Arg))
	if in.Answer != Open || a == nil {
		return in
	}
	title, known := grammar.Lower(a.Title), f.hardFreezes()
	var unknown []Conflict // an exception is needed from these alone
	said := ""
	for _, d := range a.Decisions {
		if !d.Approves() {
			continue
		}
		known = slices.DeleteFunc(known, func(c Conflict) bool {
			why := f.unknown(c, d.At)
			if why == "" {
				return false
			}
			unknown = append(unknown, c)
			if said == "" {
				said = fmt.Sprintf("; %s did not know of it: %s, after the %s of %s", decision.Signed(f.Case, d.By, d.At, d.Basis), why, title, f.Stamp(d.At))
			}
			return true
		})
	}
	if len(unknown) > 0 {
		out := f.inside(unknown)
		out.evidence += said
		return out
	}
	if a.State() != model.ApprovalApproved {
		return in
	}
	return met("%s: the %s (%s) was given with that on record", in.evidence, title, a.ID)
}

// unknown says what of a freeze that the release goes into was not on record at a time;
// "" where all of it was.
func (f facts) unknown(c Conflict, t time.Time) string {
	if dated := decision.Dated(f.r); t.Before(dated) {
		return "its dates were given " + f.Stamp(dated)
	}
	for _, id := range c.With {
		if said := f.entered(model.ID(id), c.Key, t); said != "" {
			return said
		}
	}
	return ""
}

// entered says when a freeze came to hold at the dates of the release, where that was after
// a time; "" where it did before, or where nobody asked for its earlier states.
func (f facts) entered(id model.ID, key string, t time.Time) string {
	states := f.States(id)
	if len(states) == 0 {
		return ""
	}
	holds := func(then *model.Window) bool {
		was := *then
		was.ID, was.Exceptions = id, nil
		return slices.ContainsFunc(Collides(f.With(&was), f.r), func(c Conflict) bool { return c.Kind == calendar.FreezeHard && c.Key == key })
	}
	what, then := "entered", f.stood(id, t)
	if then != nil {
		if what = "changed"; holds(then) {
			return ""
		}
	}
	for _, s := range states {
		if w, ok := s.Record.(*model.Window); ok && s.At.After(t) && holds(w) {
			return fmt.Sprintf("%s was %s %s", id, what, f.Stamp(s.At))
		}
	}
	return ""
}

// stood is a window as it was on record at a time; of a part of one that was edited since,
// what that was. nil where there was none.
func (f facts) stood(id model.ID, t time.Time) *model.Window {
	states := f.States(id)
	for _, s := range slices.Backward(states) {
		if w, ok := s.Record.(*model.Window); ok && !s.At.After(t) {
			return w
		}
	}
	for _, s := range states {
		if w, ok := s.Record.(*model.Window); ok && w.Parted != "" && w.Parted != id {
			return f.stood(w.Parted, t)
		}
	}
	return nil
}
