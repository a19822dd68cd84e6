package calendar

import (
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

const (
	weekColumn = 5   // the week numbers
	wideEnough = 132 // from this width on the chosen day's agenda stands beside
)

// viewMonth draws the grid, and on a wide screen the chosen day beside it.
func (c *Calendar) viewMonth(w, h int) string {
	left, _ := panel(w)
	head := c.head(w)
	grid := append([]string{c.weekdays(left)}, c.grid(left, h-len(head)-1-c.hintLines())...)
	return c.withPanel(head, append(grid, c.hint(left)...), w, h)
}

// panel shares a width between the days and, on a wide screen, the chosen one
// beside them.
func panel(w int) (left, right int) {
	if w < wideEnough {
		return w, 0
	}
	right = max(min(w/3, 64), 38)
	return w - right - 1, right
}

// withPanel is the page of what the days show, with the panel where there is
// room for it.
func (c *Calendar) withPanel(head, lines []string, w, h int) string {
	left, right := panel(w)
	if right > 0 {
		bar := " " + c.env.Theme.Rule.Of(c.env.Theme.Glyph.Pipe) + " "
		room := max(h-len(head), 0)
		lines = kit.Beside(bar, room, kit.Pane{Lines: lines, Width: left}, kit.Pane{Lines: c.beside(right-2, room), Width: right - 2})
	}
	return kit.Page(append(head, lines...), w, h)
}

// heading begins the first line with what is shown; right is what stands at its end, and
// room how far the signs may go.
func (c *Calendar) heading(w int) (l *kit.Line, room int, right string, style theme.Style) {
	t := c.env.Theme
	title := c.month.Title()
	zone := ""
	switch c.shown {
	case byAgenda:
		title = "From " + c.agenda.from.Format(when.Long)
	case byWeek:
		title, zone = c.weekTitle(), c.zoneText()
	case byTimeline:
		title = c.timelineTitle()
	}
	l = kit.NewLine(w).Gap(1).Text(t.Title, title)
	style = t.Faint
	switch {
	case len(c.tried) > 0:
		right, style = "what-if: "+kit.Count(c.moves(), "move")+" not saved, W shows them", t.Past
	case c.wrong != "":
		right, style = c.wrong, t.Bad
	case c.trouble != "":
		right, style = c.trouble, t.Bad
	case c.filter != "":
		right, style = "filter: "+c.filter, t.Note
	}
	room = w - 2
	if right != "" {
		right = kit.Cut(right, max(w/2, 10))
		room -= kit.Width(right) + 2
	}
	l.Gap(1)
	if zone != "" && l.Used()+1+kit.Width(zone) <= room {
		l.Gap(1).Text(t.Note, zone)
	}
	return l, room, right, style
}

// weekdays is the line of column titles.
func (c *Calendar) weekdays(w int) string {
	t := c.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Faint, "wk")
	at := columns(w, weekColumn)
	for i, x := range at[:7] {
		l.To(x).Text(t.Faint, time.Weekday((int(c.env.FirstDay) + i) % 7).String()[:3])
	}
	return l.String()
}

// columns are the places at which the days begin after a first column, and where
// the last ends.
func columns(w, first int) (at [8]int) {
	for i := range at {
		at[i] = first + max(w-first, 0)*i/7
	}
	return at
}

// drawn is a week's picture with all it depends on. Moving the cursor changes
// one or two weeks; the others are shown again as they are.
type drawn struct {
	loads, w, rows int
	month          when.Period
	first          when.Date
	chosen, today  when.Date // of this week, else zero
	lines          []string
}

// grid draws the weeks into h lines.
func (c *Calendar) grid(w, h int) []string {
	lines := make([]string, 0, max(h, 0))
	if h < 1 {
		return lines
	}
	today := c.today()
	rows := c.weekRows(w, h)
	for i := range c.weeks {
		week := &c.weeks[i]
		key := drawn{loads: c.loads, w: w, rows: rows[i], month: c.month, first: week.Days[0].Date}
		for k := range week.Days {
			switch week.Days[k].Date {
			case c.day:
				key.chosen = c.day
			case today:
				key.today = today
			}
		}
		if c.day == today {
			key.today = key.chosen
		}
		kept := &c.drawn[i]
		if kept.loads != key.loads || kept.w != w || kept.rows != key.rows || kept.month != key.month || kept.first != key.first || kept.chosen != key.chosen || kept.today != key.today {
			key.lines = c.weekLines(week, w, key.rows, today)
			*kept = key
		}
		lines = append(lines, kept.lines...)
	}
	return lines
}

