// Package calendar shows releases, milestones and windows by date: a month, a
// week by the hour, an agenda, a timeline of the services, and the list of one day.
//
// What lies on which day, and what conflicts, is decided in model/calendar and
// read through store; here it is only shown and moved about in.
package calendar

import (
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// mode is which of its views the calendar shows.
type mode int

const (
	byMonth mode = iota
	byWeek
	byAgenda
	byTimeline
)

// Calendar is the screen.
type Calendar struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding

	day   when.Date   // the chosen day
	month when.Period // the month shown, which holds it
	weeks []when.Week
	zone  *time.Location // in which weeks, the week shown and what is fetched ahead begin
	days  map[when.Date]*day
	// cellWidth is that of the narrowest column of the month.
	cellWidth int
	empty     bool // there is nothing on them
	loaded    bool

	// near holds the days of the months before and after, so that turning a
	// page shows them at once; nearSpan is what it covers.
	near     map[when.Date]*day
	nearSpan when.Span

	loads int      // numbers the answers, for pictures that are kept
	drawn [6]drawn // the weeks as last drawn

	week     week
	agenda   agenda
	large    bool // the agenda is drawn for a room
	small    mode // the view that was shown before that, and is again after it
	largeTop int  // the first entry shown then
	timeline timeline
	shown    mode
	since    map[string]time.Time // of conflicts of which that is known, by their keys
	windows  bool                 // maintenance windows are shown one by one, else counted

	tried []whatIf // moves that are not saved

	carried carried // what was chosen in the view shown before, until this one has it

	asOf    store.Position // of what is shown
	trouble string         // why it couldn't be loaded
	filter  string
	wrong   string // what is wrong with the filter
}

// New makes the calendar, with today chosen.
func New(env *screen.Env) *Calendar {
	c := &Calendar{Base: screen.Base{Width: 80, Height: 20}, env: env, zone: env.Zone, days: map[when.Date]*day{}, week: week{minute: -1}}
	c.choose(c.today())
	c.bindings = c.keys()
	return c
}

// Name is the word on the tab.
func (c *Calendar) Name() string { return "Calendar" }

// Bindings are its keys.
func (c *Calendar) Bindings() []screen.Binding { return c.bindings }

func (c *Calendar) today() when.Date { return when.DateOf(c.env.Clock(), c.env.Zone) }

// choose puts the cursor on a day, and shows its month.
func (c *Calendar) choose(d when.Date) {
	if d.Year < when.FirstYear || d.Year > when.LastYear {
		return
	}
	c.day = d
	month := when.Period{Unit: when.Monthly, Year: d.Year, Number: int(d.Month)}
	if month != c.month {
		c.month = month
		c.weeks = when.MonthGrid(d.Year, d.Month, c.env.FirstDay, c.env.Zone)
		if c.near != nil && c.nearSpan.Contains(gridSpan(c.weeks)) {
			c.days = c.near
			c.empty = !anything(c.days, c.weeks)
			c.loads++
		}
	}
	for _, w := range c.weeks {
		if !d.Before(w.Days[0].Date) && !w.Days[6].Date.Before(d) {
			c.week.turn(w, c.env.Zone)
		}
	}
}

// ask asks, and takes what came unless the calendar could not be read.
func ask[T any](c *Calendar, what string, question func() (T, error), take func(T) tea.Cmd) tea.Cmd {
	return screen.Ask(c, what, question, func(v T, err error) tea.Cmd {
		if err != nil {
			c.fail(err)
			return nil
		}
		return take(v)
	})
}

// read is the question for a stretch of the calendar.
func (c *Calendar) read(q store.CalendarQuery) func() (store.Calendar, error) {
	data, ctx := c.env.Data, c.env.Context
	return func() (store.Calendar, error) { return data.Calendar(ctx, q) }
}

// fail notes what went wrong, and keeps what is shown.
func (c *Calendar) fail(err error) {
	var bad *filter.Error
	if errors.As(err, &bad) || c.filter != "" {
		c.clear()
		c.wrong = err.Error()
		return
	}
	c.trouble = err.Error()
	if c.loaded {
		c.env.Host.Fail("load the calendar", err)
	}
}

// clear drops what is shown where that is of another moment: it was never true
// then.
func (c *Calendar) clear() {
	if c.asOf == c.env.AsOf {
		return
	}
	c.days, c.near, c.empty = map[when.Date]*day{}, nil, true
	c.loads++
	c.week.put(weekPage{first: c.week.first()}, c.env.Zone)
	c.week.near = nil
	c.takeAgenda(store.Calendar{}, c.agenda.from)
	c.timeline = timeline{scale: c.timeline.scale}
	c.asOf = c.env.AsOf
}

// heedZone lays the month and the week out anew where times are shown in another
// zone than before: a date begins at another instant there, and whole days are
// laid by where dates begin. What was fetched ahead is of the zone before.
func (c *Calendar) heedZone() {
	if c.zone == c.env.Zone {
		return
	}
	c.zone, c.near, c.week.near = c.env.Zone, nil, nil
	c.weeks = when.MonthGrid(c.month.Year, time.Month(c.month.Number), c.env.FirstDay, c.zone)
	for d := range c.week.row.Days {
		g := &c.week.row.Days[d]
		g.Span = g.Date.Span(c.zone)
	}
	c.week.put(c.week.page, c.zone)
	c.week.land(c.day, c.zone)
}

// Load asks for what is shown.
func (c *Calendar) Load() tea.Cmd {
	c.heedZone()
	switch c.shown {
	case byAgenda:
		return c.loadAgenda()
	case byWeek:
		return c.loadWeek()
	case byTimeline:
		return c.loadTimeline()
	}
	return c.loadMonth()
}

func (c *Calendar) query(span when.Span, limit int) store.CalendarQuery {
	e := c.env
	return store.CalendarQuery{Span: span, Filter: c.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(), Zone: e.Zone, Limit: limit, Windows: true, Instead: c.others("")}
}

// Filter is the filter in force.
func (c *Calendar) Filter() string { return c.filter }

// FilterError says what is wrong with it.
func (c *Calendar) FilterError() string { return c.wrong }

// SetFilter asks for other entries.
func (c *Calendar) SetFilter(text string) tea.Cmd {
	c.filter, c.wrong = text, ""
	c.near, c.week.near = nil, nil
	return c.Load()
}

// chosen is the entry that the cursor of the agenda or the week is on.
func (c *Calendar) chosen() (*store.Entry, bool) {
	switch c.shown {
	case byAgenda:
		return c.agenda.chosen()
	case byWeek:
		return c.week.chosen(c.day)
	case byTimeline:
		return c.timelineEntry()
	}
	return nil, false
}

// Subject is the record the cursor is on.
func (c *Calendar) Subject() model.ID {
	if e, ok := c.chosen(); ok {
		return e.ID
	}
	return ""
}

// View draws the month, the week or the agenda.
func (c *Calendar) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	c.Width, c.Height = w, h
	switch c.shown {
	case byAgenda:
		if c.large {
			return c.viewLarge(w, h)
		}
		return c.viewAgenda(w, h)
	case byWeek:
		return c.viewWeek(w, h)
	case byTimeline:
		return c.viewTimeline(w, h)
	}
	return c.viewMonth(w, h)
}

var (
	_ screen.Filtered = (*Calendar)(nil)
	_ screen.Subject  = (*Calendar)(nil)
)
