package action_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// TestNoTimeOpensAGateEarlier: whatever time is given, an emergency goes through a gate
// just where it would without one, from the decision until now, and what is written is neither in the future nor
// before the decision that let it.
func TestNoTimeOpensAGateEarlier(t *testing.T) {
	declaredAt := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	type failing interface {
		Fatal(...any)
		Fatalf(string, ...any)
	}
	goesOn := func(t failing, decided, now, said time.Time, signed int) {
		ch := &model.Change{ID: "CHG-1", Title: "Restart", Type: "emergency", State: model.ChangeSubmitted, Service: "SVC-1", Requester: "PER-1",
			Declared: &model.Declaration{Process: "emergency-change", Vulnerability: "X-1", By: "PER-1", At: declaredAt}}
		ap := &model.Approval{ID: "APR-1", Of: ch.ID, Purpose: "ecab", Title: "Emergency authorisation", By: "PER-1", At: declaredAt, Approvers: []model.Approver{{Role: "cab-member"}, {Role: "cab-member"}}}
		c := model.NewCase(now, model.Actor{Person: &model.Person{ID: "PER-1", Roles: []model.Grant{{Role: "requester"}}}}, &rules)
		for i, who := range []model.ID{"PER-2", "PER-3"} {
			if i < signed {
				ap.Decisions = append(ap.Decisions, model.Decision{Approver: i, By: who, Verdict: model.Approve, At: decided})
			}
			c.Add(model.Fact{Record: &model.Person{ID: who, Name: string(who), Roles: []model.Grant{{Role: "cab-member"}}}})
		}
		for _, r := range []model.Record{ch, ap, &model.Service{ID: "SVC-1", Name: "Payroll"}} {
			c.Add(model.Fact{Record: r})
		}
		g, err := gate.ChangeAt(c, ch)
		if err != nil {
			t.Fatal(err)
		}
		out, err := action.AdvanceChange{Change: ch.ID, Happened: said}.Do(c)
		may := signed == 2 && !said.Before(decided) && !said.After(now)
		if went := err == nil; went != may || went && !g.Ready() {
			t.Fatalf("decided at %s by %d, now %s: that it went on at %s is taken %v, %v", decided, signed, now, said, went, err)
		}
		if err != nil {
			return
		}
		n := out.Writes[0].(*model.Change)
		if at := n.Moved[0].At; at.After(now) || at.Before(decided) {
			t.Fatalf("it went on at %s; decided at %s, now %s", at, decided, now)
		}
	}
	after := func(minutes int) time.Time { return declaredAt.Add(time.Duration(minutes) * time.Minute) }
	for _, said := range []int{9, 10, 20, 30, 31} { // before, between and after, whatever is drawn below
		for signed := range 3 {
			goesOn(t, after(10), after(30), after(said), signed)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		decided := rapid.IntRange(1, 60).Draw(t, "decided")
		now := decided + rapid.IntRange(0, 120).Draw(t, "now")
		between := now - decided
		said := decided + rapid.IntRange(-between-5, 2*between+5).Draw(t, "said")
		goesOn(t, after(decided), after(now), after(said), rapid.SampledFrom([]int{0, 1, 2, 2, 2}).Draw(t, "signed"))
	})
}
