// Package when holds dates as people write and mean them: a point in time that
// is either exact to the minute or a whole day in somebody's zone, the parser
// for what a person types, periods, and how both are written back.
//
// Nothing in here reads a clock: whoever asks says what "now" is. Recurrence
// and conflicts live in model/calendar.
package when

import "time"

// Precision says how much of a Moment was meant. A bare date, and an
// iCalendar VALUE=DATE, mean the whole day; everything else is to the minute.
type Precision string

// The two precisions.
const (
	Day    Precision = "day"
	Minute Precision = "minute"
)

// Moment is a date with its precision. At is always UTC; for Day it is the
// first instant of the day in the zone in which the day was meant, so that
// Moments of either precision sort together.
type Moment struct {
	At        time.Time `json:"at"`
	Precision Precision `json:"precision"`
}

// IsZero reports whether no moment was given.
func (m Moment) IsZero() bool { return m.At.IsZero() }

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
