package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	all     []store.Entry // as fetched, by their starts
	late    []store.Entry // releases before the first day that are late
	more    bool          // there are more of these
	before  before        // others before the first day that fit the filter
	entries []store.Entry // those shown: of each day releases and milestones first
	heads   map[when.Date]*day
	at      int // the chosen entry
	top     int // the first row shown
	total   int
	loaded  bool
	step    int       // a movement to be made once other entries have come
	back    when.Date // where the agenda began before that
	kept    []string  // the rows as last drawn, without a cursor
	keptFor agendaLook
}

// agendaLook is what the kept rows depend on, beside the entries.
type agendaLook struct {
	w     int
	today when.Date
}

// row is a line of the agenda: a day's heading, an entry, or something to say about
// the entry above it.
type row struct {
	date  when.Date
	entry int  // -1 for a heading
	under int  // which of the lines under the entry, from 1 on; 0 is the entry
	late  bool // before the first day
}

// agendaNotes is how many lines about its conflicts stand under an entry at most.
const agendaNotes = 3

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
	q.Late = c.lateFor(from, agendaLate)
	return ask(c, "agenda", c.read(q), func(p store.Calendar) tea.Cmd { return c.takeAgenda(p, from) })
}

// takeAgenda replaces the entries, keeping the cursor on its entry.
func (c *Calendar) takeAgenda(p store.Calendar, from when.Date) tea.Cmd {
	c.trouble, c.wrong, c.asOf = "", "", c.env.AsOf
	a := &c.agenda
	var was carried
	if e, ok := a.chosen(); ok {
		was = carried{id: e.ID, start: e.Start.At}
	}
	if w, ok := c.wanted(); ok {
		was = w
	}
	c.saved(p.Entries)
	c.saved(p.Late)
	a.loaded, a.total, a.all, a.late, a.more = true, p.Total+len(p.Late), p.Entries, p.Late, p.LateMore
	a.before = before{p.Before, p.BeforeLast}
	c.layAgenda()
	found := -1
	for i := range a.entries {
		if e := &a.entries[i]; was.is(e) && (found < 0 || e.Start.At.Equal(was.start)) {
			found = i
		}
	}
	if found < 0 {
		found = a.instead(was, c.day)
	}
	a.at = found
	step := a.step
	a.step = 0
	if step != 0 && a.entry(found) == was.id {
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

// instead is the entry that is chosen where the one before is gone: the first of its day,
// else of the next that has one. After an occurrence of a window that is what is nearest to
// it besides its other occurrences: what is pressed next isn't meant for another night.
func (a *agenda) instead(was carried, day when.Date) int {
	near, after := -1, -1
	away := func(d when.Date) int { return max(d.Sub(day), day.Sub(d)) }
	var nearest when.Date
	for _, r := range a.rows {
		if r.entry < 0 || r.under > 0 {
			continue
		}
		if after < 0 && !r.date.Before(day) {
			after = r.entry
		}
		if was.id.Kind() == model.KindWindow && a.entries[r.entry].ID != was.id && (near < 0 || away(r.date) < away(nearest)) {
			near, nearest = r.entry, r.date
		}
	}
	switch {
	case near >= 0:
		return near
	case after >= 0:
		return after
	}
	return max(len(a.entries)-1, 0)
}

// layAgenda puts what was fetched onto its days, the releases first, and maintenance
// windows where they are shown.
func (c *Calendar) layAgenda() {
	a := &c.agenda
	on := func(e *store.Entry) when.Date {
		d := when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone)
		if d.Before(a.from) {
			return a.from // it began earlier and goes on
		}
		return d
	}
	a.entries, a.rows, a.keptFor = make([]store.Entry, 0, len(a.all)), a.rows[:0], agendaLook{}
	var days []when.Date // of freezes and holidays, which stand on the lines of the dates
	for _, e := range a.all {
		if c.windows || rankOf(&e) == 0 {
			a.entries = append(a.entries, e)
		} else if !e.Background() {
			days = append(days, on(&e))
		}
	}
	for _, e := range a.entries {
		days = append(days, on(&e))
	}
	slices.SortFunc(days, when.Date.Sub)
	days = slices.Compact(days)
	slices.SortStableFunc(a.entries, func(x, y store.Entry) int { return cmp.Or(on(&x).Sub(on(&y)), rankOf(&x)-rankOf(&y)) })
	if len(a.late) > 0 {
		a.rows = append(a.rows, row{date: a.lateOn(0, c.env.Zone), entry: -1, late: true})
		for i := range a.late {
			for n := range 1 + min(len(conflictsOf(&a.late[i])), agendaNotes) {
				a.rows = append(a.rows, row{date: a.lateOn(i, c.env.Zone), entry: i, under: n, late: true})
			}
		}
		a.entries = append(slices.Clone(a.late), a.entries...)
	}
	i := len(a.late)
	for _, d := range days {
		a.rows = append(a.rows, row{date: d, entry: -1})
		for ; i < len(a.entries) && on(&a.entries[i]) == d; i++ {
			for n := range 1 + min(len(conflictsOf(&a.entries[i])), agendaNotes) {
				a.rows = append(a.rows, row{date: d, entry: i, under: n})
			}
		}
	}
	a.heads = sortDays(a.all, inRows(days, c.env.Zone), c.env.Zone)
}

// rankOf is where an entry stands among those of its day: releases and milestones,
// freezes and holidays, maintenance windows.
func rankOf(e *store.Entry) int {
	switch {
	case e.Tints() || e.Kind == model.WindowHoliday:
		return 1
	case e.Background():
		return 2
	}
	return 0
}

// inRows are some days as rows of a grid, the rest of the last of them left empty.
func inRows(days []when.Date, zone *time.Location) []when.Week {
	rows := make([]when.Week, (len(days)+6)/7)
	for i, d := range days {
		rows[i/7].Days[i%7] = when.GridDay{Date: d, Span: d.Span(zone)}
	}
	return rows
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
	if c.agenda.from == c.agenda.back {
		return nil
	}
	c.agenda.from = c.agenda.back
	return c.loadAgenda()
}

// follow puts the chosen day where the agenda's cursor is.
func (c *Calendar) follow() {
	for _, r := range c.agenda.rows {
		if r.entry == c.agenda.at && r.under == 0 {
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
		a.step, a.back = n, a.from
		a.from = a.from.AddDays(-7)
		if a.from.Year < when.FirstYear {
			a.from = when.Date{Year: when.FirstYear, Month: time.January, Day: 1}
		}
		return c.loadAgenda()
	case to >= len(a.entries) && a.at == len(a.entries)-1 || len(a.entries) == 0:
		next := a.from.AddDays(agendaDays)
		if n := len(a.rows); n > 0 && !a.rows[n-1].late {
			next = a.rows[n-1].date
			if next == a.from && a.total > len(a.entries) {
				next = next.AddDays(1)
			}
		}
		if next.Year > when.LastYear {
			return nil
		}
		a.back, a.from, a.step = a.from, next, 1
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
	if a.loaded && len(a.rows) == 0 {
		text := []string{"Nothing planned from " + a.from.Format(when.Long) + " on", "",
			"[ goes back a month, t to today, m shows the month", "",
			"n                           registers a release ", "fairway import schedule.ics brings a calendar in"}
		if c.filter != "" {
			text = []string{"Nothing fits the filter from " + a.from.Format(when.Long) + " on", "", c.filter, "", "esc drops it, / changes it"}
			if a.before.n > 0 {
				text = append(text, "", c.beforeText(a.before))
			}
		}
		if c.wrong != "" {
			text = []string{"The filter can't be used", "", c.wrong, "", "esc drops it, / changes it"}
		}
		if c.trouble != "" {
			text = []string{"The calendar could not be loaded", "", c.trouble, "", "ctrl+l tries again"}
		}
		return kit.Centred(t, text, w, h)
	}
	lines := c.head(w)
	if a.before.n > 0 {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Note, kit.Cut(c.beforeText(a.before), w-2)).String())
	}
	rows := max(h-1-len(lines), 1)
	at := 0
	last := 0
	for i, r := range a.rows {
		if r.entry == a.at {
			last = i
			if r.under == 0 {
				at = i
			}
		}
	}
	if at == 1 {
		a.top = 0
	}
	// The heading above the first entry of a day is seen with it, and what stands under it.
	a.top = kit.Scroll(a.top, last, rows, len(a.rows))
	a.top = kit.Scroll(a.top, max(at-1, 0), rows, len(a.rows))
	a.top = kit.Scroll(a.top, at, rows, len(a.rows))
	if look := (agendaLook{w, c.today()}); a.keptFor != look {
		a.keptFor, a.kept = look, make([]string, len(a.rows))
	}
	for i := a.top; i < len(a.rows) && i < a.top+rows; i++ {
		r := a.rows[i]
		switch {
		case r.entry == a.at && r.under == 0:
			lines = append(lines, c.agendaLine(&a.entries[r.entry], r.date, w, true))
			continue
		case a.kept[i] != "":
		case r.entry < 0 && r.late:
			a.kept[i] = c.lateHead(w)
		case r.entry < 0:
			a.kept[i] = c.agendaHead(r.date, w)
		case r.under > 0:
			a.kept[i] = c.agendaNote(&a.entries[r.entry], r.under, w)
		default:
			a.kept[i] = c.agendaLine(&a.entries[r.entry], r.date, w, false)
		}
		lines = append(lines, a.kept[i])
	}
	lines = kit.Fill(lines, w, max(h-1, len(lines)))
	var beyond []string
	if a.top > 0 {
		beyond = append(beyond, t.Glyph.Up+" "+kit.Count(a.top, "line")+" above")
	}
	if a.top+rows < len(a.rows) {
		beyond = append(beyond, fmt.Sprintf("%s %d more lines", t.Glyph.Down, len(a.rows)-a.top-rows))
	} else if a.total > len(a.entries) {
		beyond = append(beyond, t.Glyph.Down+" and more; j goes on")
	}
	if len(beyond) > 0 {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Faint, strings.Join(beyond, "  ")).String())
	}
	return kit.Page(lines, w, h)
}

