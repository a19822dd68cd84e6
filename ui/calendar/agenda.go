package calendar

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
)

// agendaDays is how far an agenda looks ahead from its first day.
const agendaDays = 62

// agenda is the list of what comes, by day.
type agenda struct {
	from    when.Date
	rows    []row
	entries []store.Entry
	at      int // the chosen entry
	top     int // the first row shown
	total   int
	loaded  bool
	step    int       // a movement to be made once other entries have come
	before  when.Date // where the agenda began before that
	kept    []string  // the rows as last drawn, without a cursor
	keptFor agendaLook
}

// agendaLook is what the kept rows depend on, beside the entries.
type agendaLook struct {
	w     int
	today when.Date
}

// row is a line of the agenda: a day's heading, or an entry.
type row struct {
	date  when.Date
	entry int // -1 for a heading
}

func (a *agenda) chosen() (*store.Entry, bool) {
	if a.at < 0 || a.at >= len(a.entries) {
		return nil, false
	}
	return &a.entries[a.at], true
}

func (c *Calendar) loadAgenda() tea.Cmd {
	e := c.env
	from := c.agenda.from
	q := c.query(when.Span{Start: from.Start(e.Zone), End: from.AddDays(agendaDays).Start(e.Zone)}, agendaLimit)
	return ask(c, "agenda", c.read(q), func(p store.Calendar) tea.Cmd { return c.takeAgenda(p, from) })
}

// takeAgenda replaces the entries, keeping the cursor on its entry.
func (c *Calendar) takeAgenda(p store.Calendar, from when.Date) tea.Cmd {
	c.trouble, c.wrong, c.asOf = "", "", c.env.AsOf
	a := &c.agenda
	var id model.ID
	var start time.Time
	if e, ok := a.chosen(); ok {
		id, start = e.ID, e.Start.At
	}
	a.loaded, a.total = true, p.Total
	a.entries, a.keptFor = p.Entries, agendaLook{}
	a.rows = a.rows[:0]
	var last when.Date
	for i := range a.entries {
		e := &a.entries[i]
		d := when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone)
		if d.Before(from) {
			d = from // it began earlier and goes on
		}
		if d != last {
			a.rows = append(a.rows, row{d, -1})
			last = d
		}
		a.rows = append(a.rows, row{d, i})
	}
	found := -1
	for i := range a.entries {
		if e := &a.entries[i]; e.ID == id && (found < 0 || e.Start.At.Equal(start)) {
			found = i
		}
	}
	if found < 0 {
		// Where the cursor's entry is gone: the first entry of its day, or after.
		found = max(len(a.entries)-1, 0)
		for _, r := range a.rows {
			if r.entry >= 0 && !r.date.Before(c.day) {
				found = r.entry
				break
			}
		}
	}
	a.at = found
	step := a.step
	a.step = 0
	if step != 0 && a.entry(found) == id {
		a.at = max(min(found+step, len(a.entries)-1), 0)
		if a.at == found {
			return c.nothingMore(step)
		}
	} else if step != 0 && len(a.entries) == 0 {
		return c.nothingMore(step)
	}
	c.follow()
	return nil
}

// entry is the id of an entry, "" where there is none.
func (a *agenda) entry(i int) model.ID {
	if i < 0 || i >= len(a.entries) {
		return ""
	}
	return a.entries[i].ID
}

// nothingMore says that a movement led nowhere, and goes back to where it began.
func (c *Calendar) nothingMore(step int) tea.Cmd {
	text := "nothing in the two months after; ] goes on"
	if step < 0 {
		text = "nothing in the week before; [ goes back a month"
	}
	c.env.Host.Say(text)
	if c.agenda.from == c.agenda.before {
		return nil
	}
	c.agenda.from = c.agenda.before
	return c.loadAgenda()
}

// follow puts the chosen day where the agenda's cursor is.
func (c *Calendar) follow() {
	for _, r := range c.agenda.rows {
		if r.entry == c.agenda.at {
			c.choose(r.date)
		}
	}
}

// stepAgenda moves by entries; beyond either end, other days are asked for.
func (c *Calendar) stepAgenda(n int) tea.Cmd {
	a := &c.agenda
	to := a.at + n
	switch {
	case to < 0 && a.at == 0:
		a.step, a.before = n, a.from
		a.from = a.from.AddDays(-7)
		if a.from.Year < when.FirstYear {
			a.from = when.Date{Year: when.FirstYear, Month: time.January, Day: 1}
		}
		return c.loadAgenda()
	case to >= len(a.entries) && a.at == len(a.entries)-1 || len(a.entries) == 0:
		next := a.from.AddDays(agendaDays)
		if len(a.rows) > 0 {
			next = a.rows[len(a.rows)-1].date
			if next == a.from && a.total > len(a.entries) {
				next = next.AddDays(1)
			}
		}
		if next.Year > when.LastYear {
			return nil
		}
		a.before, a.from, a.step = a.from, next, 1
		return c.loadAgenda()
	}
	a.at = max(min(to, len(a.entries)-1), 0)
	c.follow()
	return nil
}

