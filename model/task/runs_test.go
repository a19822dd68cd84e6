package task_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// With a rehearsal beside the production run, a task on the release asks which
// run is meant, production first; with one, it says which that is.
func TestOfSeveralRunsOneIsNamed(t *testing.T) {
	c := world("PER-4")
	c.Add(model.Fact{Since: 1009, Record: &model.Run{ID: "RUN-9", Release: deploying, Env: "staging", By: "PER-4", Started: now,
		Steps: []model.Step{{Text: "stop"}}, Checks: []model.Check{{Text: "answers"}}}})
	for name, field := range map[string]string{"do-step": "step", "skip-step": "step", "pass-verification": "line", "fail-verification": "line", "roll-back": "run", "end-run": "run"} {
		task, f, a := begun(t, c, name, deploying)
		fl, ok := f.Field(field)
		if !ok || a.Get(field) != "" {
			t.Errorf("%s: the run is not asked for, or stands there already: %q", name, a.Get(field))
			continue
		}
		if len(fl.Labels) < 2 || !strings.HasPrefix(fl.Labels[0], "RUN-1") {
			t.Errorf("%s: production is not first: %q", name, fl.Labels)
		}
		if !strings.Contains(strings.Join(fl.Labels, "\n"), "rehearsal") {
			t.Errorf("%s: it does not say which is the rehearsal: %q", name, fl.Labels)
		}
		if missing := f.Missing(a); len(missing) == 0 || missing[0].Field != field {
			t.Errorf("%s: it could be sent without saying which: %v", name, missing)
		}
		if act, err := task.Make(c, deploying, form.Answers{Values: map[string]string{}}); err == nil {
			t.Errorf("%s: it takes %+v without being told", name, act)
		}
	}
	c = world("PER-4")
	for _, name := range []string{"roll-back", "end-run"} {
		_, f, _ := begun(t, c, name, deploying)
		if !strings.HasPrefix(f.Help, "RUN-1  Run of "+string(deploying)+" (production") {
			t.Errorf("%s does not say of which run: %q", name, f.Help)
		}
	}
}

// A step is skipped with a reason, or not at all.
func TestAStepIsNotSkippedWithoutAReason(t *testing.T) {
	c := world("PER-4")
	task, f, a := begun(t, c, "skip-step", "RUN-1")
	for _, blank := range []string{"", "  ", "…"} {
		a.Values["reason"] = blank
		act, err := task.Make(c, "RUN-1", a)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := act.(action.DoStep); !ok || !act.(action.DoStep).Skipped {
			t.Fatalf("%+v", act)
		}
		if err := action.Open(c, act); err == nil || !strings.Contains(err.Error(), "it is not said why the step is skipped") {
			t.Errorf("%q: %v", blank, err)
		}
	}
	_ = f
}
