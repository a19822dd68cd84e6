package calendar

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// A date that is frozen and a holiday says both on 80 columns; the agenda says how much of
// it lies above; and the narrowest month counts the windows of each date.
func TestNarrowViewsSayWhatThereIs(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &sayer{}
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	c.Width, c.Height = 80, 20
	settle(c.showAgenda())
	if view := c.View(80, 20); strings.Contains(view, " above") || !strings.Contains(view, "more lines") {
		t.Errorf("the first lines of the agenda:\n%s", view)
	}
	for range 12 {
		settle(c.stepAgenda(1))
	}
	if view := c.View(80, 20); !strings.Contains(view, "lines above") {
		t.Errorf("scrolled, the agenda doesn't say what is above:\n%s", view)
	}

	date := when.Date{Year: 2026, Month: time.December, Day: 25}
	whole := when.OnDay(date, env.Zone)
	one := func(kind, title string, hard bool) store.Entry {
		return store.Entry{ID: "WIN-1", Kind: kind, Title: title, Hard: hard, Start: whole, End: whole, Span: date.Span(env.Zone), Everything: true}
	}
	windows := []store.Entry{one(model.WindowMaintenance, "a", false), one(model.WindowMaintenance, "b", false), one(model.WindowMaintenance, "c", false)}
	c.agenda.heads = map[when.Date]*day{date: {holidays: []string{"Christmas Day"}, freezes: []store.Entry{one(model.WindowFreeze, "Year-end closing", true)}, windows: windows}}
	if head := kit.Plain(c.agendaHead(date, 80)); !strings.Contains(head, "Year-end closing") || !strings.Contains(head, "holiday: Chri") || !strings.Contains(head, "3 windows") {
		t.Errorf("a holiday in a freeze: %s", head)
	}

	settle(c.goTo(date))
	settle(c.showMonth())
	settle(c.foldWindows())
	c.View(60, 18)
	for date, d := range c.days {
		if len(d.windows) == 0 || date.Month != time.December {
			continue
		}
		l := kit.NewLine(7)
		c.dateLine(l, &when.GridDay{Date: date, Span: date.Span(env.Zone), InMonth: true}, d, 6, c.today())
		if text := l.String(); !strings.Contains(text, env.Theme.Glyph.Window) || d.hard != strings.Contains(text, env.Theme.Glyph.Hard) {
			t.Errorf("%s has %d windows, and shows %q", date, len(d.windows), l.String())
		}
	}
}
