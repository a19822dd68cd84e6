package calendar

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// What is being deployed takes its time until now in every view, though it was to be done
// days ago: REL-31 was planned for Saturday, and now it is Monday.
func TestWhatIsUnderWayIsSeenToday(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	env.Host = &sayer{}
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	c.Width, c.Height = 200, 50
	settle(c.Load())
	for _, view := range []struct {
		name string
		show func() tea.Cmd
	}{
		{"month", c.showMonth}, {"week", c.showWeek}, {"agenda", c.showAgenda}, {"weeks of the timeline", c.showTimeline(byDays)}, {"hours of the timeline", c.showTimeline(byHours)},
	} {
		settle(c.goTo(c.today()))
		settle(view.show())
		if text := c.View(200, 50); !strings.Contains(text, "REL-31") {
			t.Errorf("the %s of today doesn't show what is under way:\n%s", view.name, text)
		}
	}
	settle(c.showMonth())
	d := newDay(c, c.today())
	screentest.Run(d.Load(), func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, d) })
	if box, _ := d.Box(100, 30); !strings.Contains(strings.Join(box, "\n"), "under way since") {
		t.Errorf("the list of today:\n%s", strings.Join(box, "\n"))
	}
}
