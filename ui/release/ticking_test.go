package release

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// deploys lets somebody run deployments, too.
func deploys(t *testing.T, n *night, who string) {
	t.Helper()
	id, err := n.Resolve(t.Context(), model.KindPerson, who)
	if err != nil {
		t.Fatal(err)
	}
	whenever(t, n.DB, "alice", action.GrantRole{Person: id, Grant: model.Grant{Role: "deployment-team"}})
}

// TestTwoAtOneStep: two people have the same step before their eyes, and both press space. One
// did it, and the other is told so, as often as they press: nobody ticks what they never chose.
func TestTwoAtOneStep(t *testing.T) {
	n := deploying(t)
	deploys(t, n, "konrad")
	dmitri, wanjiru := n.sit(t, "dmitri"), n.sit(t, "konrad")
	for _, d := range []*rig{dmitri, wanjiru} {
		d.w, d.h = 120, 40
		d.see("→ 2").press("l")
	}
	run := func() *model.Run { return fetched[*model.Run](t, n.DB, n.run) }
	// The page of the other was not drawn anew yet.
	dmitri.press(" ").see("step 3, for 0 min")
	wanjiru.press(" ")
	if wanjiru.failed == nil || !strings.Contains(wanjiru.failed.Error(), "it is finished already: Dmitri Volkov did it") {
		t.Fatalf("it said %v", wanjiru.failed)
	}
	// It was: the cursor stays on the step that she had.
	wanjiru.failed = nil
	wanjiru.do(wanjiru.page.Load())
	wanjiru.see("step 3, for 0 min")
	for range 2 {
		if wanjiru.press(" "); wanjiru.said != "step done: step 2 is finished already: Dmitri Volkov did it" {
			t.Errorf("it said %q", wanjiru.said)
		}
	}
	for _, key := range []string{"b", "x", "s"} {
		if wanjiru.press(key); !strings.HasSuffix(wanjiru.said, "step 2 is finished already: Dmitri Volkov did it") || len(wanjiru.overlays) > 0 {
			t.Errorf("%s said %q", key, wanjiru.said)
		}
	}
	if run().Steps[2].Finished() {
		t.Fatal("step 3 is finished, and nobody did it")
	}
	// By her own keys it goes on, and there asks of the point of no return.
	wanjiru.press("j", " ").see("Point of no return", "Step 3 of RUN-4").press("esc")
	// Each goes on by their own ticks.
	dmitri.press(" ").see("Point of no return").press("enter")
	if got, _ := dmitri.page.chosen(); got.step != 4 {
		t.Errorf("after their own tick the cursor is on %+v", got)
	}
	wanjiru.do(wanjiru.page.Load())
	if wanjiru.press(" "); wanjiru.said != "step done: step 3 is finished already: Dmitri Volkov did it" || run().Steps[3].Finished() {
		t.Errorf("it said %q", wanjiru.said)
	}
}

// TestAStepThatAnotherIsAt: what another began, or marked as failed, since it was seen is not
// written over.
func TestAStepThatAnotherIsAt(t *testing.T) {
	n := deploying(t)
	deploys(t, n, "konrad")
	d := n.sit(t, "konrad").see("→ 2")
	whenever(t, n.DB, "dmitri", action.FailStep{Run: n.run, Step: 2, Reason: "the disk is full"})
	d.press(" ")
	if d.failed == nil || !strings.Contains(d.failed.Error(), "Dmitri Volkov marked it as failed meanwhile") || !strings.Contains(d.failed.Error(), "the disk is full") {
		t.Fatalf("it said %v", d.failed)
	}
	d.failed = nil
	d.do(d.page.Load())
	d.see("failed", "the disk is full").press("b") // anew
	if x := fetched[*model.Run](t, n.DB, n.run).Steps[1]; d.failed != nil || !x.GoesOn() {
		t.Fatalf("%+v, %v", x, d.failed)
	}
	if d.press("b"); !strings.HasSuffix(d.said, "is at step 2 already") {
		t.Errorf("it said %q", d.said)
	}
	d.press("x").see("Step 2 of RUN-4 failed", "what was seen?").press("n", "o", "enter")
	if x := fetched[*model.Run](t, n.DB, n.run).Steps[1]; !x.Fails() || x.Why != "no" {
		t.Fatalf("%+v, %v", x, d.failed)
	}
	if d.press("s"); d.lastAsked() != "task skip-step RUN-4" {
		t.Errorf("asked for %q", d.lastAsked())
	}
	for key, task := range map[string]string{"m": "note-run", "D": "decide-go", "H": "hand-run"} {
		if d.press(key); d.lastAsked() != "task "+task+" RUN-4" {
			t.Errorf("%s asked for %q", key, d.lastAsked())
		}
	}
}

