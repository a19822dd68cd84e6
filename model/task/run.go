package task

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
)

// doStep marks the next step of a run as done.
var doStep = Task{
	Name: "do-step", Title: "Mark a step as done", Act: action.DoStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	When: stepLeft, Open: openStep,
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return step(c, id, a)
	},
}

// skipStep says why a step was left out.
var skipStep = Task{
	Name: "skip-step", Title: "Skip a step", Act: action.DoStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	When: stepLeft, Open: openStep,
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		does, err := step(c, id, a)
		does.Skipped, does.Skip = true, a.Get("reason")
		return does, err
	},
}

// beginStep says that somebody is at a step, and failStep that it failed.
var beginStep = Task{
	Name: "begin-step", Title: "Begin a step", Act: action.BeginStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	When: func(c *model.Case, id model.ID) string {
		return running(c, id, ready(c, id, model.Step.GoesOn), "every step that could be is begun")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return openSteps(c, id, f, ready(c, id, model.Step.GoesOn))
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := step(c, id, a)
		return action.BeginStep{Run: s.Run, Step: s.Step, Rollback: s.Rollback, Happened: s.Happened, NoReturn: s.NoReturn, BreakGlass: s.BreakGlass, Seen: s.Seen}, err
	},
}

var failStep = Task{
	Name: "fail-step", Title: "Mark a step as failed", Act: action.FailStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	When: func(c *model.Case, id model.ID) string {
		return running(c, id, ready(c, id, model.Step.Fails), "every step is finished, or failed")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return openSteps(c, id, f, ready(c, id, model.Step.Fails))
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := step(c, id, a)
		return action.FailStep{Run: s.Run, Step: s.Step, Rollback: s.Rollback, Reason: a.Get("reason"), Happened: s.Happened, NoReturn: s.NoReturn, BreakGlass: s.BreakGlass, Seen: s.Seen}, err
	},
}

// giveStep gives a step to somebody else.
var giveStep = Task{
	Name: "give-step", Title: "Give a step to somebody else", Act: action.GiveStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	When: func(c *model.Case, id model.ID) string {
		return running(c, id, unfinished(c, id), "every step is finished")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "step", unfinished(c, id))
		holders(c, f, "to")
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		s, err := step(c, id, a)
		return action.GiveStep{Run: s.Run, Step: s.Step, To: a.Get("to"), Reason: a.Get("reason"), Happened: s.Happened}, err
	},
}

// noteRun, addStep, decideGo and handRun are of a run as a whole.
var (
	noteRun = Task{
		Name: "note-run", Title: "Note something of the run", Act: action.NoteRun{}, About: model.KindRun, Also: []model.Kind{model.KindRelease}, Which: noted, None: "no deployment run of it was started",
	}
	addStep = Task{
		Name: "add-step", Title: "Add a step", Act: action.AddStep{}, About: model.KindRun, Also: []model.Kind{model.KindRelease}, Which: runOptions(false), When: goesOn,
		Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
			holders(c, f, "owner")
			return begin(), nil
		},
	}
	decideGo = Task{
		Name: "decide-go", Title: "Decide go or no-go", Act: action.DecideGo{}, About: model.KindRun, Also: []model.Kind{model.KindRelease}, Which: runOptions(true), None: "it is being rolled back", When: goesOn,
		Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			return action.DecideGo{Run: model.ID(a.Get("run")), Go: a.Get("go") == "go", Present: ids(a, "present"), Text: a.Get("text"), Happened: at(a, "happened", c.ZoneOf(id))}, nil
		},
	}
	handRun = Task{
		Name: "hand-run", Title: "Hand the run over", Act: action.HandRun{}, About: model.KindRun, Also: []model.Kind{model.KindRelease}, Which: runOptions(false), When: goesOn,
	}
)

// holders puts the roles into a question for a person or a role.
func holders(c *model.Case, f *form.Form, name string) {
	fl := field(f, name)
	for _, r := range c.Rules.Roles {
		fl.Options, fl.Labels = append(fl.Options, r.ID), append(fl.Labels, r.Title)
	}
}

