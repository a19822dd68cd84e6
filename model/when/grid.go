package when

import "time"

// StartOfDay returns the first instant, in UTC, of the day that holds t in zone.
func StartOfDay(t time.Time, zone *time.Location) time.Time { return DateOf(t, zone).Start(zone) }

// DaysBetween returns how many times the date changes in zone from a to b:
// 0 on the same day, negative where b is earlier. It is not elapsed time over
// 24 hours, which is wrong by a day around daylight saving.
func DaysBetween(a, b time.Time, zone *time.Location) int {
	return DateOf(b, zone).Sub(DateOf(a, zone))
}

// Week is a row of a month view.
type Week struct {
	Year, Number int // ISO 8601: the week of the row's Thursday, whatever day it starts with
	Days         [7]GridDay
}

// GridDay is a cell of a month view.
type GridDay struct {
	Date    Date
	Span    Span // the day in the zone asked for, UTC
	InMonth bool // false for the days that fill up the first and the last row
}

// MonthGrid returns the weeks of a month, four to six of them, each with seven
// consecutive days from firstWeekday on; the first holds the 1st, the last the
// last day of the month. month may be outside 1 to 12, it carries over.
func MonthGrid(year int, month time.Month, firstWeekday time.Weekday, zone *time.Location) []Week {
	first := Date{year, month, 1}.AddDays(0)
	day := first.AddDays(-((int(first.Weekday()) - int(firstWeekday)%7 + 7) % 7))
	var weeks []Week
	start := day.Start(zone)
	for day.Before(first) || day.Month == first.Month {
		var w Week
		for i := range w.Days {
			next := day.AddDays(1)
			end := next.Start(zone)
			w.Days[i] = GridDay{Date: day, Span: Span{Start: start, End: end}, InMonth: day.Month == first.Month}
			if day.Weekday() == time.Thursday {
				w.Year, w.Number = day.ISOWeek()
			}
			day, start = next, end
		}
		weeks = append(weeks, w)
	}
	return weeks
}
