package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

const (
	hourColumn = 6  // the clock at the left
	gridColumn = 14 // from this width of a day on there are blocks
	gridLines  = 18 // and from so many lines
	leastBlock = 7  // cells that a block beside others needs
)

// viewWeek draws the seven days: as lists under the hours where there is
// little room, as a grid of hours where there is more.
func (c *Calendar) viewWeek(w, h int) string {
	left, right := w, 0
	if w >= wideEnough {
		right = max(min(w/3, 64), 38)
		left = w - right - 1
	}
	foot := c.weekFoot(left, h, right > 0)
	room := max(h-2-len(foot), 0)
	rows := append(make([]string, 0, h), c.weekdayLine(left))
	rows = append(rows, c.weekBody(left, room)...)
	for len(rows) < room+1 {
		rows = append(rows, kit.Blank(left))
	}
	rows = append(rows, foot...)
	lines := append(make([]string, 0, h+1), c.heading(w))
	if right == 0 {
		return kit.Page(append(lines, rows...), w, h)
	}
	side := c.beside(right-2, h-1)
	bar := " " + c.env.Theme.Rule.Of(c.env.Theme.Glyph.Pipe) + " "
	blank := kit.Spaces(right - 2)
	for i, line := range rows {
		piece := blank
		if i < len(side) {
			piece = side[i]
		}
		lines = append(lines, line+bar+piece)
	}
	return kit.Page(lines, w, h)
}

// weekTitle names the week shown and its zone.
func (c *Calendar) weekTitle() string {
	row := &c.week.row
	a, b := row.Days[0].Date, row.Days[6].Date
	from := strconv.Itoa(a.Day)
	if a.Month != b.Month {
		from += " " + a.Month.String()[:3]
	}
	if a.Year != b.Year {
		from += " " + strconv.Itoa(a.Year)
	}
	return fmt.Sprintf("Week %d, %s – %d %s %d", row.Number, from, b.Day, b.Month.String()[:3], b.Year)
}

// zoneText names the viewer's zone, as it is called in the week shown.
func (c *Calendar) zoneText() string {
	zone := c.env.Zone
	name := zone.String()
	row := &c.week.row
	first, _ := row.Days[0].Span.Start.In(zone).Zone()
	last, _ := row.Days[6].Span.End.Add(-time.Second).In(zone).Zone()
	switch {
	case first == name || strings.HasPrefix(first, "+") || strings.HasPrefix(first, "-"):
		return name
	case first != last:
		name += " " + first + ", then " + last
	default:
		name += " " + first
	}
	for _, g := range row.Days {
		if n := g.Span.Length(); n != 24*time.Hour {
			name += ": " + g.Date.Weekday().String()[:3] + " has " + hours(n)
		}
	}
	return name
}

// hours is the length of a day that hasn't 24 of them.
func hours(n time.Duration) string {
	if n%time.Hour == 0 {
		return strconv.Itoa(int(n/time.Hour)) + " h"
	}
	return strconv.FormatFloat(n.Hours(), 'f', 1, 64) + " h"
}

// weekColumns are the places at which the days begin, and where the last ends.
func weekColumns(w int) (at [8]int) {
	for i := range at {
		at[i] = min(hourColumn, w) + max(w-hourColumn, 0)*i/7
	}
	return at
}

