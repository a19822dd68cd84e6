// Package when holds dates as people write and mean them: a point in time that
// is either exact to the minute or a whole day, the parser for what a person
// types, periods, and how both are written back.
//
// Nothing in here reads a clock: whoever asks says what "now" is. Recurrence
// and conflicts live in model/calendar.
package when

import (
	"fmt"
	"strings"
	"time"
)

// Precision says how much of a Moment was meant. A bare date, and an
// iCalendar VALUE=DATE, mean the whole day; everything else is to the minute.
type Precision string

// The two precisions.
const (
	Day    Precision = "day"
	Minute Precision = "minute"
)

// Moment is a planned date: what was meant, and the instant that follows from
// it. A whole day is a date, the same for every reader; a clock time is what the
// wall shows in a zone. Zones change their rules: what was meant stays, and At
// is derived from it (see Derive). What has happened is a time.Time instead.
//
// At is always UTC; for a day it is the first instant of the day in Zone, so
// that moments of either precision sort together. Moments of before zones were
// kept have At and Precision alone.
type Moment struct {
	At        time.Time `json:"at"`
	Precision Precision `json:"precision"`
	Date      string    `json:"day,omitempty"`    // 2026-12-17, of a whole day
	Wall      string    `json:"wall,omitempty"`   // 2026-12-17T22:00, of a clock time
	Zone      string    `json:"zone,omitempty"`   // the IANA name of the zone in which it was meant
	Offset    string    `json:"offset,omitempty"` // +02:00, where the wall shows that time twice
}

const (
	dateLayout   = "2006-01-02"
	wallLayout   = "2006-01-02T15:04"
	offsetLayout = "-07:00"
)

// OnDay is the whole date, as it is meant in zone.
func OnDay(d Date, zone *time.Location) Moment {
	m := Moment{Precision: Day, Date: d.String(), Zone: zoneName(zone)}
	m.At = d.Start(zone)
	return m
}

// OnClock is an instant as the clock time that the wall shows then in zone, to
// the minute.
func OnClock(t time.Time, zone *time.Location) Moment {
	t = t.UTC().Truncate(time.Minute)
	m := Moment{At: t, Precision: Minute, Zone: zoneName(zone)}
	if m.Zone == "" {
		return m // an offset alone is no place whose clocks could change
	}
	m.Wall = OnWall(t, zone).Format(wallLayout)
	if _, clock := FromWall(OnWall(t, zone), zone); clock == Twice {
		m.Offset = t.In(zone).Format(offsetLayout)
	}
	return m
}

// zoneName is the IANA name of a zone, "" where it has none.
func zoneName(zone *time.Location) string {
	if name := orUTC(zone).String(); name == "UTC" || strings.Contains(name, "/") {
		return name
	}
	return ""
}

// IsZero reports whether no moment was given.
func (m Moment) IsZero() bool { return m.At.IsZero() }

// Derive is the one way from what was meant to an instant, by the rules that
// zones have now: At is what it should be. What says no zone stays as it is.
func (m Moment) Derive() Moment { return m.DeriveBy(Zone) }

// DeriveBy is Derive by other rules of zones.
func (m Moment) DeriveBy(rules func(name string) (*time.Location, error)) Moment {
	zone, err := rules(m.Zone)
	if m.IsZero() || m.Zone == "" || err != nil {
		return m
	}
	if m.Date != "" {
		if d, ok := parseDate(m.Date); ok {
			m.At = d.Start(zone)
		}
		return m
	}
	wall, err := time.Parse(wallLayout, m.Wall)
	if err != nil {
		return m
	}
	first, clock := FromWall(wall, zone)
	m.At = first
	if m.Offset != "" && clock == Twice {
		if t, err := time.Parse(wallLayout+offsetLayout, m.Wall+m.Offset); err == nil && OnWall(t, zone).Equal(wall) {
			m.At = t.UTC()
		}
	}
	return m
}

// On is the date of a moment: that of a whole day is the same whoever asks, that
// of a clock time is the one on the wall in zone. Zone also says where days were
// meant of which only the instant was kept.
func (m Moment) On(zone *time.Location) Date {
	if m.Precision != Day {
		return DateOf(m.At, zone)
	}
	if d, ok := parseDate(m.Date); ok {
		return d
	}
	if d, ok := midnightOf(m.At); ok {
		return d
	}
	if d := DateOf(m.At, zone); d.Start(zone).Equal(m.At) {
		return d
	}
	// The midnight of another zone, from under eleven hours west to thirteen east.
	return DateOf(m.At.Add(13*time.Hour), time.UTC)
}

// begins is the first instant of a day, or the instant of a clock time. Zone is
// where days were meant of which that was not kept.
func (m Moment) begins(zone *time.Location) time.Time {
	if m.Precision == Day && m.Zone == "" && !m.IsZero() {
		return m.On(zone).Start(zone)
	}
	return m.At
}

// In is the zone in which the moment was meant, or the given one where that was
// not kept.
func (m Moment) In(zone *time.Location) *time.Location {
	if m.Zone == "" {
		return zone
	}
	if own, err := Zone(m.Zone); err == nil {
		return own
	}
	return zone
}

// Meant says what was meant, without the instant that follows: two moments with
// equal answers are the same plan. It is what digests are made over.
func (m Moment) Meant() string {
	switch {
	case m.IsZero():
		return ""
	case m.Date != "":
		return strings.TrimSpace("day " + m.Date + " " + m.Zone)
	case m.Wall != "":
		return strings.TrimSpace("clock " + m.Wall + m.Offset + " " + m.Zone)
	}
	return fmt.Sprintf("%s %s", m.Precision, m.At.UTC().Format(time.RFC3339))
}

// Same reports whether two moments are the same plan: meant alike, or, where one
// of them was kept without its zone, at the same instant.
func (m Moment) Same(o Moment) bool {
	if m.IsZero() || o.IsZero() {
		return m.IsZero() == o.IsZero()
	}
	return m.Precision == o.Precision && (m.At.Equal(o.At) || m.Meant() == o.Meant())
}

// parseDate reads what Date.String writes.
func parseDate(text string) (Date, bool) {
	t, err := time.Parse(dateLayout, text)
	return Date{t.Year(), t.Month(), t.Day()}, err == nil
}

// Span is a half-open stretch of time, [Start, End), in UTC.
type Span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// Overlaps reports whether the two spans share an instant. Spans that only
// touch do not overlap.
func (s Span) Overlaps(o Span) bool { return s.Start.Before(o.End) && o.Start.Before(s.End) }

// Contains reports whether the whole of o lies within s.
func (s Span) Contains(o Span) bool { return !o.Start.Before(s.Start) && !o.End.After(s.End) }

// Holds reports whether t lies within s.
func (s Span) Holds(t time.Time) bool { return !t.Before(s.Start) && t.Before(s.End) }

// IsZero reports whether no span was given.
func (s Span) IsZero() bool { return s.Start.IsZero() && s.End.IsZero() }
