package calendar

import (
	"time"

	"fairway/model/when"
)

// LastDay is the last day, in the window's zone, on which an occurrence that its rule
// gives begins, where the rule ends at a time (UNTIL): that time itself may be a day
// later, or years. It is false where the rule doesn't end so, can't be read, or gives
// nothing that takes place.
func LastDay(w Window) (when.Date, bool) {
	s, err := newSeries(&w)
	if err != nil || s.rule == nil || s.beyond.IsZero() || s.beyond.Year() > lastYear {
		return when.Date{}, false
	}
	var last time.Time
	take := func(start time.Time) {
		if start.Before(s.beyond) && start.After(last) && !s.excepted(start) {
			last = start
		}
	}
	end := when.OnWall(s.beyond, s.zone).Add(48 * time.Hour)
	// Most rules give something in their last year: all of it is followed for the others.
	for _, from := range []time.Time{end.AddDate(-1, 0, 0), s.start} {
		if from.Before(s.start) {
			from = s.start
		}
		for wall := range s.walls(from, end) {
			if start, _ := when.FromWall(wall, s.zone); start.After(w.Span.Start) {
				take(start)
			}
		}
		if !last.IsZero() {
			return when.DateOf(last, s.zone), true
		}
	}
	// The first takes place whatever the rule gives.
	if last = w.Span.Start; s.excepted(last) {
		return when.Date{}, false
	}
	return when.DateOf(last, s.zone), true
}
