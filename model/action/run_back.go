package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// RollBack begins the way back: a trigger of the rollback plan was met. It is a run of its
// own, with the steps of that plan.
type RollBack struct {
	Run     model.ID `json:"run"`
	Trigger string   `json:"trigger"`
	Partial bool     `json:"partial,omitempty"`
	// NoReturn says that whoever acts knows that the point of no return was passed.
	NoReturn bool `json:"no_return,omitempty"`
	// Failed is when the deployment failed, where that was before it was decided to go back.
	Failed time.Time `json:"failed,omitzero"`
	// Happened is when it was decided, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

func (a RollBack) Do(c *model.Case) (Outcome, error) {
	doing := "roll back " + string(a.Run)
	run, r, err := goingBack(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	switch {
	case run.Back != "":
		refusal.Add(fmt.Sprintf("it is the way back of %s itself", run.Back), model.ByTask("do-step", run.ID).For("finish its steps"))
	case run.Rollback != nil:
		refusal.Add("it is being rolled back already")
	}
	titled(refusal, "the trigger", a.Trigger, model.AnswerTo("say what made you go back", "trigger"))
	switch at := run.NoReturn(); {
	case at > 0 && !a.NoReturn:
		refusal.Add(fmt.Sprintf("the point of no return was passed with step %d, %s: by the plan there is no way back", at, run.Steps[at-1].Text), model.AnswerTo("say that you know", "no_return"))
	case at == 0 && a.NoReturn:
		refusal.Add("the point of no return was not passed", model.AnswerTo("leave that out", "no_return"))
	}
	plan := c.Document(gate.FormRollback, r.ID)
	var list []model.Step
	if plan == nil {
		refusal.Add("it has no "+c.Under(r).FormWords(gate.FormRollback), model.ByForm(gate.FormRollback, r.ID))
	} else {
		list = steps(c, plan, r, refusal)
	}
	needs := soFar(run)
	if !run.Open() {
		needs = append([]need{{run.Ended, fmt.Sprintf("%s ended as %s", run.ID, run.Result)}}, needs...)
	}
	if plan != nil {
		needs = append(needs, need{c.FirstWritten(plan), fmt.Sprintf("%s, the %s, was written", plan.ID, plan.Title)})
	}
	at := happened(c, a.Happened, "the rollback can't have been decided", needs, refusal)
	failed := a.failed(c, run, at, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	back := &model.Run{ID: c.Mint(model.KindRun), Release: r.ID, Back: run.ID, Env: run.Env, Production: run.Production, Wave: run.Wave, By: c.Who.ID(), Started: at, StartedRecorded: recordedLater(c, at), Steps: list, Contacts: run.Contacts}
	n := *run
	n.Rollback = &model.Rollback{Run: back.ID, Trigger: a.Trigger, By: c.Who.ID(), Decided: at, Recorded: recordedLater(c, at), Partial: a.Partial}
	n.Failed = failed
	n.Intervention = "rollback"
	out := wrote(r.ID, fmt.Sprintf("rolls back %s of %s by %s: %s", namedRun(run), r.ID, back.ID, a.Trigger), n.Head(), back)
	out.Happened = at
	return out, nil
}

// failed is when the deployment failed: as is said, else when the first of its steps or
// verifications failed that was not mended since, else when it was decided to go back.
func (a RollBack) failed(c *model.Case, run *model.Run, decided time.Time, refusal *model.Refusal) time.Time {
	if !a.Failed.IsZero() {
		at := happened(c, a.Failed, "it can't have failed", []need{{run.Started, string(run.ID) + " started"}}, refusal)
		if at.After(decided) {
			refusal.Add(fmt.Sprintf("it can't have failed at %s: it was decided to go back before, %s", stamp(at), stamp(decided)), model.AnswerTo("give the time at which it failed", "failed"))
		}
		return at
	}
	at := decided
	for _, s := range run.Steps {
		if s.Fails() && s.Failed.Before(at) {
			at = s.Failed
		}
	}
	for _, ch := range run.Checks {
		if ch.Failed && ch.At.Before(at) {
			at = ch.At
		}
	}
	return at
}

// goingBack is the run that is to be rolled back: one that goes on, or the last of its
// release though it has ended, as long as the release is not closed.
func goingBack(c *model.Case, id model.ID, doing string) (*model.Run, *model.Release, error) {
	run, err := known[*model.Run](c, id)
	if err != nil {
		return nil, nil, err
	}
	if run.Going() || run.Back != "" || run.Rollback != nil || run.Result == model.RunRolledBack {
		return runOf(c, id, doing)
	}
	r, _, err := loadOpen(c, run.Release, 0, doing)
	if err != nil {
		return nil, nil, err
	}
	if last := c.LastRun(r.ID); run.Production && !slices.Contains(c.Rollout(r.ID), run) {
		return nil, nil, model.Refuse(doing, fmt.Sprintf("%s came after it", last.ID), model.ByTask("roll-back", last.ID, model.With("trigger", "")).For("that is what can be rolled back"))
	}
	n := *run
	return &n, r, nil
}
