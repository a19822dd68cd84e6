package board

import (
	"strconv"
	"strings"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// View draws the board.
func (b *Board) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	t := b.env.Theme
	if w != b.width || h != b.height {
		b.width, b.height = w, h
		b.scroll()
	}
	if text := b.emptyText(); text != nil {
		return kit.Centred(t, text, w, h)
	}
	lines := make([]string, 0, h+cardHeight)
	lines = append(lines, b.strip(w), b.titles(w), b.rules(w))
	if b.zoomed {
		lines = b.table(lines, w)
	} else {
		lines = b.cards(lines, w)
	}
	for len(lines) < h-1 {
		lines = append(lines, kit.Blank(w))
	}
	if len(lines) < h {
		lines = append(lines, b.more(w))
	}
	return kit.Page(lines, w, h)
}

// emptyText says what to do where there is nothing to see.
func (b *Board) emptyText() []string {
	total := 0
	for i := range b.columns {
		total += b.columns[i].Count
	}
	switch {
	case b.trouble != "" && len(b.columns) == 0:
		return []string{"The board could not be loaded", "", b.trouble, "", "ctrl+l tries again"}
	case !b.loaded:
		return []string{"", "loading"}
	case total > 0:
		return nil
	case b.filter != "":
		return []string{"No release fits the filter", "", b.filter, "", "esc drops it, / changes it, o adds those that have ended"}
	case b.env.AsOf != store.Now:
		return []string{"No release was open then", "", "esc leads back to the present"}
	}
	return []string{"No release yet", "",
		"fairway release new          registers the first one",
		"fairway import schedule.ics  brings a calendar in   ",
		"", "What is entered elsewhere appears here by itself."}
}

// strip is the first line: the phases with their counts, always all of them.
func (b *Board) strip(w int) string {
	t := b.env.Theme
	right, style := "all releases", t.Faint
	if b.filter != "" {
		right, style = "filter: "+b.filter, t.Note
	}
	if b.ended {
		right += " + ended"
	}
	if b.wrong != "" {
		right, style = b.wrong, t.Bad
	}
	phase := ""
	if b.col < len(b.columns) {
		phase = b.columns[b.col].Phase
	}
	l := kit.NewLine(w).Gap(1)
	for i, p := range b.phases {
		if i > 0 {
			l.Gap(1).Glyph(t.Faint, t.Glyph.Bar, 1).Gap(1)
		}
		name := t.Faint
		if p.Phase == phase {
			name = t.Title
		}
		l.Text(name, strings.ToUpper(p.Phase)).Gap(1).Text(t.Strong, strconv.Itoa(p.Count))
	}
	room := l.Left() - 3
	if room < 6 {
		return l.String()
	}
	right = kit.Cut(right, room)
	return l.To(w-1-kit.Width(right)).Text(style, right).String()
}

// titles is the second line: the stages with their counts.
func (b *Board) titles(w int) string {
	t := b.env.Theme
	n, width := b.across(w)
	l := kit.NewLine(w)
	if b.left > 0 {
		l.Glyph(t.Key, t.Glyph.Left, 1)
	}
	l.To(1)
	for i := b.left; i < len(b.columns) && i < b.left+n; i++ {
		c := &b.columns[i]
		style := t.Text
		if i == b.col {
			style = t.Title
		}
		late := ""
		if c.Late > 0 {
			late = t.Glyph.Late + strconv.Itoa(c.Late) + " late"
		}
		count := strconv.Itoa(c.Count)
		start := l.Used()
		title := kit.Cut(c.Title, max(width-len(count)-2, 1))
		l.Text(style, title).Gap(1).Text(t.Strong, count)
		if free := width - (l.Used() - start); late != "" && free >= kit.Width(late)+1 {
			l.To(start+width-kit.Width(late)).Text(t.Bad, late)
		}
		l.To(start + width + 1)
	}
	line := l.String()
	if b.left+n < len(b.columns) && w > 2 {
		line = kit.Splice(line, t.Key.Of(t.Glyph.Right), w-1, 1)
	}
	return line
}

// rules underlines the titles, the chosen one's seen.
func (b *Board) rules(w int) string {
	t := b.env.Theme
	n, width := b.across(w)
	l := kit.NewLine(w).Gap(1)
	for i := b.left; i < len(b.columns) && i < b.left+n; i++ {
		style := t.Rule
		if i == b.col {
			style = t.Focus
		}
		l.Glyph(style, t.Glyph.Line, width).Gap(1)
	}
	return l.String()
}

