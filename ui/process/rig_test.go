package process

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fairway/model"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// rig is the screen as a test uses it: keys are pressed, pictures looked at.
// Commands run at once. It is the host as well, and notes what it is told.
type rig struct {
	screen.Host // what these tests never call
	screentest.T
	screen *Process
	over   []screen.Overlay
	w, h   int
	said   []string
	boards []string
	found  []model.ID
	copied []string
	failed []error
	done   []model.ID
}

func sit(t screentest.T, env *screen.Env, w, h int) *rig {
	t.Helper()
	d := &rig{T: t, w: w, h: h}
	env.Host = d
	d.screen = New(env)
	d.run(d.screen.Update(screen.Size{Width: w, Height: h}))
	d.run(d.screen.Load())
	return d
}

func (d *rig) run(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, d.screen) })
}

// press presses keys one after another; a key that can't be used says why.
func (d *rig) press(keys ...string) *rig {
	d.Helper()
	for _, k := range keys {
		list := d.screen.Bindings()
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
			d.Fatalf("there is no key %q", k)
		}
		d.picture()
	}
	return d
}

// to shows a part of the rules.
func (d *rig) to(title string) *rig {
	d.Helper()
	for range d.screen.sections {
		if d.screen.section().title == title {
			return d
		}
		d.press("]")
	}
	d.Fatalf("there is no part %q", title)
	return d
}

func (d *rig) picture() string {
	d.Helper()
	p := d.screen.View(d.w, d.h)
	screentest.Exact(d.T, p, d.w, d.h)
	return ansi.Strip(p)
}

func (d *rig) see(texts ...string) *rig {
	d.Helper()
	p := d.picture()
	for _, s := range texts {
		if !strings.Contains(p, s) {
			d.Fatalf("it doesn't show %q:\n%s", s, p)
		}
	}
	return d
}

func (d *rig) notSee(texts ...string) *rig {
	d.Helper()
	p := d.picture()
	for _, s := range texts {
		if strings.Contains(p, s) {
			d.Fatalf("it shows %q:\n%s", s, p)
		}
	}
	return d
}

// box is the overlay on top, as text.
func (d *rig) box() string {
	d.Helper()
	if len(d.over) == 0 {
		d.Fatalf("there is no overlay: %v", d.said)
	}
	lines, w := d.over[len(d.over)-1].Box(max(d.w, 30), max(d.h, 8))
	text := strings.Join(lines, "\n")
	screentest.Exact(d.T, text, w, len(lines))
	return ansi.Strip(text)
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
func (d *rig) Say(text string)              { d.said = append(d.said, text) }
func (d *rig) Fail(doing string, err error) { d.failed = append(d.failed, err) }
func (d *rig) Copy(text string) tea.Cmd     { d.copied = append(d.copied, text); return nil }
func (d *rig) Find(id model.ID) tea.Cmd     { d.found = append(d.found, id); return nil }
func (d *rig) Board(filter string) tea.Cmd  { d.boards = append(d.boards, filter); return nil }
