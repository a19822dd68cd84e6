package calendar

import (
	"fairway/model"
	"fairway/model/when"
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
	most     int    // how many columns it may take; 0 for any number
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

// labelBeside is the label of what is tried, beside where it would lie. Where it lay, and
// its baseline, are seen all the same: the label ends before them, or stands behind them
// where it couldn't be read so.
func (c *Calendar) labelBeside(a axis, e *store.Entry, from, to int) label {
	n := c.labelOf(e, from, to)
	all := n
	all.from, all.to, _ = c.extent(a, e)
	room := -1 // between the plan and what is next to it on that side
	for _, col := range c.pastColumns(a, e) {
		by := col - to - 1
		if n.leans(a.cols) {
			by = from - 2 - col
		}
		if by >= 0 && (room < 0 || by < room) {
			room = by
		}
	}
	switch {
	case room < 0: // nothing stands there
		return n
	case room < n.wants():
		return all
	}
	n.most = room
	return n
}

// pastColumns are the columns of what is drawn of a release besides its plan: where it was
// moved from, its baseline, and its runs.
func (c *Calendar) pastColumns(a axis, e *store.Entry) []int {
	if e.Track == nil {
		return nil
	}
	spans := model.Each(e.Track.From, func(s model.Slot) when.Span { return momentSpan(s.Start, c.env.Zone) })
	spans = append(spans, model.Each(e.Track.Runs, func(r store.TrackRun) when.Span { return runSpan(r, c.env.Clock()) })...)
	if !e.Track.Baseline.IsZero() {
		spans = append(spans, momentSpan(e.Track.Baseline, c.env.Zone))
	}
	var out []int
	for _, s := range spans {
		if from, _, ok := a.span(s); ok {
			out = append(out, from)
		}
	}
	return out
}

// least is how many columns its marks and its id need, with the cell before them.
func (l *label) least() int { return 1 + kit.Width(l.mark.Text) + kit.Width(l.id) }

// whole is how many all of it needs, or may take.
func (l *label) whole() int {
	n := 1 + kit.Width(l.mark.Text) + kit.Width(l.text)
	if l.most > 0 {
		n = min(n, l.most)
	}
	return n
}

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
