// Package ui is the dashboard: the frame around the screens, with its tabs,
// footer, overlays, help and palette; what keys reach whom; what other people
// do, as it happens; and Run, which puts all of it on a terminal.
//
// A screen is a package below this one and a line in screens (list.go). What
// a screen shows and does stays in its package; what is the same for all of
// them is here. Only the Root knows Bubble Tea's loop.
package ui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen"
)

// Root is the whole dashboard. It fills the terminal.
type Root struct {
	env     *screen.Env
	screens []screen.Screen
	stale   []bool // has to be loaded before it is shown
	at      int
	w, h    int
	started bool

	layers  []layer
	prompt  *filterPrompt
	toast   toast
	window  model.ID  // the one that was changed last here
	answer  []string  // the last one, whole
	busy    int       // actions under way
	making  bool      // an action is being made of a task without questions
	follows int       // what follows from actions that were done
	leaving bool      // once nothing of these is left
	pressed bool      // a key is being done: what is said is of what it was pressed on
	warned  time.Time // when leaving was said to lose what is tried
	left    time.Time
	sent    bool              // an action was done, and none refused since
	edits   map[string]func() // what the server was told that is edited here
	tip     string            // what this file says to somebody new; "" for most

	asker   screen.Asker
	pending []tea.Cmd
	mine    *time.Location  // the zone that the session began in
	notZone string          // what was asked for instead and is no zone
	other   func() []string // the zones whose rules are other ones here; see Options
	global  []screen.Binding
	events  <-chan store.Event
	ticking bool          // the next second is waited for
	day     int           // of the year, to notice midnight
	words   <-chan string // from the server; see Options
	cycle   time.Duration // how long a wallboard shows a screen
	turned  time.Time     // when it turned to this one
	wall    screen.Screen // the one that a wallboard shows alone; nil for all in turn
	shared  bool          // one of many sessions of a process
	// watching is a spectator's session; named says whether it sees people's names.
	watching, named bool

	// after sends a message after a while; tests replace it.
	after func(time.Duration, tea.Msg) tea.Cmd
	// patience is how long the first picture waits for its data, brief how long
	// that of a key does.
	patience, brief time.Duration
}

// begin turns to the screen that is shown first.
func (r *Root) begin(first string) {
	for i, s := range r.screens {
		if s.Name() == first {
			r.at = i
		}
	}
}

// newRootOf makes it with other screens.
func newRootOf(env *screen.Env, screens ...func(*screen.Env) screen.Screen) *Root {
	r := &Root{env: env, after: after, patience: 60 * time.Millisecond, brief: brief}
	env.Host = host{r}
	for _, make := range screens {
		r.screens = append(r.screens, make(env))
		r.stale = append(r.stale, true)
	}
	r.mine = r.env.Zone
	r.global = r.bindings()
	return r
}

// after is the real clock: one timer, gone when it rang.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Messages of the root to itself.
type (
	minuteMsg struct{}
	secondMsg struct{}
	aheadMsg  struct{} // the first picture stands: load the other screens
	toastMsg  int
	eventMsg  screen.Event
	deafMsg   struct{} // no more news will come
	hearsMsg  struct{} // an overlay takes keys from now on: the footer says so
	panicMsg  struct{ value any }

	// followedMsg is what a command said that followed from an action.
	followedMsg struct{ msg tea.Msg }
)

// Init starts what runs beside the keys.
func (r *Root) Init() tea.Cmd {
	r.day = r.env.Now().In(r.env.Days()).YearDay()
	r.events = r.env.Data.Watch(r.env.Context)
	return r.wait()
}

// shown is the page on top, or else the screen whose tab is chosen.
func (r *Root) shown() screen.Screen {
	if i := r.page(); i >= 0 {
		return r.layers[i].page
	}
	return r.screens[r.at]
}

// Update is told everything that happens.
func (r *Root) Update(msg tea.Msg) tea.Cmd {
	cmd := r.handle(msg)
	r.tellEdits()
	r.tick()
	if r.leaving && !r.underWay() {
		r.leaving = false
		if r.sent {
			return tea.Quit
		} // else there is something to be read first
	}
	if len(r.pending) == 0 {
		return cmd
	}
	cmds := append(r.pending, cmd)
	r.pending = nil
	return tea.Batch(cmds...)
}

// later adds a command to those that the Update under way returns.
func (r *Root) later(cmd tea.Cmd) {
	if cmd != nil {
		r.pending = append(r.pending, cmd)
	}
}

