package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/muesli/termenv"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// TestFrame looks at what is around the screens: the tabs, the line between, and
// the keys that are offered.
func TestFrame(t *testing.T) {
	frame := func(name string, o theme.Options, w, h int, keys ...string) {
		d := sit(t, screentest.New(40), o, w, h).Press(keys...)
		d.Exact()
		screentest.Golden(t, "frame-"+name, d.Picture())
	}
	ascii := colours
	ascii.ASCII = true
	frame("month-80x24", colours, 80, 24)
	frame("board-200x50", colours, 200, 50, "2")
	frame("ascii-80x24", ascii, 80, 24, "2")
	frame("palette-80x24", colours, 80, 24, "2", ":")
	screentest.Golden(t, "frame-styled", sit(t, screentest.New(40), colours, 80, 24).root.View())
}

// TestPictures looks at every screen at two sizes. A change of looks is seen
// in the review of testdata.
func TestPictures(t *testing.T) {
	var footers strings.Builder
	pictures := []struct {
		name string
		keys []string
		typ  string
	}{
		{name: "month"},
		{name: "day", keys: []string{"j", "h", "h", "enter"}},
		{name: "agenda", keys: []string{"g"}},
		{name: "board", keys: []string{"2"}},
		{name: "board-zoomed", keys: []string{"2", "z"}},
		{name: "gate", keys: []string{"2", "j", "g"}},
		{name: "gate-open", keys: []string{"2", "l", "g"}},
		{name: "confirm", keys: []string{"2", "l", ">"}},
		{name: "back", keys: []string{"2", "]", "l", "<"}},
		{name: "release", keys: []string{"2", "j", "enter"}},
		{name: "help", keys: []string{"2", "?"}},
		{name: "palette", keys: []string{"2", ":"}, typ: "gat"},
		{name: "filter", keys: []string{"2", "/"}, typ: "pay"},
	}
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		for _, p := range pictures {
			name := fmt.Sprintf("%s-%dx%d", p.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				d := sit(t, screentest.New(40), colours, size[0], size[1]).Press(p.keys...).Type(p.typ).Golden(t, name)
				fmt.Fprintf(&footers, "%-20s%s\n", name, footer(d.Picture()))
			})
		}
		for _, p := range []struct{ name, key string }{{"month", "1"}, {"agenda", "g"}, {"board", "2"}} {
			name := fmt.Sprintf("empty-%s-%dx%d", p.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				sit(t, &screentest.World{}, colours, size[0], size[1]).Press(p.key).Golden(t, name)
			})
		}
	}
	t.Run("footers", func(t *testing.T) { screentest.Golden(t, "footers", footers.String()) })
	t.Run("wide", func(t *testing.T) {
		sit(t, screentest.New(240), colours, 200, 50).Press("l", "l", "l").Golden(t, "month-200x50").Press("2").Golden(t, "board-200x50").Press("j", "g").Golden(t, "gate-200x50")
	})
	t.Run("ascii", func(t *testing.T) {
		o := colours
		o.ASCII = true
		sit(t, screentest.New(40), o, 80, 24).Golden(t, "month-ascii").Press("2").Golden(t, "board-ascii").Press("j", "g").Golden(t, "gate-ascii")
	})
}

// TestStyledPictures keep the styles themselves, in each of the looks.
func TestStyledPictures(t *testing.T) {
	for name, o := range map[string]theme.Options{
		"dark":     colours,
		"light":    {Choice: theme.Light, Colours: termenv.ANSI256},
		"no-color": {NoColor: true, Colours: termenv.TrueColor},
	} {
		d := sit(t, screentest.New(40), o, 80, 24)
		screentest.Golden(t, "styled-month-"+name, body(d.root.View()))
		screentest.Golden(t, "styled-board-"+name, body(d.Press("2").root.View()))
	}
}