// weekdayLine is the line of the days' names.
func (c *Calendar) weekdayLine(w int) string {
	t, k := c.env.Theme, &c.week
	at := weekColumns(w)
	l := kit.NewLine(w).Gap(1).Text(t.Faint, "wk"+strconv.Itoa(k.row.Number))
	today := c.today()
	for d, g := range k.row.Days {
		l.To(at[d])
		room := at[d+1] - at[d] - 1
		style, mark := t.Strong, " "
		switch g.Date {
		case c.day:
			style, mark = t.Chosen, t.Glyph.Here
		case today:
			style = t.Today
		}
		text := g.Date.Weekday().String()[:3] + " " + strconv.Itoa(g.Date.Day)
		l.Text(style, kit.Cut(mark+text, room))
		extra := ""
		if n := g.Span.Length(); n != 24*time.Hour {
			extra = hours(n)
		}
		if g.Date == today {
			extra = strings.TrimSpace("today " + extra)
		}
		if left := at[d+1] - 2 - l.Used(); extra != "" {
			if kit.Width(extra) > left {
				extra = strings.ReplaceAll(strings.ReplaceAll(extra, " ", ""), "today", "")
			}
			if kit.Width(extra) <= left {
				l.Gap(1).Text(t.Note, extra)
			}
		}
	}
	return l.String()
}

// weekFoot says all about the chosen entry where no panel does, or what to do
// about an empty week.
func (c *Calendar) weekFoot(w, h int, panel bool) []string {
	t, k := c.env.Theme, &c.week
	if h < 12 {
		return nil
	}
	if k.loaded && len(k.page.entries) == 0 {
		return c.hintText(w, "Nothing planned in this week.")
	}
	if panel {
		return nil
	}
	e, ok := k.chosen(c.day)
	if !ok {
		l := kit.NewLine(w).Gap(1).Text(t.Faint, c.day.Format(when.Long)).Gap(2)
		text := "nothing planned"
		if !k.loaded {
			text = "loading"
		}
		for _, n := range c.notes(c.weekDay(c.day)) {
			l.Text(n.Style, n.Text).Gap(2)
			text = ""
		}
		return []string{l.Text(t.Faint, text).String(), kit.Blank(w)}
	}
	more := ""
	if i := k.index(c.day); i >= 0 && len(k.picks[i])+k.more[i] > 1 {
		more = fmt.Sprintf(" %d of %d ", k.at+1, len(k.picks[i])+k.more[i])
	}
	n := kit.Width(more)
	return []string{
		kit.NewLine(w).Gap(1).Raw(c.entryLine(e, c.day, max(w-n-2, 0), true), max(w-n-2, 0)).Text(t.Faint, more).String(),
		kit.NewLine(w).Gap(1).Raw(c.underLine(e, max(w-2, 0)), max(w-2, 0)).String(),
	}
}

// weekDay is a day of the week as the day panel knows it.
func (c *Calendar) weekDay(d when.Date) *day {
	k := &c.week
	i := k.index(d)
	if i < 0 {
		return &day{}
	}
	if k.panel != nil && k.panelFor.loads == k.loads && k.panelFor.date == d {
		return k.panel
	}
	k.panelFor.loads, k.panelFor.date = k.loads, d
	one := []when.Week{{}}
	one[0].Days[0] = k.row.Days[i]
	out := sortDays(k.page.entries, one, c.env.Zone)[d]
	if out == nil {
		out = &day{}
	}
	out.count = len(out.entries) + k.more[i]
	k.panel = out
	return out
}

// weekBody is the strip and the hours, in so many lines.
func (c *Calendar) weekBody(w, h int) []string {
	k := &c.week
	if h < 1 {
		return nil
	}
	at := weekColumns(w)
	grid := (w-hourColumn)/7 >= gridColumn && h >= gridLines
	most := max(h/4, 2)
	strip := 0
	for _, b := range k.bars {
		strip = max(strip, b.line+1)
	}
	shown := min(strip, most)
	keep := -1
	if i := k.index(c.day); i >= 0 && len(k.picks[i]) == 0 && k.minute >= 0 {
		keep = k.minute
	}
	if k.index(c.today()) >= 0 {
		now := c.env.Clock().In(c.env.Zone)
		if keep < 0 {
			keep = now.Hour() * 60
		}
	}
	l := k.arrange(w, h, shown, grid, keep, c.env.Zone)
	lines := make([]string, 0, h)
	lines = c.stripLines(lines, at, w, shown, strip)
	now := when.Span{Start: c.env.Clock(), End: c.env.Clock().Add(1)}
	line := kit.NewLine(w)
	for b := range l.bands {
		for n := range l.bands[b].lines {
			line.Reset()
			current := false
			if i := k.index(c.today()); i >= 0 && n == 0 {
				current = touches(l.spans[b][i], now)
			}
			c.hourLabel(line, &l.bands[b], n, current)
			for d := range k.row.Days {
				line.To(at[d])
				width := at[d+1] - at[d]
				if grid {
					c.gridCell(line, l, b, d, width, current)
				} else {
					c.listCell(line, l, b, d, n, width, current)
				}
			}
			lines = append(lines, line.String())
		}
	}
	return lines[:min(len(lines), h)]
}

