package metric

import (
	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(rfcLeadTime)

func rfcLeadTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "rfc-lead-time", Title: "RFC lead time"}, Form: Length,
		Further: []Further{{PartP90, Length}, {PartAfterwards, Count}},
		Counts:  [2]string{"deployed RFC", "deployed RFCs"}, Lacking: "a run",
		Chart:       "RFCs by lead time, from … on",
		Beside:      func(r *Result) string { return "p90 " + r.Part(PartP90).Short() },
		StandsOut:   func(r *Result) string { return "nine in ten took at most " + r.Part(PartP90).Short() },
		EachService: true,
		Reads:       []Reading{ReadsRuns, ReadsRFCs, ReadsHistory},
		Of:          func(f Facts, span when.Span) Result { return perService(f, span, "rfc-lead-time", rfcLeadTimeOf) },
	}
}

// PartAfterwards are RFCs that were written once their release was deployed.
const PartAfterwards = "submitted afterwards"

const sectionAfterwards = "submitted afterwards, apart"

// rfcLeadTimeOf is 'RFC lead time' of 3-metrics: what stands for the lead time of changes
// as long as commit times aren't known.
func rfcLeadTimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "rfc-lead-time"}
	var all []int64
	late := int64(0)
	for r := range f.Each(ReadsRFCs) {
		run, ok := r.deployedIn(span)
		if !ok || run.Result != model.RunDeployed {
			continue
		}
		for _, rfc := range r.RFCs {
			took := run.Ended.Sub(rfc.Submitted)
			section := sectionCounted
			if took < 0 {
				section = sectionAfterwards
				late++
			} else {
				all = append(all, took.Milliseconds())
			}
			res.list(&f, func() Record {
				rec := r.record(section, rfc.ID, rfc.Title, run.Ended)
				rec.In = took >= 0
				rec.Text = "submitted " + when.DateOf(rfc.Submitted, r.zone()).String()
				if rec.In {
					rec.Value = Value{Length, took.Milliseconds(), 1}
				}
				return rec
			})
		}
	}
	all = sorted(all)
	res.Population = len(all)
	res.Value = median(all, Length)
	res.Parts = []Part{{PartP90, p90(all, Length), Less}, {PartAfterwards, count(late), Less}}
	res.Buckets = histogram(all)
	res.ofRuns(&f, span)
	return res
}
