package approvals

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/screen/screentest"
)

// What is owed under an approval is looked at by itself: the next time it says since when,
// in words that have no key of the list in them.
func TestAPartOfAnApprovalThatWasLookedAt(t *testing.T) {
	db := screentest.Sample(t)
	inc := as(t, db, "sakura", action.OpenIncident{Incident: model.Incident{Title: "down", Severity: "P1", Service: "SVC-1", Opened: screentest.Now.Add(-2 * time.Hour)}}).Subject
	at := screentest.Now.Add(-time.Hour)
	rel := as(t, db, "cora", action.Register{Release: model.Release{Name: "Night", Type: "emergency", Service: "SVC-1", Declared: &model.Declaration{Reason: "service-down", Incident: inc, At: at}}}).Subject
	ap := as(t, db, "cora", action.RequestApproval{Release: rel, Purpose: "ecab"}).Wrote[0]
	chandra, err := db.Resolve(t.Context(), model.KindPerson, "chandra")
	if err != nil {
		t.Fatal(err)
	}
	as(t, db, "cora", action.TakeDown{Approval: ap, Decider: chandra, Verdict: model.Approve, Channel: "phone", Happened: at.Add(time.Minute)})
	open := func() *rig {
		t.Helper()
		s := sit(t, db, "chandra", colours, 120, 36)
		for s.a.key() != ap+"/countersign" {
			was := s.a.key()
			if s.press("j"); s.a.key() == was {
				t.Fatalf("it is not in the list:\n%s", s.picture())
			}
		}
		return s
	}
	s := open()
	s.see("since: this is your first look at it")
	s.press("enter")
	s.run(s.a.Load())
	if p := s.picture(); strings.Contains(p, "/countersign") {
		t.Errorf("the key of the list is shown:\n%s", p)
	}
	s.see("since: you last looked")
	as(t, db, "tess", action.Decide{Approval: ap, Verdict: model.Approve})
	open().see("since: you last looked Mon 23 Nov 10:42; since then:", "since: Tess Okafor approved")
}
