package calendar

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// windowWorld is the demo's calendar of somebody who edits windows.
func windowWorld(t *testing.T) (*Calendar, *quietHost, func(tea.Cmd)) {
	return windowWorldOf(t, "rafael")
}

func windowWorldOf(t *testing.T, who string) (*Calendar, *quietHost, func(tea.Cmd)) {
	return worldFor(t, screentest.Demo(t), who)
}

// worldOn is the calendar of a file.
func worldOn(t *testing.T, db *store.DB) (*Calendar, *quietHost, func(tea.Cmd)) {
	return worldFor(t, db, "rafael")
}

func worldFor(t *testing.T, db *store.DB, who string) (*Calendar, *quietHost, func(tea.Cmd)) {
	env := screentest.On(t, db, who, theme.Options{Choice: theme.Bare})
	host := &quietHost{}
	env.Host = host
	c := New(env)
	c.Width, c.Height = 80, 20
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	return c, host, settle
}

// press does what a key is bound to, and reports whether it may.
func press(t *testing.T, list []screen.Binding, key string) (cmd tea.Cmd, why string) {
	t.Helper()
	for _, b := range list {
		if b.Has(key) {
			if why := b.Disabled(); why != "" {
				return nil, why
			}
			return b.Do(), ""
		}
	}
	t.Fatalf("no key %s", key)
	return nil, ""
}

// With v windows are lines that can be chosen in the agenda, the week and the list of a day:
// with id, class and scope. enter opens one, e edits one, all or those that follow, x skips
// it and } moves it.
func TestWindowsCanBeChosen(t *testing.T) {
	c, host, settle := windowWorld(t)
	night := when.Date{Year: 2026, Month: 12, Day: 1} // of the payroll maintenance, WIN-5
	choose := map[string]func() []screen.Binding{
		"agenda": func() []screen.Binding {
			c.choose(night)
			settle(c.showAgenda())
			return c.Bindings()
		},
		"week": func() []screen.Binding {
			c.choose(night)
			settle(c.showWeek())
			return c.Bindings()
		},
		"day": func() []screen.Binding {
			o := newDay(c, night)
			screentest.Run(o.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, o) })
			return o.Bindings()
		},
	}
	for name, at := range choose {
		c.windows, c.week.windows = false, false
		list := at()
		if _, why := press(t, list, "x"); why != "no window is chosen: v shows them" {
			t.Errorf("%s: folded windows are skipped: %q", name, why)
		}
		host.said = ""
		cmd, _ := press(t, list, "v")
		settle(cmd)
		if !strings.Contains(host.said, "window") {
			t.Errorf("%s: nothing says what v does: %q", name, host.said)
		}
		down, up := "j", "k"
		for range 40 {
			press(t, list, up)
		}
		for range 40 {
			if host.found = ""; true {
				press(t, list, "enter")
			}
			if host.found == "WIN-5" {
				break
			}
			press(t, list, down)
		}
		if host.found != "WIN-5" {
			t.Errorf("%s: WIN-5 can't be chosen: %v", name, host.found)
			continue
		}
		if name != "day" {
			for _, size := range [][2]int{{80, 20}, {160, 44}} {
				if page := c.View(size[0], size[1]); !strings.Contains(page, "WIN-5") || !strings.Contains(page, "maintenance") || !strings.Contains(page, "Payroll") || name == "week" && !strings.Contains(page, "maintenance window") {
					t.Errorf("%s: the chosen window isn't named:\n%s", name, page)
				}
			}
		}
		host.ways, host.opened = nil, nil
		for _, key := range []string{"x", "}"} {
			cmd, _ := press(t, list, key)
			settle(cmd)
		}
		if len(host.ways) != 2 || host.ways[0].Task != "skip-occurrence" || host.ways[1].Task != "move-occurrence" || !strings.HasPrefix(host.ways[0].Answers[0].Value, "2026-12-01T20:00") ||
			!strings.HasPrefix(host.ways[1].Answers[1].Value, "2026-12-02T20:00") {
			t.Errorf("%s: %+v", name, host.ways)
		}
		cmd, _ = press(t, list, "e")
		settle(cmd)
		menu, ok := host.opened.(*kit.Menu)
		if !ok {
			t.Fatalf("%s: e asks nothing: %T", name, host.opened)
		}
		host.ways = nil
		menu.Bindings()[0].Do()
		menu.At = 1
		menu.Bindings()[0].Do()
		menu.At = 2
		menu.Bindings()[0].Do()
		if len(host.ways) != 3 || host.ways[0].Answers[0].Field != "only" || host.ways[1].Answers[0].Field != "following" {
			t.Errorf("%s: %+v", name, host.ways)
		}
		for i, want := range [][]string{{"following"}, {"only"}, {"following", "only"}} { // a draft of another choice doesn't stand beside it
			var none []string
			for _, a := range host.ways[i].Answers {
				if a.None {
					none = append(none, a.Field)
				}
			}
			if !slices.Equal(none, want) {
				t.Errorf("%s: %v leaves %v of a draft as it was, beside %v", name, host.ways[i], none, want)
			}
		}
	}
}

// Where v has nothing to show it says so, and in a month without a pane where they are.
func TestWhyNoWindowShows(t *testing.T) {
	c, host, settle := windowWorld(t)
	settle(c.showMonth())
	settle(c.foldWindows())
	if page := c.View(80, 22); !strings.Contains(host.said, "enter lists a day's") || !strings.Contains(page, c.env.Theme.Glyph.Window+"1") {
		t.Errorf("%q\n%s", host.said, page)
	}
	settle(c.foldWindows())
	c.choose(when.Date{Year: 2020, Month: 1, Day: 1})
	settle(c.showWeek())
	settle(c.foldWindows())
	if host.said != "no window in the week shown; [ and ] turn to another" {
		t.Errorf("%q", host.said)
	}
	if model.WindowWords(model.WindowFreeze, false) != "soft freeze" {
		t.Error("a freeze that warns is called otherwise in lists than on the calendar")
	}
}

// Who may not edit windows is told so by every key that would, before anything is asked.
func TestWhoMayNotEditWindowsIsToldAtOnce(t *testing.T) {
	c, host, settle := windowWorldOf(t, "cora")
	c.choose(when.Date{Year: 2026, Month: 12, Day: 1})
	settle(c.showAgenda())
	settle(c.foldWindows())
	for range 40 {
		if e, ok := c.chosen(); ok && isWindow(e) && e.Recurs {
			break
		}
		press(t, c.Bindings(), "j")
	}
	if e, ok := c.chosen(); !ok || !isWindow(e) {
		t.Fatalf("no window is chosen: %+v", e)
	}
	for _, key := range []string{"e", "x", "}", "="} {
		host.said = ""
		cmd, why := press(t, c.Bindings(), key)
		if settle(cmd); !strings.HasPrefix(host.said, "not now: your roles do not allow this; it belongs to: ") || host.opened != nil || len(host.ways) != 0 {
			t.Errorf("%s: %q, %q; opened %T, %v", key, why, host.said, host.opened, host.ways)
		}
	}
}
