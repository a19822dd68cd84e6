package task

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
)

// takeBaseline records the affected items before the deployment.
var takeBaseline = Task{
	Name: "take-baseline", Title: "Take the CI baseline", Act: action.TakeBaseline{}, About: model.KindRelease,
	When: on(unlocked, not(untouching, "it touches no configuration item")),
}

func untouching(_ *model.Case, r *model.Release) bool { return len(r.Items) == 0 }

// sendNotice records that those concerned were told.
var sendNotice = Task{
	Name: "send-notice", Title: "Record a notice", Act: action.SendNotice{}, About: model.KindRelease,
	When: on(func(_ *model.Case, r *model.Release) string {
		switch {
		case r.Cancelled != nil:
			return over(r)
		case r.Window.IsZero() && r.Emergency() == nil:
			return "it has no dates to announce"
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if plan := c.Document(gate.FormPlan, id); plan != nil && plan.Meant().Get("communication") != "" {
			f.Help += " The plan says: " + plan.Meant().Get("communication")
		}
		return begin("channel", "mail"), nil
	},
}

// addMedia enters something deployable into the DML, for a release.
var addMedia = Task{
	Name: "add-media", Title: "Put a package into the DML", Makes: model.KindMedia, Act: action.AddMedia{}, About: model.KindRelease, When: on(unlocked),
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("version", model.Get[*model.Release](c, id).Version, "medium", "archive"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		sum, file := digest(a.Get("sha256"))
		m := model.Media{Name: a.Get("name"), Version: a.Get("version"), Medium: a.Get("medium"), SHA256: sum, Licence: a.Get("licence"), Source: a.Get("source"), Expires: a.Moment("expires", c.ZoneOf(id)), DigestOnly: true}
		if m.Name == "" {
			m.Name = file
		}
		m.Size, _ = strconv.ParseInt(a.Get("size"), 10, 64) // the form's rules saw that it is a number
		return action.AddMedia{Media: m, Release: id}, nil
	},
}

// withdrawMedia marks a DML entry as not to be deployed.
var withdrawMedia = Task{
	Name: "withdraw-media", Title: "Withdraw from the DML", Act: action.WithdrawMedia{}, About: model.KindMedia,
	When: barred(func(m *model.Media) bool { return m.State == model.MediaWithdrawn }, "it is withdrawn already"),
}

// updateItem brings the CMDB up to date after a deployment.
var updateItem = Task{
	Name: "update-item", Title: "Bring the CMDB up to date", Act: action.UpdateItem{}, About: model.KindRelease,
	When: on(open, not(untouching, "it touches no configuration item"), not(func(c *model.Case, r *model.Release) bool {
		run := c.LastRun(r.ID)
		return run == nil || run.Open()
	}, "no deployment of it has ended")),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := touched(c, model.Get[*model.Release](c, id))
		offer(f, "item", list)
		offer(f, "what", []option{{"updated", "It was changed: this is what it is now"}, {"no-change", "No change"}})
		return begin("item", list[0].value, "what", "updated"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		u := action.UpdateItem{Release: id, Item: model.ID(a.Get("item")), NoChange: a.Get("what") == "no-change"}
		u.Seen = seen(c, u.Item)
		if !u.NoChange {
			u.Version, u.State = a.Get("version"), a.Get("state")
		}
		return u, nil
	},
}

// touched are the items of a release, first those that nobody spoke of since
// its deployment.
func touched(c *model.Case, r *model.Release) []option {
	run := c.LastRun(r.ID)
	var left, done []model.ID
	for _, id := range r.Items {
		if r.Updated(id, run) != nil {
			done = append(done, id)
		} else {
			left = append(left, id)
		}
	}
	out := records(c, left)
	for _, o := range records(c, done) {
		out = append(out, option{o.value, o.label + ", done"})
	}
	return out
}

// startRun begins a deployment, or a rehearsal.
var startRun = Task{
	Name: "start-run", Title: "Start a deployment run", Act: action.StartRun{}, About: model.KindRelease,
	When: on(open, not(func(c *model.Case, r *model.Release) bool {
		return c.Document(gate.FormPlan, r.ID) == nil && gate.PlansRuns(c, r)
	}, "it has no release plan")),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		r := model.Get[*model.Release](c, id)
		glass(c, f, r.Service, decision.Deploys(c, r, c.Who.ID()))
		return begin("environment", r.Env, "rehearsal", yesno(!deployable(c, r))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.StartRun{Release: id, Env: a.Get("environment"), Mock: a.Yes("rehearsal"), Wave: a.Get("wave"), Sites: a.List("sites"), Percent: a.Number("percent"), Happened: at(a, "happened", c.ZoneOf(id)), BreakGlass: a.Get("break_glass")}, nil
	},
}

// deployable reports whether a run of the release would be a deployment.
func deployable(c *model.Case, r *model.Release) bool {
	s, _ := stageOf(c, r)
	last := c.LastRun(r.ID)
	return s != nil && s.Runs && r.Hold == nil && (last == nil || !last.Going() && last.Result != model.RunDeployed || c.DeployedTo(r.ID) < 100)
}

// numbered reads a run and a number within it; of the run that the task was
// begun from, the number alone will do.
func numbered(id model.ID, a form.Answers, field string) (model.ID, int, error) {
	run, number, both := strings.Cut(a.Get(field), " ")
	if !both {
		run, number = string(id), run
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || model.ID(run).Kind() != model.KindRun {
		return "", 0, &form.Wrong{Field: field, Text: fmt.Sprintf("%q is no %s: count from 1", a.Get(field), field)}
	}
	return model.ID(run), n, nil
}

// runLabel is a run as a choice calls it: production goes without saying.
func runLabel(run *model.Run) string {
	if run.Production {
		return string(run.ID)
	}
	return string(run.ID) + " (rehearsal)"
}

// runs are those that go on, production first: the record itself, or all of a
// release.
func runs(c *model.Case, id model.ID) []*model.Run {
	var out []*model.Run
	for _, run := range model.All[*model.Run](c) {
		if (run.ID == id || run.Release == id && run.Back == "") && run.Going() {
			out = append(out, run)
		}
	}
	model.SortRuns(out)
	return out
}

// goesOn says that no run goes on in which anything could be done.
func goesOn(c *model.Case, id model.ID) string {
	if run := model.Get[*model.Run](c, id); run != nil && !run.Going() {
		return "it ended as " + model.StateWords(run)
	}
	if len(runs(c, id)) == 0 {
		return "no deployment run of it goes on"
	}
	return ""
}

// running says why nothing can be done in a run: none goes on, or there is
// nothing left of what is asked.
func running(c *model.Case, id model.ID, list []option, done string) string {
	return cmp.Or(goesOn(c, id), nothing(list, done))
}

// passVerification and failVerification say what came of a line of the
// verification list.
var (
	passVerification = verification("pass-verification", true, "passed")
	failVerification = verification("fail-verification", false, "failed")
)

func verification(name string, passed bool, as string) Task {
	return Task{
		Name: name, Title: "Mark a verification as " + as, Act: action.Verify{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
		When: func(c *model.Case, id model.ID) string {
			return running(c, id, lines(c, id, passed), "every line of the verification has "+as)
		},
		Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
			list := lines(c, id, passed)
			offer(f, "line", list)
			if len(runs(c, id)) > 1 { // of several runs, the person says which is meant
				return begin(), nil
			}
			return begin("line", list[0].value), nil
		},
		Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			run, n, err := numbered(id, a, "line")
			if err != nil {
				return nil, err
			}
			return action.Verify{Run: run, Line: n, Passed: passed, Note: a.Get("note"), Happened: at(a, "happened", c.ZoneOf(id)), Seen: seen(c, run)}, nil
		},
	}
}

// lines are those of the verification lists that can still be marked so, first
// those that nobody has looked at.
func lines(c *model.Case, id model.ID, pass bool) []option {
	var fresh, marked []option
	for _, run := range runs(c, id) {
		for i, ch := range run.Checks {
			o := option{fmt.Sprintf("%s %d", run.ID, i+1), fmt.Sprintf("%s, line %d of %d: %s", runLabel(run), i+1, len(run.Checks), ch.Text)}
			switch {
			case !ch.Passed && !ch.Failed:
				fresh = append(fresh, o)
			case pass && ch.Failed:
				marked = append(marked, option{o.value, o.label + " (failed)"})
			case !pass && ch.Passed:
				marked = append(marked, option{o.value, o.label + " (passed)"})
			}
		}
	}
	return append(fresh, marked...)
}

// rollBack begins the way back.
var rollBack = Task{
	Name: "roll-back", Title: "Roll back", Act: action.RollBack{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	Which: backable, When: func(c *model.Case, id model.ID) string {
		return nothing(backable(c, id), cmp.Or(goesOn(c, id), "it is being rolled back already"))
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if r := c.ReleaseOf(id); r != nil {
			if plan := c.Document(gate.FormRollback, r.ID); plan != nil && plan.Meant().Get("trigger") != "" {
				f.Help += " The plan names as triggers: " + plan.Meant().Get("trigger")
			}
		}
		if !slices.ContainsFunc(backable(c, id), func(o option) bool { return model.Get[*model.Run](c, model.ID(o.value)).NoReturn() > 0 }) {
			without(f, "the point of no return was not passed", "no_return")
		}
		return begin("partial", "no"), nil
	},
}

// backable are the runs that can be rolled back: those that go on, or else those by which
// the release stands.
func backable(c *model.Case, id model.ID) []option {
	if list := runOptions(true)(c, id); len(list) > 0 || len(runs(c, id)) > 0 {
		return list
	}
	r := c.ReleaseOf(id)
	if r == nil || r.Closed() {
		return nil
	}
	var out []option
	for _, run := range slices.Backward(c.Rollout(r.ID)) {
		if run.Rollback == nil && run.Result != model.RunRolledBack && (id.Kind() != model.KindRun || id == run.ID) {
			out = append(out, option{string(run.ID), titled(run) + " (" + run.Words() + ", " + model.StateWords(run) + ")"})
		}
	}
	return out
}

// runOptions are the runs that go on; ahead leaves out those on their way back.
func runOptions(ahead bool) func(*model.Case, model.ID) []option {
	return func(c *model.Case, id model.ID) []option {
		var out []option
		for _, run := range runs(c, id) {
			if !ahead || run.Rollback == nil && run.Back == "" {
				out = append(out, option{string(run.ID), titled(run) + " (" + run.Words() + ")"})
			}
		}
		return out
	}
}

// endRun ends a run.
var endRun = Task{
	Name: "end-run", Title: "End the run", Act: action.EndRun{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	Which: runOptions(false), When: goesOn,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		all := runs(c, id)
		deployed, failed, back := option{model.RunDeployed, "Deployed"}, option{model.RunFailed, "Failed"}, option{model.RunRolledBack, "Rolled back"}
		offer(f, "intervention", interventions)
		if !slices.ContainsFunc(all, func(run *model.Run) bool { return run.Rollback != nil || run.Back != "" }) {
			without(f, "it is not being rolled back", "data")
		}
		results := []option{deployed, failed, back}
		if len(all) == 1 && all[0].Rollback == nil {
			results = []option{deployed, failed}
		} else if len(all) == 1 {
			results = []option{back, failed} // the way back can fail, too
		}
		offer(f, "result", results)
		if len(all) > 1 {
			return begin(), nil // of several runs, the person says what came of which
		}
		return begin("result", results[0].value), nil
	},
}

// restoreService says when the service was there again after a run that failed.
var restoreService = Task{
	Name: "restore-service", Title: "Say when the service was restored", Act: action.RestoreService{}, About: model.KindRun, Also: []model.Kind{model.KindRelease},
	Which: restorable, None: "no deployment of it has failed",
	When: func(c *model.Case, id model.ID) string {
		if run := model.Get[*model.Run](c, id); run != nil {
			return run.Unrestorable()
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := restorable(c, id)
		known := !slices.ContainsFunc(list, func(o option) bool {
			run := model.Get[*model.Run](c, model.ID(o.value))
			return !run.FailedKnown()
		})
		if known {
			without(f, "its run says when it failed", "failed")
		}
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		run := model.ID(a.Get("run"))
		return action.RestoreService{Run: run, Failed: at(a, "failed", c.ZoneOf(id)), Happened: at(a, "happened", c.ZoneOf(id)), Seen: read(c, run)}, nil
	},
}

// restorable are the production runs after which a service was to be restored, first those of
// which that isn't said yet.
func restorable(c *model.Case, id model.ID) []option {
	var open, said []option
	all := slices.Clone(model.All[*model.Run](c))
	model.SortRuns(all)
	for _, run := range all {
		if run.ID != id && (run.Release != id || run.Back != "") || run.Unrestorable() != "" {
			continue
		}
		o := option{string(run.ID), titled(run) + " (" + model.StateWords(run) + ")"}
		if run.Restored.IsZero() {
			open = append(open, o)
		} else {
			said = append(said, option{o.value, o.label + ", restored"})
		}
	}
	return append(open, said...)
}
