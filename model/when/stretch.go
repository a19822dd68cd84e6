package when

import "time"

// Stretches cuts a span where the clocks in zone change: within each part the
// wall and elapsed time run alike. An empty span has none.
func Stretches(s Span, zone *time.Location) []Span {
	var out []Span
	for at := s.Start; at.Before(s.End); {
		_, to := at.In(orUTC(zone)).ZoneBounds()
		if to.IsZero() || !to.Before(s.End) {
			to = s.End
		}
		out = append(out, Span{Start: at.UTC(), End: to.UTC()})
		at = to
	}
	return out
}