func (b *Board) look(c *column, i, col, width int, today when.Date) look {
	d, known := b.dots[c.card[i].ID]
	return look{width: width, today: today, dots: d.Dots, known: known, chosen: col == b.col && c.skip+i == c.at}
}

// cards draws the cards that are seen, and no others.
func (b *Board) cards(lines []string, w int) []string {
	n, width := b.across(w)
	rows := b.visible()
	today := b.today()
	blank := kit.Spaces(width)
	shown := make([]*[cardHeight]string, n)
	for row := range rows {
		for k := range n {
			shown[k] = nil
			if i := b.left + k; i < len(b.columns) {
				c := &b.columns[i]
				if at := c.top + row - c.skip; at >= 0 && at < len(c.card) {
					shown[k] = c.card[at].picture(b.env, b.look(c, at, i, width, today))
				}
			}
		}
		size := w
		for _, p := range shown {
			if p != nil {
				size += len(p[0])
			}
		}
		for part := range cardHeight {
			var s strings.Builder
			s.Grow(size)
			s.WriteByte(' ')
			for _, p := range shown {
				if p == nil {
					s.WriteString(blank)
				} else {
					s.WriteString(p[part])
				}
				s.WriteByte(' ')
			}
			used := 1 + n*(width+1)
			if used > w { // narrower than any card
				lines = append(lines, kit.Blank(w))
				continue
			}
			s.WriteString(kit.Spaces(w - used))
			lines = append(lines, s.String())
		}
	}
	return lines
}

// more is the last line: what lies above and below in each column.
func (b *Board) more(w int) string {
	t := b.env.Theme
	n, width := b.across(w)
	rows := b.visible()
	l := kit.NewLine(w).Gap(1)
	for i := b.left; i < len(b.columns) && i < b.left+n; i++ {
		c := &b.columns[i]
		text := ""
		if c.top > 0 {
			text = t.Glyph.Up + strconv.Itoa(c.top) + " "
		}
		if below := c.Count - c.top - rows; below > 0 {
			text += t.Glyph.Down + strconv.Itoa(below) + " more"
		}
		l.Cell(t.Faint, text, width).Gap(1)
	}
	return l.String()
}

// table draws the zoomed column: a line a release.
func (b *Board) table(lines []string, w int) []string {
	if b.col >= len(b.columns) {
		return lines
	}
	e, t := b.env, b.env.Theme
	c := &b.columns[b.col]
	today := b.today()
	wide := w >= 110
	dateWidth, name := 10, max(w-66, 8)
	if wide {
		dateWidth, name = 16, max((w-84)/2, 12)
	}
	for row := range b.visible() {
		l := kit.NewLine(w)
		at := c.top + row - c.skip
		if at < 0 || at >= len(c.card) {
			lines = append(lines, l.String())
			continue
		}
		card := &c.card[at].Card
		k := b.look(c, at, b.col, w, today)
		if k.chosen {
			l.Glyph(t.Focus, t.Glyph.Here, 1)
			id := kit.Cut(string(card.ID), 10)
			l.Text(t.Chosen, id)
		} else {
			l.Gap(1).Text(t.Strong, kit.Cut(string(card.ID), 10))
		}
		l.To(12)
		text, style := risk(t, card.Band, 11)
		l.Cell(style, text, 12)
		room := name
		switch {
		case card.Type == "emergency":
			l.Text(t.Urgent, " EMERGENCY ").Gap(1)
			room -= 12
		case wide:
			l.Cell(t.Faint, card.Type, 11).Gap(1)
			room -= 12
		}
		l.Cell(t.Text, strings.TrimSpace(card.Name+" "+card.Version), max(room, 1)).Gap(1)
		if wide {
			l.Cell(t.Faint, card.ServiceName, name).Gap(1)
		}
		style = t.Text
		if card.Late {
			style = t.Bad
		}
		l.Cell(style, date(e, *card, dateWidth), dateWidth)
		mark := " "
		if card.Conflict {
			mark = t.Glyph.Conflict
		}
		l.Gap(1).Text(t.Warn, mark).Gap(1)
		text, style = stay(e, *card, 10)
		l.Cell(style, text, 11).Gap(1)
		text, style = dotText(t, k, l.Left()-1)
		l.Text(style, text)
		lines = append(lines, l.String())
	}
	return lines
}
