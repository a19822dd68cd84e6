package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
)

// Part parts the rule of a window at one of the occurrences that the rule gives: one for
// those before at, which go on from Span, and one for those from at on, of which the first
// is that one. Together they give what the whole gave. It fails where the rule can't be
// read, or nothing lies before at; where at is an extra date; and where the clocks skip the window's time on that
// day, for what began late that once would begin late every time.
func Part(w Window, at time.Time) (before, after string, err error) {
	s, err := newSeries(&w)
	if err != nil {
		return "", "", err
	}
	if s.rule == nil || !at.After(w.Span.Start) {
		return "", "", errors.New("nothing of it lies before that")
	}
	wall, n := wallOf(at, s.zone), 1
	given := false
	for t := range s.walls(s.start.Add(time.Second), wall.Add(time.Second)) {
		if t.Before(wall) {
			n++
		} else {
			given = true
		}
	}
	if !given {
		said := "at " + wall.Format("15:04") + " on the clock"
		if w.Days {
			said = "on " + when.DateOf(at, s.zone).Format(when.Long) + ", to which one was moved or added"
		}
		return "", "", fmt.Errorf("the rule gives no occurrence %s: begin with another one", said)
	}
	until := at.Add(-time.Second).UTC().Format("20060102T150405Z")
	if w.Days {
		until = wall.AddDate(0, 0, -1).Format("20060102")
	}
	rest := s.rule.option.Count - n
	return withPart(w.Rule, "UNTIL", until), withCount(w.Rule, rest), nil
}

// withPart is a rule that ends as a part says, and as nothing else does.
func withPart(rule, name, value string) string {
	return strings.Join(append(partsWithout(rule, "UNTIL", "COUNT"), name+"="+value), ";")
}

// withCount is a rule with so many occurrences where it counts them; else as it is.
func withCount(rule string, n int) string {
	if n <= 0 {
		return rule
	}
	return withPart(rule, "COUNT", fmt.Sprint(n))
}

func partsWithout(rule string, names ...string) []string {
	body := strings.ToUpper(strings.TrimSpace(rule))
	body = strings.TrimSuffix(strings.TrimPrefix(body, "RRULE:"), ";")
	var out []string
	for _, part := range strings.Split(body, ";") {
		if name, _, _ := strings.Cut(part, "="); !contains(names, name) {
			out = append(out, part)
		}
	}
	return out
}

// Beginning returns the occurrences of a window that begin in a stretch, earliest first.
func Beginning(w Window, in when.Span) ([]when.Span, error) {
	found, err := Occurrences(w, in)
	var out []when.Span
	for _, o := range found {
		if in.Holds(o.Start) {
			out = append(out, o)
		}
	}
	return out, err
}
