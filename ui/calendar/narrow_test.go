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
		c.dateLine(l, &when.GridDay{Date: date, Span: date.Span(env.Zone), InMonth: true}, d, 6, c.today(), false)
		if text := l.String(); !strings.Contains(text, env.Theme.Glyph.Window) || d.hard != strings.Contains(text, env.Theme.Glyph.Hard) {
			t.Errorf("%s has %d windows, and shows %q", date, len(d.windows), l.String())
		}
	}
	// The first of another month is frozen for all that, and named where there is room.
	first := when.Date{Year: 2027, Month: time.January, Day: 1}
	for w, month := range map[int]bool{6: false, 7: false, 9: true, 20: true} {
		l := kit.NewLine(w)
		c.dateLine(l, &when.GridDay{Date: first, Span: first.Span(env.Zone)}, &day{hard: true, windows: windows}, w, c.today(), false)
		if text := l.String(); !strings.Contains(text, env.Theme.Glyph.Hard) || !strings.Contains(text, env.Theme.Glyph.Window+"3") || strings.Contains(text, "Jan") != month {
			t.Errorf("1 January in %d columns: %q", w, text)
		}
	}
}

// What is read across a room ends with a word, and a conflict that is longer than a line
// has a second one.
func TestLargeCutsNoWords(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	c.Width, c.Height, c.windows = 60, 18, true
	c.choose(when.Date{Year: 2026, Month: time.December, Day: 16})
	settle(c.toggleLarge())
	conflicts := 0
	for range 60 {
		lines := strings.Split(c.View(60, 18), "\n")
		for i, l := range lines {
			switch {
			case strings.Contains(l, " "+env.Theme.Glyph.Dot+" ") && strings.Contains(l, "…"):
				t.Fatalf("a word is cut: %q", l)
			case strings.Contains(l, env.Theme.Glyph.Conflict+" hard: inside the hard") && i+1 < len(lines):
				conflicts++
				if strings.Contains(l, "…") || !strings.Contains(l+lines[i+1], "WIN-14") {
					t.Fatalf("which freeze isn't said: %q, %q", l, lines[i+1])
				}
			}
		}
		settle(c.stepAgenda(1))
	}
	if conflicts == 0 {
		t.Error("no conflict was seen")
	}
}
