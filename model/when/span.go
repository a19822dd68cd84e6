package when

import "time"

// Span returns the time a moment stands for: the whole day for a Day, 23 to 25
// hours long, in its zone; one minute for a Minute. Zone is where days were
// meant of which that was not kept. No moment gives no span.
func (m Moment) Span(zone *time.Location) Span {
	switch {
	case m.IsZero():
		return Span{}
	case m.Precision == Day:
		return Span{Start: m.begins(zone), End: m.On(zone).AddDays(1).Start(m.In(zone))}
	}
	return Span{Start: m.At, End: m.At.Add(time.Minute)}
}

// Over is the instant at which what ends with a moment is over: that of a clock
// time, and of a whole day the one at which the day ends where it was meant. Where
// that was not kept it is where a day begins at that instant, else 24 hours later.
func (m Moment) Over() time.Time {
	if m.Precision != Day || m.IsZero() {
		return m.At
	}
	if zone, err := Zone(m.Zone); m.Zone != "" && err == nil {
		return m.Span(zone).End
	}
	if d, zone := midnightIn(m.At); zone != nil {
		return d.AddDays(1).Start(zone)
	}
	return m.At.Add(24 * time.Hour)
}

// Length returns the elapsed time from start to end.
func (s Span) Length() time.Duration { return s.End.Sub(s.Start) }

// Intersect returns what both spans share, and the zero Span where they don't
// overlap.
func (s Span) Intersect(o Span) Span {
	if !s.Overlaps(o) {
		return Span{}
	}
	if o.Start.After(s.Start) {
		s.Start = o.Start
	}
	if o.End.Before(s.End) {
		s.End = o.End
	}
	return s
}

// Dates returns the dates, in zone, that the span touches, in order. An end at
// midnight does not touch the day that begins there. At most limit are returned.
func (s Span) Dates(zone *time.Location, limit int) []Date {
	var dates []Date
	for d := DateOf(s.Start, zone); len(dates) < limit && d.Start(zone).Before(s.End); d = d.AddDays(1) {
		dates = append(dates, d)
	}
	return dates
}
