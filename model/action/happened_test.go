package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// Nothing that happened is dated before what it needs, whatever the order in
// which it is recorded; and what is dated back has both times.
func TestARunIsDatedAfterWhatItNeeds(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	came := w.now
	w.now = came.Add(2 * time.Hour)
	for said, want := range map[time.Time]string{
		came.Add(-time.Minute):                       "REL-1 came into Deployment only later, 2026-03-12 20:05 UTC",
		monday.Add(-time.Minute):                     "Authorisation 2 (deployment)) was approved only later",
		w.now.Add(time.Minute):                       "in the future",
		time.Date(1969, 7, 20, 0, 0, 0, 0, time.UTC): "in 1969",
	} {
		w.refused("deploy", action.StartRun{Release: id, Happened: said}, want)
	}
	w.refused("deploy", action.StartRun{Release: id, Mock: true, Happened: monday.Add(-time.Hour)}, "REL-1 was registered only later")
	began := came.Add(10 * time.Minute)
	run := w.must("deploy", action.StartRun{Release: id, Happened: began}).Writes[0].Key()
	if r := model.Get[*model.Run](w.seen(""), run); !r.Started.Equal(began) || !r.StartedRecorded.Equal(w.now) {
		t.Errorf("it started %s, recorded %s", r.Started, r.StartedRecorded)
	}

	w.refused("deploy", action.DoStep{Run: run, Step: 1, Happened: began.Add(-time.Minute)}, string(run)+" started only later")
	w.refused("deploy", action.DoStep{Run: run, Step: 1, Happened: w.now.Add(time.Minute)}, "in the future")
	w.must("deploy", action.DoStep{Run: run, Step: 1, Happened: began.Add(20 * time.Minute)})
	w.refused("deploy", action.DoStep{Run: run, Step: 1}, "it is finished already")
	w.refused("deploy", action.DoStep{Run: run, Step: 9}, "there is no step 9; there are 2")
	w.refused("deploy", action.DoStep{Run: run, Step: 2, NoReturn: true, Happened: began.Add(10 * time.Minute)}, "step 1 was done only later")
	w.must("deploy", action.DoStep{Run: run, Step: 2, NoReturn: true, Happened: began.Add(30 * time.Minute)})
	if s := model.Get[*model.Run](w.seen(""), run).Steps[1]; !s.Done.Equal(began.Add(30*time.Minute)) || !s.Recorded.Equal(w.now) {
		t.Errorf("step 2 is %+v", s)
	}

	w.refused("deploy", action.EndRun{Run: run, Result: "fine"}, `"fine" is no result`)
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Intervention: "magic"}, `"magic" is no intervention`)
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Happened: began.Add(25 * time.Minute)}, "step 2 was done only later")
	ended := began.Add(40 * time.Minute)
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Happened: ended, Restored: ended.Add(-time.Minute)}, "it ended as failed only later")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunFailed, Happened: ended, Restored: ended.Add(time.Minute)})
	if r := model.Get[*model.Run](w.seen(""), run); !r.Ended.Equal(ended) || !r.EndedRecorded.Equal(w.now) || !r.RestoredRecorded.Equal(w.now) {
		t.Errorf("it is %+v", r)
	}
	w.refused("deploy", action.Verify{Run: run, Line: 1, Passed: true}, "ended as failed")
	w.refused("deploy", action.StartRun{Release: id, Happened: ended.Add(-time.Minute)}, string(run)+", the run before, ended only later")
	w.must("deploy", action.StartRun{Release: id, Happened: ended.Add(time.Minute)})
}

// What is dated back opens no gate earlier: what a gate counts from is when it was
// recorded.
func TestWhatIsDatedBackOpensNoGateEarlier(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	run := w.run(id)
	ended := w.now
	w.now = ended.AddDate(0, 0, 30)
	w.refused("coord", action.Advance{Release: id}, "the deployment run has ended")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed, Happened: ended.Add(time.Minute)})
	w.advance(id, "early-life")
	found := w.finding(id, "early-life", "days-passed")
	if !found.Blocks() || !strings.Contains(found.Evidence, "0 days of ") || !strings.HasSuffix(found.Evidence, ", when its end was recorded") {
		t.Errorf("the days of early life: %s, %s", found.Answer, found.Evidence)
	}
	w.now = w.now.AddDate(0, 0, 60)
	if found = w.finding(id, "early-life", "days-passed"); found.Blocks() {
		t.Errorf("60 days later: %s", found.Evidence)
	}
}

