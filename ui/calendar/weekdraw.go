package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
	"fairway/ui/kit"
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
	left, right := panel(w)
	foot, head := c.weekFoot(left, h, right > 0), c.head(w)
	room := max(h-len(head)-1-len(foot), 0)
	rows := append(make([]string, 0, h), c.weekdayLine(left))
	rows = kit.Fill(append(rows, c.weekBody(left, room)...), left, room+1)
	return c.withPanel(head, append(rows, foot...), w, h)
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

// weekdayLine is the line of the days' names.
func (c *Calendar) weekdayLine(w int) string {
	t, k := c.env.Theme, &c.week
	at := columns(w, min(hourColumn, w))
	l := kit.NewLine(w).Gap(1).Text(t.Faint, "wk"+strconv.Itoa(k.row.Number))
	today := c.today()
	// The names of the days are short enough that no date is cut.
	letters := 3
	for d, g := range k.row.Days {
		if 1+letters+1+len(strconv.Itoa(g.Date.Day)) > at[d+1]-at[d]-1 {
			letters = 2
		}
	}
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
		text := g.Date.Weekday().String()[:letters] + " " + strconv.Itoa(g.Date.Day)
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
	var found []kit.Span
	for _, f := range conflictsOf(e) {
		found = append(found, kit.Span{Style: t.Warn, Text: f.Reason().Text})
	}
	n := kit.Width(more)
	return []string{
		kit.NewLine(w).Gap(1).Raw(c.entryLine(e, c.day, max(w-n-2, 0), true), max(w-n-2, 0)).Text(t.Faint, more).String(),
		kit.NewLine(w).Gap(1).Raw(c.underLine(e, max(w-2, 0), found...), max(w-2, 0)).String(),
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
	k.panel = onDay(k.page.entries, d, c.env.Zone)
	k.panel.count += k.more[i]
	return k.panel
}

// weekBody is the strip and the hours, in so many lines.
func (c *Calendar) weekBody(w, h int) []string {
	k := &c.week
	if h < 1 {
		return nil
	}
	at := columns(w, min(hourColumn, w))
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
