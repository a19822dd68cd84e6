package store

import "fairway/model/metric"

// before reads what was laid down by the rules before those in force, as far back as the
// period goes: a number of then was asked for by other targets.
func (l *factsLoader) before() error {
	for r := l.rules; r.Since.After(l.q.Span.Start); {
		var came int64
		if found, err := ask(l.ctx, l.tx, "SELECT min(since) FROM version WHERE id = ? HAVING min(since) > 1", string(r.ID)).one(&came); err != nil || !found {
			return err
		}
		older, err := l.db.rules(l.ctx, l.tx, Position(came-1), "")
		if err != nil || older.ID == "" || older.ID == r.ID {
			return err
		}
		l.out.Before = append(l.out.Before, metric.Laid{Until: r.Since, Measures: older.Measures, Policy: older.Policy})
		r = older
	}
	return nil
}
