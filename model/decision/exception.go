package decision

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// exceptions let a release into a freeze.
var exceptions = &Kind{
	Act: "decide", Permission: "window.decide", Verb: "decide", What: "exception", Plural: "exceptions from freezes", Relations: slices.Concat(toRelease, []string{asker}),
	Before: []process.Duty{{Act: "decide:exception", Not: []string{asker}, Text: "nobody approves their own"}},
	meant: func(_ *model.Case, q Request) any {
		is := q.Record.(*model.Window).Frozen()
		if q.frozen != nil {
			is = *q.frozen
		}
		return []any{q.Release.ID, is.Window, frozen(is), q.Slot.Meant()}
	},
	outgrown: func(c *model.Case, q Request, _ Word) string {
		if q.Void != nil {
			return "and is void: " + q.Void.Reason
		}
		return Outside(c, q)
	},
	retract: func(q Request, _ Word, back model.Ending) model.Record {
		w := *q.Record.(*model.Window)
		w.Exceptions = slices.Clone(w.Exceptions)
		for i := range w.Exceptions {
			if e := &w.Exceptions[i]; e.Release == q.Release.ID && e.Decided != nil && e.Void == nil && e.At.Equal(q.At) {
				e.Retracted, e.Decided = append(slices.Clone(e.Retracted), model.Retracted{Decided: *e.Decided, Back: back}), nil
			}
		}
		return &w
	},
	abstained: func(q Request) (model.Record, *[]model.Abstention) {
		w := *q.Record.(*model.Window)
		w.Exceptions = slices.Clone(w.Exceptions)
		at := slices.IndexFunc(w.Exceptions, func(e model.Exception) bool { return e.Release == q.Release.ID && e.Waits() && e.At.Equal(q.At) })
		return &w, &w.Exceptions[at].Abstained
	},
}

func everyException(c *model.Case) []Request {
	var out []Request
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if r := model.Get[*model.Release](c, e.Release); r != nil {
				out = append(out, Exception(r, w, e))
			}
		}
	}
	return out
}

// Exception is one of a release from a freeze.
func Exception(r *model.Release, w *model.Window, e model.Exception) Request {
	q := Request{Kind: exceptions, Record: w, Release: r, Purpose: "exception", By: e.By, Slot: e.Slot, Void: e.Void, frozen: e.Frozen, Abstained: e.Abstained,
		Title: fmt.Sprintf("the exception from %s %s for %s", w.ID, w.Title, r.ID), Waits: e.Waits(), At: e.At}
	if q.Slot.IsZero() {
		q.Slot = r.PlannedAt(e.At)
	}
	if q.left = leftDates(r, q.Slot, e.At); !q.left.IsZero() {
		q.Waits = false // nobody needs it for these dates any more
	}
	if v := e.Decided; v != nil {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, entered: v.Recorded}}
	}
	return q
}

// Outside says that an exception is for other dates than its release is planned
// for, as it follows "granted by Milan, "; "" where it covers them.
func Outside(c *model.Case, q Request) string {
	zone := c.Zone(q.Release)
	switch {
	case !q.Slot.Span(zone).Contains(Happening(c, q.Release).Window.Span(zone)):
		return otherDates(c, q.Release, q.Slot)
	case !q.left.IsZero():
		return cameBack(c, q.Slot, zone, q.left)
	}
	return ""
}

// ExceptionWaits reports whether an exception waits for a decision: it was asked for, and
// its release was not moved away from the dates that it is for. r may be nil, which is not
// known then.
func ExceptionWaits(r *model.Release, w *model.Window, e model.Exception) bool {
	return e.Waits() && (r == nil || Exception(r, w, e).Waits)
}

// leftDates is when a release was moved away from dates, since something was asked or decided
// for these; zero where it was not, or that was taken back. Whoever said it said it of a
// plan, and that was given up: to come back to the dates is another one.
func leftDates(r *model.Release, dates model.Slot, since time.Time) time.Time {
	in := dates.Span(time.UTC) // all in one zone, whichever: they are compared with each other
	for _, m := range model.MovesSince(r.Moves, since) {
		if in.Contains(m.From.Span(time.UTC)) && !in.Contains(m.To.Span(time.UTC)) {
			return m.At
		}
	}
	return time.Time{}
}

// cameBack says that something was decided for dates that a release left, and came back to.
func cameBack(c *model.Case, then model.Slot, zone *time.Location, left time.Time) string {
	return fmt.Sprintf("for %s; the release was moved away from these dates on %s", words(c, then, zone), when.Format(when.OnClock(left, zone), zone, when.Long))
}

// Happening is the release with the dates that it has; of an emergency without any, as it is
// deployed: when its run was started, and before that now. What lets it into a freeze, and
// what it collides with, is looked at as of then.
func Happening(c *model.Case, r *model.Release) *model.Release {
	if !r.Window.IsZero() || r.Emergency() == nil || r.Ended() {
		return r
	}
	at := c.Now
	if r.Deployed {
		run := c.LastRun(r.ID)
		if run == nil {
			return r
		}
		at = run.Started
	}
	n := r.Clone()
	n.Window = model.Slot{Start: when.OnClock(at, c.Zone(r)), End: when.OnClock(at.Add(time.Minute), c.Zone(r))}
	return n
}

// happensNow reports whether it is an emergency without dates that is not deployed yet.
func happensNow(r *model.Release) bool {
	return r.Window.IsZero() && r.Emergency() != nil && !r.Deployed && !r.Ended()
}

