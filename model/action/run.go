package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
)

// StartRun begins a deployment run: its steps come from the release plan, its
// package from the DML.
type StartRun struct {
	Release  model.ID  `json:"release"`
	Env      string    `json:"environment,omitempty"`
	Mock     bool      `json:"mock,omitempty"` // a rehearsal: no deployment
	Happened time.Time `json:"happened,omitzero"`
	// BreakGlass overrides the duty that whoever accepted does not deploy.
	BreakGlass string `json:"break_glass,omitempty"`
	// Looked is what lay in the DML for its package, hashed as it starts.
	Looked *Looked `json:"looked,omitempty"`
}

// Needs are the release's facts.
func (a StartRun) Needs() model.Needs { return gate.Needs(a.Release) }

// Do starts the run. A production run starts only in Deployment, which no
// release reaches without its authorisations.
func (a StartRun) Do(c *model.Case) (Outcome, error) {
	doing := "start a run of " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if wrong := model.CheckTitle("the environment", a.Env); a.Env != "" && wrong != "" {
		refusal.Add(wrong)
	}
	n := r.Clone()
	marked := false
	if !a.Mock {
		marked = breakGlass(c, n, decision.Deploys(c, r, c.Who.ID()), a.BreakGlass, refusal)
		if stage, _ := p.Stage(r.Stage); stage == nil || !stage.Runs {
			here, there := r.Stage, "a stage in which it is deployed"
			if stage != nil {
				here = stage.Title
			}
			if at := p.Deploys(); at >= 0 {
				there = p.Stages[at].Title
			}
			refusal.Add("it is in "+here+", not in "+there, model.ByDoing(process.ShowGate, r.ID).For("open the gate first"))
		} else if !slices.ContainsFunc(r.Passed, func(m model.Passage) bool { return m.To == r.Stage }) {
			// Imported history enters where its file says, without gates.
			refusal.Add("it did not come into "+stage.Title+" through its gate", model.Say("register a new release for what is to be deployed"))
		}
		if last := c.LastRun(r.ID); last != nil {
			if last.Open() {
				refusal.Add(string(last.ID)+" still runs", model.ByTask("end-run", last.ID, model.With("result", "")).For("finish it first"))
			} else if last.Result != model.RunFailed {
				refusal.Add(fmt.Sprintf("%s ended as %s", last.ID, last.Result), model.Say("evaluate it, and register a new release"))
			}
		}
		if r.Hold != nil {
			refusal.Add("it is on hold: "+r.Hold.Reason, model.ByTask("resume", r.ID))
		}
	}
	plan := c.Document(gate.FormPlan, r.ID)
	if plan == nil && gate.PlansRuns(c, r) {
		refusal.Add("it has no "+c.Under(r).FormWords(gate.FormPlan), model.ByForm(gate.FormPlan, r.ID))
	}
	packageLooked(c, r, a.Looked, refusal)
	needs := beforeRun(c, r, a.Mock)
	started := happened(c, a.Happened, "it can't have started", needs, refusal)
	if !a.Mock {
		if started, err = letThrough(c, a.Happened, started, "it can't have started", needs, nil, gatesPassed(r, started), refusal); err != nil {
			return Outcome{}, err
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	run := &model.Run{ID: c.Mint(model.KindRun), Release: r.ID, Env: a.Env, Production: !a.Mock, By: c.Who.ID(), Started: started, StartedRecorded: recordedLater(c, started)}
	if run.Env == "" {
		run.Env = r.Env
	}
	if plan != nil {
		run.Steps = steps(plan)
		for _, row := range plan.Meant().Rows("verification") {
			run.Checks = append(run.Checks, model.Check{Text: row["text"]})
		}
	}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil {
			run.Media = append(run.Media, m.SHA256)
		}
	}
	out := wrote(r.ID, fmt.Sprintf("started %s of %s", namedRun(run), r.ID), run)
	out.Happened = started
	if a.Looked != nil && len(r.Package) > 0 {
		check := a.Looked.record(c, model.CheckedAtStart)
		check.Release, check.Run = r.ID, run.ID
		out.Writes = append(append(out.Writes, check), a.Looked.mark(c, check.ID)...)
	}
	if !a.Mock && !r.Deployed {
		n.Deployed, marked = true, true
	}
	if marked {
		out.Writes = append(out.Writes, n)
	}
	return out, nil
}

// runOf loads a run for an action on it.
func runOf(c *model.Case, id model.ID, doing string) (*model.Run, *model.Release, error) {
	run, err := known[*model.Run](c, id)
	if err != nil {
		return nil, nil, err
	}
	r, err := known[*model.Release](c, run.Release)
	if err != nil {
		return nil, nil, err
	}
	if !run.Open() {
		return nil, nil, model.Refuse(doing, fmt.Sprintf("%s ended as %s", run.ID, run.Result), model.Say("that stays as it is: a run that follows it is begun anew"))
	}
	n := *run
	if run.Rollback != nil {
		back := *run.Rollback
		n.Rollback = &back
	}
	return &n, r, nil
}

// marks begins a mark of a run, by whoever acts.
func marks(c *model.Case, run *model.Run, did string, at time.Time) *model.Mark {
	return &model.Mark{ID: c.Mint(model.KindMark), Run: run.ID, Did: did, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)}
}

