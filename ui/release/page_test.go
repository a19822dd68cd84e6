package release

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
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
	db := screentest.Sample(t)
	all, err := db.List(context.Background(), store.ListQuery{Kind: model.KindRelease})
	if err != nil {
		t.Fatal(err)
	}
	sizes := [][2]int{{1, 1}, {19, 3}, {22, 9}, {60, 12}, {80, 20}, {120, 36}, {200, 46}}
	for i, r := range all {
		d := sit(t, db, "cora", r.ID, 80, 20)
		for j, s := range d.page.sections {
			for k, size := range sizes {
				if (i+j+k)%3 != 0 {
					continue // each section at each size, on some release
				}
				d.goTo(s.name)
				d.w, d.h = size[0], size[1]
				screentest.Exact(t, d.page.View(d.w, d.h), d.w, d.h)
				d.press("l")
				for _, key := range []string{"j", "j", "pgdown", "end", "k", "pgup", "home"} {
					d.press(key)
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
	day := screentest.Sample(t)
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
func (n *night) sit(t *testing.T, who string) *rig {
	t.Helper()
	d := sit(t, n.DB, who, n.id, 80, 20)
	d.env.Now = func() time.Time { return n.now }
	d.do(d.page.Load())
	return d.goTo("Run").press("l")
}

// TestTheThirdColumnComesWithItsRoom: the section is as wide at 169 columns without a third
// one as at 218 with it.
func TestTheThirdColumnComesWithItsRoom(t *testing.T) {
	db := screentest.Sample(t)
	all, err := db.List(context.Background(), store.ListQuery{Kind: model.KindRelease})
	if err != nil {
		t.Fatal(err)
	}
	d := sit(t, db, "cora", all[0].ID, 169, 30)
	for _, w := range []int{169, 218, 169} {
		d.w, d.h = w, 30
		screentest.Exact(t, d.page.View(w, 30), w, 30)
	}
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
	d.press(" ").see("Point of no return", "Step 3 of RUN-4: Install the package", "After this step").press("esc").see("step 3, for")
	d.press("enter", "enter").see("step 4", "the point of no return is passed")
	n.now = n.now.Add(time.Minute)
	d.press(" ").see("verification 1 of 2")
	if got, _ := d.page.chosen(); got.check != 1 {
		t.Errorf("after the last step the cursor is on %+v, not on the verification", got)
	}
	d.press("s")
	if d.said != "skip step: every step is finished" {
		t.Error(d.said)
	}
	// The verification.
	d.goTo("Run").press("l", "end", "x").see("Verification 2 of RUN-4 failed", "no errors in the log")
	d.press("enter").see("a note is needed").press("t", "w", "o", "enter").see("failed 22:36 by Dmitri Volkov: two")
	d.press("k", "enter").see("passed 22:36")
	whenever(t, n.DB, "dmitri", action.RollBack{Run: n.run, Trigger: "sign-in fails", NoReturn: true})
	d.do(d.page.Load())
	d.press("home").see("ROLLING BACK", "way back, step 1, for 0 min: Install the package before", "rolled back", "0 of 2", "Rollback RUN-5", "sign-in fails", "→ 1", "so until 23:21", "Steps of the deployment, which is being rolled back")
	// That it goes back stays in view, however far the page is scrolled, and is said elsewhere.
	d.w, d.h = 80, 20
	d.see("way back, step 1").press("end").notSee("way back, step 1").see("RUN-4  ROLLING BACK", "going back  0 min of 45 min, 45 min left", "window ends 02:00", "open: it is rolling back")
	d.goTo("Overview").see("RUN-4 is rolling back: rollback, step 1")
	d.goTo("Run").press("l", "home")
	d.w, d.h = 120, 40
	d.press("R")
	if d.said != "roll back: it is being rolled back already" {
		t.Error(d.said)
	}
	d.press("j", " ", " ").press("home").see("every step of the rollback is done: end the run with E")
	whenever(t, n.DB, "dmitri", action.EndRun{Run: n.run, Result: model.RunRolledBack, Data: model.DataKept})
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

// A rehearsal beside the production run takes nothing from it: production is
// shown first, keys act on the run that is shown, and each says which it is.
func TestARehearsalBesideProduction(t *testing.T) {
	n := deploying(t)
	mock := whenever(t, n.DB, "dmitri", action.StartRun{Release: n.id, Mock: true, Env: "staging"}).Wrote[0]
	d := n.sit(t, "dmitri")
	d.w, d.h = 120, 40
	d.see(string(n.run)+"  RUNNING", "step 2", string(mock)+", rehearsal in staging since Wed 25 Nov 22:25, goes on too: ] shows it")
	production := func() *model.Run { return fetched[*model.Run](t, n.DB, n.run) }
	rehearsal := func() *model.Run { return fetched[*model.Run](t, n.DB, mock) }
	d.press(" ").see("step 3, for 0 min")
	if production().Steps[1].Done.IsZero() || rehearsal().Steps[0].Finished() {
		t.Fatal("the step of production was marked on the rehearsal")
	}
	d.press("R")
	if got := d.asked[len(d.asked)-1]; !strings.Contains(got, string(n.run)) {
		t.Errorf("the rollback is of %q", got)
	}
	d.press("]").see(string(mock)+"  RUNNING, REHEARSAL", "it counts as no deployment", string(n.run)+", production since", "[ shows it")
	d.press(" ").see("step 2, for 0 min")
	if !rehearsal().Steps[0].Finished() || production().Steps[2].Finished() {
		t.Fatal("the step of the rehearsal was marked on production")
	}
	d.press("[").see(string(n.run) + "  RUNNING")
	d.goTo("Overview").see("Deployment is under way: step 3")

	// What somebody works at stays in front of them when another run is started.
	whenever(t, n.DB, "dmitri", action.EndRun{Run: n.run, Result: model.RunFailed})
	e := n.sit(t, "tess").see(string(mock) + "  RUNNING")
	again := whenever(t, n.DB, "dmitri", action.StartRun{Release: n.id}).Wrote[0]
	e.do(e.page.Load())
	e.w, e.h = 120, 40
	e.see(string(mock)+"  RUNNING", string(again)+", production since")
	if n.sit(t, "dmitri").page.d.run("").ID != again {
		t.Error("who comes anew sees the rehearsal first")
	}
}

// fetched is a record as it stands.
func fetched[T model.Record](t *testing.T, db *store.DB, id model.ID) T {
	t.Helper()
	f, err := db.Record(context.Background(), id, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	return f.Record.(T)
}

func TestPictures(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "chandra", named(t, db, "Payroll 5.2"), 80, 20)
	d.golden(t, "overview")
	d.goTo("Plan").press("l").golden(t, "plan")
	d.goTo("Approvals").press("l").golden(t, "approvals")
	d.goTo("Clauses").press("l", "j").golden(t, "clauses")
	d.goTo("History").press("l", "j", "[", "[").golden(t, "history")
}

// TestWhatShowsTheClauses: each clause says whether it is shown, and enter by which records.
func TestWhatShowsTheClauses(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "chandra", named(t, db, "Payroll 5.2"), 100, 60)
	d.goTo("Clauses").see("8.5.3-a  pass", "8.5.3-h  open", "shown by PRC-1, REL-5")
	d.press(".")
	first := d.page.places[d.page.section].Key
	if list := d.page.notPassed(); len(list) < 2 || first != list[0] {
		t.Error(first, list)
	} else {
		for range list {
			d.press(".")
		}
		if at := d.page.places[d.page.section].Key; at != first {
			t.Error("round is", at, "and not", first)
		}
	}
	d.press("home", "enter").see("Clause 8.5.3-a", "met as it went through the gate of Registration", "Payroll 5.2 (REL-5)")
}

func TestTheKeysOfTheList(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "People Portal 3.2")
	d := sit(t, db, "cora", id, 80, 20).see("▸ Overview", "Registration →")
	d.press("j", "j").see("▸ Assessment", "Assessment    nothing", "not written").press("k").see("▸ Changes")
	d.press("tab").see("· Changes", "▸ CHG-").press("tab").see("▸ Changes").press("enter", "esc").see("▸ Changes")
	d.press("end").see("▸ History").press("home").see("▸ Overview")
	// In the list esc belongs to the frame, which leaves the page; h does it here.
	for _, b := range d.page.Bindings() {
		if b.Has("esc") {
			t.Error("the page takes esc where there is nothing to get out of")
		}
	}
	for key, want := range map[string]string{"h": "back", ">": "advance " + string(id), "<": "send back " + string(id), "g": "gate " + string(id), "y": "copy " + string(id)} {
		if d.press(key).lastAsked() != want {
			t.Errorf("%s asked for %q", key, d.lastAsked())
		}
	}
	if d.page.Subject() != id {
		t.Error("the page is about ", d.page.Subject())
	}
}

func TestFormsTasksAndRecords(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "People Portal 3.2")
	d := sit(t, db, "cora", id, 100, 30)
	want := func(what string) {
		t.Helper()
		if d.lastAsked() != what {
			t.Errorf("asked for %q, not %q", d.lastAsked(), what)
		}
	}
	// The first open check of the gate is mended by the assessment.
	d.press("l", "j", "enter")
	want("form assessment " + string(id))
	d.goTo("Plan").press("e")
	want("form release-plan " + string(id))
	d.goTo("Criteria & tests").press("l", "j", "e")
	want("form test-report " + string(id))
	d.press("enter")
	want("form test-report " + string(id))
	d.goTo("Changes").press("l", "e")
	want("form rfc " + string(d.page.d.changes[0].ID))
	d.press("enter").see("Organisation chart (CHG-", "category", "enhancement", "change (RFC), written by entry").press("esc")
	d.press("y")
	want("copy " + string(d.page.d.changes[0].ID))
	d.goTo("Changes").press("n").see("Change the scope", "Submit an RFC").press("enter")
	want("task scope " + string(id))
	d.goTo("Notices").press("n")
	want("task send-notice " + string(id))
	d.goTo("Rollback").press("n")
	if d.said != "new: e opens the form of this section" {
		t.Error(d.said)
	}
	// Everything that can be done, with hold.
	d.press("a").see("Move on to the next stage", "Change the scope").press("end").upTo("Put on hold").press("end").see("Form: Release Plan", "not written").press("home", "enter")
	want("advance " + string(id))
	whenever(t, db, "rafael", action.Hold{Release: id, Reason: "the supplier is silent", Review: when.OnClock(screentest.Now.AddDate(0, 0, 9), time.UTC)})
	d.do(d.page.Load())
	d.see("Assessment, on hold").press("a", "end").upTo("Put on hold").see("it is on hold already").press("esc")
	d.goTo("Overview").see("It is on hold: the supplier is silent.", "on hold since")
}

func TestDeciding(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "Payroll 5.2")
	d := sit(t, db, "chandra", id, 80, 20).see("your decision: d.")
	if why := d.page.whyDecide(); why != "this version of Fairway has no task decide-approval" && why != "" {
		t.Error(why)
	}
	d.goTo("Approvals").press("l").see("▸ APR-14")
	if d.page.waiting() != "APR-14" {
		t.Errorf("%s waits", d.page.waiting())
	}
	// The chosen approval is meant, not another one.
	if d.press("k"); d.page.waiting() != "" {
		t.Error("an approval that was given waits for a decision")
	}
	if d = sit(t, db, "konrad", id, 80, 20).press("d"); d.said != "decide: no approval of it waits for you" {
		t.Error(d.said)
	}
	// Who coordinates it must not decide it, and is told before trying.
	c := *d.page.d.c.Who.Person
	c.Roles = append(c.Roles, model.Grant{Role: "change-manager"})
	whenever(t, db, "rafael", action.Edit{Release: id, Set: map[string]string{"coordinator": string(c.ID)}})
	d.env.Person.Person = &c
	d.do(d.page.Load())
	d.w, d.h = 100, 30
	d.goTo("Approvals").press("l").see("It waits for you", "you must not: you are its coordinator")
}

func TestSteppingThroughTime(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "Payroll 5.2")
	d := sit(t, db, "chandra", id, 120, 36)
	d.press("]")
	if d.said != "after: this is the present" {
		t.Error(d.said)
	}
	d.goTo("Notices").see("NTC-").press("[").see("as of 19 Nov 2026 08:12", "Nobody was told of it yet").notSee("NTC-")
	d.press("e")
	if d.said != "edit: the page shows the past; t leads back to the present" {
		t.Error(d.said)
	}
	d.press("[", "[", "[", "[").see("Acceptance").press("]").goTo("History").see("◆").press("t").notSee("as of").see("Scheduled")
	// To the very beginning, and back by esc.
	d.press("l")
	for range 40 {
		d.press("[")
	}
	d.see("Registration").press("esc").notSee("as of").press("esc")
	if d.page.inside {
		t.Error("esc doesn't lead to the list")
	}
	// What an entry changed, field by field.
	d.press("l", "home").see("▸    Thu 19 Nov 08:13").press("j", "j", "enter")
	d.see("Entry 204 of the log", "moved REL-5 to Scheduled", "stage", "acceptance → scheduled").press("esc")
	// The session's own past is respected, and the page's is left with it.
	d.env.AsOf, d.env.Past = 190, time.Date(2026, 11, 19, 7, 57, 0, 0, screentest.Zone)
	d.do(d.page.Load())
	d.goTo("Overview").see("as of 19 Nov 2026 07:57").press("a")
	if d.said != "all actions: this is the past; esc leads back to the present" {
		t.Error(d.said)
	}
	d.env.AsOf = 1
	d.do(d.page.Load())
	d.see("not registered yet").press("j", "l", "enter", "[", "end", "pgdown")
}

