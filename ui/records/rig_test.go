package records

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// rig is the screen as a test uses it: keys are pressed, pictures looked at.
// Commands run at once. It is the host as well, and notes what it is told.
type rig struct {
	screen.Host // what these tests never call
	t           testing.TB
	env         *screen.Env
	screen      screen.Screen
	over        []screen.Overlay
	pages       []screen.Screen
	w, h        int
	said        []string
	tasks       []string
	found       []model.ID
	acted       []model.ID
	copied      []string
	failed      []error
}

// sit opens the screen on the sample organisation.
func sit(t testing.TB, db *store.DB, handle string, w, h int) *rig {
	t.Helper()
	env := screentest.On(t.(*testing.T), db, handle, theme.Options{Choice: theme.Bare})
	d := &rig{t: t, env: env, w: w, h: h}
	env.Host = d
	return d.show(New(env))
}

func (d *rig) show(s screen.Screen) *rig {
	d.screen = s
	d.run(s.Update(screen.Size{Width: d.w, Height: d.h}))
	d.run(s.Load())
	return d
}

// top is the page, or else the screen.
func (d *rig) top() screen.Screen {
	if n := len(d.pages); n > 0 {
		return d.pages[n-1]
	}
	return d.screen
}

func (d *rig) run(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		here := []screen.Asking{d.screen}
		for _, s := range d.pages {
			here = append(here, s)
		}
		return screentest.Answered(msg, here...)
	})
}

// press presses keys one after another; a key that can't be used says why.
func (d *rig) press(keys ...string) *rig {
	d.t.Helper()
	for _, k := range keys {
		list := d.top().Bindings()
		if n := len(d.over); n > 0 {
			list = d.over[n-1].Bindings()
		}
		known := false
		for _, b := range list {
			if b.Has(k) && b.Do != nil {
				known = true
				if why := b.Disabled(); why != "" {
					d.said = append(d.said, why)
				} else {
					d.run(b.Do())
				}
				break
			}
		}
		if !known {
			d.t.Fatalf("there is no key %q", k)
		}
	}
	return d
}

func (d *rig) picture() string {
	d.t.Helper()
	p := d.top().View(d.w, d.h)
	if t, ok := d.t.(screentest.T); ok {
		screentest.Exact(t, p, d.w, d.h)
	}
	return ansi.Strip(p)
}

func (d *rig) see(texts ...string) *rig {
	d.t.Helper()
	p := d.picture()
	for _, s := range texts {
		if !strings.Contains(p, s) {
			d.t.Fatalf("it doesn't show %q:\n%s", s, p)
		}
	}
	return d
}

func (d *rig) notSee(texts ...string) *rig {
	d.t.Helper()
	p := d.picture()
	for _, s := range texts {
		if strings.Contains(p, s) {
			d.t.Fatalf("it shows %q:\n%s", s, p)
		}
	}
	return d
}

// box is the overlay on top, as text.
func (d *rig) box() string {
	d.t.Helper()
	if len(d.over) == 0 {
		d.t.Fatal("there is no overlay")
	}
	lines, w := d.over[len(d.over)-1].Box(d.w, d.h)
	text := strings.Join(lines, "\n")
	screentest.Exact(d.t.(screentest.T), text, w, len(lines))
	return ansi.Strip(text)
}

func (d *rig) lastSaid() string {
	if len(d.said) == 0 {
		return ""
	}
	return d.said[len(d.said)-1]
}

// The host.

func (d *rig) Open(o screen.Overlay) { d.over = append(d.over, o) }
func (d *rig) Pop(o screen.Overlay)  { d.Open(o) }
func (d *rig) Close(o screen.Overlay) {
	for i := range d.over {
		if d.over[i] == o {
			d.over = d.over[:i]
			return
		}
	}
}
func (d *rig) Say(text string)                                     { d.said = append(d.said, text) }
func (d *rig) Fail(doing string, err error)                        { d.failed = append(d.failed, err) }
func (d *rig) Do(action.Action, func(screen.Done) tea.Cmd) tea.Cmd { return nil }
func (d *rig) Copy(text string) tea.Cmd                            { d.copied = append(d.copied, text); return nil }
func (d *rig) Release(store.Card) tea.Cmd                          { return nil }
func (d *rig) Gate(model.ID) tea.Cmd                               { return nil }
func (d *rig) Form(string, model.ID) tea.Cmd                       { return nil }
func (d *rig) Find(id model.ID) tea.Cmd                            { d.found = append(d.found, id); return nil }
func (d *rig) Task(name string, about model.ID) tea.Cmd {
	d.tasks = append(d.tasks, strings.TrimSpace(name+" "+string(about)))
	return nil
}
func (d *rig) Act(id model.ID) tea.Cmd { d.acted = append(d.acted, id); return nil }
func (d *rig) Reload() tea.Cmd         { return d.top().Load() }
func (d *rig) Push(s screen.Screen) {
	d.pages = append(d.pages, s)
	d.run(s.Update(screen.Size{Width: d.w, Height: d.h}))
}
func (d *rig) Back(s screen.Screen) {
	for i := range d.pages {
		if d.pages[i] == s {
			d.pages = d.pages[:i]
			return
		}
	}
}

var _ screen.Host = (*rig)(nil)
