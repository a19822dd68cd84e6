package store

import (
	"fairway/model/metric"
)

// endedIn is the condition of the production runs d that ended in the period.
func (l *factsLoader) endedIn() string {
	return l.live("d") + " AND d.ended >= ? AND d.ended < ?"
}

// deployed reads the releases of which a production run ended in the period.
func (l *factsLoader) deployed() error {
	if len(l.where.sql) == 0 { // as many releases at most: moving them about costs as much as reading them
		var n int
		if err := l.tx.QueryRowContext(l.ctx, "SELECT count(*) FROM deploy_row d WHERE "+l.endedIn(), l.past()...).Scan(&n); err != nil {
			return err
		}
		l.releases, l.at = make([]metric.Release, 0, n), make(map[int64]int, n)
	}
	err := l.gather(factRun, "f.at >= ? AND f.at < ?", l.past())
	l.inside = len(l.releases)
	return err
}

// listed reads the releases that were deployed by their own word, but of which
// no run is there: a data defect.
func (l *factsLoader) listed() error {
	in, args := l.plans("f.at", "f.day")
	return l.gather(factListed, in, args)
}
