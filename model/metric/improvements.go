package metric

import (
	"fmt"

	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartDoneLate    = "done late"
	PartOverdue     = "overdue"
	PartPutOff      = "put off"
	PartDroppedLate = "dropped"
)

const sectionNotInTime = "late, or not done"

var _ = register(improvementActions)

func improvementActions() Metric {
	return Metric{
		Measure: process.Measure{ID: "improvements", Title: "Improvements in time"}, Form: Share,
		Further: []Further{{PartDoneLate, Count}, {PartOverdue, Count}, {PartPutOff, Count}, {PartDroppedLate, Count}},
		Counts:  [2]string{"improvement action that was due", "improvement actions that were due"},
		Beside: func(r *Result) string {
			return r.Part(PartOverdue).Short() + " overdue, " + r.Part(PartPutOff).Short() + " put off"
		},
		StandsOut: func(r *Result) string { return r.Part(PartOverdue).Short() + " of them are overdue" },
		Reads:     []Reading{ReadsImprovements},
		Of:        improvementActionsOf,
	}
}

// improvementActionsOf are the actions of reviews that were due in a period.
func improvementActionsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "improvements"}
	var inTime, late, overdue, putOff, dropped int64
	for i := range f.Improvements {
		a := &f.Improvements[i]
		if a.Due.IsZero() || !f.holds(span, a.Due) {
			continue
		}
		over := a.Due.Over()
		switch {
		case !a.Dropped.IsZero() && a.Dropped.Before(over):
			dropped++
			continue
		case a.Done.IsZero() && a.Dropped.IsZero() && f.Now.Before(over):
			res.Provisional = true
			continue
		}
		res.Population++
		section, text := sectionNotInTime, ""
		switch {
		case !a.Done.IsZero() && a.Done.Before(over):
			section, text = sectionCounted, "done "+day(a.Done, a.Of.zone())
			inTime++
		case !a.Done.IsZero():
			text = fmt.Sprintf("done %s, late", day(a.Done, a.Of.zone()))
			late++
		case !a.Dropped.IsZero():
			text = fmt.Sprintf("dropped %s, after it was due", day(a.Dropped, a.Of.zone()))
			dropped++
		default:
			text = "overdue, waits for " + a.Owner
			overdue++
		}
		if a.PutOff > 0 {
			putOff++
			text += ", put off " + times(a.PutOff)
		}
		res.list(&f, func() Record {
			rec := a.Of.recordOf(section, a.ID, a.Action, a.Due.At)
			if a.Due.Precision == when.Day {
				rec.Day = a.Due.On(a.Of.zone()).String()
			}
			rec.In, rec.Text = section == sectionCounted, text
			return rec
		})
	}
	res.Value = Value{Share, inTime, int64(res.Population)}
	res.Parts = []Part{
		{PartDoneLate, Value{Count, late, 1}, Less},
		{PartOverdue, Value{Count, overdue, 1}, Less},
		{PartPutOff, Value{Count, putOff, 1}, Less},
		{PartDroppedLate, Value{Count, dropped, 1}, Less},
	}
	res.finish(&f)
	return res
}
