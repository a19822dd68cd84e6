package calendar

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/when"
	"fairway/ui/screen"
)

// keys are the calendar's bindings, the most useful first.
func (c *Calendar) keys() []screen.Binding {
	move, view := screen.GroupMove, screen.GroupView
	side := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			if c.listed {
				return c.dayStep(n)
			}
			return c.goTo(c.day.AddDays(n))
		}
	}
	down := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			if c.listed {
				return c.stepAgenda(n)
			}
			return c.goTo(c.day.AddDays(7 * n))
		}
	}
	page := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			if c.listed {
				return c.stepAgenda(n * max(c.height-3, 1))
			}
			return c.goMonth(n)
		}
	}
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupRelease, Foot: true, Help: "Month: list the chosen day. Agenda: show the chosen release in short.",
			Why: func() string {
				if e, ok := c.agenda.chosen(); c.listed && (!ok || e.Card == nil) {
					return "no release is chosen"
				}
				return ""
			}, Do: c.open},
		{Keys: []string{"m"}, Name: "month", Group: view, Foot: true, Help: "Show a month as a grid.",
			Why: func() string {
				if !c.listed {
					return "this is the month"
				}
				return ""
			}, Do: c.showMonth},
		{Keys: []string{"g"}, Name: "agenda", Group: view, Foot: true, Help: "Show a list by day, from the chosen day on.",
			Why: func() string {
				if c.listed {
					return "this is the agenda"
				}
				return ""
			}, Do: c.showAgenda},
		{Keys: []string{"t"}, Name: "today", Group: move, Foot: true, Help: "To today.", Do: func() tea.Cmd { return c.jump(c.today()) }},
		{Keys: []string{"[", "shift+left"}, Name: "month before", Group: move, Foot: true, Help: "To the month before.", Do: func() tea.Cmd { return c.goMonth(-1) }},
		{Keys: []string{"]", "shift+right"}, Name: "next month", Group: move, Foot: true, Help: "To the next month.", Do: func() tea.Cmd { return c.goMonth(1) }},
		{Keys: []string{"h", "left"}, Name: "day before", Group: move, Help: "To the day before.", Do: side(-1)},
		{Keys: []string{"l", "right"}, Name: "next day", Group: move, Help: "To the next day.", Do: side(1)},
		{Keys: []string{"j", "down"}, Name: "down", Group: move, Help: "Month: to the next week. Agenda: to the next entry.", Do: down(1)},
		{Keys: []string{"k", "up"}, Name: "up", Group: move, Help: "Month: to the week before. Agenda: to the entry before.", Do: down(-1)},
		{Keys: []string{"pgdown", "ctrl+d"}, Name: "page down", Group: move, Help: "Month: to the next month. Agenda: down by a page.", Do: page(1)},
		{Keys: []string{"pgup", "ctrl+u"}, Name: "page up", Group: move, Help: "Month: to the month before. Agenda: up by a page.", Do: page(-1)},
		{Keys: []string{"y"}, Name: "copy", Group: screen.GroupRelease, Help: "Put the chosen date, or the id of the agenda's entry, on the clipboard.",
			Do: func() tea.Cmd {
				if e, ok := c.agenda.chosen(); c.listed && ok {
					return c.env.Host.Copy(string(e.ID))
				}
				return c.env.Host.Copy(c.day.String())
			}},
	}
}

// goTo chooses a day; another month has to be loaded.
func (c *Calendar) goTo(d when.Date) tea.Cmd {
	before := c.month
	c.choose(d)
	if c.month != before {
		return c.loadMonth()
	}
	return nil
}

// jump goes to a day in whatever is shown.
func (c *Calendar) jump(d when.Date) tea.Cmd {
	if !c.listed {
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
	if c.listed {
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
	c.listed = false
	return c.loadMonth()
}

func (c *Calendar) showAgenda() tea.Cmd {
	c.listed = true
	return c.jump(c.day)
}

// open opens what the cursor is on.
func (c *Calendar) open() tea.Cmd {
	if c.listed {
		e, _ := c.agenda.chosen()
		return c.env.Host.Release(*e.Card)
	}
	o := newDay(c, c.day)
	c.env.Host.Open(o)
	return o.Load()
}
