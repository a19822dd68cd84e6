package store

import (
	"context"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// PastRetention are the records of one kind that were to be kept until now, and no
// longer.
type PastRetention struct {
	Kind   model.Kind `json:"kind"`
	Period string     `json:"period"` // in words
	From   string     `json:"from"`   // created, changed or ended
	Count  int        `json:"count"`
	Oldest model.ID   `json:"oldest"`
	IDs    []model.ID `json:"ids"` // oldest first
}

// PastRetention lists what is past the time for which the rules in force keep it.
// Nothing is deleted: somebody sees to it.
func (db *DB) PastRetention(ctx context.Context, now time.Time) ([]PastRetention, error) {
	rules, err := db.Rules(ctx)
	if err != nil {
		return nil, err
	}
	var out []PastRetention
	for _, r := range rules.Policy.Retention {
		upTo, err := db.positionAt(ctx, r.Before(now)) // 0: the log is younger than that
		if err != nil {
			return nil, db.explain("look up a moment in the log", err)
		}
		one := PastRetention{Kind: model.Kind(r.Of), Period: r.Period(), From: r.From}
		if one.IDs, err = db.pastRetention(ctx, r, upTo); err != nil {
			return nil, db.explain("look for what was kept long enough", err)
		}
		if one.Count = len(one.IDs); one.Count > 0 {
			one.Oldest = one.IDs[0]
			out = append(out, one)
		}
	}
	return out, nil
}

// pastRetention are the records of a kind of which what their time counts from was
// written up to a position. Those whose content was removed have none to keep.
func (db *DB) pastRetention(ctx context.Context, r process.Retention, upTo int64) ([]model.ID, error) {
	since := "v.since"
	if r.From == process.FromCreated {
		since = "e.born"
	}
	var ids []model.ID
	var id, state string
	err := ask(ctx, db.reader, fmt.Sprintf(`SELECT r.id, r.state FROM record_row r JOIN entity e ON e.id = r.id JOIN version v ON v.id = r.id AND v.until IS NULL
 WHERE r.kind = ? AND r.until IS NULL AND v.body IS NOT NULL AND %s <= ? ORDER BY %[1]s, r.number`, since), r.Of, upTo).each([]any{&id, &state}, func() error {
		kind := model.Kind(r.Of).Info()
		if r.From != process.FromEnded || kind.State(model.State(state)).Ended() {
			ids = append(ids, model.ID(id))
		}
		return nil
	})
	return ids, err
}