func TestAReloadKeepsSectionAndCursor(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "Payroll 5.2")
	d := sit(t, db, "cora", id, 80, 20).goTo("Approvals").press("l", "j").see("▸ APR-13")
	whenever(t, db, "rafael", action.Edit{Release: id, Set: map[string]string{"notes": "longer\nnotes"}})
	whenever(t, db, "chandra", action.Decide{Approval: "APR-14", Verdict: model.Approve, Comment: "fine"})
	d.do(d.page.Load())
	d.see("▸ APR-13", "· Approvals").press("j", "j", "j", "j", "j", "j", "j").see("▸ APR-14", "Chandra Iyer (Change Manager) approved")
	d.w, d.h = 200, 46
	d.see("▸ APR-14")
}

func TestEndedReleases(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "Payroll 5.1")
	d := sit(t, db, "rafael", id, 100, 30).see("Nothing: it is closed", "✓ closed")
	for key, want := range map[string]string{"e": "edit", ">": "move on"} {
		if d.goTo("Plan").press(key); d.said != want+": REL-1 is closed; a offers what is still possible" {
			t.Error(d.said)
		}
	}
	d.press("a").see("REL-1 is closed").press("esc")
	other := named(t, db, "General Ledger 2.1")
	whenever(t, db, "rafael", action.Cancel{Release: other, Reason: "nobody wants it"})
	sit(t, db, "cora", other, 100, 30).see("it was cancelled", "nobody wants it", "cancelled in Registration")
}

