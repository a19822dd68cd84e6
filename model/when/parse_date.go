package when

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// date reads what is left as a day.
func (p *typed) date() (Date, string) {
	w := p.words
	today := p.today()
	s := strings.Join(w, " ")
	switch {
	case len(w) == 0 && p.hasClock, s == "today":
		return today, ""
	case s == "tomorrow":
		return today.AddDays(1), ""
	case s == "yesterday":
		return today.AddDays(-1), ""
	}
	if amount, sign := p.counted(s); sign != 0 {
		n, _ := days(amount)
		return today.AddDays(sign * n), ""
	}
	if w[0] == "next" || w[0] == "last" {
		if len(w) != 2 {
			return Date{}, "a weekday, and nothing more, goes after " + quote(w[0])
		}
		day, ok := weekdays[w[1]]
		if !ok {
			return Date{}, quote(w[1]) + " is no weekday"
		}
		if w[0] == "next" {
			monday := today.AddDays(7 - mondayFirst(today.Weekday()))
			return monday.AddDays(mondayFirst(day)), ""
		}
		return today.AddDays(-1 - (int(today.Weekday())+6-int(day)+7)%7), ""
	}
	if day, ok := weekdays[w[0]]; ok {
		if len(w) == 1 {
			return today.AddDays((int(day) - int(today.Weekday()) + 7) % 7), ""
		}
		d, why := calendarDate(w[1:], today)
		if why == "" && d.Weekday() != day {
			why = fmt.Sprintf("%s is a %s, not a %s", d, d.Weekday(), day)
		}
		return d, why
	}
	return calendarDate(w, today)
}

// mondayFirst counts weekdays as ISO 8601 does, from Monday = 0.
func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

// calendarDate reads the forms that name a day outright.
func calendarDate(w []string, today Date) (Date, string) {
	if len(w) == 1 {
		return oneWord(w[0])
	}
	if len(w) > 3 {
		return Date{}, quote(strings.Join(w[3:], " ")) + " is left over"
	}
	day, name := w[0], w[1]
	if _, ok := months[day]; ok {
		day, name = name, day
	}
	month, ok := months[name]
	if !ok {
		for _, word := range w {
			if !allDigits(word) {
				return Date{}, quote(word) + " is not understood"
			}
		}
		return Date{}, "the month is not named"
	}
	if !allDigits(day) || len(day) > 2 {
		return Date{}, quote(day) + " is no day"
	}
	if len(w) == 3 {
		return ymd(w[2], strconv.Itoa(int(month)), day)
	}
	return nearest(month, atoi(day), today)
}

// nearest finds the year for a date without one: whichever makes it nearest to
// today, so that "5 Jan" in December is next year's and "20 Nov" was last week.
func nearest(month time.Month, day int, today Date) (Date, string) {
	var best Date
	for y := today.Year - 1; y <= today.Year+1; y++ {
		d := Date{y, month, day}
		if d.Valid() && (best.IsZero() || abs(d.Sub(today)) < abs(best.Sub(today))) {
			best = d
		}
	}
	// Only 29 February can be further away than half a year.
	if best.IsZero() || abs(best.Sub(today)) > 183 {
		if (Date{2000, month, day}).Valid() {
			return Date{}, fmt.Sprintf("%d %s is in no year near by, add the year", day, month)
		}
		return Date{}, fmt.Sprintf("day %d of %s", day, month)
	}
	return best, ""
}

// oneWord reads 2026-12-01, 01.12.2026 and ISO weeks, and says of the forms
// that are refused why they are.
func oneWord(s string) (Date, string) {
	if strings.Contains(s, "/") && digit(s[0]) {
		return Date{}, "with slashes it can't be told which is the month"
	}
	if strings.Contains(s, ".") && digit(s[0]) {
		p := strings.Split(s, ".")
		if len(p) != 3 || len(p[0]) > 2 || len(p[1]) > 2 {
			return Date{}, "with points it is written day.month.year"
		}
		return ymd(p[2], p[1], p[0])
	}
	p := strings.Split(s, "-")
	if len(p) >= 2 && len(p) <= 3 && strings.HasPrefix(p[1], "w") {
		return isoWeek(p)
	}
	if len(p) == 3 && allDigits(p[0]) {
		if len(p[0]) < 4 {
			return Date{}, "the year goes first and has four digits"
		}
		if len(p[1]) != 2 || len(p[2]) != 2 {
			return Date{}, "month and day have two digits each"
		}
		return ymd(p[0], p[1], p[2])
	}
	if allDigits(s) {
		return Date{}, "a lone number"
	}
	return Date{}, quote(s) + " is not understood"
}

func isoWeek(p []string) (Date, string) {
	week := strings.TrimPrefix(p[1], "w")
	if len(p[0]) != 4 || !allDigits(p[0]) || len(week) != 2 || !allDigits(week) {
		return Date{}, "a week is written 2026-W48"
	}
	year, n, day := atoi(p[0]), atoi(week), 1
	if n < 1 || n > weeksIn(year) {
		return Date{}, fmt.Sprintf("week %d, %d has %d", n, year, weeksIn(year))
	}
	if len(p) == 3 {
		if len(p[2]) != 1 || p[2] < "1" || p[2] > "7" {
			return Date{}, "the day of a week goes from 1, Monday, to 7"
		}
		day = atoi(p[2])
	}
	return weekStart(year, n).AddDays(day - 1), ""
}

// ymd checks the three parts of a date.
func ymd(year, month, day string) (Date, string) {
	for _, s := range []string{year, month, day} {
		if !allDigits(s) {
			return Date{}, quote(s) + " is not understood"
		}
	}
	if len(year) < 4 {
		return Date{}, "the year needs four digits"
	}
	if len(year) > 4 {
		return Date{}, "year " + year
	}
	if len(month) > 2 {
		return Date{}, "month " + month
	}
	if len(day) > 2 {
		return Date{}, "day " + day
	}
	d := Date{atoi(year), time.Month(atoi(month)), atoi(day)}
	switch {
	case d.Month < 1 || d.Month > 12:
		return d, "month " + strconv.Itoa(int(d.Month))
	case d.Day < 1 || d.Day > 31:
		return d, "day " + strconv.Itoa(d.Day)
	case !d.Valid():
		return d, fmt.Sprintf("%s %d has no day %d", d.Month, d.Year, d.Day)
	}
	return d, inRange(d)
}

var months = map[string]time.Month{}

var weekdays = map[string]time.Weekday{
	"tues": time.Tuesday, "thur": time.Thursday, "thurs": time.Thursday,
}

func init() {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		months[name], months[name[:3]] = m, m
	}
	months["sept"] = time.September
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		weekdays[name], weekdays[name[:3]] = d, d
	}
}
