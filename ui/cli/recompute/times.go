package recompute

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Span is a period, without its end.
type Span struct{ From, To time.Time }

func (s Span) holds(t time.Time) bool { return !t.IsZero() && !t.Before(s.From) && t.Before(s.To) }

// Period is where a month, quarter, year or week lies in the organisation's zone: 2026-11,
// 2026-Q4, 2026, 2026-W48.
func (w *World) Period(name string) (Span, error) {
	year, rest, _ := strings.Cut(name, "-")
	y, err := strconv.Atoi(year)
	if err != nil {
		return Span{}, fmt.Errorf("%q is no period: %w", name, err)
	}
	day := func(y int, m time.Month, d int) time.Time { return midnight(y, m, d, w.zone) }
	n, _ := strconv.Atoi(strings.TrimLeft(rest, "QW0"))
	switch {
	case rest == "":
		return Span{day(y, 1, 1), day(y+1, 1, 1)}, nil
	case rest[0] == 'Q':
		return Span{day(y, time.Month(3*n-2), 1), day(y, time.Month(3*n+1), 1)}, nil
	case rest[0] == 'W': // that with 4 January is the first
		first := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
		monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7+7*(n-1))
		return Span{day(monday.Year(), monday.Month(), monday.Day()), day(monday.Year(), monday.Month(), monday.Day()+7)}, nil
	}
	return Span{day(y, time.Month(n), 1), day(y, time.Month(n+1), 1)}, nil
}

// midnight is the first instant of a day: where the clocks go forward at midnight it is not
// 00:00.
func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	date := time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // 32 November is a day, too
	t := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
	for t.Day() != date.Day() {
		t = t.Add(15 * time.Minute)
	}
	return t
}

// days are those on the calendar of a zone from one moment to another.
func days(from, to time.Time, zone *time.Location) int {
	date := func(t time.Time) time.Time {
		y, m, d := t.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(date(to).Sub(date(from)) / (24 * time.Hour))
}

// due is the last moment at which a plan is kept: itself, or the end of its day in a zone.
func (m moment) due(zone *time.Location) time.Time {
	if m.Precision != "day" {
		return m.At
	}
	date, err := time.Parse(time.DateOnly, m.Day)
	if err != nil {
		return m.At
	}
	return midnight(date.Year(), date.Month(), date.Day()+1, zone)
}

// begins is when it begins for a period of the organisation: a day by its date.
func (w *World) begins(m moment) time.Time {
	date, err := time.Parse(time.DateOnly, m.Day)
	if m.Precision != "day" || err != nil {
		return m.At
	}
	return midnight(date.Year(), date.Month(), date.Day(), w.zone)
}

// in is the zone of a release's service, else the organisation's.
func (w *World) in(r *release) *time.Location {
	if s := w.services[r.Service]; s != nil && s.Zone != "" {
		if zone, err := time.LoadLocation(s.Zone); err == nil {
			return zone
		}
	}
	return w.zone
}

var stretch = regexp.MustCompile(`(\d+(?:\.\d+)?) ?(d|h|min|m|s)`)

// duration reads how long something takes as a form has it: 1h30m, 45m, 2 h.
func duration(text string) time.Duration {
	var sum float64
	for _, part := range stretch.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.ParseFloat(part[1], 64)
		sum += n * map[string]float64{"d": 86400, "h": 3600, "min": 60, "m": 60, "s": 1}[part[2]]
	}
	return time.Duration(sum * float64(time.Second))
}
