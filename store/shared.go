package store

import (
	"context"

	"fairway/model"
	"fairway/model/gate"
)

// SharedRFCs are the RFCs that ride in two open releases, each once. It is
// refused where it would come to be so; a file from before may have some.
func (db *DB) SharedRFCs(ctx context.Context) ([]gate.Shared, error) {
	const doing = "look for RFCs in two releases"
	ids, err := column[model.ID](ask(ctx, db.reader, `WITH scoped(rfc, release) AS MATERIALIZED (
  SELECT l.dst, r.id FROM release_row r JOIN link l ON l.src = r.id AND l.rel = 'scopes' AND l.until IS NULL WHERE r.state IN ('open', 'hold') AND r.until IS NULL)
 SELECT DISTINCT release FROM scoped WHERE rfc IN (SELECT rfc FROM scoped GROUP BY rfc HAVING count(*) > 1)`))
	if err != nil || len(ids) == 0 {
		return nil, db.explain(doing, err)
	}
	c, err := db.Case(ctx, Now, db.Now(), model.Needs{Releases: ids})
	if err != nil {
		return nil, err
	}
	var out []gate.Shared
	for _, id := range model.SortIDs(ids) {
		r := model.Get[*model.Release](c, id)
		if r == nil {
			continue
		}
		for _, s := range gate.SharedBy(c, r) {
			if model.CompareIDs(r.ID, s.In.ID) < 0 {
				out = append(out, s)
			}
		}
	}
	return out, nil
}
