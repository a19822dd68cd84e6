package calendar

import "time"

// Ends is the first moment at which a recurring window has no occurrence to come any
// more, where its rule says until when it goes on; false where it goes on, or only
// counts. Dates of whole days are those of Zone.
func Ends(w Window) (end time.Time, ok bool) {
	s, err := newSeries(&w)
	if err != nil {
		return time.Time{}, false
	}
	return s.ends(&w)
}

// ends is Ends of the window that the series is of.
func (s *series) ends(w *Window) (end time.Time, ok bool) {
	if s.rule == nil || s.beyond.IsZero() {
		return time.Time{}, false
	}
	// The length on the wall, and a day for what clocks do and for the zone.
	end = s.beyond.Add(s.length + max(w.Lasts, 0) + 24*time.Hour)
	if w.Span.End.After(end) { // the first takes place whatever the rule gives
		end = w.Span.End
	}
	for _, e := range w.Extra {
		if e.End.After(end) {
			end = e.End
		}
	}
	return end, true
}
