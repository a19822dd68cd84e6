package calendar

import (
	"fmt"
	"strings"

	"fairway/model/when"
	"fairway/ui/kit"
)

// viewLarge draws the agenda for a room: each release over the whole width, its date in
// front, and under it what must be seen, in as few words as that takes.
func (c *Calendar) viewLarge(w, h int) string {
	t, a := c.env.Theme, &c.agenda
	if a.loaded && len(a.entries) == 0 {
		return c.viewAgenda(w, h)
	}
	var blocks [][]string
	var last when.Date
	for _, r := range a.rows {
		if r.entry < 0 || r.under > 0 {
			continue
		}
		e := &a.entries[r.entry]
		date := ""
		if r.date != last {
			date, last = strings.ToUpper(r.date.Weekday().String()[:3])+" "+r.date.Format(when.Short)[4:], r.date
		}
		const dates = 11
		chosen := r.entry == a.at
		l := kit.NewLine(w).Gap(1)
		if chosen {
			l.Text(t.Focus, t.Glyph.Here)
		} else {
			l.Gap(1)
		}
		dateStyle := t.Title
		if r.date == c.today() {
			dateStyle = t.Today
		}
		l.Text(dateStyle, date).To(2 + dates)
		style := t.Strong
		if chosen {
			style = t.Chosen
		}
		l.Text(style, kit.Cut(strings.ToUpper(title(e)), max(l.Left()-1, 0)))
		under := kit.NewLine(w).Gap(2+dates).Text(t.Text, c.clock(e, r.date)).Gap(2)
		words := c.words(e)
		for i, s := range words[:min(len(words), 4)] {
			if i > 0 {
				if kit.Width(s.Text)+3 > under.Left() { // half a word is read by nobody across a room
					continue
				}
				under.Text(t.Faint, " "+t.Glyph.Dot+" ")
			}
			under.Text(s.Style, kit.Cut(s.Text, max(under.Left(), 0)))
		}
		block := []string{l.String(), under.String()}
		if found := conflictsOf(e); len(found) > 0 { // the worst is the first
			more := ""
			if len(found) > 1 {
				more = fmt.Sprintf(" +%d", len(found)-1)
			}
			// With what it collides is behind how badly: a second line has it where one doesn't.
			parts := kit.Wrap(t.Glyph.Conflict+" "+found[0].Reason().Text, max(w-3-dates-kit.Width(more), 1))
			for i, part := range parts[:min(len(parts), 2)] {
				l := kit.NewLine(w).Gap(2 + dates)
				if i == 1 {
					part = "  " + strings.Join(parts[1:], " ")
				}
				l.Text(t.Warn, kit.Cut(part, max(w-3-dates-kit.Width(more), 0)))
				if i == 0 {
					l.Text(t.Faint, more)
				}
				block = append(block, l.String())
			}
		}
		blocks = append(blocks, append(block, kit.Blank(w)))
	}
	lines := []string{kit.NewLine(w).Gap(1).Text(t.Title, "FROM "+strings.ToUpper(a.from.Format(when.Long))).To(w-20).Text(t.Faint, kit.Cut("L smaller", 19)).String(), kit.Blank(w)}
	top, n := fitting(blocks, c.largeTop, a.at, max(h-len(lines)-1, 1))
	c.largeTop = top
	for _, b := range blocks[top : top+n] {
		lines = append(lines, b...)
	}
	lines = kit.Fill(lines[:min(len(lines), h-1)], w, h-1)
	if left := len(blocks) - top - n; left > 0 {
		lines = append(lines, kit.NewLine(w).Gap(2).Text(t.Faint, kit.Count(left, "more entry")+" below; j goes on").String())
	}
	return kit.Page(lines, w, h)
}
