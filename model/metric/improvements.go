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
	PartByLast      = "in time by their last date"
)

const sectionNotInTime = "late, or not done"

var _ = register(improvementActions)

func improvementActions() Metric {
	return Metric{
		Measure: process.Measure{ID: "improvements", Title: "Improvements in time"}, Form: Share,
		Further: []Further{{PartDoneLate, Count}, {PartOverdue, Count}, {PartPutOff, Count}, {PartDroppedLate, Count}, {PartByLast, Share}},
		Counts:  [2]string{"improvement action that was due", "improvement actions that were due"},
		Beside: func(r *Result) string {
			return r.Part(PartOverdue).Short() + " overdue, " + r.Part(PartPutOff).Short() + " put off"
		},
		StandsOut: func(r *Result) string { return r.Part(PartOverdue).Short() + " of them are overdue" },
		Reads:     []Reading{ReadsImprovements},
		Of:        improvementActionsOf,
	}
}

// improvementActionsOf are the actions of reviews that were due in a period, by the date that they
// had at first: one that is put off is not in time for that.
func improvementActionsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "improvements"}
	var inTime, late, overdue, putOff, dropped, byLast, settled int64
	for i := range f.Improvements {
		a := &f.Improvements[i]
		if a.First.IsZero() || !f.holds(span, a.First) {
			continue
		}
		over, last := a.First.Over(), a.Due.Over()
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
		case f.Now.Before(last):
			text = fmt.Sprintf("to be done by %s, waits for %s", a.Due.On(a.Of.zone()), a.Owner)
			res.Provisional = true // how it stands by its last date
		default:
			text = "overdue, waits for " + a.Owner
			overdue++
		}
		if open := a.Done.IsZero() && a.Dropped.IsZero() && f.Now.Before(last); !open && (a.Dropped.IsZero() || !a.Dropped.Before(last)) {
			settled++
			if !a.Done.IsZero() && a.Done.Before(last) {
				byLast++
			}
		}
		if a.PutOff > 0 {
			putOff++
			text += ", put off " + times(a.PutOff)
		}
		res.list(&f, func() Record {
			rec := a.Of.recordOf(section, a.ID, a.Action, a.First.At)
			if a.First.Precision == when.Day {
				rec.Day = a.First.On(a.Of.zone()).String()
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
		{PartByLast, Value{Share, byLast, settled}, More},
	}
	res.finish(&f)
	return res
}