// Who types a time means its minute: what needs something of that minute comes
// right after it.
func TestATypedTimeMeansItsMinute(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	w.now = w.now.Add(30 * time.Second)
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	began := w.now
	w.now = w.now.Add(20 * time.Second)
	w.must("deploy", action.DoStep{Run: run, Step: 1, Happened: began.Truncate(time.Minute)})
	if s := model.Get[*model.Run](w.seen(""), run).Steps[0]; !s.Done.Equal(began) || !s.Recorded.IsZero() {
		t.Errorf("it was done %s, recorded %s", s.Done, s.Recorded)
	}
}

// With a clock that stands before what was done, nothing is dated before it
// either: the clock is named.
func TestAClockThatIsBehindDatesNothingBack(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	right := w.now
	w.now = right.Add(-time.Hour)
	w.refused("deploy", action.StartRun{Release: id}, "and the clock says 2026-03-12 19:05 UTC")
	w.now = right.Add(-time.Second) // another host
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	if r := model.Get[*model.Run](w.seen(""), run); !r.Started.Equal(right) {
		t.Errorf("it started %s, and came into the stage %s", r.Started, right)
	}
	w.now = time.Unix(0, 0)
	w.refused("deploy", action.DoStep{Run: run, Step: 1}, string(run)+" started, 2026-03-12 20:05 UTC, and the clock says 1970")
	w.refused("deploy", action.Verify{Run: run, Line: 1, Passed: true}, "the clock says")
	w.refused("deploy", action.RollBack{Run: run, Trigger: "errors"}, "the clock says")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed}, "the clock says")
}

// A rollback is decided after what was done, its steps come after that, and
// service is back after it failed.
func TestARollbackIsDatedInItsOrder(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.now = w.now.Add(time.Hour)
	decided := w.now
	w.must("deploy", action.RollBack{Run: run, Trigger: "errors"})
	w.now = w.now.Add(time.Hour)
	w.refused("deploy", action.DoStep{Run: run, Step: 1, Rollback: true, Happened: decided.Add(-time.Minute)}, "the rollback was decided only later")
	steps := model.Get[*model.Run](w.seen(""), run).Rollback.Steps
	for i := range steps {
		w.must("deploy", action.DoStep{Run: run, Step: i + 1, Rollback: true, Happened: decided.Add(time.Duration(i+1) * time.Minute)})
	}
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Happened: decided}, "of the rollback")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Restored: decided.Add(-time.Minute)}, "it failed only later")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataKept, Failed: decided.Add(time.Minute)}, "its rollback had been decided before")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack}, "it is not said what became of the data")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataKept, Intervention: "hotfix"}, "it is rolled back, and that is no hotfix")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunRolledBack, Data: model.DataKept, Failed: decided.Add(-10 * time.Minute), Restored: decided.Add(30 * time.Minute)})
	if r := model.Get[*model.Run](w.seen(""), run); !r.Failed.Equal(decided.Add(-10*time.Minute)) || !r.Rollback.Decided.Equal(decided) {
		t.Errorf("it failed %s, and was decided %s", r.Failed, r.Rollback.Decided)
	}
}

