package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
)

// bendable is a small file with a clock that the test moves.
func bendable(t testing.TB) (f *file, rel model.ID, at *time.Time) {
	now := start
	f, rel = small(t, Options{Now: func() time.Time { return now }})
	return f, rel, &now
}

// entryAt is an entry of the log.
func (f *file) entryAt(pos Position) LogEntry {
	f.t.Helper()
	d, err := f.LogDetail(context.Background(), int64(pos))
	if err != nil {
		f.t.Fatal(err)
	}
	return d.LogEntry
}

func (f *file) doctor() []string {
	f.t.Helper()
	var out []string
	for _, b := range f.verified().Bent {
		out = append(out, b.String())
	}
	return out
}

// One write with a clock that is ahead is one wrong entry, and nothing after it
// happens at that moment.
func TestOneWriteFromTheFuture(t *testing.T) {
	ctx := context.Background()
	f, rel, now := bendable(t)
	*now = start.AddDate(73, 0, 0)
	ahead := f.do(f.boss, action.Hold{Release: rel, Reason: "wait", Review: when.OnClock(now.AddDate(0, 1, 0), time.UTC)})
	*now = start.Add(time.Hour)
	next := f.rename(rel, "Ledger again")
	if len(next.Warnings) != 1 || next.Warnings[0].Remedies[0].Answers[0].Value != fmt.Sprint(ahead.Position) {
		t.Errorf("the next write warns %v", next.Warnings)
	}
	if e := f.entryAt(next.Position); !e.At.Equal(*now) || !e.Behind.Equal(start.AddDate(73, 0, 0)) {
		t.Errorf("the entry is of %s, behind %s", e.At, e.Behind)
	}
	*now = now.Add(time.Minute)
	if r := f.rename(rel, "Ledger once more"); len(r.Warnings) != 0 {
		t.Errorf("one that fits warns %v", r.Warnings)
	}
	for _, c := range []struct {
		at   time.Time
		want Position
	}{{start, ahead.Position - 1}, {start.Add(time.Hour), next.Position}, {*now, next.Position + 1}} {
		if pos, err := f.PositionAt(ctx, c.at); err != nil || pos != c.want {
			t.Errorf("as of %s it is entry %d, %v; want %d", c.at, pos, err, c.want)
		}
	}
	found := f.doctor()
	if len(found) != 1 || !strings.Contains(found[0], "from the future") || !strings.Contains(found[0], "REL-1 (hold, at)") {
		t.Fatalf("doctor says %q", found)
	}

	// Set right on record.
	_, err := f.Do(ctx, Who{Person: f.dev, Auth: "test"}, action.CorrectTime{Entry: int64(ahead.Position), At: start.Add(time.Minute), Reason: "the clock was wrong"})
	var refusal *model.Refusal
	if !asError(err, &refusal) || !strings.Contains(err.Error(), "redact") {
		t.Errorf("a coordinator corrects: %v", err)
	}
	right := start.Add(30 * time.Minute)
	fixed := f.do(f.admin, action.CorrectTime{Entry: int64(ahead.Position), At: right, Reason: "the clock was 73 years ahead"})
	if !slices.Equal(fixed.Wrote, []model.ID{rel}) {
		t.Errorf("it wrote %v", fixed.Wrote)
	}
	fact, err := f.Record(ctx, rel, Now)
	if err != nil {
		t.Fatal(err)
	}
	if r := fact.Record.(*model.Release); !r.Hold.At.Equal(right) || r.Name != "Ledger once more" {
		t.Errorf("the release stands at %+v, %s", r.Hold, r.Name)
	}
	if e := f.entryAt(ahead.Position); !e.Corrected.Equal(right) || e.CorrectedBy != int64(fixed.Position) || e.At.Year() != start.Year()+73 {
		t.Errorf("the entry is %+v", e)
	}
	if old, err := f.Record(ctx, rel, ahead.Position); err != nil || old.Record.(*model.Release).Hold.At.Year() != start.Year()+73 {
		t.Errorf("the old state is %v, %v", old.Record, err)
	}
	if pos, err := f.PositionAt(ctx, right); err != nil || pos != ahead.Position {
		t.Errorf("as of the right time it is entry %d, %v", pos, err)
	}
	found = f.doctor()
	if len(found) != 1 || !strings.Contains(found[0], fmt.Sprintf("entry %d corrected it", fixed.Position)) {
		t.Errorf("doctor says %q", found)
	}
	before := f.picture(Now)
	if err := f.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	f.verified()
	if f.picture(Now) != before {
		t.Error("the lists are others once they are built anew")
	}
}

