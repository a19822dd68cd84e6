package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// rig is the dashboard as a test uses it: keys are pressed, pictures looked
// at. Commands run at once, in order; the clock stands until Wait moves it.
type rig struct {
	screentest.T
	world  *screentest.World
	root   *Root
	now    time.Time
	timers []timer
	quit   bool
}

type timer struct {
	at  time.Time
	msg tea.Msg
}

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// sit opens the dashboard on a terminal of a size.
func sit(t screentest.T, world *screentest.World, o theme.Options, w, h int) *rig {
	t.Helper()
	d := sitOn(t, world.Env(o), w, h)
	d.world = world
	return d
}

// newRoot is the dashboard with all its screens, at the calendar.
func newRoot(env *screen.Env) *Root {
	r := newRootOf(env, screens...)
	r.begin("Calendar")
	return r
}

// sitOn opens it for a session.
func sitOn(t screentest.T, env *screen.Env, w, h int) *rig {
	t.Helper()
	d := &rig{T: t, now: screentest.Now}
	env.Now = func() time.Time { return d.now }
	d.root = newRoot(env)
	d.root.patience, d.root.brief = time.Hour, time.Hour // pictures always have their data
	d.root.after = func(wait time.Duration, msg tea.Msg) tea.Cmd {
		d.timers = append(d.timers, timer{d.now.Add(wait), msg})
		return nil
	}
	d.do(d.root.Init())
	d.do(d.root.Update(tea.WindowSizeMsg{Width: w, Height: h}))
	return d
}

// do runs a command and all that follows from it.
func (d *rig) do(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		if _, ok := msg.(tea.QuitMsg); ok {
			d.quit = true
			return nil
		}
		return d.root.Update(msg)
	})
}

var keyTypes = func() map[string]tea.KeyType {
	m := map[string]tea.KeyType{}
	for k := tea.KeyType(-100); k < 200; k++ {
		if name := k.String(); name != "" && name != "runes" {
			m[name] = k
		}
	}
	return m
}()

func keyMsg(name string) tea.KeyMsg {
	if k, ok := keyTypes[name]; ok {
		m := tea.KeyMsg{Type: k}
		if name == " " {
			m.Runes = []rune{' '}
		}
		return m
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// Press presses keys one after another.
func (d *rig) Press(keys ...string) *rig {
	for _, k := range keys {
		d.do(d.root.Update(keyMsg(k)))
	}
	return d
}

// Type types a text.
func (d *rig) Type(text string) *rig {
	for _, r := range text {
		d.Press(string(r))
	}
	return d
}

// Wait lets time pass, and rings what it rings.
func (d *rig) Wait(w time.Duration) *rig {
	d.now = d.now.Add(w)
	due := d.timers
	d.timers = nil
	for _, t := range due {
		if t.at.After(d.now) {
			d.timers = append(d.timers, t)
			continue
		}
		d.do(d.root.Update(t.msg))
	}
	return d
}

// Happens says that somebody else did something.
func (d *rig) Happens(notes ...string) *rig {
	d.do(d.root.Update(eventMsg(screen.Event{Notes: notes})))
	return d
}

// Resize gives the terminal another size.
func (d *rig) Resize(w, h int) *rig {
	d.do(d.root.Update(tea.WindowSizeMsg{Width: w, Height: h}))
	return d
}

// Picture is what is seen, without styles.
func (d *rig) Picture() string { return ansi.Strip(d.root.View()) }

// See checks that texts are on the screen.
func (d *rig) See(texts ...string) *rig {
	d.Helper()
	p := d.Picture()
	for _, s := range texts {
		if !strings.Contains(p, s) {
			d.Fatalf("%q isn't on the screen:\n%s", s, p)
		}
	}
	return d
}

// NotSee checks that texts aren't.
func (d *rig) NotSee(texts ...string) *rig {
	d.Helper()
	p := d.Picture()
	for _, s := range texts {
		if strings.Contains(p, s) {
			d.Fatalf("%q is on the screen:\n%s", s, p)
		}
	}
	return d
}

// Exact checks the size of the picture.
func (d *rig) Exact() *rig {
	d.Helper()
	screentest.Exact(d.T, d.root.View(), d.root.w, d.root.h)
	return d
}

// Golden compares what is seen with a picture in testdata.
func (d *rig) Golden(t *testing.T, name string) *rig {
	t.Helper()
	d.Exact()
	screentest.Golden(t, name, body(d.Picture()))
	return d
}

// body is a picture without the frame: what the screen itself shows, and what
// lies over it. The frame has pictures of its own (TestFrame), so that a tab with
// another name changes them alone.
func body(picture string) string {
	lines := strings.Split(picture, "\n")
	return strings.Join(lines[2:len(lines)-2], "\n")
}

// footer is the last line of a picture: the keys that are offered.
func footer(picture string) string { return picture[strings.LastIndexByte(picture, '\n')+1:] }
