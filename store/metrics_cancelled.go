package store

import "fairway/model"

// cancelled reads the releases that were cancelled in the period, and why. Those that were
// imported so are history.
func (l *factsLoader) cancelled() error {
	if err := l.gather(factCancelled, "f.at >= ? AND f.at < ?", l.span()); err != nil {
		return err
	}
	var id model.ID
	var why string
	return l.each("SELECT r.id, coalesce(v.body ->> '$.cancelled.reason', '') FROM release_row r JOIN version v ON v.n = r.n WHERE "+l.live("r")+" AND r.cancelled >= ? AND r.cancelled < ? AND r.imported = 0", l.span(), []any{&id, &why}, func() error {
		if at, ok := l.found(id); ok {
			l.kept.why[at] = why
		}
		return nil
	})
}