// A clock that went back hides what was recorded before neither.
func TestAClockThatGoesBack(t *testing.T) {
	ctx := context.Background()
	f, rel, now := bendable(t)
	var at []Position
	for i := range 6 {
		*now = start.Add(time.Duration(i+1) * 24 * time.Hour)
		at = append(at, f.rename(rel, numbered("Ledger", i)).Position)
	}
	*now = time.Unix(3600, 0)
	old := f.rename(rel, "Ledger of 1970")
	if len(old.Warnings) != 1 {
		t.Errorf("it warns %v", old.Warnings)
	}
	*now = start.Add(7 * 24 * time.Hour)
	last := f.rename(rel, "Ledger of today")
	for i, want := range append(at, last.Position) {
		if pos, err := f.PositionAt(ctx, start.Add(time.Duration(i+1)*24*time.Hour)); err != nil || pos != want {
			t.Errorf("as of day %d it is entry %d, %v; want %d", i+1, pos, err, want)
		}
	}
	if pos, err := f.PositionAt(ctx, time.Unix(7200, 0)); err == nil {
		t.Errorf("as of 1970 it is entry %d", pos)
	}
	if found := f.doctor(); len(found) != 1 || !strings.Contains(found[0], fmt.Sprintf("log correct %d ", old.Position)) {
		t.Errorf("doctor says %q", found)
	}
	f.do(f.admin, action.CorrectTime{Entry: int64(old.Position), At: start.Add(6*24*time.Hour + time.Hour), Reason: "its battery was empty"})
	if found := f.doctor(); len(found) != 1 || !strings.Contains(found[0], "corrected it") {
		t.Errorf("doctor says %q", found)
	}
}

// Two hosts whose clocks differ by a second are no news.
func TestTheSkewOfTwoHostsIsNoNews(t *testing.T) {
	f, rel, now := bendable(t)
	f.rename(rel, "One")
	*now = now.Add(-time.Second)
	if r := f.rename(rel, "Two"); len(r.Warnings) != 0 {
		t.Errorf("it warns %v", r.Warnings)
	}
	if found := f.doctor(); len(found) != 0 {
		t.Errorf("doctor says %q", found)
	}
}

// Entries that an older program wrote at the moment of one from the future are
// set right together, and what was said to have happened goes with them.
func TestSeveralEntriesAreCorrectedTogether(t *testing.T) {
	f, _, now := bendable(t)
	*now = start.AddDate(1, 0, 0)
	first := f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Down", Severity: "P2", Opened: now.Add(-10 * time.Minute)}})
	*now = now.Add(time.Hour)
	last := f.do(f.boss, action.ResolveIncident{Incident: first.Subject})
	*now = start.Add(3 * time.Hour)
	f.do(f.admin, action.CorrectTime{Entry: int64(first.Position), Last: int64(last.Position), At: start.Add(time.Hour), Reason: "a year ahead"})
	fact, err := f.Record(context.Background(), first.Subject, Now)
	if err != nil {
		t.Fatal(err)
	}
	i := fact.Record.(*model.Incident)
	if !i.Opened.Equal(start.Add(50*time.Minute)) || !i.Resolved.Equal(start.Add(2*time.Hour)) {
		t.Errorf("it was open from %s to %s", i.Opened, i.Resolved)
	}
	if e := f.entryAt(first.Position); !e.Happened.Equal(i.Opened) {
		t.Errorf("the entry says that it happened %s", e.Happened)
	}
	if found := f.doctor(); len(found) != 1 || !strings.Contains(found[0], fmt.Sprintf("entries %d to %d", first.Position, last.Position)) {
		t.Errorf("doctor says %q", found)
	}
}

// What can't be corrected, and why.
func TestCorrectionsThatAreRefused(t *testing.T) {
	ctx := context.Background()
	f, rel, now := bendable(t)
	*now = start.Add(time.Hour)
	pos := int64(f.rename(rel, "Ledger").Position)
	for want, a := range map[string]action.CorrectTime{
		"later than now":           {Entry: pos, At: start.Add(2 * time.Hour), Reason: "x"},
		"the one before it":        {Entry: pos, At: start.Add(-time.Hour), Reason: "x"},
		"a reason is missing":      {Entry: pos, At: start.Add(time.Minute)},
		"the right time is":        {Entry: pos, Reason: "x"},
		"stands at that time":      {Entry: pos, At: *now, Reason: "x"},
		"no entry 99 of the log":   {Entry: 99, At: start, Reason: "x"},
		"no entry 10 of the log":   {Entry: pos, Last: 99, At: start, Reason: "x"},
		"fewer than 1000 are corr": {Entry: pos, Last: 9999, At: start, Reason: "x"},
	} {
		if _, err := f.Do(ctx, Who{Person: f.admin, Auth: "test"}, a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v gives %v", a, err)
		}
	}
}

