package demo

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// deploy is the run in its window, at the minutes at which it took place. The
// release comes in through the gate before, and leaves when it has ended.
func (w *walk) deploy(process.Check) []todo {
	slot := w.slots[len(w.slots)-1]
	r := &running{w: w, who: w.spec.Deployer, at: slot.Start.At.Add(time.Duration(3+w.spec.Run.Delay) * time.Minute)}
	if slot.Start.Precision == when.Day {
		r.at, _ = when.At(when.DateOf(slot.Start.At, w.m.days.of(w.service)), 9, 20+w.spec.Run.Delay, w.m.days.of(w.service))
	}
	at := r.at.Add(-2 * time.Minute)
	stage := w.process.Stages[w.runs()-1].ID
	r.todos = append(r.todos, todo{name: "run", who: w.spec.Deployer, at: at, do: func() action.Action { return action.Advance{Release: w.id, From: stage} }})
	r.run()
	w.started = r.began
	if w.process.Stages[w.goal].Runs {
		return r.todos
	}
	w.ended = r.at
	here := w.process.Stages[w.runs()].ID
	r.add(6*time.Minute, func() action.Action { return action.Advance{Release: w.id, From: here} })
	w.watch()
	return r.todos
}

// watch has the service desk say in the afternoon of each day how it stands.
func (w *walk) watch() {
	first := when.DateOf(w.ended, w.m.days.zone)
	if !w.m.days.office(first, 0.9, false).After(w.ended) {
		first = first.AddDays(1)
	}
	for i, line := range w.spec.Watch {
		standing, text, _ := strings.Cut(line, "|")
		if at := w.m.days.office(first.AddDays(i), 0.9, false); at.Before(w.m.days.now) {
			w.m.add(at, w.m.with("service-desk", ""), title(w.spec), func() action.Action {
				return action.ReportEarlyLife{Release: w.id, Standing: model.State(strings.TrimSpace(standing)), Text: strings.TrimSpace(text)}
			})
		}
	}
}

// runs is the place of the stage in which runs take place.
func (w *walk) runs() int {
	for i, s := range w.process.Stages {
		if s.Runs {
			return i
		}
	}
	return 0
}

// running writes down one run after the other.
type running struct {
	w     *walk
	who   string
	at    time.Time
	began time.Time
	todos []todo
}

// add notes what is done a while after the thing before.
func (r *running) add(after time.Duration, do func() action.Action, then ...func(store.Result)) {
	r.at = r.at.Add(after)
	t := todo{name: "run", who: r.who, at: r.at, do: do}
	if len(then) > 0 {
		t.then = then[0]
	}
	r.todos = append(r.todos, t)
}

// start begins a run; what follows names it by what it keeps.
func (r *running) start(mock bool) {
	w := r.w
	env := ""
	if mock {
		env = "staging " + w.service.Name
	}
	r.add(0, func() action.Action { return action.StartRun{Release: w.id, Mock: mock, Env: env} }, func(res store.Result) {
		for _, id := range res.Wrote {
			if id.Kind() == model.KindRun {
				w.run = id
			}
		}
	})
	r.began = r.at
}

// pace is how long one of n steps takes, at the pace of the data.
func (r *running) pace(planned string, n int) time.Duration {
	d, err := when.ParseDuration(planned)
	if err != nil || d <= 0 {
		r.w.m.miss("length of time", planned, title(r.w.spec))
	}
	return (d * time.Duration(r.w.spec.Run.Pace) / 100 / time.Duration(max(n, 1))).Round(time.Minute)
}

func (r *running) step(n int, skip string, back bool, took time.Duration) {
	w := r.w
	wobble := time.Duration(w.chance.IntN(5)-2) * time.Minute
	r.add(max(took+wobble, time.Minute), func() action.Action {
		return action.DoStep{Run: w.run, Step: n, Skip: skip, Rollback: back, NoReturn: !back && skip == "" && w.noReturn(n)}
	})
}

// noReturn reports whether there is no way back after the n-th step.
func (w *walk) noReturn(n int) bool {
	return strings.HasPrefix(w.spec.Steps[n-1], "! ")
}

func (r *running) verify(notes string) {
	w := r.w
	for i := range w.spec.Verify {
		if i == 0 && notes != "" {
			r.add(4*time.Minute, func() action.Action { return action.Verify{Run: w.run, Line: 1, Note: notes} })
		}
		r.add(time.Duration(3+w.chance.IntN(6))*time.Minute, func() action.Action { return action.Verify{Run: w.run, Line: i + 1, Passed: true} })
	}
}

func (r *running) end(result, intervention string) {
	w := r.w
	r.add(2*time.Minute, func() action.Action {
		end := action.EndRun{Run: w.run, Result: result, Intervention: intervention}
		if result == model.RunRolledBack { // its plan stops before anything is migrated
			end.Data = model.DataUntouched
		}
		return end
	})
}

// run is the deployment as the data has it: straight through, with a step left
// out, rolled back, failed, tried again, or still going on.
func (r *running) run() {
	s := r.w.spec
	took := r.pace(s.Duration, len(s.Steps))
	r.start(false)
	if s.Now {
		half := (len(s.Steps) + 1) / 2
		took = (r.w.m.days.now.Add(-7*time.Minute).Sub(r.at) / time.Duration(half)).Truncate(time.Minute)
		for n := range half {
			w := r.w
			r.add(took, func() action.Action { return action.DoStep{Run: w.run, Step: n + 1, NoReturn: w.noReturn(n + 1)} })
		}
		return
	}
	if s.Run.Fail > 0 {
		for n := range s.Run.Fail {
			r.step(n+1, "", false, took)
		}
		r.at = r.at.Add(25 * time.Minute)
		r.end(model.RunFailed, s.Run.Intervention)
		if !s.Run.Again {
			return
		}
		r.at = r.at.Add(9 * time.Minute)
		r.start(false)
	}
	for n := range s.Steps {
		if s.Run.RollBack > 0 && n == s.Run.RollBack {
			r.back()
			return
		}
		skip := ""
		if n+1 == s.Run.Skip {
			skip = s.Run.Why
		}
		r.step(n+1, skip, false, took)
	}
	r.verify(s.Run.Failed)
	r.end(model.RunDeployed, s.Run.Intervention)
}

// back rolls back: the trigger of the plan was met.
func (r *running) back() {
	w := r.w
	r.add(18*time.Minute, func() action.Action {
		return action.RollBack{Run: w.run, Trigger: w.spec.Run.Trigger, NoReturn: slices.ContainsFunc(w.spec.Steps[:w.spec.Run.RollBack], func(s string) bool { return strings.HasPrefix(s, "! ") })}
	})
	took := r.pace(w.spec.Back, len(w.spec.Return))
	for n := range w.spec.Return {
		r.step(n+1, "", true, took)
	}
	r.end(model.RunRolledBack, "rollback")
}

// rehearse is a run that is no deployment, some days before.
func (w *walk) rehearse() []todo {
	r := &running{w: w, who: w.spec.Deployer}
	r.start(true)
	for n := range w.spec.Steps {
		r.step(n+1, "", false, time.Minute)
	}
	r.verify("")
	r.end(model.RunDeployed, "")
	for i := range r.todos { // any time of the stage will do
		r.todos[i].at, r.todos[i].name = time.Time{}, "rehearse"
	}
	return r.todos
}
