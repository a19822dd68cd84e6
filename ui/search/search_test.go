package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// rig is the page with a frame that notes what was asked of it.
type rig struct {
	screen.Host
	t      screentest.T
	s      *Search
	env    *screen.Env
	w, h   int
	opened []model.ID
	copied []string
	back   int
}

func sit(t screentest.T, env *screen.Env, w, h int) *rig {
	d := &rig{t: t, env: env, w: w, h: h}
	env.Host = d
	d.s = New(env)
	d.s.Update(screen.Size{Width: w, Height: h})
	d.run(d.s.Load())
	return d
}

func (d *rig) Find(id model.ID) tea.Cmd { d.opened = append(d.opened, id); return nil }
func (d *rig) Copy(text string) tea.Cmd { d.copied = append(d.copied, text); return nil }
func (d *rig) Back(screen.Screen)       { d.back++ }

func (d *rig) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if a, ok := cmd().(screen.Answer); ok {
		a.Take()
	}
}

func (d *rig) typed(text string) *rig {
	for _, r := range text {
		d.run(d.s.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}))
	}
	return d
}

func (d *rig) press(keys ...string) *rig {
	for _, k := range keys {
		for _, b := range d.s.Bindings() {
			if b.Has(k) && b.Text && b.Disabled() == "" {
				d.run(b.Do())
			}
		}
	}
	return d
}

func (d *rig) picture() string {
	d.t.Helper()
	p := d.s.View(d.w, d.h)
	screentest.Exact(d.t, p, d.w, d.h)
	return ansi.Strip(p)
}

func (d *rig) see(texts ...string) *rig {
	d.t.Helper()
	p := d.picture()
	for _, s := range texts {
		if !strings.Contains(p, s) {
			d.t.Errorf("%q isn't there:\n%s", s, p)
		}
	}
	return d
}

func TestEveryKindIsFound(t *testing.T) {
	d := sit(t, screentest.On(t, screentest.Sample(t), "oscar", colours), 120, 36)
	d.see("Every record is searched", "payr tax")
	d.typed("tax").see("CHG-5", "change (RFC)", "Tax tables for the new year", "found")
	d.press("down", "enter", "ctrl+y", "esc")
	if len(d.opened) != 1 || len(d.copied) != 1 || string(d.opened[0]) != d.copied[0] || d.back != 1 {
		t.Errorf("opened %v, copied %v, %d times back", d.opened, d.copied, d.back)
	}
	// What was typed stays, and is searched again.
	if d.run(d.s.Load()); d.s.Text() != "tax" || d.s.Subject() != d.opened[0] {
		t.Errorf("%q is left of the text, and the cursor on %s", d.s.Text(), d.s.Subject())
	}
	d.s.Update(tea.KeyMsg{Type: tea.KeyCtrlU})
	for text, want := range map[string][]string{
		"rel-5": {"REL-5", "release"}, "oscar": {"person", "Oscar Brandt"}, "rollback plan": {"document", "Rollback Plan, REL-", "found"}, "closing": {"calendar window", "Year-end closing"}, "zzzz": {"nothing has all of these words", "Try fewer letters"},
	} {
		d.s.input.Set("")
		d.typed(text).see(want...)
	}
	d.s.input.Set("")
	d.run(d.s.ask(limit))
	d.see("Every record is searched")
	if len(d.s.hits) != 0 || d.s.Subject() != "" {
		t.Error("an empty text has found something")
	}
}

// The words that were found are marked, and seen however long the text is.
func TestWhatWasFoundIsMarked(t *testing.T) {
	env := screentest.New(0).Env(theme.Options{Choice: theme.Bare})
	d := sit(t, env, 60, 12)
	d.typed("x")
	d.s.of, d.s.hits = "x", []store.Hit{{Listed: store.Listed{ID: "DOC-1", Kind: model.KindDocument, Title: "Plan", Subject: "REL-3", State: "written"}, Excerpt: strings.Repeat("much that stands before it ", 9) + "the «needle» in\nthe «hay»"}}
	d.see("[needle] in the [hay]", "Plan, REL-3")
	env.Theme = theme.New(theme.Options{NoColor: true})
	if p := d.s.View(60, 12); !strings.Contains(p, env.Theme.Match.Of("needle")) || strings.Contains(ansi.Strip(p), "«") {
		t.Errorf("not marked:\n%q", p)
	}
}

func TestTooManyAreSaid(t *testing.T) {
	w := screentest.New(240)
	d := sit(t, w.Env(colours), 80, 20).typed("pa")
	if len(d.s.hits) > limit {
		t.Errorf("%d are shown", len(d.s.hits))
	}
	d = sit(t, screentest.New(3000).Env(colours), 80, 20).typed("p").see("more than 20; the others follow as you go down", "1 of 20")
	d.press("pgdown", "pgdown", "down").see("18 of 20")
	d.press("down").see("19 of 20")
	d.press("down").see("20 of 50", "more than 50: type another word")
	for range 80 {
		d.press("down")
	}
	d.see("50 of 50", "▸ ")
}

