package calendar

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// by is one of four, as the view shown wants it.
func by[T any](c *Calendar, month, week, agenda, timeline T) T {
	switch c.shown {
	case byWeek:
		return week
	case byAgenda:
		return agenda
	case byTimeline:
		return timeline
	}
	return month
}

// keys are the calendar's bindings, the most useful first.
func (c *Calendar) keys() []screen.Binding {
	move, view := screen.GroupMove, screen.GroupView
	day := func(n int) tea.Cmd { return c.goTo(c.day.AddDays(n)) }
	side := func(n int) func() tea.Cmd {
		return func() tea.Cmd { return by(c, day, day, c.dayStep, c.sideTimeline)(n) }
	}
	down := func(n int) func() tea.Cmd {
		return func() tea.Cmd { return by(c, c.goWeek, c.stepWeek, c.stepAgenda, c.stepTimeline)(n) }
	}
	page := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			if c.shown == byAgenda {
				return c.stepAgenda(n * max(c.Height-3, 1))
			}
			return by(c, c.goMonth, c.goWeek, nil, c.goTimeline)(n)
		}
	}
	period := func(n int) func() tea.Cmd {
		return func() tea.Cmd { return by(c, c.goMonth, c.goWeek, c.goMonth, c.goTimeline)(n) }
	}
	notIn := func(m mode, text string) func() string {
		return screen.When(func() bool { return c.shown == m }, text)
	}
	windows := c.windowKeys(c.chosen)
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupRelease, Foot: true, Help: "Month: list the chosen day. Elsewhere: open the chosen release or window.",
			Why: func() string {
				e, ok := c.chosen()
				switch {
				case ok && e.Card == nil && !e.Emergency && !isWindow(e):
					return string(e.ID) + " is no release; d lists the day"
				case !ok && c.shown == byAgenda:
					return "no release is chosen"
				}
				return ""
			}, Do: c.open},
		{Keys: []string{"n"}, Name: "new", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Register a release.",
			Do: func() tea.Cmd { return c.env.Host.Task("register", "") }},
		{Keys: []string{"}"}, Name: "move later", Group: screen.GroupRelease, Writes: true, Help: "Propose to move the chosen release, or one occurrence of a window, a day later; what that collides with is shown before it is saved.", Why: c.immovable, Do: c.move(1, 0)},
		{Keys: []string{"{"}, Name: "move earlier", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it a day earlier.", Why: c.immovable, Do: c.move(-1, 0)},
		{Keys: []string{")"}, Name: "an hour later", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it an hour later.", Why: c.immovable, Do: c.move(0, 1)},
		{Keys: []string{"("}, Name: "an hour earlier", Group: screen.GroupRelease, Writes: true, Help: "Propose to move it an hour earlier.", Why: c.immovable, Do: c.move(0, -1)},
		{Keys: []string{"="}, Name: "move to a date", Group: screen.GroupRelease, Writes: true, Help: "Type the date to which the chosen release, or occurrence of a window, is to be moved.", Why: c.immovable, Do: c.moveTo},
		windows[0], windows[1],
		{Keys: []string{"W"}, Name: "what if", Group: screen.GroupRelease, Help: "Show the moves that are tried, with what they would collide with together; save one, or throw them away.", Do: c.showWhatIf("")},
		{Keys: []string{"m"}, Name: "month", Group: view, Foot: true, Help: "Show a month as a grid.", Why: notIn(byMonth, "this is the month"), Do: c.showMonth},
		{Keys: []string{"w"}, Name: "week", Group: view, Foot: true, Help: "Show the week of the chosen day by the hour.", Why: notIn(byWeek, "this is the week"), Do: c.showWeek},
		{Keys: []string{"g"}, Name: "agenda", Group: view, Foot: true, Help: "Show a list by day, from the chosen day on.", Why: notIn(byAgenda, "this is the agenda"), Do: c.showAgenda},
		{Keys: []string{"T"}, Name: "timeline", Group: view, Foot: true, Help: "Show the services along the weeks: what is planned, what was done, baselines, moves and freezes.",
			Why: screen.When(func() bool { return c.shown == byTimeline && c.timeline.scale == byDays }, "this is the timeline"), Do: c.showTimeline(byDays)},
		{Keys: []string{"Q"}, Name: "quarter", Group: view, Help: "Show the services along the chosen day's quarter.",
			Why: screen.When(func() bool { return c.shown == byTimeline && c.timeline.scale == byQuarter }, "this is the quarter"), Do: c.showTimeline(byQuarter)},
		{Keys: []string{"z"}, Name: "zoom", Group: view, Help: "Timeline: from the quarter to weeks, to hours, and back, where the chosen release is.",
			Why: screen.When(func() bool { return c.shown != byTimeline }, "T shows the timeline first"), Do: c.zoomTimeline},
		{Keys: []string{"L"}, Name: "large", Group: view, Help: "Show what comes from the chosen day on in large, to be read across a room; once more goes back.", Do: c.toggleLarge},
		{Keys: []string{"v"}, Name: "windows", Group: view, Help: "Show maintenance windows, absences and people on call one by one, to be chosen, or fold them into a count.", Do: c.foldWindows},
		{Keys: []string{"d"}, Name: "day", Group: view, Help: "List everything of the chosen day.", Do: c.listDay},
		{Keys: []string{"t"}, Name: "today", Group: move, Foot: true, Help: "To today.", Do: func() tea.Cmd { return c.jump(c.today()) }},
		{Keys: []string{"[", "shift+left"}, Name: "before", Group: move, Foot: true, Help: "To the month before; in the week view and the timeline to the time before.", Do: period(-1)},
		{Keys: []string{"]", "shift+right"}, Name: "next", Group: move, Foot: true, Help: "To the next month; in the week view and the timeline to the time after.", Do: period(1)},
		{Keys: []string{"h", "left"}, Name: "day before", Group: move, Help: "To the day before; in the timeline to the release before in time.", Do: side(-1)},
		{Keys: []string{"l", "right"}, Name: "next day", Group: move, Help: "To the next day; in the timeline to the next release in time.", Do: side(1)},
		{Keys: []string{"j", "down"}, Name: "down", Group: move, Help: "Month: to the next week. Week: to the next entry of the day, or hour where there is none. Agenda and timeline: to the next entry.", Do: down(1)},
		{Keys: []string{"k", "up"}, Name: "up", Group: move, Help: "Month: to the week before. Week: to the entry before, or hour. Agenda and timeline: to the entry before.", Do: down(-1)},
		{Keys: []string{"pgdown", "ctrl+d"}, Name: "page down", Group: move, Help: "To the next month or week. Agenda: down by a page.", Do: page(1)},
		{Keys: []string{"pgup", "ctrl+u"}, Name: "page up", Group: move, Help: "To the month or week before. Agenda: up by a page.", Do: page(-1)},
		{Keys: []string{"y"}, Name: "copy", Group: screen.GroupRelease, Help: "Put the chosen date, or the id of the chosen entry, on the clipboard.",
			Do: func() tea.Cmd {
				if e, ok := c.chosen(); ok {
					return c.env.Host.Copy(string(e.ID))
				}
				return c.env.Host.Copy(c.day.String())
			}},
	}
}

