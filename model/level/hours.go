package level

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// entryPattern is some days with their times: letters, then digits.
var (
	entryPattern = regexp.MustCompile(`^([a-z][a-z ,\-]*?)[ ,]+([0-9][0-9:\-, ]*)`)
	timesPattern = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$`)
)

// around are the words for all hours of all days.
var around = []string{"around the clock", "always", "24/7", "24x7", "7x24", "24 x 7"}

// ReadHours reads support hours as people write them, several with commas, semicolons or a
// line each: Mon-Fri 8-18, Saturday 09:00 to 13:00; every day 22:00-06:00; around the clock.
// wrong says what can't be read; "" where all can.
func ReadHours(text string) (list []model.SupportHours, wrong string) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' }) {
		line = strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("–", "-", "—", "-").Replace(line)), " "))
		if line == "" {
			continue
		}
		if slices.Contains(around, line) {
			list = append(list, model.SupportHours{Days: model.Days(), From: "00:00", To: "24:00"})
			continue
		}
		for _, word := range []string{"to", "until", "till"} {
			line = strings.ReplaceAll(line, " "+word+" ", "-")
		}
		line = strings.ReplaceAll(strings.ReplaceAll(line, " and ", ","), " - ", "-")
		for line != "" {
			found := entryPattern.FindStringSubmatch(line)
			if found == nil {
				return nil, fmt.Sprintf("%q is no support hours", line)
			}
			days, wrong := readDays(found[1])
			if wrong != "" {
				return nil, wrong
			}
			for _, part := range strings.FieldsFunc(found[2], func(r rune) bool { return r == ',' || r == ' ' }) {
				from, to, wrong := readTimes(part)
				if wrong != "" {
					return nil, wrong
				}
				list = append(list, model.SupportHours{Days: days, From: from, To: to})
			}
			line = strings.Trim(line[len(found[0]):], ", ")
		}
	}
	if len(list) == 0 {
		return nil, "no hours are named"
	}
	return list, ""
}

// readDays reads mon-fri, monday,wednesday, weekdays, every day.
func readDays(text string) ([]string, string) {
	on := map[string]bool{}
	all := model.Days()
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		part = strings.TrimSpace(part)
		switch part {
		case "every day", "daily", "all days":
			part = "mon-sun"
		case "weekdays", "working days", "workdays":
			part = "mon-fri"
		case "weekends", "weekend":
			part = "sat-sun"
		}
		first, last, several := strings.Cut(part, "-")
		if !several {
			last = first
		}
		i, k := dayNamed(first), dayNamed(last)
		if i < 0 || k < 0 {
			return nil, fmt.Sprintf("%q is no day of the week", strings.TrimSpace(part))
		}
		for ; ; i = (i + 1) % len(all) { // sat-mon goes over the end of the week
			on[all[i]] = true
			if i == k {
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(d string) bool { return !on[d] }), ""
}

// dayNamed is the place of a day in the week, by its name or the first two letters or more
// of it; -1 for no day.
func dayNamed(text string) int {
	text = strings.TrimSuffix(strings.TrimSpace(text), "s")
	for i := range model.Days() {
		name := strings.ToLower(time.Weekday((i + 1) % 7).String())
		if len(text) >= 2 && strings.HasPrefix(name, text) {
			return i
		}
	}
	return -1
}

// readTimes reads 8-18 and 08:00-18:30.
func readTimes(text string) (from, to, wrong string) {
	m := timesPattern.FindStringSubmatch(text)
	if m == nil {
		return "", "", fmt.Sprintf("%q is not from one time of the day to another", text)
	}
	minutes := func(hour, minute string) int {
		h, _ := strconv.Atoi(hour) // the pattern saw that these are numbers
		n, _ := strconv.Atoi(minute)
		if n > 59 {
			return -1
		}
		return 60*h + n
	}
	begin, end := minutes(m[1], m[2]), minutes(m[3], m[4])
	if begin < 0 || begin >= dayMinutes || end < 0 || end > dayMinutes {
		return "", "", fmt.Sprintf("%q names a time that no day has", text)
	}
	if begin == end {
		return "", "", fmt.Sprintf("%q ends when it begins: all day is 0-24", text)
	}
	write := func(n int) string { return fmt.Sprintf("%02d:%02d", n/60, n%60) }
	return write(begin), write(end), ""
}

const dayMinutes = 24 * 60

// bounds are the minutes after midnight between which the hours of a day lie; the second is
// more than a day where they end on the next one.
func bounds(h model.SupportHours) (from, to int) {
	read := func(text string) int {
		hour, minute, _ := strings.Cut(text, ":")
		a, _ := strconv.Atoi(hour)
		b, _ := strconv.Atoi(minute)
		return 60*a + b
	}
	if from, to = read(h.From), read(h.To); to <= from {
		to += dayMinutes
	}
	return from, to
}

// Open are the stretches of a span in which the wall of a zone shows support hours, as a
// union. An hour that comes twice counts twice, one that the clocks skip not at all. On a
// day off no hours begin, unless holidays is said.
func Open(hours []model.SupportHours, holidays bool, off map[when.Date]bool, in when.Span, zone *time.Location) []when.Span {
	var out []when.Span
	for _, part := range when.Stretches(in, zone) { // in each, wall and elapsed time run alike
		_, offset := part.Start.In(zone).Zone()
		last := when.DateOf(part.End, zone)
		for d := when.DateOf(part.Start, zone).AddDays(-1); !last.Before(d); d = d.AddDays(1) {
			if off[d] && !holidays {
				continue
			}
			midnight := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Add(-time.Duration(offset) * time.Second)
			for _, h := range hours {
				if !h.On(d.Weekday()) {
					continue
				}
				from, to := bounds(h)
				s := when.Span{Start: midnight.Add(time.Duration(from) * time.Minute), End: midnight.Add(time.Duration(to) * time.Minute)}
				if s = s.Intersect(part); !s.IsZero() {
					out = append(out, s)
				}
			}
		}
	}
	return when.Union(out)
}
