package sshd

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// heavy lets few heavy commands run at once, and of one person fewer still. A
// check of the whole file takes some sixteen megabytes outside of Go's heap,
// which no limit on Go's memory counts; the caches of SQLite are bounded for each
// connection, and so it is the connections that have to be few.
//
// The others wait in the order in which they came, but nobody waits for somebody
// who may not run yet themselves.
type heavy struct {
	all, each, waiting int

	mu      sync.Mutex
	running map[string]int // by person
	total   int
	queue   []*waiter
}

type waiter struct {
	who  string
	turn chan struct{} // closed when it runs
}

func newHeavy(l Limits) *heavy {
	return &heavy{all: l.Heavy, each: l.HeavyEach, waiting: l.HeavyWaiting, running: map[string]int{}}
}

// enter waits for its turn, with a word if that is not at once, and returns what
// ends it. It fails when too many wait already, or ctx ends.
func (h *heavy) enter(ctx context.Context, who string, say func(word string)) (done func(), err error) {
	h.mu.Lock()
	if h.free(who) {
		h.begin(who)
		h.mu.Unlock()
		return h.ender(who), nil
	}
	wait := 0
	for _, w := range h.queue {
		if w.who == who {
			wait++
		}
	}
	if wait >= h.waiting {
		h.mu.Unlock()
		return nil, fmt.Errorf("%d of your commands that read the whole file wait already, as many as may; try again when one of them is done", wait)
	}
	w := &waiter{who: who, turn: make(chan struct{})}
	h.queue = append(h.queue, w)
	total, mine := h.total, h.running[who]
	h.mu.Unlock()
	if mine >= h.each {
		say(fmt.Sprintf("you have a command running that reads the whole file (at most %d of one person at once); waiting …", h.each))
	} else {
		say(fmt.Sprintf("%d commands that read the whole file run already; waiting …", total))
	}
	select {
	case <-w.turn:
		return h.ender(who), nil
	case <-ctx.Done():
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.queue, w); i >= 0 {
		h.queue = slices.Delete(h.queue, i, i+1)
	} else { // its turn came just now
		h.end(who)
	}
	return nil, ctx.Err()
}

func (h *heavy) free(who string) bool { return h.total < h.all && h.running[who] < h.each }

func (h *heavy) begin(who string) {
	h.total++
	h.running[who]++
}

func (h *heavy) ender(who string) func() {
	return sync.OnceFunc(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.end(who)
	})
}

// end gives the place to the first in the queue who may have it.
func (h *heavy) end(who string) {
	h.total--
	if h.running[who]--; h.running[who] <= 0 {
		delete(h.running, who)
	}
	h.queue = slices.DeleteFunc(h.queue, func(w *waiter) bool {
		if !h.free(w.who) {
			return false
		}
		h.begin(w.who)
		close(w.turn)
		return true
	})
}
