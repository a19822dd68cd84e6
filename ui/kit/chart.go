package kit

import (
	"math"
	"strconv"
	"strings"

	"fairway/ui/theme"
)

// Column is one bar of a chart that stands.
type Column struct {
	Label string
	Value float64
	Text  string // the value in words, over the bar
	Known bool   // else there is no bar, but a word
	Here  bool   // the one that the rest of the screen is about
}

// Row is one bar of a chart that lies.
type Row struct {
	Label string
	Count int
	Text  string // behind the bar: the count, and what else is to be said
}

// The fillings of a cell, by eighths, from below and from the left; a plain
// terminal has whole ones only.
var (
	standing = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	lying    = []string{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"}
	levels   = []string{"_", ".", ":", "-", "=", "+", "*", "#"} // a sparkline's, in ASCII
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

// Spark is a line of small bars, a cell a value; what is not known is a dash.
func Spark(t *theme.Theme, values []float64, known []bool) string {
	most := 0.0
	for i, v := range values {
		if known[i] {
			most = max(most, v)
		}
	}
	var b strings.Builder
	for i, v := range values {
		switch n := eighths(v, most, 1, false); {
		case !known[i]:
			b.WriteString(t.Glyph.NA)
		case t.ASCII:
			b.WriteString(levels[max(n-1, 0)])
		default:
			b.WriteString(standing[max(n, 1)])
		}
	}
	return b.String()
}

// leastColumn is the narrowest a standing bar gets, with its gap.
const leastColumn = 5

// Columns draws standing bars with their axis: exactly h lines of w cells. Where
// not all fit, the last ones are shown. top is what the highest bar stands for.
func Columns(t *theme.Theme, bars []Column, top string, w, h int) []string {
	axis := max(Width(top), 1) + 1
	room := w - axis - 1
	rows := h - 2 // without the axis and the labels
	if rows < 1 || room < leastColumn {
		return few(t, bars, w, h)
	}
	if n := room / leastColumn; len(bars) > n {
		bars = bars[len(bars)-n:]
	}
	if len(bars) == 0 {
		return few(t, bars, w, h)
	}
	each := min(room/len(bars), 12)
	most := 0.0
	for _, b := range bars {
		if b.Known {
			most = max(most, b.Value)
		}
	}
	full := max(rows-1, 1) // the line over the highest bar is for its value
	lines := make([]string, 0, h)
	for row := rows - 1; row >= 0; row-- {
		l := NewLine(w)
		switch row {
		case full - 1:
			l.Text(t.Faint, FitRight(top, axis-1))
		case 0:
			l.Text(t.Faint, FitRight("0", axis-1))
		}
		l.To(axis-1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		for i, b := range bars {
			l.To(axis + 1 + i*each)
			fill := eighths(b.Value, most, full, t.ASCII)
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
			case n > -8 || fill == 0 && row == 0:
				l.Cell(value(t, b.Here), b.Text, each-1)
			}
		}
		lines = append(lines, l.String())
	}
	lines = append(lines, NewLine(w).Gap(axis-1).Glyph(t.Rule, t.Glyph.LowLeft, 1).Glyph(t.Rule, t.Glyph.Line, len(bars)*each).String())
	l := NewLine(w)
	for i, b := range bars {
		l.To(axis + 1 + i*each)
		if b.Here {
			l.Text(t.Focus, t.Glyph.Here)
			l.Cell(t.Strong, b.Label, each-2)
			continue
		}
		l.Cell(t.Faint, b.Label, each-1)
	}
	return append(lines, l.String())
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

// few says the values in words, where there is no room for bars.
func few(t *theme.Theme, bars []Column, w, h int) []string {
	lines := make([]string, 0, max(h, 0))
	for i := max(len(bars)-h, 0); i < len(bars) && len(lines) < h; i++ {
		lines = append(lines, NewLine(w).Text(t.Faint, bars[i].Label+" ").Text(value(t, bars[i].Here), bars[i].Text).String())
	}
	return Fill(lines, w, h)
}

// Rows draws lying bars, the first on top: exactly h lines of w cells. Where not
// all fit, the last line says how many are left out.
func Rows(t *theme.Theme, rows []Row, w, h int) []string {
	most, name, tail := 0, 0, 0
	for _, r := range rows {
		most = max(most, r.Count)
		name = max(name, Width(r.Label))
		tail = max(tail, Width(r.Text))
	}
	tail = min(tail, max(w/3, 4))
	name = min(name, max(w-tail-14, w/3, 1))
	room := max(w-name-tail-4, 0)
	lines := make([]string, 0, max(h, 0))
	for i, r := range rows {
		if len(lines) >= h {
			break
		}
		if len(lines) == h-1 && i < len(rows)-1 {
			lines = append(lines, NewLine(w).Text(t.Faint, "and "+strconv.Itoa(len(rows)-i)+" more").String())
			break
		}
		l := NewLine(w).Cell(t.Text, r.Label, name).Gap(1).Glyph(t.Rule, t.Glyph.Pipe, 1)
		n := eighths(float64(r.Count), float64(most), room, t.ASCII)
		full := "█"
		if t.ASCII {
			full = "#"
		}
		l.Glyph(t.Focus, full, n/8)
		if n%8 > 0 {
			l.Glyph(t.Focus, lying[n%8], 1)
		}
		lines = append(lines, l.Gap(1).Text(t.Text, r.Text).String())
	}
	return Fill(lines, w, h)
}
