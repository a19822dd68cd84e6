package chart

import (
	"math"
	"unicode"

	"fairway/ui/kit"
	"fairway/ui/theme"
)

// canvas is a plotting area of cells, each with one drawn character.
type canvas struct {
	w, h  int
	cells []cell
}

type cell struct {
	glyph string
	style theme.Style
}

func newCanvas(w, h int) *canvas { return &canvas{w, h, make([]cell, w*h)} }

// put draws a character; row 0 is the lowest.
func (c *canvas) put(x, row int, s theme.Style, glyph string) {
	if x >= 0 && x < c.w && row >= 0 && row < c.h {
		c.cells[row*c.w+x] = cell{glyph, s}
	}
}

// free reports whether n cells from x on are blank, or hold nothing but lines across.
func (c *canvas) free(x, row, n int, across ...string) bool {
	if x < 0 || x+n > c.w || row < 0 || row >= c.h {
		return false
	}
	for _, at := range c.cells[row*c.w+x : row*c.w+x+n] {
		ok := at.glyph == ""
		for _, g := range across {
			ok = ok || at.glyph == g
		}
		if !ok {
			return false
		}
	}
	return true
}

// text writes a text of narrow characters, where its place is free.
func (c *canvas) text(x, row int, s theme.Style, text string, across ...string) bool {
	text = kit.Visible(text)
	runes := []rune(text)
	if len(runes) != kit.Width(text) || !c.free(x, row, len(runes), across...) {
		return false
	}
	for i, r := range runes {
		if unicode.IsMark(r) || kit.Width(string(r)) != 1 {
			return false
		}
		c.put(x+i, row, s, string(r))
	}
	return true
}

// across draws a level through all columns.
func (c *canvas) across(row int, s theme.Style, glyph string) {
	for x := range c.w {
		c.put(x, row, s, glyph)
	}
}

// line puts a row of the canvas, pieces of one style at once.
func (c *canvas) line(l *kit.Line, row int) {
	for x := 0; x < c.w; {
		at := c.cells[row*c.w+x]
		n := 1
		for x+n < c.w && c.cells[row*c.w+x+n] == at {
			n++
		}
		if at.glyph == "" {
			l.Gap(n)
		} else {
			l.Glyph(at.style, at.glyph, n)
		}
		x += n
	}
}

// scale is the row of a value between two others.
type scale struct {
	low, high float64
	rows      int
}

func (s scale) row(v float64) int {
	if !(s.high > s.low) || math.IsNaN(v) {
		return 0
	}
	at := (min(max(v, s.low), s.high) - s.low) / (s.high - s.low)
	return int(math.Round(at * float64(s.rows-1)))
}
