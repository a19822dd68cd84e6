package kit_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/ui/kit"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// TestASheetIsExact puts everything a sheet can hold, with any text.
func TestASheetIsExact(t *testing.T) {
	th := theme.New(theme.Options{Choice: theme.Dark})
	rapid.Check(t, func(t *rapid.T) {
		text := func() string { return screentest.Text().Draw(t, "text") }
		w := rapid.IntRange(kit.Gutter+1, 120).Draw(t, "width")
		s := kit.NewSheet(th, w)
		s.Head(text())
		s.Mark("a").Text(th.Text, text())
		s.Field(text(), th.Text, text())
		s.Spans(text(), []kit.Span{{Text: text()}, {Text: text()}})
		s.Columns([]kit.SheetColumn{{Title: text()}, {Fix: 1}, {}}, []kit.Cells{{Key: "b", Cell: []kit.Span{{Text: text()}, {Text: text()}}}, {Across: kit.Span{Text: "a" + text()}}})
		h := rapid.IntRange(1, 20).Draw(t, "height")
		var p kit.Place
		p.Settle(s, h)
		for _, n := range rapid.SliceOfN(rapid.IntRange(-9, 9), 0, 8).Draw(t, "moves") {
			p.Move(s, n, h)
			p.Page(s, n%2, h)
			screentest.Exact(t, strings.Join(p.Draw(s, h, true), "\n"), w, h)
		}
	})
}

// TestAPlaceFindsItsLineAgain makes a sheet anew with another line before it.
func TestAPlaceFindsItsLineAgain(t *testing.T) {
	th := theme.New(theme.Options{Choice: theme.Bare})
	made := func(keys ...string) *kit.Sheet {
		s := kit.NewSheet(th, 20)
		for _, k := range keys {
			s.Mark(k).Text(th.Text, "line "+k)
			s.Text(th.Text, "more of "+k)
		}
		return s
	}
	s := made("a", "b", "c")
	var p kit.Place
	p.Settle(s, 4)
	if p.Key != "a" {
		t.Fatalf("it begins on %q", p.Key)
	}
	p.Move(s, 1, 4)
	s = made("x", "a", "b", "c")
	p.Settle(s, 4)
	shown := ansi.Strip(strings.Join(p.Draw(s, 4, true), "\n"))
	if p.Key != "b" || !strings.Contains(shown, "▸ line b") {
		t.Errorf("the cursor went to %q:\n%s", p.Key, shown)
	}
	// Its line is gone: the one before is next best.
	s = made("x", "a")
	p.Settle(s, 4)
	if p.Key != "a" {
		t.Errorf("the cursor went to %q", p.Key)
	}
	p.Settle(kit.NewSheet(th, 20), 4)
	if p.Key != "" || p.Top != 0 {
		t.Errorf("an empty sheet has the cursor on %q", p.Key)
	}
	// Down scrolls where the next line that can be chosen isn't seen yet.
	long := made("a")
	for range 6 {
		long.Text(th.Text, "text")
	}
	long.Mark("z").Text(th.Text, "end")
	p = kit.Place{}
	p.Settle(long, 4)
	p.Move(long, 1, 4)
	if p.Key != "a" || p.Top != 1 {
		t.Errorf("down went to %q, first line %d", p.Key, p.Top)
	}
	p.Move(long, 9, 4)
	if p.Key != "z" {
		t.Errorf("the end isn't reached, but %q", p.Key)
	}
}
