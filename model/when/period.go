package when

import (
	"fmt"
	"strings"
	"time"
)

// Unit is the length of a Period.
type Unit string

// The units of periods. A week is that of ISO 8601, from Monday.
const (
	Weekly    Unit = "week"
	Monthly   Unit = "month"
	Quarterly Unit = "quarter"
	Yearly    Unit = "year"
)

// Period is a month, quarter, year or ISO week by name. It has no zone: the same
// November begins an hour earlier in Berlin than in London, so Span asks.
type Period struct {
	Unit   Unit
	Year   int // for a week: the ISO year, which may differ from the calendar's
	Number int // month 1–12, quarter 1–4, week 1–53; 1 for a year
}

// PeriodOf returns the period of the given unit that holds t in zone. An
// unknown unit counts as Monthly.
func PeriodOf(t time.Time, unit Unit, zone *time.Location) Period {
	d := DateOf(t, zone)
	switch unit {
	case Weekly:
		y, w := d.ISOWeek()
		return Period{Weekly, y, w}
	case Quarterly:
		return Period{Quarterly, d.Year, (int(d.Month) + 2) / 3}
	case Yearly:
		return Period{Yearly, d.Year, 1}
	}
	return Period{Monthly, d.Year, int(d.Month)}
}

// First returns the first date of the period.
func (p Period) First() Date {
	switch p.Unit {
	case Weekly:
		return weekStart(p.Year, p.Number)
	case Quarterly:
		return Date{p.Year, time.Month(3*p.Number - 2), 1}
	case Yearly:
		return Date{p.Year, time.January, 1}
	}
	return Date{p.Year, time.Month(p.Number), 1}
}

// Span returns the bounds of the period in zone, half-open: the first instant
// of its first day to the first instant of the next period.
func (p Period) Span(zone *time.Location) Span {
	return Span{Start: p.First().Start(zone), End: p.Next().First().Start(zone)}
}

// Next returns the period after this one.
func (p Period) Next() Period { return p.Add(1) }

// Prev returns the period before this one.
func (p Period) Prev() Period { return p.Add(-1) }

// Add returns the period n periods later, earlier where n is negative.
func (p Period) Add(n int) Period {
	var first Date
	switch p.Unit {
	case Weekly:
		first = p.First().AddDays(7 * n)
	case Quarterly:
		first = Date{p.Year, time.Month(3*(p.Number+n) - 2), 1}.AddDays(0)
	case Yearly:
		first = Date{p.Year + n, time.January, 1}
	default:
		first = Date{p.Year, time.Month(p.Number + n), 1}.AddDays(0)
	}
	return PeriodOf(first.noon(), p.Unit, time.UTC)
}

// String writes the period as ParsePeriod reads it: 2026-11, 2026-Q4, 2026, 2026-W48.
func (p Period) String() string {
	switch p.Unit {
	case Weekly:
		return fmt.Sprintf("%04d-W%02d", p.Year, p.Number)
	case Quarterly:
		return fmt.Sprintf("%04d-Q%d", p.Year, p.Number)
	case Yearly:
		return fmt.Sprintf("%04d", p.Year)
	}
	return fmt.Sprintf("%04d-%02d", p.Year, p.Number)
}

// Title writes the period for a heading: November 2026, Q4 2026, 2026, week 48 of 2026.
func (p Period) Title() string {
	switch p.Unit {
	case Weekly:
		return fmt.Sprintf("week %d of %d", p.Number, p.Year)
	case Quarterly:
		return fmt.Sprintf("Q%d %d", p.Number, p.Year)
	case Yearly:
		return fmt.Sprint(p.Year)
	}
	return fmt.Sprintf("%s %d", time.Month(p.Number), p.Year)
}

// ParsePeriod reads 2026-11, 2026-Q4, 2026 and 2026-W48, in any case.
func ParsePeriod(text string) (Period, error) {
	s := strings.ToLower(strings.TrimSpace(text))
	fail := func(why string) (Period, error) {
		return Period{}, fmt.Errorf("%s is no period: %s; try 2026-Q4 or 2026-11", quote(s), why)
	}
	year, rest, two := strings.Cut(s, "-")
	if len(year) != 4 || !allDigits(year) {
		return fail("it begins with a year of four digits")
	}
	p := Period{Unit: Yearly, Year: atoi(year), Number: 1}
	if why := inRange(Date{Year: p.Year}); why != "" {
		return fail(why)
	}
	if !two {
		return p, nil
	}
	most := 12
	p.Unit = Monthly
	digits, width := rest, 2
	switch {
	case strings.HasPrefix(rest, "q"):
		p.Unit, most, digits, width = Quarterly, 4, rest[1:], 1
	case strings.HasPrefix(rest, "w"):
		p.Unit, most, digits = Weekly, weeksIn(p.Year), rest[1:]
	}
	if len(digits) != width || !allDigits(digits) {
		return fail(quote(rest) + " is not understood")
	}
	if p.Number = atoi(digits); p.Number < 1 || p.Number > most {
		return fail(fmt.Sprintf("%s %d, there are %d", p.Unit, p.Number, most))
	}
	return p, nil
}
