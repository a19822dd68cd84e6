package calendar

import (
	"slices"
	"strconv"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// shadeOf is the mark of the window that lies over a stretch of a day, the
// hardest; "" for none.
func (c *Calendar) shadeOf(d int, spans []when.Span) (glyph string, style theme.Style, entry int) {
	t := c.env.Theme
	entry = -1
	for i := range c.week.shade[d] {
		s := &c.week.shade[d][i]
		if !touches(spans, s.span) {
			continue
		}
		switch {
		case s.hard:
			return t.Glyph.Hard, t.Hard, s.entry
		case s.soft:
			glyph, style, entry = t.Glyph.Soft, t.Soft, s.entry
		case glyph == "" && s.back:
			glyph, style, entry = t.Glyph.Window, t.Note, s.entry
		}
	}
	return glyph, style, entry
}

// beginsIn is the maintenance window that is first seen in a band of a day: of several the
// chosen one, else the first.
func (c *Calendar) beginsIn(l *layout, b, d int) *store.Entry {
	var first *store.Entry
	pick := c.week.pick(c.day)
	for _, s := range c.week.shade[d] {
		if !s.hard && !s.soft && touches(l.spans[b][d], s.span) && (b == 0 || !touches(l.spans[b-1][d], s.span)) {
			if e := &c.week.page.entries[s.entry]; first == nil || s.entry == pick {
				first = e
			}
		}
	}
	return first
}

// windowTitle names a maintenance window where it begins, with its sign where
// a freeze has taken the place of that.
func (c *Calendar) windowTitle(l *kit.Line, e *store.Entry, shade string, w int) {
	t := c.env.Theme
	if shade != t.Glyph.Window && w > 1 {
		l.Glyph(t.Note, t.Glyph.Window, 1)
		w--
	}
	style := t.Faint
	if at, ok := c.week.chosen(c.day); ok && at == e {
		style = t.Chosen
	}
	l.Text(style, kit.Cut(scoped(e, w), w))
}

// listCell is one line of a day in a band: an entry as time and name.
func (c *Calendar) listCell(l *kit.Line, a *layout, b, d, n, w int, current bool) {
	t, k := c.env.Theme, &c.week
	spans := a.spans[b][d]
	glyph, style, _ := c.shadeOf(d, spans)
	pick := k.pick(c.day)
	var here []placed
	goes := false
	for _, p := range a.place[d] {
		if p.from == b {
			here = append(here, p)
		}
	}
	for from := 0; from <= d && glyph == "" && !goes; from++ {
		for _, i := range k.timed[from] {
			span := spanOf(k.page.entries[i], c.env.Zone)
			if touches(spans, span) && !slices.ContainsFunc(here, func(p placed) bool { return p.entry == i }) {
				goes = true
				break
			}
		}
	}
	switch {
	case glyph != "":
		l.Glyph(style, glyph, 1)
	case goes:
		l.Glyph(t.Faint, t.Glyph.Down, 1)
	default:
		l.Gap(1)
	}
	room := w - 1
	end := l.Used() + room - 1
	lines := a.bands[b].lines
	top := 0
	if len(here) > lines {
		at := slices.IndexFunc(here, func(p placed) bool { return p.entry == pick })
		top = kit.Scroll(0, max(at, 0), max(lines-1, 1), len(here)+1)
		if n == lines-1 && (lines > 1 || at < 0) {
			var hidden []*store.Entry
			for i := range here {
				if i < top || i >= top+max(lines-1, 0) {
					hidden = append(hidden, &k.page.entries[here[i].entry])
				}
			}
			c.moreLine(l, len(hidden), hidden, room-1)
			return
		}
	}
	if n+top < len(here) {
		c.listEntry(l, &k.page.entries[here[n+top].entry], d, room, here[n+top].entry == pick)
		return
	}
	today := k.row.Days[d].Date == c.today()
	switch {
	case len(spans) == 0 && n == 0:
		l.Text(t.Faint, kit.Cut("skipped", room-1))
	case current && today:
		l.Glyph(t.Today, t.Glyph.Line, room-1)
	case k.more[d] > 0 && b == len(a.bands)-1 && n == lines-1:
		l.Text(t.Faint, kit.Cut("+"+strconv.Itoa(k.more[d])+" more", room))
	case n == len(here):
		if e := c.beginsIn(a, b, d); e != nil && c.windows {
			c.windowTitle(l, e, glyph, room-1)
		}
	}
	c.hours(l, glyph, end)
}

// hours is the ground of a maintenance window, as far as nothing stands on it.
func (c *Calendar) hours(l *kit.Line, glyph string, end int) {
	if glyph == c.env.Theme.Glyph.Window {
		l.Text(c.env.Theme.Hours, kit.Spaces(max(end-l.Used(), 0)))
	}
}

// listEntry is an entry as time and name.
func (c *Calendar) listEntry(l *kit.Line, e *store.Entry, d, w int, chosen bool) {
	t := c.env.Theme
	end := l.Used() + w
	at := e.Start.At.In(c.env.Zone)
	clock := "…" // it began in another week
	if !spanOf(*e, c.env.Zone).Start.Before(c.week.row.Days[d].Span.Start) {
		clock = at.Format("15")
		if at.Minute() != 0 {
			clock = at.Format("15:04")
		}
	}
	style := c.nameStyle(e, t.Block)
	if chosen {
		style = t.Chosen
		l.Text(style, clock)
	} else {
		l.Text(t.BlockFaint, clock)
	}
	mark, markStyle := c.mark(e, 2)
	if e.Urgent() {
		mark, markStyle = mark+"E", t.Bad
	}
	if mark == "" {
		mark = " "
	}
	l.Text(markStyle, mark)
	if e.Urgent() {
		l.Gap(1)
	}
	l.Text(style, kit.Cut(title(e), end-l.Used()-1))
	l.Text(t.Block, kit.Spaces(end-1-l.Used())).To(end)
}
