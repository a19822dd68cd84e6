package calendar

import (
	"time"

	"fairway/model/when"
)

// Happens reports whether a window takes place at all, at whatever time: it does not where
// everything that it or its rule gives was skipped, and no date was added. Of one that can't
// be read nobody knows: it might.
func Happens(w Window) bool {
	s, err := newSeries(&w)
	if err != nil || len(w.Extra) > 0 || !s.excepted(w.Span.Start) { // the first takes place whatever the rule gives
		return true
	}
	if s.rule == nil {
		return false
	}
	end := time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)
	if !s.beyond.IsZero() && s.beyond.Year() < lastYear {
		end = when.OnWall(s.beyond, s.zone).Add(48 * time.Hour)
	}
	for wall := range s.walls(s.start.Add(time.Second), end) {
		start, _ := when.FromWall(wall, s.zone)
		if (s.beyond.IsZero() || start.Before(s.beyond)) && !s.excepted(start) {
			return true
		}
	}
	return false
}