// A large screen is filled: the first records stand there at once, the others
// follow without a key.
func TestALargeScreenIsFilled(t *testing.T) {
	d := sit(t, screentest.New(3000).Env(colours), 200, 46)
	first := d.s.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("p")})
	others := first().(screen.Answer).Take()
	if len(d.s.hits) != 20 {
		t.Errorf("%d records at first", len(d.s.hits))
	}
	d.run(others)
	if len(d.s.hits) != limit {
		t.Errorf("%d records fill the screen", len(d.s.hits))
	}
}

// Whoever holds a key at the end asks once, and not anew with each repeat: the
// answer would never come.
func TestAKeyHeldAtTheEndAsksOnce(t *testing.T) {
	d := sit(t, screentest.New(3000).Env(colours), 80, 20).typed("p").press("pgdown", "pgdown", "pgdown")
	d.s.hits, d.s.more, d.s.asked = d.s.hits[:20], true, first
	d.s.At = 19
	held := func() tea.Cmd {
		for _, b := range d.s.Bindings() {
			if b.Has("down") {
				return b.Do()
			}
		}
		return nil
	}
	ask := held()
	if ask == nil {
		t.Fatal("the others were not asked for")
	}
	for range 2 {
		if held() != nil {
			t.Error("they were asked for again before they came")
		}
	}
	if d.run(ask); len(d.s.hits) != limit {
		t.Errorf("%d records came", len(d.s.hits))
	}
}

func TestAnOlderSearchIsDropped(t *testing.T) {
	d := sit(t, screentest.New(40).Env(colours), 80, 20)
	slow := d.s.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("p")})
	d.typed("ayroll")
	n := len(d.s.hits)
	d.run(slow)
	if len(d.s.hits) != n || d.s.of != "payroll" {
		t.Errorf("%d found of %q", len(d.s.hits), d.s.of)
	}
}

func TestTroubleIsSaid(t *testing.T) {
	w := screentest.New(40)
	d := sit(t, w.Env(colours), 80, 20)
	w.Err = errors.New("the file is locked")
	d.typed("p").see("could not search: the file is locked")
	w.Err = nil
	d.typed("a").see("found")
}

func TestPictures(t *testing.T) {
	db := screentest.Sample(t)
	for _, c := range []struct {
		name, text string
		w, h       int
		ascii      bool
	}{{"found-80x24", "rest data", 80, 20, false}, {"empty-80x24", "", 80, 20, false}, {"found-120x40", "payroll", 120, 36, false}, {"found-200x50", "payroll", 200, 46, false}, {"nothing-80x24", "payroll zebra", 80, 20, false}, {"ascii-80x24", "payroll", 80, 20, true}} {
		t.Run(c.name, func(t *testing.T) {
			o := colours
			o.ASCII, o.NoColor = c.ascii, c.ascii
			p := sit(t, screentest.On(t, db, "cora", o), c.w, c.h).typed(c.text).press("down").picture()
			if c.ascii {
				p = kit.Plain(p)
			}
			screentest.Golden(t, c.name, p)
		})
	}
}

// answers is a file that finds what it is told to.
type answers struct {
	screen.Data
	hits []store.Hit
}

func (a *answers) Search(context.Context, string, int) ([]store.Hit, error) { return a.hits, nil }

func TestPicturesAreExactForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := screentest.Text()
		o := colours
		o.ASCII = rapid.Bool().Draw(t, "ascii")
		env := screentest.New(0).Env(o)
		file := &answers{}
		for i := range rapid.IntRange(0, 60).Draw(t, "hits") {
			h := store.Hit{Listed: store.Listed{ID: model.ID(fmt.Sprintf("REL-%d", i)), Kind: rapid.SampledFrom(model.Kinds()).Draw(t, "kind")}}
			if i < 8 {
				h.Title, h.State, h.Subject, h.ServiceName = text.Draw(t, "title"), model.State(text.Draw(t, "state")), model.ID(text.Draw(t, "subject")), text.Draw(t, "service")
				h.Excerpt = text.Draw(t, "before") + "«" + text.Draw(t, "word") + "»" + text.Draw(t, "after")
			}
			file.hits = append(file.hits, h)
		}
		env.Data = file
		d := sit(t, env, rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height"))
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "type") {
				d.run(d.s.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text.Draw(t, "typed"))}))
			} else {
				d.press(rapid.SampledFrom([]string{"down", "up", "pgdown", "pgup", "tab", "enter"}).Draw(t, "key"))
			}
			p := d.picture()
			if id := string(d.s.Subject()); d.h > 5 && d.w > 50 && !strings.Contains(p, id) {
				t.Fatalf("%s isn't seen:\n%s", id, p)
			}
		}
	})
}
