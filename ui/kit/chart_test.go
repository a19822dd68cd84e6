package kit

import (
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestChartsAreExactForAnySizeAndText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := theme.New(theme.Options{Colours: termenv.TrueColor, ASCII: rapid.Bool().Draw(t, "ascii")})
		w, h := rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
		var columns []Column
		var rows []Row
		for range rapid.IntRange(0, 14).Draw(t, "bars") {
			columns = append(columns, Column{Label: screentest.Text().Draw(t, "label"), Value: rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 100), rapid.Just(math.NaN())).Draw(t, "value"),
				Text: screentest.Text().Draw(t, "text"), Known: rapid.Bool().Draw(t, "known"), Here: rapid.Bool().Draw(t, "here")})
			rows = append(rows, Row{Label: screentest.Text().Draw(t, "label"), Count: rapid.IntRange(0, 1000).Draw(t, "count"), Text: screentest.Text().Draw(t, "text")})
		}
		screentest.Exact(t, strings.Join(Columns(th, columns, screentest.Text().Draw(t, "top"), w, h), "\n"), w, h)
		screentest.Exact(t, strings.Join(Rows(th, rows, w, h), "\n"), w, h)
	})
}

func TestWhatChartsShow(t *testing.T) {
	th := theme.New(theme.Options{Choice: theme.Bare})
	plain := theme.New(theme.Options{Choice: theme.Bare, ASCII: true})
	values, known := []float64{0, 1, 4, 8, 0}, []bool{true, true, true, true, false}
	if got := Spark(th, values, known); got != "▁▁▄█–" {
		t.Errorf("%q", got)
	}
	if got := Spark(plain, values, known); got != "__-#-" {
		t.Errorf("%q", got)
	}
	if got := Spark(th, []float64{0, 0}, []bool{true, true}); got != "▁▁" {
		t.Errorf("nothing but zeros: %q", got)
	}
	bars := []Column{{Label: "Oct", Value: 50, Text: "50 %", Known: true}, {Label: "Nov", Value: 0, Text: "0 %", Known: true, Here: true}, {Label: "Dec", Text: "n/a"}}
	got := strings.Join(Columns(th, bars, "50 %", 24, 6), "\n")
	want := strings.Join([]string{
		"    │ 50 %              ",
		"50 %│ █████             ",
		"    │ █████             ",
		"   0│ █████ 0 %   n/a   ",
		"    └────────────────── ",
		"      Oct   ▸Nov  Dec   "}, "\n")
	if got != want {
		t.Errorf("got\n%s", got)
	}
	got = strings.Join(Rows(plain, []Row{{"a defect", 4, "4"}, {"late", 1, "1 customer"}, {"other", 1, "1"}}, 40, 2), "\n")
	if !strings.Contains(got, "a defect |##") || !strings.Contains(got, "and 2 more") {
		t.Errorf("got\n%s", got)
	}
	for _, r := range ansi.Strip(got) {
		if r > '~' {
			t.Errorf("not ASCII: %q", r)
		}
	}
}
