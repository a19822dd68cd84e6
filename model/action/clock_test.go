package action_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// clock has the program do something.
func (w *world) clock(a action.Action) (action.Outcome, error) {
	w.t.Helper()
	was := w.session
	w.session = func(c *model.Case) { c.Who = model.Actor{Program: true, Auth: "clock"} }
	defer func() { w.session = was }()
	return w.do("", a)
}

func TestTheClockDoesEachThingOnceWhenItIsDue(t *testing.T) {
	w, id, apr := asked(t)
	for name, step := range map[string]struct {
		act   action.Action
		hours time.Duration
	}{"remind": {action.RemindApproval{Approval: apr}, 20}, "escalate": {action.EscalateApproval{Approval: apr}, 40}} {
		w := w.copied(t)
		due := gate.WaitsOf(w.seen(""), w.approval(apr))
		at := map[string]time.Time{"remind": due.Remind, "escalate": due.Escalate}[name]
		// Monday 9:00 and so many hours of ten a day.
		if want := monday.AddDate(0, 0, int(step.hours/10)); !at.Equal(want) {
			t.Errorf("%s is due %s, want %s", name, at, want)
		}
		w.now = at.Add(-time.Second)
		if _, err := w.clock(step.act); err == nil || !strings.Contains(err.Error(), "it is due 2026-03-") {
			t.Errorf("%s, before it is due: %v", name, err)
		}
		w.now = at.Add(72 * time.Hour) // nobody drove the clock: it is caught up once
		w.refused("admin", step.act, "the clock alone does it")
		out, err := w.clock(step.act)
		if err != nil {
			t.Fatal(err)
		}
		did := w.approval(apr).Reminded
		if name == "escalate" {
			did = w.approval(apr).Escalated
		}
		if did == nil || !did.Due.Equal(at) || !did.At.Equal(w.now) {
			t.Errorf("%s is on record as %+v", name, did)
		}
		if out.Subject != id || !out.Happened.IsZero() {
			t.Errorf("%s: %+v", name, out)
		}
		if _, err := w.clock(step.act); err == nil {
			t.Errorf("%s was done twice", name)
		}
	}
	// What was decided, withdrawn or voided is left alone.
	for _, who := range []string{"cab1", "cab2", "cab3", "owner"} {
		w.must(who, action.Decide{Approval: apr, Verdict: model.Approve})
	}
	w.now = w.now.AddDate(0, 0, 60)
	for _, a := range []action.Action{action.RemindApproval{Approval: apr}, action.EscalateApproval{Approval: apr}, action.ExpireApproval{Approval: apr}} {
		if _, err := w.clock(a); err == nil {
			t.Errorf("%s of what is approved", action.Name(a))
		}
	}
}

// Whom it was escalated to signs for whoever is missing, once, under the same duties;
// those who were asked first may decide as before.
func TestTheRoleAboveDecidesForWhoeverIsMissing(t *testing.T) {
	w, id, apr := asked(t)
	yes := action.Decide{Approval: apr, Verdict: model.Approve}
	second := w.must("admin", action.WritePerson{Person: model.Person{Handle: "second", Name: "SECOND", Roles: []model.Grant{{Role: "service-owner"}}}}).Subject
	third := w.must("admin", action.WritePerson{Person: model.Person{Handle: "third", Name: "THIRD", Roles: []model.Grant{{Role: "service-owner"}}}}).Subject
	w.people["second"], w.people["third"] = second, third
	w.must("second", yes) // as the service owner
	w.refused("owner", yes, "none of its approvers")
	w.now = gate.WaitsOf(w.seen(""), w.approval(apr)).Escalate
	out, err := w.clock(action.EscalateApproval{Approval: apr})
	if err != nil {
		t.Fatal(err)
	}
	if want := "escalated REL-1 (authorisation 1 (plan)) to Service Owner, who may decide as well: CAB member, CAB member, CAB member did not in 40 hours"; out.Note != want {
		t.Errorf("the log says %q, want %q", out.Note, want)
	}
	w.refused("second", yes, "you have approved it already")
	w.refused("desk", yes, "none of its approvers")
	w.must("owner", yes)
	if d := w.approval(apr).Decisions[1]; d.Approver != 0 || d.Basis.Role != "service-owner" {
		t.Errorf("signed as %+v", d)
	}
	w.must("cab2", yes)
	r := w.release(id).Clone()
	r.Requester = third
	w.keep(r, 1000)
	w.refused("third", yes, "you are its requester")
	// Also through a delegation, which takes up both.
	w.people["fourth"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "fourth", Name: "FOURTH", Roles: []model.Grant{{Role: "service-owner"}}}}).Subject
	w.delegates("fourth", "conf", 3)
	w.must("conf", yes)
	if a := w.approval(apr); a.State() != model.ApprovalApproved {
		t.Errorf("it is %s: %+v", a.State(), a.Decisions)
	}
}

// A request that nobody decided on ends where the rules say so, and is asked for again.
func TestARequestExpires(t *testing.T) {
	w, id, _ := asked(t)
	rules := *w.rules
	rules.Policy.ExpireDays = 3
	w.rules = &rules
	w.facts[rules.ID] = model.Fact{Record: &rules, Since: w.facts[rules.ID].Since}
	body, err := model.Encode(&rules)
	if err != nil {
		t.Fatal(err)
	}
	w.bodies[rules.ID] = string(body)
	apr := model.All[*model.Approval](w.seen(""))[0].ID
	w.now = time.Date(2026, 3, 5, 17, 59, 0, 0, time.UTC) // the third working day after Monday ends at six
	if _, err := w.clock(action.ExpireApproval{Approval: apr}); err == nil {
		t.Fatal("it ended before its time")
	}
	w.now = w.now.Add(time.Minute)
	if _, err := w.clock(action.ExpireApproval{Approval: apr}); err != nil {
		t.Fatal(err)
	}
	a := w.approval(apr)
	if a.State() != model.ApprovalVoid || a.Expired == nil || a.Void.Reason != "expired: CAB member, CAB member, CAB member, Service Owner did not decide in 3 working days" || a.Void.By != "" {
		t.Errorf("it is %+v, %+v", a.Void, a.Expired)
	}
	w.refused("cab1", action.Decide{Approval: apr, Verdict: model.Approve}, "it was voided: expired")
	var refusal *model.Refusal
	if _, err := w.clock(action.ExpireApproval{Approval: apr}); !errors.As(err, &refusal) {
		t.Errorf("it ended twice: %v", err)
	}
	w.must("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"})
}
