package calendar

import (
	"fairway/store"
	"fairway/ui/kit"
)

// label is the name of a release beside its bar: its marks, its id and its title.
type label struct {
	mark     kit.Span
	id, text string // the text begins with the id
	from, to int    // the columns of the bar and of what belongs to it
	here     bool   // it is the chosen one
	left     bool   // it stands left of the bar
	at, room int    // where it begins, and how many columns it has; 0 for none
}

// readable is how much of a title says what it is, behind the id.
const readable = 9

// usual is how much of a name is kept free behind a bar, so that another can stand on the
// same line.
const usual = 18

// labelOf is the label of what takes the columns of an axis from from to to.
func (c *Calendar) labelOf(e *store.Entry, from, to int) label {
	l := label{id: string(e.ID), text: trackLabel(e), from: from, to: to}
	l.mark.Text, l.mark.Style = c.mark(e, 4)
	if e.Urgent() {
		l.mark = kit.Span{Style: c.env.Theme.Bad, Text: "E" + l.mark.Text}
	}
	return l
}

// least is how many columns its marks and its id need, with the cell before them.
func (l *label) least() int { return 1 + kit.Width(l.mark.Text) + kit.Width(l.id) }

// whole is how many all of it needs.
func (l *label) whole() int { return 1 + kit.Width(l.mark.Text) + kit.Width(l.text) }

// wants is how many it needs to be read.
func (l *label) wants() int { return min(l.whole(), l.least()+readable) }

// leans reports whether it goes to the left of its bar: at the right it can't be read
// before the columns end, and at the left it can better, with a cell between.
func (l *label) leans(cols int) bool {
	right, left := cols-l.to-1, l.from-1
	return right < l.wants() && left > right
}

// reach is which columns it takes together with its bar, so that another can stand on the
// same line.
func (l *label) reach(cols int) (from, to int) {
	if l.leans(cols) {
		return max(l.from-1-l.wants(), 0), l.to + 1
	}
	return l.from, l.to + 2 + min(kit.Width(l.text), usual)
}

// seat gives the labels of one line their places between the bars, in the order of
// these. A label that leans to the left shares the room there with the one before it: it
// has what makes it readable, and as much of the rest as that one leaves.
func seat(list []label, cols int) {
	free := 0 // the first column after what stands there
	for i := range list {
		n := &list[i]
		end := cols // where what it must not touch begins, less a cell
		var next *label
		if i+1 < len(list) {
			next = &list[i+1]
			end = next.from - 1
			if next.leans(cols) {
				end -= 1 + min(next.wants(), max(next.from-n.to-2-n.least(), 0))
			}
		}
		if n.left = n.leans(cols); n.left {
			n.room = max(min(n.from-1-free, n.whole()), 0)
			n.at = n.from - 1 - n.room
		} else {
			n.at = n.to + 1
			n.room = max(min(end-n.at, n.whole()), 0)
		}
		free = n.to + 1
		if !n.left {
			free = max(free, n.at+n.room)
		}
	}
}

// draw puts a label into its place: all of it, its marks and its id where the title would
// be a letter or two, or its marks alone.
func (c *Calendar) drawLabel(l *kit.Line, n *label) {
	t := c.env.Theme
	style, lead := t.Text, " "
	if n.here {
		style, lead = t.Chosen, t.Glyph.Here
	}
	text, room := n.text, n.room-1-kit.Width(n.mark.Text)
	switch id := kit.Width(n.id); {
	case room < id:
		text = ""
	case room < id+4 && room < kit.Width(text):
		text = n.id
	}
	text = kit.Cut(text, max(room, 0))
	if n.mark.Text == "" && text == "" {
		return
	}
	l.Text(t.Text, lead).Text(n.mark.Style, n.mark.Text).Text(style, text)
}
