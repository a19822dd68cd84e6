package when

import (
	"errors"
	"time"
)

// Workdays says on which days work is done: the policy's week and its holidays.
type Workdays struct {
	Week     [7]bool       // by time.Weekday, Sunday first
	Holidays map[Date]bool // days off although the week has them
}

// MondayToFriday is the usual week, without holidays.
func MondayToFriday() Workdays {
	return Workdays{Week: [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}}
}

// errNoWork is returned where a search for a working day finds none.
var errNoWork = errors.New("no working days: the working week in the policy is empty, or holidays cover more than ten years; name at least one working weekday")

// Works reports whether d is a working day.
func (w Workdays) Works(d Date) bool { return w.Week[d.Weekday()] && !w.Holidays[d] }

// Add returns the n-th working day after d, before d where n is negative. d is
// itself not counted, so one working day after a Friday and after the Saturday
// is the same Monday. Zero returns d where it is a working day, else the next
// one. The error is that of a week without any working day.
func (w Workdays) Add(d Date, n int) (Date, error) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	if n == 0 {
		d, n = d.AddDays(-1), 1
	}
	// Ten years without a single working day can only be a mistake, and would
	// otherwise never end.
	for idle := 0; idle < 3660; idle++ {
		d = d.AddDays(step)
		if !w.Works(d) {
			continue
		}
		idle = 0
		if n--; n == 0 {
			return d, nil
		}
	}
	return Date{}, errNoWork
}

// Between counts the working days in [from, to); it is negative where to is
// the earlier one.
func (w Workdays) Between(from, to Date) int {
	sign := 1
	if to.Before(from) {
		from, to, sign = to, from, -1
	}
	n := 0
	for ; from.Before(to); from = from.AddDays(1) {
		if w.Works(from) {
			n++
		}
	}
	return sign * n
}

// AddWorkdays moves a moment by n working days (see Workdays.Add) and keeps its
// clock time on the wall in zone. Where the clocks skip that time on the new
// day, it is the end of the gap.
func AddWorkdays(m Moment, n int, w Workdays, zone *time.Location) (Moment, error) {
	d, err := w.Add(DateOf(m.At, zone), n)
	if err != nil {
		return Moment{}, err
	}
	if m.Precision == Day {
		m.At = d.Start(zone)
		return m, nil
	}
	wall := OnWall(m.At, zone)
	m.At, _ = FromWall(time.Date(d.Year, d.Month, d.Day, wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC), zone)
	return m, nil
}