// TestARollbackTakesNoCursor: somebody else begins the way back, and the step that a person had
// before their eyes is not one of it.
func TestARollbackTakesNoCursor(t *testing.T) {
	n := deploying(t)
	deploys(t, n, "konrad")
	d, e := n.sit(t, "konrad").see("→ 2"), n.sit(t, "dmitri").see("→ 2")
	whenever(t, n.DB, "dmitri", action.RollBack{Run: n.run, Trigger: "sign-in fails"})
	for _, x := range []*rig{d, e} {
		x.do(x.page.Load())
		x.press(" ")
	}
	if d.said != "step done: it is being rolled back: the steps of the rollback are further down" {
		t.Errorf("it said %q", d.said)
	}
	if d.press("D"); d.said != "go or no-go: it is being rolled back" {
		t.Errorf("it said %q", d.said)
	}
	back := fetched[*model.Run](t, n.DB, n.run).Rollback
	if steps := fetched[*model.Run](t, n.DB, back.Run).Steps; !steps[0].Finished() || steps[0].By != e.env.Person.ID() {
		t.Errorf("who began it goes on with its first step: %+v, %q", steps, e.said)
	}
}

// TestWhoMayNotIsToldBefore: a key says whose it is, and opens no form.
func TestWhoMayNotIsToldBefore(t *testing.T) {
	n := deploying(t)
	d := n.sit(t, "cora").see("→ 2")
	for _, key := range []string{" ", "b", "x", "s", "R", "E"} {
		if d.press(key); !strings.HasSuffix(d.said, "your roles do not allow this; it belongs to: Deployment Team") || len(d.asked)+len(d.overlays) > 0 || d.failed != nil {
			t.Errorf("%q said %q, asked %v, failed %v", key, d.said, d.asked, d.failed)
		}
	}
}

// TestAWaitSaysWhatIsLeftOfIt: who says that it is over before it can be is asked, and not
// refused.
func TestAWaitSaysWhatIsLeftOfIt(t *testing.T) {
	n := deploying(t)
	whenever(t, n.DB, "dmitri", action.AddStep{Run: n.run, Text: "Wait for the caches", Reason: "they are cold", Sort: model.StepWait, Takes: 10 * time.Minute, After: "none"})
	d := n.sit(t, "dmitri")
	d.w, d.h = 120, 40
	d.see("→ 5  (wait) [added] Wait for the caches").press("j", "j", "j")
	if got, _ := d.page.chosen(); got.step != 5 {
		t.Fatalf("the cursor is on %+v", got)
	}
	d.press(" ").see("It still waits", "It takes 10 min, and nobody has begun with it").press("esc", "b")
	n.now = n.now.Add(3 * time.Minute)
	d.do(d.page.Load())
	d.see("at it", "7 min left").press(" ").see("7 min of 10 min are left.").press("esc")
	n.now = n.now.Add(8 * time.Minute)
	d.see("10 min are").press(" ")
	if x := fetched[*model.Run](t, n.DB, n.run).Steps[4]; len(d.overlays) > 0 || !x.Finished() {
		t.Errorf("it is over, and asks still, or is not done: %+v\n%s", x, d.picture())
	}
}
