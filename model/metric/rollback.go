package metric

import (
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartBackTime = "median time to roll back"
	PartBackP90  = "p90 time to roll back"
	PartPartial  = "partial"
)

var _ = register(rollbackRate)

func rollbackRate() Metric {
	return Metric{
		Measure: process.Measure{ID: "rollback-rate", Title: "Rollback rate"}, Form: Share,
		Further: []Further{{PartBackTime, Length}, {PartBackP90, Length}, {PartPartial, Count}},
		Counts:  [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Chart:  "rollbacks by how long they took, from … on",
		Beside: func(r *Result) string { return "median " + r.Part(PartBackTime).Short() },
		StandsOut: func(r *Result) string {
			if r.Value.Num == 0 {
				return "none was rolled back"
			}
			return "a rollback took a median of " + r.Part(PartBackTime).Short()
		},
		Reads: []Reading{ReadsRuns, ReadsHistory},
		Of:    rollbackRateOf,
	}
}

// What is no defect, although no rollback has come to its end.
const (
	goesBack   = "is being rolled back"
	failedBack = "could not be rolled back"
)

// back is how long a rollback took, or why that can't be said.
func (run Run) back() (time.Duration, string) {
	switch {
	case run.Decided.IsZero():
		return 0, "it was rolled back, but when that was decided is missing"
	case run.Back.IsZero() && run.Decided.After(run.Ended):
		return 0, goesBack
	case run.Result == model.RunFailed:
		return 0, failedBack
	case run.Back.IsZero():
		return 0, "its rollback was decided, but when it ended is missing"
	case run.Back.Before(run.Decided):
		return 0, "its rollback ended before it was decided"
	}
	return run.Back.Sub(run.Decided), ""
}

// rollbackRateOf is the row 'Rollback rate; time to roll back' of 3-metrics.
func rollbackRateOf(f Facts, span when.Span) Result {
	res := Result{Metric: "rollback-rate"}
	var took []int64
	var back, partial int64
	for r := range f.Each() {
		last, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		res.Population++
		res.Provisional = res.Provisional || r.running()
		in, part := false, false
		var texts []string
		for _, run := range r.Runs {
			if run.Ended.IsZero() || !run.rolledBack() {
				continue
			}
			in, part = true, part || run.Partial
			text := string(run.ID) + " rolled back"
			if run.Partial {
				text = string(run.ID) + " rolled back in part"
			}
			switch d, wrong := run.back(); wrong {
			case "":
				took = append(took, d.Milliseconds())
				text += " in " + when.FormatDuration(d)
			case goesBack, failedBack:
				text, res.Provisional = strings.Replace(text, "rolled back", wrong, 1), res.Provisional || wrong == goesBack
			default:
				rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
				rec.Text, rec.Lacks, rec.Remedies = string(run.ID)+": "+wrong, LacksTimes, damaged
				res.Defects = append(res.Defects, rec)
			}
			texts = append(texts, text)
		}
		if in {
			back++
		}
		if part {
			partial++
		}
		res.list(&f, func() Record {
			rec := r.record(sectionPopulation, r.ID, r.Title, last.Ended)
			rec.In, rec.Provisional, rec.Text = in, r.running(), "not rolled back"
			if in {
				rec.Section, rec.Text = sectionCounted, strings.Join(ordered(texts), ", ")
			}
			return rec
		})
	}
	took = sorted(took)
	n := int64(res.Population)
	res.Value = Value{Share, back, n}
	res.Parts = []Part{{PartBackTime, median(took, Length), Less}, {PartBackP90, p90(took, Length), Less}, {PartPartial, Value{Count, partial, 1}, Less}}
	res.Buckets = histogram(took)
	res.ofRuns(&f, span)
	return res
}

// ordered are texts in the order of their ids: runs come in any.
func ordered(texts []string) []string {
	out := append([]string(nil), texts...)
	for i := range out {
		for k := i; k > 0 && model.CompareIDs(model.ID(firstWord(out[k])), model.ID(firstWord(out[k-1]))) < 0; k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}
