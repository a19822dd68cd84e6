package metric

import (
	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartOver    = "median overrun"
	PartOverP90 = "p90 overrun"
	PartNoEnd   = "without a planned end"
)

const sectionNoEnd = "without a planned end, apart"

var _ = register(overrun)

func overrun() Metric {
	return Metric{
		Measure: process.Measure{ID: "overrun", Title: "Overrun"}, Form: Share,
		Further: []Further{{PartOver, Length}, {PartOverP90, Length}, {PartNoEnd, Count}},
		Counts:  [2]string{"deployed release with a planned end", "deployed releases with a planned end"}, Lacking: "a run",
		Chart:  "late ends by how late they were, from … on",
		Beside: func(r *Result) string { return "median " + r.Part(PartOver).Short() },
		StandsOut: func(r *Result) string {
			if r.Value.Num == 0 {
				return "all ended in their window"
			}
			return "those that did were over by a median of " + r.Part(PartOver).Short()
		},
		Reads: []Reading{ReadsRuns, ReadsHistory},
		Of:    overrunOf,
	}
}

// overrunOf is 'Late finish is overrun' of 3-metrics.
func overrunOf(f Facts, span when.Span) Result {
	res := Result{Metric: "overrun"}
	var over []int64
	open := int64(0)
	for r := range f.Each() {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		if r.Window.End.IsZero() {
			open++
			res.list(&f, func() Record { return r.record(sectionNoEnd, r.ID, r.Title, run.Ended) })
			continue
		}
		res.Population++
		res.Provisional = res.Provisional || r.running()
		late := run.Ended.Sub(model.Due(r.Window.End, r.zone()))
		if late > 0 {
			over = append(over, late.Milliseconds())
		}
		res.list(&f, func() Record {
			rec := r.record(sectionPopulation, r.ID, r.Title, run.Ended)
			rec.In, rec.Provisional, rec.Text = late > 0, r.running(), "ended in its window"
			if rec.In {
				rec.Section, rec.Value = sectionCounted, Value{Length, late.Milliseconds(), 1}
				rec.Text = when.FormatDuration(late) + " after its window"
			}
			return rec
		})
	}
	over = sorted(over)
	res.Value = Value{Share, int64(len(over)), int64(res.Population)}
	res.Parts = []Part{{PartOver, median(over, Length), Less}, {PartOverP90, p90(over, Length), Less}, {PartNoEnd, count(open), Less}}
	res.Buckets = histogram(over)
	res.ofRuns(&f, span)
	return res
}
