package metric

import (
	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// PartUnrestored are failed deployments of which it isn't known when the service was there
// again.
const PartUnrestored = "not restored yet"

var _ = register(recoveryTime)

func recoveryTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "recovery-time", Title: "Failed deployment recovery time"}, Form: Length,
		Further: []Further{{PartP90, Length}, {PartUnrestored, Count}},
		Counts:  [2]string{"failed deployment that was put right", "failed deployments that were put right"}, Lacking: "a run",
		Chart:       "failed deployments by how long it took, from … on",
		Beside:      func(r *Result) string { return "p90 " + r.Part(PartP90).Short() },
		StandsOut:   func(r *Result) string { return "nine in ten took at most " + r.Part(PartP90).Short() },
		EachService: true,
		Reads:       []Reading{ReadsRuns, ReadsHistory},
		Of: func(f Facts, span when.Span) Result {
			return perService(f, span, "recovery-time", recoveryTimeOf)
		},
	}
}

// recoveryTimeOf is 'failed deployment recovery time' of 3-metrics, of one service.
func recoveryTimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "recovery-time"}
	var all []int64
	open := int64(0)
	f.eachRun(span, func(r *Release, run *Run) {
		if run.Failed.IsZero() && run.Restored.IsZero() && !run.intervened() {
			return
		}
		defect := func(text string, asked ...string) {
			rec := r.record(sectionDefect, run.ID, r.Title, run.Ended)
			rec.Text, rec.Lacks = string(run.ID)+": "+text, LacksRestored
			rec.Remedies = []model.Remedy{model.ByTask("restore-service", run.ID, model.Each(asked, func(field string) process.Answer { return model.With(field, "") })...)}
			res.Defects = append(res.Defects, rec)
		}
		switch {
		case run.Failed.IsZero():
			defect("something had to be done at once, but when it failed is missing", "failed", "happened")
		case run.Restored.IsZero():
			open++
			res.Provisional = true
			defect("it failed, but when the service was restored is missing", "happened")
		case run.Restored.Before(run.Failed):
			defect("the service was restored before it failed", "happened")
		default:
			took := run.Restored.Sub(run.Failed).Milliseconds()
			all = append(all, took)
			res.list(&f, func() Record {
				rec := r.ran(sectionCounted, run, true, run.Result.Plain()+", failed "+when.Format(when.Moment{At: run.Failed, Precision: when.Minute}, r.zone(), when.ISO))
				rec.Value = Value{Length, took, 1}
				return rec
			})
		}
	})
	all = sorted(all)
	res.Population = len(all)
	res.Value = median(all, Length)
	res.Parts = []Part{{PartP90, p90(all, Length), Less}, {PartUnrestored, count(open), Less}}
	res.Buckets = histogram(all)
	res.ofRuns(&f, span)
	return res
}
