// Package diagram draws a workflow, as model/process/diagram has laid it out, with
// the characters and styles of a terminal: for the Process screen and the command
// line alike.
package diagram

import (
	"fairway/model/process/diagram"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// Ruler measures in the cells of a terminal.
type Ruler struct{}

// Width is how many cells a text takes.
func (Ruler) Width(s string) int { return kit.Width(s) }

// Wrap breaks a text into lines.
func (Ruler) Wrap(s string, w int) []string { return kit.Wrap(s, w) }

// Cut shortens a text.
func (Ruler) Cut(s string, w int) string { return kit.Cut(s, w) }

// Drawing is a graph as finished lines.
type Drawing struct {
	Lines []string
	// Picture says where the boxes are; it has none where there was no room, and
	// the stages are a list.
	diagram.Picture
	graph *diagram.Graph
}

// None is the chosen box where none is.
const None = -1

// Draw draws a graph in lines of exactly w cells, one of its boxes chosen. Where
// there is no room for boxes it lists the stages.
func Draw(t *theme.Theme, g *diagram.Graph, w, chosen int) Drawing {
	pic, ok := diagram.Lay(g, w, Ruler{})
	d := Drawing{Picture: pic, graph: g}
	if !ok {
		d.list(t, w, chosen)
		return d
	}
	c := newCanvas(t, pic.W, pic.H)
	for i := range pic.Lines {
		c.line(&pic.Lines[i], g.Ways[pic.Lines[i].Way].Kind != diagram.On)
	}
	for i := range pic.Boxes {
		c.box(&pic.Boxes[i])
	}
	d.Lines = make([]string, pic.H)
	for y := range d.Lines {
		l := kit.NewLine(w)
		d.row(t, c, l, y, chosen)
		d.Lines[y] = l.String()
	}
	return d
}

// row puts one line of the picture together: characters of the canvas, and texts
// where they stand.
func (d *Drawing) row(t *theme.Theme, c *canvas, l *kit.Line, y, chosen int) {
	for l.Used() < d.W && l.Left() > 0 {
		x := l.Used()
		if text, style, n := d.textAt(t, x, y, chosen); n > 0 {
			l.Cell(style, text, n)
			continue
		}
		glyph, style := c.at(x, y)
		if b := d.boxAt(x, y); b == chosen && chosen != None {
			if style = t.Focus; x == d.Boxes[b].X && y == d.Boxes[b].Y {
				glyph = t.Glyph.HereLeft
			}
		}
		l.Glyph(style, glyph, 1)
	}
}

// textAt is the text that begins at a cell, and how many cells are its own.
func (d *Drawing) textAt(t *theme.Theme, x, y, chosen int) (string, theme.Style, int) {
	if i := d.boxAt(x, y); i != None {
		b := &d.Boxes[i]
		title, said, phase := t.Text, t.Faint, t.Title
		if i == chosen {
			title = t.Chosen
		}
		box := &d.graph.Boxes[b.Box]
		if m := box.Mark; m != nil {
			if said = t.Strong; m.Overdue > 0 {
				said = t.Bad
			}
		}
		inside := x == b.X+2
		switch at := y - b.Y - 1; {
		case at == -1 && x == b.X+1 && b.Phase != "":
			text := kit.Cut(b.Phase, b.W-4)
			return " " + text + " ", phase, kit.Width(text) + 2
		case inside && at >= 0 && at < len(b.Title):
			return b.Title[at], title, kit.Width(b.Title[at])
		case inside && at == b.H-3:
			return b.Said, said, kit.Width(b.Said)
		}
		return "", t.Text, 0
	}
	for i := range d.Picture.Lines {
		if one := &d.Picture.Lines[i]; one.Label != "" && one.At.Y == y && one.At.X-1 == x {
			return " " + one.Label + " ", t.Note, kit.Width(one.Label) + 2
		}
	}
	return "", t.Text, 0
}

// boxAt is the box that a cell belongs to.
func (d *Drawing) boxAt(x, y int) int {
	for i := range d.Boxes {
		if b := &d.Boxes[i]; x >= b.X && x < b.X+b.W && y >= b.Y && y < b.Y+b.H {
			return i
		}
	}
	return None
}

// list is the graph where there is no room for boxes: a stage a line.
func (d *Drawing) list(t *theme.Theme, w, chosen int) {
	for i := range d.graph.Boxes {
		b := &d.graph.Boxes[i]
		l := kit.NewLine(w)
		style := l.Here(t, i == chosen)
		l.Text(style, b.Title)
		if said := b.Said(); said != "" {
			l.Gap(1).Text(t.Faint, said)
		}
		d.Lines = append(d.Lines, l.String())
	}
}

// Legend says each way that is not the usual one in words, in lines of exactly w
// cells: those whose label found no room in the picture by their letter.
func (d *Drawing) Legend(t *theme.Theme, w int) []string {
	var out []string
	arrow := t.Glyph.Arrow
	if t.ASCII {
		arrow = "->"
	}
	for _, k := range d.Keyed(d.graph) {
		lead := "  "
		if k.Key != "" {
			lead = k.Key + " "
		}
		text := d.graph.Boxes[k.From].Title + " " + arrow + " " + d.graph.Boxes[k.To].Title
		if k.Label != "" {
			text += ": " + k.Label
		}
		indent := min(kit.Width(lead)+1, max(w-1, 0))
		for i, part := range kit.Wrap(text, max(w-indent, 1)) {
			l := kit.NewLine(w)
			if i == 0 {
				l.Gap(1).Text(t.Note, lead)
			}
			out = append(out, l.To(indent).Text(t.Text, part).String())
		}
	}
	return out
}
