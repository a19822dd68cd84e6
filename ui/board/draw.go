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
	if w != b.Width || h != b.Height {
		b.Width, b.Height = w, h
		b.scroll()
	}
	if text := b.emptyText(); text != nil {
		return kit.Centred(t, text, w, h)
	}
	lines := make([]string, 0, h+cardHeight)
	lines = append(lines, b.strip(w), b.titles(w), b.underline(w))
	if b.zoomed {
		lines = b.table(lines, w)
	} else {
		lines = b.cards(lines, w)
	}
	return kit.Page(append(kit.Fill(lines, w, h-1), b.more(w)), w, h)
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
	case b.wrong != "":
		return []string{"The filter can't be used", "", b.wrong, "", "esc drops it, / changes it"}
	case b.filter != "":
		return []string{"No release fits the filter", "", b.filter, "", "esc drops it, / changes it, o adds those that have ended"}
	case b.env.AsOf != store.Now:
		return []string{"No release was open then", "", "esc leads back to the present"}
	}
	return []string{"No release yet", "",
		"n                            registers the first one",
		"fairway import schedule.ics  brings a calendar in   ",
		"", "What is entered elsewhere appears here by itself."}
}

// strip is the first line: the phases with their counts, always all of them.
func (b *Board) strip(w int) string {
	t := b.env.Theme
	right, style := "all releases", t.Faint
	if b.filter != "" {
		right, style = "filter: "+b.filter, t.Note
		if b.all > 0 {
			right += ", " + strconv.Itoa(b.shown) + " of " + strconv.Itoa(b.all)
		}
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
		l.Text(name, strings.ToUpper(b.phaseTitle(p.Phase))).Gap(1).Text(t.Strong, strconv.Itoa(p.Count))
	}
	room := l.Left() - 3
	if room < 6 {
		return l.String()
	}
	if n := strings.LastIndexByte(right, ','); kit.Width(right) > room && n > 0 && b.filter != "" && b.wrong == "" {
		right = kit.Cut(right[:n], max(room-kit.Width(right[n:]), 4)) + right[n:] // the count is the last to go
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
		l.To(min(start+width+1, w-1))
	}
	if b.left+n < len(b.columns) && w > 2 {
		l.To(w-1).Glyph(t.Key, t.Glyph.Right, 1)
	}
	return l.String()
}

