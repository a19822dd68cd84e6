package diagram

import (
	"fairway/model/process/diagram"
	"fairway/ui/theme"
)

// The ways in which a line leaves a cell.
const (
	up = 1 << iota
	down
	left
	right
	dashed // it is of what isn't usual
	border // it is of a box
)

// canvas holds which lines go through each cell, so that they join where they
// meet.
type canvas struct {
	t     *theme.Theme
	w     int
	cells []uint8
	heads map[diagram.Point]string
}

func newCanvas(t *theme.Theme, w, h int) *canvas {
	return &canvas{t: t, w: w, cells: make([]uint8, w*h), heads: map[diagram.Point]string{}}
}

func (c *canvas) add(x, y int, bits uint8) { c.cells[y*c.w+x] |= bits }

// leg draws a straight piece of a line.
func (c *canvas) leg(a, b diagram.Point, bits uint8) {
	switch {
	case a.Y == b.Y:
		for x := min(a.X, b.X); x < max(a.X, b.X); x++ {
			c.add(x, a.Y, right|bits)
			c.add(x+1, a.Y, left|bits)
		}
	default:
		for y := min(a.Y, b.Y); y < max(a.Y, b.Y); y++ {
			c.add(a.X, y, down|bits)
			c.add(a.X, y+1, up|bits)
		}
	}
}

// line draws a way with its arrow head.
func (c *canvas) line(l *diagram.Line, unusual bool) {
	bits := uint8(0)
	if unusual {
		bits = dashed
	}
	for i := 1; i < len(l.Points); i++ {
		c.leg(l.Points[i-1], l.Points[i], bits)
	}
	a, b := l.Points[len(l.Points)-2], l.Points[len(l.Points)-1]
	g := c.t.Glyph
	switch {
	case b.X > a.X:
		c.heads[b] = g.Right
	case b.X < a.X:
		c.heads[b] = g.Left
	case b.Y > a.Y:
		c.heads[b] = g.Down
	default:
		c.heads[b] = g.Up
	}
}

func (c *canvas) box(b *diagram.Placed) {
	x2, y2 := b.X+b.W-1, b.Y+b.H-1
	c.leg(diagram.Point{X: b.X, Y: b.Y}, diagram.Point{X: x2, Y: b.Y}, border)
	c.leg(diagram.Point{X: b.X, Y: y2}, diagram.Point{X: x2, Y: y2}, border)
	c.leg(diagram.Point{X: b.X, Y: b.Y}, diagram.Point{X: b.X, Y: y2}, border)
	c.leg(diagram.Point{X: x2, Y: b.Y}, diagram.Point{X: x2, Y: y2}, border)
}

// at is the character of a cell.
func (c *canvas) at(x, y int) (string, theme.Style) {
	t := c.t
	if head, ok := c.heads[diagram.Point{X: x, Y: y}]; ok {
		return head, t.Strong
	}
	cell := c.cells[y*c.w+x]
	style := t.Faint
	switch {
	case cell&border != 0:
		style = t.Border
	case cell&dashed != 0:
		style = t.Note
	}
	return c.joined(cell), style
}

// joined is the character in which lines meet.
func (c *canvas) joined(cell uint8) string {
	g := c.t.Glyph
	unusual := cell&dashed != 0 && cell&border == 0
	switch cell & (up | down | left | right) {
	case 0:
		return " "
	case left, right, left | right:
		if unusual {
			return g.Dash
		}
		return g.Line
	case up, down, up | down:
		if unusual {
			return g.DashPipe
		}
		return g.Pipe
	case down | right:
		return g.TopLeft
	case down | left:
		return g.TopRight
	case up | right:
		return g.LowLeft
	case up | left:
		return g.LowRight
	case up | left | right:
		return g.TeeUp
	case down | left | right:
		return g.TeeDown
	case up | down | left:
		return g.TeeLeft
	case up | down | right:
		return g.TeeRight
	}
	return g.Cross
}
