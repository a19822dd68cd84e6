package filter

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"fairway/model/when"
)

var (
	year  = regexp.MustCompile(`^\d{4}$`)
	month = regexp.MustCompile(`^\d{4}-\d{2}$`)
)

// readPeriod reads a date in a filter as the stretch it covers, [from, to) in
// UTC: a minute, a day, a month or a year in zone.
func readPeriod(text string, now time.Time, zone *time.Location) (from, to time.Time, err error) {
	text = strings.TrimSpace(text)
	switch {
	case year.MatchString(text):
		t, err := time.ParseInLocation("2006", text, zone)
		return t.UTC(), t.AddDate(1, 0, 0).UTC(), err
	case month.MatchString(text):
		t, err := time.ParseInLocation("2006-01", text, zone)
		if err != nil {
			return from, to, fmt.Errorf("%s is no date: there is no month %s; try 2026-12", text, text[5:])
		}
		return t.UTC(), t.AddDate(0, 1, 0).UTC(), nil
	}
	m, err := when.Parse(text, now, zone)
	if err != nil {
		return from, to, err
	}
	if m.Precision == when.Day {
		span := m.Span(zone) // by the calendar: a day can have 23 or 25 hours
		return span.Start, span.End, nil
	}
	return m.At, m.At.Add(time.Minute), nil
}