// underline draws a line under the titles, the chosen one's seen.
func (b *Board) underline(w int) string {
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

func (b *Board) look(c *cell, i, lane, col, width, lines int, today when.Date) look {
	card := &c.card[i].Card
	d, known := b.dots[card.ID]
	l := look{width: width, lines: lines, today: today, dots: d.Dots, known: known, chosen: col == b.col && lane == b.lane && c.skip+i == c.at, over: b.over(card)}
	if card.Stage != b.columns[col].Stage {
		l.stage = b.title(card.Stage)
	}
	return l
}

// cards draws the lanes and cards that are seen, and no others.
func (b *Board) cards(lines []string, w int) []string {
	for _, s := range b.plan() {
		if s.lane >= len(b.lanes) {
			break
		}
		if s.header {
			lines = append(lines, b.laneLine(s, w))
		}
		lines = b.laneCards(lines, s, w)
	}
	return lines
}

// laneLine is the line above a lane: what it is, and what isn't seen of it.
func (b *Board) laneLine(s strip, w int) string {
	t := b.env.Theme
	n, width := b.across(w)
	lane := &b.lanes[s.lane]
	style, rule := t.Strong, t.Rule
	if s.lane == b.lane {
		style, rule = t.Title, t.Focus
	}
	l := kit.NewLine(w)
	if s.lane == b.lane {
		l.Glyph(t.Focus, t.Glyph.Here, 1)
	} else {
		l.Glyph(rule, t.Glyph.Line, 1)
	}
	if lane.key == store.EmergencyLane {
		l.Text(t.Urgent, " EMERGENCY ")
	} else {
		title := lane.title
		if title == "" {
			title = "no service"
		}
		l.Gap(1).Text(style, kit.Cut(title, max(min(w/3, 40), 8)))
	}
	l.Gap(1).Text(style, strconv.Itoa(lane.count))
	if lane.late > 0 {
		l.Gap(1).Text(t.Bad, t.Glyph.Late+strconv.Itoa(lane.late)+" late")
	}
	if s.rows == 0 {
		l.Gap(1).Text(t.Faint, "none in these stages")
	}
	l.Gap(1)
	for i := b.left; i < len(b.columns) && i < b.left+n; i++ {
		c := &lane.cells[i]
		text := ""
		if c.top > 0 {
			text = t.Glyph.Up + strconv.Itoa(c.top)
		}
		if below := c.count - c.top - s.rows; below > 0 {
			text += t.Glyph.Down + strconv.Itoa(below)
		}
		end := 1 + (i-b.left+1)*(width+1) - 1
		if at := end - kit.Width(text) - 2; text != "" && at > l.Used() && lane.key != theRest {
			l.Glyph(rule, t.Glyph.Line, at-l.Used()).Gap(1).Text(t.Faint, text).Gap(1)
		}
	}
	return l.Glyph(rule, t.Glyph.Line, l.Left()).String()
}

// laneCards draws the cards of a lane.
func (b *Board) laneCards(lines []string, s strip, w int) []string {
	n, width := b.across(w)
	height := b.cardLines()
	today := b.today()
	blank := kit.Spaces(width)
	shown := make([]*[cardHeight + 1]string, n)
	for row := range s.rows {
		for k := range n {
			shown[k] = nil
			if i := b.left + k; i < len(b.columns) {
				c := &b.lanes[s.lane].cells[i]
				if at := c.top + row - c.skip; at >= 0 && at < len(c.card) {
					shown[k] = c.card[at].picture(b.env, b.look(c, at, s.lane, i, width, height, today))
				}
			}
		}
		size := w
		for _, p := range shown {
			if p != nil {
				size += len(p[0])
			}
		}
		for part := range height {
			used := 1 + n*(width+1)
			if used > w { // narrower than any card
				lines = append(lines, kit.Blank(w))
				continue
			}
			var line strings.Builder
			line.Grow(size)
			line.WriteByte(' ')
			for k, p := range shown {
				switch {
				case p != nil:
					line.WriteString(p[part])
				case row == 0 && part == 0 && s.lane == b.lane && b.left+k == b.col && b.lanes[s.lane].service():
					// The cursor is seen in an empty cell as well.
					line.WriteString(kit.NewLine(width).Glyph(b.env.Theme.Focus, b.env.Theme.Glyph.Here, 1).Text(b.env.Theme.Faint, "none").String())
				default:
					line.WriteString(blank)
				}
				line.WriteByte(' ')
			}
			line.WriteString(kit.Spaces(w - used))
			lines = append(lines, line.String())
		}
	}
	return lines
}

// more is the last line: what lies above and below in each column, or which
// lanes do; of a zoomed stage, what the chosen release waits for.
func (b *Board) more(w int) string {
	t := b.env.Theme
	n, width := b.across(w)
	l := kit.NewLine(w).Gap(1)
	plan := b.plan()
	last := plan[len(plan)-1]
	if last.lane >= len(b.lanes) {
		return l.String()
	}
	if b.zoomed {
		c := b.here()
		l.Text(t.Faint, b.beyond(c, last.rows))
		if card, ok := b.chosen(); ok {
			text, style := b.waiting(&card, true)
			if l.Used() > 1 {
				l.Gap(2)
			}
			l.Text(style, text)
		}
		return l.String()
	}
	if b.lanes[last.lane].service() {
		above, below := b.laneTop, b.laneCount-b.number(last.lane)-1
		text := strconv.Itoa(b.laneCount) + " services"
		if above > 0 {
			text = t.Glyph.Up + strconv.Itoa(above) + " " + text
		}
		if below > 0 {
			text += " " + t.Glyph.Down + strconv.Itoa(below) + " more"
		}
		return l.Text(t.Faint, text).String()
	}
	for i := b.left; i < len(b.columns) && i < b.left+n; i++ {
		l.Cell(t.Faint, b.beyond(&b.lanes[last.lane].cells[i], last.rows), width).Gap(1)
	}
	return l.String()
}

// beyond says how much of a cell isn't seen.
func (b *Board) beyond(c *cell, rows int) string {
	t, text := b.env.Theme, ""
	if c == nil {
		return ""
	}
	if c.top > 0 {
		text = t.Glyph.Up + strconv.Itoa(c.top) + " "
	}
	if below := c.count - c.top - rows; below > 0 {
		text += t.Glyph.Down + strconv.Itoa(below) + " more"
	}
	return strings.TrimSpace(text)
}