// noted are the runs of which something can be noted: all, those that go on first.
func noted(c *model.Case, id model.ID) []option {
	var out []option
	all := slices.Clone(model.All[*model.Run](c))
	model.SortRuns(all)
	for _, run := range all {
		if run.ID == id || run.Release == id {
			out = append(out, option{string(run.ID), titled(run) + " (" + run.Words() + ", " + model.StateWords(run) + ")"})
		}
	}
	return out
}

func stepLeft(c *model.Case, id model.ID) string {
	return running(c, id, steps(c, id), "every step is finished")
}

func openStep(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
	return openSteps(c, id, f, steps(c, id))
}

// openSteps offers some steps, and begins with the first where one run goes on.
func openSteps(c *model.Case, id model.ID, f *form.Form, list []option) (form.Answers, error) {
	offer(f, "step", list)
	if _, asks := f.Field("no_return"); asks && !slices.ContainsFunc(runs(c, id), func(run *model.Run) bool {
		return run.Rollback == nil && run.Back == "" && slices.ContainsFunc(model.Ready(run.Steps), func(n int) bool { return run.Steps[n-1].NoBack && !run.Steps[n-1].GoesOn() })
	}) {
		without(f, "no step that can be done now is the point of no return", "no_return")
	}
	if len(runs(c, id)) > 1 { // of several runs, the person says which is meant
		askedGlass(c, id, f)
		return begin(), nil
	}
	run, _, _ := strings.Cut(list[0].value, " ")
	r := c.ReleaseOf(model.ID(run))
	if r == nil {
		return begin(), nil
	}
	glass(c, f, r.Service, decision.Deploys(c, r, c.Who.ID()))
	return begin("step", list[0].value), nil
}

// askedGlass leaves the question for a reason to break glass where one of the
// runs that go on asks for it.
func askedGlass(c *model.Case, id model.ID, f *form.Form) {
	r := c.ReleaseOf(id)
	if r == nil || !slices.ContainsFunc(runs(c, id), func(run *model.Run) bool { return run.Production }) {
		without(f, "none of its runs that go on is in production", "break_glass")
		return
	}
	glass(c, f, r.Service, decision.Deploys(c, r, c.Who.ID()))
}

func step(c *model.Case, id model.ID, a form.Answers) (action.DoStep, error) {
	run, n, err := numbered(id, a, "step")
	if err != nil {
		return action.DoStep{}, err
	}
	r := model.Get[*model.Run](c, run)
	back := r != nil && r.Rollback != nil && r.Rollback.Run == "" // one that is a run is named itself
	if _, said := a.Values["rollback"]; said {
		back = a.Yes("rollback")
	}
	return action.DoStep{Run: run, Step: n, Rollback: back, Happened: at(a, "happened", c.ZoneOf(id)), NoReturn: a.Yes("no_return"), BreakGlass: a.Get("break_glass"), Seen: read(c, run)}, nil
}

// steps are those that can be done now, in each run that goes on: they wait for none. Its
// value is the run and the number of the step.
func steps(c *model.Case, id model.ID) []option {
	return ready(c, id, func(model.Step) bool { return false })
}

// ready are the steps that can be done now, without those of which it is said.
func ready(c *model.Case, id model.ID, but func(model.Step) bool) []option {
	return stepOptions(c, id, func(list []model.Step) []int {
		return slices.DeleteFunc(model.Ready(list), func(n int) bool { return but(list[n-1]) })
	})
}

// unfinished are those that are neither done nor skipped.
func unfinished(c *model.Case, id model.ID) []option {
	return stepOptions(c, id, func(list []model.Step) (out []int) {
		for i, s := range list {
			if !s.Finished() {
				out = append(out, i+1)
			}
		}
		return out
	})
}

func stepOptions(c *model.Case, id model.ID, which func([]model.Step) []int) []option {
	var out []option
	for _, run := range runs(c, id) {
		list, back, of := run.Steps, "", run.ID
		switch {
		case run.Rollback != nil:
			list, back = run.Rollback.Steps, " (of the rollback)"
			if run.Rollback.Run != "" {
				of = run.Rollback.Run
			}
		case run.Back != "":
			back = " (of the rollback)"
		}
		for _, n := range which(list) {
			out = append(out, option{fmt.Sprintf("%s %d", of, n), fmt.Sprintf("%s, step %d of %d%s: %s", runLabel(run), n, len(list), back, list[n-1].Text)})
		}
	}
	return out
}
