package store

import (
	"context"
	"slices"
	"strings"

	"fairway/model"
)

// told says of rows what no column keeps: what came of an entry of the catalogue, that
// a waiver has ended by now, and that an order is late.
func told(ctx context.Context, tx queryer, q TableQuery, rows []Listed) error {
	switch q.Kind {
	case model.KindWaiver:
		for i := range rows {
			rows[i].Ended = rows[i].State == model.WaiverGranted && !q.Now.Before(rows[i].To().Over())
		}
	case model.KindProcurement:
		late, err := column[model.ID](ask(ctx, tx, "SELECT r.id FROM json_each(?2) a CROSS JOIN record_row r ON r.id = a.value AND "+live("r", q.AsOf)+" AND "+strings.Replace(overdue(q.AsOf), "?", "?1", 1),
			q.Now.UnixMilli(), list(model.Each(rows, func(l Listed) model.ID { return l.ID }))))
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].Late = slices.Contains(late, rows[i].ID)
		}
	case model.KindEntry:
		uses := map[model.ID]model.EntryCount{}
		var body string
		err := ask(ctx, tx, "SELECT v.body FROM json_each(?) a CROSS JOIN version v ON v.id = a.value AND "+live("v", q.AsOf)+" WHERE v.body IS NOT NULL",
			list(model.Each(rows, func(l Listed) model.ID { return l.ID }))).each([]any{&body}, func() error {
			r, err := model.Decode(model.KindEntry, []byte(body))
			if err == nil {
				e := r.(*model.Entry)
				uses[e.ID] = e.Count()
			}
			return err
		})
		if err != nil {
			return err
		}
		for i := range rows {
			if n, known := uses[rows[i].ID]; known {
				rows[i].Uses = &n
			}
		}
	}
	return nil
}
