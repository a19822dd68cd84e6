package chart

import (
	"fmt"

	"fairway/model/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// lyingRows draws lying bars, the first on top, each with what is said of it behind it.
// Where not all fit, the last line says how many are left out.
func lyingRows(t *theme.Theme, c chart.Chart, w, h int) []string {
	high, name, tail := 0.0, 0, 0
	text := func(p chart.Point) string {
		if p.More == "" {
			return p.Text
		}
		return p.Text + ", " + p.More
	}
	for _, p := range c.Points {
		high = max(high, p.Value)
		name = max(name, kit.Width(p.Label))
		tail = max(tail, kit.Width(text(p)))
	}
	tail = min(tail, max(w/2, 4))
	name = min(name, max(w-tail-14, w/3, 1))
	room := max(w-name-tail-4, 0)
	lines := make([]string, 0, max(h, 0))
	for i, p := range c.Points {
		if len(lines) >= h {
			break
		}
		if len(lines) == h-1 && i < len(c.Points)-1 {
			lines = append(lines, kit.NewLine(w).Text(t.Faint, fmt.Sprintf("and %d more", len(c.Points)-i)).String())
			break
		}
		l := kit.NewLine(w).Cell(t.Text, p.Label, name).Gap(1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		n := eighths(p.Value, high, room, t.ASCII)
		full := "█"
		if t.ASCII {
			full = "#"
		}
		l.Glyph(t.Focus, full, n/8)
		if n%8 > 0 {
			l.Glyph(t.Focus, lying[n%8], 1)
		}
		lines = append(lines, l.Gap(1).Text(t.Text, text(p)).String())
	}
	return kit.Fill(lines, w, h)
}

// fills are how the parts of a stacked bar are told apart without a colour.
func fills(t *theme.Theme) []string {
	if t.ASCII {
		return []string{"#", "=", "x", "-", ".", "o", "+"}
	}
	return []string{"█", "▓", "╳", "▒", "░", "╱", "┄"}
}

// fill is that of the part i.
func fill(t *theme.Theme, i int) (theme.Style, string) {
	list := fills(t)
	styles := []theme.Style{t.Good, t.Note, t.Bad, t.Warn, t.Faint, t.Focus, t.Text}
	return styles[i%len(styles)], list[i%len(list)]
}

// stacks draws a bar for each point, parted by its series, each part with a filling of
// its own that a line below says; the last points where not all fit.
func stacks(t *theme.Theme, c chart.Chart, w, h int) ([]string, int) {
	if h < 2 || w < 24 {
		return few(t, c, w, h)
	}
	legend := legendOf(t, c.Series, w, min(max(h/4, 1), 3))
	rows := h - len(legend)
	points := c.Points
	if len(points) > rows {
		points = points[len(points)-rows:]
	}
	high, name, tail := 0, 0, 1
	for _, p := range points {
		high = max(high, p.Total())
		name = max(name, kit.Width(p.Label)+1+kit.Width(marksOf(t, p)))
		tail = max(tail, kit.Width(p.Text))
	}
	name, tail = min(name, w/4), min(tail, w/3)
	room := max(w-name-tail-3, 1)
	lines := make([]string, 0, h)
	for _, p := range points {
		l := kit.NewLine(w)
		if p.Here {
			l.Glyph(t.Focus, t.Glyph.Here, 1).Text(t.Strong, kit.Cut(p.Label, max(name-1, 0)))
		} else {
			l.Gap(1).Text(t.Faint, kit.Cut(p.Label, max(name-1, 0)))
		}
		l.Text(t.Note, marksOf(t, p)).To(name+1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		done, sum := 0, 0
		for i, n := range p.Parts {
			sum += n
			to := 0
			if high > 0 {
				to = (sum*room + high/2) / high
			}
			if n > 0 && to == done {
				to++ // what is there is seen
			}
			style, glyph := fill(t, i)
			l.Glyph(style, glyph, min(to, room)-done)
			done = max(done, min(to, room))
		}
		lines = append(lines, l.Gap(1).Text(value(t, p.Here), p.Text).String())
	}
	return append(kit.Fill(lines, w, rows), legend...), len(points)
}

// legendOf says which filling stands for what, in as many lines as it takes.
func legendOf(t *theme.Theme, series []string, w, most int) []string {
	lines := []*kit.Line{kit.NewLine(w)}
	for i, s := range series {
		last := lines[len(lines)-1]
		if last.Used() > 0 && last.Left() < kit.Width(s)+5 && len(lines) < most {
			last = kit.NewLine(w)
			lines = append(lines, last)
		}
		style, glyph := fill(t, i)
		last.Gap(1).Glyph(style, glyph, 2).Gap(1).Text(t.Text, s).Gap(1)
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.To(w).String()
	}
	return out
}
