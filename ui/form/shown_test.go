package form

import (
	"context"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// meanwhile does an action as somebody, in another session.
func meanwhile(t *testing.T, db *store.DB, handle string, a action.Action) store.Result {
	t.Helper()
	id, err := db.Resolve(context.Background(), model.KindPerson, handle)
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Do(context.Background(), store.Who{Person: id, Auth: "test"}, a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rehearsed begins a rehearsal of a release with a plan.
func rehearsed(t *testing.T, db *store.DB) *model.Run {
	t.Helper()
	return theRun(t, db, started(t, meanwhile(t, db, "dmitri", action.StartRun{Release: "REL-45", Mock: true})))
}

// started is the run among what was written.
func started(t *testing.T, r store.Result) model.ID {
	t.Helper()
	for _, id := range r.Wrote {
		if id.Kind() == model.KindRun {
			return id
		}
	}
	t.Fatalf("no run was written: %v", r.Wrote)
	return ""
}

func theRun(t *testing.T, db *store.DB, id model.ID) *model.Run {
	t.Helper()
	c, err := db.Case(t.Context(), store.Now, screentest.Now, model.Needs{Runs: []model.ID{id}, IDs: []model.ID{id}})
	if err != nil {
		t.Fatal(err)
	}
	run := model.Get[*model.Run](c, id)
	if run == nil {
		t.Fatalf("there is no %s", id)
	}
	return run
}

// TestAStepThatWasShownIsTheOneThatIsTicked: the form proposes step 1, and somebody else ticks
// it meanwhile. Whoever had it before their eyes ticks no other.
func TestAStepThatWasShownIsTheOneThatIsTicked(t *testing.T) {
	db := screentest.Demo(t)
	run := rehearsed(t, db)
	for _, loaded := range []bool{true, false} {
		n := 1
		if !loaded {
			n = 2
		}
		d := openTask(t, db, "dmitri", "do-step", run.ID)
		d.press("ctrl+s")
		d.sees("step " + string(rune('0'+n)) + " of 3")
		meanwhile(t, db, "lena", action.DoStep{Run: run.ID, Step: n})
		if loaded { // the page was drawn anew; else ctrl+s comes before that
			d.run(d.page.Load())
			d.sees("it is finished already: Lena Fischer did it")
		}
		d.press("ctrl+s")
		if loaded {
			d.sees("step 1 of 3", "it is finished already: Lena Fischer did it", "Choose anew")
		}
		d.press("ctrl+s")
		if d.back {
			t.Fatalf("sent:\n%s", d.picture(100, 40))
		}
		if now := theRun(t, db, run.ID); now.Steps[n].Finished() {
			t.Fatalf("step %d is finished, and nobody did it", n+1)
		}
		if !loaded {
			if len(d.failed) == 0 || !strings.Contains(d.failed[0].Error(), "Lena Fischer did it") {
				t.Errorf("it said %v", d.failed)
			}
			continue
		}
		// Who chooses anew goes on.
		d.answers("step", string(run.ID)+" 2")
		d.press("ctrl+s")
		if p := d.picture(100, 40); strings.Contains(p, "finished already") {
			t.Errorf("another is chosen, and it still says:\n%s", p)
		}
	}
}

// TestARollbackSwapsNoStep: the run is rolled back meanwhile, whose step 1 is another.
func TestARollbackSwapsNoStep(t *testing.T) {
	db := screentest.Demo(t)
	run := rehearsed(t, db)
	d := openTask(t, db, "dmitri", "do-step", run.ID)
	e := openTask(t, db, "dmitri", "end-run", run.ID)
	d.press("ctrl+s")
	e.press("ctrl+s")
	e.sees("Deployed")
	meanwhile(t, db, "lena", action.RollBack{Run: run.ID, Trigger: "broke"})
	for _, x := range []*desktop{d, e} {
		x.run(x.page.Load())
		x.sees("it is being rolled back")
		x.press("ctrl+s", "ctrl+s")
		if x.back {
			t.Errorf("sent:\n%s", x.picture(100, 40))
		}
	}
	now := theRun(t, db, run.ID)
	if now.Rollback == nil || len(now.Rollback.Steps) == 0 || now.Rollback.Steps[0].Finished() || !now.Open() {
		t.Errorf("something was done: %+v", now.Rollback)
	}
}

// TestTheOnlyOneStaysTheOneThatWasShown: a release has one run that goes on, and the form says
// which it is of; another takes its place.
func TestTheOnlyOneStaysTheOneThatWasShown(t *testing.T) {
	db := screentest.Demo(t)
	run := rehearsed(t, db)
	d := openTask(t, db, "dmitri", "hand-run", "REL-45")
	lena, err := db.Resolve(t.Context(), model.KindPerson, "lena")
	if err != nil {
		t.Fatal(err)
	}
	d.answers("to", string(lena))
	d.answers("text", "all fine")
	meanwhile(t, db, "lena", action.EndRun{Run: run.ID, Result: model.RunFailed})
	other := started(t, meanwhile(t, db, "lena", action.StartRun{Release: "REL-45", Mock: true}))
	d.run(d.page.Load())
	d.press("ctrl+s", "ctrl+s")
	if now := theRun(t, db, other); now.Lead != "" {
		t.Errorf("%s was handed over; %s was shown", other, run.ID)
	}
	if d.back {
		t.Errorf("sent:\n%s", d.picture(100, 40))
	}
}

// TestALineThatWasShownIsTheOneThatPasses: the form proposes a line of the verification, which
// somebody else marks as failed meanwhile. It is neither another line that passes, nor does
// that one without a word.
func TestALineThatWasShownIsTheOneThatPasses(t *testing.T) {
	db := screentest.Demo(t)
	const of = "RUN-33"
	d := openTask(t, db, "dmitri", "pass-verification", of)
	d.press("ctrl+s")
	d.sees("line 1 of 2")
	meanwhile(t, db, "lena", action.Verify{Run: of, Line: 1, Note: "rows are missing"})
	d.run(d.page.Load())
	d.sees("line 1 of 2")
	d.press("ctrl+s")
	run := theRun(t, db, of)
	if d.back || !run.Checks[0].Failed || run.Checks[1].Passed {
		t.Fatalf("back %v, %+v\n%s", d.back, run.Checks, d.picture(100, 40))
	}
}
