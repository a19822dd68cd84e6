package calendar

import (
	"testing"
	"time"
	_ "time/tzdata" // the tests must not depend on what the machine has installed

	"fairway/model/when"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := when.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// span reads a stretch of wall-clock time in a zone, "2026-11-26 22:00" to
// another, or a clock time after it, or a length; without an end that whole day.
// It does not use the parser's own notion of today.
func span(t testing.TB, zoneName, from, to string) when.Span {
	t.Helper()
	read := func(text string) when.Moment {
		m, err := when.Parse(text, time.Unix(0, 0), zone(t, zoneName))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	s := read(from).Span(zone(t, zoneName))
	length, err := when.ParseDuration(to)
	switch {
	case to == "":
	case err == nil:
		s.End = s.Start.Add(length)
	case len(to) == len("02:00"):
		day := when.DateOf(s.Start, zone(t, zoneName))
		if s.End = read(day.String() + " " + to).At; !s.End.After(s.Start) {
			s.End = read(day.AddDays(1).String() + " " + to).At
		}
	default:
		end := read(to)
		if s.End = end.At; end.Precision == when.Day {
			s.End = end.Span(zone(t, zoneName)).End
		}
	}
	return s
}

// shown writes spans as the wall in the zone shows them, with the elapsed length.
func shown(t testing.TB, zoneName string, spans []when.Span) []string {
	t.Helper()
	var list []string
	for _, s := range spans {
		l := s.Start.In(zone(t, zoneName))
		e := s.End.In(zone(t, zoneName))
		list = append(list, l.Format("Mon 2006-01-02 15:04")+"–"+e.Format("15:04")+" "+when.FormatDuration(s.Length()))
	}
	return list
}
