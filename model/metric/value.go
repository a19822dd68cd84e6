package metric

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"fairway/model"
	"fairway/model/level"
	"fairway/model/when"
)

// Form says how a value is read.
type Form string

// The forms.
const (
	Share  Form = "share"   // Num of Den, in per cent
	Per100 Form = "per-100" // Num for every hundred of Den
	Rate   Form = "rate"    // Num for each of Den
	Count  Form = "count"   // Num
	Length Form = "length"  // Num/Den milliseconds
	Days   Form = "days"    // Num/Den days
	// Worked is working time: Num/Den milliseconds of it. Hours are not counted up to days,
	// of which only a part is worked.
	Worked Form = "working-time"
	OfPlan Form = "of-planned" // Num of Den milliseconds, in per cent
	// Uptime is Num of Den seconds, in per cent, to the thousandth and cut there: rounded up
	// it could read as a target that was missed.
	Uptime Form = "availability"
	// PerWeek is Num in Den days, for each week.
	PerWeek Form = "per-week"
)

// Value is a number with what it was divided by. A zero denominator makes it
// n/a: never 0 % and never 100 % (3-metrics, common ground).
type Value struct {
	Form Form  `json:"form"`
	Num  int64 `json:"numerator"`
	Den  int64 `json:"denominator"`
}

// MarshalJSON adds how it reads: n/a is no number.
func (v Value) MarshalJSON() ([]byte, error) {
	type plain Value
	return json.Marshal(struct {
		plain
		Text string `json:"text"`
	}{plain(v), v.Short()})
}

// Known reports whether there is a value at all.
func (v Value) Known() bool { return v.Den != 0 || v.Form == Count }

// Number is the value as one number, in per cent, milliseconds, days or pieces;
// 0 where it is not known.
func (v Value) Number() float64 {
	switch {
	case !v.Known():
		return 0
	case v.Form == Count:
		return float64(v.Num)
	case v.Form == Share || v.Form == Per100 || v.Form == OfPlan || v.Form == Uptime:
		return 100 * float64(v.Num) / float64(v.Den)
	case v.Form == PerWeek:
		return 7 * float64(v.Num) / float64(v.Den)
	}
	return float64(v.Num) / float64(v.Den)
}

// Short is the value without what it was divided by: 21 %, 1 h 10 min, n/a.
func (v Value) Short() string {
	if !v.Known() {
		return "n/a"
	}
	switch v.Form {
	case Share, OfPlan:
		return decimal(100*v.Num, v.Den, 0) + " %"
	case Uptime:
		n := v.Num * model.TargetWhole / v.Den
		return fmt.Sprintf("%d.%03d %%", n/1000, n%1000)
	case Per100:
		return decimal(100*v.Num, v.Den, 0)
	case Rate:
		return decimal(v.Num, v.Den, 2)
	case Length:
		return when.FormatDuration(time.Duration(v.Num/v.Den) * time.Millisecond)
	case Worked:
		return hours(time.Duration(v.Num/v.Den) * time.Millisecond)
	case Days:
		return decimal(v.Num, v.Den, 1) + " d"
	case PerWeek:
		return decimal(7*v.Num, v.Den, 1) + " a week"
	}
	return strconv.FormatInt(v.Num, 10)
}

// hours writes a length in hours and minutes: 30 h 15 min.
func hours(d time.Duration) string {
	if d < time.Hour {
		return when.FormatDuration(d)
	}
	text := strconv.FormatInt(int64(d/time.Hour), 10) + " h"
	if rest := d % time.Hour; rest >= time.Minute {
		text += " " + when.FormatDuration(rest)
	}
	return text
}

// Fraction is numerator and denominator, where a ratio has them: 3/14. Those of
// times are lengths.
func (v Value) Fraction() string {
	switch v.Form {
	case Share, Per100, Rate:
		return fmt.Sprintf("%d/%d", v.Num, v.Den)
	case PerWeek:
		if v.Den == 0 {
			return ""
		}
		return fmt.Sprintf("%d in %d d", v.Num, v.Den)
	case OfPlan:
		length := func(ms int64) string { return when.FormatDuration(time.Duration(ms) * time.Millisecond) }
		return length(v.Num) + " of " + length(v.Den)
	case Uptime:
		if v.Den == 0 {
			return ""
		}
		length := func(s int64) string { return level.Length(time.Duration(s) * time.Second) }
		return length(v.Num) + " of " + length(v.Den)
	}
	return ""
}

