package when

import (
	"fmt"
	"strings"
	"time"
)

// Span returns the time a moment stands for: the whole day in zone for a Day,
// 23 to 25 hours long; one minute for a Minute. For a day give the zone in
// which it was meant. No moment gives no span.
func (m Moment) Span(zone *time.Location) Span {
	switch {
	case m.IsZero():
		return Span{}
	case m.Precision == Day:
		return DateOf(m.At, zone).Span(zone)
	}
	return Span{Start: m.At, End: m.At.Add(time.Minute)}
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

// ParseSpan reads a stretch of time from two texts. from is anything Parse
// reads. to may be
//
//	3h, 90 min          a length, counted from the start
//	02:00               a clock time: on the day of the start, or where that is
//	                    not after it on the next day
//	2026-12-03          a day: to the end of that day
//	anything else that Parse reads: until then
//	nothing             where from is a day: that whole day
//
// A span that ends before or as it begins is refused. Errors say which of the
// two is wrong.
func ParseSpan(from, to string, now time.Time, zone *time.Location) (Span, error) {
	start, err := Parse(from, now, zone)
	if err != nil {
		return Span{}, fmt.Errorf("start: %w", err)
	}
	s := start.Span(zone)
	to = strings.TrimSpace(to)
	if to == "" {
		if start.Precision == Day {
			return s, nil
		}
		return Span{}, fmt.Errorf("end: none given; try a length such as 2h or a time such as 23:30")
	}
	if d, err := ParseDuration(to); err == nil {
		if d == 0 {
			return Span{}, fmt.Errorf("end: the length is zero; try 2h")
		}
		return Span{Start: s.Start, End: s.Start.Add(d)}, nil
	}
	end, err := Parse(to, now, zone)
	if looksLikeClock(to) {
		day := DateOf(s.Start, zone)
		end, err = Parse(day.String()+" "+to, now, zone)
		if err == nil && !end.At.After(s.Start) {
			end, err = Parse(day.AddDays(1).String()+" "+to, now, zone)
		}
	}
	if err != nil {
		return Span{}, fmt.Errorf("end: %w", err)
	}
	s.End = end.At
	if end.Precision == Day {
		s.End = end.Span(zone).End
	}
	if !s.Start.Before(s.End) {
		return Span{}, fmt.Errorf("end: %s is not after the start, %s", Format(end, zone, Long), Format(start, zone, Long))
	}
	return s, nil
}
