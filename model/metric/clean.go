package metric

import (
	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

var _ = register(cleanShare)

func cleanShare() Metric {
	return Metric{
		Measure: process.Measure{ID: "clean-share", Title: "Releases without incident"}, Form: Share,
		Counts: [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Beside:    func(r *Result) string { return r.Value.Fraction() + " had none" },
		StandsOut: func(r *Result) string { return left(r.Value, "each had none", "had at least one", "had at least one") },
		Rules:     incidents().Rules,
		Reads:     []Reading{ReadsRuns, ReadsIncidents, ReadsHistory},
		Of:        cleanShareOf,
	}
}

// left says how many don't count, or that all do.
func left(v Value, all, one, others string) string {
	if v.Num == v.Den {
		return all
	}
	return plural(v.Den-v.Num, one, others)
}

// cleanShareOf is the row 'Share of releases without incident' of 3-metrics.
func cleanShareOf(f Facts, span when.Span) Result {
	res := Result{Metric: "clean-share"}
	clean := int64(0)
	for _, d := range f.watched(span) {
		res.Population++
		res.Provisional = res.Provisional || d.provisional
		if len(d.confirmed) == 0 {
			clean++
		}
		res.list(&f, func() Record {
			rec := d.listed()
			rec.In, rec.Value = !rec.In, Value{}
			if rec.In {
				rec.Section = sectionCounted
			}
			return rec
		})
	}
	res.Value = Value{Share, clean, int64(res.Population)}
	res.ofRuns(&f, span)
	return res
}

// watched are Deployed(period), each with the confirmed incidents of its window, as they
// are counted everywhere.
func (f *Facts) watched(span when.Span) []*deployment {
	all := f.deployments(span)
	byID := map[model.ID]*deployment{} // of those that an incident was caused by
	for i := range f.Incidents {
		for _, id := range f.Incidents[i].CausedBy {
			byID[id] = nil
		}
	}
	for _, d := range all {
		if _, asked := byID[d.ID]; asked {
			byID[d.ID] = d
		}
	}
	for i := range f.Incidents {
		inc := &f.Incidents[i]
		for _, id := range inc.CausedBy {
			if d := byID[id]; d != nil && d.section(inc, confirmed) == sectionCounted {
				d.confirmed = append(d.confirmed, inc.ID)
				if f.Policy.Grave(inc.Severity) {
					d.grave = append(d.grave, inc.ID)
				}
			}
		}
	}
	return all
}

// ofRuns ends a result of which the population is Deployed(period): what was deployed by
// its own word alone is a data defect, and imported history without runs stands apart.
func (r *Result) ofRuns(f *Facts, span when.Span) {
	r.Defects = append(r.Defects, f.undated(span)...)
	for _, i := range f.Imported {
		r.Imported += i.Deployed
	}
	r.finish(f)
}
