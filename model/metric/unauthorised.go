package metric

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartCaptured  = "captured"
	PartInReview  = "under review"
	PartRatified  = "accepted afterwards"
	PartBackedOut = "backed out"
	PartPutRight  = "corrected by an RFC"
)

const (
	sectionSubmitted = "submitted"
)

var _ = register(unauthorisedChanges)

func unauthorisedChanges() Metric {
	return Metric{
		Measure: process.Measure{ID: "unauthorised-changes", Title: "Unauthorised changes"}, Form: Share,
		Further: []Further{{PartCaptured, Count}, {PartInReview, Count}, {PartRatified, Count}, {PartBackedOut, Count}, {PartPutRight, Count}},
		Counts:  [2]string{"RFC", "RFCs"},
		Beside:  func(r *Result) string { return r.Part(PartCaptured).Short() + " captured" },
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("%s of those captured are still under review", r.Part(PartInReview).Short())
		},
		Reads: []Reading{ReadsSubmitted},
		Of:    unauthorisedChangesOf,
	}
}

// unauthorisedChangesOf is the row 'unauthorised changes' of 3-metrics, of the RFCs that
// Trend counts as submitted.
func unauthorisedChangesOf(f Facts, span when.Span) Result {
	res := Result{Metric: "unauthorised-changes"}
	outcome := map[string]int64{}
	var captured int64
	for i := range f.Submitted {
		c := &f.Submitted[i]
		if !span.Holds(c.Submitted) {
			continue
		}
		section := sectionSubmitted
		if c.Unauthorised {
			section = sectionCounted
			captured++
			outcome[c.Outcome]++
		}
		res.Population++
		res.list(&f, func() Record {
			rec := c.Of.recordOf(section, c.Of.ID, c.Of.Title, c.Submitted)
			rec.In, rec.Text = c.Unauthorised, c.words(f)
			return rec
		})
	}
	res.Value = Value{Share, captured, int64(res.Population)}
	res.Parts = []Part{
		{PartCaptured, Value{Count, captured, 1}, Less},
		{PartInReview, Value{Count, outcome[""], 1}, Less},
		{PartRatified, Value{Count, outcome[model.Ratified], 1}, Less},
		{PartBackedOut, Value{Count, outcome[model.BackedOut], 1}, Less},
		{PartPutRight, Value{Count, outcome[model.Corrected], 1}, Less},
	}
	res.finish(&f)
	return res
}

func (c *Submission) words(f Facts) string {
	if !c.Unauthorised {
		return c.Category
	}
	text := c.How
	if !c.Made.IsZero() {
		text += ", made " + day(c.Made, f.Zone)
	}
	if c.Outcome == "" {
		return text + ", under review"
	}
	return text + ", " + map[string]string{model.Ratified: PartRatified, model.BackedOut: PartBackedOut, model.Corrected: PartPutRight}[c.Outcome]
}
