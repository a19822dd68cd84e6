package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

func outcomeStated(f facts) answer {
	a := f.evaluated("outcome")
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormEvaluation, f.r.ID)
	outcome := d.Meant().Get("outcome")
	run := f.LastRun(f.r.ID)
	switch {
	case run == nil && f.r.Origin == nil:
		return open("%s version %d is of before any deployment", d.ID, d.Version)
	case run == nil: // history that was imported
	case run.Result == model.RunRolledBack && outcome != "rolled-back":
		return open("the outcome says %s, but %s was rolled back", outcome, run.ID)
	case run.Result == model.RunFailed && outcome != "failed":
		return open("the outcome says %s, but %s failed", outcome, run.ID)
	case run.Result == model.RunDeployed && outcome == "rolled-back":
		return open("the outcome says %s, but %s was deployed", outcome, run.ID)
	}
	if wrong, withdraw := f.installedOtherwise(); wrong != "" && outcome != "rolled-back" {
		switch why := d.Meant().Get("investigation"); {
		case outcome == model.OutcomeSuccessful:
			return open("the outcome says %s, but what was installed is not what stands in the DML: %s", outcome, wrong).by(append([]model.Remedy{f.evaluate("outcome")}, withdraw...)...)
		case model.Blank(why):
			return open("what was installed is not what stands in the DML, and nobody says why: %s", wrong).by(append([]model.Remedy{f.evaluate("investigation")}, withdraw...)...)
		}
	}
	if caused := f.gravelyCaused(); outcome == model.OutcomeSuccessful && caused != "" {
		return open("the outcome says %s, but it caused %s", outcome, caused)
	}
	if caused, resolve := f.stillCaused(); caused != "" {
		return open("it caused %s, still open", caused).by(resolve...)
	}
	return met("%s", outcome)
}

// evaluate is that a question of the evaluation is answered.
func (f facts) evaluate(field string) model.Remedy {
	return model.ByForm(FormEvaluation, f.r.ID, model.With(field, ""))
}

// EvaluatedBefore says what happened to a release after something was written of it, so that
// it does not count as an evaluation: a deployment ended, or it was reopened; "" for nothing.
func EvaluatedBefore(c *model.Case, r *model.Release, written time.Time) string {
	var last time.Time
	what := ""
	for _, run := range c.Runs(r.ID) {
		end := run.Ended
		if run.Rollback != nil && run.Rollback.Ended.After(end) {
			end = run.Rollback.Ended
		}
		if end.After(last) && written.Before(end) {
			last, what = end, fmt.Sprintf("%s ended %s", run.ID, c.Stamp(end))
		}
	}
	if n := len(r.Reopened); n > 0 && r.Reopened[n-1].At.After(last) && !written.After(r.Reopened[n-1].At) {
		what = fmt.Sprintf("it was reopened %s (%s)", c.Stamp(r.Reopened[n-1].At), r.Reopened[n-1].Reason)
	}
	return what
}

// evaluated asks for answers of the evaluation, in a version that was written once there was
// something to evaluate.
func (f facts) evaluated(fields ...string) answer {
	a := f.filled(FormEvaluation, fields...)
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormEvaluation, f.r.ID)
	if run := f.LastRun(f.r.ID); run != nil && run.Open() {
		return open("%s version %d is of before %s ended: it is evaluated anew", d.ID, d.Version, run.ID)
	}
	if what := EvaluatedBefore(f.Case, f.r, d.At); what != "" {
		return open("%s version %d is of before %s: it is evaluated anew", d.ID, d.Version, what)
	}
	return a
}

// gravelyCaused names the incidents that are confirmed to come from the release, from the start
// of its deployment to the end of the days in which incidents count, and were grave at any time:
// resolved or not, graded anew or not.
func (f facts) gravelyCaused() string {
	run := f.LastRun(f.r.ID)
	if run == nil || run.Ended.IsZero() {
		return ""
	}
	from := run.Started
	for _, other := range f.Runs(f.r.ID) {
		if other.Started.Before(from) {
			from = other.Started
		}
	}
	until := process.WatchedUntil(run.Ended, f.Rules.Policy.IncidentWindow(model.PolicyKeys(f.r.Type, f.r.TypePurpose, f.r.Major)...), f.Zone(f.r))
	var out []string
	for _, i := range model.All[*model.Incident](f.Case) {
		if slices.Contains(i.CausedBy, f.r.ID) && wasGrave(f.Rules.Policy, i) && !i.Began().Before(from) && !i.Began().After(until) {
			out = append(out, graded(f.Rules.Policy, i))
		}
	}
	return strings.Join(out, ", ")
}

// stillCaused names the grave incidents that are confirmed to come from the release and are
// open, with what resolves them.
func (f facts) stillCaused() (string, []model.Remedy) {
	var out []string
	var resolve []model.Remedy
	for _, i := range model.All[*model.Incident](f.Case) {
		if slices.Contains(i.CausedBy, f.r.ID) && f.Rules.Policy.Grave(i.Severity) && i.State == model.IncidentOpen {
			out, resolve = append(out, string(i.ID)+" "+i.Severity), append(resolve, model.ByTask("resolve-incident", i.ID))
		}
	}
	return strings.Join(out, ", "), resolve
}

func objectivesJudged(f facts) answer {
	return f.evaluated("objectives_met", "objectives")
}

// failureInvestigated: failed changes are investigated (ISO/IEC 20000-1:2018, 8.5.1).
func failureInvestigated(f facts) answer { return f.evaluated("investigation") }

// intentCompared: a major release compares its outcome with what was intended
// (ISO/IEC 20000-1:2018, 8.5.2).
func intentCompared(f facts) answer {
	a := f.evaluated("compared")
	if plan := f.Document(FormPlan, f.r.ID); plan != nil {
		if intent := strings.Join(strings.Fields(plan.Meant().Get("intent")), " "); intent != "" {
			a.evidence += "; intended by " + string(plan.ID) + ": " + intent
		}
	}
	return a
}

func slipExplained(f facts) answer { return f.evaluated("slip") }
