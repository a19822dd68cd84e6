package casefile

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestTheCaseOfADocumentThatIsDueForReview: it says since when, and nothing any more once
// it was written anew.
func TestTheCaseOfADocumentThatIsDueForReview(t *testing.T) {
	ctx := context.Background()
	db := screentest.Demo(t)
	cora, err := db.Resolve(ctx, model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	payroll, err := db.Resolve(ctx, model.KindService, "payroll")
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Do(ctx, store.Who{Person: cora, Auth: "test"}, action.WriteForm{Form: "release-policy", Of: payroll, New: true, Answers: form.Answers{Values: map[string]string{"scope": "all of payroll"}}})
	if err != nil {
		t.Fatal(err)
	}
	q := Reading{ID: r.Wrote[0], Part: store.PurposeReview}
	c, err := db.Case(ctx, store.Now, db.Now(), q.needs())
	if err != nil {
		t.Fatal(err)
	}
	d := model.Get[*model.Document](c, r.Wrote[0])
	words := Words{zone: time.UTC, office: time.UTC, dates: when.Long, now: db.Now()}
	if told := words.tellReview(c, d); told.State != model.ApprovalVoid {
		t.Errorf("just written, it is %s: %v", told.State, told.Sections)
	}
	d.At = d.At.AddDate(-2, 0, 0)
	told := words.tellReview(c, d)
	text := fmt.Sprint(told.Sections)
	for _, want := range []string{"review it: it was due", "Release Policy of", "version 1 by Cora Lindqvist", "all of payroll"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
	if told.State != model.ApprovalPending {
		t.Errorf("it is %s", told.State)
	}
}

// TestTheCaseOfAnEmergencySaysWhatItWasDeclaredFor: the reason, the incident as it stands,
// by whom, when, and when that was entered.
func TestTheCaseOfAnEmergencySaysWhatItWasDeclaredFor(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	who := func(handle string) model.ID {
		id, err := db.Resolve(ctx, model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	payroll, err := db.Resolve(ctx, model.KindService, "payroll")
	if err != nil {
		t.Fatal(err)
	}
	do := func(handle string, a action.Action) store.Result {
		r, err := db.Do(ctx, store.Who{Person: who(handle), Auth: "test"}, a)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	incident := do("sakura", action.OpenIncident{Incident: model.Incident{Title: "Nobody is paid", Severity: "P1", Service: payroll, Opened: db.Now().Add(-time.Hour)}}).Subject
	release := do("cora", action.Register{Release: model.Release{Name: "Pay", Type: "emergency", Service: payroll, Contents: []string{"software"}, Declared: &model.Declaration{Reason: "service-down", Incident: incident, At: db.Now().Add(-time.Minute)}}}).Subject
	approval := do("cora", action.RequestApproval{Release: release, Purpose: "ecab"}).Wrote[0]
	c, err := db.Case(ctx, store.Now, db.Now(), model.Needs{IDs: []model.ID{approval, who("chandra")}, Releases: []model.ID{release}, Calendar: true})
	if err != nil {
		t.Fatal(err)
	}
	c.Who.Person = model.Get[*model.Person](c, who("chandra"))
	words := Words{zone: time.UTC, office: time.UTC, dates: when.Long, now: db.Now()}
	text := fmt.Sprint(words.tell(c, model.Get[*model.Approval](c, approval), nil, Mark{}, store.Now).Sections)
	if want := "declared an emergency by Cora Lindqvist, "; !strings.Contains(text, want) {
		t.Errorf("it does not say %q: %s", want, text)
	}
	for _, want := range []string{", entered ", fmt.Sprintf(": the service is down: %s (P1 Nobody is paid, open)", incident)} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
}
