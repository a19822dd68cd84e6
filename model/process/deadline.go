package process

import (
	"strings"
	"time"

	"fairway/model/when"
)

// Week says on which days of the week work is done; Monday to Friday where the
// policy does not say.
func (p Policy) Week() when.Workdays {
	if len(p.WorkDays) == 0 {
		return when.MondayToFriday()
	}
	var out when.Workdays
	for _, name := range p.WorkDays {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(day.String(), name) {
				out.Week[day] = true
			}
		}
	}
	return out
}

// Within is the end of the working time by which something has to be done that is
// promised within so many working days: on the nth of them after the day on which it
// began. The zero time where no such day comes.
func (p Policy) Within(days int, since time.Time, work when.Workdays) time.Time {
	zone := p.Location()
	last := work.After(when.DateOf(since, zone), days)
	if last == (when.Date{}) {
		return time.Time{}
	}
	if end, err := time.Parse("15:04", p.WorkEnd); err == nil {
		return time.Date(last.Year, last.Month, last.Day, end.Hour(), end.Minute(), 0, 0, zone).UTC()
	}
	return last.AddDays(1).Start(zone).UTC()
}