// A run is rolled back also after it ended: it stays ended when it did, and what it deployed
// counts until it is taken back. A way back that fails ends it as failed.
func TestARollbackAfterTheRun(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	run := model.ID("RUN-1")
	get := func() *model.Run { return model.Get[*model.Run](w.seen(""), run) }
	ended := get().Ended
	w.now = w.now.Add(24 * time.Hour)
	w.refused("deploy", action.RollBack{Run: run, Trigger: "wages are wrong", NoReturn: get().NoReturn() > 0, Happened: ended.Add(-time.Minute)}, "RUN-1 ended as deployed only later")
	back := w.must("deploy", action.RollBack{Run: run, Trigger: "wages are wrong", NoReturn: get().NoReturn() > 0, Failed: w.now.Add(-2 * time.Hour)}).Writes[1].Key()
	if r := get(); !r.Going() || r.Open() || !r.Ended.Equal(ended) || r.Result != model.RunDeployed || !r.Failed.Equal(w.now.Add(-2*time.Hour)) {
		t.Fatalf("on its way back it is %+v", r)
	}
	w.refused("deploy", action.DoStep{Run: run, Step: 1}, "it is being rolled back, by "+string(back))
	w.refused("deploy", action.StartRun{Release: id}, "RUN-1 is being rolled back")
	for i := range get().Rollback.Steps {
		w.must("deploy", action.DoStep{Run: back, Step: i + 1})
	}
	before := w.now
	w.now = w.now.Add(time.Hour)
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunDeployed}, "it is being rolled back")
	w.must("deploy", action.EndRun{Run: back, Result: model.RunRolledBack, Data: model.DataRestored})
	if r := get(); r.Going() || !r.Ended.Equal(ended) || r.Result != model.RunRolledBack || !r.Rollback.Ended.Equal(w.now) || !r.Restored.Equal(w.now) {
		t.Errorf("rolled back it is %+v", r)
	}
	if r := model.Get[*model.Run](w.seen("").AsOf(before), run); r.Result != model.RunDeployed || !r.Going() {
		t.Errorf("as of its way back it is %+v", r)
	}
	if r := model.Get[*model.Run](w.seen("").AsOf(ended), run); r.Result != model.RunDeployed || r.Going() || !r.Failed.IsZero() || r.Intervened() {
		t.Errorf("as of its end it is %+v", r)
	}
	if to := w.seen("").DeployedTo(id); to != 0 {
		t.Errorf("%d %% of it is deployed still", to)
	}
	w.refused("deploy", action.RollBack{Run: run, Trigger: "again"}, "RUN-1 ended as rolled-back")

	w = newWorld(t)
	w.deployed(software)
	back = w.must("deploy", action.RollBack{Run: run, Trigger: "wages are wrong", NoReturn: get().NoReturn() > 0}).Writes[1].Key()
	w.must("deploy", action.FailStep{Run: back, Step: 1, Reason: "no copy"})
	w.must("deploy", action.EndRun{Run: back, Result: model.RunFailed})
	if r := get(); r.Result != model.RunFailed || r.Going() || model.Get[*model.Run](w.seen(""), back).Result != model.RunFailed {
		t.Errorf("with a way back that failed it is %+v", r)
	}
}

// When the service was there again after a run that failed is said when it ends, or later, by
// then or as it was; what nothing failed in restores none.
func TestWhenServiceWasRestored(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	began := w.now
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	get := func() *model.Run { return model.Get[*model.Run](w.seen(""), run) }
	w.now = w.now.Add(time.Hour)
	w.refused("deploy", action.RestoreService{Run: run}, "it is running still")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: began.Add(-time.Minute)}, "started only later")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: w.now.Add(time.Minute)}, "in the future")
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: began.Add(30 * time.Minute), Restored: began.Add(20 * time.Minute)}, "it failed only later")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunFailed, Failed: began.Add(30 * time.Minute)})
	if r := get(); !r.Failed.Equal(began.Add(30*time.Minute)) || !r.Restored.IsZero() {
		t.Fatalf("ended it is %+v", r)
	}
	w.now = w.now.Add(24 * time.Hour)
	w.refused("deploy", action.RestoreService{Run: run, Failed: began}, "it failed already at")
	w.refused("deploy", action.RestoreService{Run: run, Happened: began.Add(29 * time.Minute)}, string(run)+" failed only later")
	w.refused("deploy", action.RestoreService{Run: run, Happened: w.now.Add(time.Minute)}, "in the future")
	out := w.must("deploy", action.RestoreService{Run: run, Happened: began.Add(50 * time.Minute)})
	if r := get(); !r.Restored.Equal(began.Add(50*time.Minute)) || !r.RestoredRecorded.Equal(w.now) || !out.Happened.Equal(r.Restored) || r.Result != model.RunFailed {
		t.Errorf("restored it is %+v, happened %s", r, out.Happened)
	}
	w.refused("deploy", action.RestoreService{Run: run, Happened: began.Add(50 * time.Minute)}, "already")
	if out = w.must("deploy", action.RestoreService{Run: run, Happened: began.Add(55 * time.Minute)}); !strings.Contains(out.Note, "corrected when service was restored") {
		t.Errorf("corrected it says %q", out.Note)
	}
	w.refused("deploy", action.StartRun{Release: id}, "the window closed") // a second try is a deployment of its own
	// Deployed with a hotfix: nobody but who was there knows when it failed.
	w = newWorld(t)
	id = w.deploying(software)
	again := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	run, began = again, w.now
	w.now = w.now.Add(time.Hour)
	for i, s := range get().Steps {
		w.must("deploy", action.DoStep{Run: run, Step: i + 1, NoReturn: s.NoBack})
	}
	for i := range get().Checks {
		w.must("deploy", action.Verify{Run: run, Line: i + 1, Passed: true})
	}
	w.refused("deploy", action.EndRun{Run: run, Result: model.RunDeployed, Failed: began.Add(time.Minute)}, "nothing failed")
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed, Intervention: "hotfix"})
	w.refused("deploy", action.RestoreService{Run: run}, "when it failed is missing")
	w.must("deploy", action.RestoreService{Run: run, Failed: began.Add(10 * time.Minute), Happened: began.Add(40 * time.Minute)})
	if r := get(); !r.Failed.Equal(began.Add(10*time.Minute)) || !r.Restored.Equal(began.Add(40*time.Minute)) {
		t.Errorf("with a hotfix it is %+v", r)
	}
	// Nothing failed in what was deployed, and no service in a rehearsal.
	w = newWorld(t)
	other := w.deployed(software)
	for _, one := range model.All[*model.Run](w.seen("")) {
		if one.Release == other && one.Production {
			w.refused("deploy", action.RestoreService{Run: one.ID}, "nothing had to be done at once")
		}
	}
	w = newWorld(t)
	mock := w.must("deploy", action.StartRun{Release: w.deploying(software), Mock: true}).Writes[0].Key()
	w.must("deploy", action.EndRun{Run: mock, Result: model.RunFailed})
	w.refused("deploy", action.RestoreService{Run: mock}, "it is a rehearsal")
}

