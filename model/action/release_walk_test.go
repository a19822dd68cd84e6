package action_test

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

func TestASoftwareReleaseFromRegistrationToClosed(t *testing.T) {
	w := newWorld(t)
	id := w.registered(software)
	w.blocked(id, "assessed-value", "assessed-impact", "risk-scored", "conflicts-scanned", "decided-to-proceed")
	w.assess(id, software)
	w.must("coord", action.Scan{Release: id})
	w.advance(id, "planning")
	w.blocked(id, "planned-dates", "planned-deliverables", "planned-method", "planned-communication", "rollback-planned", "criteria-set", "fits-window", "authorised:authorisation-1")
	w.plan(id, software)
	w.blocked(id, "authorised:authorisation-1")

	// The first authorisation is rejected: Planning is where it is mended.
	rejected := w.approve(id, "authorisation-1")
	w.refused("chgmgr", action.Decide{Approval: rejected, Verdict: model.Reject}, "a comment is missing")
	w.must("chgmgr", action.Decide{Approval: rejected, Verdict: model.Reject, Comment: "who calls the bank?"})
	w.stage(id, "planning")
	w.refused("chgmgr", action.Decide{Approval: rejected, Verdict: model.Approve}, "rejected already")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "was rejected by", "who calls the bank?", "say what changed, or why another answer is expected")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1", Reason: "  "}, "say what changed, or why another answer is expected")
	again := w.must("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1", Reason: "the desk does"}).Writes[0].(*model.Approval)
	if again.Again != rejected || again.Reason != "the desk does" {
		t.Fatalf("asked again as %+v", again)
	}
	w.must("chgmgr", action.Decide{Approval: again.ID, Verdict: model.Approve})
	if w.release(id).Baseline != nil {
		t.Fatal("the schedule is frozen before Planning is left")
	}
	w.advance(id, "build")
	frozen := *w.release(id).Baseline
	if !frozen.Slot.Same(window) || frozen.Scope != 1 {
		t.Fatalf("froze %+v", frozen)
	}
	chg := w.release(id).Changes[0]
	w.changeIs(chg, model.ChangeInRelease)

	w.blocked(id, "package-in-dml", "items-listed", "notes-drafted")
	w.build(id, software)
	w.advance(id, "test")
	w.blocked(id, "criteria-tested", "rollback-tested", "package-tested")

	// Rework: the package was wrong. Making another in Build is no edit of the plan.
	w.refused("coord", action.SendBack{Release: id, To: "planning", Reason: "no"}, "no way leads from test back to", "ways back: build")
	w.refused("coord", action.SendBack{Release: id, To: "build"}, "a reason is missing")
	w.must("coord", action.SendBack{Release: id, To: "build", Reason: "the package is broken"})
	w.stage(id, "build")
	w.must("conf", action.Edit{Release: id, Set: map[string]string{"package": ""}})
	w.blocked(id, "package-in-dml")
	w.must("conf", action.AddMedia{Media: model.Media{Name: "shop.tgz", SHA256: sha("shop 5.2")}, Release: id})
	w.advance(id, "test")
	w.tested(id, software)
	w.advance(id, "acceptance")
	w.blocked(id, "form-written:acceptance", "authorised:acceptance", "notes-approved")
	w.accept(id)
	w.advance(id, "scheduled")
	w.blocked(id, "authorised:authorisation-2", "inside-window", "items-baselined", "notice-sent")
	w.schedule(id)
	w.approve(id, "authorisation-2", "chgmgr")
	w.blocked(id, "inside-window")
	w.at("2026-03-12 20:00")
	w.advance(id, "deployment")
	w.blocked(id, "run-ended", "steps-finished", "verification-passed", "package-unaltered")

	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.refused("deploy", action.StartRun{Release: id}, "still runs")
	w.refused("coord", action.Cancel{Release: id, Reason: "no"}, "its deployment has started")
	w.refused("deploy", action.DoStep{Run: run, Step: 2}, "step 1 comes first: stop")
	w.must("deploy", action.DoStep{Run: run, Step: 1})
	w.must("deploy", action.DoStep{Run: run, Step: 2, Skip: "it was never stopped"})
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunDeployed}, "verification 1 has not passed")
	w.must("deploy", action.Verify{Run: run, Line: 1, Passed: true})
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed})
	w.advance(id, "early-life")
	w.changeIs(chg, model.ChangeImplemented)

	w.blocked(id, "days-passed", "items-updated", "authorised:handover")
	w.settle(id, 5)
	w.advance(id, "evaluation")
	w.changeIs(chg, model.ChangeReviewed)
	problem := w.must("relmgr", action.OpenProblem{Problem: model.Problem{Title: "slow", Workaround: "wait"}}).Subject
	closing := *model.Get[*model.Change](w.seen(""), chg)
	closing.Closes = []model.ID{problem}
	w.before(&closing)
	w.must("coord", action.ReviewChange{Change: chg, Outcome: "successful", Text: "it is faster"})
	w.refused("coord", action.ReviewChange{Change: chg, Close: true}, string(id)+" has it in its scope")
	w.blocked(id, "outcome-stated", "objectives-judged")
	w.evaluate(id, "successful")
	w.advance(id, "closed")
	w.changeIs(chg, model.ChangeClosed)
	if ch := model.Get[*model.Change](w.seen(""), chg); ch.Outcome != "successful" || ch.ClosedAt.IsZero() {
		t.Errorf("closed as %q, %v", ch.Outcome, ch.ClosedAt)
	}
	if p := model.Get[*model.Problem](w.seen(""), problem); p.State != model.ProblemClosed {
		t.Errorf("the known error it closes is %s", p.State)
	}

	r := w.release(id)
	if r.Baseline == nil || *r.Baseline != frozen {
		t.Errorf("the baseline moved from %+v to %+v", frozen, r.Baseline)
	}
	if len(r.Returned) != 1 || r.Returned[0].Kind != "rework" {
		t.Errorf("ways back: %+v", r.Returned)
	}
	w.refused("coord", action.Advance{Release: id}, "is closed")
	w.refused("coord", action.Reopen{Release: id, Reason: "one more thing"}, "release.reopen")
	w.must("relmgr", action.Reopen{Release: id, Reason: "one more thing"})
	w.stage(id, "evaluation")
	w.refused("coord", action.Advance{Release: id}, "it is evaluated anew")
	w.now = w.now.Add(time.Hour)
	w.evaluate(id, "successful")
	w.advance(id, "closed")
}