func TestContentRemovedByLaw(t *testing.T) {
	db := screentest.Sample(t)
	id := named(t, db, "General Ledger 2.1")
	d := sit(t, db, "cora", id, 100, 30)
	change := d.page.d.changes[0].ID
	whenever(t, db, "rafael", action.Cancel{Release: id, Reason: "nobody wants it"})
	whenever(t, db, "noor", action.WithdrawChange{Change: change, Reason: "nobody wants it"})
	whenever(t, db, "alice", action.Redact{ID: change, Reason: "a person's data"})
	d.do(d.page.Load())
	d.goTo("Changes").press("l").see(string(change), "removed by law").press("j", "enter")
	whenever(t, db, "alice", action.Redact{ID: id, Reason: "a person's data"})
	d.do(d.page.Load())
	d.see("Its content was removed by law").press("j", "l", "enter", "n", "e", "a", "d", "[", " ", "tab")
	// Opened afresh it says the same.
	sit(t, db, "cora", id, 100, 30).see("Its content was removed by law")
	// A release that never was is no page at all.
	if d = sit(t, db, "cora", "REL-4000", 80, 20); d.failed == nil || d.lastAsked() != "back" {
		t.Error("REL-4000 was opened")
	}
}

func TestOtherSortsOfRelease(t *testing.T) {
	db := screentest.Sample(t)
	register := func(r model.Release) model.ID {
		r.Type = "normal"
		return whenever(t, db, "cora", action.Register{Release: r}).Subject
	}
	hours := register(model.Release{Name: "Longer hours", Contents: []string{"service-hours"}})
	sit(t, db, "cora", hours, 100, 30).goTo("Package (DML)").press("l").see("n.a.: it brings service hours", "Agreement on Service Hours", "not written")
	hardware := register(model.Release{Name: "New scanners", Contents: []string{"hardware"}})
	d := sit(t, db, "cora", hardware, 100, 30).goTo("Package (DML)").see("n.a.: it brings hardware and no software", "Nothing was ordered")
	whenever(t, db, "cora", action.Procure{Item: model.Procurement{Release: hardware, Title: "40 scanners", Hardware: true, Supplier: "Beta", Due: when.OnClock(screentest.Now.AddDate(0, 0, -2), time.UTC)}})
	d.do(d.page.Load())
	d.see("40 scanners", "! was due", "2 d late", "Package (DML)  ○ open: an order is late")
	bare := register(model.Release{Name: "Nothing yet"})
	d = sit(t, db, "cora", bare, 100, 30).goTo("Package (DML)").see("– n.a.", "it brings neither software nor hardware")
	for _, s := range d.page.sections {
		d.goTo(s.name).press("l", "j", "k").picture()
	}
}

