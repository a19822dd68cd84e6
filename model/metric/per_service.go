package metric

import (
	"cmp"
	"slices"

	"fairway/model"
	"fairway/model/when"
)

// perService computes a measure that is never blended over services: of facts about several
// of them it is a table of each, and no number.
func perService(f Facts, span when.Span, id string, of func(Facts, when.Span) Result) Result {
	names := map[model.ID]string{}
	for i := range f.Releases {
		r := &f.Releases[i]
		if len(r.runsIn(span)) > 0 {
			_, names[r.Service] = r.Traits.of(ByService)
		}
	}
	if len(names) < 2 {
		for service := range names {
			f.For = cmp.Or(f.For, f.Handles[service])
		}
		return of(f, span)
	}
	for i := range f.Releases { // what is a defect stands with its service, too
		if r := &f.Releases[i]; r.without(&f, span) {
			_, names[r.Service] = r.Traits.of(ByService)
		}
	}
	m, _ := Find(nil, id)
	res := Result{Metric: id, Value: Value{Form: m.Form}}
	for service, name := range names {
		own := f.Only(func(t *Traits) bool { return t.Service == service })
		own.For = f.Handles[service]
		g := of(own, span)
		res.Population += g.Population
		res.Provisional = res.Provisional || g.Provisional
		res.Records = append(res.Records, g.Records...)
		res.Defects = append(res.Defects, g.Defects...)
		g.Records, g.Defects = nil, nil
		if g.Population == 0 && !own.ran(span) {
			continue
		}
		res.Services = append(res.Services, Group{string(service), name, g})
	}
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	res.Target = nil // each service has its own
	slices.SortFunc(res.Services, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Population, b.Population), cmp.Compare(a.Value.Num, b.Value.Num))
	})
	return res
}

// ran reports whether anything was deployed in a period.
func (f *Facts) ran(span when.Span) bool {
	return slices.ContainsFunc(f.Releases, func(r Release) bool { return len(r.runsIn(span)) > 0 })
}

// runsIn are the production runs that ended in a period: each one is a deployment, failed
// attempts too (3-metrics, DORA). A cancelled release has none.
func (r *Release) runsIn(span when.Span) []Run {
	var out []Run
	if r.Cancelled.IsZero() {
		for _, run := range r.Runs {
			if !run.Ended.IsZero() && span.Holds(run.Ended) {
				out = append(out, run)
			}
		}
	}
	return out
}

// eachRun goes through the deployments of a period.
func (f *Facts) eachRun(span when.Span, do func(*Release, Run)) {
	for i := range f.Releases {
		r := &f.Releases[i]
		if !r.Cancelled.IsZero() {
			continue
		}
		for _, run := range r.Runs {
			if !run.Ended.IsZero() && span.Holds(run.Ended) {
				do(r, run)
			}
		}
	}
}

// ran is a record of a run.
func (r *Release) ran(section string, run Run, in bool, text string) Record {
	rec := r.record(section, run.ID, r.Title, run.Ended)
	if in {
		rec.Section = sectionCounted
	}
	rec.In, rec.Text = in, text
	return rec
}
