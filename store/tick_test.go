package store

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// standing is the clock of a test: it stands where it is put.
type standing struct {
	mu sync.Mutex
	t  time.Time
}

func (s *standing) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.t
}

func (s *standing) put(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.t = t
}

// The lease is one process's: renewed by it, taken by nobody else until it lapses or is
// given back, and no entry of the log.
func TestOneDrivesTheClock(t *testing.T) {
	ctx := context.Background()
	clock := &standing{t: start}
	o := fixed()
	o.Now = clock.now
	f := newOffice(t, o)
	head, _, _ := f.Head(ctx)
	take := func(who string, want bool, holder string) {
		t.Helper()
		held, l, err := f.TakeLease(ctx, who)
		if err != nil || held != want || l.Holder != holder {
			t.Fatalf("%s: held %v by %q: %v", who, held, l.Holder, err)
		}
	}
	take("one", true, "one")
	take("two", false, "one")
	clock.put(start.Add(2 * time.Minute))
	take("one", true, "one") // renewed
	clock.put(start.Add(4 * time.Minute))
	take("two", false, "one")
	clock.put(start.Add(5 * time.Minute)) // one is gone: it lapses
	take("two", true, "two")
	if err := f.GiveLease(ctx, "one"); err != nil { // it isn't theirs any more
		t.Fatal(err)
	}
	take("one", false, "two")
	if err := f.GiveLease(ctx, "two"); err != nil {
		t.Fatal(err)
	}
	take("one", true, "one")
	// One taken by a clock that was far ahead keeps nobody waiting for that long.
	clock.put(start.Add(-48 * time.Hour))
	take("two", true, "two")
	if now, _, _ := f.Head(ctx); now != head {
		t.Errorf("the log went from %d to %d", head, now)
	}
	f.verified()
}

// A request that ended since nobody decided stands among what its asker asked, until it is
// asked for again.
func TestWhatExpiredIsShownToWhoAsked(t *testing.T) {
	ctx := context.Background()
	clock := &standing{t: start}
	o := fixed()
	o.Now = clock.now
	f := newOffice(t, o, func(b *model.Rules) { b.Policy.ExpireDays = 3 })
	release, apr := f.ask(f.coordinator, "one", "authorisation-1")
	clock.put(start.AddDate(0, 0, 4))
	if did, _, err := f.Tick(ctx, false); err != nil || len(did) != 1 || did[0].Action != "expire-approval" {
		t.Fatalf("it did %+v: %v", did, err)
	}
	asked := func(who model.ID) []ApprovalRow {
		t.Helper()
		a, err := f.Approvals(ctx, ApprovalsQuery{Me: who, Now: clock.now()})
		if err != nil || a.Waits != 0 && who != f.cm {
			t.Fatalf("%+v: %v", a, err)
		}
		return a.Asked
	}
	if rows := asked(f.coordinator); len(rows) != 1 || rows[0].ID != apr || rows[0].Title != "Authorisation 1 (plan), expired: Change Manager, Release Manager did not decide in 3 working days" {
		t.Errorf("who asked sees %+v", rows)
	}
	if rows := asked(f.cm); len(rows) != 0 {
		t.Errorf("others see %+v", rows)
	}
	f.do(f.coordinator, action.RequestApproval{Release: release, Purpose: "authorisation-1"})
	if rows := asked(f.coordinator); len(rows) != 1 || rows[0].ID == apr {
		t.Errorf("asked again, they see %+v", rows)
	}
	f.verified()
}

// Two that drive the clock at once, each with the file open for itself, do each thing
// once: what one of them does the other finds done. What was missed for three days is
// caught up with one entry each.
func TestTwoClocksDoEachThingOnce(t *testing.T) {
	ctx := context.Background()
	clock := &standing{t: start}
	o := fixed()
	o.Now = clock.now
	f := newOffice(t, o)
	var approvals []model.ID
	for i := range 12 {
		_, a := f.ask(f.coordinator, numbered("release", i), "authorisation-1")
		approvals = append(approvals, a)
	}
	other, err := Open(ctx, f.path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if did, next, err := f.Tick(ctx, false); err != nil || len(did) != 0 || !next.Equal(start.Truncate(24*time.Hour).AddDate(0, 0, 1)) {
		t.Fatalf("at first it did %+v, and something is due %s: %v", did, next, err) // it looks each day, for what its date alone makes wait
	}
	clock.put(start.AddDate(0, 0, 5).Add(time.Hour))
	var wg sync.WaitGroup
	all := make([][]Ticked, 2)
	for i, db := range []*DB{f.DB, other} {
		wg.Go(func() {
			var err error
			if all[i], _, err = db.Tick(ctx, false); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var done []model.ID
	for _, one := range slices.Concat(all...) {
		if one.Action != "remind-approval" || !one.Due.Equal(start.Add(34*time.Hour)) {
			t.Errorf("it did %+v", one)
		}
		done = append(done, one.Record)
	}
	if slices.Sort(done); len(done) != len(approvals) || len(slices.Compact(done)) != len(approvals) {
		t.Errorf("%d were done of %d: %v", len(done), len(approvals), done)
	}
	entries, err := f.Log(ctx, LogQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		if e.Action == "remind-approval" {
			n++
			if e.Who != "" {
				t.Errorf("it was entered as %s", e.Who)
			}
		}
	}
	if n != len(approvals) {
		t.Errorf("%d entries for %d reminders", n, len(approvals))
	}
	if did, _, err := f.Tick(ctx, false); err != nil || len(did) != 0 {
		t.Errorf("once more: %+v, %v", did, err)
	}
	// The list says so.
	if a, err := f.Approvals(ctx, ApprovalsQuery{Me: f.cm, Now: clock.now()}); err != nil || !a.Waiting[0].Reminded.Equal(clock.now()) {
		t.Errorf("reminded %s: %v", a.Waiting[0].Reminded, err)
	}
	f.verified()
}
