package store

import (
	"fairway/model/metric"
)

// planned reads the releases whose first authorised baseline starts in the
// period, and those that were authorised in it without a date. What was deployed
// in it as well is known already.
func (l *factsLoader) planned() error {
	known, deployed := "", []any(nil)
	if l.reads(metric.ReadsRuns) {
		known, deployed = " AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND d.ended >= ? AND d.ended < ? AND "+l.live("d")+")", l.past()
	}
	rest := append(deployed, l.where.args...)
	based, args := l.plans("r.base")
	if err := l.more(based+known, append(args, rest...)); err != nil {
		return err
	}
	return l.more("r.base IS NULL AND r.authorised >= ? AND r.authorised < ?"+known, append(l.span(), rest...))
}

// late reads the open releases that were planned to start in the period, have
// not, and never had a baseline: nothing else brings them.
func (l *factsLoader) late() error {
	in, args := l.plans("r.begins")
	return l.more("r.ended = 0 AND "+in+" AND r.deployed = 0 AND r.imported = 0 AND r.authorised IS NULL", append(args, l.where.args...))
}
