package decision

import (
	"slices"

	"fairway/model"
)

// Abstains reports whether somebody decides neither way on a request of which anybody
// with a permission may decide, or another said so for them: it waits for the others.
func Abstains(q Request, who model.ID) bool {
	return who != "" && slices.ContainsFunc(q.Abstained, func(a model.Abstention) bool {
		return a.Retracted == nil && (a.By == who || a.Basis.For == who)
	})
}

// Abstain is the record of a request with somebody in it who decides neither way; false
// where nobody can on such a request.
func Abstain(q Request, v model.Verdict) (model.Record, bool) {
	if q.abstained == nil {
		return nil, false
	}
	record, list := q.abstained(q)
	*list = append(slices.Clone(*list), model.Abstention{Verdict: v})
	return record, true
}

// Unabstain is the record of a request with their abstention taken back by whoever gave
// it; false where they gave none.
func Unabstain(q Request, who model.ID, back model.Ending) (model.Record, bool) {
	at := slices.IndexFunc(q.Abstained, func(a model.Abstention) bool { return a.Retracted == nil && a.By == who })
	if at < 0 {
		return nil, false
	}
	record, list := q.abstained(q)
	*list = slices.Clone(*list)
	(*list)[at].Retracted = &back
	return record, true
}
