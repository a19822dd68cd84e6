package gate

import "fairway/model"

func outcomeStated(f facts) answer {
	a := f.filled(FormEvaluation, "outcome")
	if a.Answer != Met {
		return a
	}
	outcome := f.Document(FormEvaluation, f.r.ID).Meant().Get("outcome")
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
	return met("%s", outcome)
}

func objectivesJudged(f facts) answer {
	return f.filled(FormEvaluation, "objectives_met", "objectives")
}

// failureInvestigated: failed changes are investigated (ISO/IEC 20000-1:2018, 8.5.1).
func failureInvestigated(f facts) answer { return f.filled(FormEvaluation, "investigation") }

// intentCompared: a major release compares its outcome with what was intended
// (ISO/IEC 20000-1:2018, 8.5.2).
func intentCompared(f facts) answer { return f.filled(FormEvaluation, "compared") }

func slipExplained(f facts) answer { return f.filled(FormEvaluation, "slip") }
