package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// What a gate, a decision or a freeze in force depends on can't be redacted.
func TestWhatIsDependedOnIsNotRedacted(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	w.run(id)
	other := w.must("coord", action.Register{Release: model.Release{Name: "Other", Type: "normal", DependsOn: []model.ID{id}}}).Subject
	inc := w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P3", Service: w.shop, Suspects: []model.ID{id}}}).Subject
	prb := w.must("desk", action.OpenProblem{Problem: model.Problem{Title: "a leak"}}).Subject
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: slot("2026-03-20 00:00", "2026-03-21 00:00")}}).Subject
	weekly := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sundays", Class: model.WindowMaintenance, Services: []model.ID{w.shop}, Slot: slot("2026-03-01 00:00", "2026-03-01 06:00"), Rule: "FREQ=WEEKLY"}}).Subject
	past := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Last year", Class: model.WindowFreeze, Hard: true, Slot: slot("2025-03-20 00:00", "2025-03-21 00:00")}}).Subject
	r := w.release(id)
	redact := func(id model.ID) action.Action { return action.Redact{ID: id, Reason: "the law"} }
	c := w.seen("")
	for what, want := range map[model.ID]string{
		id: "REL-1 is open", r.Changes[0]: "withdraw", r.Package[0]: "can be deployed", r.Items[0]: "REL-1 (Shop 5.2) depends on it",
		c.Document("rollback-plan", id).ID: "it belongs to REL-1, and REL-1 is open", c.ApprovalFor(id, "acceptance").ID: "it belongs to REL-1",
		c.LastRun(id).ID: "it belongs to REL-1", inc: "resolve and close it", prb: "close it first", freeze: "withdraw it first: withdraw-window",
		weekly: "(maintenance) is in force", w.shop: "retire it first", w.people["chgmgr"]: "CHGMGR has not left: ",
	} {
		if what == w.people["chgmgr"] {
			want = "CHGMGR has not left"
		}
		w.refused("admin", redact(what), want)
	}
	for _, k := range []model.Kind{model.KindNotice, model.KindBaseline} {
		for _, r := range c.Of(k) {
			w.refused("admin", redact(r.Key()), "it belongs to REL-1")
		}
	}
	w.must("admin", redact(past))
	w.must("chgmgr", action.WithdrawWindow{Window: freeze, Reason: "moved"})
	w.must("admin", redact(freeze))
	w.must("admin", action.LeavePerson{Person: w.people["chgmgr"], Anyway: true})
	w.must("admin", redact(w.people["chgmgr"]))
	w.must("desk", action.ResolveIncident{Incident: inc})
	w.must("desk", action.ResolveIncident{Incident: inc, Close: true})
	w.refused("admin", redact(inc), "it belongs to REL-1, and REL-1 is open")
	w.must("desk", action.LinkIncident{Incident: inc, Release: id, How: "cleared", Reason: "another one"})
	w.must("admin", redact(inc))
	w.must("coord", action.Cancel{Release: other, Reason: "not wanted"})
	w.must("admin", redact(other))
}

// What the proof of a deployment rests on stays, though it is over.
func TestWhatProvesADeploymentIsNotRedacted(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	ids := []model.ID{id}
	c := w.seen("")
	for _, r := range c.Runs(id) {
		ids = append(ids, r.ID)
	}
	for _, b := range model.All[*model.Baseline](c) {
		ids = append(ids, b.ID)
	}
	ids = append(ids, c.ApprovalFor(id, "authorisation-1").ID)
	if len(ids) < 4 {
		t.Fatalf("only %v", ids)
	}
	for _, proof := range ids {
		w.refused("admin", action.Redact{ID: proof, Reason: "law"}, "measures, gates and decisions rest on this")
	}
}
