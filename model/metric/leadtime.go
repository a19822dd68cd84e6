package metric

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values. PartInStage stands before the title of a stage.
const (
	PartApproved = "authorised to deployed"
	PartHeld     = "of it on hold"
	PartStated   = "within what its type states"
	PartInStage  = "in "
)

var _ = register(leadTime)

func leadTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "lead-time", Title: "Release lead time"}, Form: Length,
		Further: []Further{{PartP90, Length}, {PartApproved, Length}, {PartHeld, OfPlan}, {PartStated, Share}},
		Counts:  [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Chart:  "releases by lead time, from … on",
		Beside: func(r *Result) string { return "p90 " + r.Part(PartP90).Short() },
		StandsOut: func(r *Result) string {
			out := "nine in ten took at most " + r.Part(PartP90).Short()
			if v := r.Part(PartStated); v.Known() {
				out += "; " + v.String() + " kept what their type states"
			}
			return out
		},
		Reads: []Reading{ReadsRuns, ReadsStages, ReadsHistory},
		Of:    leadTimeOf,
	}
}

// stay is how long a release was in a stage, up to its deployment's end.
type stay struct {
	stage string
	took  time.Duration
}

// stays are how long it was in each stage, the first one first: each passage ends what
// began with the one before, or with its registration. Of a stage that it came back to it
// is the sum.
func (r *Release) stays(end time.Time) []stay {
	var out []stay
	from := r.Registered
	for _, p := range r.Passages {
		to := p.At
		if to.After(end) {
			to = end
		}
		if took := to.Sub(from); took > 0 {
			if i := slices.IndexFunc(out, func(s stay) bool { return s.stage == p.From }); i >= 0 {
				out[i].took += took
			} else {
				out = append(out, stay{p.From, took})
			}
		}
		if from = to; !from.Before(end) {
			break
		}
	}
	return out
}

// held is how long it was on hold between its registration and a moment.
func (r *Release) held(end time.Time) time.Duration {
	var sum time.Duration
	for _, h := range r.Holds {
		from, to := h.Start, h.End
		if from.Before(r.Registered) {
			from = r.Registered
		}
		if to.IsZero() || to.After(end) {
			to = end
		}
		if to.After(from) {
			sum += to.Sub(from)
		}
	}
	return sum
}

// leadTimeOf is the row 'Lead time' of 3-metrics, of releases.
func leadTimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "lead-time"}
	var all, approved []int64
	var held, lead, kept, asks int64
	stages := map[string][]int64{}
	for r := range f.Each(ReadsStages) {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		if wrong := r.unregistered(run); wrong != "" {
			rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
			rec.Text, rec.Lacks, rec.Remedies = wrong, LacksOrder, clocks
			if r.Registered.IsZero() {
				rec.Lacks, rec.Remedies = LacksTimes, damaged
			}
			res.Defects = append(res.Defects, rec)
			continue
		}
		took := run.Ended.Sub(r.Registered)
		all = append(all, took.Milliseconds())
		lead += took.Milliseconds()
		hold := r.held(run.Ended)
		held += hold.Milliseconds()
		if !r.Authorised.IsZero() && !run.Ended.Before(r.Authorised) {
			approved = append(approved, run.Ended.Sub(r.Authorised).Milliseconds())
		}
		stays := r.stays(run.Ended)
		for _, s := range stays {
			stages[s.stage] = append(stages[s.stage], s.took.Milliseconds())
		}
		days := int64(when.DaysBetween(r.Registered, run.Ended, r.zone()))
		most := int64(f.Types[r.Type].LeadDays)
		if in, asked := inTime(f.Types[r.Type], days); asked {
			asks++
			if in {
				kept++
			}
		}
		res.Provisional = res.Provisional || r.running()
		res.list(&f, func() Record {
			rec := r.record(sectionCounted, r.ID, r.Title, run.Ended)
			rec.In, rec.Provisional, rec.Value = true, r.running(), Value{Length, took.Milliseconds(), 1}
			texts := []string{"registered " + when.DateOf(r.Registered, r.zone()).String()}
			if most > 0 && days > most {
				texts = append(texts, fmt.Sprintf("%d days, its type states %d", days, most))
			}
			if hold > 0 {
				texts = append(texts, when.FormatDuration(hold)+" on hold")
			}
			for _, s := range stays {
				texts = append(texts, f.stageTitle(s.stage)+" "+when.FormatDuration(s.took))
			}
			rec.Text = strings.Join(texts, ", ")
			return rec
		})
	}
	all = sorted(all)
	res.Population = len(all)
	res.Value = median(all, Length)
	res.Parts = []Part{
		{PartP90, p90(all, Length), Less},
		{PartApproved, median(sorted(approved), Length), Less},
		{PartHeld, Value{OfPlan, held, lead}, Less},
		{PartStated, Value{Share, kept, asks}, More},
	}
	for _, stage := range f.inOrder(slices.Collect(maps.Keys(stages))) {
		res.Parts = append(res.Parts, Part{PartInStage + f.stageTitle(stage), median(sorted(stages[stage]), Length), Less})
	}
	res.Buckets = histogram(all)
	res.Stated = stated(&f, span)
	res.ofRuns(&f, span)
	return res
}

// unregistered says why the time since its registration can't be told.
func (r *Release) unregistered(run Run) string {
	switch {
	case r.Registered.IsZero():
		return "when it was registered is missing"
	case run.Ended.Before(r.Registered):
		return string(run.ID) + " ended before the release was registered"
	}
	return ""
}

func (f *Facts) stageTitle(id string) string { return cmp.Or(f.Stages[id], id) }

// inOrder are stages in the order in which the processes have them, the one with the most
// stages first and what others have besides put in between; what none knows comes last.
func (f *Facts) inOrder(stages []string) []string {
	var order []string
	for _, p := range slices.SortedFunc(maps.Values(f.Types), func(a, b process.Process) int {
		return cmp.Or(len(b.Stages)-len(a.Stages), cmp.Compare(a.Name, b.Name))
	}) {
		for i, s := range p.Stages {
			if slices.Contains(order, s.ID) {
				continue
			}
			at := len(order)
			for _, later := range p.Stages[i+1:] {
				if k := slices.Index(order, later.ID); k >= 0 {
					at = k
					break
				}
			}
			order = slices.Insert(order, at, s.ID)
		}
	}
	slices.SortFunc(stages, func(a, b string) int {
		x, y := slices.Index(order, a), slices.Index(order, b)
		return cmp.Or(cmpBool(y >= 0, x >= 0), cmp.Compare(x, y), cmp.Compare(a, b))
	})
	return stages
}
