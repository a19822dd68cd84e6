package chart

import (
	"math"
	"strconv"
	"time"

	"fairway/model/when"
)

// Unit says in what the values of a chart are read; "" is pieces.
type Unit string

// The units.
const (
	Pieces  Unit = ""
	Percent Unit = "percent"
	Lasting Unit = "milliseconds"
	Working Unit = "working-milliseconds" // of which only a part of a day is: in hours
	Days    Unit = "days"
	Parted  Unit = "number" // which may be a part of one
)

// Highest is the highest value that has to have room, of a bar or the target, and what it is
// in a few cells; the target's stands across the chart anyway.
func (c *Chart) Highest() (value float64, text string) {
	for _, p := range c.values() {
		if p.Known && p.Value > value && !math.IsNaN(p.Value) {
			value, text = p.Value, p.Text
		}
	}
	if c.Target != nil && c.Target.Value > value {
		return c.Target.Value, ""
	}
	return value, text
}

// values are all points, those of each course.
func (c *Chart) values() []Point {
	out := c.Points
	for _, l := range c.Courses {
		out = append(out[:len(out):len(out)], l.Points...)
	}
	return out
}

// Range is between which values a chart lies: from nothing to the highest; one of single
// values as far down as its limits and values go.
func (c *Chart) Range() (low, high float64) {
	if c.Kind != Control {
		high, _ = c.Highest()
		return 0, high
	}
	first := true
	take := func(v float64) {
		if first {
			low, high, first = v, v, false
		}
		low, high = min(low, v), max(high, v)
	}
	for _, l := range c.Limits {
		take(l.Value)
	}
	for _, p := range c.Points {
		if p.Known && !math.IsNaN(p.Value) {
			take(p.Value)
		}
	}
	return low, high
}

// Tick is a value on an axis, as people read it.
type Tick struct {
	Value float64
	Text  string
}

// Ticks are values that people count in, about four of them, from the lowest at or below the
// range of a chart to the first at or above it.
func (c *Chart) Ticks() []Tick {
	low, high := c.Range()
	unit := c.Unit
	if c.Kind == Histogram || c.Kind == Pareto || c.Kind == Outcomes {
		unit = Pieces // how many lie in a step, whatever that is of
	}
	step := Step((high-min(low, 0))/4, unit)
	from := math.Floor(min(low, 0)/step+1e-9) * step
	var out []Tick
	for n := 0.0; n == 0 || from+(n-1)*step < high-1e-9*step || n < 2; n++ {
		v := from + n*step
		out = append(out, Tick{v, unit.Reads(v)})
	}
	return out
}

// lengths are steps of time that people count in.
var lengths = []time.Duration{time.Second, 10 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// Step is a step of an axis that people count in, at least as long as asked for.
func Step(least float64, unit Unit) float64 {
	if unit == Lasting || unit == Working {
		for _, s := range lengths {
			if float64(s.Milliseconds()) >= least {
				return float64(s.Milliseconds())
			}
		}
		whole := 24 * time.Hour
		if unit == Working {
			whole = time.Hour
		}
		most := float64(whole.Milliseconds())
		return most * Step(least/most, Days)
	}
	if unit == Pieces && least <= 1 {
		return 1
	}
	if least <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= least-1e-9 {
			return n * power
		}
	}
	return 10 * power
}

// Reads is a value of an axis as people read it.
func (u Unit) Reads(v float64) string {
	plain := strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
	switch u {
	case Percent:
		return plain + " %"
	case Days:
		return plain + " d"
	case Working:
		if hours := time.Duration(v) * time.Millisecond; hours >= time.Hour {
			return strconv.FormatFloat(math.Round(hours.Hours()*10)/10, 'f', -1, 64) + " h"
		}
		return when.FormatDuration(time.Duration(v) * time.Millisecond)
	case Lasting:
		return when.FormatDuration(time.Duration(v) * time.Millisecond)
	}
	return plain
}
