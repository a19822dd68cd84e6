package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"time"
)

// Event says that the log has grown.
type Event struct {
	Head  Position
	Notes []LogEntry // the new entries, oldest first; at most mostNotes
	Cut   bool       // there were more, before those
}

// mostNotes is how many entries an event tells of.
const mostNotes = 20

// after is the event together with one before it that nobody has read yet.
func (e Event) after(unread Event) Event {
	e.Notes, e.Cut = slices.Concat(unread.Notes, e.Notes), e.Cut || unread.Cut
	if n := len(e.Notes); n > mostNotes {
		e.Notes, e.Cut = e.Notes[n-mostNotes:], true
	}
	return e
}

// poll is how often another process's writes are looked for where the system
// can't tell of them: often enough to be visible within a second.
const poll = 800 * time.Millisecond

// seldom is how often they are looked for where it can, should it ever fail to.
const seldom = 15 * time.Second

// watchers share one goroutine for all sessions of a process.
type watchers struct {
	mu      sync.Mutex
	subs    map[chan Event]func() bool // how to forget each one's context
	cancel  context.CancelFunc
	pokes   chan struct{}
	done    chan struct{} // closed once the goroutine has ended
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

// stop ends every watch, and waits until nobody reads any more.
func (w *watchers) stop() {
	w.mu.Lock()
	w.stopped = true
	cancel, done := w.cancel, w.done
	w.mu.Unlock()
	if cancel != nil {
		cancel()
		<-done
	}
}

// Watch tells about every growth of the log until ctx ends, whoever wrote: this
// process at once, another one within a second. The channel is closed at the
// end. A slow reader is told of several at once, and never misses the newest head.
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
		w.subs = map[chan Event]func() bool{}
	}
	w.subs[ch] = context.AfterFunc(ctx, func() { w.leave(ch) })
	if w.cancel == nil {
		run, cancel := context.WithCancel(context.Background())
		w.cancel, w.pokes, w.done = cancel, make(chan struct{}, 1), make(chan struct{})
		head, _, _ := db.Head(ctx) // here, so that nothing written from now on is missed
		go db.follow(run, head, w.pokes, w.done)
	}
	return ch
}

func (w *watchers) leave(ch chan Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, ok := w.subs[ch]; ok {
		delete(w.subs, ch)
		close(ch)
	}
}

// follow looks for growth of the log until ctx ends.
func (db *DB) follow(ctx context.Context, head Position, pokes <-chan struct{}, done chan<- struct{}) {
	defer close(done)
	defer db.watch.closeAll()
	// data_version is per connection: the watcher keeps one of its own.
	conn, err := db.reader.Conn(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	f := &follower{db: db, ctx: ctx, conn: conn, seen: -1, head: head}
	written, rest := fileTouched(ctx, db.path, db.real)
	f.look()
	timer := time.NewTimer(rest)
	defer timer.Stop()
	looks := len(settling)
	for {
		select {
		case <-ctx.Done():
			return
		case <-pokes:
			f.look()
		case <-written:
			looks = 0
			timer.Reset(settling[0])
		case <-timer.C:
			f.look()
			if looks++; looks < len(settling) {
				timer.Reset(settling[looks])
			} else {
				timer.Reset(rest)
			}
		}
	}
}

// settling is when to look after something was touched: a commit is
// seen only once its writer has waited for the disk, which may take a while.
var settling = []time.Duration{10 * time.Millisecond, 60 * time.Millisecond, 230 * time.Millisecond, 500 * time.Millisecond}

// follower is what the watcher knows.
type follower struct {
	db   *DB
	ctx  context.Context
	conn *sql.Conn
	seen int64 // data_version
	head Position
}

// look tells the watchers when the log has grown.
func (f *follower) look() {
	if f.db.stillThere(f.ctx) != nil {
		return // whoever has it open learns it from Gone
	}
	var version int64
	// Without a context that can end, neither database/sql nor the driver
	// starts a goroutine for the query.
	if err := f.conn.QueryRowContext(context.Background(), "PRAGMA data_version").Scan(&version); err != nil {
		return // the next look tries again; a view that reads reports it
	}
	if version == f.seen {
		return
	}
	now, _, err := f.db.Head(f.ctx)
	if err != nil {
		return
	}
	if now == f.head {
		f.seen = version
		return // preferences
	}
	notes, err := f.db.Log(f.ctx, LogQuery{Limit: int(min(now-f.head, mostNotes))})
	if err != nil {
		return
	}
	slices.Reverse(notes)
	cut := int64(now-f.head) > int64(len(notes))
	f.seen, f.head = version, now
	f.db.watch.tell(Event{Head: now, Notes: notes, Cut: cut})
}

func (w *watchers) tell(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.subs {
		select {
		case ch <- e:
		default: // full: it is told together with what it has not read yet
			both := e
			select {
			case unread := <-ch:
				both = e.after(unread)
			default:
			}
			ch <- both
		}
	}
}

func (w *watchers) closeAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch, forget := range w.subs {
		forget()
		close(ch)
	}
	w.subs, w.cancel = nil, nil
}
