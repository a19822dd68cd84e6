package calendar

import (
	"strconv"

	"fairway/store"
	"fairway/ui/kit"
)

// gridCell is one line of a day in the grid: the blocks that lie on it.
func (c *Calendar) gridCell(l *kit.Line, a *layout, b, d, w int, current bool) {
	t, k := c.env.Theme, &c.week
	spans := a.spans[b][d]
	glyph, style, _ := c.shadeOf(d, spans)
	if glyph == "" {
		l.Gap(1)
	} else {
		l.Glyph(style, glyph, 1)
	}
	x, room := l.Used(), w-2
	pick := k.pick(c.day)
	var row [12]*placed // by column
	cols, of := 0, 1
	var hidden []*store.Entry
	hide := func(p *placed) { hidden = append(hidden, &k.page.entries[p.entry]) }
	for i := range a.place[d] {
		p := &a.place[d][i]
		if p.from > b || p.to < b {
			continue
		}
		of = p.of
		cols = min(of, max(room/leastBlock, 1), len(row))
		switch {
		case p.col < cols-1 || of <= cols:
			row[p.col] = p
		case p.entry == pick || row[cols-1] == nil && p.col == cols-1:
			if row[cols-1] != nil && row[cols-1].from == b {
				hide(row[cols-1])
			}
			row[cols-1] = p
		case p.from == b:
			hide(p)
		}
	}
	today := k.row.Days[d].Date == c.today()
	if cols == 0 {
		switch e := c.beginsIn(a, b, d); {
		case len(spans) == 0 && !a.bands[b].again:
			l.Text(t.Faint, kit.Cut("no such hour", room))
		case current && today:
			l.Glyph(t.Today, t.Glyph.Line, room)
		case k.more[d] > 0 && b == len(a.bands)-1:
			l.Text(t.Faint, kit.Cut("+"+strconv.Itoa(k.more[d])+" more", room))
		case e != nil && c.windows:
			c.windowTitle(l, e, glyph, room)
		}
		c.hours(l, glyph, x+room)
		return
	}
	for i := range cols {
		l.To(x + room*i/cols)
		width := room*(i+1)/cols - room*i/cols
		p := row[i]
		if p == nil {
			if current && today {
				l.Glyph(t.Today, t.Glyph.Line, width)
			}
			c.hours(l, glyph, x+room*(i+1)/cols)
			continue
		}
		more, mark, style := "", "", t.Warn
		if i == cols-1 && len(hidden) > 0 {
			more = "+" + strconv.Itoa(len(hidden))
			if mark, style = c.allMarks(hidden, 1); width-len(more)-kit.Width(mark) < leastBlock { // what is shown has to be read
				mark = ""
			}
		}
		c.block(l, p, b, d, max(width-len(more)-kit.Width(mark), 1), p.entry == pick)
		l.Text(t.Warn, more).Text(style, mark)
	}
}

// block is one line of an entry in the grid.
func (c *Calendar) block(l *kit.Line, p *placed, b, d, w int, chosen bool) {
	t, k := c.env.Theme, &c.week
	e := &k.page.entries[p.entry]
	end := l.Used() + w
	edge, edgeStyle := t.Glyph.Pipe, t.Key
	switch {
	case p.from == p.to:
	case b == p.from:
		edge = t.Glyph.TopLeft
	case b == p.to:
		edge = t.Glyph.LowLeft
	}
	mark, markStyle := c.mark(e, 2)
	if mark != "" {
		edgeStyle = markStyle
	}
	emergency := e.Urgent()
	if emergency {
		edgeStyle = t.Bad
	}
	style, body, faint := t.Block, t.Block, t.BlockFaint
	if e.Ghost {
		edge, edgeStyle, style, body = t.Glyph.DashPipe, t.Faint, t.Faint, t.Faint
	}
	if chosen {
		edgeStyle, style = t.Focus, t.Chosen
	}
	l.Glyph(edgeStyle, edge, 1)
	clock := e.Start.At.In(c.env.Zone).Format("15:04")
	span := spanOf(*e, c.env.Zone)
	if span.Start.Before(k.row.Days[d].Span.Start) {
		clock = "–" + span.End.In(c.env.Zone).Format("15:04")
	}
	short := p.from == p.to
	switch b - p.from {
	case 0:
		if w >= 12 || short && w >= 10 {
			l.Text(style, clock+" ")
		}
		if emergency {
			l.Text(t.Bad, "E").Gap(1)
		}
		if mark != "" {
			l.Text(markStyle, mark).Gap(1)
		}
		if short || w < 12 {
			l.Text(style, kit.Cut(title(e), end-l.Used()))
		} else {
			l.Text(style, kit.Cut(string(e.ID), end-l.Used()))
		}
	case 1:
		if w < 12 {
			l.Text(faint, kit.Cut(clock, end-l.Used()))
		} else {
			l.Text(body, kit.Cut(title(e), end-l.Used()))
		}
	case 2:
		if e.Card != nil {
			l.Text(faint, kit.Cut(apart(e.Card.StageWords), end-l.Used()))
		}
	case 3:
		if e.Card != nil {
			l.Text(faint, kit.Cut(apart(e.Card.ServiceName), end-l.Used()))
		}
	}
	l.Text(body, kit.Spaces(end-l.Used()))
}