func TestConflictsAreSeenAndLeadThere(t *testing.T) {
	db := screentest.Sample(t)
	id, other := named(t, db, "Web Shop 2026.49"), named(t, db, "People Portal 3.1")
	c, err := db.Case(context.Background(), store.Now, screentest.Now, model.Needs{Releases: []model.ID{id, other}})
	if err != nil {
		t.Fatal(err)
	}
	// Another release needs somebody at the same time, and the slot lies in a freeze.
	slot := model.Get[*model.Release](c, id).Window
	who := string(model.Get[*model.Release](c, id).Requester)
	whenever(t, db, "cora", action.Reschedule{Release: other, Window: slot, Reason: "conflict", Sentence: "the same night"})
	for _, r := range []model.ID{id, other} {
		whenever(t, db, "cora", action.Edit{Release: r, Set: map[string]string{"people": who}})
	}
	d := sit(t, db, "cora", id, 120, 40).see("Conflicts and freezes", "People Portal 3.1 ("+string(other)+") needs", "soft freeze")
	d.press("l")
	var asked []string
	for range 8 {
		if c, ok := d.page.chosen(); ok && (c.id == other || c.id.Kind() == model.KindWindow) {
			d.press("enter")
			asked = append(asked, d.lastAsked())
			if len(d.overlays) > 0 {
				d.see("Campaign week").press("esc")
			}
		}
		d.press("j")
	}
	if len(asked) < 2 || asked[len(asked)-1] != "find "+string(other) {
		t.Errorf("asked for %q", asked)
	}
}

