package when

import (
	"fmt"
	"time"
)

// The years this program speaks about. What lies outside is nearly always a
// slip of the finger (2206 for 2026 is caught by the reader, 20226 here).
const (
	FirstYear = 1970
	LastYear  = 2999
)

// Date is a day on the calendar, without a zone. Days are counted and compared
// as Dates, never by adding 24 hours: a day has 23 or 25 of them twice a year.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date that the calendar on the wall in zone shows at t.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(orUTC(zone)).Date()
	return Date{y, m, d}
}

// noon is the date at noon UTC: a representation in which days may be added,
// because UTC has no daylight saving.
func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// IsZero reports whether no date was given.
func (d Date) IsZero() bool { return d == Date{} }

// Valid reports whether the calendar has such a day: no 30 February.
func (d Date) Valid() bool {
	y, m, day := d.noon().Date()
	return Date{y, m, day} == d
}

// AddDays returns the date n days later (earlier where n is negative).
func (d Date) AddDays(n int) Date {
	y, m, day := d.noon().AddDate(0, 0, n).Date()
	return Date{y, m, day}
}

// Sub returns the number of days from o to d: positive where d is later.
func (d Date) Sub(o Date) int {
	// By Unix time: a time.Duration ends after 292 years.
	return int((d.noon().Unix() - o.noon().Unix()) / 86400)
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// Compare returns -1, 0 or +1 as d is earlier than, equal to or later than o.
func (d Date) Compare(o Date) int { return d.noon().Compare(o.noon()) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// ISOWeek returns the ISO 8601 week the date belongs to, with its year: week 1
// holds the year's first Thursday, so 1 January 2027 is in week 53 of 2026.
func (d Date) ISOWeek() (year, week int) { return d.noon().ISOWeek() }

// String writes the date as 2026-12-01.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// Start returns the first instant of the date in zone, in UTC. Where the clocks
// skip midnight that is the end of the gap, 01:00 on the wall (Chile, Lebanon).
func (d Date) Start(zone *time.Location) time.Time {
	at, _ := At(d, 0, 0, zone)
	return at
}

// Span returns the whole date in zone: 23, 24 or 25 hours long, and empty for a
// date that the zone skipped (Samoa has no 30 December 2011).
func (d Date) Span(zone *time.Location) Span {
	return Span{Start: d.Start(zone), End: d.AddDays(1).Start(zone)}
}

// weekStart returns the Monday of an ISO week.
func weekStart(year, week int) Date {
	// 4 January is always in week 1.
	d := Date{year, time.January, 4}
	monday := d.AddDays(-((int(d.Weekday()) + 6) % 7))
	return monday.AddDays(7 * (week - 1))
}

// weeksIn returns how many ISO weeks the year has, 52 or 53: 28 December is
// always in the last.
func weeksIn(year int) int {
	_, w := Date{year, time.December, 28}.ISOWeek()
	return w
}

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
