package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartOutages = "deployments with an outage"
	PartLongest = "longest of a deployment"
)

// ReadsOutages are, of the incidents that were caused by a deployment of ReadsIncidents, when
// their impact began and when they were over.
const ReadsOutages Reading = "outages"

var _ = register(downtime)

func downtime() Metric {
	return Metric{
		Measure: process.Measure{ID: "downtime", Title: "Downtime"}, Form: Length,
		Further: []Further{{PartOutages, Count}, {PartLongest, Length}},
		Counts:  [2]string{"deployment", "deployments"}, Lacking: "a run",
		Beside: func(r *Result) string { return "in " + grammar.Count(int(r.Part(PartOutages).Num), "deployment") },
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("%s had an outage, the longest of %s", grammar.Count(int(r.Part(PartOutages).Num), "deployment"), r.Part(PartLongest).Short())
		},
		Reads: []Reading{ReadsRuns, ReadsIncidents, ReadsOutages, ReadsHistory},
		Of:    downtimeOf,
	}
}

// outage is a stretch in which a service was out.
type outage struct {
	when.Span
	why   string
	goes  bool // it is not over
	where model.ID
}

// downtimeOf is the row 'Downtime' of 3-metrics: outages that began during a deployment, by a
// run that failed or an incident of which it is confirmed to be the cause, each until the
// service was there again. What overlaps of one service counts once.
func downtimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "downtime"}
	caused := map[model.ID][]*Incident{}
	for i := range f.Incidents {
		if inc := &f.Incidents[i]; f.Policy.Grave(inc.Severity) {
			for _, id := range inc.CausedBy {
				caused[id] = append(caused[id], inc)
			}
		}
	}
	out := map[model.ID][]when.Span{} // of each service
	with, longest := 0, int64(0)
	for r := range f.Each() {
		last, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		res.Population++
		list := r.outages(&f, last, caused[r.ID], &res)
		var own []when.Span
		var why []string
		goes := r.running()
		for _, o := range list {
			out[o.where], own = append(out[o.where], o.Span), append(own, o.Span)
			why, goes = append(why, o.why), goes || o.goes
		}
		res.Provisional = res.Provisional || goes
		took := union(own)
		if len(list) > 0 {
			with++
			longest = max(longest, took)
		}
		res.list(&f, func() Record {
			rec := r.record(sectionCounted, r.ID, r.Title, last.Ended)
			rec.In, rec.Value, rec.Provisional, rec.Text = true, Value{Length, took, 1}, goes, "no outage"
			if len(why) > 0 {
				rec.Text = strings.Join(why, "; ")
			}
			return rec
		})
	}
	total := int64(0)
	for _, spans := range out {
		total += union(spans)
	}
	res.Value = Value{Length, total, int64(min(res.Population, 1))}
	res.Parts = []Part{
		{PartOutages, count(int64(with)), Less},
		{PartLongest, Value{Length, longest, int64(min(with, 1))}, Less},
	}
	res.ofRuns(&f, span)
	return res
}

// outages are those that began during the deployment of a release. Of a run that failed it has to
// be known when the service was restored: that is a data defect, and no outage without an end.
func (r *Release) outages(f *Facts, last Run, caused []*Incident, res *Result) (out []outage) {
	for i := range r.Runs {
		run := &r.Runs[i]
		if run.Ended.IsZero() || run.Failed.IsZero() {
			continue
		}
		if run.Restored.IsZero() || run.Restored.Before(run.Failed) {
			rec := r.record(sectionDefect, run.ID, r.Title, run.Ended)
			rec.Text, rec.Lacks = string(run.ID)+": it failed, but when the service was restored is missing", LacksRestored
			if !run.Restored.IsZero() {
				rec.Text = string(run.ID) + ": the service was restored before it failed"
			}
			rec.Remedies = []model.Remedy{model.ByTask("restore-service", run.ID, model.With("happened", ""))}
			res.Defects = append(res.Defects, rec)
			continue
		}
		out = append(out, outage{Span: when.Span{Start: run.Failed, End: run.Restored}, why: string(run.ID) + " failed", where: r.Service})
	}
	begun := r.began()
	for _, i := range caused {
		if i.Began.IsZero() || i.Began.Before(begun) || i.Began.After(last.Ended) {
			continue
		}
		o := outage{Span: when.Span{Start: i.Began, End: i.Until}, why: string(i.ID) + " " + i.Severity, where: i.Service}
		if o.End.IsZero() || !f.Now.IsZero() && o.End.After(f.Now) {
			o.End, o.goes = f.Now, true
			o.why += ", which goes on"
		}
		if o.where == "" {
			o.where = r.Service
		}
		if o.End.After(o.Start) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b outage) int { return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.why, b.why)) })
	return out
}

// union is how long stretches are together, in milliseconds: what overlaps counts once.
func union(spans []when.Span) int64 {
	slices.SortFunc(spans, func(a, b when.Span) int { return a.Start.Compare(b.Start) })
	var end time.Time
	total := time.Duration(0)
	for _, s := range spans {
		if s.Start.Before(end) {
			s.Start = end
		}
		if s.End.After(s.Start) {
			total += s.End.Sub(s.Start)
			end = s.End
		}
	}
	return total.Milliseconds()
}
