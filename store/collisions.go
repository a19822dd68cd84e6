package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"fairway/model"
	"fairway/model/gate"
)

// Collision is a conflict as a list of them has it: whose it is, and since when.
// Where two releases collide, it is that of the one on which it stands worse, else of the
// one that begins first.
type Collision struct {
	Release model.ID `json:"release"`
	Title   string   `json:"title"`
	gate.Conflict
	// AcceptedOn are the releases on which it was accepted, where it is open on another.
	AcceptedOn []model.ID `json:"accepted_on,omitempty"`
}

// Collisions are the conflicts of the releases of a stretch that pass its filter, each
// once, by the start of what collides; the limit of the query is none of theirs. A
// conflict that both sides have stands as badly as on the worse of them, whichever of them
// passes the filter.
func (db *DB) Collisions(ctx context.Context, q CalendarQuery) ([]Collision, error) {
	return viewed(ctx, db, "look for conflicts", func(tx *view) ([]Collision, error) {
		w, err := db.whereIn(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.DatesIn}, stretch{Span: q.Span})
		if err != nil {
			return nil, err
		}
		c := compiler{filterable: releaseFields, db: db, ctx: ctx, q: tx, at: sight{asOf: q.AsOf, now: q.Now}, in: stretch{Span: q.Span}}
		ids, err := c.planned(w)
		if err != nil {
			return nil, err
		}
		for id := range q.Instead {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		found, err := db.conflictsIf(ctx, tx, q.AsOf, q.Now, ids, q.Instead)
		if err != nil {
			return nil, err
		}
		var out []Collision
		at := map[string]int{}
		for _, id := range model.SortIDs(ids) {
			for _, f := range found[id] {
				if _, known := at[f.Key]; !known && f.Span.Overlaps(q.Span) {
					at[f.Key] = len(out)
					out = append(out, Collision{Release: id, Conflict: f})
				}
			}
		}
		others := otherSides(found)
		there, err := db.conflictsIf(ctx, tx, q.AsOf, q.Now, others, q.Instead)
		if err != nil {
			return nil, err
		}
		maps.Copy(found, there)
		for _, id := range model.SortIDs(append(ids, others...)) {
			for _, f := range found[id] {
				n, known := at[f.Key]
				if !known {
					continue
				}
				if !f.Open() {
					out[n].AcceptedOn = append(out[n].AcceptedOn, id)
				}
				if gate.Worse(&f, &out[n].Conflict) < 0 {
					out[n].Release, out[n].Conflict = id, f
				}
			}
		}
		for i := range out {
			if !out[i].Open() {
				out[i].AcceptedOn = nil // on every side
			}
		}
		titles := map[model.ID]string{}
		if err := titlesOf(ctx, tx, q.AsOf, model.Each(out, func(c Collision) model.ID { return c.Release }), titles); err != nil {
			return nil, err
		}
		listed := map[model.ID][]*gate.Conflict{}
		for i := range out {
			c := &out[i]
			c.Title = titles[c.Release]
			listed[c.Release] = append(listed[c.Release], &c.Conflict)
		}
		if len(q.Instead) == 0 { // what isn't there has no beginning
			if err := db.sinceWhen(ctx, tx, q.AsOf, q.Now, listed); err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(out, func(a, b Collision) int {
			return cmp.Or(a.Span.Start.Compare(b.Span.Start), gate.Worse(&a.Conflict, &b.Conflict), cmp.Compare(a.Key, b.Key))
		})
		return out, nil
	})
}

// otherSides are the releases that are not among those looked at, and have conflicts of
// these as well: how they stand there counts, too.
func otherSides(found map[model.ID][]gate.Conflict) []model.ID {
	var out []model.ID
	for _, list := range found {
		for _, f := range list {
			for _, with := range f.With {
				id := model.ID(with)
				if _, known := found[id]; !known && id.Kind() == model.KindRelease && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return model.SortIDs(out)
}