// goTo chooses a day; another month or week has to be loaded.
func (c *Calendar) goTo(d when.Date) tea.Cmd {
	month, week := c.month, c.week.first()
	c.choose(d)
	c.week.land(c.day, c.env.Zone)
	switch {
	case c.shown == byTimeline:
		if c.shows(c.day) && c.timeline.first == c.axisOf(c.Width).first {
			return nil
		}
		if !c.shows(c.day) {
			c.aim()
		}
		return c.loadTimeline()
	case c.shown == byWeek && c.week.first() != week:
		return beside(c.week.loaded, c.loadWeek())
	case c.shown != byWeek && c.month != month:
		return beside(c.near != nil && c.nearSpan.Contains(gridSpan(c.weeks)), c.loadMonth())
	}
	return c.learnSince()
}

// beside is a load that isn't waited for where what it brings was fetched ahead,
// and is shown already.
func beside(ahead bool, load tea.Cmd) tea.Cmd {
	if ahead {
		return screen.Aside(load)
	}
	return load
}

// toggleLarge draws the agenda for a room, or goes back to the view that was shown before.
func (c *Calendar) toggleLarge() tea.Cmd {
	if !c.large {
		from := c.shown
		var cmd tea.Cmd
		if from != byAgenda {
			cmd = c.showAgenda()
		}
		c.large, c.small = true, from
		return cmd
	}
	switch c.small {
	case byMonth:
		return c.showMonth()
	case byWeek:
		return c.showWeek()
	case byTimeline:
		return c.showTimeline(c.timeline.scale)()
	}
	c.large = false
	return nil
}

// jump goes to a day in whatever is shown.
func (c *Calendar) jump(d when.Date) tea.Cmd {
	if c.shown != byAgenda {
		return c.goTo(d)
	}
	c.choose(d)
	c.agenda.from, c.agenda.entries, c.agenda.rows, c.agenda.at, c.agenda.top = c.day, nil, nil, 0, 0
	c.agenda.loaded = false
	return c.loadAgenda()
}

// goMonth goes months on or back, keeping the day of the month as far as the
// other month has it.
func (c *Calendar) goMonth(n int) tea.Cmd {
	if c.shown == byAgenda {
		from := c.agenda.from
		return c.jump(when.Period{Unit: when.Monthly, Year: from.Year, Number: int(from.Month)}.Add(n).First())
	}
	first := c.month.Add(n).First()
	d := first.AddDays(c.day.Day - 1)
	if d.Month != first.Month {
		d = c.month.Add(n + 1).First().AddDays(-1)
	}
	return c.goTo(d)
}

func (c *Calendar) showMonth() tea.Cmd {
	c.show(byMonth)
	return c.loadMonth()
}

func (c *Calendar) showAgenda() tea.Cmd {
	c.show(byAgenda)
	return c.jump(c.day)
}

// open opens what the cursor is on: a release, or the list of a day.
func (c *Calendar) open() tea.Cmd {
	if e, ok := c.chosen(); ok {
		return c.openEntry(e)
	}
	return c.listDay()
}

// openEntry opens a release, or the page of an emergency change.
func (c *Calendar) openEntry(e *store.Entry) tea.Cmd {
	if e.Card == nil {
		return c.env.Host.Find(e.ID)
	}
	return c.env.Host.Release(*e.Card)
}

// listDay lays the list of the chosen day over the screen.
func (c *Calendar) listDay() tea.Cmd {
	o := newDay(c, c.day)
	c.env.Host.Open(o)
	return o.Load()
}
