package decision

import (
	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/process"
)

// conflicts are hard ones that somebody lives with. Nobody asks for that: what
// is found is accepted, or the release is moved.
var conflicts = &Kind{
	Act: process.ActAcceptConflict, Permission: "conflict.accept", Verb: "accept", Relations: ofRelease,
	meant: func(c *model.Case, q Request) any {
		out := []any{q.found.Key, meantSlot(q.Slot), q.found.Items, q.found.People}
		for _, id := range q.found.With {
			if other := model.Get[*model.Release](c, model.ID(id)); other != nil {
				out = append(out, meantSlot(other.Window))
			} else if w := model.Get[*model.Window](c, model.ID(id)); w != nil {
				out = append(out, frozen(w))
			}
		}
		return out
	},
}

// Conflict is the acceptance of a conflict that was found.
func Conflict(c *model.Case, r *model.Release, found calendar.Conflict) Request {
	q := Request{Kind: conflicts, Record: r, Release: r, Title: found.Text, found: found, free: !c.Under(r).Policy.HardConflict(found.Kind), Slot: r.Window}
	for i, a := range r.Accepted {
		if a.Key == found.Key {
			q.Words = append(q.Words, Word{By: a.By, Yes: true, Basis: a.Basis, place: i})
		}
	}
	return q
}
