package release

import (
	"cmp"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// In a run keys act on the line that the cursor is on, and on nothing else. It stays there
// when others tick, on the very step that the person had before their eyes, finished or not;
// it goes on by their own ticks and keys alone.

// stepKey is the line of a step, by which the cursor finds it again.
func stepKey(run model.ID, n int, back bool) string {
	if back {
		return fmt.Sprintf("%s back %d", run, n)
	}
	return fmt.Sprintf("%s step %d", run, n)
}

// running are the keys of the deployment.
func (p *Page) running() []screen.Binding {
	group := screen.GroupRecord
	return []screen.Binding{
		{Keys: []string{" "}, Name: "step done", Group: group, Foot: true, Writes: true, Help: "The chosen step of the run is done, or the chosen verification passed.", Why: p.whyStep, Do: p.step},
		{Keys: []string{"b"}, Name: "begin", Group: group, Foot: true, Writes: true, Help: "You have begun with the chosen step: others see who is at it, and since when. A failed one is begun anew.", Why: p.whyBegin, Do: p.beginStep},
		{Keys: []string{"x"}, Name: "failed", Group: group, Foot: true, Writes: true, Help: "The chosen step failed, or the chosen line of the verification; a note says what was seen.", Why: p.whyFailed, Do: p.failed},
		{Keys: []string{"s"}, Name: "skip step", Group: group, Foot: true, Writes: true, Help: "Skip the chosen step of the run, with a reason.", Why: p.whySkip, Do: p.skip},
		{Keys: []string{"m"}, Name: "note", Group: group, Foot: true, Writes: true, Help: "Note something of the run, at any moment.",
			Why: func() string { return cmp.Or(p.whyNoRun(), p.noTask("note-run")) }, Do: func() tea.Cmd { return p.begin("note-run") }},
		{Keys: []string{"D"}, Name: "go or no-go", Group: group, Writes: true, Help: "Decide whether the run goes on, with who was present: go or no-go.",
			Why: func() string { return cmp.Or(p.whyRun(), p.noTask("decide-go")) }, Do: func() tea.Cmd { return p.begin("decide-go") }},
		{Keys: []string{"H"}, Name: "hand over", Group: group, Writes: true, Help: "Hand the lead of the run over to the next shift, with how it stands.",
			Why: func() string { return cmp.Or(p.whyRun(), p.noTask("hand-run")) }, Do: func() tea.Cmd { return p.begin("hand-run") }},
		{Keys: []string{"R"}, Name: "roll back", Group: group, Foot: true, Writes: true, Help: "A trigger was met: begin the way back, step by step.",
			Why: func() string {
				return cmp.Or(p.whyNoRun(), p.noTask("roll-back")) // also once it has ended
			}, Do: func() tea.Cmd { return p.begin("roll-back") }},
		{Keys: []string{"E"}, Name: "end run", Group: group, Foot: true, Writes: true, Help: "End the run: deployed, failed, or rolled back.",
			Why: func() string { return cmp.Or(p.whyRun(), p.noTask("end-run")) }, Do: func() tea.Cmd { return p.begin("end-run") }},
	}
}

// whyNoRun says that no run is shown.
func (p *Page) whyNoRun() string {
	if why := p.locked(); why != "" {
		return why
	}
	if p.sections[p.section].name != "Run" {
		return "this is done in Run"
	}
	if p.d.run(p.run) == nil {
		return "no run was started; n starts one"
	}
	return ""
}

// goesOn reports whether the cursor goes on to what comes next, with what was read now: the
// person finished the step that it is on, or began the way back.
func (p *Page) goesOn(next *dossier) bool {
	if p.runShown() == "" || next.r == nil {
		return false
	}
	me, run := p.env.Person.ID(), p.d.run(p.run)
	now := model.Get[*model.Run](next.c, run.ID)
	if now == nil {
		return false
	}
	if b := now.Rollback; b != nil && run.Rollback == nil {
		return b.By == me
	}
	t, was, ok := p.atStep()
	if !ok {
		return false
	}
	x, ok := stepOf(now, t)
	return ok && !was.Finished() && x.Finished() && x.By == me
}

// stepOf is the step of a run that a line stands for.
func stepOf(run *model.Run, t target) (model.Step, bool) {
	steps := run.Steps
	if t.back && run.Rollback != nil {
		steps = run.Rollback.Steps
	}
	if t.step < 1 || t.step > len(steps) {
		return model.Step{}, false
	}
	return steps[t.step-1], true
}

// onRun is what the cursor stands on in Run, whether or not the section has the keys: what
// the keys of a run act on.
func (p *Page) onRun() (target, bool) {
	if p.d == nil || p.d.r == nil || p.sections[p.section].name != "Run" {
		return target{}, false
	}
	t, ok := p.sheet().targets[p.places[p.section].Key]
	return t, ok
}

// atStep is the chosen step.
func (p *Page) atStep() (target, model.Step, bool) {
	t, ok := p.onRun()
	if !ok || t.step == 0 {
		return target{}, model.Step{}, false
	}
	run := model.Get[*model.Run](p.d.c, t.id)
	if run == nil {
		return target{}, model.Step{}, false
	}
	x, ok := stepOf(run, t)
	return t, x, ok
}

// whyMark says why the chosen step can't be marked.
func (p *Page) whyMark() string {
	if why := p.whyRun(); why != "" {
		return why
	}
	t, x, ok := p.atStep()
	if !ok {
		return cmp.Or(p.noTask("do-step"), "no step is chosen: go to one")
	}
	run := p.d.run(p.run)
	switch {
	case x.Finished():
		word := "did it"
		if x.Done.IsZero() {
			word = "skipped it"
		}
		return fmt.Sprintf("step %d is finished already: %s %s", t.step, cmp.Or(p.d.person(x.By), "somebody"), word)
	case run.Rollback != nil && !t.back:
		return "it is being rolled back: the steps of the rollback are further down"
	}
	return ""
}

// whyStep says why neither a step nor a verification can be marked.
func (p *Page) whyStep() string {
	if why := p.whyRun(); why != "" {
		return why
	}
	if t, ok := p.onRun(); ok && t.check > 0 {
		return p.noTask("pass-verification")
	}
	if run := p.d.run(p.run); run.Rollback == nil && nextStep(run.Steps) == 0 && len(run.Checks) > 0 {
		return "every step is finished; go to a line of the verification, or end the run with E"
	}
	return cmp.Or(p.whyMark(), p.noTask("do-step"))
}

func (p *Page) whyBegin() string {
	if why := p.whyMark(); why != "" {
		return why
	}
	t, x, _ := p.atStep()
	if x.GoesOn() {
		return fmt.Sprintf("%s is at step %d already", p.d.person(x.BegunBy), t.step)
	}
	return p.noTask("begin-step")
}

func (p *Page) whySkip() string { return cmp.Or(p.whyMark(), p.noTask("skip-step")) }

// step marks the chosen verification as passed, or the chosen step as done.
func (p *Page) step() tea.Cmd {
	if t, ok := p.onRun(); ok && t.check > 0 {
		return p.pass()
	}
	return p.doStep()
}

// doStep marks the chosen step as done, as it was seen.
func (p *Page) doStep() tea.Cmd {
	return p.mark("it is done", func(t target, known bool) action.Action {
		return action.DoStep{Run: t.id, Step: t.step, Rollback: t.back, NoReturn: known, Seen: p.seenAt()}
	})
}

// beginStep says that the person is at the chosen step.
func (p *Page) beginStep() tea.Cmd {
	return p.mark("it is begun", func(t target, known bool) action.Action {
		return action.BeginStep{Run: t.id, Step: t.step, Rollback: t.back, NoReturn: known, Seen: p.seenAt()}
	})
}

// mark does something to the chosen step. Only before the point of no return is that asked
// about.
func (p *Page) mark(yes string, make func(t target, known bool) action.Action) tea.Cmd {
	if why := p.whyMark(); why != "" {
		p.env.Host.Say(why)
		return nil
	}
	t, x, _ := p.atStep()
	run := p.d.run(p.run)
	asked := x.NoBack && !t.back && run.Back == "" && !x.GoesOn()
	act := make(t, asked)
	do := func() tea.Cmd { return p.env.Host.Do(act, nil) }
	title, text := "", []string{fmt.Sprintf("Step %d of %s: %s", t.step, runName(run), x.Text)}
	if _, ticks := act.(action.DoStep); ticks {
		if left, waits := x.WaitLeft(p.now()); waits {
			title, text = "It still waits", append(text, waitLeft(x, left))
		}
	}
	if asked {
		title, text = "Point of no return", append(text, "After this step there is no way back by the plan.")
	}
	if title != "" {
		p.env.Host.Open(kit.NewConfirm(p.env.Theme, p.env.Host, title, text, yes, do))
		return nil
	}
	return do()
}

// waitLeft says how much of a wait is left, to whoever says that it is over.
func waitLeft(x model.Step, left time.Duration) string {
	if x.Begun.IsZero() {
		return "It takes " + when.FormatDuration(x.Takes) + ", and nobody has begun with it: b begins it."
	}
	return when.FormatDuration(max(left.Truncate(time.Minute), time.Minute)) + " of " + when.FormatDuration(x.Takes) + " are left."
}

// skip opens the form that wants a reason, of the chosen step.
func (p *Page) skip() tea.Cmd { return p.stepForm("skip-step") }

func (p *Page) stepForm(name string) tea.Cmd {
	t, _, ok := p.atStep()
	if why := cmp.Or(p.whyMark(), p.noTask(name)); why != "" || !ok {
		p.env.Host.Say(words(name) + ": " + why)
		return nil
	}
	of := t.id
	if run := p.d.run(p.run); t.back && run.Rollback != nil {
		of = cmp.Or(run.Rollback.Run, of)
	}
	return p.env.Host.Remedy(model.ByTask(name, t.id, process.Answer{Field: "step", Value: fmt.Sprintf("%s %d", of, t.step)}))
}

// pass marks the chosen line of the verification as passed.
func (p *Page) pass() tea.Cmd {
	t, _ := p.onRun()
	return p.env.Host.Do(action.Verify{Run: t.id, Line: t.check, Passed: true, Seen: p.writtenAt(t.id)}, nil)
}

func (p *Page) whyFailed() string {
	if why := p.whyRun(); why != "" {
		return why
	}
	if t, ok := p.onRun(); ok && t.check > 0 {
		return p.noTask("fail-verification")
	}
	if why := p.whyMark(); why != "" {
		return why
	}
	if t, x, _ := p.atStep(); x.Fails() {
		return fmt.Sprintf("step %d failed already; b begins it anew", t.step)
	}
	return p.noTask("fail-step")
}

// failed asks what was seen, and marks the chosen step or line as failed.
func (p *Page) failed() tea.Cmd {
	if t, ok := p.onRun(); ok && t.check > 0 {
		return p.failedCheck(t)
	}
	t, x, ok := p.atStep()
	if !ok {
		return nil
	}
	seen, run := p.seenAt(), p.d.run(p.run)
	p.env.Host.Open(kit.NewPrompt(p.env.Theme, p.env.Host, fmt.Sprintf("Step %d of %s failed", t.step, runName(run)), x.Text+": what was seen?", "a note is needed", func(note string) tea.Cmd {
		return p.env.Host.Do(action.FailStep{Run: t.id, Step: t.step, Rollback: t.back, Reason: note, Seen: seen}, nil)
	}))
	return nil
}

func (p *Page) failedCheck(t target) tea.Cmd {
	text, name := "", string(t.id)
	if run := model.Get[*model.Run](p.d.c, t.id); run != nil && t.check <= len(run.Checks) {
		text, name = run.Checks[t.check-1].Text+": ", runName(run)
	}
	seen := p.writtenAt(t.id)
	p.env.Host.Open(kit.NewPrompt(p.env.Theme, p.env.Host, fmt.Sprintf("Verification %d of %s failed", t.check, name), text+"what was seen?", "a note is needed", func(note string) tea.Cmd {
		return p.env.Host.Do(action.Verify{Run: t.id, Line: t.check, Note: note, Seen: seen}, nil)
	}))
	return nil
}

// seenAt is the place in the log as of which the page is shown.
func (p *Page) seenAt() int64 { return p.d.c.Position }
