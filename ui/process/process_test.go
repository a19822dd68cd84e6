package process

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/handbook"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var bare = theme.Options{Choice: theme.Bare}

// TestPictures: the sample organisation's rules, part by part.
func TestPictures(t *testing.T) {
	db := screentest.Sample(t)
	for _, size := range []struct{ w, h int }{{60, 16}, {80, 24}, {200, 50}} {
		d := sit(t, screentest.On(t, db, "cora", bare), size.w, size.h)
		name := func(part string) string { return fmt.Sprintf("%s-%dx%d", part, size.w, size.h) }
		screentest.Golden(t, name("normal"), d.picture())
		screentest.Golden(t, name("stage"), d.press("l", "l", "enter").picture())
		screentest.Golden(t, name("raci"), d.press("esc").to("RACI matrix").picture())
		if size.w == 80 {
			for _, part := range []string{"Roles and duties", "Policy, versions", "Forms, templates", "Interactions", "Glossary", "Clauses"} {
				short, _, _ := strings.Cut(strings.ToLower(part), " ")
				screentest.Golden(t, name(strings.TrimSuffix(short, ",")), d.to(part).picture())
			}
		}
	}
	ascii := bare
	ascii.ASCII = true
	screentest.Golden(t, "normal-ascii-80x24", sit(t, screentest.On(t, db, "cora", ascii), 80, 24).picture())
}

// TestAWalkThroughTheStages: arrows go from box to box, enter goes in, and again
// to the board.
func TestAWalkThroughTheStages(t *testing.T) {
	d := sit(t, screentest.On(t, screentest.Sample(t), "cora", bare), 80, 30)
	d.see("Normal release", "Registration", "late")
	chosen := func() string { return d.screen.flow().Stages[d.screen.box()].ID }
	for _, step := range [][2]string{{"right", "assessment"}, {"l", "planning"}, {"down", "acceptance"}, {"left", "test"}, {"up", "assessment"}, {"up", "assessment"}, {"end", "closed"}, {"right", "closed"}, {"home", "registration"}, {"left", "registration"}, {"pgdown", "build"}} {
		if d.press(step[0]); chosen() != step[1] {
			t.Fatalf("%s leads to %s instead of %s", step[0], chosen(), step[1])
		}
	}
	d.h = 100
	d.press("enter").see("Stage 4 of 11 of Normal release", "limit", "30 days", "Inputs", "Release Plan", "1.  Build the package.", "Outputs", "Gate", "the package is in the DML", "8.5.3-g", "met by Configuration Manager", "only if the release brings software", "Forms", "Release Notes", "responsible", "Deployment Team: ")
	d.press("enter")
	if !slices.Equal(d.boards, []string{"stage:build"}) {
		t.Fatal(d.boards)
	}
	d.press("esc").notSee("Stage 4 of 11")
	d.to("Normal change").press("enter", "enter")
	if len(d.boards) != 1 || !strings.Contains(d.said[len(d.said)-1], "changes stand in the records") {
		t.Fatal(d.boards, d.said)
	}
	d.press("x").press("enter")
	if len(d.copied) != 1 || !strings.Contains(d.copied[0], "flowchart") {
		t.Fatal(d.copied)
	}
}

// TestSearch: / finds a word in every part.
func TestSearch(t *testing.T) {
	d := sit(t, screentest.On(t, screentest.Sample(t), "cora", bare), 80, 60)
	look := func(word string) { d.run(d.screen.SetFilter(word)) }
	d.to("Glossary")
	look("rollback")
	d.see("Back-out", "looking for: rollback").notSee("Acceptance criterion")
	look("gibberish")
	d.see("Nothing here speaks of gibberish")
	look("8.5.3-e")
	d.to("Clauses").see("8.5.3-e").notSee("8.5.3-a ")
	look("evaluation")
	d.to("Normal release")
	look("evalu")
	if s := d.screen.flow().Stages[d.screen.box()].ID; s != "evaluation" {
		t.Fatal(s)
	}
}

// TestAClauseThatNothingShowsSaysSo, of rules from before there were clauses too.
func TestAClauseThatNothingShowsSaysSo(t *testing.T) {
	db := screentest.Sample(t)
	env := screentest.On(t, db, "cora", bare)
	d := sit(t, env, 80, 20)
	rules := *d.screen.book.Rules
	rules.Requirements = append(slices.Clone(rules.Requirements), process.Requirement{ID: "9.9", Text: "Something new."})
	d.screen.book.Rules = &rules
	d.to("Clauses").press("end").see("9.9", "Something new.", handbook.NothingShows)
}

