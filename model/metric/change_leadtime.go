package metric

import (
	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(changeLeadTime)

func changeLeadTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "change-lead-time", Title: "Change lead time"}, Form: Length,
		Counts: [2]string{"deployed commit", "deployed commits"}, Lacking: "commit times",
		Beside:      func(*Result) string { return "" },
		StandsOut:   func(*Result) string { return "" },
		EachService: true,
		Reads:       []Reading{ReadsRuns},
		Of: func(f Facts, _ when.Span) Result {
			res := Result{Metric: "change-lead-time", Value: Value{Form: Length}}
			res.noRecords(&f)
			res.finish(&f)
			return res
		},
	}
}