// namedRun is a run as notes call it: that a rehearsal is none of the deployment is
// said each time.
func namedRun(run *model.Run) string {
	if run.Production {
		return string(run.ID)
	}
	return string(run.ID) + " (rehearsal)"
}

// DoStep marks a step of a run, or of its rollback, as done or skipped.
type DoStep struct {
	Run      model.ID `json:"run"`
	Step     int      `json:"step"` // from 1
	Rollback bool     `json:"rollback,omitempty"`
	// Skipped says that it was not done, and Skip why: without a reason no step
	// is skipped, and none that is to be skipped is taken for done. Entries from
	// before there was Skipped have the reason alone.
	Skipped  bool      `json:"skipped,omitempty"`
	Skip     string    `json:"skip,omitempty"`
	Happened time.Time `json:"happened,omitzero"`
	// BreakGlass overrides the duty that whoever accepted does not deploy.
	BreakGlass string `json:"break_glass,omitempty"`
}

// Needs are the run with little else: it is ticked many times in a night.
func (a DoStep) Needs() model.Needs { return model.Needs{Runs: []model.ID{a.Run}} }

// Do marks the step. Steps are finished in their order.
func (a DoStep) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("finish step %d of %s", a.Step, a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	list := run.Steps
	if a.Rollback {
		list = nil
		if run.Rollback == nil {
			refusal.Add("no rollback was begun", model.ByTask("roll-back", run.ID, model.With("trigger", "")))
		} else {
			list = run.Rollback.Steps
		}
	} else if run.Rollback != nil {
		refusal.Add("it is being rolled back", model.ByTask("do-step", run.ID).For("finish the steps of the rollback"))
	}
	if a.Step < 1 || a.Step > len(list) {
		refusal.Add(fmt.Sprintf("there is no step %d; there are %d", a.Step, len(list)), model.AnswerTo("name one of them", "step"))
		return Outcome{}, refusal
	}
	if list[a.Step-1].Finished() {
		refusal.Add("it is finished already")
	}
	for i := range a.Step - 1 {
		if !list[i].Finished() {
			refusal.Add(fmt.Sprintf("step %d comes first: %s", i+1, list[i].Text), model.ByTask("do-step", run.ID, model.With("step", fmt.Sprint(i+1))), model.ByTask("skip-step", run.ID, model.With("step", fmt.Sprint(i+1)), model.With("reason", "")))
		}
	}
	at := happened(c, a.Happened, "it can't have been done", beforeStep(run, a.Rollback), refusal)
	skipped := a.Skipped || a.Skip != ""
	if skipped && model.Blank(a.Skip) {
		refusal.Add("it is not said why the step is skipped", model.AnswerTo("a step that was done needs no reason; else say why", "reason"))
	}
	sane(refusal, "the reason", a.Skip)
	n := r.Clone()
	marked := false
	if run.Production && !a.Rollback { // anybody who may helps on the way back
		marked = breakGlass(c, n, decision.Deploys(c, r, c.Who.ID()), a.BreakGlass, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkDone, at)
	m.Step, m.Back, m.Of = a.Step, a.Rollback, list[a.Step-1].Text
	word := "did"
	if skipped {
		m.Did, m.Text, word = model.MarkSkipped, a.Skip, "skipped"
	}
	out := wrote(r.ID, fmt.Sprintf("%s step %d of %s", word, a.Step, namedRun(run)), m)
	if marked {
		out.Writes = append(out.Writes, n)
	}
	out.Happened = at
	return out, nil
}

// beforeStep is what comes before the next step of a run, or of its rollback.
func beforeStep(run *model.Run, back bool) []need {
	if back && run.Rollback != nil {
		return append(done("step of the rollback", run.Rollback.Steps), need{run.Rollback.Decided, "the rollback was decided"})
	}
	return append(done("step", run.Steps), need{run.Started, string(run.ID) + " started"})
}

// Verify marks one line of the verification list.
type Verify struct {
	Run    model.ID `json:"run"`
	Line   int      `json:"line"` // from 1
	Passed bool     `json:"passed"`
	Note   string   `json:"note,omitempty"`
	// Happened is when it was verified, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are those of a step.
func (a Verify) Needs() model.Needs { return model.Needs{Runs: []model.ID{a.Run}} }

// Do marks the line; a failed one needs a note.
func (a Verify) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("verify line %d of %s", a.Line, a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	if a.Line < 1 || a.Line > len(run.Checks) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("there is no line %d; there are %d", a.Line, len(run.Checks)), model.AnswerTo("name one of them", "line"))
	}
	refusal := &model.Refusal{Doing: doing}
	if !a.Passed && model.Blank(a.Note) {
		refusal.Add("a failed verification needs a note", model.AnswerTo("say what was seen", "note"))
	} else {
		said(refusal, "the note", a.Note)
	}
	at := happened(c, a.Happened, "it can't have been verified", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	ch := run.Checks[a.Line-1]
	if err := a.lineAsSeen(c, run, ch); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkPassed, at)
	m.Line, m.Of, m.Text = a.Line, ch.Text, a.Note
	if !a.Passed {
		m.Did = model.MarkFailed
	}
	out := wrote(r.ID, fmt.Sprintf("%s verification %d of %s", m.Did, a.Line, namedRun(run)), m)
	out.Happened = at
	return out, nil
}

