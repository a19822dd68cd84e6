package metric

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartDeferred = "deferred"
	PartDropped  = "withdrawn or rejected"
	PartAdded    = "added later"
	PartAsMeant  = "releases that kept their scope"
)

const (
	sectionDeferred = "deferred"
	sectionAdded    = "added later, apart"
)

var _ = register(scopeAccuracy)

func scopeAccuracy() Metric {
	return Metric{
		Measure: process.Measure{ID: "scope-accuracy", Title: "Scope accuracy"}, Form: Share,
		Further: []Further{{PartDeferred, Count}, {PartDropped, Count}, {PartAdded, Count}, {PartAsMeant, Share}},
		Counts:  [2]string{"planned RFC", "planned RFCs"}, Lacking: "a baseline",
		Beside: func(r *Result) string {
			return fmt.Sprintf("%s deferred, %s added later", r.Part(PartDeferred).Short(), r.Part(PartAdded).Short())
		},
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("%s of the releases brought exactly what was planned; %s came in later", r.Part(PartAsMeant).String(), grammar.Count(int(r.Part(PartAdded).Num), "RFC"))
		},
		Reads: []Reading{ReadsRuns, ReadsScopes, ReadsHistory},
		Of:    scopeAccuracyOf,
	}
}

// scopeAccuracyOf is the row 'Scope accuracy' of 3-metrics.
func scopeAccuracyOf(f Facts, span when.Span) Result {
	res := Result{Metric: "scope-accuracy"}
	var planned, kept, dropped, added, releases, asMeant int64
	for r := range f.Each(ReadsScopes) {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		switch {
		case r.Authorised.IsZero() && r.Imported:
			res.Imported++
			continue
		case r.Authorised.IsZero(): // an emergency has no plan that could be kept
			continue
		case r.Scope == nil || r.Scope.Unknown:
			rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
			rec.Text, rec.Remedies = "what was in its scope when its plan was authorised can't be read", damaged
			res.Defects = append(res.Defects, rec)
			continue
		}
		res.Provisional = res.Provisional || r.running()
		has := besides(r.Scope.Has, r.Scope.Dropped)
		gone, late := besides(r.Scope.Planned, has), besides(has, r.Scope.Planned)
		planned, added = planned+int64(len(r.Scope.Planned)), added+int64(len(late))
		kept += int64(len(r.Scope.Planned) - len(gone))
		if len(r.Scope.Planned) > 0 {
			releases++
			if len(gone)+len(late) == 0 {
				asMeant++
			}
		}
		list := func(id model.ID, section, text string) {
			res.list(&f, func() Record {
				rec := r.record(section, id, r.Title, run.Ended)
				rec.In, rec.Text = section == sectionCounted, text
				return rec
			})
		}
		for _, id := range r.Scope.Planned {
			switch {
			case !slices.Contains(gone, id):
				list(id, sectionCounted, "planned, and deployed with it")
			case slices.Contains(r.Scope.Dropped, id):
				dropped++
				list(id, sectionDeferred, "planned, then withdrawn or rejected")
			default:
				list(id, sectionDeferred, "planned, then taken out")
			}
		}
		for _, id := range late {
			list(id, sectionAdded, "put into its scope after its plan was authorised")
		}
	}
	res.Population = int(planned)
	res.Value = Value{Share, kept, planned}
	res.Parts = []Part{
		{PartDeferred, Value{Count, planned - kept - dropped, 1}, Less},
		{PartDropped, Value{Count, dropped, 1}, Less},
		{PartAdded, Value{Count, added, 1}, Less},
		{PartAsMeant, Value{Share, asMeant, releases}, More},
	}
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	return res
}
