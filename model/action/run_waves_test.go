package action_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
)

// A release is deployed in waves: each run says how much is deployed once it is done, two
// that are not the same go on at once, and the gate opens with the last.
func TestAReleaseIsDeployedInWaves(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	w.refused("deploy", action.StartRun{Release: id, Wave: "pilot"}, "it is not said how much of it is deployed")
	first := w.must("deploy", action.StartRun{Release: id, Wave: "pilot", Percent: 10}).Writes[0].Key()
	w.refused("deploy", action.StartRun{Release: id, Wave: "Pilot", Percent: 20}, string(first)+" still runs")
	w.refused("deploy", action.StartRun{Release: id}, string(first)+" still runs")
	second := w.must("deploy", action.StartRun{Release: id, Wave: "north", Sites: []string{"Kiel", "Hamburg"}, Percent: 40}).Writes[0].Key()
	w.finish(first)
	w.finish(second)
	w.now = w.now.Add(time.Hour)
	w.blocked(id, "run-ended")
	w.refused("deploy", action.StartRun{Release: id}, string(second)+" deployed a part of it")
	w.refused("deploy", action.StartRun{Release: id, Wave: "rest", Percent: 40}, "40 % of it is deployed already")
	// The last is taken back, and tried again.
	third := w.must("deploy", action.StartRun{Release: id, Wave: "rest", Percent: 100}).Writes[0].Key()
	w.now = w.now.Add(time.Minute)
	back := w.must("deploy", action.RollBack{Run: third, Trigger: "errors"}).Writes[1].Key()
	for i := range 2 {
		w.must("deploy", action.DoStep{Run: back, Step: i + 1})
	}
	w.must("deploy", action.EndRun{Run: back, Result: model.RunRolledBack, Data: model.DataUntouched})
	if to := w.seen("").DeployedTo(id); to != 40 {
		t.Errorf("%d %% is deployed", to)
	}
	w.now = w.now.Add(time.Minute)
	again := w.must("deploy", action.StartRun{Release: id, Wave: "rest", Percent: 100}).Writes[0].Key()
	w.finish(again)
	if to := w.seen("").DeployedTo(id); to != 100 {
		t.Errorf("%d %% is deployed", to)
	}
	w.refused("deploy", action.StartRun{Release: id, Wave: "more", Percent: 100}, "ended as deployed")
	w.advance(id, "early-life")
}

// finish does the steps and the verification of a run, and ends it as deployed.
func (w *world) finish(run model.ID) {
	w.t.Helper()
	r := model.Get[*model.Run](w.seen(""), run)
	for i, s := range r.Steps {
		w.must("deploy", action.DoStep{Run: run, Step: i + 1, NoReturn: s.NoBack})
	}
	for i := range r.Checks {
		w.must("deploy", action.Verify{Run: run, Line: i + 1, Passed: true})
	}
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed})
}

// A rollback is a run of its own: its steps are ticked there or by way of the run that it
// takes back, it is no deployment, and it ends with that. A second try is another run.
func TestARollbackIsARunOfItsOwn(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.must("deploy", action.DoStep{Run: run, Step: 1})
	w.now = w.now.Add(time.Hour)
	decided := w.now.Add(-30 * time.Minute)
	out := w.must("deploy", action.RollBack{Run: run, Trigger: "errors", Partial: true, Happened: decided})
	back := out.Writes[1].(*model.Run)
	if state := model.Get[*model.Run](w.seen(""), run).Row().State; state != model.RunGoesBack {
		t.Errorf("a run that is being rolled back stands as %s", state)
	}
	if back.Back != run || !back.Production || !back.Started.Equal(decided) || len(back.Steps) != 2 {
		t.Fatalf("%+v", back)
	}
	w.refused("deploy", action.RollBack{Run: back.ID, Trigger: "errors"}, "it is the way back of "+string(run)+" itself")
	// What comes next has its number.
	for _, against := range []action.Action{action.DoStep{Run: run, Step: 2}, action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataKept}, action.DecideGo{Run: run, Go: true}} {
		w.next("deploy", against, "do-step", back.ID, model.With("step", "1"))
	}
	w.next("deploy", action.EndRun{Run: run, Result: model.RunRolledBack}, "end-run", run, model.With("result", model.RunFailed))
	w.next("deploy", action.EndRun{Run: run, Result: model.RunDeployed}, "end-run", run, model.With("result", model.RunRolledBack), model.With("data", ""))
	w.must("deploy", action.DoStep{Run: run, Step: 1, Rollback: true})
	w.next("deploy", action.DoStep{Run: run, Step: 2}, "do-step", back.ID, model.With("step", "2"))
	w.must("deploy", action.BeginStep{Run: back.ID, Step: 2})
	w.must("deploy", action.DoStep{Run: back.ID, Step: 2})
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: "lost"}, `"lost" is nothing that becomes of data`)
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Restored: decided.Add(-time.Minute)}, "it failed only later")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataRestored})
	c := w.seen("")
	whole, own := model.Get[*model.Run](c, run), model.Get[*model.Run](c, back.ID)
	if b := whole.Rollback; b.Run != back.ID || !b.Partial || b.Data != model.DataRestored || !b.Decided.Equal(decided) || len(b.Steps) != 2 || !b.Steps[1].Finished() || b.Ended.IsZero() {
		t.Errorf("%+v", b)
	}
	if own.Result != model.RunRolledBack || own.Open() || len(own.Marks) != 3 {
		t.Errorf("%+v", own)
	}
	if whole.Restored.Before(whole.Failed) {
		t.Errorf("it was restored %s, before it failed %s", whole.Restored, whole.Failed)
	}
	if runs := c.Runs(id); len(runs) != 1 {
		t.Errorf("a rollback counts as a deployment: %v", runs)
	}
	if head := whole.Head(); len(head.Rollback.Steps) > 0 || len(head.Marks) > 0 || !head.Steps[0].Done.IsZero() {
		t.Errorf("the run is written with what stands in records of its own: %+v", head)
	}
	w.now = w.now.Add(time.Minute)
	again := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.finish(again)
	w.advance(id, "early-life")
}