// agendaHead is the line of a date: what freezes it, whose holiday it is, and how many
// maintenance windows are not shown.
func (c *Calendar) agendaHead(d when.Date, w int) string {
	t := c.env.Theme
	style := t.Title
	if d == c.today() {
		style = t.Today
	}
	date := d.Format(when.Long)
	if d.Year == c.today().Year {
		date = d.Format(when.Short)
	}
	l := kit.NewLine(w).Gap(1).Text(style, date).Gap(2).Text(t.Faint, strings.TrimSpace(fmt.Sprintf("wk %d  %s", c.weekNumber(d), relative(d, c.today())))).Gap(1)
	on := c.agenda.heads[d]
	if on == nil {
		on = &day{}
	}
	end := w - 1
	count := ""
	if n := len(on.windows); n > 0 && !c.windows {
		need := l.Used()
		for i := range on.freezes {
			need += 4 + kit.Width(scoped(&on.freezes[i], w))
		}
		if len(on.holidays) > 0 {
			need += 1 + kit.Width("holiday: "+strings.Join(on.holidays, ", "))
		}
		// What freezes the date says more than which key shows the windows.
		if count = " " + folded(n); kit.Width(count) > w/3 || need+kit.Width(count) > end {
			count = " " + kit.Count(n, "window")
		}
		end -= kit.Width(count)
	}
	holidays := ""
	if len(on.holidays) > 0 {
		holidays = "holiday: " + strings.Join(on.holidays, ", ")
	}
	kept := 0 // for the holidays, beside a freeze
	if holidays != "" {
		kept = min(kit.Width(holidays), max((end-l.Used())/2-1, 0)) + 1
	}
	for i := range on.freezes {
		e := &on.freezes[i]
		glyph, style := t.Glyph.Soft, t.Soft
		if e.Hard {
			glyph, style = t.Glyph.Hard, t.Hard
		}
		if room := end - kept - l.Used() - 4; room > freezeNamed {
			l.Glyph(style, glyph, 2).Gap(1).Text(style, kit.Cut(c.freezeText(e, room), room)).Gap(1)
		}
	}
	if room := end - l.Used() - 1; holidays != "" && room > 0 {
		l.Text(t.Note, kit.Cut(holidays, room)).Gap(1)
	}
	return l.Glyph(t.Rule, t.Glyph.Line, end-l.Used()).Text(t.Faint, count).To(w).String()
}

// freezeText names a freeze, what it is for and until when it is, as far as there is room.
func (c *Calendar) freezeText(e *store.Entry, room int) string {
	last := when.DateOf(spanOf(*e, c.env.Zone).End.Add(-1), c.env.Zone)
	name := scoped(e, room)
	if text := name + ", until " + last.Format(when.Short); kit.Width(text) <= room {
		return text
	}
	return name
}
