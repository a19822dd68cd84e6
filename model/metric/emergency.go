package metric

import (
	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartCorrected  = "corrected"
	PartDowngraded = "downgraded"
	PartNoTrue     = "found to be none"
	PartUnjudged   = "not judged yet"
)

var _ = register(emergencyShare)

func emergencyShare() Metric {
	return Metric{
		Measure: process.Measure{ID: "emergency-share", Title: "Emergency share"}, Form: Share,
		Further: []Further{{PartCorrected, Share}, {PartDowngraded, Count}, {PartNoTrue, Count}, {PartUnjudged, Count}},
		Counts:  [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Beside:    func(r *Result) string { return "corrected " + r.Part(PartCorrected).Short() },
		StandsOut: func(r *Result) string { return "of those that truly were it is " + r.Part(PartCorrected).String() },
		Reads:     []Reading{ReadsRuns, ReadsJudgements, ReadsHistory},
		Of:        emergencyShareOf,
	}
}

// emergencyShareOf is the row 'Emergency share' of 3-metrics.
func emergencyShareOf(f Facts, span when.Span) Result {
	res := Result{Metric: "emergency-share"}
	var raw, right, downgraded, none, open int64
	for r := range f.Each() {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		res.Population++
		in := r.Declared || r.means() == model.TypeEmergency
		text := "no emergency"
		unjudged := false
		if in {
			raw++
			switch {
			case r.Downgraded:
				downgraded++
				text = "declared, and downgraded"
			case r.Judged == "no":
				none++
				text = "judged to have been none"
			case r.Judged == "yes":
				right++
				text = "judged to have been one"
			default:
				right++
				open++
				unjudged, text = true, "not judged yet"
			}
		}
		res.list(&f, func() Record {
			rec := r.record(sectionPopulation, r.ID, r.Title, run.Ended)
			rec.In, rec.Text, rec.Provisional = in, text, unjudged
			if in {
				rec.Section = sectionCounted
			}
			return rec
		})
	}
	n := int64(res.Population)
	res.Provisional = open > 0
	res.Value = Value{Share, raw, n}
	res.Parts = []Part{{PartCorrected, Value{Share, right, n}, Less}, {PartDowngraded, Value{Count, downgraded, 1}, Less}, {PartNoTrue, Value{Count, none, 1}, Less}, {PartUnjudged, Value{Count, open, 1}, Less}}
	res.ofRuns(&f, span)
	return res
}