func (w *world) changeIs(id model.ID, want model.State) {
	w.t.Helper()
	if got := model.Get[*model.Change](w.seen(""), id).State; got != want {
		w.t.Fatalf("%s is %s, want %s", id, got, want)
	}
}

func TestAReleaseOfHardware(t *testing.T) {
	w := newWorld(t)
	hardware := brings{contents: []string{"hardware"}}
	id := w.planned(hardware)
	w.advance(id, "build")
	w.blocked(id, "items-listed", "procurement-received", "hardware-registered", "notes-drafted")
	w.build(id, hardware)
	r := w.release(id)
	if len(r.Items) != 1 || len(r.Package) != 0 {
		t.Fatalf("items %v, package %v", r.Items, r.Package)
	}
	item := model.Get[*model.Item](w.seen(""), r.Items[0])
	if item.Name != "web-7" || item.State != "planned" || item.Service != w.shop {
		t.Errorf("received %+v", item)
	}
	w.advance(id, "test")
	w.tested(id, hardware)
	w.advance(id, "acceptance")
	w.accept(id)
	w.advance(id, "scheduled")
	w.schedule(id)
	w.approve(id, "authorisation-2", "chgmgr")
	w.at("2026-03-12 20:05")
	w.advance(id, "deployment")
	run := w.run(id)
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed})
	w.advance(id, "early-life")
	w.settle(id, 5)
	w.advance(id, "evaluation")
	w.evaluate(id, "successful")
	w.advance(id, "closed")
	if got := model.Get[*model.Item](w.seen(""), item.ID).State; got != "live" {
		t.Errorf("after the deployment the item is %s", got)
	}
}

