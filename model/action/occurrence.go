package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// occurrence finds the one of a window that begins on a day of its zone, or at a time;
// field is the question that named it.
func occurrence(c *model.Case, w *model.Window, at when.Moment, field string, refusal *model.Refusal) (when.Span, bool) {
	zone := windowZone(c, w)
	if at.IsZero() {
		refusal.Add("no date of it is named", model.AnswerTo("say on which day it begins", field))
		return when.Span{}, false
	}
	in := when.Span{Start: at.At, End: at.At.Add(time.Minute)}
	if at.Precision == when.Day {
		in = at.On(zone).Span(zone)
	}
	rules := gate.Window(w, zone)
	found, err := calendar.Beginning(rules, in)
	said := slotWords(c, model.Slot{Start: at}, zone)
	switch {
	case err != nil:
		refusal.Add(err.Error())
	case len(found) == 1:
		return found[0], true
	case len(found) > 1:
		refusal.Add(fmt.Sprintf("it begins %d times on %s", len(found), said), model.AnswerTo("say at what time", field))
	default:
		text := fmt.Sprintf("it doesn't begin on %s", said)
		if next, err := calendar.Beginning(rules, when.Span{Start: in.Start, End: in.Start.Add(compared)}); err == nil && len(next) > 0 {
			text += "; the next time is " + slotWords(c, slotOfOccurrence(w, next[0], zone), zone)
		}
		refusal.Add(text, model.AnswerTo("name a date on which it begins", field))
	}
	return when.Span{}, false
}

// OccurrenceOf is the occurrence of a window that begins on a day of its zone, or at a time,
// as it is meant; false where there is none, or several.
func OccurrenceOf(c *model.Case, w *model.Window, at when.Moment) (model.Slot, bool) {
	if at.IsZero() {
		return model.Slot{}, false
	}
	o, ok := occurrence(c, w, at, "", &model.Refusal{})
	if !ok {
		return model.Slot{}, false
	}
	return slotOfOccurrence(w, o, windowZone(c, w)), true
}

// windowZone is the zone of a window's own clock.
func windowZone(c *model.Case, w *model.Window) *time.Location {
	return w.Location(c.Rules.Policy.Location())
}

// slotOfOccurrence is an occurrence as it is meant.
func slotOfOccurrence(w *model.Window, o when.Span, zone *time.Location) model.Slot {
	if w.Slot.Start.Precision == when.Day {
		return model.Slot{Start: when.OnDay(when.DateOf(o.Start, zone), zone), End: when.OnDay(when.DateOf(o.End.Add(-time.Minute), zone), zone)}
	}
	return model.Slot{Start: when.OnClock(o.Start, zone), End: when.OnClock(o.End, zone)}
}

// without is a window that doesn't take place at one of its occurrences.
func without(c *model.Case, w *model.Window, o when.Span) *model.Window {
	zone := windowZone(c, w)
	n := *w
	n.Extra = slices.DeleteFunc(slices.Clone(w.Extra), func(s model.Slot) bool { return s.Span(zone).Start.Equal(o.Start) })
	if left, err := calendar.Beginning(gate.Window(&n, zone), when.Span{Start: o.Start, End: o.Start.Add(time.Second)}); err == nil && len(left) > 0 {
		n.Skipped = append(slices.Clone(w.Skipped), slotOfOccurrence(w, o, zone).Start)
		slices.SortFunc(n.Skipped, func(a, b when.Moment) int { return a.At.Compare(b.At) })
	}
	if len(n.Extra) == 0 {
		n.Extra = nil
	}
	return &n
}

// with is a window that takes place at one more time, which doesn't begin when it
// does already.
func with(c *model.Case, w *model.Window, s model.Slot, refusal *model.Refusal) *model.Window {
	zone := windowZone(c, w)
	n := *w
	if s.End.IsZero() {
		s.End = AsLong(c, w, when.Moment{}, s.Start)
	}
	if !fits(w, s, refusal) {
		return &n
	}
	start := s.Span(zone).Start
	if there, err := calendar.Beginning(gate.Window(w, zone), when.Span{Start: start, End: start.Add(time.Second)}); err == nil && len(there) > 0 {
		refusal.Add("it begins then already, "+slotWords(c, slotOfOccurrence(w, there[0], zone), zone), model.AnswerTo("name another date", "start"))
		return &n
	}
	if back := again(w, s, zone); back != nil {
		return back
	}
	n.Extra = append(slices.Clone(w.Extra), s)
	slices.SortFunc(n.Extra, func(a, b model.Slot) int { return a.Start.At.Compare(b.Start.At) })
	return &n
}