// ExceptionStands says how an exception stands: asked for, refused, granted, and of one that
// was granted whether it was used, or expired and why. The release has to be among the facts.
func ExceptionStands(c *model.Case, w *model.Window, e model.Exception) string {
	r := model.Get[*model.Release](c, e.Release)
	switch {
	case e.Void != nil:
		return "ended: " + e.Void.Reason
	case w.Withdrawn != "" && (e.Waits() || e.Holds()) && (r == nil || !r.Deployed):
		return "ended: the freeze was withdrawn"
	case e.Waits() && !ExceptionWaits(r, w, e):
		return "ended: it was " + Outside(c, Exception(r, w, e))
	case e.Waits():
		return "not decided"
	case !e.Decided.Yes:
		return "refused"
	case r == nil:
		return "granted"
	}
	q := Exception(r, w, e)
	zone := c.Zone(r)
	in, outside := q.Slot.Span(zone), Outside(c, q)
	switch {
	case happensNow(r) && c.Now.Before(in.Start):
		return "granted, holds from " + c.Stamp(in.Start)
	case happensNow(r) && c.Now.Before(in.End):
		return "granted, holds until " + c.Stamp(in.End)
	case happensNow(r):
		return "granted, expired: its time is over"
	case r.Deployed && outside == "":
		return "granted, used"
	case r.Deployed || r.Ended():
		return "granted, expired unused"
	case outside != "" && neverCovered(c, q):
		return "granted, does not cover it: it is " + outside
	case outside != "":
		return "granted, expired: it was " + outside
	case !c.Now.Before(in.End):
		return "granted, expired: its time is over"
	}
	return "granted"
}

// neverCovered reports whether an exception is for other dates than its release ever had: it
// was not moved away from them, too little was asked for, or ahead of a move.
func neverCovered(c *model.Case, q Request) bool {
	zone := c.Zone(q.Release)
	covers := func(s model.Slot) bool { return !s.IsZero() && q.Slot.Span(zone).Contains(s.Span(zone)) }
	return !covers(q.Release.Window) && !slices.ContainsFunc(q.Release.Moves, func(m model.Move) bool { return covers(m.From) || covers(m.To) })
}

// otherDates says that something was decided for other dates than those of now.
func otherDates(c *model.Case, r *model.Release, then model.Slot) string {
	zone := c.Zone(r)
	if happensNow(r) {
		return fmt.Sprintf("for %s; the release has no dates, and would be deployed now", words(c, then, zone))
	}
	return fmt.Sprintf("for %s; the release is planned for %s now", words(c, then, zone), words(c, r.Window, zone))
}

func words(c *model.Case, s model.Slot, zone *time.Location) string {
	if s.IsZero() {
		return "no dates"
	}
	return when.Tell(s.Start, s.End, zone, c.Days())
}

// Dates are those for which a request is, in words and with the zone of clock times.
func (q Request) Dates(c *model.Case) string { return words(c, q.Slot, c.Zone(q.Release)) }

// Excepted reports whether a release may deploy inside a freeze as it is planned.
func Excepted(c *model.Case, r *model.Release, w *model.Window) bool {
	return slices.ContainsFunc(ofRelease(r, w), func(q Request) bool {
		at, _ := Holds(c, q)
		return at >= 0 && Replaced(c, q) == ""
	})
}

// Asked finds the exception from a freeze that waits for a decision, for the dates
// of the release as it is planned.
func Asked(c *model.Case, r *model.Release, w *model.Window) (q Request, ok bool) {
	for _, q := range ofRelease(r, w) {
		if q.Waits && Outside(c, q) == "" && Replaced(c, q) == "" {
			return q, true
		}
	}
	return Request{}, false
}

// ofRelease are the exceptions from a window that are one release's.
func ofRelease(r *model.Release, w *model.Window) []Request {
	var out []Request
	for _, e := range w.Exceptions {
		if e.Release == r.ID {
			out = append(out, Exception(r, w, e))
		}
	}
	return out
}

// StillWaits says when somebody asked for an exception, and whom it waits for.
func StillWaits(c *model.Case, q Request) string {
	zone := c.Zone(q.Release)
	text := fmt.Sprintf("an exception was asked for on %s by %s", when.Format(when.OnClock(q.At, zone), zone, when.Long), c.Signatory(q.By, q.At))
	if !Decidable(c, q) && c.KnowsHolders(q.Permission) {
		return text + ": nobody who may decide it is left"
	}
	return text + ", and waits for " + WaitsFor(c, q)
}

// frozen is what a freeze is: on what an exception from it rests.
func frozen(w model.Frozen) []any {
	is := []any{w.Class, w.Hard, w.Slot.Meant(), w.Zone, w.Rule, w.Except, w.Everything, sorted(w.Services), sorted(w.Items)}
	if w.Lasts != "" { // what was granted before it was kept stays
		is = append(is, w.Lasts)
	}
	if len(w.Skipped)+len(w.Extra) > 0 {
		is = append(is, map[string]any{
			"skipped": model.Each(w.Skipped, when.Moment.Meant),
			"extra":   model.Each(w.Extra, model.Slot.Meant),
		})
	}
	if len(w.Sites)+len(w.Customers)+len(w.Environments) > 0 {
		is = append(is, map[string]any{"sites": slices.Sorted(slices.Values(w.Sites)), "customers": slices.Sorted(slices.Values(w.Customers)), "environments": slices.Sorted(slices.Values(w.Environments))})
	}
	return is
}
