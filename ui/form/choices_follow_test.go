package form

import (
	"slices"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestTheReasonsAreForTheWayInWhichTheDatesMove: the form of a move offers those that fit,
// and one that was chosen before and fits no more will not do.
func TestTheReasonsAreForTheWayInWhichTheDatesMove(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "cora", "reschedule", "REL-43")
	offered := func() []string {
		fl, _ := d.page.open.form.Field("reason")
		return fl.Options
	}
	rules := d.page.open.facts.Rules
	all := offered()
	if len(all) != len(rules.Policy.Reasons) {
		t.Fatalf("of dates that stand %d of %d reasons are offered", len(all), len(rules.Policy.Reasons))
	}
	zone := d.page.zone()
	start, err := when.Parse(d.page.answers.Get("start"), d.env.Now(), zone)
	if err != nil {
		t.Fatal(err)
	}
	d.answers("start", start.Shift(2, 0, zone).TextIn(zone))
	later := offered()
	if !slices.Contains(later, "not-ready") || slices.Contains(later, "earlier") || !slices.Contains(later, "defect-found") {
		t.Errorf("to put the dates off: %v", later)
	}
	d.answers("reason", "not-ready")
	if wrong := d.page.wrongAt("reason", 0); wrong != "" {
		t.Errorf("a reason that fits: %s", wrong)
	}
	d.answers("start", start.Shift(-2, 0, zone).TextIn(zone))
	sooner := offered()
	if slices.Contains(sooner, "not-ready") || !slices.Contains(sooner, "earlier") || !slices.Contains(sooner, "defect-found") {
		t.Errorf("to bring them forward: %v", sooner)
	}
	if d.page.wrongAt("reason", 0) == "" {
		t.Error("a reason that fits no more is not marked before it is sent")
	}
}

// TestAnEditOfAPartBeginsWithItsDates: of one occurrence, or of those from one on, the form
// shows the dates of that, until others are typed; and what is sent moves nothing.
func TestAnEditOfAPartBeginsWithItsDates(t *testing.T) {
	db := screentest.Demo(t)
	fact, err := db.Record(t.Context(), "WIN-5", store.Now)
	if err != nil {
		t.Fatal(err)
	}
	w := fact.Record.(*model.Window)
	first := w.Slot.Start.TextIn(w.Location(time.UTC))
	for field, who := range map[string]string{"only": "chandra", "following": "rafael"} { // each has a draft
		d := openTask(t, db, who, "edit-window", "WIN-5")
		if got := d.page.answers.Get("start"); got != first {
			t.Fatalf("all of them begin %s, not %s", got, first)
		}
		d.answers(field, "2026-12-01")
		if got := d.page.answers.Get("start"); got[:10] != "2026-12-01" {
			t.Errorf("%s: it begins %s", field, got)
		}
		if got := d.page.answers.Get("end"); got[:10] != "2026-12-01" && got[:10] != "2026-12-02" {
			t.Errorf("%s: it ends %s", field, got)
		}
		d.answers(field, "")
		if got := d.page.answers.Get("start"); got != first {
			t.Errorf("%s: all of them again begin %s", field, got)
		}
		d.answers("start", "2026-12-09 21:00")
		d.answers(field, "2026-12-01")
		if got := d.page.answers.Get("start"); got[:16] != "2026-12-09T21:00" {
			t.Errorf("%s: what was typed became %s", field, got)
		}
	}

	// As the calendar opens it. What is sent beside another title moves nothing.
	env := screentest.On(t, db, "milan", bare)
	job, _ := task.Named("edit-window")
	questions, err := assets.Task("edit-window")
	if err != nil {
		t.Fatal(err)
	}
	d := sit(t, env, Task(env, job, questions, "WIN-5").Begin(model.ByTask("edit-window", "WIN-5", model.With("only", "2026-12-01"))))
	if _, found := d.page.pageOf("rule"); found {
		t.Error("one occurrence alone is asked how it recurs")
	}
	if p, found := sit(t, env, Task(env, job, questions, "WIN-7")).page.pageOf("rule"); !found {
		t.Errorf("all of them aren't asked how they recur: %+v", p)
	}
	start := d.page.answers.Get("start")
	if start[:10] != "2026-12-01" {
		t.Errorf("opened for one, it begins %s", start)
	}
	end := d.page.answers.Get("end")
	d.answers("start", "2026-12-03 21:00")
	if got := d.page.answers.Get("end"); got[:10] != "2026-12-04" && got[:10] != "2026-12-03" {
		t.Errorf("with a start on the 3rd it ends %s", got)
	}
	d.answers("start", start)
	d.stand("moved back", "start", start, "end", end)
	d.answers("title", "Payroll, longer")
	answers, _ := d.page.tidied()
	act, err := d.page.from.make(d.page.open, answers)
	if err != nil {
		t.Fatal(err)
	}
	if n := act.(action.EditWindow).Window; !n.Slot.Same(w.Slot) || n.Title != "Payroll, longer" || n.Lasts != w.Lasts {
		t.Errorf("it would move %v to %v", w.Slot, n.Slot)
	}
}
