// Package chart draws what model/chart holds, in any room: exactly as many lines and
// cells as are asked for. What is meant is never said by colour alone, and each chart
// has the numbers it shows as a table (model/chart).
package chart

import (
	"fmt"
	"strings"

	"fairway/model/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// Draw draws a chart: exactly h lines of w cells.
func Draw(t *theme.Theme, c chart.Chart, w, h int) []string {
	if w < 1 || h < 1 {
		return kit.Fill(nil, max(w, 0), max(h, 0))
	}
	room := h
	if h >= captioned {
		room--
	}
	var lines []string
	seen := len(c.Points)
	switch c.Kind {
	case chart.Pareto, chart.Groups:
		lines = lyingRows(t, c, w, room)
	case chart.Outcomes:
		lines, seen = stacks(t, c, w, room)
	case chart.Lines:
		lines, seen = course(t, c, w, room)
	case chart.Control:
		lines, seen = control(t, c, w, room)
	default:
		lines, seen = columns(t, c, w, room)
	}
	if h >= captioned {
		lines = append([]string{caption(t, c, seen, w)}, lines...)
	}
	return lines
}

// captioned is the least height at which a chart has a line for what it is.
const captioned = 4

// caption says what the chart shows, how much of it there was room for, and what its
// target is in words.
func caption(t *theme.Theme, c chart.Chart, seen, w int) string {
	shown := c.Points[max(len(c.Points)-seen, 0):]
	legend, target, word, part := "", "", "", ""
	style := t.Faint
	if c.Kind != chart.Groups {
		legend = signed(shown)
	}
	if c.Target != nil {
		target = strings.Repeat(t.Glyph.Dash, 2) + " " + c.Target.Name + " " + c.Target.Text
		style, word = Word(t, c.Target.Word)
	}
	if all := len(c.Points); seen < all {
		part = fmt.Sprintf("the last %d of %d", seen, all)
	}
	// The title is what is cut: what marks mean has to be said.
	rest := 0
	for _, text := range []string{target, word, part, legend} {
		if text != "" {
			rest += kit.Width(text) + 2
		}
	}
	title := c.Title
	if legend != "" && kit.Width(title)+rest > w {
		title = kit.Cut(title, max(w-rest, leastTitle))
	}
	l := kit.NewLine(w).Text(t.Faint, title)
	if target != "" {
		l.Gap(2).Text(t.Faint, target)
	}
	if word != "" {
		l.Gap(1).Text(style, word)
	}
	for _, text := range []string{legend, part} {
		if text != "" && (text != part || legend == "" || l.Left() >= kit.Width(part)+2) {
			l.Gap(2).Text(t.Faint, text)
		}
	}
	return l.String()
}

// leastTitle is how much of a title is left where the rest of its line has to be said.
const leastTitle = 10

// Word is a target's answer with its sign and its colour.
func Word(t *theme.Theme, word string) (theme.Style, string) {
	switch word {
	case "met":
		return t.Good, t.Glyph.Yes + " met"
	case "missed":
		return t.Bad, t.Glyph.No + " missed"
	}
	return t.Faint, word
}

// few says the values in words, where there is no room for a picture: the last ones, and
// how many these are.
func few(t *theme.Theme, c chart.Chart, w, h int) ([]string, int) {
	lines := make([]string, 0, max(h, 0))
	for i := max(len(c.Points)-h, 0); i < len(c.Points) && len(lines) < h; i++ {
		p := c.Points[i]
		lines = append(lines, kit.NewLine(w).Text(t.Faint, p.Label+" ").Text(value(t, p.Here), p.Text).String())
	}
	return kit.Fill(lines, w, h), min(max(h, 0), len(c.Points))
}

// labels are the lines under an axis: what each point is, and under that the marks of what
// was noted about its time, where anything was.
func labels(t *theme.Theme, points []chart.Point, at func(i int) int, each, w int) []string {
	l := kit.NewLine(w)
	for i, p := range points {
		l.To(at(i))
		room, style := each-1, t.Faint
		if p.Here {
			l.Glyph(t.Focus, t.Glyph.Here, 1)
			room, style = room-1, t.Strong
		}
		l.Cell(style, p.Label, room)
	}
	lines := []string{l.String()}
	if marked(points) > 0 {
		lines = append(lines, marks(t, points, at, each, w))
	}
	return lines
}

// marked is how many lines the marks of points take.
func marked(points []chart.Point) int {
	for _, p := range points {
		if p.Marks != "" || p.Signed {
			return 1
		}
	}
	return 0
}

// marks is a line with the letters of what was noted, each under its point.
func marks(t *theme.Theme, points []chart.Point, at func(i int) int, each, w int) string {
	l := kit.NewLine(w)
	for i, p := range points {
		if marksOf(t, p) != "" && at(i) >= l.Used() {
			l.To(at(i)).Text(t.Note, kit.Cut(marksOf(t, p), max(each-1, 2)))
		}
	}
	return l.String()
}

func marksOf(t *theme.Theme, p chart.Point) string {
	out := ""
	switch {
	case p.Other:
		out = signedOther
	case p.Signed:
		out = signedOff
	}
	if p.Marks != "" {
		out = strings.TrimLeft(out+" "+t.Glyph.Milestone+p.Marks, " ")
	}
	return out
}

// The marks under a point whose value was signed off, and one that would be another now.
const (
	signedOff   = "S"
	signedOther = "S!"
)

// SignedOther is what says so in few cells beside a number.
const SignedOther = "signed off !"

// signed says what those marks mean, where any is there.
func signed(points []chart.Point) string {
	out, other := "", false
	for _, p := range points {
		if p.Signed {
			out = signedOff + " signed off"
		}
		other = other || p.Other
	}
	if other {
		out = signedOff + " signed off (! changed)"
	}
	return out
}
