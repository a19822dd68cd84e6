package store

import "fairway/model"

// cancelled reads the releases that were cancelled in the period, and why. Those that were
// imported so are history.
func (l *factsLoader) cancelled() error {
	const in = "r.cancelled >= ? AND r.cancelled < ? AND r.imported = 0"
	if err := l.more(in, append(l.span(), l.where.args...)); err != nil {
		return err
	}
	var id model.ID
	var why string
	return l.each("SELECT r.id, coalesce(v.body ->> '$.cancelled.reason', '') FROM release_row r JOIN version v ON v.n = r.n WHERE "+l.live("r")+" AND "+in, l.span(), []any{&id, &why}, func() error {
		if i, ok := l.at[id]; ok {
			l.releases[i].Why = why
		}
		return nil
	})
}
