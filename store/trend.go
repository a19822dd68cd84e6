package store

import (
	"context"

	"fairway/model"
)

// Changes are the RFCs as they stood at a position, whatever became of them.
func (db *DB) Changes(ctx context.Context, asOf Position) ([]*model.Change, error) {
	return viewed(ctx, db, "read the RFCs", func(tx *view) ([]*model.Change, error) { return changes(ctx, tx, asOf) })
}

func changes(ctx context.Context, q queryer, asOf Position) (out []*model.Change, err error) {
	var body []byte
	err = ask(ctx, q, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND "+live("r", asOf)+" AND v.body IS NOT NULL ORDER BY r.number").each([]any{&body}, func() error {
		r, err := model.Decode(model.KindChange, body)
		if err == nil {
			out = append(out, r.(*model.Change))
		}
		return err
	})
	return out, err
}
