package chart

import (
	"cmp"
	"fmt"
	"strings"

	"fairway/model/grammar"
)

// Describe says what a chart shows to whoever doesn't see it: what sort it is, how much is in
// it, and what stands out. Its numbers are in its table.
func (c *Chart) Describe() string {
	if len(c.Points) == 0 {
		return ""
	}
	switch {
	case len(c.Courses) > 0:
		return c.sayCourses()
	case c.Kind == Histogram || c.Kind == Pareto:
		return c.sayMost()
	case c.Kind == Outcomes:
		return c.saySeries()
	case c.Kind == Groups:
		return "A bar for each: " + c.each(c.Points) + "."
	case c.Kind == Control:
		return c.sayControl()
	}
	return c.sayCourse()
}

// each are points with their values.
func (c *Chart) each(points []Point) string {
	var out []string
	for i := range points {
		out = append(out, points[i].Name()+" "+points[i].Says())
	}
	return strings.Join(out, ", ")
}

// sayCourse: first and last value, the lowest, the highest, and the target.
func (c *Chart) sayCourse() string {
	what := "A line over "
	if c.Kind == Bars {
		what = "A bar for each of "
	}
	what += grammar.Count(len(c.Points), c.Of)
	var first, last, low, high *Point
	for i := range c.Points {
		p := &c.Points[i]
		if !p.Known {
			continue
		}
		if first == nil {
			first, low, high = p, p, p
		}
		if last = p; p.Value < low.Value {
			low = p
		}
		if p.Value > high.Value {
			high = p
		}
	}
	if first == nil {
		return what + ", none of which has a value."
	}
	in := func(p *Point) string { return p.Says() + " in " + p.Name() }
	if first == last {
		what += ", of which one has a value: " + in(first) + "."
	} else {
		what += fmt.Sprintf(": %s, %s; lowest %s, highest %s.", in(first), in(last), in(low), in(high))
	}
	if c.Target != nil {
		what += " The target is " + c.Target.Says() + "."
	}
	return what
}

func (c *Chart) sayCourses() string {
	end := len(c.Points) - 1
	var said []string
	for _, l := range c.Courses {
		said = append(said, l.Name+" "+l.Points[end].Says())
	}
	return fmt.Sprintf("%s over %s; in %s: %s.", grammar.Count(len(c.Courses), "line"), grammar.Count(len(c.Points), c.Of), c.Points[end].Name(), strings.Join(said, ", "))
}

func (c *Chart) sayMost() string {
	sum, most := 0.0, &c.Points[0]
	for i := range c.Points {
		if sum += c.Points[i].Value; c.Points[i].Value > most.Value {
			most = &c.Points[i]
		}
	}
	if c.Kind == Histogram {
		return fmt.Sprintf("A histogram of %.0f in %s; the most are %s: %s.", sum, grammar.Count(len(c.Points), "step"), most.Name(), most.Says())
	}
	return fmt.Sprintf("A Pareto chart of %.0f; the most frequent is %s: %s.", sum, most.Name(), most.Says())
}

func (c *Chart) saySeries() string {
	sums := make([]int, len(c.Series))
	for _, p := range c.Points {
		for i, n := range p.Parts {
			sums[i] += n
		}
	}
	var said []string
	for i, s := range c.Series {
		said = append(said, fmt.Sprintf("%d %s", sums[i], s))
	}
	return fmt.Sprintf("A bar for each of %s, parted by what became of them: in all %s.", grammar.Count(len(c.Points), cmp.Or(c.Of, "part")), strings.Join(said, ", "))
}

func (c *Chart) sayControl() string {
	var levels, out []string
	for _, l := range c.Limits {
		levels = append(levels, l.Name+" "+l.Says())
	}
	for i := range c.Points {
		if p := &c.Points[i]; p.Out != "" {
			out = append(out, fmt.Sprintf("%s with %s, %s", p.Name(), p.Says(), p.Out))
		}
	}
	text := fmt.Sprintf("A control chart of %s in their order: %s; ", grammar.Count(len(c.Points), "value"), strings.Join(levels, ", "))
	if len(out) == 0 {
		return text + "none stands out."
	}
	return text + grammar.Count(len(out), "value") + " beyond what chance makes: " + strings.Join(out, "; ") + "."
}