// An incident is over after it began, and caused by what was there.
func TestAnIncidentIsDatedInItsOrder(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	first := model.Get[*model.Run](w.seen(""), "RUN-1").Started
	w.now = first.Add(3 * time.Hour)
	w.refused("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P3", Opened: time.Unix(-1, 0)}}, "in 1969")
	w.refused("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P3", Opened: first.Add(-time.Hour), CausedBy: []model.ID{id}}}, "REL-1 was first deployed only later")
	early := action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P3", Opened: first.Add(-time.Hour), Suspects: []model.ID{id}}}
	w.refused("desk", early, "REL-1 was first deployed only later")
	early.Anyway = true
	inc := w.must("desk", early).Subject
	w.refused("desk", action.LinkIncident{Incident: inc, Release: id, How: "confirmed"}, "it can't be its cause")
	w.refused("desk", action.ResolveIncident{Incident: inc, Happened: first.Add(-2 * time.Hour)}, "it began only later")
	w.must("desk", action.ResolveIncident{Incident: inc, Happened: first})
	if i := model.Get[*model.Incident](w.seen(""), inc); !i.OpenedRecorded.Equal(w.now) || !i.ResolvedRecorded.Equal(w.now) {
		t.Errorf("it is %+v", i)
	}
	// Its impact begins before it is opened, and not after it is over.
	edited := func(impact time.Time) action.Action {
		i := *model.Get[*model.Incident](w.seen(""), inc)
		i.ImpactStart = impact
		return action.EditIncident{Incident: i}
	}
	w.refused("desk", edited(w.now.Add(time.Hour)), "in the future")
	w.refused("desk", edited(first.Add(time.Minute)), "it was resolved")
	w.must("desk", edited(first.Add(-90*time.Minute)))
	later := w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "slower", Severity: "P3", ImpactStart: first.Add(-time.Minute)}}).Subject
	w.refused("desk", action.LinkIncident{Incident: later, Release: id, How: "confirmed"}, "it can't be its cause")
	w.refused("desk", action.ResolveIncident{Incident: later, Happened: first.Add(-2 * time.Minute)}, "it began only later")
}

