package calendar

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// monthCell is what stands on one line of a day under its date. A bar begins in one
// cell and takes those of the days up to its last.
type monthCell struct {
	entry  *store.Entry
	to     int  // the last day of a bar
	wrap   bool // its name goes on in the line below
	under  bool // the second line of a name
	more   int  // entries that found no room, with their marks
	hidden []*store.Entry
	note   string // a holiday that has no room on the line of the date
}

// monthBar is something over several days.
type monthBar struct {
	entry          *store.Entry
	from, to, line int
}

// several reports whether an entry is shown as a bar over the days that it takes: one
// that only lasts over midnight stands on the day on which it begins.
func several(e *store.Entry, span when.Span, zone *time.Location) bool {
	return span.Length() >= 24*time.Hour && when.DateOf(span.Start, zone) != when.DateOf(span.End.Add(-1), zone)
}

// parts are the bars of a week, and what stands on each of its days.
func (c *Calendar) parts(week *when.Week) (bars []monthBar, single [7][]*store.Entry) {
	for k := range week.Days {
		d := c.days[week.Days[k].Date]
		if d == nil {
			continue
		}
		for i := range d.entries {
			e := &d.entries[i]
			span := spanOf(*e, c.env.Zone)
			if !several(e, span, c.env.Zone) {
				first := k == 0 && week.Days[0].Date == c.weeks[0].Days[0].Date
				if first || !span.Start.Before(week.Days[k].Span.Start) {
					single[k] = append(single[k], e)
				}
				continue
			}
			same := func(b monthBar) bool { return b.entry.ID == e.ID && b.entry.Start == e.Start }
			if n := slices.IndexFunc(bars, same); n >= 0 {
				bars[n].to = k
				continue
			}
			bars = append(bars, monthBar{entry: e, from: k, to: k})
		}
	}
	slices.SortStableFunc(bars, func(a, b monthBar) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	stacked(bars, func(b *monthBar) (from, to int, line *int) { return b.from, b.to, &b.line })
	return bars, single
}

// layWeek puts what lies in a week onto so many lines. Where there is room, names
// that are too long for one line get a second.
func (c *Calendar) layWeek(week *when.Week, width int, lines int) [][7]monthCell {
	cells := make([][7]monthCell, max(lines, 0))
	if lines < 1 {
		return cells
	}
	bars, single := c.parts(week)
	var taken [7][]bool
	for k := range taken {
		taken[k] = make([]bool, lines)
	}
	var hidden [7][]*store.Entry
	for _, b := range bars {
		fits := b.line < lines
		for k := b.from; k <= b.to && fits && b.line == lines-1; k++ { // the last line may have to count
			fits = len(single[k]) == 0 && !slices.ContainsFunc(bars, func(o monthBar) bool { return o.line >= lines && o.from <= k && k <= o.to })
		}
		for k := b.from; k <= b.to; k++ {
			if fits {
				taken[k][b.line] = true
			} else {
				hidden[k] = append(hidden[k], b.entry)
			}
		}
		if fits {
			cells[b.line][b.from] = monthCell{entry: b.entry, to: b.to}
		}
	}
	for k := range week.Days {
		var free []int
		for n, used := range taken[k] {
			if !used {
				free = append(free, n)
			}
		}
		d := c.days[week.Days[k].Date]
		if d == nil || len(free) == 0 {
			continue
		}
		more := max(d.count-len(d.entries), 0) + len(hidden[k])
		show := single[k]
		if n := len(free); more > 0 || len(show) > n {
			show = show[:min(len(show), n-1)]
		}
		rest := append(slices.Clip(hidden[k]), single[k][len(show):]...)
		more += len(single[k]) - len(show)
		spare := len(free) - len(show)
		if more > 0 {
			spare--
		}
		if len(d.holidays) > 0 && len(d.freezes) > 0 && spare > 0 {
			cells[free[0]][k] = monthCell{note: d.holidays[0]}
			free, spare = free[1:], spare-1
		}
		n := 0
		for _, e := range show {
			_, rest := c.nameParts(e, &week.Days[k], width)
			wrap := rest != "" && spare > 0 && free[n+1] == free[n]+1
			cells[free[n]][k] = monthCell{entry: e, to: k, wrap: wrap}
			if n++; wrap {
				cells[free[n]][k] = monthCell{entry: e, to: k, under: true}
				n, spare = n+1, spare-1
			}
		}
		if more > 0 {
			cells[free[n]][k] = monthCell{more: more, hidden: rest}
		}
	}
	return cells
}

// weekRows shares the lines of a month among its weeks: each gets its dates, then a line
// of what lies on them, then what it needs, and then all the same. Where there are too few,
// today's week is served first, then the chosen day's, those that come and those that went.
func (c *Calendar) weekRows(w, h int) []int {
	n := len(c.weeks)
	rows, need := make([]int, n), make([]int, n)
	width := (w-weekColumn)/7 - 1
	const most = 24
	for i := range c.weeks {
		for r, line := range c.layWeek(&c.weeks[i], width, most) {
			if slices.ContainsFunc(line[:], func(m monthCell) bool { return m.entry != nil || m.more > 0 || m.note != "" }) {
				need[i] = r + 2
			}
		}
		need[i] = max(need[i], 1)
	}
	order := c.weekOrder()
	left := h
	give := func(to func(i int) bool) {
		for given := true; given && left > 0; {
			given = false
			for _, i := range order {
				if left > 0 && to(i) {
					rows[i], left, given = rows[i]+1, left-1, true
				}
			}
		}
	}
	give(func(i int) bool { return rows[i] < 1 })
	give(func(i int) bool { return rows[i] < min(need[i], 2) })
	give(func(i int) bool { return rows[i] < need[i] })
	slices.Sort(order)
	give(func(i int) bool { return rows[i] < 2 })
	give(func(int) bool { return true })
	return rows
}

// weekOrder are the weeks of a month by how much they are looked at.
func (c *Calendar) weekOrder() []int {
	today := c.today()
	rank := func(i int) int {
		first, last := c.weeks[i].Days[0].Date, c.weeks[i].Days[6].Date
		switch {
		case !today.Before(first) && !last.Before(today):
			return 0
		case !c.day.Before(first) && !last.Before(c.day):
			return 1
		case today.Before(first):
			return 2
		}
		return 3
	}
	order := make([]int, len(c.weeks))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if rank(a) == 3 && rank(b) == 3 { // the last of those that went is the nearest
			return b - a
		}
		return cmp.Or(rank(a)-rank(b), a-b)
	})
	return order
}