func (r *Root) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return r.keys(msg)
	case screen.Answer:
		return r.deliver(msg)
	case readingMsg:
		return msg.of.look()
	case tea.WindowSizeMsg:
		return r.resize(msg.Width, msg.Height)
	case screen.AsideMsg:
		return msg.Cmd
	case aheadMsg:
		return r.loadAhead()
	case minuteMsg:
		return tea.Batch(r.wait(), r.newDay(), r.anew())
	case wordMsg:
		return tea.Batch(r.wait(), r.heard(string(msg)))
	case secondMsg:
		r.ticking = false // what is shown says whether there is another
	case turnMsg:
		r.turned = r.env.Now()
		return tea.Batch(r.wait(), r.turn())
	case toastMsg:
		if int(msg) == r.toast.no {
			r.toast.text = ""
		}
	case eventMsg:
		return tea.Batch(r.waitThen(gather), r.happened(screen.Event(msg)))
	case deafMsg: // the session ends, or its file can't be watched: the clock goes on
		if r.events = nil; r.env.Context.Err() == nil {
			return r.wait()
		}
	case followedMsg:
		r.follows--
		return func() tea.Msg { return msg.msg }
	case panicMsg:
		panic(msg.value) // into the net under Update, which restores the terminal
	}
	return nil
}

// resize passes the size on. With the first one the screen is loaded before
// anything is painted, so that the first picture is the whole one.
func (r *Root) resize(w, h int) tea.Cmd {
	r.w, r.h = w, h
	var cmds []tea.Cmd
	for _, s := range r.screens {
		cmds = append(cmds, s.Update(screen.Size{Width: w, Height: r.bodyHeight()}))
	}
	for _, l := range r.layers {
		if l.page != nil {
			cmds = append(cmds, l.page.Update(screen.Size{Width: w, Height: r.bodyHeight()}))
		}
	}
	if !r.started {
		r.started = true
		cmds = append(cmds, r.within(r.patience, tea.Batch(r.load(), r.askTip())), r.after(100*time.Millisecond, aheadMsg{}))
	}
	return tea.Batch(cmds...)
}

// load asks the shown screen to load itself.
func (r *Root) load() tea.Cmd {
	if r.page() < 0 {
		r.stale[r.at] = false
	}
	return r.shown().Load()
}

// loadAhead loads the screens that aren't shown, so that turning to one shows
// it whole at once. Where many sessions share a process, most of which never
// leave their screen, only the figures of the tabs are asked for: it saves a
// fifth of their memory, and much work when all log in.
func (r *Root) loadAhead() tea.Cmd {
	var cmds []tea.Cmd
	for i, s := range r.screens {
		b, badged := s.(screen.Badged)
		switch {
		case !r.stale[i]:
		case r.shared && badged:
			cmds = append(cmds, b.Recount())
		case !r.shared:
			r.stale[i] = false
			cmds = append(cmds, s.Load())
		}
	}
	return tea.Batch(cmds...)
}

// reloadAll loads the shown screen with what lies over it, and the other
// screens when they are shown next; the figures on their tabs at once.
func (r *Root) reloadAll() tea.Cmd {
	for i := range r.stale {
		r.stale[i] = true
	}
	var cmds []tea.Cmd
	if r.page() < 0 {
		cmds = append(cmds, r.load())
	}
	for i, s := range r.screens {
		if b, ok := s.(screen.Badged); ok && (i != r.at || r.page() >= 0) {
			cmds = append(cmds, b.Recount())
		}
	}
	for _, l := range r.layers {
		if o, ok := l.taker.(screen.Reloader); ok {
			cmds = append(cmds, o.Load())
		}
	}
	return tea.Batch(cmds...)
}

// show shows a screen, and leaves whatever lay over the one before.
func (r *Root) show(i int) tea.Cmd {
	r.at, r.layers = i, nil
	if r.stale[i] {
		return r.load()
	}
	return nil
}

// Asker numbers the questions of the frame.
func (r *Root) Asker() *screen.Asker { return &r.asker }

// deliver hands an answer to whoever asked, if they are still there.
func (r *Root) deliver(a screen.Answer) tea.Cmd {
	asked := func(s screen.Screen) bool { return s.Asker() == a.To }
	if a.To == &r.asker || slices.ContainsFunc(r.screens, asked) || slices.ContainsFunc(r.layers, func(l layer) bool { return l.Asker() == a.To }) {
		return a.Take()
	}
	return nil
}
