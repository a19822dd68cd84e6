package calendar

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/when"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// What is late stays in view where what comes is looked at: before the first day of the
// agenda, with its own date, and in a line of the timeline.
func TestWhatIsLateStaysInView(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &sayer{}
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	c.Width, c.Height = 100, 30
	settle(c.showAgenda())
	view := c.View(100, 30)
	at := strings.Index(view, "REL-40")
	if head := strings.Index(view, "Late, from before"); head < 0 || at < head || !strings.Contains(view[head:], "d late") {
		t.Fatalf("REL-40 is late, and not said first:\n%s", view)
	}
	if e, ok := c.chosen(); !ok || e.ID == "REL-40" {
		t.Errorf("the cursor is not on what comes")
	}
	settle(c.SetFilter("late"))
	if view = c.View(100, 30); !strings.Contains(view, "REL-40") || !strings.Contains(view, c.agenda.late[0].Start.On(env.Zone).Format(when.Short)) {
		t.Errorf("filtered by late:\n%s", view)
	}
	if e, ok := c.chosen(); !ok || e.ID != "REL-40" {
		t.Errorf("nothing else fits, and the cursor isn't on it")
	}
	settle(c.stepAgenda(1)) // on from the last of them is on from today, not from its day
	if c.agenda.from.Before(c.today()) {
		t.Errorf("j leads to %s", c.agenda.from)
	}
	settle(c.jump(c.today().AddDays(9))) // asked for, it is said wherever the agenda begins
	if view = c.View(100, 30); !strings.Contains(view, "REL-40") {
		t.Errorf("from another day on:\n%s", view)
	}
	settle(c.jump(c.today()))
	settle(c.toggleLarge())
	if view = c.View(60, 18); !strings.Contains(view, "CUSTOMER CARE 11.5") || !strings.Contains(view, "d late") {
		t.Errorf("in large:\n%s", view)
	}
	settle(c.toggleLarge())
	settle(c.showTimeline(byDays)()) // where what was chosen is
	if e, ok := c.chosen(); !ok || e.ID != "REL-40" {
		t.Errorf("REL-40 was chosen, and isn't any more")
	}
	c.choose(c.today())
	c.aim()
	settle(c.loadTimeline())
	if view = c.View(100, 30); !strings.Contains(view, "1 late before this: REL-40") {
		t.Errorf("timeline:\n%s", view)
	}
	settle(c.goTimeline(-1))
	if view = c.View(100, 30); strings.Contains(view, "late before this") || !strings.Contains(view, "REL-40") {
		t.Errorf("[ leads to it:\n%s", view)
	}
	settle(c.showAgenda())
	settle(c.SetFilter("-late"))
	if view = c.View(100, 30); strings.Contains(view, "Late, from before") {
		t.Errorf("filtered by what is not late:\n%s", view)
	}
}

// A filter finds what is late and carries the mark that is looked for, too; and what else
// carries it before the first day is counted, with what leads there.
func TestMarksAreFoundBeforeTheFirstDay(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &sayer{}
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	c.Width, c.Height = 100, 40
	for _, show := range []func() tea.Cmd{c.showAgenda, c.showTimeline(byDays)} {
		settle(c.SetFilter(""))
		settle(c.goTo(c.today()))
		settle(show())
		settle(c.SetFilter("conflict"))
		if view := c.View(100, 40); !strings.Contains(view, "REL-40") {
			t.Errorf("REL-40 is late and in conflict, and isn't found:\n%s", view)
		}
		settle(c.SetFilter("changed"))
		if view := c.View(100, 40); !strings.Contains(view, "before this, the last on") {
			t.Errorf("what has changed before the first day isn't counted:\n%s", view)
		}
		for _, mark := range []string{"slipped", "emergency", "late", "frozen"} {
			settle(c.SetFilter(mark))
			if c.wrong != "" || c.trouble != "" {
				t.Errorf("%s: %s%s", mark, c.wrong, c.trouble)
			}
		}
	}
}

// sayer is a host that only hears.
type sayer struct {
	screen.Host
	said []string
}

func (s *sayer) Say(text string) { s.said = append(s.said, text) }