// As of any moment: in a log without a bent clock it is the last entry that is
// not later; one entry with any clock at all moves nobody else's place; and a
// correction puts it right.
func TestAMomentHasOnePlaceWhateverTheClock(t *testing.T) {
	whole, rel, _ := bendable(t)
	_ = whole.Close()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		now := start
		f := whole.again(whole.t.(*testing.T))
		defer f.Close()
		f.options.Now = func() time.Time { return now }
		bent := rapid.IntRange(3, 7).Draw(t, "bent")
		off := time.Duration(rapid.SampledFrom([]int{-400000, -3000, 3000, 400000}).Draw(t, "hours")) * time.Hour
		var at []time.Time
		var pos []Position
		for i := range 10 {
			now = start.Add(time.Duration(i+1) * time.Hour)
			at = append(at, now)
			if i == bent {
				now = now.Add(off)
			}
			r, err := f.Do(context.Background(), Who{Person: f.boss, Auth: "test"}, action.Edit{Release: rel, Set: map[string]string{"name": numbered("Ledger", i)}})
			if err != nil {
				t.Fatal(err)
			}
			pos = append(pos, r.Position)
		}
		check := func(what string, but int) {
			for i := range at {
				got, err := f.PositionAt(context.Background(), at[i].Add(time.Minute))
				if err != nil || (got != pos[i] && i != but) {
					t.Fatalf("%s, as of %d it is entry %d, %v; want %d", what, i, got, err, pos[i])
				}
			}
		}
		check("bent", bent)
		now = now.Add(time.Hour)
		if _, err := f.Do(context.Background(), Who{Person: f.admin, Auth: "test"}, action.CorrectTime{Entry: int64(pos[bent]), At: at[bent], Reason: "wrong"}); err != nil {
			t.Fatal(err)
		}
		at, pos = append(at, now), append(pos, pos[len(pos)-1]+1)
		check("corrected", -1)
	})
}

// No gate opens earlier because a clock was bent: what it says is met is met as
// well where every clock was right.
func TestNoGateOpensEarlierByABentClock(t *testing.T) {
	ctx := context.Background()
	whole, rel, _ := bendable(t)
	_ = whole.Close()
	rapid.Check(t, func(t *rapid.T) {
		var now time.Time
		bent, right := whole.again(whole.t.(*testing.T)), whole.again(whole.t.(*testing.T))
		defer bent.Close()
		defer right.Close()
		var off time.Duration
		bent.options.Now = func() time.Time { return now.Add(off) }
		right.options.Now = func() time.Time { return now }
		now = start
		for range rapid.IntRange(1, 5).Draw(t, "writes") {
			now = now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "hours")) * time.Hour)
			off = time.Duration(rapid.SampledFrom([]int{0, 0, -1, -100, -500000, 7, 400000}).Draw(t, "off")) * time.Hour
			a := rapid.SampledFrom([]action.Action{
				action.SendNotice{Release: rel, Audience: "all", Channel: "mail", Text: "Down"}, action.Scan{Release: rel},
				action.Edit{Release: rel, Set: map[string]string{"notes": now.String()}},
			}).Draw(t, "write")
			if _, scan := a.(action.Scan); scan && off == 7*time.Hour {
				off = 0 // a scan of a few hours to come is fresh for as much longer, until that is set right
			}
			for _, f := range []*file{bent, right} {
				if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, a); err != nil {
					t.Fatal(err)
				}
			}
			for _, stage := range []string{"assessment", "scheduled"} {
				was, err := bent.Gate(ctx, rel, stage, Now, now)
				if err != nil {
					t.Fatal(err)
				}
				is, err := right.Gate(ctx, rel, stage, Now, now)
				if err != nil {
					t.Fatal(err)
				}
				for i, x := range was.Findings {
					if x.Check != "notice-sent" && x.Check != "conflicts-scanned" {
						continue
					}
					if y := is.Findings[i]; x.Answer == gate.Met && y.Answer != gate.Met {
						t.Fatalf("%s at %s: %s with a bent clock, and %s with a right one", x.Check, now, x.Evidence, y.Evidence)
					}
				}
			}
		}
	})
}
