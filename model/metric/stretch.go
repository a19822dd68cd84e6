package metric

import (
	"fmt"
	"time"

	"fairway/model/when"
)

// Stretch is what a number is asked for: a month, quarter, year or week by name,
// or so many days up to the day of asking.
type Stretch struct {
	Period when.Period
	Days   int // if more than none, the last ones
	Back   int // how many such stretches earlier
}

// Span is where the stretch lies, half-open, in the organisation's zone.
func (s Stretch) Span(now time.Time, zone *time.Location) when.Span {
	if s.Days == 0 {
		return s.Period.Span(zone)
	}
	end := when.DateOf(now, zone).AddDays(1 - s.Back*s.Days)
	return when.Span{Start: end.AddDays(-s.Days).Start(zone), End: end.Start(zone)}
}

// Add is the stretch n later, earlier where n is negative.
func (s Stretch) Add(n int) Stretch {
	if s.Days == 0 {
		s.Period = s.Period.Add(n)
		return s
	}
	s.Back -= n
	return s
}

// YearBefore is the same stretch a year earlier.
func (s Stretch) YearBefore() Stretch {
	switch {
	case s.Days > 0:
		s.Back += (365 + s.Days/2) / s.Days
		return s
	case s.Period.Unit == when.Weekly:
		return s.Add(-52)
	}
	s.Period.Year--
	return s
}

// Title is what the stretch is called: November 2026, the last 30 days.
func (s Stretch) Title() string {
	switch {
	case s.Days == 0:
		return s.Period.Title()
	case s.Back == 0:
		return fmt.Sprintf("the last %d days", s.Days)
	case s.Back < 0:
		return fmt.Sprintf("the %d days after %d", s.Days, (-s.Back-1)*s.Days)
	}
	return fmt.Sprintf("the %d days before the last %d", s.Days, s.Back*s.Days)
}

// String names the stretch for a machine: 2026-11, last-30-days.
func (s Stretch) String() string {
	switch {
	case s.Days == 0:
		return s.Period.String()
	case s.Back == 0:
		return fmt.Sprintf("last-%d-days", s.Days)
	}
	return fmt.Sprintf("last-%d-days-%d", s.Days, s.Back)
}

// Label is the stretch in a few cells, for an axis.
func (s Stretch) Label() string {
	switch {
	case s.Days > 0 && s.Back == 0:
		return "now"
	case s.Days > 0:
		return fmt.Sprintf("-%dd", s.Back*s.Days)
	case s.Period.Unit == when.Monthly:
		return time.Month(s.Period.Number).String()[:3]
	case s.Period.Unit == when.Quarterly:
		return fmt.Sprintf("Q%d", s.Period.Number)
	case s.Period.Unit == when.Weekly:
		return fmt.Sprintf("W%d", s.Period.Number)
	}
	return s.Period.Title()
}
