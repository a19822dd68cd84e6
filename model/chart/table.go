package chart

import (
	"fmt"
	"strings"
)

// Table is what a chart shows as a table: whoever can't see the picture, or wants the
// numbers, reads the same there.
func (c *Chart) Table() (head []string, rows [][]string) {
	head = []string{c.Of, "value"}
	more, marks, out := false, len(c.Notes) > 0, len(c.Limits) > 0
	for _, p := range c.Points {
		more = more || p.More != ""
	}
	if more {
		head = append(head, "of")
	}
	head = append(head, c.Series...)
	if out {
		head = append(head, "stands out")
	}
	if marks {
		head = append(head, "annotation")
	}
	for _, p := range c.Points {
		row := []string{p.Label, p.Text}
		if more {
			row = append(row, p.More)
		}
		row = append(row, c.parts(p)...)
		if out {
			row = append(row, p.Out)
		}
		if marks {
			row = append(row, c.noted(p.Marks))
		}
		rows = append(rows, row)
	}
	return head, rows
}

// parts are how many of each series there are of a point.
func (c *Chart) parts(p Point) []string {
	var out []string
	for i := range c.Series {
		n := 0
		if i < len(p.Parts) {
			n = p.Parts[i]
		}
		out = append(out, fmt.Sprint(n))
	}
	return out
}

// Column is one of a table in full: its head, and whether it holds numbers.
type Column struct {
	Head    string
	Numeric bool
}

// fractions is the head of what values were divided by.
const fractions = "numerator / denominator"

// InFull is the table of a chart on paper: names and values in full, as many cells in each
// row as there are columns. Of a control chart it is the limits and what stands out: the
// values themselves are the records behind the number.
func (c *Chart) InFull() (head []Column, rows [][]string) {
	switch {
	case c.Kind == Control:
		return c.limits()
	case len(c.Courses) > 0:
		return c.beside()
	}
	more, note, marks := "", false, len(c.Notes) > 0
	for _, p := range c.Points {
		switch {
		case len(c.Series) > 0: // the parts have columns of their own
		case p.Fraction != "":
			more = fractions
		case p.More != "":
			more = map[Kind]string{Histogram: "together", Pareto: "together", Groups: "besides"}[c.Kind]
		}
		note = note || p.Note != ""
	}
	head = []Column{{c.Of, false}}
	for _, s := range c.Series {
		head = append(head, Column{"number " + s, true})
	}
	if len(c.Series) > 0 {
		head = append(head, Column{"together", true})
	} else {
		head = append(head, Column{map[bool]string{true: "number", false: "value"}[c.Kind == Histogram || c.Kind == Pareto], true})
	}
	if more != "" {
		head = append(head, Column{more, c.Kind != Groups})
	}
	if note {
		head = append(head, Column{"note", false})
	}
	if marks {
		head = append(head, Column{"annotation", false})
	}
	for i := range c.Points {
		p := &c.Points[i]
		row := append([]string{p.Name()}, c.parts(*p)...)
		if len(c.Series) > 0 {
			row = append(row, fmt.Sprint(p.Total()))
		} else {
			row = append(row, p.Says())
		}
		switch more {
		case "":
		case fractions:
			row = append(row, p.Fraction)
		default:
			row = append(row, strings.TrimPrefix(p.More, more+" "))
		}
		if note {
			row = append(row, p.Note)
		}
		if marks {
			row = append(row, c.noted(p.Marks))
		}
		rows = append(rows, row)
	}
	return head, rows
}

// beside are the courses beside each other: a column for each.
func (c *Chart) beside() (head []Column, rows [][]string) {
	head = []Column{{c.Of, false}}
	for _, l := range c.Courses {
		head = append(head, Column{l.Name, true})
	}
	for i := range c.Points {
		row := []string{c.Points[i].Name()}
		for _, l := range c.Courses {
			row = append(row, l.Points[i].Says())
		}
		rows = append(rows, row)
	}
	return head, rows
}

// limits are centre, limits and what lies beyond them.
func (c *Chart) limits() (head []Column, rows [][]string) {
	head = []Column{{"what", false}, {"value", true}, {"why it stands out", false}}
	for _, l := range c.Limits {
		rows = append(rows, []string{l.Name, l.Says(), ""})
	}
	for i := range c.Points {
		if p := &c.Points[i]; p.Out != "" {
			rows = append(rows, []string{p.Name(), p.Says(), p.Out})
		}
	}
	return head, rows
}

// noted are the texts of notes by their letters.
func (c *Chart) noted(marks string) string {
	var out []string
	for _, n := range c.Notes {
		if n.Mark != "+" && strings.Contains(marks, n.Mark) {
			out = append(out, n.Said())
		}
	}
	if n := strings.Count(marks, "+"); n > 0 {
		out = append(out, fmt.Sprintf("%d more", n))
	}
	return strings.Join(out, "; ")
}

// Said is a note in a line: 12 Oct: new data centre (Payroll).
func (n *Note) Said() string {
	text := n.Day + ": " + n.Text
	if n.Of != "" {
		text += " (" + n.Of + ")"
	}
	return text
}
