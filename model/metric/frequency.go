package metric

import (
	"maps"
	"slices"

	"fairway/model/process"
	"fairway/model/when"
)

var deploymentWords = [2]string{"deployment", "deployments"}

const sectionRuns = "deployments"

var _ = register(deploymentFrequency)

func deploymentFrequency() Metric {
	return Metric{
		Measure: process.Measure{ID: "deployment-frequency", Title: "Deployment frequency"}, Form: PerWeek,
		Further: []Further{{PartAsStated, Share}},
		Counts:  deploymentWords, Lacking: "a run",
		Beside: func(r *Result) string { return plural(int64(r.Population), "deployment", "deployments") },
		StandsOut: func(r *Result) string {
			if v := r.Part(PartAsStated); v.Known() {
				return v.Fraction() + " of its types come as often as they state"
			}
			return ""
		},
		EachService: true,
		Reads:       []Reading{ReadsRuns, ReadsHistory},
		Of: func(f Facts, span when.Span) Result {
			res := perService(f, span, "deployment-frequency", deploymentFrequencyOf)
			res.Stated = stated(&f, span)
			return res
		},
	}
}

// PartAsStated is how many types of release come as often as the rules plan them.
const PartAsStated = "types as often as stated"

// deploymentFrequencyOf is 'deployment frequency' of 3-metrics, of one service.
func deploymentFrequencyOf(f Facts, span when.Span) Result {
	res := Result{Metric: "deployment-frequency"}
	res.Provisional = !f.Now.IsZero() && f.Now.Before(span.End)
	days := f.days(span)
	byType := map[string]int{}
	f.eachRun(span, func(r *Release, run *Run) {
		res.Population++
		byType[r.Type]++
		res.list(&f, func() Record {
			text := run.Result.Plain()
			if words := f.Types[r.Type].Frequency; words != "" {
				text += "; " + r.Type + ": " + words
			}
			return r.ran(sectionCounted, run, true, text)
		})
	})
	res.Value = Value{PerWeek, int64(res.Population), days}
	if res.Population == 0 {
		res.Value = Value{Form: PerWeek}
	}
	kept, stated := int64(0), int64(0)
	for _, name := range slices.Sorted(maps.Keys(byType)) {
		if as, asked := asOften(f.Types[name], byType[name], days); asked {
			stated++
			if as {
				kept++
			}
		}
	}
	res.Parts = []Part{{PartAsStated, Value{Share, kept, stated}, More}}
	res.ofRuns(&f, span)
	return res
}
