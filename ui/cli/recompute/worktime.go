package recompute

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// date is a day on the calendar, at its midnight in UTC.
func date(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// holidays are the days off for everybody: those of windows that say so. Some recur each
// year, some don't; of any other rule it says that it knows nothing.
func (w *World) holidays() {
	w.off = map[string]bool{}
	for _, h := range w.windows {
		if h.Class != "holiday" || !h.Everything || h.Withdrawn != "" {
			continue
		}
		if h.Rule != "" && h.Rule != "FREQ=YEARLY" || len(h.Except)+len(h.Skipped)+len(h.Extra) > 0 || h.Slot.Start.Precision != "day" {
			w.odd = append(w.odd, h.ID)
			continue
		}
		from, _ := time.Parse(time.DateOnly, h.Slot.Start.Day)
		to, err := time.Parse(time.DateOnly, h.Slot.End.Day)
		if err != nil {
			to = from
		}
		years := 1
		if h.Rule != "" {
			years = 60
		}
		for y := range years {
			for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
				w.off[d.AddDate(y, 0, 0).Format(time.DateOnly)] = true
			}
		}
	}
}

// Odd are holidays that recur in a way that isn't known here: with them working time can't
// be told.
func (w *World) Odd() []string { return w.odd }

// works says that work is done on a day.
func (w *World) works(p policy, d time.Time) bool {
	day := strings.ToLower(d.Weekday().String())
	week := p.WorkDays
	if len(week) == 0 {
		week = []string{"monday", "tuesday", "wednesday", "thursday", "friday"}
	}
	return slices.ContainsFunc(week, func(name string) bool { return strings.EqualFold(name, day) }) && !w.off[d.Format(time.DateOnly)]
}

// hours are those of a working day.
func (p policy) hours(d time.Time) (from, to time.Time) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	clock := func(text string, other time.Time) time.Time {
		var h, m int
		if _, err := fmt.Sscanf(text, "%d:%d", &h, &m); err != nil {
			return other
		}
		return time.Date(d.Year(), d.Month(), d.Day(), h, m, 0, 0, zone)
	}
	return clock(p.WorkStart, midnight(d.Year(), d.Month(), d.Day(), zone)), clock(p.WorkEnd, midnight(d.Year(), d.Month(), d.Day()+1, zone))
}

func (p policy) in() *time.Location {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// worked is the working time that passes from one moment to another.
func (w *World) worked(p policy, since, until time.Time) (sum time.Duration) {
	for d := date(since, p.in()); !d.After(date(until, p.in())); d = d.AddDate(0, 0, 1) {
		if !w.works(p, d) {
			continue
		}
		from, to := p.hours(d)
		if since.After(from) {
			from = since
		}
		if until.Before(to) {
			to = until
		}
		sum += max(to.Sub(from), 0)
	}
	return sum
}

// after is when so much working time has passed since a moment.
func (w *World) after(p policy, hours int, since time.Time) time.Time {
	left := time.Duration(hours) * time.Hour
	for d := date(since, p.in()); ; d = d.AddDate(0, 0, 1) {
		if !w.works(p, d) {
			continue
		}
		from, to := p.hours(d)
		if since.After(from) {
			from = since
		}
		if room := to.Sub(from); room > 0 && room >= left {
			return from.Add(left)
		} else if room > 0 {
			left -= room
		}
	}
}

// within is the end of the working time on the nth working day after a moment's.
func (w *World) within(p policy, n int, since time.Time) time.Time {
	d := date(since, p.in())
	for n > 0 {
		if d = d.AddDate(0, 0, 1); w.works(p, d) {
			n--
		}
	}
	_, to := p.hours(d)
	return to
}

// over is when something that ends with a moment is over: of a day the end of it, where it
// was meant.
func (m moment) over() time.Time {
	zone, err := time.LoadLocation(m.Zone)
	if err != nil {
		zone = time.UTC
	}
	return m.due(zone)
}
