package calendar

import (
	"slices"
	"strconv"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
)

// stripLines draws the bars over the hours.
func (c *Calendar) stripLines(lines []string, at [8]int, w, shown, all int) []string {
	t, k := c.env.Theme, &c.week
	pick := k.pick(c.day)
	visible := make([]int, shown)
	for i := range visible {
		visible[i] = i
	}
	over := shown > 0 && all > shown
	if over {
		visible = visible[:shown-1]
		for _, b := range k.bars {
			if b.entry == pick && b.line >= shown-1 && len(visible) > 0 {
				visible[len(visible)-1] = b.line // the chosen one is always seen
			}
		}
	}
	for i, wanted := range visible {
		l := kit.NewLine(w)
		if i == 0 {
			l.Text(t.Faint, " days")
		}
		for n := range k.bars {
			if b := &k.bars[n]; b.line == wanted {
				l.To(at[b.from])
				c.barLine(l, &k.page.entries[b.entry], at[b.to+1]-at[b.from]-1, b.entry == pick)
			}
		}
		lines = append(lines, l.String())
	}
	if over {
		l := kit.NewLine(w)
		for d := range 7 {
			var hidden []*store.Entry
			for _, b := range k.bars {
				if b.from <= d && d <= b.to && !slices.Contains(visible, b.line) {
					hidden = append(hidden, &k.page.entries[b.entry])
				}
			}
			if n := len(hidden); n > 0 {
				l.To(at[d]).Gap(1)
				c.moreLine(l, n, hidden, at[d+1]-at[d]-2)
			}
		}
		lines = append(lines, l.String())
	}
	return lines
}

// barLine draws something over whole days.
func (c *Calendar) barLine(l *kit.Line, e *store.Entry, w int, chosen bool) {
	t := c.env.Theme
	end := l.Used() + w
	glyph, style, text, words := t.Glyph.Line, t.Rule, title(e), t.Text
	switch {
	case e.Kind == model.WindowFreeze && e.Hard:
		glyph, style, words = t.Glyph.Hard, t.Hard, t.Hard
	case e.Tints():
		glyph, style, words = t.Glyph.Soft, t.Soft, t.Soft
	case e.Kind == model.WindowHoliday:
		glyph, words = " ", t.Note
	case e.Kind == string(model.KindMilestone):
		text = t.Glyph.Milestone + " " + text
	}
	lead := " "
	if e.Tints() {
		lead = glyph
	}
	words = c.nameStyle(e, words)
	if chosen {
		lead, words = t.Glyph.Here, t.Chosen
	}
	if w < 1 {
		return
	}
	l.Text(style, lead)
	if e.Kind == string(model.KindRelease) || e.Emergency {
		text = strconv.FormatInt(e.ID.Number(), 10) + " " + title(e)
		if w >= 16 {
			text = string(e.ID) + " " + title(e)
		}
		if mark, markStyle := c.mark(e, 2); mark != "" && w > 6 {
			l.Text(markStyle, mark).Gap(1)
		}
		if e.Urgent() {
			l.Text(t.Bad, "E").Gap(1)
		}
	}
	if e.Tints() || e.Kind == model.WindowHoliday {
		text = scoped(e, end-l.Used())
	}
	l.Text(words, kit.Cut(text, end-l.Used()))
	if left := end - l.Used(); left > 1 {
		l.Gap(1).Glyph(style, glyph, left-1)
	}
	l.To(end)
}
