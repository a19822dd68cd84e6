package ui

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// reading is an action under way before which content of the DML is read: gigabytes take
// minutes. It says how far that is, and stops it.
type reading struct {
	*kit.Pager
	r         *Root
	stop      context.CancelFunc
	whole     bool // the DML, and no package alone: nothing waits for it
	done, all atomic.Int64
	over      atomic.Bool
	shown     bool
}

// readingMsg looks how far it is.
type readingMsg struct{ of *reading }

// readingEvery is how often that is looked at, and after how long it is said at first.
const readingEvery = 500 * time.Millisecond

// readFirst performs an action before which content of the DML is read.
func (r *Root) readFirst(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	q := r.env.Query()
	ctx, stop := context.WithCancel(q.Ctx)
	_, whole := a.(action.CheckMedia)
	w := &reading{r: r, stop: stop, whole: whole}
	told := store.Telling(ctx, func(done, all int64) { w.done.Store(done); w.all.Store(all) })
	cmd := r.perform(a, then, func() (screen.Done, error) {
		defer w.over.Store(true)
		d, err := q.Data.Do(told, q.Who, a)
		if errors.Is(err, context.Canceled) && q.Ctx.Err() == nil {
			if err = model.Refuse("start a run", "it was stopped while the DML was read: nothing was started", model.Say("start it again")); whole {
				err = model.Refuse("verify the DML", "it was stopped: what was found is not put on record", model.Say("verify it again"))
			}
		}
		return d, err
	})
	if cmd == nil {
		stop()
		return nil
	}
	return tea.Batch(cmd, r.after(readingEvery, readingMsg{w}))
}

// look shows how far it is, while it goes on.
func (w *reading) look() tea.Cmd {
	if w.over.Load() {
		w.stop()
		return nil
	}
	if !w.shown {
		w.shown = true
		w.draw()
		host{w.r}.Open(w)
	}
	w.draw()
	return w.r.after(readingEvery, readingMsg{w})
}

// wasRead takes away what says how far it is, before what came of it is shown.
func (r *Root) wasRead() {
	for _, l := range r.layers {
		if w, ok := l.taker.(*reading); ok {
			r.drop(w)
			return
		}
	}
}

func (w *reading) draw() {
	t := w.r.env.Theme
	text, waits := "The package is read in the library, and compared with what stands on record.", "Nothing is started before that is done."
	if w.whole {
		text, waits = "Every entry is read in the library, and compared with what stands on record.", "What is found is put on record at the end."
	}
	far := fmt.Sprintf("%d of %d MB are read.", w.done.Load()>>20, w.all.Load()>>20)
	w.Pager = kit.NewPager(t, host{w.r}, "Reading the DML", []kit.Paragraph{{Style: t.Text, Text: text}, {Style: t.Strong, Text: far}, {Style: t.Faint, Text: waits}})
}

// Bindings are one: to stop it. It goes away by itself.
func (w *reading) Bindings() []screen.Binding {
	return []screen.Binding{{Keys: []string{"esc", "s"}, Name: "stop", Help: "Stop reading the DML: nothing is started, or put on record.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(w.stop)}}
}