func TestAReleaseOfServiceHours(t *testing.T) {
	w := newWorld(t)
	hours := brings{contents: []string{"service-hours"}}
	id := w.planned(hours)
	w.advance(id, "build")
	w.blocked(id, "items-listed", "agreement-signed", "notes-drafted")
	w.build(id, hours)
	w.advance(id, "test")
	w.tested(id, hours)
	w.advance(id, "acceptance")
	w.accept(id)
	w.advance(id, "scheduled")
	w.schedule(id)
	w.approve(id, "authorisation-2", "chgmgr")
	w.at("2026-03-12 20:05")
	w.advance(id, "deployment")
	w.must("deploy", action.EndRun{Run: w.run(id), Result: model.RunDeployed})
	w.advance(id, "early-life")
	w.settle(id, 5)
	w.advance(id, "evaluation")
	w.evaluate(id, "with-issues")
	w.advance(id, "closed")
}

func TestAMajorRelease(t *testing.T) {
	w := newWorld(t)
	major := brings{contents: []string{"software"}, major: true}
	id := w.assessed(major)
	w.plan(id, software) // without what major releases say besides
	w.approve(id, "authorisation-1", "chgmgr")
	w.blocked(id, "major-planned")

	w = newWorld(t)
	id = w.deployed(major)
	w.settle(id, 13)
	w.blocked(id, "days-passed", "hand-over-written")
	w.now = w.now.AddDate(0, 0, 1)
	w.blocked(id, "hand-over-written")
	w.fill("coord", "hand-over", id, "takes_over", string(w.people["desk"]), "given", "the run book")
	w.advance(id, "evaluation")
	w.evaluate(id, "successful")
	w.blocked(id, "intent-compared")
	w.evaluate(id, "successful", "compared", "180 ms against 200")
	w.advance(id, "closed")
}

func TestAReleaseThatIsRolledBack(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	chg := w.release(id).Changes[0]
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.must("deploy", action.DoStep{Run: run, Step: 1})
	w.refused("deploy", action.Verify{Run: run, Line: 1}, "a failed verification needs a note")
	w.must("deploy", action.Verify{Run: run, Line: 1, Note: "error 500"})
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack}, "no rollback was begun")
	w.refused("deploy", action.RollBack{Run: run}, "the trigger is empty")
	w.must("deploy", action.RollBack{Run: run, Trigger: "errors"})
	w.refused("deploy", action.DoStep{Run: run, Step: 2}, "it is being rolled back")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunDeployed}, "it is being rolled back")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack}, "2 steps of the rollback")
	w.refused("deploy", action.DoStep{Run: run, Step: 2, Rollback: true}, "step 1 comes first: switch back")
	w.must("deploy", action.DoStep{Run: run, Step: 1, Rollback: true})
	w.must("deploy", action.DoStep{Run: run, Step: 2, Rollback: true})
	w.must("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataKept})
	w.advance(id, "evaluation")
	w.changeIs(chg, model.ChangeAuthorised) // to be released another time
	w.evaluate(id, "successful", "investigation", "a missing index")
	w.blocked(id, "outcome-stated")
	w.evaluate(id, "rolled-back")
	w.blocked(id, "failure-investigated")
	w.evaluate(id, "rolled-back", "investigation", "a missing index")
	w.advance(id, "closed")

	got := model.Get[*model.Run](w.seen(""), run)
	if got.Intervention != "rollback" || got.Failed.IsZero() || got.Restored.IsZero() || got.Rollback.Ended.IsZero() {
		t.Errorf("the run says %+v", got)
	}
	w.refused("deploy", action.StartRun{Release: id}, "not in Deployment")
	if w.release(id).Outcome != "rolled-back" {
		t.Errorf("outcome %q", w.release(id).Outcome)
	}
}

func TestAReleaseThatFailsAndIsRunAgain(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	first := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.must("deploy", action.EndRun{Run: first, Result: model.RunFailed})
	w.must("deploy", action.EndRun{Run: w.run(id), Result: model.RunDeployed, Intervention: "hotfix"})
	w.refused("deploy", action.StartRun{Release: id}, "ended as deployed")
	w.advance(id, "early-life") // the last run counts
	if runs := w.seen("").Runs(id); len(runs) != 2 || runs[0].Result != model.RunFailed || runs[1].Intervention != "hotfix" {
		t.Errorf("runs: %+v", runs)
	}
	w.settle(id, 5)
	w.advance(id, "evaluation")
	w.evaluate(id, "with-issues")
	w.advance(id, "closed")
}

