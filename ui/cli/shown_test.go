package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fairway/model"
	"fairway/store"
	"fairway/ui/approvals"
	"fairway/ui/cli"
	"fairway/ui/form"
	"fairway/ui/records"
	"fairway/ui/release"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// onlooker shows screens one after the other, and keeps what they lay over
// themselves or push.
type onlooker struct {
	screen.Host
	t      *testing.T
	env    *screen.Env
	pushed screen.Screen
	over   []string
}

func (o *onlooker) Push(s screen.Screen) { o.pushed = s }
func (o *onlooker) Say(string)           {}
func (o *onlooker) Pop(x screen.Overlay) { o.Open(x) }
func (o *onlooker) Open(x screen.Overlay) {
	box, _ := x.Box(190, 190)
	o.over = append(o.over, box...)
}

func (o *onlooker) load(s screen.Screen, cmd tea.Cmd) {
	o.t.Helper()
	s.Update(screen.Size{Width: 200, Height: 200})
	o.run(s, cmd)
}

func (o *onlooker) run(s screen.Screen, cmd tea.Cmd) {
	o.t.Helper()
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		if a, ok := msg.(screen.Answer); ok && a.Err != nil {
			o.t.Fatal(a.Err)
		}
		return screentest.Answered(msg, s)
	})
}

// see presses keys of a screen, and says all that is seen after each.
func (o *onlooker) see(s screen.Screen, w int, keys ...string) string {
	o.t.Helper()
	var out []string
	look := func() { out = append(out, ansi.Strip(s.View(w, 200))) }
	look()
	for _, k := range keys {
		list := s.Bindings()
		if i := slices.IndexFunc(list, func(b screen.Binding) bool { return b.Do != nil && b.Has(k) && b.Disabled() == "" }); i >= 0 {
			o.run(s, list[i].Do())
		}
		look()
	}
	return strings.Join(out, "\n")
}

// rightOf is what stands behind a rule, line by line: a question and its answer may stand on
// two lines of a pane, and the names of sections beside them.
func rightOf(rule, text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if _, right, ok := strings.Cut(line, rule); ok {
			line = right
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// TestAnAnswerIsShownByTheSameWords: wherever an answer of a document is seen, by
// a screen, a command or in the log, it is in the words of form.Field.Show; only
// JSON has it as it is kept.
func TestAnAnswerIsShownByTheSameWords(t *testing.T) {
	db := screentest.Sample(t)
	ctx := context.Background()
	env := screentest.On(t, db, "chandra", theme.Options{Choice: theme.Bare})
	o := &onlooker{t: t, env: env}
	env.Host = o
	const of = model.ID("REL-5") // the approval of which waits for chandra
	for _, doc := range []struct {
		form  string
		words [][2]string // as everybody reads it: the question, and the answer
		kept  []string    // as it is kept
	}{
		{"release-plan", [][2]string{{"Planned duration of the deployment", "1 h 30 min"}, {"Method", "big bang"}, {"", "POINT OF NO RETURN"}}, []string{`"duration":"1h30m0s"`, `"no_back":"yes"`}},
		{"rollback-plan", [][2]string{{"Owner", "Dmitri Volkov"}, {"Duration", "45 min"}}, []string{`"duration":"45m0s"`, `"owner":"PER-`}},
		{"assessment", [][2]string{{"What makes failure likelier", "data is migrated"}, {"Decision", "proceed"}}, []string{`"factors":"data-migration"`}},
	} {
		id := documentOf(t, db, doc.form, of)
		ways := map[string]func() string{
			"form": func() string {
				f := form.Document(env, doc.form, of)
				o.load(f, f.Load())
				return o.see(f, 200, "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n", "ctrl+n")
			},
			"release page": func() string {
				p := release.New(env, store.Card{ID: of})
				o.load(p, p.Load())
				return rightOf("│", o.see(p, 110, slices.Repeat([]string{"j"}, 20)...))
			},
			"history": func() string {
				p := release.New(env, store.Card{ID: of})
				o.load(p, p.Load())
				o.over = nil
				o.see(p, 110, append([]string{"end", "l"}, slices.Repeat([]string{"enter", "j"}, 26)...)...)
				return strings.Join(o.over, "\n")
			},
			"approvals": func() string {
				a := approvals.New(env)
				o.load(a, a.Load())
				return o.see(a, 200)
			},
			"record": func() string {
				p := records.NewPage(env, id)
				o.load(p, p.Load())
				return o.see(p, 100)
			},
			"log": func() string {
				p := records.NewPage(env, id)
				o.load(p, p.Load())
				o.see(p, 100, "end", "enter")
				if o.pushed == nil {
					t.Fatal("the last line of a record's history leads to no entry")
				}
				e := o.pushed
				o.load(e, e.(interface{ Load() tea.Cmd }).Load())
				return o.see(e, 100)
			},
			"form show": func() string {
				code, text := inside(db.Path(), nil, "form show "+doc.form+" "+string(of)+" --as chandra")
				if code != 0 {
					t.Fatal(text)
				}
				return text
			},
			"--ask": func() string { // the questions, up to where the answers end
				var out bytes.Buffer
				a := &cli.App{In: strings.NewReader(strings.Repeat("\n", 60)), Out: &out, Err: &out, Now: func() time.Time { return screentest.Now }, User: func() string { return "cora" },
					Env: func(name string) string { return map[string]string{"FAIRWAY_DB": db.Path()}[name] }}
				a.Run(ctx, []string{"form", "fill", doc.form, string(of), "--ask"})
				return out.String()
			},
		}
		for way, seen := range ways {
			text := seen()
			plain := inWords(text)
			for _, words := range doc.words {
				want := strings.TrimSpace(words[0] + " " + words[1])
				if way == "--ask" || way == "form" || way == "approvals" && doc.form == "assessment" { // what is wanted stands between, or the names of the pages do; factors are told as the risk
					want = words[1]
				}
				if !strings.Contains(plain, want) {
					t.Errorf("%s of %s doesn't say %q: %s", way, doc.form, want, plain)
				}
			}
			for _, kept := range []string{"1h30m0s", "45m0s", "data-migration", "no_back"} {
				if strings.Contains(text, kept) {
					t.Errorf("%s of %s says %q", way, doc.form, kept)
				}
			}
			if bareYes.MatchString(text) {
				t.Errorf("%s of %s says a bare yes: %s", way, doc.form, bareYes.FindString(text))
			}
		}
		code, text := inside(db.Path(), nil, "form show "+doc.form+" "+string(of)+" --json --as chandra")
		var raw json.RawMessage
		if code != 0 || json.Unmarshal([]byte(text), &raw) != nil {
			t.Fatal(text)
		}
		for _, kept := range doc.kept {
			if !strings.Contains(strings.ReplaceAll(text, `": "`, `":"`), kept) {
				t.Errorf("JSON of %s has no %s:\n%s", doc.form, kept, text)
			}
		}
	}
}

// bareYes is a yes in a row of steps, where nothing says to what.
var bareYes = regexp.MustCompile(`Install the package[^\n]*\byes\b`)

// inWords is a picture without what lays it out.
func inWords(text string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`[^\pL\pN ,.()/-]`).ReplaceAllString(text, " ")), " ")
}

