package metric

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartAuthorised = "after authorisation"
	PartPastDue    = "when due, or later"
)

var _ = register(cancellations)

func cancellations() Metric {
	return Metric{
		Measure: process.Measure{ID: "cancellations", Title: "Cancellations"}, Form: Share,
		Further: []Further{{PartAuthorised, Count}, {PartPastDue, Count}},
		Counts:  [2]string{"release deployed or cancelled", "releases deployed or cancelled"}, Lacking: "a run",
		Beside: func(r *Result) string {
			return plural(r.Value.Num, "release", "releases") + ", authorised " + r.Part(PartAuthorised).Short()
		},
		StandsOut: func(r *Result) string {
			if r.Value.Num == 0 {
				return "none was given up"
			}
			return fmt.Sprintf("%s of them after authorisation", r.Part(PartAuthorised).Short())
		},
		Reads: []Reading{ReadsRuns, ReadsCancelled, ReadsHistory},
		Of:    cancellationsOf,
	}
}

// cancellationsOf is 'cancellations' of 3-metrics: of the releases that came to their end
// in the period, deployed or not, those that were not.
func cancellationsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "cancellations"}
	var gone, authorised, due int64
	for r := range f.Each(ReadsPlans) {
		if run, ok := r.deployedIn(span); ok {
			res.Population++
			res.list(&f, func() Record { return r.record(sectionPopulation, r.ID, r.Title, run.Ended) })
			continue
		}
		if r.Imported || !span.Holds(r.Cancelled) {
			continue
		}
		res.Population++
		gone++
		text := "before it was authorised"
		if !r.Authorised.IsZero() && !r.Authorised.After(r.Cancelled) {
			authorised++
			text = "after authorisation"
			// As slips have it: cancelled when it was due, or later, is a slip as well.
			if s := f.slip(r); !r.Baseline.Start.IsZero() && r.means() != model.TypeEmergency && s.slipped {
				due++
				text = "when it was due, or later: counted as slipped, too"
			}
		}
		res.list(&f, func() Record {
			rec := r.record(sectionCounted, r.ID, r.Title, r.Cancelled)
			rec.In, rec.Text = true, text
			if r.Why != "" {
				rec.Text += ": " + r.Why
			}
			return rec
		})
	}
	res.Value = Value{Share, gone, int64(res.Population)}
	res.Parts = []Part{{PartAuthorised, count(authorised), Less}, {PartPastDue, count(due), Less}}
	res.ofRuns(&f, span)
	return res
}
