package standup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/standup"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// rig is somebody before the page, and the frame around it.
type rig struct {
	screen.Host
	screentest.T
	env  *screen.Env
	p    *Page
	did  []string
	now  time.Time
	w, h int
}

func sit(t screentest.T, db *store.DB, who, team string, w, h int) *rig {
	t.Helper()
	d := &rig{T: t, env: screentest.On(t.(testing.TB), db, who, colours), now: screentest.Now, w: w, h: h}
	d.env.Host = d
	d.env.Now = func() time.Time { return d.now }
	d.p = New(d.env, team)
	d.run(d.p.Load())
	return d
}

func (d *rig) Say(text string)          { d.did = append(d.did, text) }
func (d *rig) Fail(_ string, err error) { d.did = append(d.did, err.Error()) }
func (d *rig) Find(id model.ID) tea.Cmd { d.did = append(d.did, "find "+string(id)); return nil }
func (d *rig) Copy(text string) tea.Cmd { d.did = append(d.did, "copy "+text); return nil }
func (d *rig) Do(a action.Action, _ func(screen.Done) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		if _, err := d.env.Data.Do(context.Background(), d.env.Person, a); err != nil {
			d.did = append(d.did, err.Error())
		}
		d.run(d.p.Load())
		return nil
	}
}

func (d *rig) run(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		if aside, ok := msg.(screen.AsideMsg); ok {
			return aside.Cmd
		}
		return screentest.Answered(msg, d.p)
	})
}

func (d *rig) picture() string {
	picture := d.p.View(d.w, d.h)
	screentest.Exact(d.T, picture, d.w, d.h)
	return ansi.Strip(picture)
}

func (d *rig) press(keys ...string) *rig {
	d.Helper()
	for _, key := range keys {
		d.picture()
		found := false
		for _, b := range d.p.Bindings() {
			if found || !b.Has(key) {
				continue
			}
			found = true
			if why := b.Disabled(); why != "" {
				d.did = append(d.did, b.Name+": "+why)
				continue
			}
			d.run(b.Do())
		}
		if !found {
			d.Fatalf("the key %q means nothing here", key)
		}
	}
	return d
}

func (d *rig) sees(texts ...string) *rig {
	d.Helper()
	picture := strings.Join(strings.Fields(d.picture()), " ")
	for _, text := range texts {
		if !strings.Contains(picture, text) {
			d.Errorf("%q isn't there:\n%s", text, d.picture())
		}
	}
	return d
}

// TestPictures: a projector's large font, where the frame leaves all but the footer; and
// the bodies of usual terminals.
func TestPictures(t *testing.T) {
	db := screentest.Demo(t)
	for _, size := range []struct{ w, h int }{{40, 11}, {60, 14}, {80, 20}, {200, 46}} {
		d := sit(t, db, "cora", "", size.w, size.h)
		screentest.Golden(t, fmt.Sprintf("standup-%dx%d", size.w, size.h), d.picture())
		if d.p.Pages() > 1 {
			d.press(" ")
			screentest.Golden(t, fmt.Sprintf("standup-second-%dx%d", size.w, size.h), d.picture())
		}
	}
}

// From 40x12 on the first page says something of every part, in the words that are printed
// in as many lines, and how much else there is; after it come the pages that say all of it.
func TestTheFirstPageIsAllOfItInShort(t *testing.T) {
	db := screentest.Demo(t)
	for _, size := range [][2]int{{40, 11}, {60, 14}, {80, 20}, {80, 22}, {120, 36}} {
		d := sit(t, db, "cora", "", size[0], size[1])
		page := d.picture()
		if d.p.Pages() < 2 || !d.p.inShort() {
			t.Fatalf("%v: %d pages", size, d.p.Pages())
		}
		if got, want := words(page), printed(d.p.s.Fit(size[0]-1, size[1]-headLines, kit.Wrap)); got != want {
			t.Errorf("%v: on the page stands\n%s\nand printed is\n%s", size, got, want)
		}
		for _, sec := range d.p.s.Sections {
			if !strings.Contains(page, sec.Title) {
				t.Errorf("%v: nothing of %s:\n%s", size, sec.Title, page)
			}
		}
		// What can be chosen is what is seen; beyond it is the first of the others, and back.
		for range 100 {
			if l, ok := d.p.chosen(); ok && d.p.inShort() && !slices.Contains(linesOf(d.p.pages[0]), d.p.at) {
				t.Fatalf("%v: %s is chosen, and not seen", size, l.Text)
			}
			if d.press("j"); !d.p.inShort() {
				break
			}
		}
		if d.p.page != 1 || d.p.at != 0 {
			t.Errorf("%v: j leads to line %d of page %d", size, d.p.at, d.p.page)
		}
		if d.press("k"); !d.p.inShort() {
			t.Errorf("%v: k doesn't lead back", size)
		}
		d.press(" ", " ")
		d.run(d.p.Load()) // what others do turns no page
		if d.picture(); d.p.page != 2 {
			t.Errorf("%v: page %d is shown after page 2", size, d.p.page)
		}
	}
}

// words are those of a page, without its head.
func words(picture string) string {
	var seen []string
	for _, l := range strings.Split(picture, "\n")[headLines:] {
		if text := strings.Trim(l, " ▸"); text != "" && !strings.HasSuffix(text, ", continued") {
			seen = append(seen, text)
		}
	}
	return strings.Join(seen, "\n")
}

