package sshd

import (
	"log/slog"
	"sync"
	"time"
)

// A flood of connections must not become a flood of lines: of each reason the
// first few of a minute are logged one by one, and the rest as a number.
const (
	turnedEach = 5
	turnedSpan = time.Minute
	turnedFrom = 1000 // addresses that are told apart
)

// turned logs what was not let in.
type turned struct {
	log *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	whys  map[string]*turnedWhy
	timer *time.Timer
}

type turnedWhy struct {
	since time.Time
	said  int
	more  int
	from  map[string]int // of those that were not said
}

func newTurned(log *slog.Logger, now func() time.Time) *turned {
	return &turned{log: log, now: now, whys: map[string]*turnedWhy{}}
}

// away says that somebody was turned away, and by what word for it.
func (t *turned) away(from, why string, more ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	w := t.whys[why]
	if w != nil && now.Sub(w.since) >= turnedSpan {
		t.sum(why, w)
		w = nil
	}
	if w == nil {
		w = &turnedWhy{since: now, from: map[string]int{}}
		t.whys[why] = w
	}
	if w.said < turnedEach {
		w.said++
		t.log.Warn("turned away", append([]any{"from", from, "why", why}, more...)...)
		return
	}
	w.more++
	if _, known := w.from[from]; known || len(w.from) < turnedFrom {
		w.from[from]++
	}
	if t.timer == nil { // so that it is said when nothing more comes
		t.timer = time.AfterFunc(turnedSpan, t.flush)
	}
}

// sum says how many were not said.
func (t *turned) sum(why string, w *turnedWhy) {
	delete(t.whys, why)
	if w.more == 0 {
		return
	}
	busiest := ""
	for from, n := range w.from {
		if busiest == "" || n > w.from[busiest] || n == w.from[busiest] && from < busiest {
			busiest = from
		}
	}
	t.log.Warn("turned away", "why", why, "more", w.more, "addresses", len(w.from), "busiest", busiest, "its", w.from[busiest])
}

// flush says everything that was not said yet.
func (t *turned) flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	for why, w := range t.whys {
		t.sum(why, w)
	}
}