// What was over and comes back is the same incident: how it had stood stays, and is what it is
// judged by as of then. So does the severity that it had.
func TestAnIncidentComesBack(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	get := func(inc model.ID) *model.Incident { return model.Get[*model.Incident](w.seen(""), inc) }
	opened := w.now
	inc := w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P3", Suspects: []model.ID{id}}}).Subject
	w.refused("desk", action.ReopenIncident{Incident: inc, Reason: "x"}, "it is open")
	w.now = w.now.Add(time.Hour)
	w.must("desk", action.ResolveIncident{Incident: inc})
	over := w.now
	w.must("desk", action.ResolveIncident{Incident: inc, Close: true})
	w.now = w.now.Add(2 * time.Hour)
	w.refused("desk", action.ReopenIncident{Incident: inc}, "a reason is missing")
	w.refused("desk", action.ReopenIncident{Incident: inc, Reason: "x", Happened: over.Add(-time.Hour)}, "it was resolved only later")
	w.must("desk", action.ReopenIncident{Incident: inc, Reason: "it is slow again", Happened: over.Add(time.Hour)})
	w.refused("desk", action.ResolveIncident{Incident: inc, Happened: over}, "it came back only later")
	w.refused("desk", action.RegradeIncident{Incident: inc, Severity: "P3", Reason: "x"}, "it is P3 already")
	w.refused("desk", action.RegradeIncident{Incident: inc, Severity: "P9", Reason: "x"}, "is no severity")
	w.refused("desk", action.RegradeIncident{Incident: inc, Severity: "P1"}, "a reason is missing")
	w.must("desk", action.RegradeIncident{Incident: inc, Severity: "P1", Reason: "nobody can pay"})
	i := get(inc)
	want := model.Reopening{Was: model.IncidentClosed, Resolved: over, Reason: "it is slow again", By: i.By, At: over.Add(time.Hour), Recorded: w.now}
	if i.State != model.IncidentOpen || !i.Resolved.IsZero() || !i.Opened.Equal(opened) || len(i.Reopenings) != 1 || i.Reopenings[0] != want {
		t.Errorf("it is %+v", i)
	}
	if i.Severity != "P1" || len(i.Grades) != 1 || i.Grades[0].From != "P3" || i.Grades[0].Reason != "nobody can pay" {
		t.Errorf("it is graded %+v", i.Grades)
	}
	for at, want := range map[time.Duration]string{30 * time.Minute: "open P3", 90 * time.Minute: "closed P3", 150 * time.Minute: "open P3", 4 * time.Hour: "open P1"} {
		then := model.Get[*model.Incident](w.seen("").AsOf(opened.Add(at)), inc)
		if got := string(then.State) + " " + then.Severity; got != want {
			t.Errorf("after %s it was %s, not %s", at, got, want)
		}
	}
	// The severity is no matter of editing.
	edited := *i
	edited.Severity = "P4"
	w.refused("desk", action.EditIncident{Incident: edited}, "its severity is changed with a reason")
}

// A release that never ran caused nothing: that it is held against one is asked about, and
// entered once that is confirmed.
func TestAnIncidentAgainstWhatNeverRan(t *testing.T) {
	w := newWorld(t)
	id := w.registered(software)
	for _, a := range []action.OpenIncident{{Incident: model.Incident{Title: "slow", Severity: "P3", Suspects: []model.ID{id}}}, {Incident: model.Incident{Title: "slow", Severity: "P3", CausedBy: []model.ID{id}}}} {
		_, err := w.do("desk", a)
		var refused *model.Refusal
		if !errors.As(err, &refused) || !refused.Asks() || !slices.Equal(refused.Doubts, []model.ID{id}) {
			t.Fatalf("%v", err)
		}
		a.Anyway = true
		inc := w.must("desk", a).Subject
		w.must("desk", action.LinkIncident{Incident: inc, Release: id, How: "cleared", Reason: "another one"})
		w.refused("desk", action.LinkIncident{Incident: inc, Release: id, How: "suspected"}, "never ran")
		w.must("desk", action.LinkIncident{Incident: inc, Release: id, How: "suspected", Anyway: true})
	}
	// What is wrong besides is said first, and nothing is asked then.
	_, err := w.do("desk", action.OpenIncident{Incident: model.Incident{Severity: "P3", Suspects: []model.ID{id}}})
	var refused *model.Refusal
	if !errors.As(err, &refused) || refused.Asks() {
		t.Errorf("%v", err)
	}
}
