package store

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"fairway/model"
)

// soon waits for something, and fails when it takes very long.
func soon(t testing.TB, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("%s never comes", what)
		}
		runtime.Gosched()
		time.Sleep(time.Millisecond) // between two looks, no wait for a certain time
	}
}

// until reads events up to the one with a head.
func until(t testing.TB, ch <-chan Event, head Position) Event {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		select {
		case e, ok := <-ch:
			if !ok {
				t.Fatal("the watch ended")
			}
			if e.Head >= head {
				return e
			}
		case <-deadline:
			t.Fatalf("no event with the head %d", head)
		}
	}
}

func TestWatchersHearOfEveryWrite(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	var all []<-chan Event
	for range 20 {
		all = append(all, f.Watch(ctx))
	}
	slow := f.Watch(ctx) // never read until the end
	head := f.rename(rel, "One").Position
	for _, ch := range all {
		e := until(t, ch, head)
		if e.Head != head || len(e.Notes) != 1 || e.Notes[0].Subject != rel || e.Notes[0].Position != int64(head) {
			t.Errorf("an own write gives %+v", e)
		}
	}
	if out, err := child(t, "writes", f.path, "other", "3").Output(); err != nil {
		t.Fatalf("%s %v", out, err)
	}
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range all {
		if e := until(t, ch, head); e.Head != head || len(e.Notes) == 0 || e.Notes[len(e.Notes)-1].Position != int64(head) {
			t.Errorf("another process's write gives %+v", e)
		}
	}
	if e := until(t, slow, head); e.Head != head {
		t.Errorf("a slow reader has the head %d", e.Head)
	}
	// preferences is no news.
	if err := f.Keep(ctx, f.boss, "draft", "x"); err != nil {
		t.Fatal(err)
	}
	head = f.rename(rel, "Two").Position
	if e := until(t, all[0], 1); e.Head != head {
		t.Errorf("after preferences and a write comes the head %d, want %d", e.Head, head)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	f, rel := small(t, fixed())
	ctx, cancel := context.WithCancel(context.Background())
	ends, stays := f.Watch(ctx), f.Watch(context.Background())
	cancel()
	soon(t, "the end of the watch", func() bool {
		select {
		case _, ok := <-ends:
			return !ok
		default:
			return false
		}
	})
	head := f.rename(rel, "One").Position
	until(t, stays, head)
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for range f.Watch(done) { // closed by itself
	}
}

func TestCloseStopsTheWatch(t *testing.T) {
	ours := func() (n int) {
		buf := make([]byte, 1<<20)
		buf = buf[:runtime.Stack(buf, true)]
		for _, g := range strings.Split(string(buf), "\n\n") {
			if strings.Contains(g, "store.(*DB)") || strings.Contains(g, "store.(*watchers)") || strings.Contains(g, "store.fileTouched") || strings.Contains(g, "database/sql.") {
				n++
			}
		}
		return n
	}
	soon(t, "the end of other tests", func() bool { return ours() == 0 })
	f, _ := small(t, fixed())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var all []<-chan Event
	for range 5 {
		all = append(all, f.Watch(ctx))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, ch := range all {
		for range ch { // ends
		}
	}
	soon(t, "the end of every goroutine", func() bool { return ours() == 0 })
	if _, ok := <-f.Watch(ctx); ok {
		t.Error("a closed file can be watched")
	}
	if err := f.Close(); err != nil {
		t.Errorf("closing it twice: %v", err)
	}
}

// No question leaves a transaction open: the write-ahead log can be emptied
// after all of them.
func TestNoReaderStaysOpen(t *testing.T) {
	ctx := context.Background()
	f, rel := small(t, fixed())
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for _, ctx := range []context.Context{ctx, ended} {
		for _, id := range []model.ID{rel, "REL-999"} {
			_, _ = f.Gate(ctx, id, "", Now, start)
			_, _ = f.Gate(ctx, id, "nowhere", Now, start)
			_, _ = f.Dots(ctx, []model.ID{id}, Now, start)
			_, _ = f.Case(ctx, Now, start, model.Needs{Releases: []model.ID{id}, Calendar: true, History: id})
			_, _ = f.Record(ctx, id, Now)
			_, _ = f.Versions(ctx, id)
			_, _ = f.Ask(ctx, Who{Person: f.boss}, rename(id))
			_, _ = f.Card(ctx, id, Now, start)
		}
		_, _ = f.Board(ctx, BoardQuery{Filter: "nothing:here"})
		_, _ = f.Board(ctx, BoardQuery{Now: start})
		_, _ = f.Calendar(ctx, CalendarQuery{Span: span(start, start.AddDate(0, 1, 0)), Now: start, Limit: 1})
		_, _ = f.Search(ctx, "ledg", 1)
		_, _ = f.Log(ctx, LogQuery{Limit: 1})
		_, _ = f.Waiting(ctx, nil)
		_, _ = f.Verify(ctx, nil)
		_, _ = f.VerifyMedia(ctx)
		_, _ = f.Do(ctx, Who{Person: f.boss, Auth: "test"}, rename("REL-999"))
	}
	f.rename(rel, "After all of it")
	if n := f.reader.Stats().InUse; n != 0 {
		t.Errorf("%d connections are in use", n)
	}
	w, err := f.writing(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := checkpoint(ctx, w); err != nil {
		t.Errorf("the log can't be emptied: %v", err)
	}
}

// What comes before an event was read is told with it: a session that wrote the last entry
// itself still hears of those of others.
func TestUnreadEventsAreToldTogether(t *testing.T) {
	entries := func(from, to int) (out []LogEntry) {
		for n := from; n <= to; n++ {
			out = append(out, LogEntry{Position: int64(n)})
		}
		return out
	}
	ch := make(chan Event, 1)
	w := &watchers{subs: map[chan Event]func() bool{ch: func() bool { return true }}}
	w.tell(Event{Head: 1, Notes: entries(1, 1)})
	w.tell(Event{Head: 3, Notes: entries(2, 3)})
	if e := <-ch; e.Head != 3 || len(e.Notes) != 3 || e.Notes[0].Position != 1 || e.Cut {
		t.Errorf("two that were not read are told as %+v", e)
	}
	w.tell(Event{Head: 23, Notes: entries(4, 23)})
	w.tell(Event{Head: 24, Notes: entries(24, 24)})
	if e := <-ch; len(e.Notes) != mostNotes || e.Notes[mostNotes-1].Position != 24 || !e.Cut {
		t.Errorf("more than are told are %+v", e)
	}
	w.tell(Event{Head: 25, Notes: entries(25, 25)})
	if e := <-ch; len(e.Notes) != 1 || e.Cut {
		t.Errorf("one is told as %+v", e)
	}
}
