package store

import (
	"context"

	"fairway/model"
	"fairway/model/metric"
)

// reopened reads the closings of periods that were taken back: what was signed off once, and
// that it was not left so, stays with the number.
func (db *DB) reopened(ctx context.Context, tx *view, q FactsQuery, periods ...string) ([]metric.Reopened, error) {
	var out []metric.Reopened
	var body []byte
	var name string
	err := ask(ctx, tx, "SELECT v.body, coalesce(p.title, '') FROM record_row r JOIN version v ON v.n = r.n LEFT JOIN record_row p ON p.id = r.person AND p.until IS NULL WHERE r.kind = 'period' AND r.state = 'reopened' AND r.grade IN (SELECT value FROM json_each(?)) AND "+live("r", q.AsOf)+" ORDER BY r.number", list(model.Each(periods, func(p string) model.ID { return model.ID(p) }))).each([]any{&body, &name}, func() error {
		r, err := model.Decode(model.KindPeriod, body)
		if err == nil {
			out = append(out, metric.Reopened{Period: r.(*model.Period), Name: name})
		}
		return err
	})
	for i := range out {
		if err == nil {
			_, err = ask(ctx, tx, "SELECT title FROM record_row WHERE id = ? AND until IS NULL", string(out[i].Period.Reopened.By)).one(&out[i].By)
		}
	}
	return out, err
}
