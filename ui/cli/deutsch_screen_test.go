package cli_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"fairway/model"
	"fairway/store"
	"fairway/ui/board"
	"fairway/ui/calendar"
	"fairway/ui/release"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/screen/screentest/translated"
	"fairway/ui/theme"
)

// looked is what the screens show of the release while it waits for its night: the
// calendar, the board, every section of its page, and its gate.
func looked(t *testing.T, env map[string]string) (screens []string) {
	t.Helper()
	ctx := context.Background()
	now, err := time.Parse(time.RFC3339, env["NOW"])
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, env["FAIRWAY_DB"], store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const w, h = 200, 100
	session := func() *screen.Env {
		e := screentest.On(t, db, "cora", theme.Options{Choice: theme.Mono, Colours: termenv.Ascii})
		e.Host, e.Now = alone{}, func() time.Time { return now }
		return e
	}
	// shown draws a screen, and what it shows after each time that a key is pressed,
	// until nothing changes any more.
	shown := func(s screen.Screen, key string) {
		do := func(cmd tea.Cmd) {
			screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, s.(screen.Asking)) })
		}
		do(s.Update(screen.Size{Width: w, Height: h}))
		do(s.Load())
		for range 30 {
			picture := ansi.Strip(s.View(w, h))
			if n := len(screens); n > 0 && screens[n-1] == picture {
				break
			}
			screens = append(screens, picture)
			i := slices.IndexFunc(s.Bindings(), func(b screen.Binding) bool { return b.Do != nil && b.Has(key) && b.Disabled() == "" })
			if key == "" || i < 0 {
				break
			}
			do(s.Bindings()[i].Do())
		}
	}
	shown(calendar.New(session()), "")
	shown(board.New(session()), "")
	shown(release.New(session(), store.Card{ID: "REL-1"}), "j")
	gate, err := db.GateIn(ctx, "REL-1", "", store.Now, now, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	box, _ := board.NewGate(session(), gate).Box(w, h)
	return append(screens, ansi.Strip(strings.Join(box, "\n")))
}

// alone is the host of a screen that is only looked at.
type alone struct{ screen.Host }

func (alone) Fail(doing string, err error) { panic(doing + ": " + err.Error()) }
func (alone) Say(string)                   {}
func (alone) Release(store.Card) tea.Cmd   { return nil }
func (alone) Find(model.ID) tea.Cmd        { return nil }

// cutOrDrawn is what is no word: a word that is cut, and lines of boxes.
var cutOrDrawn = regexp.MustCompile(`\S*…|[│┌┐└┘├┤─▸]`)

// sameOnScreen compares pictures in two languages, word for word whatever the lines
// they stand on, as titles have other lengths.
func sameOnScreen(t *testing.T, english, german []string, left *regexp.Regexp) {
	t.Helper()
	words := func(screen string) []string {
		text, err := translated.Meant(cutOrDrawn.ReplaceAllString(screen, " "))
		if err != nil {
			t.Fatal(err)
		}
		list := strings.Fields(text)
		slices.Sort(list)
		// A card leaves the type out where it has no room for it, and a heading that
		// says what its only question says stands once.
		return slices.DeleteFunc(slices.Compact(list), func(w string) bool { return w == "‹normal›" || w == "‹normal-change›" })
	}
	if len(english) != len(german) || len(english) < 15 {
		t.Fatalf("%d screens in English, %d in German", len(english), len(german))
	}
	for i := range english {
		if found := left.FindString(german[i]); found != "" {
			t.Errorf("the dashboard says %q in German:\n%s", found, german[i])
		}
		want, got := words(english[i]), words(german[i])
		if slices.Equal(want, got) {
			continue
		}
		apart := func(a, b []string) (out []string) {
			n := map[string]int{}
			for _, w := range b {
				n[w]++
			}
			for _, w := range a {
				if n[w]--; n[w] < 0 {
					out = append(out, w)
				}
			}
			return out
		}
		t.Errorf("screen %d: only in English %q, only in German %q\n%s\n%s", i, apart(want, got), apart(got, want), english[i], german[i])
	}
}
