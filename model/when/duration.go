package when

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// MaxDuration is the longest length of time ParseDuration accepts: ten years
// of 365 days. More is a slip, and sums of it would overflow sooner.
const MaxDuration = 3650 * 24 * time.Hour

// ParseDuration reads a length of time as people write it: 3h, 90m, 1h30m,
// 1 h 30 min, 45 min, 2d, 1w, 1.5h, 2 hours. Units run from large to small and
// each stands once. A day is 24 hours and a week seven of them: this is elapsed
// time, for steps and limits, not a count of calendar days. The whole text must
// be understood; the result is positive or zero, and to the second.
func ParseDuration(text string) (time.Duration, error) {
	s := strings.ToLower(strings.TrimSpace(text))
	fail := func(why string) (time.Duration, error) {
		return 0, fmt.Errorf("%s is no length of time: %s; try 1h30m or 45 min", quote(text), why)
	}
	if s == "" {
		return 0, errors.New("no length of time given; try 1h30m or 45 min")
	}
	if len(s) > maxText {
		return fail("it is too long")
	}
	if s == "0" {
		return 0, nil
	}
	var total, smallest time.Duration
	for s != "" {
		n, rest := number(s)
		if n == "" {
			return fail("a number is missing before " + quote(s))
		}
		rest = strings.TrimLeft(rest, " ")
		word, after := leadingLetters(rest)
		if word == "" {
			return fail("a unit is missing after " + n)
		}
		unit, ok := units[word]
		if !ok {
			return fail("the unit " + quote(word) + " is none of w, d, h, m, s")
		}
		if smallest != 0 && unit >= smallest {
			return fail("units go from large to small, each once")
		}
		smallest = unit
		v, err := strconv.ParseFloat(n, 64)
		if err != nil || v*float64(unit) > float64(MaxDuration) {
			return fail("it is more than ten years")
		}
		part := time.Duration(v * float64(unit))
		if part%time.Second != 0 {
			// 1.1h is not exact in a float: to the nearest second.
			part = part.Round(time.Second)
		}
		total += part
		s = strings.TrimLeft(after, " ")
	}
	if total > MaxDuration {
		return fail("it is more than ten years")
	}
	return total, nil
}

// units are the words a duration's units are written with.
var units = map[string]time.Duration{
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour, "weeks": 7 * 24 * time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
}

// number splits digits, with at most one point between digits, off the front.
func number(s string) (num, rest string) {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	if i > 0 && i+1 < len(s) && s[i] == '.' && digit(s[i+1]) {
		i++
		for i < len(s) && digit(s[i]) {
			i++
		}
	}
	return s[:i], s[i:]
}

func leadingLetters(s string) (word, rest string) {
	i := 0
	for i < len(s) && letter(s[i]) {
		i++
	}
	return s[:i], s[i:]
}

// FormatDuration writes a length of time with its units: "45 min", "1 h 30 min",
// "2 d 4 h", "0 min"; seconds only under a minute ("20 s"). What is smaller than
// the last unit shown is cut off. Whole minutes read back through ParseDuration
// as the same value.
func FormatDuration(d time.Duration) string {
	if d < 0 {
		return "-" + FormatDuration(-max(d, -math.MaxInt64)) // of the least there is no other
	}
	if d > 0 && d < time.Minute {
		return strconv.Itoa(int(d/time.Second)) + " s"
	}
	var parts []string
	add := func(n time.Duration, unit string) {
		if n > 0 {
			parts = append(parts, strconv.FormatInt(int64(n), 10)+" "+unit)
		}
	}
	add(d/(24*time.Hour), "d")
	add(d%(24*time.Hour)/time.Hour, "h")
	add(d%time.Hour/time.Minute, "min")
	if parts == nil {
		return "0 min"
	}
	return strings.Join(parts, " ")
}
