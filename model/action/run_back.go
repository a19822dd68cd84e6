package action

import (
	"fmt"
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
	if plan != nil {
		needs = append(needs, need{c.FirstWritten(plan), fmt.Sprintf("%s, the %s, was written", plan.ID, plan.Title)})
	}
	at := happened(c, a.Happened, "the rollback can't have been decided", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	back := &model.Run{ID: c.Mint(model.KindRun), Release: r.ID, Back: run.ID, Env: run.Env, Production: run.Production, Wave: run.Wave, By: c.Who.ID(), Started: at, StartedRecorded: recordedLater(c, at), Steps: list, Contacts: run.Contacts}
	n := *run
	n.Rollback = &model.Rollback{Run: back.ID, Trigger: a.Trigger, By: c.Who.ID(), Decided: at, Recorded: recordedLater(c, at), Partial: a.Partial}
	if n.Failed.IsZero() {
		n.Failed = at
	}
	n.Intervention = "rollback"
	out := wrote(r.ID, fmt.Sprintf("rolls back %s of %s by %s: %s", namedRun(run), r.ID, back.ID, a.Trigger), n.Head(), back)
	out.Happened = at
	return out, nil
}