// String is the whole value: 3/14 (21 %).
func (v Value) String() string {
	f := v.Fraction()
	switch {
	case f == "":
		return v.Short()
	case v.Form == OfPlan || v.Form == Rate || v.Form == PerWeek || v.Form == Uptime:
		return v.Short() + " (" + f + ")"
	case v.Form == Per100 && v.Known():
		return f + " (" + v.Short() + " per 100)"
	}
	return f + " (" + v.Short() + ")"
}

// aside is the whole value as it stands between brackets: 3/14, 21 %.
func (v Value) aside() string {
	if f := v.Fraction(); f != "" {
		return f + ", " + v.Short()
	}
	return v.Short()
}

// decimal divides, rounded half up to so many places; zeros at the end of the
// places are left out.
func decimal(num, den int64, places int) string {
	scale := int64(1)
	for range places {
		scale *= 10
	}
	sign := ""
	if num < 0 {
		sign, num = "-", -num
	}
	n := (2*num*scale + den) / (2 * den)
	text := strconv.FormatInt(n/scale, 10)
	if rest := n % scale; rest > 0 {
		digits := fmt.Sprintf("%0*d", places, rest)
		for digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		text += "." + digits
	}
	return sign + text
}

// median is the middle value, or the mean of the two in the middle.
func median(sorted []int64, form Form) Value {
	n := len(sorted)
	switch {
	case n == 0:
		return Value{Form: form}
	case n%2 == 1:
		return Value{form, sorted[n/2], 1}
	}
	return Value{form, sorted[n/2-1] + sorted[n/2], 2}
}

// p90 is the nearest-rank percentile: the smallest value that at least nine in
// ten don't exceed (3-metrics, common ground). It is always one of the values.
func p90(sorted []int64, form Form) Value {
	n := len(sorted)
	if n == 0 {
		return Value{Form: form}
	}
	return Value{form, sorted[(9*n+9)/10-1], 1}
}

func sorted(values []int64) []int64 {
	out := slices.Clone(values)
	slices.Sort(out)
	return out
}

// Direction says which way of a number is the good one.
type Direction int

// The directions.
const (
	Less Direction = iota
	More
)

// Change compares a value with an earlier one.
type Change struct {
	Known bool    `json:"known"`
	By    float64 `json:"by"`   // how much more it is now, in the value's own unit
	Word  string  `json:"word"` // better, worse, as before
}

// change compares the values as they are read, so that a change too small to be
// seen is none.
func change(now, before Value, good Direction) Change {
	switch {
	case !now.Known() && before.Known():
		return Change{Word: "nothing now"}
	case !now.Known():
		return Change{Word: "nothing to compare"}
	case !before.Known():
		return Change{Word: "nothing before"}
	}
	c := Change{Known: true, By: now.Number() - before.Number(), Word: "as before"}
	if now.Short() == before.Short() {
		c.By = 0
		return c
	}
	c.Word = "worse"
	if good == More == (cmp.Compare(c.By, 0) > 0) {
		c.Word = "better"
	}
	return c
}

// Size is how much it changed, without direction: 2 points, 10 min, 0.5 d.
func (c Change) Size(form Form) string {
	by := c.By
	if by < 0 {
		by = -by
	}
	switch form {
	case Share, OfPlan, Uptime:
		return points(small(by))
	case Length, Worked:
		if by > 0 && by < float64(time.Minute.Milliseconds()) {
			return "less than a minute"
		}
		if form == Worked {
			return hours(time.Duration(by) * time.Millisecond)
		}
		return when.FormatDuration(time.Duration(by) * time.Millisecond)
	case Days:
		return small(by) + " d"
	}
	return small(by)
}

// small is a number with one place, or as many as it takes to be none: a change that is
// called one is never 0.
func small(by float64) string {
	scale, places := int64(10), 1
	for by > 0 && int64(by*float64(scale)+0.5) == 0 && places < 6 {
		scale, places = scale*10, places+1
	}
	return decimal(int64(by*float64(scale)+0.5), scale, places)
}

func points(n string) string {
	if n == "1" {
		return "1 point"
	}
	return n + " points"
}
