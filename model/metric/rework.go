package metric

import (
	"fmt"

	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(reworkRate)

func reworkRate() Metric {
	return Metric{
		Measure: process.Measure{ID: "rework-rate", Title: "Rework rate"}, Form: Share,
		Counts: deploymentWords, Lacking: "a run",
		Beside:      func(r *Result) string { return r.Value.Fraction() + " because of an incident" },
		StandsOut:   func(r *Result) string { return r.Value.Fraction() + " were unplanned, because of an incident" },
		EachService: true,
		Reads:       []Reading{ReadsRuns, ReadsHistory},
		Of: func(f Facts, span when.Span) Result {
			return perService(f, span, "rework-rate", reworkRateOf)
		},
	}
}

// reworkRateOf is 'rework rate' of 3-metrics, of one service.
func reworkRateOf(f Facts, span when.Span) Result {
	res := Result{Metric: "rework-rate"}
	because := int64(0)
	f.eachRun(span, func(r *Release, run *Run) {
		res.Population++
		in := r.ForIncident != ""
		if in {
			because++
		}
		res.list(&f, func() Record {
			text := "planned"
			if in {
				text = fmt.Sprintf("because of %s", r.ForIncident)
			}
			return r.ran(sectionRuns, run, in, text)
		})
	})
	res.Value = Value{Share, because, int64(res.Population)}
	res.ofRuns(&f, span)
	return res
}