// weekLines draws one week into so many rows.
func (c *Calendar) weekLines(week *when.Week, w, rows int, today when.Date) []string {
	t := c.env.Theme
	at := columns(w, weekColumn)
	at[7] = w
	width := (w-weekColumn)/7 - 1
	c.cellWidth = width
	lines := make([]string, 0, rows)
	l := kit.NewLine(w)
	l.Gap(1).Text(t.Faint, strconv.Itoa(week.Number))
	for k := range week.Days {
		l.To(at[k])
		c.dateLine(l, &week.Days[k], c.days[week.Days[k].Date], at[k+1]-at[k]-1, today, rows == 1)
	}
	if rows > 0 {
		lines = append(lines, l.String())
	}
	for _, cells := range c.layWeek(week, width, rows-1) {
		l.Reset()
		for k := 0; k < 7; k++ {
			m := &cells[k]
			l.To(at[k])
			switch room := at[k+1] - at[k] - 1; {
			case m.more > 0:
				c.moreLine(l, m.more, m.hidden, room)
			case m.note != "":
				l.Text(t.Note, kit.Cut(m.note, room))
			case m.entry == nil:
			case m.under:
				_, rest := c.nameParts(m.entry, &week.Days[k], width)
				indent := min(2, max(room-kit.Width(rest), 0))
				l.Gap(indent).Text(t.Text, kit.Cut(rest, room-indent))
			case several(m.entry, spanOf(*m.entry, c.env.Zone), c.env.Zone):
				c.barLine(l, m.entry, at[m.to+1]-at[k]-1, false)
				k = m.to
			default:
				c.entryCell(l, m, &week.Days[k], room, width)
			}
		}
		lines = append(lines, l.String())
	}
	return lines
}

