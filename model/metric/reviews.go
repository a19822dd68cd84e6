package metric

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartReviews    = "reviews overdue"
	PartPapersLate = "retro-completions overdue"
	PartOpenNow    = "still to be done"
)

const (
	sectionInTime    = "in time"
	sectionLimitless = "without a deadline, apart"
)

var _ = register(overdueReviews)

func overdueReviews() Metric {
	return Metric{
		Measure: process.Measure{ID: "overdue-reviews", Title: "Overdue reviews and papers"}, Form: Share,
		Further: []Further{{PartReviews, Share}, {PartPapersLate, Share}, {PartOpenNow, Count}},
		Counts:  [2]string{"review or retro-completion that was due", "reviews and retro-completions that were due"},
		Beside: func(r *Result) string {
			return "reviews " + r.Part(PartReviews).Fraction() + ", papers " + r.Part(PartPapersLate).Fraction()
		},
		StandsOut: func(r *Result) string { return r.Part(PartOpenNow).Short() + " of them are still to be done" },
		Reads:     []Reading{ReadsReviews},
		Of:        overdueReviewsOf,
	}
}

// overdue reports whether it was done after its time, or is not done although that is over.
func (v *Review) overdue(now time.Time) bool {
	switch {
	case v.Due.IsZero():
		return false
	case v.Done.IsZero():
		return now.After(v.Due)
	}
	return v.Done.After(v.Due)
}

// overdueReviewsOf is the row 'Overdue reviews and retro-completions' of 3-metrics.
func overdueReviewsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "overdue-reviews"}
	var total, late [2]int64 // of reviews, of retro-completions
	var open int64
	for i := range f.Reviews {
		v := &f.Reviews[i]
		if v.Due.IsZero() {
			if span.Holds(v.Since) {
				res.list(&f, func() Record { return v.record(sectionLimitless, v.Since, f.Now) })
			}
			continue
		}
		if !span.Holds(v.Due) || v.Done.IsZero() && !v.Gone.IsZero() && !v.Gone.After(v.Due) {
			continue
		}
		if v.Done.IsZero() && v.Gone.IsZero() && !f.Now.After(v.Due) {
			res.Provisional = true // it may still be done in time
			continue
		}
		which := 0
		if v.Retro {
			which = 1
		}
		total[which]++
		section := sectionInTime
		if v.overdue(f.Now) {
			section = sectionCounted
			late[which]++
			if v.Done.IsZero() && v.Gone.IsZero() {
				open++
			}
		}
		res.list(&f, func() Record { return v.record(section, v.Due, f.Now) })
	}
	res.Population = int(total[0] + total[1])
	res.Value = Value{Share, late[0] + late[1], int64(res.Population)}
	res.Parts = []Part{
		{PartReviews, Value{Share, late[0], total[0]}, Less},
		{PartPapersLate, Value{Share, late[1], total[1]}, Less},
		{PartOpenNow, Value{Count, open, 1}, Less},
	}
	res.finish(&f)
	return res
}

// record says by how much it is late, and whose it is.
func (v *Review) record(section string, at, now time.Time) Record {
	rec := v.Of.recordOf(section, v.ID, v.Of.Title, at)
	rec.In = section == sectionCounted
	until := v.Done
	if until.IsZero() {
		until = now
	}
	days := when.DaysBetween(v.Due, until, v.Of.zone())
	switch {
	case v.Due.IsZero():
		rec.Text = v.Title + ": the rules don't say by when"
	case section == sectionInTime:
		rec.Text = v.Title + " in time"
	case v.Done.IsZero() && !v.Gone.IsZero():
		rec.Text = v.Title + " was not done when it was due, and is not to be done any more"
	case v.Done.IsZero():
		rec.Growing, rec.Value, rec.Text = true, Value{Days, int64(days), 1}, fmt.Sprintf("%s overdue by %d d", v.Title, days)
	default:
		rec.Value, rec.Text = Value{Days, int64(days), 1}, fmt.Sprintf("%s done %d d late", v.Title, days)
	}
	if v.Whose != "" {
		rec.Text += ", by " + v.Whose
		if v.Done.IsZero() {
			rec.Text = rec.Text[:len(rec.Text)-len(", by "+v.Whose)] + ", waits for " + v.Whose
		}
	}
	if v.Of.ID.Kind() == model.KindRelease && v.ID == v.Of.ID {
		rec.Release = v.ID
	}
	return rec
}
