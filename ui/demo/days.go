package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/when"
)

// days turns the counted days of the data into moments.
type days struct {
	now   time.Time
	today when.Date
	zone  *time.Location
	work  when.Workdays
}

// begun is the day on which the organisation began its file.
const begun = -415

func newDays(now time.Time, zone *time.Location, windows []assets.DemoWindow) days {
	d := days{now: now, today: when.DateOf(now, zone), zone: zone, work: when.MondayToFriday()}
	d.work.Holidays = map[when.Date]bool{}
	for _, w := range windows {
		month, day, err := monthDay(w.Date)
		if w.Class != model.WindowHoliday || err != nil {
			continue
		}
		for y := d.today.Year - 2; y <= d.today.Year+1; y++ {
			d.work.Holidays[when.Date{Year: y, Month: month, Day: day}] = true
		}
	}
	return d
}

// monthDay reads "12-18".
func monthDay(text string) (time.Month, int, error) {
	t, err := time.Parse("01-02", text)
	return t.Month(), t.Day(), err
}

func (d days) date(day int) when.Date { return d.today.AddDays(day) }

// next is the first such date of the year from the day on.
func (d days) next(text string, from int) (when.Date, error) {
	month, day, err := monthDay(text)
	if err != nil {
		return when.Date{}, fmt.Errorf("%q is no date like 12-18", text)
	}
	out := when.Date{Year: d.date(from).Year, Month: month, Day: day}
	if out.Before(d.date(from)) {
		out.Year++
	}
	return out, nil
}

// office is a time in working hours on a working day: that day, or the last
// (with forward the next) one if nobody works then. part is how much of the day
// has passed, 0 to 1.
func (d days) office(date when.Date, part float64, forward bool) time.Time {
	step := -1
	if forward {
		step = 1
	}
	for !d.work.Works(date) {
		date = date.AddDays(step)
	}
	at, _ := when.At(date, 0, 8*60+35+int(part*505), d.zone)
	return at
}

// worked is the first working day from a day on.
func (d days) worked(day int) when.Date {
	date := d.date(day)
	for !d.work.Works(date) {
		date = date.AddDays(1)
	}
	return date
}

// clock reads "22:00".
func clock(text string) (hour, minute int, err error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0, fmt.Errorf("%q is no time like 22:00", text)
	}
	return t.Hour(), t.Minute(), nil
}

var weekdays = map[string]time.Weekday{"MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday, "SU": time.Sunday}

// opens says whether a service may be changed in the night that begins on a
// date; one without nights is changed on working days. On holidays nobody is
// there.
func (d days) opens(s *assets.DemoService, date when.Date) bool {
	if len(s.Nights) == 0 {
		return d.work.Works(date)
	}
	return !d.work.Holidays[date] && slices.ContainsFunc(s.Nights, func(n string) bool { return weekdays[n] == date.Weekday() })
}

// night is the next date on which a service may be changed: from a day that is
// past backwards, from one to come forwards.
func (d days) night(s *assets.DemoService, day int) when.Date {
	step := 1
	if day < 0 {
		step = -1
	}
	return d.nightFrom(s, d.date(day), step)
}

func (d days) nightFrom(s *assets.DemoService, date when.Date, step int) when.Date {
	for range 28 {
		if d.opens(s, date) {
			break
		}
		date = date.AddDays(step)
	}
	return date
}

// slot is the window of a release on a date.
func (d days) slot(s *assets.DemoService, r *assets.DemoRelease, date when.Date) (model.Slot, error) {
	if r.Now {
		start := d.now.Truncate(15 * time.Minute).Add(-time.Hour).UTC()
		return minutes(start, start.Add(time.Duration(r.For)*time.Hour), d.of(s)), nil
	}
	zone := d.of(s)
	if r.Whole {
		m := when.OnDay(date, zone)
		return model.Slot{Start: m, End: m}, nil
	}
	opens := s.Opens
	if r.At != "" || opens == "" {
		opens = r.At
	}
	hour, minute, err := clock(opens)
	if err != nil {
		return model.Slot{}, err
	}
	start, _ := when.At(date, hour, minute+r.Late, zone)
	return minutes(start, start.Add(time.Duration(r.For)*time.Hour), zone), nil
}

func minutes(start, end time.Time, zone *time.Location) model.Slot {
	return model.Slot{Start: when.OnClock(start, zone), End: when.OnClock(end, zone)}
}

// of is the zone of a service.
func (d days) of(s *assets.DemoService) *time.Location {
	if s.Zone != "" {
		if zone, err := when.Zone(s.Zone); err == nil {
			return zone
		}
	}
	return d.zone
}

// rule is the recurrence of a service's nights.
func rule(s *assets.DemoService) string { return "FREQ=WEEKLY;BYDAY=" + strings.Join(s.Nights, ",") }
