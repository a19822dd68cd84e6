package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/muesli/termenv"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// TestEveryScreenInEveryLook keeps a picture of each screen at each size, with
// its styles in colour, on light ground and without colour, and as ASCII. All
// are of the same file, so that what differs is the look.
func TestEveryScreenInEveryLook(t *testing.T) {
	looks := []struct {
		name string
		o    theme.Options
	}{
		{"colour", theme.Options{Choice: theme.Dark, Colours: termenv.ANSI256}},
		{"light", theme.Options{Choice: theme.Light, Colours: termenv.ANSI256}},
		{"NO_COLOR", theme.Options{NoColor: true, Colours: termenv.TrueColor}},
		{"ASCII", theme.Options{NoColor: true, ASCII: true, Colours: termenv.TrueColor}},
	}
	screens := []struct {
		name, who string
		keys      []string
		see       string
	}{
		{"month", "cora", nil, "November 2026"},
		{"week", "cora", []string{"w"}, "eek 48"},
		{"agenda", "cora", []string{"g"}, "Wed 25"},
		{"timeline", "cora", []string{"T"}, "planned"},
		{"hours", "cora", []string{"T", "j", "j", "z"}, "planned"},
		{"quarter", "cora", []string{"Q"}, "Quarter 4"},
		{"large", "cora", []string{"L"}, "FROM MON 23 NOV"},
		{"board", "cora", []string{"2"}, "Registration"},
		{"lanes", "cora", []string{"2", "s"}, "Payroll"},
		{"gate", "cora", []string{"2", "l", "g"}, "Gate of"},
		{"approvals", "chandra", []string{"3"}, "Waits for you"},
		{"metrics", "rafael", []string{"4"}, "Slip rate"},
		{"records", "cora", []string{"5"}, "Changes"},
		{"release", "cora", []string{"2", "l", "enter"}, "Overview"},
		{"form", "cora", []string{"2", "l", "enter", "j", "j", "e"}, "Assessment"},
		{"search", "cora", []string{"ctrl+f", "p", "a", "y"}, "Payroll"},
		{"menu", "cora", []string{"2", "a"}, "What can't be done now says why"},
	}
	db := screentest.Sample(t)
	var footers strings.Builder
	const views = 7 // of the calendar, the first of them
	for n, s := range screens {
		sizes := [][2]int{{80, 24}, {120, 40}, {200, 50}}
		if n < views {
			sizes = append(sizes, [2]int{60, 18}) // as a projector shows it
		}
		for _, size := range sizes {
			name := fmt.Sprintf("look-%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				var all strings.Builder
				for _, look := range looks {
					d := sitOn(t, screentest.On(t, db, s.who, look.o), size[0], size[1])
					d.Press(s.keys...).See(s.see).Exact()
					if look.o.ASCII && !ascii(d.Picture()) {
						t.Errorf("not ASCII:\n%s", d.Picture())
					}
					fmt.Fprintf(&all, "%s\n%s\n", look.name, body(d.root.View()))
					if look.name == "colour" {
						fmt.Fprintf(&footers, "%-24s%s\n", name, footer(d.Picture()))
					}
				}
				screentest.Golden(t, name, all.String())
			})
		}
	}
	t.Run("footers", func(t *testing.T) { screentest.Golden(t, "look-footers", footers.String()) })
}
