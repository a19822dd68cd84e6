package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// What waits for somebody absent is in the list of who decides for them, with for whom;
// what either must not decide is not, nor what was not delegated, nor once it is over. It
// is in the list of the absent one as before.
func TestWhatWaitsForSomebodyAbsent(t *testing.T) {
	f := newOffice(t, fixed())
	today := day(2026, 11, 23, time.UTC)
	deputy := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "deputy", Name: "DEPUTY", Roles: []model.Grant{{Role: "release-coordinator"}}}}).Subject
	give := func(from, to model.ID, what ...string) model.ID {
		return f.do(from, action.Delegate{Person: to, From: today, Until: today, What: what, Reason: "away"}).Subject
	}
	first := give(f.cm, deputy)
	give(f.both, deputy, "acceptance")
	give(f.rm, f.both, "authorisation-1")
	_, one := f.ask(f.coordinator, "one", "authorisation-1")
	f.ask(f.both, "two", "authorisation-1")
	f.ask(deputy, "three", "authorisation-1")
	at := func(who model.ID, now time.Time) Approvals {
		t.Helper()
		a, err := f.Approvals(context.Background(), ApprovalsQuery{Me: who, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for _, c := range []struct {
		who            model.ID
		waiting, asked string
		waits          int
	}{
		{deputy, "one two", "three", 2}, // three is their own
		{f.cm, "one two three", "", 3},
		{f.rm, "one two three", "", 3},
		{f.both, "one two three", "", 2}, // as themselves, and two is theirs
	} {
		got := at(c.who, start)
		if called(got.Waiting) != c.waiting || got.Waits != c.waits || c.asked != "" && called(got.Asked) != c.asked {
			t.Errorf("%s has %q waiting (%d) and asked %q; want %q (%d), %q", c.who, called(got.Waiting), got.Waits, called(got.Asked), c.waiting, c.waits, c.asked)
		}
		for _, r := range got.Waiting {
			switch {
			case c.who == deputy && (r.For != f.cm || r.ForName != "CM" || r.Stands() != "for CM, 0 of 2, waits for Change Manager, Release Manager"):
				t.Errorf("the deputy is told %q (%s)", r.Stands(), r.For)
			case c.who == f.cm && r.Absence() != map[bool]string{false: "DEPUTY acts for you"}[r.By == deputy]: // who asked for three doesn't decide on it
				t.Errorf("the absent one is told %q of what %s asked for", r.Absence(), r.By)
			case c.who == f.both && r.For != "":
				t.Errorf("who decides themselves does it for %s", r.For)
			}
		}
	}
	if got := at(deputy, start.Add(24*time.Hour)); len(got.Waiting) != 0 {
		t.Errorf("when it is over, %q wait", called(got.Waiting))
	}
	// Once one of the two has signed it waits for neither.
	f.do(deputy, action.Decide{Approval: one, Verdict: model.Approve})
	for _, who := range []model.ID{deputy, f.cm} {
		if got := at(who, start); slices.ContainsFunc(got.Waiting, func(r ApprovalRow) bool { return r.ID == one }) {
			t.Errorf("%s still has %q", who, called(got.Waiting))
		}
	}
	f.do(f.cm, action.WithdrawDelegation{Delegation: first, Reason: "back"})
	if got := at(deputy, start.Add(2*time.Minute)); len(got.Waiting) != 0 {
		t.Errorf("withdrawn, %q wait", called(got.Waiting))
	}
	f.verified()
}

// With two hundred requests waiting the list of a delegate asks the file as often as
// with five.
func TestTheListOfADelegateAsksNotForEachRow(t *testing.T) {
	f := newOffice(t, fixed())
	today := when.OnDay(when.DateOf(start, time.UTC), time.UTC)
	deputy := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "deputy", Name: "DEPUTY", Roles: []model.Grant{{Role: "configuration-manager"}}}}).Subject
	f.do(f.cm, action.Delegate{Person: deputy, From: today, Until: today, Reason: "away"})
	f.do(f.rm, action.Delegate{Person: deputy, From: today, Until: today, Reason: "away"})
	ask := func(more int) {
		for i := range more {
			f.ask(f.coordinator, numbered("release", i), "authorisation-1")
		}
	}
	asks := func(waits int) int {
		r := f.record()
		a, err := f.Approvals(context.Background(), ApprovalsQuery{Me: deputy, Now: start})
		if err != nil || a.Waits != waits {
			t.Fatalf("%d wait, want %d: %v", a.Waits, waits, err)
		}
		return len(r.asked)
	}
	ask(5)
	few := asks(5)
	ask(195)
	if many := asks(200); many > few {
		t.Errorf("%d questions with 200 waiting, %d with 5", many, few)
	}
}

// Whoever decided anything for the one who asked doesn't decide it as long as it waits, of
// whatever kind it is, and also where it alone is asked for and no approval waits for as long.
func TestADelegationOfLongAgoKeepsFromWhatWaitsSince(t *testing.T) {
	now := start
	o := fixed()
	o.Now = func() time.Time { return now }
	f := newOffice(t, o)
	today := day(2026, 11, 23, time.UTC)
	old := f.do(f.both, action.SubmitChange{Change: model.Change{Title: "Old", Category: "enhancement", Type: "normal", Service: f.pay, Requester: f.both}}).Subject
	f.do(f.both, action.Delegate{Person: f.cm, From: today, Until: today, Reason: "away"})
	_, one := f.ask(f.coordinator, "one", "authorisation-1")
	f.do(f.cm, action.Decide{Approval: one, Verdict: model.Approve, Absent: f.both})
	f.do(f.rm, action.Decide{Approval: one, Verdict: model.Approve})
	now = start.AddDate(1, 0, 0)
	young := f.do(f.both, action.SubmitChange{Change: model.Change{Title: "Young", Category: "enhancement", Type: "normal", Service: f.pay, Requester: f.both}}).Subject
	for id, want := range map[model.ID]bool{old: true, young: false} {
		_, err := f.Do(context.Background(), Who{Person: f.cm, Auth: "test"}, action.DecideChange{Change: id, Yes: true})
		var refusal *model.Refusal
		if !errors.As(err, &refusal) { // both are not assessed
			t.Fatal(err)
		}
		if got := strings.Contains(err.Error(), "you decided for BOTH"); got != want {
			t.Errorf("%s: %v", id, err)
		}
	}
}
