package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model/chart"
	"fairway/ui/kit"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// samples are one chart of each kind, small enough to look at.
func samples() []chart.Chart {
	months := func(values ...float64) (out []chart.Point) {
		for i, v := range values {
			p := chart.Point{Label: []string{"Jul", "Aug", "Sep", "Oct", "Nov"}[i], Value: v, Text: fmt.Sprintf("%g%%", v), Known: true, Here: i == len(values)-1}
			if v < 0 {
				p.Known, p.Text = false, "n/a"
			}
			out = append(out, p)
		}
		return out
	}
	goal := &chart.Level{Name: "target", Value: 15, Text: "≤15%", Word: "missed"}
	noted := chart.Chart{Kind: chart.Bars, Title: "by month", Of: "month", Points: months(10, 40, -1, 15, 22), Target: goal}
	noted.Mark([]chart.Note{{Day: "3 Aug", Text: "new data centre"}}, func(int) int { return 1 })
	noted.Points[0].Signed, noted.Points[1].Signed, noted.Points[1].Other = true, true, true
	course := chart.Chart{Kind: chart.Lines, Title: "by month", Of: "month", Points: months(10, 40, -1, 15, 22), Target: goal}
	course.Points[3].Signed = true
	histogram := chart.Chart{Kind: chart.Histogram, Title: "releases by time", Of: "from"}
	for i, n := range []float64{3, 7, 0, 1} {
		histogram.Points = append(histogram.Points, chart.Point{Label: fmt.Sprintf("%dm", i*30), Value: n, Text: fmt.Sprint(n), Known: true})
	}
	pareto := chart.Chart{Kind: chart.Pareto, Title: "slips by main reason", Of: "reason"}
	for i, n := range []float64{6, 3, 1} {
		pareto.Points = append(pareto.Points, chart.Point{Label: []string{"a defect was found", "an approval came late", "other"}[i], Value: n, Text: fmt.Sprint(n), Known: true, More: []string{"together 60 %", "together 90 %", "together 100 %"}[i]})
	}
	outcomes := chart.Chart{Kind: chart.Outcomes, Title: "releases by outcome", Of: "month", Series: []string{"successful", "failed", "rolled back"}}
	for i, parts := range [][]int{{8, 1, 0}, {4, 0, 2}, {0, 0, 0}, {10, 0, 1}} {
		p := chart.Point{Label: []string{"Aug", "Sep", "Oct", "Nov"}[i], Parts: parts, Known: true, Here: i == 3}
		p.Text = fmt.Sprint(p.Total())
		outcomes.Points = append(outcomes.Points, p)
	}
	control := chart.Chart{Kind: chart.Control, Title: "each release", Of: "release", Rule: chart.Rule}
	values := []float64{60, 65, 58, 62, 61, 120, 59, 63, 60, 64}
	x, _ := chart.Limit(values)
	control.Limits = []chart.Level{{Name: "mean", Value: x.Centre, Text: "1h7m"}, {Name: "upper", Value: x.Upper, Text: "2h0m"}, {Name: "lower", Value: x.Lower, Text: "14m"}}
	for i, out := range x.Signals(values) {
		control.Points = append(control.Points, chart.Point{Label: fmt.Sprintf("REL-%d", i+1), Value: values[i], Text: fmt.Sprintf("%gm", values[i]), Known: true, Out: out})
	}
	return []chart.Chart{noted, course, histogram, pareto, outcomes, control}
}

// TestEachKind is a picture of each kind, in Unicode and in ASCII.
func TestEachKind(t *testing.T) {
	for _, c := range samples() {
		for _, ascii := range []bool{false, true} {
			th := theme.New(theme.Options{Choice: theme.Bare, ASCII: ascii})
			name, picture := string(c.Kind), strings.Join(Draw(th, c, 50, 9), "\n")
			if ascii {
				name, picture = name+"-ascii", kit.Plain(picture)
			}
			screentest.Exact(t, picture, 50, 9)
			screentest.Golden(t, name, picture)
		}
	}
}

// Without a colour a chart shows the same: what a style says, a sign says too.
func TestNothingIsSaidByColourAlone(t *testing.T) {
	colour := theme.New(theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor})
	bare := theme.New(theme.Options{Choice: theme.Bare})
	for _, c := range samples() {
		if a, b := ansi.Strip(strings.Join(Draw(colour, c, 60, 12), "\n")), strings.Join(Draw(bare, c, 60, 12), "\n"); a != b {
			t.Errorf("%s differs:\n%s\n%s", c.Kind, a, b)
		}
	}
	for _, th := range []*theme.Theme{bare, theme.New(theme.Options{Choice: theme.Bare, ASCII: true})} {
		seen := map[string]bool{}
		for _, g := range fills(th) {
			if seen[g] {
				t.Errorf("two parts of a bar are filled with %q", g)
			}
			seen[g] = true
		}
	}
}