// printed is how rows are printed.
func printed(rows []standup.Row) string {
	var out []string
	for _, r := range rows {
		switch {
		case r.Head != "" && r.Text != "":
			out = append(out, r.Head+": "+r.Text)
		case r.Head != "":
			out = append(out, r.Head)
		default:
			lead := "  " + r.Word
			out = append(out, strings.TrimSpace(lead+strings.Repeat(" ", max(r.Indent-kit.Width(lead), 0))+r.Text))
		}
	}
	return strings.Join(out, "\n")
}

// The words on the pages after the first, put together, are those that are printed.
func TestTheWordsAreThoseThatArePrinted(t *testing.T) {
	db := screentest.Demo(t)
	d := sit(t, db, "cora", "", 100, 20)
	var seen []string
	d.picture()
	for range d.p.Pages() - 1 {
		d.press(" ")
		seen = append(seen, words(d.picture()))
	}
	if got, want := strings.Join(seen, "\n"), printed(d.p.s.Fit(99, 0, kit.Wrap)); got != want {
		t.Errorf("on the pages stands\n%s\nand printed is\n%s", got, want)
	}
}

// What its keys do: to the next page and round, to a record, to another team, which is
// remembered; and to say that it was held, after which it is still about what was new.
func TestKeys(t *testing.T) {
	db := screentest.Demo(t)
	d := sit(t, db, "cora", "", 60, 14)
	d.sees("Standup of everybody", "Since last time", "1/")
	n := d.p.Pages()
	for range n {
		d.press(" ")
	}
	d.sees("1/").press("pgup").sees(fmt.Sprintf("%d/%d", n, n)).press("home").sees("1/")
	for d.p.Subject() != "REL-40" {
		d.press("j")
	}
	d.press("enter", "y")
	if got := strings.Join(d.did, "; "); got != "find REL-40; copy REL-40" {
		t.Error(got)
	}
	d.press("]").sees("Standup of Finance and People Applications").press("]").sees("Standup of Customer Channels").press("[", "[").sees("everybody")
	d.press("]", "]")
	other := sit(t, db, "cora", "", 60, 14)
	other.sees("Standup of Customer Channels") // whose she looked at last
	d.press("H").sees("held 10:42, since")
	d.did = nil
	d.press("H")
	if got := strings.Join(d.did, "; "); got != "held: it was held at 10:42" {
		t.Error(got)
	}
	sit(t, db, "rafael", "customer", 60, 14).sees("held 10:42, since") // for everybody
	sit(t, db, "rafael", "finance", 60, 14).sees("since Fri")
	d.now = d.now.Add(2 * time.Hour)
	d.run(d.p.Load())
	d.sees("last held Mon 23 Nov 10:42", "Since last time: nothing happened")
}

// A file without anything says so, and so does a team that isn't there.
func TestEmptyStates(t *testing.T) {
	d := sit(t, screentest.Demo(t), "cora", "nobodys", 80, 20)
	d.sees("The standup could not be loaded", `there is no team "nobodys" in this file`)
	w := &screentest.World{}
	env := w.Env(colours)
	env.Host = d
	d.env, d.p = env, New(env, "")
	d.sees("loading").run(d.p.Load())
	d.sees("Since last time: nothing happened").press(" ", "enter", "]")
	if got := strings.Join(d.did, "; "); !strings.Contains(got, "page: all of it is on this page") || !strings.Contains(got, "open: the chosen line is about no single record") || !strings.Contains(got, "next team: there are no teams") {
		t.Error(got)
	}
}

// Whatever the size and the keys, it fills its room exactly.
func TestAnySizeAndKeys(t *testing.T) {
	db := screentest.Demo(t)
	d := sit(t, db, "cora", "", 80, 20)
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "size") {
				d.w, d.h = rapid.IntRange(1, 210).Draw(rt, "w"), rapid.IntRange(1, 60).Draw(rt, "h")
			}
			d.picture()
			d.press(rapid.SampledFrom([]string{" ", "j", "k", "pgdown", "pgup", "home", "end", "]", "["}).Draw(rt, "key"))
			d.picture()
		}
	})
}

// Whoever may not see names sees nobody's, and nothing of what people wrote, in a whole
// year of the sample; everything else is as it is for the others.
func TestNobodyIsNamedToSpectators(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	q := store.StandupQuery{Now: screentest.Now, Since: screentest.Now.AddDate(-1, 0, 0), Zone: screentest.Zone}
	named, err := db.Standup(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	q.Unnamed = true
	unnamed, err := db.Standup(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	all := func(s standup.Standup) string {
		var out []string
		for _, sec := range s.Sections {
			for _, l := range sec.Lines {
				out = append(out, l.Text)
			}
		}
		return strings.Join(out, "\n")
	}
	people, err := db.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, p := range people {
		if strings.Contains(all(named), p.Title) {
			seen++
		}
		if strings.Contains(all(unnamed), p.Title) {
			t.Errorf("%s is named in\n%s", p.Title, all(unnamed))
		}
	}
	if seen < 5 {
		t.Errorf("only %d people are named to others", seen)
	}
	for _, words := range []string{"The network team exchanges", "Nobody says what happens to letters", "Can it be Tuesday", "The organisation chart does not load", "orders per minute"} {
		if !strings.Contains(all(named), words) {
			t.Errorf("%q isn't there for others", words)
		}
		if strings.Contains(all(unnamed), words) {
			t.Errorf("somebody wrote %q, and a spectator reads it", words)
		}
	}
	if a, b := len(strings.Split(all(named), "\n")), len(strings.Split(all(unnamed), "\n")); a != b {
		t.Errorf("%d lines, and without names %d", a, b)
	}
}