// TestAnAnswerHasTheNamesOfItsMoment: who was renamed since is called in the past
// as they were then.
func TestAnAnswerHasTheNamesOfItsMoment(t *testing.T) {
	db := screentest.Sample(t)
	head, _, err := db.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if code, text := inside(db.Path(), nil, "person edit dmitri --as alice --name", "Dmitri Orlov"); code != 0 {
		t.Fatal(text)
	}
	for _, c := range []struct {
		at   store.Position
		want string
	}{{store.Now, "Owner Dmitri Orlov"}, {head, "Owner Dmitri Volkov"}} {
		env := screentest.On(t, db, "chandra", theme.Options{Choice: theme.Bare})
		env.AsOf, env.Past = c.at, screentest.Now
		o := &onlooker{t: t, env: env}
		env.Host = o
		p := release.New(env, store.Card{ID: "REL-5"})
		o.load(p, p.Load())
		doc := records.NewPage(env, documentOf(t, db, "rollback-plan", "REL-5"))
		o.load(doc, doc.Load())
		f := form.Document(env, "rollback-plan", "REL-5")
		o.load(f, f.Load())
		for way, seen := range map[string]string{"release page": o.see(p, 170, slices.Repeat([]string{"j"}, 6)...), "record": o.see(doc, 100), "form": o.see(f, 110, "ctrl+s")} {
			if plain := inWords(seen); !strings.Contains(plain, c.want) {
				t.Errorf("%s as of %d doesn't say %q: %s", way, c.at, c.want, plain)
			}
		}
	}
	if _, text := inside(db.Path(), nil, "form show rollback-plan REL-5 --as chandra"); !strings.Contains(text, "Owner: Dmitri Orlov\n") {
		t.Error(text)
	}
}

func documentOf(t *testing.T, db *store.DB, name string, of model.ID) model.ID {
	t.Helper()
	c, err := db.Case(context.Background(), store.Now, screentest.Now, model.Needs{Releases: []model.ID{of}})
	if err != nil {
		t.Fatal(err)
	}
	return c.Document(name, of).ID
}

// TestAClashIsToldInWords: what two people answered differently is named as
// everybody reads it.
func TestAClashIsToldInWords(t *testing.T) {
	db := screentest.Sample(t)
	other := func() {
		if code, text := inside(db.Path(), nil, "form fill rollback-plan REL-5 --set duration=40m --void --as cora"); code != 0 {
			t.Fatal(text)
		}
	}
	code, text := inside(db.Path(), other, "form fill rollback-plan REL-5 --set duration=50m --void --as dmitri")
	if code != 5 || !strings.Contains(text, "45 min") || !strings.Contains(text, "40 min") || !strings.Contains(text, "50 min") || strings.Contains(text, "m0s") {
		t.Errorf("%d: %s", code, text)
	}
}