// dayStep moves to the first entry of the next day, or of the day before.
func (c *Calendar) dayStep(n int) tea.Cmd {
	a := &c.agenda
	if n < 0 {
		for i := len(a.rows) - 1; i > 0; i-- {
			if r := a.rows[i-1]; r.entry < 0 && r.date.Before(c.day) {
				a.at = a.rows[i].entry
				c.follow()
				return nil
			}
		}
		return c.stepAgenda(-a.at - 1)
	}
	for _, r := range a.rows {
		if r.entry >= 0 && c.day.Before(r.date) {
			a.at = r.entry
			c.follow()
			return nil
		}
	}
	return c.stepAgenda(len(a.entries))
}

// viewAgenda draws the list.
func (c *Calendar) viewAgenda(w, h int) string {
	t, a := c.env.Theme, &c.agenda
	if a.loaded && len(a.entries) == 0 {
		text := []string{"Nothing planned from " + a.from.Format(when.Long) + " on", "",
			"[ goes back a month, t to today, m shows the month", "",
			"n                           registers a release ", "fairway import schedule.ics brings a calendar in"}
		if c.filter != "" {
			text = []string{"Nothing fits the filter from " + a.from.Format(when.Long) + " on", "", c.filter, "", "esc drops it, / changes it"}
		}
		if c.wrong != "" {
			text = []string{"The filter can't be used", "", c.wrong, "", "esc drops it, / changes it"}
		}
		if c.trouble != "" {
			text = []string{"The calendar could not be loaded", "", c.trouble, "", "ctrl+l tries again"}
		}
		return kit.Centred(t, text, w, h)
	}
	lines := []string{c.heading(w)}
	rows := max(h-2, 1)
	at := 0
	for i, r := range a.rows {
		if r.entry == a.at {
			at = i
		}
	}
	if at == 1 {
		a.top = 0
	}
	// The heading above the first entry of a day is seen with it.
	a.top = kit.Scroll(a.top, max(at-1, 0), rows, len(a.rows))
	a.top = kit.Scroll(a.top, at, rows, len(a.rows))
	if look := (agendaLook{w, c.today()}); a.keptFor != look {
		a.keptFor, a.kept = look, make([]string, len(a.rows))
	}
	for i := a.top; i < len(a.rows) && i < a.top+rows; i++ {
		r := a.rows[i]
		switch {
		case r.entry == a.at:
			lines = append(lines, c.agendaLine(&a.entries[r.entry], r.date, w, true))
			continue
		case a.kept[i] != "":
		case r.entry < 0:
			a.kept[i] = c.agendaHead(r.date, w)
		default:
			a.kept[i] = c.agendaLine(&a.entries[r.entry], r.date, w, false)
		}
		lines = append(lines, a.kept[i])
	}
	lines = kit.Fill(lines, w, max(h-1, len(lines)))
	if a.top+rows >= len(a.rows) && a.total > len(a.entries) {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Faint, fmt.Sprintf("%s and more; j goes on", t.Glyph.Down)).String())
	} else if a.top+rows < len(a.rows) {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Faint, fmt.Sprintf("%s %d more lines", t.Glyph.Down, len(a.rows)-a.top-rows)).String())
	}
	return kit.Page(lines, w, h)
}

func (c *Calendar) agendaHead(d when.Date, w int) string {
	t := c.env.Theme
	style := t.Title
	if d == c.today() {
		style = t.Today
	}
	l := kit.NewLine(w).Gap(1).Text(style, d.Format(when.Long)).Gap(2).Text(t.Faint, fmt.Sprintf("wk %d  %s", c.weekNumber(d), relative(d, c.today()))).Gap(1)
	return l.Glyph(t.Rule, t.Glyph.Line, l.Left()-1).String()
}

// agendaLine is one entry over the whole width: what the month says with
// marks is said in words here.
func (c *Calendar) agendaLine(e *store.Entry, on when.Date, w int, chosen bool) string {
	t := c.env.Theme
	l := kit.NewLine(w)
	if chosen {
		l.Gap(1).Glyph(t.Focus, t.Glyph.Here, 1).Gap(1)
	} else {
		l.Gap(3)
	}
	if e.Kind != "release" && e.Kind != "milestone" && !e.Emergency {
		n := c.windowNote(e)
		if chosen {
			return l.Text(t.Strong, n.Text).String()
		}
		return l.Text(n.Style, n.Text).String()
	}
	clock := c.clock(e, on)
	l.Cell(t.Faint, clock, max(clockWidth, kit.Width(clock))).Gap(1)
	idStyle, style := t.Strong, t.Text
	if chosen {
		idStyle, style = t.Chosen, t.Strong
	}
	start := l.Used()
	l.Text(idStyle, kit.Cut(string(e.ID), 10)).To(start + 11)
	mark, markStyle := c.mark(e)
	name := max((w-l.Used()-4)*2/5, 10)
	l.Cell(style, title(e), name).Gap(1).Cell(markStyle, mark, 2).Gap(1)
	for i, s := range c.words(e) {
		if i > 0 {
			l.Text(t.Faint, " "+t.Glyph.Dot+" ")
		}
		l.Text(s.Style, s.Text)
	}
	return l.String()
}
