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
// another or a length. It does not use the parser's own notion of today.
func span(t testing.TB, zoneName, from, to string) when.Span {
	t.Helper()
	s, err := when.ParseSpan(from, to, time.Unix(0, 0), zone(t, zoneName))
	if err != nil {
		t.Fatal(err)
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