// A freeze of whole days is on the same dates for whoever looks from elsewhere.
func TestAFreezeOfDaysNamesItsDaysElsewhere(t *testing.T) {
	db := screentest.Sample(t)
	zone, err := when.Zone("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	id := named(t, db, "Web Shop 2026.49")
	c, err := db.Case(t.Context(), store.Now, screentest.Now, model.Needs{Releases: []model.ID{id}})
	if err != nil {
		t.Fatal(err)
	}
	after := when.DateOf(model.Get[*model.Release](c, id).Window.End.At, screentest.Zone).AddDays(1)
	days := model.Slot{Start: when.OnDay(after, screentest.Zone), End: when.OnDay(after.AddDays(2), screentest.Zone)}
	whenever(t, db, "rafael", action.AddWindow{Window: model.Window{Title: "Stocktaking", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: days, Zone: screentest.Zone.String(), Reason: "the stock is counted"}})
	want := "near it: the hard freeze Stocktaking, " + after.Format(when.Short) + " – " + after.AddDays(2).Format(when.Short)
	d := sit(t, db, "cora", id, 160, 60).see(want)
	d.env.Zone = zone
	d.do(d.page.Load())
	d.see(want)
}

func TestEveryKeyIsDocumentedAndMeansOneThing(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", "REL-1", 80, 20)
	taken := strings.Fields("1 2 3 4 5 6 / : ctrl+k ? u ctrl+l ctrl+z q ctrl+c")
	seen := map[string]string{}
	for _, k := range taken {
		seen[k] = "the frame's"
	}
	for _, b := range d.page.Bindings() {
		if b.Name == "" || b.Help == "" || !slices.Contains(screen.Groups(), b.Group) {
			t.Errorf("%v is not documented", b.Keys)
		}
		for _, k := range b.Keys {
			if other := seen[k]; other != "" {
				t.Errorf("%q is both %s and %s", k, other, b.Name)
			}
			seen[k] = b.Name
		}
	}
}

// TestNothingIsThereYet asks every key of a page whose release hasn't come, or
// isn't in the file: the frame's footer does so in the first frame.
func TestNothingIsThereYet(t *testing.T) {
	db := screentest.Sample(t)
	for _, id := range []model.ID{"REL-1", "REL-999"} {
		d := sit(t, db, "cora", id, 80, 20)
		if id == "REL-1" {
			d.page = New(d.env, store.Card{ID: id})
		}
		for _, b := range d.page.Bindings() {
			if b.Disabled() == "" && b.Do != nil {
				d.do(b.Do())
			}
		}
		screentest.Exact(t, d.page.View(80, 20), 80, 20)
	}
}
