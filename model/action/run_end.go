package action

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"fairway/model"
	"fairway/model/grammar"
)

// EndRun ends a run as deployed, failed, or rolled back. A run whose way back did not succeed
// ends as failed.
type EndRun struct {
	Run          model.ID `json:"run"`
	Result       string   `json:"result"`
	Intervention string   `json:"intervention,omitempty"`
	// Failed is when it failed, where neither a rollback nor the end says so; Restored is when
	// the service was there again.
	Failed   time.Time `json:"failed,omitzero"`
	Restored time.Time `json:"restored,omitzero"`
	Happened time.Time `json:"happened,omitzero"`
	// Data is what became of the data in a rollback: one of model.DataFates.
	Data string `json:"data,omitempty"`
}

func (a EndRun) Do(c *model.Case) (Outcome, error) {
	doing := "end " + string(a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if run.Back != "" { // it ends with what it takes back
		if run, r, err = runOf(c, run.Back, doing); err != nil {
			return Outcome{}, err
		}
	}
	switch a.Result {
	case model.RunDeployed:
		apart(c, r, run, refusal)
		if run.Rollback != nil {
			refusal.Add("it is being rolled back", model.ByTask("end-run", run.ID, model.With("result", model.RunRolledBack), model.With("data", "")).For("end it as rolled back"))
		}
		if n := unfinished(run.Steps); n > 0 && run.Rollback == nil {
			refusal.Add(fmt.Sprintf("%s %s neither done nor skipped", grammar.Count(n, "step"), grammar.Are(grammar.Count(n, "step"))), finishSteps(run.ID, run.Steps))
		}
		if g := run.Go; g != nil && g.Did == model.MarkNoGo {
			refusal.Add(fmt.Sprintf("%s decided not to go on, %s: %s", c.PersonName(g.By), stamp(g.At), g.Text), model.ByTask("decide-go", run.ID, model.With("go", "go")).For("decide anew"))
		}
		for i, ch := range run.Checks {
			if !ch.Passed && run.Rollback == nil {
				refusal.Add(fmt.Sprintf("verification %d has not passed: %s", i+1, ch.Text), model.Say("verify it, or roll back"))
			}
		}
	case model.RunRolledBack:
		if run.Rollback == nil {
			refusal.Add("no rollback was begun", model.ByTask("roll-back", run.ID, model.With("trigger", "")))
		} else if n := unfinished(run.Rollback.Steps); n > 0 {
			refusal.Add(fmt.Sprintf("%s of the rollback %s neither done nor skipped", grammar.Count(n, "step"), grammar.Are(grammar.Count(n, "step"))), finishBack(run), model.ByTask("end-run", run.ID, model.With("result", model.RunFailed)).For("if the way back failed"))
		}
	case model.RunFailed: // of one that is rolled back: the way back failed
	default:
		refusal.Add(fmt.Sprintf("%q is no result", a.Result), model.Say("deployed, failed or rolled-back"))
	}
	switch back := run.Rollback != nil; {
	case back && a.Intervention != "" && a.Intervention != "rollback":
		refusal.Add(fmt.Sprintf("it is rolled back, and that is no %s", a.Intervention), model.AnswerTo("leave that out, or say rollback", "intervention"))
	case !back && a.Intervention == "rollback":
		refusal.Add("no rollback was begun", model.ByTask("roll-back", run.ID, model.With("trigger", "")))
	}
	if a.Intervention != "" && !slices.Contains([]string{"none", "hotfix", "forward-fix", "rollback"}, a.Intervention) {
		refusal.Add(fmt.Sprintf("%q is no intervention", a.Intervention), model.Say("none, hotfix, forward-fix or rollback"))
	}
	switch {
	case a.Data == "" && a.Result == model.RunRolledBack && run.Rollback != nil && run.Rollback.Run != "":
		refusal.Add("it is not said what became of the data", model.AnswerTo("restored, kept or untouched", "data"))
	case a.Data == "":
	case a.Result != model.RunRolledBack:
		refusal.Add("what became of the data is said of a rollback", model.AnswerTo("leave that out", "data"))
	case !slices.Contains(model.DataFates, a.Data):
		refusal.Add(fmt.Sprintf("%q is nothing that becomes of data", a.Data), model.AnswerTo("restored, kept or untouched", "data"))
	}
	ended := happened(c, a.Happened, "it can't have ended", soFar(run), refusal)
	fell := a.failing(c, run, refusal)
	if fell.After(ended) {
		refusal.Add(fmt.Sprintf("it can't have failed at %s: it had ended before, %s", stamp(fell), stamp(ended)), model.AnswerTo("give the time at which it failed, or at which it ended", "failed"))
	}
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
	run.Result = model.State(a.Result)
	if run.Open() { // one that had ended as deployed stays ended then
		run.Ended, run.EndedRecorded = ended, recordedLater(c, ended)
	}
	if run.Rollback != nil {
		run.Rollback.Ended, run.Rollback.Data = ended, a.Data
	}
	if a.Intervention != "" {
		run.Intervention = a.Intervention
	}
	if run.Intervention == "" {
		run.Intervention = model.InterventionNone
	}
	if run.Failed.IsZero() || !fell.IsZero() {
		run.Failed = fell
	}
	if a.Result != model.RunDeployed && run.Failed.IsZero() {
		run.Failed = ended
	}
	run.Restored = restored
	if a.Result == model.RunRolledBack && run.Restored.IsZero() && run.Production {
		run.Restored = ended
	}
	if !run.Restored.IsZero() {
		run.RestoredRecorded = recordedLater(c, run.Restored)
	}
	out := wrote(r.ID, fmt.Sprintf("ended %s of %s: %s", namedRun(run), r.ID, a.Result), run.Head())
	if run.Rollback != nil && run.Rollback.Run != "" {
		back, err := known[*model.Run](c, run.Rollback.Run)
		if err != nil {
			return Outcome{}, err
		}
		n := *back
		n.Ended, n.EndedRecorded, n.Result = ended, recordedLater(c, ended), run.Result
		out.Writes = append(out.Writes, n.Head())
	}
	out.Happened = ended
	return out, nil
}

// unfinished is how many steps are neither done nor skipped.
func unfinished(list []model.Step) (n int) {
	for _, s := range list {
		if !s.Finished() {
			n++
		}
	}
	return n
}

// finishSteps is the step that can be done next.
func finishSteps(run model.ID, steps []model.Step) model.Remedy {
	return model.ByTask("do-step", run, model.With("step", readyStep(steps))).For("finish them")
}

// readyStep is the number of the step that can be done next; "" where none is left, or none
// can.
func readyStep(steps []model.Step) string {
	if next := model.Ready(steps); len(next) > 0 {
		return strconv.Itoa(next[0])
	}
	return ""
}

// failing is when a run failed, as whoever ends it says: the zero time where they don't.
// That of a rollback is no later than its decision, and where nothing had to be done nothing
// failed.
func (a EndRun) failing(c *model.Case, run *model.Run, refusal *model.Refusal) time.Time {
	none := a.Intervention == "" || a.Intervention == model.InterventionNone
	switch {
	case a.Failed.IsZero():
		return time.Time{}
	case run.Rollback != nil && a.Failed.After(run.Rollback.Decided):
		refusal.Add(fmt.Sprintf("it can't have failed at %s: its rollback had been decided before, %s", stamp(a.Failed), stamp(run.Rollback.Decided)), model.AnswerTo("give the time at which it failed", "failed"))
		return time.Time{}
	case a.Result == model.RunDeployed && none:
		refusal.Add("it is deployed, and nothing had to be done at once: nothing failed", model.AnswerTo("say what had to be done, or leave out when it failed", "intervention"))
		return time.Time{}
	}
	return happened(c, a.Failed, "it can't have failed", []need{{run.Started, string(run.ID) + " started"}}, refusal)
}
