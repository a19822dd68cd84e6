package approvals

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/casefile"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestPictures(t *testing.T) {
	db := screentest.Sample(t)
	o := colours
	o.ASCII, o.NoColor = true, true
	for _, c := range []struct {
		name, who string
		o         theme.Options
		w, h      int
		keys      []string
	}{
		{"waiting-80x24", "chandra", colours, 80, 20, nil},
		{"asked-80x24", "cora", colours, 80, 20, nil},
		{"case-80x24", "cora", colours, 80, 20, []string{"enter"}},
		{"waiting-120x40", "oscar", colours, 120, 36, []string{"enter"}},
		{"decided-120x40", "rafael", colours, 120, 36, []string{"o", "j", "j"}},
		{"decided-200x50", "chandra", colours, 200, 46, []string{"o"}},
		{"empty-80x24", "ada", colours, 80, 20, nil},
		{"small-60x16", "cora", colours, 60, 12, nil},
		{"ascii-80x24", "rafael", o, 80, 20, []string{"o"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sit(t, db, c.who, c.o, c.w, c.h).press(c.keys...)
			p := s.picture()
			if c.o.ASCII {
				p = kit.Plain(p) // as the frame does
			}
			screentest.Golden(t, c.name, p)
		})
	}
	t.Run("no-color", func(t *testing.T) {
		screentest.Golden(t, "styled-no-color", sit(t, db, "chandra", theme.Options{NoColor: true}, 80, 20).a.View(80, 20))
	})
}

// cases is a file that answers nothing.
type nothing struct {
	screen.Data
	err error
}

func (n nothing) Case(context.Context, store.Position, time.Time, model.Needs) (*model.Case, error) {
	return nil, errors.Join(n.err, errors.New("not asked here"))
}

// odd is a screen full of what people should never type.
func odd(t *rapid.T, o theme.Options) *Approvals {
	text := screentest.Text()
	env := screentest.New(0).Env(o)
	env.Data = nothing{}
	a := New(env)
	rows := func(kind string, n int) []store.ApprovalRow {
		var out []store.ApprovalRow
		for i := range n {
			r := store.ApprovalRow{ID: model.ID(fmt.Sprintf("APR-%d%d", len(kind), i)), Title: text.Draw(t, "title"), Purpose: text.Draw(t, "purpose"), State: model.State(text.Draw(t, "state")),
				Release: model.ID("REL-" + text.Draw(t, "release")), Name: text.Draw(t, "name"), Version: text.Draw(t, "version"), Band: rapid.SampledFrom([]string{"", "low", "high", "very-high", "odd"}).Draw(t, "band"),
				Score: rapid.IntRange(0, 25).Draw(t, "score"), Signed: rapid.IntRange(0, 99).Draw(t, "signed"), Approvers: 99, At: screentest.Now.AddDate(0, 0, -i)}
			if rapid.Bool().Draw(t, "dated") {
				r.Start = when.Moment{At: screentest.Now, Precision: when.Minute}
			}
			if kind == "waiting" && rapid.Bool().Draw(t, "barred") {
				r.Barred = []string{text.Draw(t, "relation")}
			}
			out = append(out, r)
		}
		return out
	}
	list := store.Approvals{Waiting: rows("waiting", rapid.IntRange(0, 12).Draw(t, "waiting")), Asked: rows("asked by me", rapid.IntRange(0, 5).Draw(t, "asked")), Decided: rows("done", rapid.IntRange(0, 5).Draw(t, "decided")), Waits: 300}
	a.take(list, nil)
	for i := range a.lines {
		r := a.lines[i].row
		if r == nil || rapid.IntRange(0, 3).Draw(t, "read") == 0 {
			continue
		}
		c := &cased{File: &casefile.File{Key: r.ID}, gen: a.gen}
		if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			c.Err = errors.New(text.Draw(t, "error"))
		}
		for range rapid.IntRange(0, 6).Draw(t, "sections") {
			s := casefile.Section{Name: text.Draw(t, "name")}
			for range rapid.IntRange(0, 4).Draw(t, "lines") {
				s.Lines = append(s.Lines, casefile.Said{Tone: casefile.Tone(rapid.IntRange(0, int(casefile.News)).Draw(t, "tone")), Mark: casefile.Sign(rapid.IntRange(0, int(casefile.Point)).Draw(t, "sign")), Text: text.Draw(t, "text")})
			}
			c.Brief.Sections = append(c.Brief.Sections, s)
		}
		a.cases[r.ID] = c
	}
	return a
}

func TestPicturesAreExactForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := colours
		o.ASCII, o.NoColor = rapid.Bool().Draw(t, "ascii"), rapid.Bool().Draw(t, "no colour")
		a := odd(t, o)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			keys := []string{"ctrl+none"}
			for _, b := range a.Bindings() {
				if b.Group == screen.GroupMove || b.Has("enter") || b.Has("esc") {
					keys = append(keys, b.Keys...)
				}
			}
			key := rapid.SampledFrom(keys).Draw(t, "key")
			for _, b := range a.Bindings() {
				if b.Has(key) && b.Disabled() == "" && !(a.opened && key == "enter") {
					b.Do()
					break
				}
			}
			w, h := rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
			p := a.View(w, h)
			screentest.Exact(t, p, w, h)
			if again := a.View(w, h); again != p {
				t.Fatal("the same screen was drawn in another way")
			}
			if r, ok := a.chosen(); ok && w >= 40 && h >= 6 && !strings.Contains(ansi.Strip(p), string(r.ID)) {
				t.Fatalf("the chosen %s isn't seen:\n%s", r.ID, p)
			}
		}
	})
}

func TestTroubleIsSaid(t *testing.T) {
	w := &screentest.World{Err: errors.New("the file is locked")}
	env := w.Env(colours)
	a := New(env)
	a.Load()().(screen.Answer).Take()
	if p := ansi.Strip(a.View(80, 20)); !strings.Contains(p, "could not be loaded") || !strings.Contains(p, "the file is locked") {
		t.Error(p)
	}
	w.Err = nil
	env.Data = nothing{Data: w, err: errors.New("the disk is gone")}
	a.take(store.Approvals{Waiting: []store.ApprovalRow{{ID: "APR-1", Title: "Authorisation", At: screentest.Now}}, Waits: 1}, nil)
	a.asking = ""
	a.askCase()().(screen.Answer).Take()
	if p := ansi.Strip(a.View(80, 20)); !strings.Contains(p, "The case could not be read: the disk is gone") {
		t.Error(p)
	}
	if why := a.whyNot(); why != "the case could not be read" {
		t.Errorf("deciding: %q", why)
	}
}

// BenchmarkStep moves the cursor through a full page and draws it.
func BenchmarkStep(b *testing.B) {
	for _, size := range [][2]int{{80, 20}, {200, 46}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			env := screentest.New(0).Env(colours)
			env.Data = nothing{}
			a := New(env)
			var list store.Approvals
			for i := range store.ApprovalsPage {
				list.Waiting = append(list.Waiting, store.ApprovalRow{ID: model.MakeID(model.KindApproval, int64(i+1)), Title: "Authorisation 2 (deployment)", Name: "Payroll", Version: "5.2", Release: "REL-9", Band: "high", Score: 12,
					Approvers: 2, At: screentest.Now, Start: when.Moment{At: screentest.Now, Precision: when.Minute}})
			}
			a.take(list, nil)
			for i := range a.lines {
				if r := a.lines[i].row; r != nil && len(a.cases) < 20 {
					c := &cased{File: &casefile.File{Key: r.ID}, gen: a.gen}
					for range 12 {
						c.Brief.Sections = append(c.Brief.Sections, casefile.Section{Name: "section", Lines: []casefile.Said{{Tone: casefile.Plain, Mark: casefile.Yes, Text: strings.Repeat("a sentence of some length ", 6)}, {Tone: casefile.Good, Mark: casefile.No, Text: "short"}, {Tone: casefile.Quiet, Mark: casefile.Point, Text: "another one that is somewhat longer than a line of the narrow pane"}}})
					}
					a.cases[r.ID] = c
				}
			}
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				n++
				if n/15%2 == 0 {
					a.step(1)
				} else {
					a.step(-1)
				}
				_ = a.View(size[0], size[1])
			}
		})
	}
}
