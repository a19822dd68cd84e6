package chart

import (
	"cmp"
	"math"
	"slices"

	"fairway/model/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// course draws a line through the points, with the target across. Where not all fit, the
// last ones are shown; what is not known interrupts the line. Its axis goes from the lowest
// value to the highest: a few lines have to tell them apart.
func course(t *theme.Theme, c chart.Chart, w, h int) ([]string, int) {
	high, top := c.Highest()
	low, bottom := lowest(c)
	if low == high {
		low, bottom = min(low, 0), "0"
	}
	axis := max(kit.Width(top), kit.Width(bottom), 1) + 1
	if c.Target != nil {
		axis = max(axis, min(kit.Width(c.Target.Text), w/4)+1)
	}
	room, points := w-axis-1, c.Points
	if n := max(room/narrowest(points), 1); len(points) > n {
		points = points[len(points)-n:]
	}
	rows := h - 2 - marked(points)
	if rows < 2 || room < leastColumn || len(points) == 0 {
		return few(t, c, w, h)
	}
	each := min(room/len(points), mostColumn)
	plot := newCanvas(len(points)*each, rows)
	s := scale{low, high, max(rows-1, 1)} // the topmost line is for the highest value
	goal := -1
	if c.Target != nil {
		goal = s.row(c.Target.Value)
		if s.rows > 2 && low < c.Target.Value && c.Target.Value < high { // there is something on either side
			goal = min(max(goal, 1), s.rows-2)
		}
		plot.across(goal, t.Note, t.Glyph.Dash)
	}
	// On the target lies only what reaches just that: what misses it is not seen as met.
	rowOf := func(v float64) int {
		row := s.row(v)
		switch {
		case c.Target == nil:
		case v > c.Target.Value:
			row = min(max(row, goal+1), s.rows)
		case v < c.Target.Value:
			row = max(min(row, goal-1), 0)
		default:
			row = goal
		}
		return row
	}
	at := func(i int) int { return i*each + (each-1)/2 }
	for i := 1; i < len(points); i++ {
		if points[i-1].Known && points[i].Known {
			plot.join(t, at(i-1), rowOf(points[i-1].Value), at(i), rowOf(points[i].Value))
		}
	}
	for i, p := range points {
		if p.Known {
			glyph := "○"
			switch {
			case p.Here:
				glyph = t.Glyph.Met
			case t.ASCII:
				glyph = "o"
			}
			plot.put(at(i), rowOf(p.Value), bar(t, p.Here), glyph)
		}
	}
	for i, p := range points {
		n := kit.Width(p.Text)
		from := max(at(i)-n/2, i*each)
		if !p.Known {
			plot.text(from, 0, t.Faint, p.Text, t.Glyph.Dash)
			continue
		}
		row := rowOf(p.Value)
		if n < each {
			_ = plot.text(from, row+1, value(t, p.Here), p.Text, t.Glyph.Dash) || plot.text(from, row-1, value(t, p.Here), p.Text, t.Glyph.Dash)
		}
	}
	lines := plot.lines(t, w, axis, func(row int) (theme.Style, string) {
		switch {
		case row == goal:
			return t.Note, c.Target.Text
		case row == s.row(high):
			return t.Faint, top
		case row == 0:
			return t.Faint, bottom
		}
		return t.Faint, ""
	})
	lines = append(lines, kit.NewLine(w).Gap(axis-1).Glyph(t.Rule, t.Glyph.LowLeft, 1).Glyph(t.Rule, t.Glyph.Line, plot.w).String())
	return append(lines, labels(t, points, func(i int) int { return axis + i*each + max((each-1)/2-1, 0) }, each, w)...), len(points)
}

// lowest is the lowest value that has to have room, of a point or the target, and what it is
// in a few cells; the target's stands across the chart anyway.
func lowest(c chart.Chart) (value float64, text string) {
	value = math.Inf(1)
	for _, p := range c.Points {
		if p.Known && p.Value < value && !math.IsNaN(p.Value) {
			value, text = p.Value, p.Text
		}
	}
	if c.Target != nil && c.Target.Value < value {
		value, text = c.Target.Value, ""
	}
	if math.IsInf(value, 1) {
		return 0, "0"
	}
	return value, text
}

// lines are those of the canvas behind their axis, the highest first.
func (c *canvas) lines(t *theme.Theme, w, axis int, named func(row int) (theme.Style, string)) []string {
	lines := make([]string, 0, c.h)
	for row := c.h - 1; row >= 0; row-- {
		style, name := named(row)
		l := kit.NewLine(w).Text(style, kit.FitRight(name, axis-1)).To(axis-1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		c.line(l, row)
		lines = append(lines, l.To(w).String())
	}
	return lines
}

// join draws a line between two points: across, and up or down half way.
func (c *canvas) join(t *theme.Theme, x1, r1, x2, r2 int) {
	g := t.Glyph
	if r1 == r2 {
		for x := x1 + 1; x < x2; x++ {
			c.put(x, r1, t.Faint, g.Line)
		}
		return
	}
	half := (x1 + x2 + 1) / 2
	for x := x1 + 1; x < half; x++ {
		c.put(x, r1, t.Faint, g.Line)
	}
	for x := half + 1; x < x2; x++ {
		c.put(x, r2, t.Faint, g.Line)
	}
	from, to := g.LowRight, g.TopLeft // up
	if r2 < r1 {
		from, to = g.TopRight, g.LowLeft
	}
	if half <= x1 || half >= x2 {
		return // no room between them: the points say it
	}
	c.put(half, r1, t.Faint, from)
	c.put(half, r2, t.Faint, to)
	for r := min(r1, r2) + 1; r < max(r1, r2); r++ {
		c.put(half, r, t.Faint, g.Pipe)
	}
}

// control draws single values in their order, with centre and limits across. Where not
// all fit, the last ones are shown.
func control(t *theme.Theme, c chart.Chart, w, h int) ([]string, int) {
	axis := 2
	for _, l := range c.Limits {
		axis = max(axis, min(kit.Width(l.Name+" "+l.Text), w/3)+1)
	}
	points := slices.DeleteFunc(slices.Clone(c.Points), func(p chart.Point) bool { return !p.Known || math.IsNaN(p.Value) })
	room := max(w-axis-1, 1)
	if len(points) > room {
		points = points[len(points)-room:]
	}
	rows := h - 2 - marked(points)
	if rows < 3 || room < leastColumn || len(points) == 0 {
		return few(t, c, w, h)
	}
	low, high := (&chart.Chart{Kind: c.Kind, Limits: c.Limits, Points: points}).Range()
	each := max(min(room/len(points), mostColumn), 1)
	plot := newCanvas(len(points)*each, rows)
	s := scale{low, high, rows}
	names := map[int]string{}
	for i, l := range c.Limits {
		row, glyph := s.row(l.Value), t.Glyph.Dash
		if i == 0 { // the centre
			glyph = t.Glyph.Line
		}
		plot.across(row, t.Rule, glyph)
		if names[row] == "" {
			names[row] = l.Name + " " + l.Text
		}
	}
	for i, p := range points {
		style, glyph := bar(t, p.Here), t.Glyph.Met
		if p.Out != "" {
			style, glyph = t.Bad, t.Glyph.Late
		}
		plot.put(i*each, s.row(p.Value), style, glyph)
	}
	for i, p := range points {
		if p.Out != "" && each > 1 { // what stands out is named, where there is room
			row, across := s.row(p.Value), []string{t.Glyph.Dash, t.Glyph.Line}
			_ = plot.text(i*each+1, row, t.Bad, " "+p.Label+" ", across...) || plot.text(i*each-kit.Width(p.Label)-2, row, t.Bad, " "+p.Label+" ", across...)
		}
	}
	lines := plot.lines(t, w, axis, func(row int) (theme.Style, string) { return t.Faint, names[row] })
	lines = append(lines, kit.NewLine(w).Gap(axis-1).Glyph(t.Rule, t.Glyph.LowLeft, 1).Glyph(t.Rule, t.Glyph.Line, plot.w).String())
	first, last := points[0], points[len(points)-1]
	l := kit.NewLine(w).To(axis).Text(t.Faint, first.Label)
	if len(points) > 1 {
		end := axis + plot.w - kit.Width(last.Label)
		if end > l.Used()+1 {
			l.To(end)
		} else {
			l.Text(t.Faint, " "+t.Glyph.Arrow+" ")
		}
		l.Text(t.Faint, last.Label)
	}
	out := 0
	for _, p := range points {
		if p.Out != "" {
			out++
		}
	}
	if text := cmp.Or(map[bool]string{true: t.Glyph.Late + " stands out: " + kit.Count(out, "value")}[out > 0], "none stands out"); l.Left() > kit.Width(text)+3 {
		l.Gap(3).Text(t.Faint, text)
	}
	lines = append(lines, l.String())
	if marked(points) > 0 {
		lines = append(lines, marks(t, points, func(i int) int { return axis + i*each }, max(each, 4), w))
	}
	return lines, len(points)
}