// TestVersions: what a version changed, and any two of them.
func TestVersions(t *testing.T) {
	ctx := context.Background()
	db := screentest.Sample(t)
	rules, err := db.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before := d3(t, db)
	if before.screen.standing["normal"] == nil {
		t.Fatal("nothing is counted")
	}
	next := rules.Rules
	next.Processes = slices.Clone(next.Processes)
	next.Processes[0].Stages = slices.Clone(next.Processes[0].Stages)
	next.Processes[0].Stages[0].Limit = 7
	next.Policy.Quorum = 2
	admin, err := db.Resolve(ctx, model.KindPerson, "alice")
	if err != nil {
		t.Fatal(err)
	}
	at, _, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, store.Who{Person: admin, Auth: "test"}, action.AdoptRules{Rules: model.Rules{Rules: next}}); err != nil {
		t.Fatal(err)
	}
	d := d3(t, db)
	d.to("Policy, versions").see("PRC-2", "in force", "PRC-1", "replaced", "Alice")
	d.press("enter")
	if box := d.box(); !strings.Contains(box, "quorum of the CAB") || !strings.Contains(box, "3 members") || !strings.Contains(box, "2 members") || !strings.Contains(box, "7 days") {
		t.Fatal(box)
	}
	d.press("esc").press("d").press("enter").press("enter")
	if box := d.box(); !strings.Contains(box, "PRC-1 and PRC-2") {
		t.Fatal(box)
	}
	d.press("esc")
	// As of before, the new ones are not there.
	env := screentest.On(t, db, "cora", bare)
	env.AsOf, env.Past = store.Position(at), screentest.Now
	past := sit(t, env, 80, 40)
	past.to("Policy, versions").see("PRC-1", "3 members").notSee("PRC-2", "2 members")
	if past.press("enter"); len(past.over) > 0 || !strings.Contains(past.said[len(past.said)-1], "first version") {
		t.Fatal(past.said)
	}
}

func d3(t *testing.T, db *store.DB) *rig {
	t.Helper()
	return sit(t, screentest.On(t, db, "cora", bare), 80, 40)
}

// TestRulesFromBefore: rules that say nothing of glossary, interactions, clauses,
// RACI and the rest are drawn all the same.
func TestRulesFromBefore(t *testing.T) {
	world := screentest.New(3)
	d := sit(t, world.Env(bare), 80, 24)
	d.see("Registration")
	for range d.screen.sections {
		d.press("enter")
		d.over = nil // a file that enter opened
		d.press("down", "]")
	}
	d.to("Glossary").see("Acceptance")
	empty := sit(t, world.Env(bare), 80, 24)
	empty.screen.book = handbook.Handbook{Rules: &model.Rules{}}
	empty.screen.settle()
	for range 8 {
		empty.press("enter")
		empty.over = nil
		empty.press("down", "end", "]")
	}
	world.Err = fmt.Errorf("the disk is gone")
	sit(t, world.Env(bare), 80, 24).see("The rules could not be loaded", "the disk is gone")
}

// TestAnyRulesAnySize: the picture is exact whatever people wrote into the rules,
// and nothing panics.
func TestAnyRulesAnySize(t *testing.T) {
	var keys []string
	for _, b := range New(screentest.New(0).Env(bare)).Bindings() {
		keys = append(keys, b.Keys...)
	}
	rapid.Check(t, func(t *rapid.T) {
		o := theme.Options{Choice: rapid.SampledFrom([]theme.Choice{theme.Dark, theme.Light, theme.Bare}).Draw(t, "theme"), Colours: termenv.TrueColor, ASCII: rapid.Bool().Draw(t, "ascii"), NoColor: rapid.Bool().Draw(t, "no colour")}
		d := sit(t, screentest.New(0).Env(o), rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height"))
		d.screen.book = handbook.Handbook{Rules: &model.Rules{Rules: odd(t)}, Holders: map[string][]string{"r": {"Ann"}}}
		d.screen.standing = map[string]map[string]store.StageStanding{"p": {"s0": {Here: 10000, Overdue: 3}}}
		d.screen.versions = []version{{ID: "PRC-2", Who: screentest.Text().Draw(t, "who")}, {ID: "PRC-1"}}
		d.screen.settle()
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			if len(d.over) > 0 {
				d.box()
				d.over = nil
			}
			switch rapid.IntRange(0, 8).Draw(t, "step") {
			case 0:
				d.w, d.h = rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
			case 1:
				d.run(d.screen.SetFilter(screentest.Text().Draw(t, "word")))
			default:
				known := keys
				if d.screen.section().id == secFiles {
					known = append(slices.Clone(keys), "p", "backspace", "b", "o", "n", "-", "X")
				}
				if d.screen.inMatrix() {
					known = append(slices.Clone(keys), "p", "backspace", " ")
				}
				d.press(rapid.SampledFrom(known).Draw(t, "key"))
			}
			d.picture()
		}
	})
}

// odd are rules in which people wrote whatever can be written.
func odd(t *rapid.T) process.Rules {
	text := func(what string) string { return screentest.Text().Draw(t, what) }
	r := process.Rules{Title: text("title"), Roles: []process.Role{{ID: "r", Title: text("role"), Does: text("does"), Permissions: []string{"*"}}},
		Duties: []process.Duty{{Act: text("act"), Text: text("duty")}}, Glossary: []process.Term{{Term: text("term"), Means: text("means")}},
		Interactions: []process.Interaction{{With: text("with"), Gives: []string{text("gives")}}}, Requirements: []process.Requirement{{ID: text("clause"), Text: text("asks")}}}
	p := process.Process{Name: "p", Title: text("process"), Of: "release"}
	for i := range rapid.IntRange(0, 12).Draw(t, "stages") {
		p.Stages = append(p.Stages, process.Stage{ID: fmt.Sprint("s", i), Title: text("stage"), Phase: text("phase"), R: []string{"r"}, A: []string{text("who")}, Procedure: []string{text("step")},
			Checks: []process.Check{{Text: text("check"), Role: "r", When: text("when")}}, Forms: []string{text("form")}, Exits: []process.Exit{{To: fmt.Sprint("s", i*2), When: text("if")}}})
		p.Moves = append(p.Moves, process.Move{From: fmt.Sprint("s", i), To: "s0", Kind: text("kind")})
	}
	r.Processes = []process.Process{p, {Name: "q", Title: text("process")}}
	return r
}
