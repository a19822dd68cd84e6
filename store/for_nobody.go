package store

import (
	"context"

	"fairway/model"
	"fairway/model/decision"
)

// forNobody says of approvals that somebody asked others for which of them nobody is left
// to give: what is asked waits, and nobody would hear of it.
func (db *DB) forNobody(ctx context.Context, tx queryer, q ApprovalsQuery, asked []ApprovalRow) error {
	var ids []model.ID
	for _, r := range asked {
		if r.ID.Kind() == model.KindApproval {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	c, err := db.loadCase(ctx, tx, q.AsOf, q.Now, Who{Person: q.Me}, model.Needs{IDs: ids, Kinds: []model.Kind{model.KindPerson}})
	if err != nil {
		return err
	}
	for i := range asked {
		r := &asked[i]
		a := model.Get[*model.Approval](c, r.ID)
		if a == nil {
			continue
		}
		of := c.SubjectOf(a.Of)
		if !of.Known() {
			continue
		}
		if empty := decision.Vacant(c, of, a); len(empty) > 0 {
			r.Missing = []string{decision.WaitsForNobody(empty)}
		}
	}
	return nil
}