// moreLine says how many entries of a day found no room, and what must be seen of those
// that are known.
func (c *Calendar) moreLine(l *kit.Line, more int, hidden []*store.Entry, w int) {
	t := c.env.Theme
	mark, style := c.allMarks(hidden, 2)
	text := "+" + strconv.Itoa(more) + " more"
	if kit.Width(text)+1+kit.Width(mark) > w {
		text = "+" + strconv.Itoa(more)
	}
	l.Text(t.Faint, kit.Cut(text, w))
	if mark != "" && kit.Width(text)+1 < w && l.Left() > 1 {
		l.Gap(1).Text(style, mark)
	}
}

// cellLead is what stands before the name of an entry in a day's cell, and the mark
// behind it.
func (c *Calendar) cellLead(e *store.Entry, g *when.GridDay, width int) (lead []kit.Span, mark kit.Span) {
	t := c.env.Theme
	if width >= 22 && e.Start.Precision == when.Minute && g.Span.Holds(e.Start.At) {
		lead = append(lead, kit.Span{Style: t.Faint, Text: e.Start.At.In(c.env.Zone).Format("15:04")})
	}
	switch {
	case e.Kind == string(model.KindMilestone):
		lead = append(lead, kit.Span{Style: t.Text, Text: t.Glyph.Milestone})
	case e.Urgent():
		lead = append(lead, kit.Span{Style: t.Bad, Text: "E"})
	case width >= 15: // room for whole ids, the same in every column
		lead = append(lead, kit.Span{Style: t.Faint, Text: string(e.ID)})
	default:
		lead = append(lead, kit.Span{Style: t.Faint, Text: strconv.FormatInt(e.ID.Number(), 10)})
	}
	most := 2
	if width >= 15 {
		most = 4
	}
	mark.Text, mark.Style = c.mark(e, most)
	return lead, mark
}

// nameParts is the name of an entry as it stands in its cell: what the first line
// holds, and the rest, "" where all of it does.
func (c *Calendar) nameParts(e *store.Entry, g *when.GridDay, width int) (first, rest string) {
	lead, mark := c.cellLead(e, g, width)
	room := width
	for _, s := range lead {
		room -= kit.Width(s.Text) + 1
	}
	if mark.Text != "" {
		room -= kit.Width(mark.Text) + 1
	}
	name := title(e)
	if kit.Width(name) <= room {
		return name, ""
	}
	word, _, _ := strings.Cut(name, " ")
	if kit.Width(word) > room { // a name begins on a line of its own rather than within a word
		return "", name
	}
	first = kit.Wrap(name, max(room, 1))[0]
	return first, strings.TrimLeft(strings.TrimPrefix(name, first), " ")
}

// entryCell is an entry in the cell of its day.
func (c *Calendar) entryCell(l *kit.Line, m *monthCell, g *when.GridDay, room, width int) {
	t, e := c.env.Theme, m.entry
	end := l.Used() + room
	lead, mark := c.cellLead(e, g, width)
	for _, s := range lead {
		l.Text(s.Style, s.Text).Gap(1)
	}
	style := t.Text
	if !g.InMonth {
		style = t.Other
	}
	style = c.nameStyle(e, style)
	name := end - l.Used()
	if mark.Text != "" {
		name -= kit.Width(mark.Text) + 1
	}
	text := title(e)
	if m.wrap {
		text, _ = c.nameParts(e, g, width)
	}
	l.Text(style, kit.Cut(text, max(name, 0)))
	if mark.Text != "" {
		l.To(end-kit.Width(mark.Text)).Text(mark.Style, mark.Text)
	}
}
