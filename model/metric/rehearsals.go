package metric

import (
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Rehearsal is a run that was no deployment, and the way back of it where that was rehearsed,
// too. No other measure counts either.
type Rehearsal struct {
	Of     *Release
	ID     model.ID
	Env    string
	Ended  time.Time
	Failed bool // it ended as failed, or its way back did
	// Decided is when its way back was begun, zero where none was rehearsed, and Back when
	// that ended.
	Decided, Back time.Time
}

func (r *Rehearsal) traits() *Traits { return &r.Of.Traits }

// The names of further values.
const (
	PartRehearsed     = "rehearsed rollbacks"
	PartRehearsedTime = "median time of a rehearsed rollback"
	PartRehearsedOf   = "releases that were rehearsed"
)

const sectionRehearsalFailed = "failed"

// ReadsRehearsals are the rehearsals that ended in the period.
const ReadsRehearsals Reading = "rehearsals"

var _ = register(rehearsals)

func rehearsals() Metric {
	return Metric{
		Measure: process.Measure{ID: "rehearsals", Title: "Rehearsals"}, Form: Share,
		Further: []Further{{PartRehearsed, Count}, {PartRehearsedTime, Length}, {PartRehearsedOf, Count}},
		Counts:  [2]string{"rehearsal", "rehearsals"},
		Beside:  func(r *Result) string { return r.Part(PartRehearsed).Short() + " with a rollback" },
		StandsOut: func(r *Result) string {
			return r.Part(PartRehearsed).Short() + " of them rehearsed the way back"
		},
		Reads: []Reading{ReadsRehearsals},
		Of:    rehearsalsOf,
	}
}

// rehearsalsOf counts what was tried before it was done, apart from all that was.
func rehearsalsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "rehearsals"}
	var well, back int64
	var took []int64
	of := map[model.ID]bool{}
	for i := range f.Rehearsals {
		r := &f.Rehearsals[i]
		if !span.Holds(r.Ended) {
			continue
		}
		res.Population++
		of[r.Of.ID] = true
		section, text := sectionRehearsalFailed, "failed"
		if !r.Failed {
			well++
			section, text = sectionCounted, "went as planned"
		}
		if r.Env != "" {
			text += ", in " + r.Env
		}
		if !r.Decided.IsZero() {
			back++
			switch {
			case r.Failed:
				text += ", its rollback was rehearsed"
			case r.Back.IsZero() || r.Back.Before(r.Decided):
				text += ", rolled back"
				rec := r.Of.recordOf(sectionDefect, r.ID, "Rehearsal of "+string(r.Of.ID), r.Ended)
				rec.Text, rec.Lacks, rec.Remedies = "its rollback ended before it was decided, or nobody knows when", LacksTimes, damaged
				res.Defects = append(res.Defects, rec)
			default:
				length := r.Back.Sub(r.Decided)
				took = append(took, length.Milliseconds())
				text += ", rolled back in " + when.FormatDuration(length)
			}
		}
		res.list(&f, func() Record {
			rec := r.Of.recordOf(section, r.ID, "Rehearsal of "+string(r.Of.ID), r.Ended)
			rec.In, rec.Text = section == sectionCounted, text
			return rec
		})
	}
	took = sorted(took)
	res.Value = Value{Share, well, int64(res.Population)}
	res.Parts = []Part{
		{PartRehearsed, count(back), More},
		{PartRehearsedTime, median(took, Length), Less},
		{PartRehearsedOf, count(int64(len(of))), More},
	}
	res.finish(&f)
	return res
}
