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
	type group struct {
		name    string
		at      []int32 // the releases
		ran     bool    // one of them was deployed
		undated bool    // one of them by its word alone
	}
	groups := map[model.ID]*group{}
	ran := 0
	for i, r := range f.numbered() {
		deployed := r.ranIn(span)
		if !deployed && !r.without(&f, span) {
			continue // what is a defect stands with its service, too
		}
		g := groups[r.Service]
		if g == nil {
			_, name := r.Traits.of(ByService)
			g = &group{name: name}
			groups[r.Service] = g
		}
		g.at = append(g.at, i)
		g.undated = g.undated || !deployed
		if deployed && !g.ran {
			g.ran = true
			ran++
		}
	}
	if ran < 2 {
		var alone *Group
		for service, g := range groups {
			if g.ran {
				f.For = cmp.Or(f.For, f.Handles[service])
				alone = &Group{Key: string(service), Name: g.name}
			}
		}
		res := of(f, span)
		res.alone = alone
		return res
	}
	m, _ := Find(nil, id)
	res := Result{Metric: id, Value: Value{Form: m.Form}, Told: toldByService}
	for service, g := range groups {
		own := f
		own.some, own.dated, own.For, own.Imported = g.at, !g.undated, f.Handles[service], nil
		r := of(own, span)
		res.Population += r.Population
		res.Provisional = res.Provisional || r.Provisional
		res.Records = append(res.Records, r.Records...)
		res.Defects = append(res.Defects, r.Defects...)
		r.Records, r.Defects = nil, nil
		for _, i := range f.Imported {
			if i.Service == service {
				r.Imported += i.Deployed
			}
		}
		if g.ran {
			res.Services = append(res.Services, Group{Key: string(service), Name: g.name, Result: r})
		}
	}
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	res.Target = nil // each service has its own
	slices.SortFunc(res.Services, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return res
}

// ranIn reports whether it was deployed in a period.
func (r *Release) ranIn(span when.Span) bool {
	if r.Cancelled.IsZero() {
		for i := range r.Runs {
			if run := &r.Runs[i]; !run.Ended.IsZero() && span.Holds(run.Ended) {
				return true
			}
		}
	}
	return false
}

// eachRun goes through the production runs that ended in a period: each one is a deployment,
// failed attempts too (3-metrics, DORA). A cancelled release has none.
func (f *Facts) eachRun(span when.Span, do func(*Release, *Run)) {
	for r := range f.Each() {
		if !r.Cancelled.IsZero() {
			continue
		}
		for i := range r.Runs {
			if run := &r.Runs[i]; !run.Ended.IsZero() && span.Holds(run.Ended) {
				do(r, run)
			}
		}
	}
}

// ran is a record of a run.
func (r *Release) ran(section string, run *Run, in bool, text string) Record {
	rec := r.record(section, run.ID, r.Title, run.Ended)
	if in {
		rec.Section = sectionCounted
	}
	rec.In, rec.Text = in, text
	return rec
}