// A failing run can't fail after it ended, and a step can't be done before it was begun.
func TestWhatHappensInARunIsInItsOrder(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	began := w.now
	w.now = w.now.Add(time.Hour)
	at := func(minutes int) time.Time { return began.Add(time.Duration(minutes) * time.Minute) }
	w.must("deploy", action.BeginStep{Run: run, Step: 1, Happened: at(10)})
	w.refused("deploy", action.DoStep{Run: run, Step: 1, Happened: at(9)}, "it was begun only later")
	w.must("deploy", action.FailStep{Run: run, Step: 1, Reason: "no room", Happened: at(20)})
	w.refused("deploy", action.BeginStep{Run: run, Step: 1, Happened: at(15)}, "it failed only later")
	w.refused("deploy", action.FailStep{Run: run, Step: 1, Reason: "no room", Happened: at(30)}, "it failed already")
	w.must("deploy", action.BeginStep{Run: run, Step: 1, Happened: at(25)})
	w.refused("deploy", action.NoteRun{Run: run, Text: "x", Happened: at(-1)}, "started only later")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Happened: at(24)}, "was begun only later")
	// What lay off the plan is entered later as well, each at its time, and says why.
	w.refused("deploy", action.AddStep{Run: run, Text: "Make room", Reason: "full", Happened: at(-1)}, "started only later")
	added := w.must("deploy", action.AddStep{Run: run, Text: "Make room", Reason: "full", After: "none", Happened: at(21)}).Writes[0].(*model.Mark)
	w.refused("deploy", action.GiveStep{Run: run, Step: added.Step, To: "deployment-team", Happened: at(22)}, "it is not said why it is given away")
	w.refused("deploy", action.GiveStep{Run: run, Step: added.Step, To: "deployment-team", Reason: "tired", Happened: at(20)}, "it was added only later")
	w.must("deploy", action.GiveStep{Run: run, Step: added.Step, To: "deployment-team", Reason: "tired", Happened: at(22)})
	w.refused("deploy", action.GiveStep{Run: run, Step: added.Step, To: "change-manager", Reason: "tired", Happened: at(21)}, "it was given away before only later")
	w.refused("deploy", action.DoStep{Run: run, Step: added.Step, Happened: at(20)}, "it was added only later")
	w.must("deploy", action.DoStep{Run: run, Step: added.Step, Happened: at(23)})
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: at(40), Happened: at(30)}, "it had ended before")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: at(30), Restored: at(29)}, "it failed only later")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: at(30), Restored: at(45)})
	w.refused("deploy", action.RestoreService{Run: run, Happened: at(29)}, "failed only later")
	w.must("deploy", action.NoteRun{Run: run, Text: "in the morning"})
	if got := model.Get[*model.Run](w.seen(""), run); got.Steps[0].Finished() || !got.Steps[0].GoesOn() || len(got.Marks) != 7 {
		t.Errorf("%+v", got.Steps[0])
	}
}

// next wants a refusal to offer a task about a record, with these answers.
func (w *world) next(who string, a action.Action, task string, about model.ID, with ...process.Answer) {
	w.t.Helper()
	_, err := w.do(who, a)
	var refusal *model.Refusal
	if !errors.As(err, &refusal) {
		w.t.Fatalf("%+v: %v", a, err)
	}
	for _, r := range refusal.Reasons {
		for _, cure := range r.Remedies {
			if cure.Task == task && cure.About == about && reflect.DeepEqual(cure.Answers, with) {
				return
			}
		}
	}
	w.t.Fatalf("%+v: %+v offers no %s of %s with %v", a, refusal.Reasons, task, about, with)
}