// hourLabel is the clock at the left of a line; the present is named instead
// where it lies.
func (c *Calendar) hourLabel(l *kit.Line, b *band, n int, current bool) {
	t, k := c.env.Theme, &c.week
	if n > 0 {
		return
	}
	style := t.Faint
	text := fmt.Sprintf("%02d:%02d", b.from/60, b.from%60)
	switch {
	case b.again:
		text = fmt.Sprintf("%02d 2nd", b.from/60)
		if b.from%60 > 0 {
			text = ":" + strconv.Itoa(b.from%60) + " 2nd"
		}
	case b.to-b.from > 60:
		text = fmt.Sprintf("%02d–%02d", b.from/60, b.to/60)
	case b.from%60 > 0:
		text = fmt.Sprintf("  :%02d", b.from%60)
	}
	if current {
		style = t.Today
		if b.to-b.from <= 60 {
			text = c.env.Clock().In(c.env.Zone).Format("15:04")
		}
	}
	if _, ok := k.chosen(c.day); !ok && k.minute >= b.from && k.minute < b.to && !b.again {
		style = t.Chosen
	}
	l.Text(style, text)
}

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
				c.bar(l, b, at[b.to+1]-at[b.from]-1, b.entry == pick)
			}
		}
		lines = append(lines, l.String())
	}
	if over {
		l := kit.NewLine(w)
		for d := range 7 {
			hidden := 0
			for _, b := range k.bars {
				if b.from <= d && d <= b.to && !slices.Contains(visible, b.line) {
					hidden++
				}
			}
			if hidden > 0 {
				l.To(at[d]).Gap(1).Text(t.Faint, "+"+strconv.Itoa(hidden)+" more")
			}
		}
		lines = append(lines, l.String())
	}
	return lines
}

// bar draws something over whole days.
func (c *Calendar) bar(l *kit.Line, b *bar, w int, chosen bool) {
	t := c.env.Theme
	e := &c.week.page.entries[b.entry]
	end := l.Used() + w
	glyph, style, text, words := t.Glyph.Line, t.Rule, title(e), t.Text
	switch {
	case e.Kind == model.WindowFreeze && e.Hard:
		glyph, style, words = t.Glyph.Hard, t.Hard, t.Hard
	case e.Kind == model.WindowFreeze:
		glyph, style, words = t.Glyph.Soft, t.Soft, t.Soft
	case e.Kind == model.WindowHoliday:
		glyph, words = " ", t.Note
	case e.Kind == string(model.KindMilestone):
		text = t.Glyph.Milestone + " " + text
	}
	lead := " "
	if e.Kind == model.WindowFreeze {
		lead = glyph
	}
	if chosen {
		lead, words = t.Glyph.Here, t.Chosen
	}
	if w < 1 {
		return
	}
	l.Text(style, lead)
	if e.Kind == string(model.KindRelease) {
		text = strconv.FormatInt(e.ID.Number(), 10) + " " + title(e)
		if w >= 16 {
			text = string(e.ID) + " " + title(e)
		}
		if mark, markStyle := c.mark(e); mark != "" && w > 6 {
			l.Text(markStyle, mark).Gap(1)
		}
		if e.Card != nil && e.Card.Type == "emergency" {
			l.Text(t.Bad, "E").Gap(1)
		}
	}
	l.Text(words, kit.Cut(text, end-l.Used()))
	if left := end - l.Used(); left > 1 {
		l.Gap(1).Glyph(style, glyph, left-1)
	}
	l.To(end)
}

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
		case glyph == "":
			glyph, style, entry = t.Glyph.Bar, t.Note, s.entry
		}
	}
	return glyph, style, entry
}

