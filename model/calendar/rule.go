package calendar

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"fairway/model/when"
)

// The limits of a rule. They keep a rule that was typed or imported from
// costing more than a glance at a calendar is worth.
const (
	maxRule     = 500  // bytes
	maxInterval = 1000 // days, weeks, months or years
	maxCount    = 5000 // occurrences
	maxTimes    = 24   // starts in a day
)

const ruleExample = "try FREQ=WEEKLY;BYDAY=TH or FREQ=MONTHLY;BYDAY=-1FR"

// rule is an RRULE that has been read. UNTIL is kept apart from the rest,
// because it has three meanings (see until).
type rule struct {
	option rrule.ROption
	until  func(zone *time.Location) time.Time // first instant too late; nil where the rule has no end
}

// parseRule reads an RRULE value strictly as RFC 5545, 3.3.10 has it, with these
// limits: FREQ is DAILY to YEARLY, INTERVAL at most 1000, COUNT at most 5000, at
// most 24 starts a day, no BYSECOND, and of BYWEEKNO not the weeks across the
// turn of the year (1, 52, 53), of which the library loses days. Its own reader is
// not used, for it takes parts twice, parts that exclude each other, and values
// on which it later panics or never ends.
func parseRule(text string) (*rule, error) {
	if len(text) > maxRule {
		return nil, fmt.Errorf("it is longer than %d characters; %s", maxRule, ruleExample)
	}
	body := strings.ToUpper(strings.TrimSpace(text))
	body = strings.TrimSuffix(strings.TrimPrefix(body, "RRULE:"), ";")
	r := &rule{option: rrule.ROption{Freq: -1, Wkst: rrule.MO}}
	seen := map[string]bool{}
	for _, part := range strings.Split(body, ";") {
		name, value, ok := strings.Cut(part, "=")
		if !ok || name == "" || value == "" {
			return nil, fmt.Errorf("%q is not NAME=VALUE; %s", part, ruleExample)
		}
		if seen[name] {
			return nil, fmt.Errorf("%s stands twice; keep one", name)
		}
		seen[name] = true
		if err := r.part(name, value); err != nil {
			return nil, err
		}
	}
	if err := r.check(seen); err != nil {
		return nil, err
	}
	r.widen(seen)
	return r, nil
}

// widen writes out "MO,2TU", every Monday and the second Tuesday, with numbers
// only: the library would want a day to be both.
func (r *rule) widen(seen map[string]bool) {
	numbered, plain := false, false
	for _, d := range r.option.Byweekday {
		numbered = numbered || d.N() != 0
		plain = plain || d.N() == 0
	}
	if !numbered || !plain {
		return
	}
	var days []rrule.Weekday
	for _, d := range r.option.Byweekday {
		if d.N() != 0 {
			days = append(days, d)
			continue
		}
		for n := 1; n <= mostWeekdays(r.option.Freq, seen); n++ {
			days = append(days, d.Nth(n))
		}
	}
	r.option.Byweekday = days
}

// mostWeekdays is how often a weekday comes in the stretch BYDAY counts in: the
// month, or the year in a yearly rule that names no months.
func mostWeekdays(freq rrule.Frequency, seen map[string]bool) int {
	if freq == rrule.YEARLY && !seen["BYMONTH"] {
		return 53
	}
	return 5
}

// part takes one NAME=VALUE.
func (r *rule) part(name, value string) (err error) {
	o := &r.option
	switch name {
	case "FREQ":
		o.Freq, err = freq(value)
	case "INTERVAL":
		o.Interval, err = oneInt(name, value, 1, maxInterval)
	case "COUNT":
		o.Count, err = oneInt(name, value, 1, maxCount)
	case "UNTIL":
		r.until, err = until(value)
	case "WKST":
		day, ok := weekdays[value]
		if !ok {
			return fmt.Errorf("WKST=%q is no weekday; use MO to SU", value)
		}
		o.Wkst = day
	case "BYDAY":
		o.Byweekday, err = byDay(value)
	case "BYMONTH":
		o.Bymonth, err = ints(name, value, 1, 12, false)
	case "BYMONTHDAY":
		o.Bymonthday, err = ints(name, value, 1, 31, true)
	case "BYYEARDAY":
		o.Byyearday, err = ints(name, value, 1, 366, true)
	case "BYWEEKNO":
		o.Byweekno, err = ints(name, value, 2, 51, true)
	case "BYSETPOS":
		o.Bysetpos, err = ints(name, value, 1, 366, true)
	case "BYHOUR":
		o.Byhour, err = ints(name, value, 0, 23, false)
	case "BYMINUTE":
		o.Byminute, err = ints(name, value, 0, 59, false)
	case "BYSECOND":
		return errors.New("BYSECOND is finer than windows are kept; leave it out")
	default:
		return fmt.Errorf("%q is no part of a rule; the parts are FREQ, INTERVAL, COUNT, UNTIL, WKST and BY…", name)
	}
	return err
}

func freq(value string) (rrule.Frequency, error) {
	switch value {
	case "DAILY":
		return rrule.DAILY, nil
	case "WEEKLY":
		return rrule.WEEKLY, nil
	case "MONTHLY":
		return rrule.MONTHLY, nil
	case "YEARLY":
		return rrule.YEARLY, nil
	case "HOURLY", "MINUTELY", "SECONDLY":
		return 0, fmt.Errorf("FREQ=%s repeats too often for a calendar; repeat daily and list the hours: FREQ=DAILY;BYHOUR=8,12", value)
	}
	return 0, fmt.Errorf("FREQ=%q is not DAILY, WEEKLY, MONTHLY or YEARLY", value)
}