// dateLine is the first line of a day: its number, what holiday it is, and its
// freeze as a shade; where it is the only one, how many entries it has, with their marks.
func (c *Calendar) dateLine(l *kit.Line, g *when.GridDay, d *day, w int, today when.Date, only bool) {
	t := c.env.Theme
	start := l.Used()
	number, count := strconv.Itoa(g.Date.Day), ""
	if d != nil && c.windows && len(d.windows) > 0 {
		count = t.Glyph.Window + strconv.Itoa(len(d.windows))
	}
	style := t.Strong
	if !g.InMonth {
		style = t.Other
		named := number + " " + g.Date.Month.String()[:3]
		frozen := d != nil && (d.hard || d.soft)
		// Its month goes before what is to be seen of it: its windows, and that it is frozen.
		counted := only && d != nil && d.count > 0 && w < 10
		if room := w - kit.Width(named) - kit.Width(count); g.Date.Day == 1 && !counted && (!frozen && room >= 0 || room > 1) {
			number = named
		}
	}
	if g.Date == today {
		style = t.Today
	}
	if g.Date == c.day {
		number, style = t.Glyph.Here+number, t.Chosen
	}
	l.Text(style, kit.Cut(number, w))
	if g.Date == today && w >= 12 {
		l.Gap(1).Text(t.Today, "today")
	}
	if only && d != nil && d.count > 0 {
		c.countOn(l, d, w-(l.Used()-start))
	}
	rest := func() int { return w - (l.Used() - start) - 1 }
	if count != "" {
		room := w - (l.Used() - start) - kit.Width(count)
		if room > 2 || room > 0 && !d.hard && !d.soft { // in the narrowest column it joins the date, and leaves room for the shade
			l.Gap(1)
		}
		if room >= 0 {
			l.Text(t.Note, count)
		}
	}
	if d != nil && len(d.holidays) > 0 && len(d.freezes) == 0 && rest() > 2 { // a freeze's line is its own
		l.Gap(1).Text(t.Note, kit.Cut(strings.Join(d.holidays, ", "), rest()))
	}
	if rest() < 1 && (d == nil || !d.hard && !d.soft || rest() < 0) {
		return
	}
	if rest() > 0 {
		l.Gap(1)
	}
	glyph, style := t.Glyph.Line, t.Rule
	switch {
	case d != nil && d.hard:
		glyph, style = t.Glyph.Hard, t.Hard
	case d != nil && d.soft:
		glyph, style = t.Glyph.Soft, t.Soft
	}
	// A column may be wider than another, and has the same part of a name; behind a number of
	// two digits, the windows and the shade.
	room := c.cellWidth - 5
	if c.windows {
		room -= 3
	}
	if room < freezeParted {
		room = 1000 // on one day, and cut there
	}
	if text := c.freezeSays(g, d, room); text != "" && rest() >= freezeNamed {
		l.Glyph(style, glyph, 1).Text(style, kit.Cut(text, rest()))
	}
	l.Glyph(style, glyph, rest()+1)
}

// countOn says how many entries a day has that no line is left for, with their marks.
func (c *Calendar) countOn(l *kit.Line, d *day, room int) {
	var all []*store.Entry
	for i := range d.entries {
		all = append(all, &d.entries[i])
	}
	text := "+" + strconv.Itoa(d.count)
	mark, style := c.allMarks(all, 2)
	if kit.Width(text)+kit.Width(mark) >= room {
		mark, style = c.allMarks(all, 1)
	}
	if room > kit.Width(text)+kit.Width(mark) {
		l.Gap(1)
	}
	l.Text(c.env.Theme.Faint, kit.Cut(text, room)).Text(style, kit.Cut(mark, max(room-kit.Width(text), 0)))
}

// freezeNamed is how much room a day has at least on whose line a freeze is named.
const freezeNamed = 8

// freezeParted is how much there is at least where a name goes on from day to day: else it
// is cut at the first.
const freezeParted = 10

// freezeSays is what a day's line says of the freeze that it is shaded for, the
// hardest: its name where it begins there, or the week does, over as many days as that
// takes; the day after, what it is for, if the name doesn't say that.
func (c *Calendar) freezeSays(g *when.GridDay, d *day, room int) string {
	if d == nil || !d.hard && !d.soft {
		return ""
	}
	inWeek := (int(g.Date.Weekday()) - int(c.env.FirstDay) + 7) % 7
	for i := range d.freezes {
		e := &d.freezes[i]
		s := spanOf(*e, c.env.Zone)
		if e.Hard != d.hard || !s.Overlaps(g.Span) {
			continue
		}
		n := min(inWeek, g.Date.Sub(when.DateOf(s.Start, c.env.Zone)))
		ends := inWeek == 6 || !s.Overlaps(g.Date.AddDays(1).Span(c.env.Zone))
		parts := kit.Wrap(e.Title, max(room, 1))
		named := len(parts)
		if !strings.Contains(strings.ToLower(e.Title), strings.ToLower(e.For())) {
			parts = append(parts, e.For())
		}
		switch {
		case n >= len(parts):
			return ""
		case ends && n < named: // the rest of the name finds no other day
			return strings.Join(parts[n:named], " ")
		}
		return parts[n]
	}
	return ""
}

func (c *Calendar) hintLines() int {
	if c.loaded && c.empty {
		return 2
	}
	return 0
}

// hint says what to do about a month with nothing in it.
func (c *Calendar) hint(w int) []string {
	if c.hintLines() == 0 {
		return nil
	}
	return c.hintText(w, "Nothing planned here.")
}

// hintText says what to do where nothing is.
func (c *Calendar) hintText(w int, first string) []string {
	t := c.env.Theme
	second := "n registers a release; fairway import schedule.ics brings a calendar in."
	switch {
	case c.wrong != "":
		first, second = "The filter can't be used: "+c.wrong, "esc drops it, / changes it."
	case c.filter != "":
		first, second = "Nothing here fits the filter "+c.filter+".", "esc drops it, / changes it."
	case w < 90:
		second = "n registers a release; or fairway import schedule.ics"
	}
	return []string{
		kit.NewLine(w).Gap(1).Text(t.Strong, first).String(),
		kit.NewLine(w).Gap(1).Text(t.Faint, second).String(),
	}
}
