package when

import "time"

// Along is where an end goes when its start is moved to another: as much later as
// it was, in time that passes, or in days where all three are days. It is zero
// where one of them is a day and another a time of day: there is no length to
// keep. other is where moments were meant of which that was not kept.
func Along(start, end, moved Moment, other *time.Location) Moment {
	switch {
	case start.IsZero() || end.IsZero() || moved.IsZero() || start.Precision != end.Precision || start.Precision != moved.Precision:
		return Moment{}
	case moved.Precision == Day:
		n := end.On(other).Sub(start.On(other))
		return OnDay(moved.On(other).AddDays(n), moved.In(other))
	}
	return OnClock(moved.At.Add(end.At.Sub(start.At)), moved.In(other))
}
