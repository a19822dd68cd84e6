package metric

import (
	"iter"

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
	for d := range f.watched(span) {
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

// watched goes through Deployed(period), each with the confirmed incidents of its window, as
// they are counted everywhere. One is there until the next.
func (f *Facts) watched(span when.Span, readings ...Reading) iter.Seq[*deployment] {
	return func(yield func(*deployment) bool) {
		caused := map[model.ID][]*Incident{}
		for i := range f.Incidents {
			for _, id := range f.Incidents[i].CausedBy {
				caused[id] = append(caused[id], &f.Incidents[i])
			}
		}
		for d := range f.deployments(span, readings...) {
			for _, inc := range caused[d.ID] {
				if d.section(inc, confirmed) == sectionCounted {
					d.confirmed = append(d.confirmed, inc.ID)
					if f.Policy.Grave(inc.Severity) {
						d.grave = append(d.grave, inc.ID)
					}
				}
			}
			if !yield(d) {
				return
			}
		}
	}
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
