package chart

import (
	"math"

	"fairway/model/chart"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// The fillings of a cell, by eighths, from below and from the left; a plain
// terminal has whole ones only.
var (
	standing = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	lying    = []string{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
)

// eighths is how much of room cells a value fills. What is more than nothing is
// seen as such.
func eighths(value, most float64, room int, whole bool) int {
	if most <= 0 || value <= 0 || room < 1 || math.IsNaN(value) {
		return 0
	}
	n := int(math.Round(8 * float64(room) * min(value/most, 1)))
	if whole {
		return 8 * max((n+4)/8, 1)
	}
	return max(n, 1)
}

// leastColumn is the narrowest a standing bar gets, with its gap, and mostColumn the
// widest.
const (
	leastColumn = 5
	mostColumn  = 12
)

// narrowest is how narrow a column with its label may be: the one that all is about has a
// mark beside it.
func narrowest(points []chart.Point) int {
	least := leastColumn
	for _, p := range points {
		least = max(least, min(kit.Width(p.Label)+2, mostColumn))
	}
	return least
}

// columns draws standing bars with their axis, and the target across them. Where not all
// fit, the last ones are shown.
func columns(t *theme.Theme, c chart.Chart, w, h int) ([]string, int) {
	high, top := c.Highest()
	axis := max(kit.Width(top), 1) + 1
	if c.Target != nil {
		axis = max(axis, min(kit.Width(c.Target.Text), w/4)+1)
	}
	room := w - axis - 1
	bars := c.Points
	if n := max(room/narrowest(bars), 1); len(bars) > n {
		bars = bars[len(bars)-n:]
	}
	rows := h - 2 - marked(bars) // without the axis and what stands below it
	if rows < 1 || room < leastColumn || len(bars) == 0 {
		return few(t, c, w, h)
	}
	each := min(room/len(bars), mostColumn)
	full := max(rows-1, 1) // the line over the highest bar is for its value
	goal := -1
	if c.Target != nil && high > 0 {
		goal = max(min(int(math.Ceil(c.Target.Value/high*float64(full)))-1, full-1), 0)
	}
	lines := make([]string, 0, h)
	for row := rows - 1; row >= 0; row-- {
		l := kit.NewLine(w)
		switch {
		case row == goal:
			l.Text(t.Note, kit.FitRight(c.Target.Text, axis-1))
		case row == full-1:
			l.Text(t.Faint, kit.FitRight(top, axis-1))
		case row == 0:
			l.Text(t.Faint, kit.FitRight("0", axis-1))
		}
		l.To(axis-1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		// gap goes on to a column, along the target where that lies here.
		gap := func(to int) {
			if row == goal {
				l.Glyph(t.Note, t.Glyph.Dash, to-l.Used())
			}
			l.To(to)
		}
		for i, b := range bars {
			gap(axis + 1 + i*each)
			fill := 0
			if b.Known {
				fill = eighths(b.Value, high, full, t.ASCII)
			}
			said := (fill + 7) / 8
			if said == goal && said+1 < rows {
				said++ // the target lies where it would stand
			}
			switch n := fill - 8*row; {
			case !b.Known && row == 0:
				l.Cell(t.Faint, b.Text, each-1)
			case !b.Known:
			case n > 0:
				glyph := standing[min(n, 8)]
				if t.ASCII {
					glyph = "#"
				}
				l.Glyph(bar(t, b.Here), glyph, each-1)
			case row == said:
				l.Cell(value(t, b.Here), b.Text, each-1)
			}
			gap(axis + 1 + (i+1)*each - 1)
		}
		lines = append(lines, l.String())
	}
	lines = append(lines, kit.NewLine(w).Gap(axis-1).Glyph(t.Rule, t.Glyph.LowLeft, 1).Glyph(t.Rule, t.Glyph.Line, len(bars)*each).String())
	return append(lines, labels(t, bars, func(i int) int { return axis + 1 + i*each }, each, w)...), len(bars)
}

func bar(t *theme.Theme, here bool) theme.Style {
	if here {
		return t.Focus
	}
	return t.Faint
}

func value(t *theme.Theme, here bool) theme.Style {
	if here {
		return t.Strong
	}
	return t.Faint
}
