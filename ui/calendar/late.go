package calendar

import (
	"strconv"
	"time"

	"fairway/model/when"
	"fairway/ui/kit"
)

// How many releases that are late stand before the first day at most, without a filter
// and with one: the agenda is about what comes.
const (
	agendaLate     = 3
	agendaFiltered = 50
)

// lateFor is how many of the releases before a date are asked for that are late: so many
// where what comes is looked at from today on, more where something is looked for.
func (c *Calendar) lateFor(from when.Date, most int) int {
	switch {
	case c.filter != "":
		return agendaFiltered
	case c.today().Before(from):
		return 0
	}
	return most
}

// before is how many releases that fit the filter begin before what is shown, and when the
// last of them does.
type before struct {
	n    int
	last time.Time
}

// beforeText says so, and what leads there.
func (c *Calendar) beforeText(b before) string {
	last := when.DateOf(b.last, c.env.Zone)
	format := when.Short
	if last.Year != c.today().Year {
		format = when.Long
	}
	return strconv.Itoa(b.n) + " before this, the last on " + last.Format(format) + "; [ leads there"
}

// lateOn is the date of one of the late ones.
func (a *agenda) lateOn(i int, zone *time.Location) when.Date {
	return when.DateOf(spanOf(a.late[i], zone).Start, zone)
}

// lateHead is the line above what is late and lies before the first day.
func (c *Calendar) lateHead(w int) string {
	t := c.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Bad, "Late, from before").Gap(2)
	if c.agenda.more {
		l.Text(t.Faint, "the last ones; / late shows more").Gap(1)
	}
	return l.Glyph(t.Rule, t.Glyph.Line, w-1-l.Used()).To(w).String()
}

// timelineLate says what is late and lies before the time shown.
func (c *Calendar) timelineLate(w int) string {
	t, list := c.env.Theme, c.timeline.late
	l := kit.NewLine(w).Gap(1).Text(t.Bad, t.Glyph.Late+" "+strconv.Itoa(len(list))+" late before this: ")
	const way = "; [ leads there"
	for i := range list {
		e := &list[len(list)-1-i]
		text := string(e.ID) + " " + e.Start.On(c.env.Zone).Format(when.Short)
		if i > 0 {
			text = ", " + text
		}
		if l.Left() < kit.Width(text)+kit.Width(way)+1 {
			break
		}
		l.Text(t.Text, text)
	}
	return l.Text(t.Faint, way).String()
}
