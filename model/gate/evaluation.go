package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

func outcomeStated(f facts) answer {
	a := f.filled(FormEvaluation, "outcome")
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormEvaluation, f.r.ID)
	if n := len(f.r.Reopened); n > 0 && !d.At.After(f.r.Reopened[n-1].At) {
		return open("%s version %d is of before it was reopened %s (%s): it is evaluated anew", d.ID, d.Version, f.Stamp(f.r.Reopened[n-1].At), f.r.Reopened[n-1].Reason)
	}
	outcome := d.Meant().Get("outcome")
	run := f.LastRun(f.r.ID)
	switch {
	case run == nil:
	case run.Result == model.RunRolledBack && outcome != "rolled-back":
		return open("the outcome says %s, but %s was rolled back", outcome, run.ID)
	case run.Result == model.RunFailed && outcome != "failed":
		return open("the outcome says %s, but %s failed", outcome, run.ID)
	case run.Result == model.RunDeployed && outcome == "rolled-back":
		return open("the outcome says %s, but %s was deployed", outcome, run.ID)
	}
	if caused := f.gravelyCaused(); outcome == model.OutcomeSuccessful && caused != "" {
		return open("the outcome says %s, but it caused %s", outcome, caused)
	}
	return met("%s", outcome)
}

// gravelyCaused names the grave incidents that are confirmed to come from the release in the
// days in which incidents count, resolved or not: as the measure of success has it.
func (f facts) gravelyCaused() string {
	run := f.LastRun(f.r.ID)
	if run == nil || run.Ended.IsZero() {
		return ""
	}
	until := process.WatchedUntil(run.Ended, f.Rules.Policy.IncidentWindow(model.PolicyKeys(f.r.Type, f.r.TypePurpose, f.r.Major)...), f.Zone(f.r))
	var out []string
	for _, i := range model.All[*model.Incident](f.Case) {
		if slices.Contains(i.CausedBy, f.r.ID) && f.Rules.Policy.Grave(i.Severity) && i.Opened.After(run.Ended) && !i.Opened.After(until) {
			out = append(out, fmt.Sprintf("%s %s", i.ID, i.Severity))
		}
	}
	return strings.Join(out, ", ")
}

func objectivesJudged(f facts) answer {
	return f.filled(FormEvaluation, "objectives_met", "objectives")
}

// failureInvestigated: failed changes are investigated (ISO/IEC 20000-1:2018, 8.5.1).
func failureInvestigated(f facts) answer { return f.filled(FormEvaluation, "investigation") }

// intentCompared: a major release compares its outcome with what was intended
// (ISO/IEC 20000-1:2018, 8.5.2).
func intentCompared(f facts) answer {
	a := f.filled(FormEvaluation, "compared")
	if plan := f.Document(FormPlan, f.r.ID); plan != nil {
		if intent := strings.Join(strings.Fields(plan.Meant().Get("intent")), " "); intent != "" {
			a.evidence += "; intended by " + string(plan.ID) + ": " + intent
		}
	}
	return a
}

func slipExplained(f facts) answer { return f.filled(FormEvaluation, "slip") }