func TestAReleaseThatFailsForGood(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	w.must("deploy", action.EndRun{Run: w.must("deploy", action.StartRun{Release: id}).Writes[0].Key(), Result: model.RunFailed})
	w.advance(id, "evaluation")
	w.evaluate(id, "successful", "investigation", "a missing index")
	w.blocked(id, "outcome-stated")
	w.evaluate(id, "failed", "investigation", "a missing index")
	w.advance(id, "closed")
}

func TestAReleaseThatComesBackFromScheduled(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	w.schedule(id)
	frozen := *w.release(id).Baseline
	later := slot("2026-03-19 20:00", "2026-03-20 00:00")
	move := action.Reschedule{Release: id, Window: later, Reason: "customer-asked", Sentence: "the sale runs until then"}
	w.refused("coord", move, "it voids APR-1 (Authorisation 1 (plan)), which CHGMGR approved")
	move.Void = true
	if out := w.must("coord", move); len(out.Voided) != 1 {
		t.Fatalf("voided %v", out.Voided)
	}
	w.stage(id, "scheduled") // the stage stays, and the gate is blocked
	w.blocked(id, "authorisation-valid:authorisation-1", "authorised:authorisation-2", "inside-window", "notice-sent")
	w.must("coord", action.SendBack{Release: id, To: "planning", Reason: "new dates"})
	w.must("coord", action.Scan{Release: id})
	w.blocked(id, "authorised:authorisation-1")
	w.approve(id, "authorisation-1", "chgmgr")
	w.advance(id, "build")
	w.advance(id, "test")
	w.advance(id, "acceptance") // what was accepted stands: the dates are no part of it
	w.advance(id, "scheduled")
	r := w.release(id)
	if *r.Baseline != frozen {
		t.Error("planning again moved the baseline")
	}
	if len(r.Moves) != 1 || !r.Moves[0].Customer || r.Moves[0].Reason != "customer-asked" {
		t.Errorf("moves: %+v", r.Moves)
	}
	if r.Returned[0].Kind != "rework" {
		t.Errorf("sending it back was noted as %q", r.Returned[0].Kind)
	}
	w.at("2026-03-15 09:00").schedule(id)
	w.approve(id, "authorisation-2", "chgmgr")
	w.at("2026-03-19 20:30").advance(id, "deployment")
	w.must("deploy", action.EndRun{Run: w.run(id), Result: model.RunDeployed})
	w.advance(id, "early-life")
	w.settle(id, 6)
	w.advance(id, "evaluation")
	w.evaluate(id, "successful")
	w.blocked(id, "slip-explained")
	w.evaluate(id, "successful", "slip", "the customer asked")
	w.advance(id, "closed")
}

func TestARejectedSecondAuthorisationSendsTheReleaseBack(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	apr := w.approve(id, "authorisation-2")
	w.must("chgmgr", action.Decide{Approval: apr, Verdict: model.Reject, Comment: "not before Easter"})
	w.stage(id, "planning")
	if back := w.release(id).Returned; len(back) != 1 || back[0].Kind != "reject" || back[0].Reason != "not before Easter" {
		t.Errorf("returned %+v", back)
	}
}

func TestCancellingFreesWhatTheReleaseHeld(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	chg := w.release(id).Changes[0]
	w.must("coord", action.Hold{Release: id, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)})
	w.must("coord", action.Cancel{Release: id, Reason: "no money"})
	w.changeIs(chg, model.ChangeAuthorised)
	for _, a := range model.All[*model.Approval](w.seen("")) {
		if a.Void == nil {
			t.Errorf("%s still stands", a.ID)
		}
	}
	if got := w.release(id).State(); got != "cancelled" {
		t.Errorf("it is %s", got)
	}
	w.refused("coord", action.Advance{Release: id}, "was cancelled by COORD: no money")
}
