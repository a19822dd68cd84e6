package store

import "fairway/model/metric"

// planned reads the releases whose first authorised baseline starts in the
// period, and those that were authorised in it without a date.
func (l *factsLoader) planned() error {
	if len(l.where.sql) == 0 && !l.reads(metric.ReadsRuns) { // as for those that were deployed
		var n int
		args := []any{l.q.Span.Start.Add(-slack).UnixMilli(), l.q.Span.End.Add(slack).UnixMilli()}
		if err := l.tx.QueryRowContext(l.ctx, "SELECT count(*) FROM release_row r WHERE r.base >= ? AND r.base < ? AND "+l.live("r"), args...).Scan(&n); err != nil {
			return err
		}
		l.releases, l.at = make([]metric.Release, 0, n), make(map[int64]int, n)
	}
	in, args := l.plans("f.at", "f.day")
	if err := l.gather(factBase, in, args); err != nil {
		return err
	}
	return l.gather(factDateless, "f.at >= ? AND f.at < ?", l.span())
}

// late reads the open releases that were planned to start in the period, have
// not, and never had a baseline: nothing else brings them.
func (l *factsLoader) late() error {
	in, args := l.plans("f.at", "f.day")
	return l.gather(factLate, in, args)
}