// lineAsSeen refuses with Changed when somebody else marked the line since, and
// said something else of it.
func (a Verify) lineAsSeen(c *model.Case, run *model.Run, now model.Check) error {
	since := c.MarkSince(run.ID, func(m *model.Mark) bool { return m.Line == a.Line })
	mine := model.Check{Passed: a.Passed, Failed: !a.Passed, Note: a.Note}
	if a.Seen == 0 || since <= a.Seen || lineWords(now) == lineWords(mine) {
		return nil
	}
	return changedSince(c, run.ID, a.Seen, model.Clash{Field: fmt.Sprintf("verification %d", a.Line), Was: lineWords(run.CheckAsOf(a.Line, c.MarksUpTo(run.ID, a.Seen))), Theirs: lineWords(now), Mine: lineWords(mine)})
}

// lineWords says what came of a line of the verification.
func lineWords(ch model.Check) string {
	word := "to do"
	switch {
	case ch.Passed:
		word = "passed"
	case ch.Failed:
		word = "failed"
	}
	if ch.Note != "" {
		word += ": " + ch.Note
	}
	return word
}

// RollBack begins the way back: a trigger of the rollback plan was met.
type RollBack struct {
	Run     model.ID `json:"run"`
	Trigger string   `json:"trigger"`
	Partial bool     `json:"partial,omitempty"`
	// Happened is when it was decided, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

func (a RollBack) Do(c *model.Case) (Outcome, error) {
	doing := "roll back " + string(a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if run.Rollback != nil {
		refusal.Add("it is being rolled back already")
	}
	titled(refusal, "the trigger", a.Trigger, model.AnswerTo("say what made you go back", "trigger"))
	plan := c.Document(gate.FormRollback, r.ID)
	if plan == nil {
		refusal.Add("it has no "+c.Under(r).FormWords(gate.FormRollback), model.ByForm(gate.FormRollback, r.ID))
	}
	needs := soFar(run)
	if plan != nil {
		needs = append(needs, need{c.FirstWritten(plan), fmt.Sprintf("%s, the %s, was written", plan.ID, plan.Title)})
	}
	at := happened(c, a.Happened, "the rollback can't have been decided", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	run.Rollback = &model.Rollback{Trigger: a.Trigger, By: c.Who.ID(), Decided: at, Recorded: recordedLater(c, at), Partial: a.Partial, Steps: steps(plan)}
	if run.Failed.IsZero() {
		run.Failed = at
	}
	run.Intervention = "rollback"
	out := wrote(r.ID, fmt.Sprintf("rolls back %s of %s: %s", namedRun(run), r.ID, a.Trigger), run.Head())
	out.Happened = at
	return out, nil
}

// EndRun ends a run as deployed, failed, or rolled back.
type EndRun struct {
	Run          model.ID `json:"run"`
	Result       string   `json:"result"`
	Intervention string   `json:"intervention,omitempty"`
	// Failed is when it failed, where neither a rollback nor the end says so; Restored is when
	// the service was there again.
	Failed   time.Time `json:"failed,omitzero"`
	Restored time.Time `json:"restored,omitzero"`
	Happened time.Time `json:"happened,omitzero"`
}

func (a EndRun) Do(c *model.Case) (Outcome, error) {
	doing := "end " + string(a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	left := func(list []model.Step) (n int) {
		for _, s := range list {
			if !s.Finished() {
				n++
			}
		}
		return n
	}
	switch a.Result {
	case model.RunDeployed:
		if run.Rollback != nil {
			refusal.Add("it is being rolled back", model.Say("end it as rolled-back"))
		}
		if n := left(run.Steps); n > 0 {
			refusal.Add(fmt.Sprintf("%s %s neither done nor skipped", grammar.Count(n, "step"), grammar.Are(grammar.Count(n, "step"))), model.ByTask("do-step", run.ID, model.With("step", "")).For("finish them"))
		}
		for i, ch := range run.Checks {
			if !ch.Passed {
				refusal.Add(fmt.Sprintf("verification %d has not passed: %s", i+1, ch.Text), model.Say("verify it, or roll back"))
			}
		}
	case model.RunRolledBack:
		if run.Rollback == nil {
			refusal.Add("no rollback was begun", model.ByTask("roll-back", run.ID, model.With("trigger", "")))
		} else if n := left(run.Rollback.Steps); n > 0 {
			refusal.Add(fmt.Sprintf("%s of the rollback %s neither done nor skipped", grammar.Count(n, "step"), grammar.Are(grammar.Count(n, "step"))), model.ByTask("do-step", run.ID, model.With("step", "")).For("finish them"))
		}
	case model.RunFailed:
		if run.Rollback != nil {
			refusal.Add("it is being rolled back", model.Say("end it as rolled-back"))
		}
	default:
		refusal.Add(fmt.Sprintf("%q is no result", a.Result), model.Say("deployed, failed or rolled-back"))
	}
	if a.Intervention != "" && !slices.Contains([]string{"none", "hotfix", "forward-fix", "rollback"}, a.Intervention) {
		refusal.Add(fmt.Sprintf("%q is no intervention", a.Intervention), model.Say("none, hotfix, forward-fix or rollback"))
	}
	ended := happened(c, a.Happened, "it can't have ended", soFar(run), refusal)
	fell := a.failing(c, run, refusal)
	restored := a.Restored
	if !restored.IsZero() {
		failed := need{run.Started, string(run.ID) + " started"}
		switch {
		case !fell.IsZero():
			failed = need{fell, "it failed"}
		case !run.Failed.IsZero():
			failed = need{run.Failed, "it failed"}
		case a.Result != model.RunDeployed:
			failed = need{ended, "it ended as " + a.Result}
		}
		restored = happened(c, restored, "service can't have been restored", []need{failed}, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	run.Ended, run.Result, run.EndedRecorded = ended, model.State(a.Result), recordedLater(c, ended)
	if run.Rollback != nil {
		run.Rollback.Ended = run.Ended
	}
	if a.Intervention != "" {
		run.Intervention = a.Intervention
	}
	if run.Intervention == "" {
		run.Intervention = model.InterventionNone
	}
	if run.Failed.IsZero() {
		run.Failed = fell
	}
	if a.Result != model.RunDeployed && run.Failed.IsZero() {
		run.Failed = run.Ended
	}
	run.Restored = restored
	if a.Result == model.RunRolledBack && run.Restored.IsZero() {
		run.Restored = run.Ended
	}
	if !run.Restored.IsZero() {
		run.RestoredRecorded = recordedLater(c, run.Restored)
	}
	out := wrote(r.ID, fmt.Sprintf("ended %s of %s: %s", namedRun(run), r.ID, a.Result), run.Head())
	out.Happened = ended
	return out, nil
}

// failing is when a run failed, as whoever ends it says: the zero time where they don't.
// That of a rollback is its decision, and where nothing had to be done nothing failed.
func (a EndRun) failing(c *model.Case, run *model.Run, refusal *model.Refusal) time.Time {
	none := a.Intervention == "" || a.Intervention == model.InterventionNone
	switch {
	case a.Failed.IsZero():
		return time.Time{}
	case run.Rollback != nil:
		if !run.Failed.Equal(a.Failed) {
			refusal.Add(fmt.Sprintf("it failed already at %s, when its rollback was decided", stamp(run.Failed)), model.AnswerTo("leave that out", "failed"))
		}
		return time.Time{}
	case a.Result == model.RunDeployed && none:
		refusal.Add("it is deployed, and nothing had to be done at once: nothing failed", model.AnswerTo("say what had to be done, or leave out when it failed", "intervention"))
		return time.Time{}
	}
	return happened(c, a.Failed, "it can't have failed", []need{{run.Started, string(run.ID) + " started"}}, refusal)
}
