package metric

import (
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(successRate)

func successRate() Metric {
	return Metric{
		Measure: process.Measure{ID: "success-rate", Title: "Success rate"}, Form: Share,
		Counts: [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Chart:     "releases by what became of them",
		Beside:    func(r *Result) string { return r.Value.Fraction() + " successful" },
		StandsOut: func(r *Result) string { return left(r.Value, "all of them were successful", "was not", "were not") },
		Rules:     incidents().Rules,
		Reads:     []Reading{ReadsRuns, ReadsIncidents, ReadsCriteria, ReadsHistory},
		Of:        successRateOf,
	}
}

// What became of a deployed release, the worst first: each counts once, under the first
// that holds for it.
var fates = []struct {
	name string
	of   func(*deployment) string // why, "" where it doesn't hold
}{
	{"rolled back", func(d *deployment) string { return runsThat(d, Run.rolledBack) }},
	{"failed", func(d *deployment) string {
		if d.run.Result == model.RunFailed {
			return string(d.run.ID)
		}
		if d.Outcome == model.OutcomeFailed || d.Outcome == model.OutcomeRolledBack {
			return "its evaluation says " + strings.ReplaceAll(d.Outcome, "-", " ")
		}
		return ""
	}},
	{"immediate intervention", func(d *deployment) string { return runsThat(d, Run.intervened) }},
	{"criteria not met", func(d *deployment) string {
		if d.Criteria == nil {
			return ""
		}
		return strings.Join(d.Criteria.Unmet(), ", ")
	}},
	{"grave incident", func(d *deployment) string {
		return strings.Join(model.Each(model.SortIDs(d.grave), func(id model.ID) string { return string(id) }), ", ")
	}},
}

const fateSuccess = "successful"

// rolledBack reports whether the run was taken back, or a part of it.
func (run Run) rolledBack() bool { return run.Result == model.RunRolledBack || !run.Decided.IsZero() }

// intervened reports whether something had to be done at once.
func (run Run) intervened() bool {
	return run.Intervention != "" && run.Intervention != interventionNone || run.rolledBack()
}

const interventionNone = "none"

func runsThat(d *deployment, does func(Run) bool) string {
	var ids []model.ID
	for _, run := range d.Runs {
		if !run.Ended.IsZero() && does(run) {
			ids = append(ids, run.ID)
		}
	}
	return strings.Join(model.Each(model.SortIDs(ids), func(id model.ID) string { return string(id) }), ", ")
}

// fate is what became of it, and why.
func (d *deployment) fate() (name, why string) {
	for _, f := range fates {
		if why := f.of(d); why != "" {
			return f.name, why
		}
	}
	return fateSuccess, ""
}

// unsaid reports whether the time in which incidents count is over, and nobody has said yet
// what came of it.
func (r *Release) unsaid(now, until time.Time) bool {
	return r.Outcome == "" && !r.Imported && now.After(until)
}

// successRateOf is the row 'Success rate' of 3-metrics.
func successRateOf(f Facts, span when.Span) Result {
	res := Result{Metric: "success-rate"}
	counts := map[string]int{}
	for d := range f.watched(span, ReadsCriteria) {
		res.Population++
		fate, why := d.fate()
		counts[fate]++
		// What went wrong once stays so; what went well may still be found not to have.
		unsaid := fate == fateSuccess && d.unsaid(f.Now, d.until)
		open := d.provisional && fate == fateSuccess || d.running() || unsaid
		res.Provisional = res.Provisional || open
		res.list(&f, func() Record {
			rec := d.record(sectionPopulation, d.ID, d.Title, d.end)
			rec.In, rec.Provisional, rec.Text = fate == fateSuccess, open, fate
			if rec.In {
				rec.Section = sectionCounted
			}
			if why != "" {
				rec.Text += ": " + why
			}
			switch {
			case open && fate == fateSuccess && f.Now.Before(d.until):
				rec.Text += " so far, until " + when.DateOf(d.until, d.zone()).String()
			case unsaid:
				rec.Text += " so far: nobody said what came of it"
			}
			return rec
		})
	}
	res.Value = Value{Share, int64(counts[fateSuccess]), int64(res.Population)}
	if res.Population > 0 {
		res.Buckets = append(res.Buckets, Bucket{Label: fateSuccess, Count: counts[fateSuccess]})
		for _, fate := range fates {
			res.Buckets = append(res.Buckets, Bucket{Label: fate.name, Count: counts[fate.name]})
		}
	}
	res.ofRuns(&f, span)
	return res
}