// check refuses what RFC 5545 forbids together, and what makes no sense.
func (r *rule) check(seen map[string]bool) error {
	o := &r.option
	both := func(a, b string) bool { return seen[a] && seen[b] }
	numbered, most := false, mostWeekdays(o.Freq, seen)
	for _, d := range o.Byweekday {
		n := d.N()
		numbered = numbered || n != 0
		if n > most || n < -most {
			return fmt.Errorf("BYDAY counts to %d, and a weekday comes at most %d times there", n, most)
		}
	}
	switch {
	case !seen["FREQ"]:
		return fmt.Errorf("FREQ is missing; %s", ruleExample)
	case both("COUNT", "UNTIL"):
		return errors.New("COUNT and UNTIL exclude each other; keep one")
	case numbered && o.Freq != rrule.MONTHLY && o.Freq != rrule.YEARLY:
		return errors.New("BYDAY has a number (2MO), which needs FREQ=MONTHLY or YEARLY")
	case numbered && seen["BYWEEKNO"]:
		return errors.New("BYDAY has a number (2MO), which excludes BYWEEKNO; keep one")
	case seen["BYWEEKNO"] && o.Freq != rrule.YEARLY:
		return errors.New("BYWEEKNO needs FREQ=YEARLY")
	case seen["BYYEARDAY"] && o.Freq != rrule.YEARLY:
		return errors.New("BYYEARDAY needs FREQ=YEARLY")
	case seen["BYMONTHDAY"] && o.Freq == rrule.WEEKLY:
		return errors.New("BYMONTHDAY excludes FREQ=WEEKLY; use MONTHLY")
	case seen["BYSETPOS"] && !seen["BYDAY"] && !seen["BYMONTH"] && !seen["BYMONTHDAY"] && !seen["BYYEARDAY"] &&
		!seen["BYWEEKNO"] && !seen["BYHOUR"] && !seen["BYMINUTE"]:
		return errors.New("BYSETPOS chooses among the days of another BY… part, and there is none")
	case max(1, len(o.Byhour))*max(1, len(o.Byminute)) > maxTimes:
		return fmt.Errorf("BYHOUR and BYMINUTE make more than %d starts a day", maxTimes)
	}
	return nil
}

// until reads the three forms of UNTIL, which is inclusive: an instant in UTC,
// a time on the wall, and a date, which here holds for the whole of that day
// (an occurrence at 22:00 on the last day is meant to take place).
func until(value string) (func(*time.Location) time.Time, error) {
	if t, err := time.Parse("20060102T150405Z", value); err == nil {
		return func(*time.Location) time.Time { return t.Add(1) }, nil
	}
	if t, err := time.Parse("20060102T150405", value); err == nil {
		return func(zone *time.Location) time.Time {
			at, _ := when.FromWall(t, zone)
			return at.Add(1)
		}, nil
	}
	if t, err := time.Parse("20060102", value); err == nil {
		return func(zone *time.Location) time.Time {
			return when.DateOf(t, time.UTC).AddDays(1).Start(zone)
		}, nil
	}
	return nil, fmt.Errorf("UNTIL=%q is not written 20261231 or 20261231T215959Z", value)
}

var weekdays = map[string]rrule.Weekday{
	"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU,
}

func byDay(value string) ([]rrule.Weekday, error) {
	var days []rrule.Weekday
	for _, s := range strings.Split(value, ",") {
		cut := max(0, len(s)-2)
		day, ok := weekdays[s[cut:]]
		if !ok {
			return nil, fmt.Errorf("BYDAY has %q; weekdays are MO to SU, with a number before: 2MO, -1FR", s)
		}
		if cut > 0 {
			n, err := integer(s[:cut])
			if err != nil || n == 0 {
				return nil, fmt.Errorf("BYDAY has %q; the number goes from 1, or from -1 for the last", s)
			}
			day = day.Nth(n)
		}
		days = append(days, day)
	}
	if len(days) > 60 {
		return nil, errors.New("BYDAY has more than 60 days")
	}
	return days, nil
}

func oneInt(name, value string, low, high int) (int, error) {
	n, err := ints(name, value, low, high, false)
	if err == nil && len(n) != 1 {
		err = fmt.Errorf("%s=%q is more than one number", name, value)
	}
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// ints reads a list of numbers in low…high, or with either sign where both is
// set. A number that stands twice counts once.
func ints(name, value string, low, high int, both bool) ([]int, error) {
	var list []int
	seen := map[int]bool{}
	for _, s := range strings.Split(value, ",") {
		n, err := integer(s)
		size := n
		if both && size < 0 {
			size = -size
		}
		if err != nil || size < low || size > high {
			also := ""
			if both {
				also = fmt.Sprintf(" or -%d to -%d", low, high)
			}
			return nil, fmt.Errorf("%s has %q; it goes from %d to %d%s", name, s, low, high, also)
		}
		if !seen[n] {
			seen[n] = true
			list = append(list, n)
		}
	}
	return list, nil
}

func integer(s string) (int, error) {
	if len(s) > 5 {
		return math.MaxInt32, errors.New("too large")
	}
	return strconv.Atoi(s)
}