// beginsIn is the maintenance window that is first seen in a band of a day.
func (c *Calendar) beginsIn(l *layout, b, d int) *store.Entry {
	for _, s := range c.week.shade[d] {
		if !s.hard && !s.soft && touches(l.spans[b][d], s.span) && (b == 0 || !touches(l.spans[b-1][d], s.span)) {
			return &c.week.page.entries[s.entry]
		}
	}
	return nil
}

// windowTitle names a maintenance window where it begins, with its sign where
// a freeze has taken the place of that.
func (c *Calendar) windowTitle(l *kit.Line, e *store.Entry, shade string, w int) {
	t := c.env.Theme
	if shade != t.Glyph.Bar && w > 1 {
		l.Glyph(t.Note, t.Glyph.Bar, 1)
		w--
	}
	l.Text(t.Faint, kit.Cut(title(e), w))
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
	lines := a.bands[b].lines
	top := 0
	if len(here) > lines {
		at := slices.IndexFunc(here, func(p placed) bool { return p.entry == pick })
		top = kit.Scroll(0, max(at, 0), max(lines-1, 1), len(here)+1)
		if n == lines-1 && (lines > 1 || at < 0) {
			l.Text(t.Faint, kit.Cut("+"+strconv.Itoa(len(here)-max(lines-1, 0))+" more", room))
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
		if e := c.beginsIn(a, b, d); e != nil {
			c.windowTitle(l, e, glyph, room-1)
		}
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
	style := t.Text
	if chosen {
		style = t.Chosen
		l.Text(style, clock)
	} else {
		l.Text(t.Faint, clock)
	}
	mark, markStyle := c.mark(e)
	if e.Card != nil && e.Card.Type == "emergency" {
		mark, markStyle = mark+"E", t.Bad
	}
	if mark == "" {
		mark = " "
	}
	l.Text(markStyle, mark)
	if e.Card != nil && e.Card.Type == "emergency" {
		l.Gap(1)
	}
	l.Text(style, kit.Cut(title(e), end-l.Used()-1))
	l.To(end)
}

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
	cols, of, hidden := 0, 1, 0
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
				hidden++
			}
			row[cols-1] = p
		case p.from == b:
			hidden++
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
		case e != nil:
			c.windowTitle(l, e, glyph, room)
		}
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
			continue
		}
		more := ""
		if i == cols-1 && hidden > 0 {
			more = "+" + strconv.Itoa(hidden)
		}
		c.block(l, p, b, d, max(width-len(more), 1), p.entry == pick)
		l.Text(t.Warn, more)
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
	mark, markStyle := c.mark(e)
	if mark != "" {
		edgeStyle = markStyle
	}
	emergency := e.Card != nil && e.Card.Type == "emergency"
	if emergency {
		edgeStyle = t.Bad
	}
	style := t.Text
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
			l.Text(style, clock)
			l.Gap(1)
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
			l.Text(t.Faint, kit.Cut(clock, end-l.Used()))
		} else {
			l.Text(t.Text, kit.Cut(title(e), end-l.Used()))
		}
	case 2:
		if e.Card != nil {
			l.Text(t.Faint, kit.Cut(apart(strings.ReplaceAll(e.Card.Stage, "-", " ")), end-l.Used()))
		}
	case 3:
		if e.Card != nil {
			l.Text(t.Faint, kit.Cut(apart(e.Card.ServiceName), end-l.Used()))
		}
	}
	l.To(end)
}