func TestChartsAreExactForAnySizeAndText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := theme.New(theme.Options{Colours: termenv.TrueColor, ASCII: rapid.Bool().Draw(t, "ascii")})
		w, h := rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
		text, number := screentest.Text(), rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 100), rapid.Just(math.NaN()))
		c := chart.Chart{Title: text.Draw(t, "title"), Of: "month", Series: []string{"a", text.Draw(t, "series")}}
		if rapid.Bool().Draw(t, "target") {
			c.Target = &chart.Level{Name: "target", Value: number.Draw(t, "goal"), Text: text.Draw(t, "goal text"), Word: "met"}
		}
		for range rapid.IntRange(0, 3).Draw(t, "limits") {
			c.Limits = append(c.Limits, chart.Level{Name: text.Draw(t, "limit"), Value: number.Draw(t, "limit at"), Text: "1h"})
		}
		for range rapid.IntRange(0, 14).Draw(t, "points") {
			c.Points = append(c.Points, chart.Point{Label: text.Draw(t, "label"), Value: number.Draw(t, "value"), Text: text.Draw(t, "text"), Known: rapid.Bool().Draw(t, "known"), Here: rapid.Bool().Draw(t, "here"),
				Out: rapid.SampledFrom([]string{"", "above"}).Draw(t, "out"), Marks: rapid.SampledFrom([]string{"", "a", "abc"}).Draw(t, "marks"), Parts: rapid.SliceOfN(rapid.IntRange(0, 1000), 0, 3).Draw(t, "parts")})
		}
		for _, kind := range append(chart.Kinds(), "unknown") {
			c.Kind = chart.Kind(kind)
			screentest.Exact(t, strings.Join(Draw(th, c, w, h), "\n"), w, h)
		}
	})
}

func TestSpark(t *testing.T) {
	th, plain := theme.New(theme.Options{Choice: theme.Bare}), theme.New(theme.Options{Choice: theme.Bare, ASCII: true})
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
}

func TestBigNumbers(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		th := theme.New(theme.Options{Choice: theme.Bare, ASCII: ascii})
		var all []string
		for _, text := range []string{"0123456789", "17%", "1h 14min", "3/14", "4.2 d", "n/a", "-2"} {
			lines, w := Big(th, text)
			screentest.Exact(t, strings.Join(lines, "\n"), w, BigHeight)
			all = append(all, lines...)
		}
		screentest.Golden(t, map[bool]string{false: "big", true: "big-ascii"}[ascii], strings.Join(all, "\n"))
		if lines, w := Big(th, "発"); lines != nil || w != 0 {
			t.Error("it draws what it has no picture of")
		}
	}
}

// What misses the target is not drawn on its line, nor as high as what meets it: in as few
// lines as there may be.
func TestMissedIsSeenInFewLines(t *testing.T) {
	th := theme.New(theme.Options{Choice: theme.Bare})
	for _, one := range []struct {
		values [3]float64
		goal   float64
		last   string // where the last one lies
	}{{[3]float64{50, 100, 83}, 90, "below"}, {[3]float64{50, 100, 90}, 90, "on"}, {[3]float64{0, 10, 16}, 15, "above"}, {[3]float64{0, 40, 14}, 15, "below"}, {[3]float64{0, 100, 99}, 98, "above"}, {[3]float64{0, 100, 1}, 2, "below"}} {
		c := chart.Chart{Kind: chart.Lines, Target: &chart.Level{Name: "target", Value: one.goal, Text: "goal", Word: "missed"}}
		for i, v := range one.values {
			c.Points = append(c.Points, chart.Point{Label: fmt.Sprint(i), Value: v, Text: fmt.Sprintf("%g%%", v), Known: true, Here: i == 2})
		}
		for h := 7; h <= 12; h++ {
			lines := Draw(th, c, 60, h)
			at := func(text string) int {
				for i, l := range lines {
					if i > 0 && strings.Contains(l, text) {
						return i
					}
				}
				t.Fatalf("%v: no %s in %q", one, text, lines)
				return 0
			}
			got := map[int]string{-1: "above", 0: "on", 1: "below"}[max(min(at("●")-at("goal"), 1), -1)]
			if got != one.last {
				t.Errorf("%v in %d lines: the last lies %s\n%s", one, h, got, strings.Join(lines, "\n"))
			}
		}
	}
}
