package kit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func bare() *theme.Theme { return theme.New(theme.Options{Choice: theme.Bare}) }

// many is a table of n rows of four columns.
func many(n int) *Table {
	return &Table{Sorted: 0, Count: n, Columns: []TableColumn{
		{Name: "id", Least: 6, Ideal: 8}, {Name: "title", Least: 10, Ideal: 30, Grow: 1}, {Name: "state", Least: 6, Ideal: 10, Rank: 1}, {Name: "number", Least: 6, Ideal: 8, Rank: 2, Right: true},
	}, Row: func(i int) []Cell {
		return []Cell{{Text: fmt.Sprintf("R-%d", i)}, {Text: fmt.Sprintf("row number %d", i)}, {Text: "open"}, {Text: fmt.Sprint(i)}}
	}}
}

func TestATableShowsWhatThereIsRoomFor(t *testing.T) {
	th := bare()
	for _, c := range []struct {
		w    int
		want []string
		not  []string
	}{
		{60, []string{"id ↑", "title", "state", "number", "row number 2"}, nil},
		{32, []string{"title", "state"}, []string{"number  "}},
		{22, []string{"id ↑", "title"}, []string{"state"}},
	} {
		text := strings.Join(many(50).Lines(th, c.w, 10), "\n")
		screentest.Exact(t, text, c.w, 10)
		for _, s := range c.want {
			if !strings.Contains(text, s) {
				t.Errorf("%d cells: no %q in\n%s", c.w, s, text)
			}
		}
		for _, s := range c.not {
			if strings.Contains(strings.SplitN(text, "\n", 2)[0], strings.TrimSpace(s)) {
				t.Errorf("%d cells: %q in\n%s", c.w, s, text)
			}
		}
	}
}

func TestATableUsesTheRoom(t *testing.T) {
	head := many(5).Lines(bare(), 200, 8)[0]
	if at := strings.Index(head, "number"); at < 180 {
		t.Errorf("the last column stands at %d of 200 cells: %q", at, head)
	}
}

func TestTheCursorIsAlwaysSeen(t *testing.T) {
	th := bare()
	rapid.Check(t, func(t *rapid.T) {
		tab := many(rapid.IntRange(0, 300).Draw(t, "rows"))
		for range rapid.IntRange(1, 12).Draw(t, "moves") {
			h := rapid.IntRange(3, 30).Draw(t, "height")
			tab.Move(rapid.IntRange(-400, 400).Draw(t, "by"))
			lines := tab.Lines(th, 60, h)
			if tab.Count == 0 {
				continue
			}
			if !strings.Contains(strings.Join(lines, "\n"), fmt.Sprintf("▸ R-%d ", tab.At)) {
				t.Fatalf("row %d isn't shown:\n%s", tab.At, strings.Join(lines, "\n"))
			}
		}
	})
}

func TestATableIsExactForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := screentest.Text()
		n := rapid.IntRange(0, 6).Draw(t, "columns")
		tab := &Table{Sorted: rapid.IntRange(-1, 5).Draw(t, "sorted"), Desc: rapid.Bool().Draw(t, "desc"), Count: rapid.IntRange(0, 40).Draw(t, "rows")}
		for range n {
			tab.Columns = append(tab.Columns, TableColumn{Name: text.Draw(t, "name"), Least: rapid.IntRange(-1, 30).Draw(t, "least"), Ideal: rapid.IntRange(0, 60).Draw(t, "ideal"),
				Rank: rapid.IntRange(0, 4).Draw(t, "rank"), Grow: rapid.IntRange(0, 3).Draw(t, "grow"), Right: rapid.Bool().Draw(t, "right"), Hidden: rapid.Bool().Draw(t, "hidden")})
		}
		cells := make([]Cell, rapid.IntRange(0, 7).Draw(t, "cells"))
		for i := range cells {
			cells[i].Text = text.Draw(t, "cell")
		}
		tab.Row = func(i int) []Cell {
			if i%5 == 4 {
				return nil
			}
			return cells
		}
		tab.Move(rapid.IntRange(0, 50).Draw(t, "at"))
		w, h := rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
		th := theme.New(theme.Options{Choice: theme.Dark, ASCII: rapid.Bool().Draw(t, "ascii")})
		screentest.Exact(t, strings.Join(tab.Lines(th, w, h), "\n"), w, h)
	})
}

func TestOnlyWhatIsSeenIsAskedFor(t *testing.T) {
	tab := many(100_000)
	asked, row := 0, tab.Row
	tab.Row = func(i int) []Cell { asked++; return row(i) }
	tab.Move(99_999)
	if text := ansi.Strip(strings.Join(tab.Lines(bare(), 80, 20), "\n")); !strings.Contains(text, "▸ R-99999") {
		t.Errorf("the last row isn't shown:\n%s", text)
	}
	if asked != 18 {
		t.Errorf("%d rows were asked for, and 18 are seen", asked)
	}
}

// BenchmarkTable costs the same for any number of rows.
func BenchmarkTable(b *testing.B) {
	th := theme.New(theme.Options{Choice: theme.Dark})
	for _, n := range []int{20, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			tab := many(n)
			cells := tab.Row(7)
			tab.Row = func(int) []Cell { return cells }
			tab.Move(n / 2)
			step := 1
			b.ReportAllocs()
			for b.Loop() {
				tab.Move(step)
				step = -step
				tab.Lines(th, 200, 22)
			}
		})
	}
}
