package release

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// named finds a release of the sample.
func named(t *testing.T, db *store.DB, title string) model.ID {
	t.Helper()
	all, err := db.List(context.Background(), store.ListQuery{Kind: model.KindRelease})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Title == title {
			return r.ID
		}
	}
	t.Fatalf("the sample has no release %s", title)
	return ""
}

// TestEverySectionOfEveryRelease looks at all of the sample, from end to end,
// at every size that has a layout of its own.
func TestEverySectionOfEveryRelease(t *testing.T) {
	db := screentest.Demo(t)
	all, err := db.List(context.Background(), store.ListQuery{Kind: model.KindRelease})
	if err != nil {
		t.Fatal(err)
	}
	sizes := [][2]int{{1, 1}, {19, 3}, {22, 9}, {60, 12}, {80, 20}, {120, 36}, {200, 46}}
	for _, r := range all {
		d := sit(t, db, "cora", r.ID, 80, 20)
		for _, s := range d.page.sections {
			for _, size := range sizes {
				d.goTo(s.name)
				d.w, d.h = size[0], size[1]
				screentest.Exact(t, d.page.View(d.w, d.h), d.w, d.h)
				d.press("l")
				for _, k := range []string{"j", "j", "pgdown", "end", "k", "pgup", "home"} {
					d.press(k)
					screentest.Exact(t, d.page.View(d.w, d.h), d.w, d.h)
				}
				d.press("esc")
			}
		}
	}
}

// night is the sample on the evening of a deployment, with a clock of its own.
type night struct {
	*store.DB
	now time.Time
	id  model.ID
	run model.ID
}

// deploying brings a release of the sample to its deployment, twenty minutes
// after the run was started and with the first step done.
func deploying(t *testing.T) *night {
	t.Helper()
	day := screentest.Demo(t)
	n := &night{id: named(t, day, "Payroll 5.2"), now: screentest.Now}
	db, err := store.Open(context.Background(), day.Path(), store.Options{Now: func() time.Time { return n.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	n.DB = db
	c, err := db.Case(context.Background(), store.Now, n.now, model.Needs{Releases: []model.ID{n.id}})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"chandra", "rafael"} {
		whenever(t, db, who, action.Decide{Approval: c.ApprovalFor(n.id, "authorisation-2").ID, Verdict: model.Approve})
	}
	whenever(t, db, "konrad", action.TakeBaseline{Release: n.id})
	n.now = time.Date(2026, 11, 25, 22, 5, 0, 0, screentest.Zone)
	whenever(t, db, "chandra", action.Advance{Release: n.id, From: "scheduled"})
	n.run = whenever(t, db, "dmitri", action.StartRun{Release: n.id}).Wrote[0]
	n.now = n.now.Add(12 * time.Minute)
	whenever(t, db, "dmitri", action.DoStep{Run: n.run, Step: 1})
	n.now = n.now.Add(8 * time.Minute)
	return n
}

// sit opens the page on that evening.
func (n *night) sit(t *testing.T, who string) *desk {
	t.Helper()
	d := sit(t, n.DB, who, n.id, 80, 20)
	d.env.Now = func() time.Time { return n.now }
	d.do(d.page.Load())
	return d.goTo("Run").press("l")
}

func TestTheRun(t *testing.T) {
	n := deploying(t)
	d := n.sit(t, "dmitri").golden(t, "run")
	d.w, d.h = 120, 40
	d.see("RUN-", "RUNNING", "20 min of 1 h 30 min, 1 h 10 min left", "step 2, for 8 min: Copy the database", "→ 2", "point of no return", "by 01:15, to be done when the window ends at")
	n.now = n.now.Add(10 * time.Minute)
	d.see("30 min of", "step 2, for 18 min") // the clock alone moves the timers
	d.press("enter").see("step 3, for 0 min")
	if d.failed != nil {
		t.Fatal(d.failed)
	}
	// The step behind which there is no way back is asked about.
	d.press(" ").see("Point of no return", "Step 3: Install the package", "After this step").press("esc").see("step 3, for")
	d.press("enter", "enter").see("step 4", "the point of no return is passed")
	n.now = n.now.Add(time.Minute)
	d.press(" ").see("verification 1 of 2")
	d.press("s")
	if d.said != "skip step: this version of Fairway has no task skip-step" {
		t.Error(d.said)
	}
	// The verification.
	d.goTo("Run").press("l", "end", "x").see("Verification 2 failed", "no errors in the log")
	d.press("enter").see("a note is needed").press("t", "w", "o", "enter").see("failed 22:36 by Dmitri Volkov: two")
	d.press("k", "enter").see("passed 22:36")
	whenever(t, n.DB, "dmitri", action.RollBack{Run: n.run, Trigger: "sign-in fails"})
	d.do(d.page.Load())
	d.press("home").see("way back, step 1, for 0 min: Install the package before").press("end").see("Rollback", "sign-in fails", "→ 1", "so until 23:21")
	d.press("R")
	if d.said != "roll back: it is being rolled back already" {
		t.Error(d.said)
	}
	d.press(" ", " ").press("home").see("every step is done: end the run with E")
	whenever(t, n.DB, "dmitri", action.EndRun{Run: n.run, Result: model.RunRolledBack})
	d.do(d.page.Load())
	d.press("home").see("ROLLED BACK", "restored", "intervention", "rollback", "less than planned")
	d.press(" ")
	if d.said != "step done: "+string(n.run)+" has ended" {
		t.Error(d.said)
	}
}

func TestSeveralRuns(t *testing.T) {
	n := deploying(t)
	whenever(t, n.DB, "dmitri", action.EndRun{Run: n.run, Result: model.RunFailed})
	again := whenever(t, n.DB, "dmitri", action.StartRun{Release: n.id}).Wrote[0]
	d := n.sit(t, "dmitri").see(string(again), "RUNNING", "run 2 of 2")
	d.press("[").see(string(n.run), "FAILED", "run 1 of 2").press("[")
	if d.said != "before: there is no run before" {
		t.Error(d.said)
	}
	d.press("]").see(string(again))
}
