package decision

import (
	"time"

	"fairway/model"
	"fairway/model/calendar"
)

// conflicts are hard ones that somebody lives with. Nobody asks for that: what
// is found is accepted, or the release is moved.
var conflicts = &Kind{
	Act: "accept-conflict", Permission: "conflict.accept", Verb: "accept", What: "conflict", Plural: "acceptance of conflicts", Relations: toRelease,
	meant: func(c *model.Case, q Request) any {
		out := []any{q.found.Key, q.Slot.Meant(), q.found.Items, q.found.People}
		for _, id := range q.found.With {
			if other := model.Get[*model.Release](c, model.ID(id)); other != nil {
				out = append(out, other.Window.Meant())
			} else if w := model.Get[*model.Window](c, model.ID(id)); w != nil {
				out = append(out, frozen(w.Frozen()))
			}
		}
		return out
	},
	outgrown: func(c *model.Case, q Request, w Word) string {
		if !w.Slot.Same(q.Slot) {
			return otherDates(c, q.Release, w.Slot)
		}
		if left := leftDates(q.Release, w.Slot, w.At); !left.IsZero() {
			return cameBack(c, w.Slot, c.Zone(q.Release), left)
		}
		return ""
	},
	retract: func(q Request, w Word, back model.Ending) model.Record {
		r := q.Release.Clone()
		r.Accepted[w.place].Retracted = &back
		return r
	},
}

// planned is since when a release is planned as it is.
func planned(r *model.Release) time.Time {
	if n := len(r.Moves); n > 0 {
		return r.Moves[n-1].At
	}
	return r.Registered
}

// Conflict is the acceptance of a conflict that was found.
func Conflict(c *model.Case, r *model.Release, found calendar.Conflict) Request {
	q := Request{Kind: conflicts, Record: r, Release: r, Title: found.Text, At: planned(r), found: found, free: !c.Under(r).Policy.HardConflict(found.Kind), Slot: r.Window}
	for i, a := range r.Accepted {
		if a.Key == found.Key && a.Retracted == nil {
			w := Word{By: a.By, At: a.At, Yes: true, Slot: a.Slot, Basis: a.Basis, place: i}
			if w.Slot.IsZero() {
				w.Slot = r.PlannedAt(a.At)
			}
			q.Words = append(q.Words, w)
		}
	}
	return q
}
