package release

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

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// rig is the page as a test uses it, on the sample organisation. It is the
// page's host too, and notes what it is asked for.
type rig struct {
	screen.Host // what these tests never call
	screentest.T
	db       *store.DB
	env      *screen.Env
	page     *Page
	now      time.Time
	overlays []screen.Overlay
	asked    []string // of the host, in words
	said     string
	failed   error
	w, h     int
}

// sit opens the page of a release of the sample for a person.
func sit(t *testing.T, db *store.DB, who string, id model.ID, w, h int) *rig {
	t.Helper()
	d := &rig{T: t, db: db, env: screentest.On(t, db, who, colours), now: screentest.Now, w: w, h: h}
	d.env.Host = d
	d.env.Now = func() time.Time { return d.now }
	d.page = New(d.env, store.Card{ID: id})
	d.do(d.page.Update(screen.Size{Width: w, Height: h}))
	d.do(d.page.Load())
	return d
}

// do runs a command and all that follows from it.
func (d *rig) do(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, d.page) })
}

// press presses keys, of the overlay on top or of the page.
func (d *rig) press(keys ...string) *rig {
	d.Helper()
	for _, k := range keys {
		var over screen.Overlay
		list := d.page.Bindings()
		if n := len(d.overlays); n > 0 {
			over = d.overlays[n-1]
			list = over.Bindings()
		}
		at := slices.IndexFunc(list, func(b screen.Binding) bool {
			return b.Do != nil && b.Has(k) && (b.Text || over == nil || !over.Typing())
		})
		switch {
		case at >= 0 && list[at].Disabled() != "":
			d.said = list[at].Name + ": " + list[at].Disabled()
		case at >= 0:
			d.do(list[at].Do())
		case over != nil && over.Typing():
			d.do(over.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}))
		default:
			d.Fatalf("the key %q means nothing here", k)
		}
	}
	return d
}

// goTo chooses a section.
func (d *rig) goTo(section string) *rig {
	d.Helper()
	for i, s := range d.page.sections {
		if s.name == section {
			d.page.section, d.page.inside = i, false
			return d
		}
	}
	d.Fatalf("there is no section %s", section)
	return d
}

func (d *rig) picture() string {
	p := d.page.View(d.w, d.h)
	lines := strings.Split(p, "\n")
	for _, o := range d.overlays {
		box, _ := o.Box(d.w-2, d.h)
		lines = append(lines, box...)
	}
	return ansi.Strip(strings.Join(lines, "\n"))
}

func (d *rig) see(texts ...string) *rig {
	d.Helper()
	p := d.picture()
	for _, s := range texts {
		if !strings.Contains(p, s) {
			d.Fatalf("%q isn't on the screen:\n%s", s, p)
		}
	}
	return d
}

// upTo goes up in a list until the line with a text is on the screen.
func (d *rig) upTo(text string) *rig {
	for range 200 {
		if strings.Contains(d.picture(), text) {
			return d
		}
		d.press("up")
	}
	return d.see(text)
}

func (d *rig) notSee(texts ...string) *rig {
	d.Helper()
	p := d.picture()
	for _, s := range texts {
		if strings.Contains(p, s) {
			d.Fatalf("%q is on the screen:\n%s", s, p)
		}
	}
	return d
}

func (d *rig) golden(t *testing.T, name string) *rig {
	t.Helper()
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
		d.w, d.h = size[0], size[1]
		picture := d.page.View(d.w, d.h)
		screentest.Exact(t, picture, d.w, d.h)
		screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, d.w, d.h+4), ansi.Strip(picture))
	}
	return d
}

// whenever does an action as somebody at a moment, past all forms.
func whenever(t *testing.T, db *store.DB, who string, a action.Action) store.Result {
	t.Helper()
	id, err := db.Resolve(context.Background(), model.KindPerson, who)
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Do(context.Background(), store.Who{Person: id, Auth: "test"}, a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The rig as a host.

func (d *rig) note(format string, args ...any) tea.Cmd {
	d.asked = append(d.asked, fmt.Sprintf(format, args...))
	return nil
}

func (d *rig) Open(o screen.Overlay) { d.overlays = append(d.overlays, o) }
func (d *rig) Pop(o screen.Overlay)  { d.overlays = append(d.overlays, o) }
func (d *rig) Close(o screen.Overlay) {
	if i := slices.Index(d.overlays, o); i >= 0 {
		d.overlays = d.overlays[:i]
	}
}
func (d *rig) Say(text string)            { d.said = text }
func (d *rig) Fail(_ string, err error)   { d.failed = err }
func (d *rig) Copy(text string) tea.Cmd   { return d.note("copy %s", text) }
func (d *rig) Release(store.Card) tea.Cmd { return nil }
func (d *rig) Find(id model.ID) tea.Cmd   { return d.note("find %s", id) }
func (d *rig) Gate(id model.ID) tea.Cmd   { return d.note("gate %s", id) }
func (d *rig) Advance(id model.ID) tea.Cmd {
	return d.note("advance %s", id)
}
func (d *rig) SendBack(id model.ID) tea.Cmd { return d.note("send back %s", id) }
func (d *rig) Push(screen.Screen)           {}
func (d *rig) Back(screen.Screen)           { d.note("back") }
func (d *rig) Act(id model.ID) tea.Cmd      { return d.note("act %s", id) }
func (d *rig) Reload() tea.Cmd              { return d.page.Load() }
func (d *rig) Form(name string, of model.ID) tea.Cmd {
	return d.note("form %s %s", name, of)
}
func (d *rig) Remedy(r model.Remedy) tea.Cmd {
	if r.Form != "" {
		return d.Form(r.Form, r.About)
	}
	return d.Task(r.Task, r.About)
}
func (d *rig) Task(name string, about model.ID) tea.Cmd {
	return d.note("task %s %s", name, about)
}

// Do performs an action at once, and loads the page again.
func (d *rig) Do(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	done, err := d.env.Data.Do(d.env.Context, d.env.Person, a)
	if d.failed = err; err != nil {
		return nil
	}
	d.said = done.Note
	if then != nil {
		return tea.Batch(d.page.Load(), then(done))
	}
	return d.page.Load()
}

var _ screen.Host = (*rig)(nil)

// lastAsked is what the host was asked for last.
func (d *rig) lastAsked() string {
	if len(d.asked) == 0 {
		return ""
	}
	return d.asked[len(d.asked)-1]
}
