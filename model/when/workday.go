package when

import "time"

// Workdays says on which days work is done: the policy's week and its holidays.
type Workdays struct {
	Week     [7]bool       // by time.Weekday, Sunday first
	Holidays map[Date]bool // days off although the week has them
}

// MondayToFriday is the usual week, without holidays.
func MondayToFriday() Workdays {
	return Workdays{Week: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}}
}

// Works reports whether d is a working day.
func (w Workdays) Works(d Date) bool { return w.Week[d.Weekday()] && !w.Holidays[d] }

// After is the nth working day after a day; the zero date where there is none
// within some years.
func (w Workdays) After(d Date, n int) Date {
	for range 3660 {
		if n <= 0 {
			return d
		}
		if d = d.AddDays(1); w.Works(d) {
			n--
		}
	}
	return Date{}
}
