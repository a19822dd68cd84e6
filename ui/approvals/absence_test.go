package approvals

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// What waits for somebody absent waits for whoever decides for them as well, with a
// badge, and says for whom; and it still waits for the absent one, who sees who acts.
func TestWhatWaitsForSomebodyAbsent(t *testing.T) {
	db := screentest.Sample(t)
	before := sit(t, db, "sakura", colours, 120, 36).a.waits
	theirs := sit(t, db, "chandra", colours, 120, 36).a.waits
	today := when.OnDay(when.DateOf(screentest.Now, time.UTC), time.UTC)
	sakura := sit(t, db, "sakura", colours, 80, 20).env.Person.ID()
	as(t, db, "chandra", action.Delegate{Person: sakura, From: today, Until: when.OnDay(today.On(time.UTC).AddDays(2), time.UTC), Reason: "on leave"})

	s := sit(t, db, "sakura", colours, 80, 20)
	if s.a.waits <= before || s.a.Badge() != fmt.Sprint(s.a.waits) {
		t.Fatalf("the badge says %q; before it was %d", s.a.Badge(), before)
	}
	s.press("j") // below the daily status that is missing
	s.see("can decide: you decide for Chandra Iyer, by DLG-1")
	screentest.Golden(t, "delegate-80x24", s.picture())
	wide := sit(t, db, "sakura", colours, 200, 46)
	wide.press("j")
	screentest.Golden(t, "delegate-200x50", wide.picture())
	if s.press("d"); len(s.tasks) == 0 {
		t.Errorf("d opened nothing: %v", s.said)
	}
	own := sit(t, db, "chandra", colours, 120, 36)
	if own.a.waits != theirs {
		t.Errorf("%d wait for who is absent, and were %d", own.a.waits, theirs)
	}
	own.see("Sakura Mori acts for you")
	screentest.Golden(t, "absent-200x50", sit(t, db, "chandra", colours, 200, 46).picture())

	// One signs: it waits for neither any more, and the case says who signed for whom.
	i := slices.IndexFunc(s.a.list.Waiting, func(r store.ApprovalRow) bool { return r.ID.Kind() == model.KindApproval && len(r.Barred) == 0 })
	row := s.a.list.Waiting[i]
	as(t, db, "sakura", action.Decide{Approval: row.ID, Verdict: model.Approve})
	as(t, db, "rafael", action.Decide{Approval: row.ID, Verdict: model.Approve})
	for _, who := range []string{"sakura", "chandra"} {
		after := sit(t, db, who, colours, 120, 36)
		if slices.ContainsFunc(after.a.list.Waiting, func(r store.ApprovalRow) bool { return r.ID == row.ID }) {
			t.Errorf("%s still waits for %s", row.ID, who)
		}
		if who == "chandra" {
			continue
		}
		for after.press("o"); after.a.key() != row.ID; {
			was := after.a.key()
			if after.press("j"); after.a.key() == was {
				t.Fatalf("%s is not among what was decided:\n%s", row.ID, after.picture())
			}
		}
		after.see("Sakura Mori for Chandra Iyer")
	}
}
