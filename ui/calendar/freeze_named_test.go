package calendar

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/when"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// The name of a freeze goes on from day to day, whole, and what it is for comes behind it,
// however wide the columns are.
func TestAFreezeIsNamedWholeOverItsDays(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", theme.Options{Choice: theme.Bare})
	c := New(env)
	settle := func(cmd tea.Cmd) {
		screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, c) })
	}
	settle(c.goTo(when.Date{Year: 2026, Month: time.December, Day: 1}))
	settle(c.showMonth())
	seen := 0
	for w := 110; w <= 220; w++ {
		page := c.View(w, 40)
		if c.cellWidth-5 < freezeParted {
			continue
		}
		for _, freeze := range [][]string{{"Campaign", "week", "Web Shop"}, {"Year-end", "closing", "everything"}} {
			named := false
			for l := range strings.SplitSeq(page, "\n") {
				if _, rest, ok := strings.Cut(l, freeze[0]); ok && !strings.Contains(l, "REL-") {
					_, rest, whole := strings.Cut(rest, freeze[1])
					named = named || whole && strings.Count(rest, freeze[2]) == 1
				}
			}
			if !named {
				t.Fatalf("at %d %v isn't named whole:\n%s", w, freeze, page)
			}
			seen++
		}
	}
	if seen == 0 {
		t.Error("no width has room for a name")
	}
}
