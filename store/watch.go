package store

import (
	"context"
	"sync"
	"time"
)

// Event says that the log has grown.
type Event struct {
	Head  Position
	Notes []LogEntry // the new entries, oldest first; at most 20
}

// poll is how often another process's writes are looked for. Two wake-ups a
// second keep what others do visible within one.
const poll = 450 * time.Millisecond

// watchers share one goroutine for all sessions of a process.
type watchers struct {
	mu      sync.Mutex
	subs    map[chan Event]bool
	cancel  context.CancelFunc
	pokes   chan struct{}
	stopped bool
}

// wake tells the watcher that this process has just written.
func (w *watchers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pokes != nil {
		select {
		case w.pokes <- struct{}{}:
		default:
		}
	}
}

func (w *watchers) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	if w.cancel != nil {
		w.cancel()
	}
}

// Watch tells about every growth of the log until ctx ends, whoever wrote: this
// process at once, another one within a second. The channel is closed at the
// end. A slow reader misses events, never the newest head.
func (db *DB) Watch(ctx context.Context) <-chan Event {
	ch := make(chan Event, 1)
	w := &db.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		close(ch)
		return ch
	}
	if w.subs == nil {
		w.subs = map[chan Event]bool{}
	}
	w.subs[ch] = true
	if w.cancel == nil {
		run, cancel := context.WithCancel(context.Background())
		w.cancel, w.pokes = cancel, make(chan struct{}, 1)
		go db.follow(run, w.pokes)
	}
	go func() {
		<-ctx.Done()
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.subs[ch] {
			delete(w.subs, ch)
			close(ch)
		}
	}()
	return ch
}

func (db *DB) follow(ctx context.Context, pokes <-chan struct{}) {
	defer db.watch.closeAll()
	// data_version is per connection: the watcher keeps one of its own.
	conn, err := db.reader.Conn(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	var seen int64
	_ = conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&seen)
	head, _, _ := db.Head(ctx)
	timer := time.NewTicker(poll)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-pokes:
		case <-timer.C:
		}
		var version int64
		if err := conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
			continue // the next round tries again; a view that reads reports it
		}
		if version == seen {
			continue
		}
		seen = version
		now, _, err := db.Head(ctx)
		if err != nil || now == head {
			continue
		}
		notes, err := db.Log(ctx, LogQuery{Limit: int(min(now-head, 20))})
		if err != nil {
			continue
		}
		for i, j := 0, len(notes)-1; i < j; i, j = i+1, j-1 {
			notes[i], notes[j] = notes[j], notes[i]
		}
		head = now
		db.watch.tell(Event{Head: now, Notes: notes})
	}
}

func (w *watchers) tell(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.subs {
		select {
		case ch <- e:
		default: // full: replace what it has not read yet
			select {
			case <-ch:
			default:
			}
			ch <- e
		}
	}
}

func (w *watchers) closeAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.subs {
		close(ch)
	}
	w.subs = nil
	w.cancel = nil
}
