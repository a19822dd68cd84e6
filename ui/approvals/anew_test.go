package approvals

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// What was decided and counts no more stands where decisions wait, for whoever may
// decide it anew, and the badge counts it: notes approved, and an acceptance form
// written, for another scope, and a conflict accepted for other dates.
func TestWhatIsToBeDecidedAnewWaits(t *testing.T) {
	db := screentest.Demo(t)
	before := map[string]int{}
	for _, who := range []string{"milan", "cora"} {
		before[who] = sit(t, db, who, colours, 120, 36).a.waits
	}
	move := func(at time.Time) {
		as(t, db, "cora", action.Reschedule{Release: "REL-45", Reason: "not-ready", Sentence: "x", Void: true,
			Window: model.Slot{Start: when.Moment{At: at, Precision: when.Minute}, End: when.Moment{At: at.Add(3 * time.Hour), Precision: when.Minute}}})
	}
	move(time.Date(2026, 12, 29, 20, 0, 0, 0, time.UTC))
	as(t, db, "milan", action.AcceptConflict{Release: "REL-45", Key: "outside-maintenance:REL-45,WIN-9", Reason: "quiet"})
	move(time.Date(2027, 1, 13, 10, 0, 0, 0, time.UTC))
	as(t, db, "cora", action.Scope{Release: "REL-38", Defer: []model.ID{"CHG-46"}, Void: true})

	find := func(s *rig, like string) {
		t.Helper()
		for !strings.HasPrefix(string(s.a.key()), like) || strings.HasPrefix(like, "DOC") && s.row().Release != "REL-38" {
			was := s.a.key()
			if s.press("j"); s.a.key() == was {
				t.Fatalf("%s is not in the list:\n%s", like, s.picture())
			}
		}
	}
	s := sit(t, db, "milan", colours, 120, 36)
	if s.a.waits != before["milan"]+2 || s.a.Badge() != fmt.Sprint(before["milan"]+2) {
		t.Errorf("the badge says %q, and %d before", s.a.Badge(), before["milan"])
	}
	find(s, "DOC-")
	notes := s.row().ID
	s.see("you: can decide: you may approve documents", "asked: ", "release: REL-38")
	s.press("d")
	s = sit(t, db, "milan", colours, 120, 36)
	find(s, "REL-45/")
	s.see("you: can decide: you may accept conflicts", "accepted by ", "release: REL-45")
	s.press("d")
	if s.tasks[0] != "accept-conflict REL-45 key=outside-maintenance:REL-45,WIN-9" {
		t.Errorf("d opened %v", s.tasks)
	}
	as(t, db, "milan", action.AcceptConflict{Release: "REL-45", Key: "outside-maintenance:REL-45,WIN-9", Reason: "quiet"})
	if s.run(s.a.Load()); s.a.waits != before["milan"]+1 || strings.Contains(s.picture(), "REL-45/") {
		t.Errorf("%d wait when it is accepted anew", s.a.waits)
	}
	as(t, db, "milan", action.ApproveDocument{Document: notes, Version: 1})
	if s.run(s.a.Load()); s.a.waits != before["milan"] {
		t.Errorf("%d wait when both are decided anew", s.a.waits)
	}

	own := sit(t, db, "cora", colours, 120, 36)
	if own.a.waits != before["cora"]+1 {
		t.Errorf("cora: %d wait, %d before", own.a.waits, before["cora"])
	}
	find(own, "DOC-")
	own.see("you: can write it anew", "was written for")
	if own.press("d"); len(own.tasks) != 1 || !strings.Contains(own.tasks[0], "acceptance") {
		t.Errorf("d opened %v", own.tasks)
	}
}

func (s *rig) row() store.ApprovalRow {
	r, _ := s.a.chosen()
	return *r
}
