package metric

import (
	"cmp"
	"maps"
	"slices"

	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(changeFailRate)

func changeFailRate() Metric {
	return Metric{
		Measure: process.Measure{ID: "change-fail-rate", Title: "Change fail rate"}, Form: Share,
		Counts: deploymentWords, Lacking: "a run",
		Chart:       "deployments by what had to be done at once",
		Beside:      func(r *Result) string { return r.Value.Fraction() + " needed intervention" },
		StandsOut:   func(r *Result) string { return r.Value.Fraction() + " needed something done at once" },
		EachService: true,
		Reads:       []Reading{ReadsRuns, ReadsHistory},
		Of: func(f Facts, span when.Span) Result {
			return perService(f, span, "change-fail-rate", changeFailRateOf)
		},
	}
}

// changeFailRateOf is 'change fail rate' of 3-metrics, of one service.
func changeFailRateOf(f Facts, span when.Span) Result {
	res := Result{Metric: "change-fail-rate"}
	failed := int64(0)
	counts := map[string]int{}
	f.eachRun(span, func(r *Release, run *Run) {
		res.Population++
		did := cmp.Or(run.Intervention, interventionNone)
		if run.rolledBack() {
			did = "rollback"
		}
		counts[did]++
		in := run.intervened()
		if in {
			failed++
		}
		res.list(&f, func() Record { return r.ran(sectionRuns, run, in, run.Result.Plain()+", intervention: "+did) })
	})
	res.Value = Value{Share, failed, int64(res.Population)}
	for _, did := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) }) {
		res.Buckets = append(res.Buckets, Bucket{Label: did, Count: counts[did]})
	}
	res.ofRuns(&f, span)
	return res
}
