package release

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/ui/screen/screentest"
)

// What was decided by word of mouth says so on the page, with who took it down and until
// when it is to be countersigned; what was disowned is no approval.
func TestWhatWasSaidShowsHowItCameThere(t *testing.T) {
	db := screentest.Sample(t)
	at := screentest.Now.Add(-time.Hour)
	person := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	rel := whenever(t, db, "cora", action.Register{Release: model.Release{Name: "Night", Type: "emergency", Service: "SVC-1", Declared: &model.Declaration{Reason: "security", Vulnerability: "CVE-2026-1234", At: at}}}).Subject
	ap := whenever(t, db, "cora", action.RequestApproval{Release: rel, Purpose: "ecab"}).Wrote[0]
	for _, who := range []string{"tess", "chandra"} {
		whenever(t, db, "cora", action.TakeDown{Approval: ap, Decider: person(who), Verdict: model.Approve, Channel: "phone", Happened: at.Add(time.Minute)})
	}
	whenever(t, db, "cora", action.Advance{Release: rel, Happened: at.Add(2 * time.Minute)})
	w := whenever(t, db, "cora", action.AskWaiver{Of: rel, Check: "minimum-tested", Reason: "night", Until: when.OnClock(screentest.Now.Add(time.Hour), time.UTC), Happened: at.Add(3 * time.Minute)}).Wrote[0]
	whenever(t, db, "cora", action.TakeDownWaiver{Waiver: w, Decider: person("rafael"), Yes: true, Comment: "go on", Channel: "chat", Happened: at.Add(4 * time.Minute)})
	whenever(t, db, "tess", action.Countersign{Approval: ap, Comment: "I did not"})
	sit(t, db, "cora", rel, 160, 46).goTo("Approvals").
		see("Chandra Iyer (CAB member) approved Mon 23 Nov 09:43 (recorded 10:42)", "approved by phone 2026-11-23 09:43, taken down by Cora Lindqvist 2026-11-23 10:42",
			"Tess Okafor (CAB member) disowned ", "I did not",
			"Rafael Monteiro: granted by chat 2026-11-23 09:46, taken down by Cora Lindqvist 2026-11-23 10:42").
		notSee("Tess Okafor (CAB member) approved")
}
