package diagram

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/assets"
	"fairway/model/process"
	"fairway/model/process/diagram"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// workflows are those that come with the program.
func workflows(t *testing.T) []process.Process {
	t.Helper()
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return rules.Processes
}

// TestPictures: each workflow, as it is drawn at usual widths.
func TestPictures(t *testing.T) {
	bare := theme.New(theme.Options{Choice: theme.Bare})
	for _, p := range workflows(t) {
		g := diagram.Of(&p, process.Policy{})
		for _, w := range []int{80, 120, 200} {
			screentest.Golden(t, fmt.Sprintf("%s-%d", p.Name, w), whole(bare, &g, w))
		}
		g.Mark(map[string]diagram.Mark{"planning": {Here: 4, Overdue: 1}, "build": {Here: 12}, "deployment": {Here: 1, Overdue: 1}})
		if p.Name == "normal" {
			screentest.Golden(t, "normal-ascii-60", whole(theme.New(theme.Options{Choice: theme.Bare, ASCII: true}), &g, 60))
		}
	}
}

// TestExact: whatever the graph, each line is exactly as wide as it was asked for,
// in every look, and each stage and way is said.
func TestExact(t *testing.T) {
	looks := []*theme.Theme{theme.New(theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}), theme.New(theme.Options{Choice: theme.Light, NoColor: true}), theme.New(theme.Options{Choice: theme.Bare, ASCII: true})}
	titles := []string{"Build", "Build and minimum test", "Übergabe", "受け入れ試験と承認", strings.Repeat("long ", 40), "a\x1b[31mb\nc", "e\u0301\u0302", "👩\u200d🚀", ""}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(titles)
		g := diagram.Graph{Title: text.Draw(t, "name")}
		n := rapid.IntRange(0, 9).Draw(t, "boxes")
		for i := range n {
			g.Boxes = append(g.Boxes, diagram.Box{ID: fmt.Sprint(i), Title: text.Draw(t, "title"), Phase: text.Draw(t, "phase")})
			if i > 0 {
				g.Ways = append(g.Ways, diagram.Way{From: i - 1, To: i, Kind: diagram.On})
			}
		}
		for range rapid.IntRange(0, n).Draw(t, "ways") {
			g.Ways = append(g.Ways, diagram.Way{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"), Kind: diagram.Back, Label: text.Draw(t, "label")})
		}
		if rapid.Bool().Draw(t, "counted") {
			g.Mark(map[string]diagram.Mark{"1": {Here: 12, Overdue: 3}, "2": {Here: 4000}})
		}
		w := rapid.IntRange(1, 130).Draw(t, "width")
		look := looks[rapid.IntRange(0, len(looks)-1).Draw(t, "look")]
		d := Draw(look, &g, w, rapid.IntRange(None, n).Draw(t, "chosen"))
		lines := append(slices.Clone(d.Lines), d.Legend(look, w)...)
		named := 0
		for _, b := range g.Boxes {
			if b.Title == titles[0] {
				named++
			}
		}
		if said := strings.Count(strings.Join(lines, "\n"), titles[0]); w >= 40 && said < named {
			t.Fatalf("%d of %d stages are said", said, named)
		}
		if n > 0 {
			screentest.Exact(t, strings.Join(lines, "\n"), w, len(lines))
		}
		if picture := strings.Join(lines, "\n"); look.ASCII && strings.ContainsAny(picture, "─│┌╌→") {
			t.Fatalf("that is not ASCII: %s", picture)
		}
	})
}

func whole(t *theme.Theme, g *diagram.Graph, w int) string {
	d := Draw(t, g, w, None)
	return strings.Join(append(d.Lines, d.Legend(t, w)...), "\n")
}