// fits reports whether a window can take place at a time, as its others do.
func fits(w *model.Window, s model.Slot, refusal *model.Refusal) bool {
	switch {
	case s.IsZero():
		refusal.Add("it has no date", model.AnswerTo("say from when", "start"))
	case s.Start.Precision != w.Slot.Start.Precision:
		refusal.Add(map[bool]string{true: "it takes whole days", false: "it takes place at a time of day"}[w.Slot.Start.Precision == when.Day], model.AnswerTo("name the date like that", "start"))
	case s.End.IsZero() || s.End.At.Before(s.Start.At) || s.Start.Precision == when.Minute && !s.Start.At.Before(s.End.At):
		refusal.Add("it ends before it begins", model.AnswerTo("give an end after the start", "end"))
	default:
		return true
	}
	return false
}

// Settled is a window as it is read: one that takes place once, and was moved, has its own
// dates. In files of before that was so these are skipped, and the others extra.
func Settled(w *model.Window) *model.Window {
	if w.Rule != "" || len(w.Except) > 0 || len(w.Skipped) != 1 || len(w.Extra) != 1 || !w.Skipped[0].At.Equal(w.Slot.Start.At) {
		return w
	}
	n := *w
	n.Slot, n.Skipped, n.Extra = w.Extra[0], nil, nil
	return &n
}

// byRule is the occurrence that the rule of a window gives at a time, whatever was skipped
// or added; false where it gives none.
func byRule(c *model.Case, w *model.Window, at time.Time) (when.Span, bool) {
	found, err := calendar.Beginning(bareRule(c, w), when.Span{Start: at, End: at.Add(time.Second)})
	if err != nil || len(found) != 1 {
		return when.Span{}, false
	}
	return found[0], true
}

// bareRule is a window with what its rule gives alone.
func bareRule(c *model.Case, w *model.Window) calendar.Window {
	bare := *w
	bare.Skipped, bare.Except, bare.Extra = nil, nil, nil
	return gate.Window(&bare, windowZone(c, w))
}

// again is a window that takes place once more at an occurrence that was skipped, where other
// dates are just those; nil where they are not. It is no extra date: nothing of it is left.
func again(w *model.Window, s model.Slot, zone *time.Location) *model.Window {
	span := s.Span(zone)
	n := *w
	n.Skipped = slices.DeleteFunc(slices.Clone(w.Skipped), func(m when.Moment) bool { return m.At.Equal(span.Start) })
	if len(n.Skipped) == len(w.Skipped) {
		return nil
	}
	if len(n.Skipped) == 0 {
		n.Skipped = nil
	}
	found, err := calendar.Beginning(gate.Window(&n, zone), when.Span{Start: span.Start, End: span.Start.Add(time.Second)})
	if err != nil || len(found) != 1 || !found[0].Start.Equal(span.Start) || !found[0].End.Equal(span.End) {
		return nil
	}
	return &n
}

// AsLong is where an occurrence of a window ends that begins at a time and is as long as
// another one: as the one that begins on a date, where there is one, else as the first.
// It is zero where one is whole days and the other is not: there is no length to keep.
func AsLong(c *model.Case, w *model.Window, on, start when.Moment) when.Moment {
	if like, ok := OccurrenceOf(c, w, on); ok {
		return like.EndAfter(start, windowZone(c, w))
	}
	if length := w.Length(); length > 0 && start.Precision == when.Minute {
		return when.OnClock(start.At.Add(length), start.In(windowZone(c, w)))
	}
	return w.Slot.EndAfter(start, windowZone(c, w))
}

// never refuses a state of a window in which it never takes place, where it did before: it would
// stand on the calendar as one in force that nobody sees.
func never(c *model.Case, old, n *model.Window, refusal *model.Refusal, instead ...model.Remedy) {
	zone := c.Rules.Policy.Location()
	if len(refusal.Reasons) > 0 || calendar.Happens(gate.Window(n, zone)) || !calendar.Happens(gate.Window(old, zone)) {
		return
	}
	refusal.Add(fmt.Sprintf("%s would never take place: what is left of it was skipped, or is a window of its own", n.ID),
		append(instead, model.ByTask("withdraw-window", old.ID, model.With("reason", "")).For("take it off the calendar"))...)
}
