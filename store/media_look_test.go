package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// overwrite puts other content where that of an entry lies.
func (f *file) overwrite(sum, content string) {
	f.t.Helper()
	path := mediaPath(mediaFolder(f.path), sum)
	if err := errors.Join(os.Remove(path), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *file) media(id model.ID) *model.Media {
	f.t.Helper()
	got, err := f.Record(context.Background(), id, Now)
	if err != nil {
		f.t.Fatal(err)
	}
	return got.Record.(*model.Media)
}

// What a look at the library found stands on record, and on each entry that is not what was
// put in; it goes away only where that entry is right again. Where nothing changed, nothing
// is written of it once more.
func TestALookAtTheLibraryIsOnRecord(t *testing.T) {
	f, _ := small(t, fixed())
	id, sum := f.stored("ledger.tar", "the content")
	other, _ := f.stored("other.tar", "other content")
	digest := f.do(f.boss, action.AddMedia{Media: model.Media{Name: "by its digest", SHA256: strings.Repeat("ab", 32), DigestOnly: true}}).Subject
	r := f.do(f.boss, action.CheckMedia{})
	check := func(id model.ID) *model.MediaCheck {
		got, err := f.Record(context.Background(), id, Now)
		if err != nil {
			t.Fatal(err)
		}
		return got.Record.(*model.MediaCheck)
	}
	if k := check(r.Subject); k.State() != model.CheckPassed || k.Entries != 3 || k.Digests != 1 || k.Bytes != 24 || len(r.Wrote) != 1 {
		t.Errorf("%+v, wrote %v", k, r.Wrote)
	}
	f.overwrite(sum, "THE CONTENT")
	r = f.do(f.boss, action.CheckMedia{})
	if k := check(r.Subject); k.State() != model.CheckDiffers || len(k.Seen) != 1 || k.Seen[0].Media != id || k.Seen[0].Is != model.MediaAltered {
		t.Errorf("%+v", k)
	}
	if m := f.media(id); m.Fault == nil || m.Fault.Check != r.Subject || m.Row().State != model.MediaFaulty {
		t.Errorf("%+v", m)
	}
	if m := f.media(other); m.Fault != nil {
		t.Errorf("%+v", m)
	}
	if again := f.do(f.boss, action.CheckMedia{}); len(again.Wrote) != 1 {
		t.Errorf("found once more it writes %v", again.Wrote)
	}
	if err := f.PutBack(context.Background(), f.media(id), strings.NewReader("not it")); err == nil || !strings.Contains(err.Error(), "this is something else") {
		t.Errorf("something else is put back: %v", err)
	}
	if err := f.PutBack(context.Background(), f.media(id), strings.NewReader("the content")); err != nil {
		t.Fatal(err)
	}
	if r = f.do(f.boss, action.CheckMedia{}); len(r.Wrote) != 2 || f.media(id).Fault != nil {
		t.Errorf("mended it is %+v, %v written", f.media(id), r.Wrote)
	}
	if m := f.media(digest); m.Fault != nil {
		t.Errorf("of a digest alone: %+v", m.Fault)
	}
	f.verified()
}

// A look that is stopped puts nothing on record, and says that it was.
func TestALookAtTheLibraryIsStopped(t *testing.T) {
	f, _ := small(t, fixed())
	f.stored("ledger.tar", strings.Repeat("the content", 100_000))
	head, _, _ := f.Head(context.Background())
	ctx, stop := context.WithCancel(context.Background())
	told := int64(0)
	_, err := f.DB.Do(Telling(ctx, func(done, all int64) {
		if told = done; all != 1_100_000 {
			t.Errorf("%d of %d", done, all)
		}
		stop()
	}), Who{Person: f.boss, Auth: "test"}, action.CheckMedia{})
	if !errors.Is(err, context.Canceled) || told == 0 || told == 1_100_000 {
		t.Errorf("stopped at %d: %v", told, err)
	}
	if now, _, _ := f.Head(context.Background()); now != head {
		t.Error("it is on record")
	}
}

// The clock looks at the whole library as the policy says, once each time, and finds what
// was written over; nobody does it in its name.
func TestTheClockLooksAtTheLibrary(t *testing.T) {
	ctx := context.Background()
	clock := &standing{t: start}
	o := fixed()
	o.Now = clock.now
	f := newOffice(t, o, func(b *model.Rules) {
		b.Policy.MediaVerifyDays, b.Policy.MediaVerifyAt, b.Policy.Reminders = 7, "02:00", nil
	})
	keeper := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "keeper", Name: "Keeper", Roles: []model.Grant{{Role: "configuration-manager"}}}}).Subject
	sum, size, err := f.Store(ctx, strings.NewReader("the content"))
	if err != nil {
		t.Fatal(err)
	}
	id := f.do(keeper, action.AddMedia{Media: model.Media{Name: "ledger.tar", SHA256: sum, Size: size}}).Subject
	due := f.rulesNow().MediaDue(start)
	tick := func(want string) {
		t.Helper()
		did, next, err := f.Tick(ctx, false)
		said := ""
		for _, d := range did {
			said += d.Action + " " + d.Note
		}
		if err != nil || !strings.Contains(said, want) || (want == "") != (said == "") || next.IsZero() {
			t.Errorf("at %s it did %q, next %s: %v; want %q", clock.now(), said, next, err, want)
		}
	}
	tick("")
	clock.put(due)
	tick("check-media compared 1 file of the DML with what stands on record, MCK-1: all are what they were")
	tick("")
	f.overwrite(sum, "THE CONTENT")
	clock.put(f.rulesNow().MediaDue(due))
	tick("MCK-2: " + string(id) + " altered")
	if m := f.media(id); m.Fault == nil {
		t.Error("the entry isn't marked")
	}
	if _, err := f.DB.Do(ctx, Who{Person: keeper, Auth: "test"}, action.CheckMedia{Scheduled: true}); err == nil || !strings.Contains(err.Error(), "the clock alone does it") {
		t.Errorf("a person does it: %v", err)
	}
	f.verified()
}

func (f *office) rulesNow() process.Policy {
	f.t.Helper()
	r, err := f.Rules(context.Background())
	if err != nil {
		f.t.Fatal(err)
	}
	return r.Policy
}

// The day on which a policy has the library looked at: so many days after the last time, at
// its time of the day in its zone, whatever the clocks do that night.
func TestWhenTheLibraryIsDue(t *testing.T) {
	p := process.Policy{Zone: "Europe/Berlin", MediaVerifyDays: 7, MediaVerifyAt: "02:30"}
	for last, want := range map[string]string{
		"2026-11-02T10:00:00Z": "2026-11-09T01:30:00Z",
		"2026-11-02T23:30:00Z": "2026-11-10T01:30:00Z",
		"2026-03-22T10:00:00Z": "2026-03-29T01:30:00Z", // that hour is left out
	} {
		at, _ := time.Parse(time.RFC3339, last)
		if got := p.MediaDue(at).Format(time.RFC3339); got != want {
			t.Errorf("after %s it is due %s, want %s", last, got, want)
		}
	}
	p.MediaVerifyDays = 0
	if !p.MediaDue(start).IsZero() {
		t.Error("never is due")
	}
}
