package approvals

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/ui/screen/screentest"
)

// What was taken down of somebody who granted a waiver waits for them as for nobody else:
// the line says what they have to do, and d opens that.
func TestASpokenWaiverIsCountersigned(t *testing.T) {
	db := screentest.Sample(t)
	inc := as(t, db, "sakura", action.OpenIncident{Incident: model.Incident{Title: "down", Severity: "P1", Service: "SVC-1", Opened: screentest.Now.Add(-2 * time.Hour)}}).Subject
	at := screentest.Now.Add(-time.Hour)
	rel := as(t, db, "cora", action.Register{Release: model.Release{Name: "Night", Type: "emergency", Service: "SVC-1", Declared: &model.Declaration{Reason: "service-down", Incident: inc, At: at}}}).Subject
	ap := as(t, db, "cora", action.RequestApproval{Release: rel, Purpose: "ecab"}).Wrote[0]
	as(t, db, "chandra", action.Decide{Approval: ap, Verdict: model.Approve, Happened: at.Add(time.Minute)})
	as(t, db, "tess", action.Decide{Approval: ap, Verdict: model.Approve, Happened: at.Add(time.Minute)})
	as(t, db, "cora", action.Advance{Release: rel, Happened: at.Add(2 * time.Minute)})
	w := as(t, db, "cora", action.AskWaiver{Of: rel, Check: "minimum-tested", Reason: "night", Until: when.OnClock(screentest.Now.Add(time.Hour), time.UTC), Happened: at.Add(3 * time.Minute)}).Wrote[0]
	decider, err := db.Resolve(t.Context(), model.KindPerson, "rafael")
	if err != nil {
		t.Fatal(err)
	}
	as(t, db, "cora", action.TakeDownWaiver{Waiver: w, Decider: decider, Yes: true, Comment: "go on", Channel: "phone", Happened: at.Add(4 * time.Minute)})
	s := sit(t, db, "rafael", colours, 120, 36)
	for s.a.Subject() != w {
		was := s.a.key()
		if s.press("j"); s.a.key() == was {
			t.Fatalf("the waiver is not in the list:\n%s", s.picture())
		}
	}
	s.see("you: Countersign: waiver of a check", "asked: by Cora Lindqvist, Mon 23 Nov 09:45, recorded Mon 23 Nov 10:42", "asked: night", "decision: Rafael Monteiro: granted by phone", "taken down by Cora Lindqvist")
	s.press("d")
	if len(s.tasks) != 1 || s.tasks[0] != "countersign-waiver "+string(w)+" verdict" {
		t.Errorf("d opened %v", s.tasks)
	}
}
