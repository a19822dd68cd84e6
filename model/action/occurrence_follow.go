package action

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/when"
)

// rezoned puts the dates of a window whose clock is that of another zone now into that one:
// a time is the same instant there, a whole day the same date. One that names none any more has
// that of its service, or of the organisation.
func rezoned(c *model.Case, old, n *model.Window) {
	was, zone := windowZone(c, old), windowZone(c, n)
	if n.Zone == "" && old.Zone != "" {
		zone = c.Rules.Policy.Location()
		if of := windowService(n); of != "" {
			zone = c.ZoneOf(of)
		}
	}
	if was.String() == zone.String() {
		return
	}
	into := func(m when.Moment) when.Moment {
		switch {
		case m.IsZero() || m.In(was).String() != was.String():
			return m // it was said in a zone of its own
		case m.Precision == when.Day:
			return when.OnDay(m.On(was), zone)
		}
		return when.OnClock(m.At, zone)
	}
	n.Slot = model.Slot{Start: into(n.Slot.Start), End: into(n.Slot.End)}
	n.Extra = slices.Clone(n.Extra)
	for i, s := range n.Extra {
		n.Extra[i] = model.Slot{Start: into(s.Start), End: into(s.End)}
	}
}

// followSkips puts what was skipped of a window where another state of it takes place
// instead, and says which days it has no more.
func followSkips(c *model.Case, old, n *model.Window) (gone []string) {
	if sameCourse(old, n) || len(n.Skipped)+len(n.Except) == 0 {
		return nil
	}
	skipped := append(model.Each(n.Skipped, func(m when.Moment) time.Time { return m.At }), n.Except...)
	n.Skipped, n.Except = nil, nil
	n.Skipped, gone = skipsAfter(c, old, n, skipped)
	return gone
}

// sameCourse reports whether two states of a window take place at the same times, whatever
// was skipped or added.
func sameCourse(a, b *model.Window) bool {
	return a.Slot.Same(b.Slot) && a.Rule == b.Rule && a.Zone == b.Zone && a.Lasts == b.Lasts
}

// skipsAfter are the occurrences of another state of a window that stand for those of it that
// were skipped, by their starts, and the days of those for which none does.
func skipsAfter(c *model.Case, old, n *model.Window, skipped []time.Time) (out []when.Moment, gone []string) {
	was, zone := windowZone(c, old), windowZone(c, n)
	before, after := bareRule(c, old), bareRule(c, n)
	shift := when.OnWall(after.Span.Start, zone).Sub(when.OnWall(before.Span.Start, was))
	if shift.Abs() >= day { // of a part that begins at a later occurrence: what is left beside whole days
		shift -= shift.Round(day)
	}
	begins := func(at time.Time) []when.Span {
		found, err := calendar.Beginning(after, when.Span{Start: at, End: at.Add(time.Second)})
		if err != nil {
			return nil
		}
		return found
	}
	// What takes place as much later or earlier on the clock as the first does.
	shifted := func(at time.Time) []when.Span {
		there, _ := when.FromWall(when.OnWall(at, was).Add(shift), zone)
		return begins(there)
	}
	for _, at := range skipped {
		on := when.DateOf(at, was)
		found := begins(at) // at the very same time it is that one, whatever its day is called
		if len(found) == 0 && was.String() != zone.String() {
			found = shifted(at) // one day's date may be another's there
		}
		if len(found) == 0 {
			there, err := calendar.Beginning(after, on.Span(zone))
			if had, wrong := calendar.Beginning(before, on.Span(was)); err == nil && wrong == nil {
				found = instead(had, at, there)
			}
		}
		if len(found) == 0 { // past midnight
			found = shifted(at)
		}
		if said := on.Format(when.Long); len(found) == 0 && !slices.Contains(gone, said) {
			gone = append(gone, said)
		}
		for _, o := range found {
			out = append(out, slotOfOccurrence(n, o, zone).Start)
		}
	}
	slices.SortFunc(out, func(a, b when.Moment) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(out, func(a, b when.Moment) bool { return a.At.Equal(b.At) }), gone
}

// instead are those of a day's occurrences that stand where one stood that was skipped: the
// one at that time; else, where there are as many as there were, the one in its place; all
// of them where it was the day's only one. Which it would be of others nobody can say.
func instead(had []when.Span, skipped time.Time, found []when.Span) []when.Span {
	starts := func(o when.Span) bool { return o.Start.Equal(skipped) }
	if i := slices.IndexFunc(found, starts); i >= 0 {
		return found[i : i+1]
	}
	i := slices.IndexFunc(had, starts)
	switch {
	case i >= 0 && len(found) == len(had):
		return found[i : i+1]
	case len(had) <= 1:
		return found
	}
	return nil
}
