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
	PartP90    = "p90"
	PartOfPlan = "of the plan"
	PartTries  = "attempts"
)

var _ = register(deploymentTime)

func deploymentTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "deployment-time", Title: "Deployment time"}, Form: Length,
		Further: []Further{{PartP90, Length}, {PartOfPlan, OfPlan}, {PartTries, Rate}},
		Counts:  [2]string{"deployment with actual times", "deployments with actual times"}, Lacking: "a run",
		Chart: "releases by deployment time, from … on",
		Beside: func(r *Result) string {
			return "p90 " + r.Part(PartP90).Short() + ", " + r.Part(PartOfPlan).Short() + " of plan"
		},
		StandsOut: func(r *Result) string {
			out := "nine in ten took at most " + r.Part(PartP90).Short()
			if v := r.Part(PartOfPlan); v.Known() {
				out += ", and all together " + v.Short() + " of the planned time"
			}
			return out
		},
		Reads: []Reading{ReadsRuns, ReadsHistory},
		Of:    deploymentTimeOf,
	}
}

// took is how long a run took without its rollback, or why that can't be said.
func (run Run) took() (time.Duration, string) {
	switch {
	case run.Started.IsZero():
		return 0, "its actual start is missing"
	case run.Ended.Before(run.Started):
		return 0, "it ended before it started"
	}
	end := run.Ended
	if run.Result == model.RunRolledBack {
		// Of one that was rolled back before it ended what remains is up to the decision.
		switch {
		case run.Decided.IsZero():
			return 0, "it was rolled back, but when that was decided is missing"
		case run.Decided.Before(run.Started):
			return 0, "its rollback was decided outside the run"
		case run.Decided.Before(run.Ended): // else it had ended as deployed
			end = run.Decided
		}
	}
	return end.Sub(run.Started), ""
}

// deploymentTimeOf is the row 'Deployment time' of 3-metrics.
func deploymentTimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "deployment-time"}
	var all []int64
	var actual, planned, tries int64
	for r := range f.Each() {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		took, wrong := run.took()
		if wrong != "" {
			rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
			rec.Text, rec.Lacks, rec.Remedies = string(run.ID)+": "+wrong, LacksTimes, damaged
			res.Defects = append(res.Defects, rec)
			continue
		}
		ms := took.Milliseconds()
		all = append(all, ms)
		if r.Planned > 0 {
			actual += ms
			planned += r.Planned.Milliseconds()
		}
		running := r.running()
		res.Provisional = res.Provisional || running
		ended := 0
		for _, other := range r.Runs {
			if !other.Ended.IsZero() {
				ended++
			}
		}
		tries += int64(ended)
		res.list(&f, func() Record {
			rec := r.record(sectionCounted, r.ID, r.Title, run.Ended)
			rec.In, rec.Value, rec.Provisional = true, Value{Length, ms, 1}, running
			rec.Text = "no planned duration"
			if r.Planned > 0 {
				rec.Text = fmt.Sprintf("planned %s (%s)", when.FormatDuration(r.Planned), Value{OfPlan, ms, r.Planned.Milliseconds()}.Short())
			}
			if ended > 1 {
				rec.Text += fmt.Sprintf(", attempt %d", ended)
			}
			if run.Result != model.RunDeployed {
				rec.Text += ", " + string(run.Result)
			}
			return rec
		})
	}
	all = sorted(all)
	res.Population = len(all)
	res.Value = median(all, Length)
	res.Parts = []Part{
		{PartP90, p90(all, Length), Less},
		{PartOfPlan, Value{OfPlan, actual, planned}, Less},
		{PartTries, Value{Rate, tries, int64(len(all))}, Less},
	}
	res.Buckets = histogram(all)
	res.Defects = append(res.Defects, f.undated(span)...)
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	return res
}

// steps are the widths a bar of the histogram may have.
var steps = []time.Duration{
	time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour,
	aDay, 2 * aDay, 7 * aDay, 14 * aDay, 28 * aDay, 91 * aDay, 364 * aDay,
}

const aDay = 24 * time.Hour

// bars is the most bars a histogram has; longer times share the last.
const bars = 8

// histogram counts times in equal, half-open steps, with the smallest step that
// takes nine in ten into all bars but the last.
func histogram(sorted []int64) []Bucket { return histogramIn(sorted, when.FormatDuration) }

// histogramIn is the same, of lengths that are written in a way of their own.
func histogramIn(sorted []int64, say func(time.Duration) string) []Bucket {
	if len(sorted) == 0 {
		return nil
	}
	high := p90(sorted, Length).Num
	step := steps[len(steps)-1]
	for _, s := range steps {
		if high < (bars-1)*s.Milliseconds() {
			step = s
			break
		}
	}
	width := step.Milliseconds()
	n := int(min(sorted[len(sorted)-1]/width+1, bars))
	out := make([]Bucket, n)
	for i := range out {
		from := say(time.Duration(i) * step)
		out[i].From = from
		out[i].Label = fmt.Sprintf("%s – %s", from, say(time.Duration(i+1)*step))
		if i == 0 {
			out[i].Label = "under " + say(step)
		}
	}
	if sorted[len(sorted)-1] >= int64(n)*width {
		out[n-1].Label = "from " + say(time.Duration(n-1)*step)
	}
	for _, v := range sorted {
		out[min(v/width, int64(n-1))].Count++
	}
	return out
}
