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
		for i := range c.Series {
			n := 0
			if i < len(p.Parts) {
				n = p.Parts[i]
			}
			row = append(row, fmt.Sprint(n))
		}
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
