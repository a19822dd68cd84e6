package store

import (
	"database/sql"
	"slices"

	"fairway/model"
	"fairway/model/metric"
)

// ran adds a run that isn't known yet. One that a wrong clock ended later than now
// is left out.
func (l *factsLoader) ran(r *metric.Release, run runRow) {
	if run.ended.Valid && run.ended.Int64 >= l.now().UnixMilli() && !l.q.Now.IsZero() {
		return
	}
	if !slices.ContainsFunc(r.Runs, func(known metric.Run) bool { return known.ID == run.id }) {
		r.Runs = append(r.Runs, run.run())
	}
}

const (
	runColumns   = "d.id, d.started, d.ended, d.result, d.decided, d.back, d.partial, d.intervention, d.failed, d.restored"
	otherColumns = "coalesce(o.what, ''), o.planned, coalesce(o.id, ''), o.started, o.ended, coalesce(o.result, ''), o.decided, o.back, coalesce(o.partial, 0), coalesce(o.intervention, ''), o.failed, o.restored"
)

// endedIn is the condition of the production runs d that ended in the period.
func (l *factsLoader) endedIn() string {
	return l.live("d") + " AND d.ended >= ? AND d.ended < ?"
}

// others joins what else belongs to the deployment of a release: further runs,
// and what its plan says. Mostly that is one row; a release of which there is
// more comes more than once.
func (l *factsLoader) others(of, but string) string {
	return " LEFT JOIN deploy_row o ON o.release = " + of + " AND o.what IN ('plan', 'run') AND " + l.live("o") + but
}

// deployed reads the runs that ended in the period, with their releases. The
// order of the tables is given: SQLite would begin with the releases.
func (l *factsLoader) deployed() error {
	if len(l.where.sql) == 0 { // as many releases at most: moving them about costs as much as reading them
		var n int
		if err := l.tx.QueryRowContext(l.ctx, "SELECT count(*) FROM deploy_row d WHERE "+l.endedIn(), l.past()...).Scan(&n); err != nil {
			return err
		}
		l.releases, l.at = make([]metric.Release, 0, n), make(map[model.ID]int, n)
	}
	var f factRow
	var run runRow
	err := l.each("SELECT "+factColumns+", "+otherColumns+", "+runColumns+" FROM deploy_row d CROSS JOIN release_row r ON r.id = d.release AND "+l.live("r")+
		l.others("d.release", " AND o.n <> d.n")+" WHERE "+l.endedIn()+l.where.text(), append(l.past(), l.where.args...), append(f.into(), run.into()...), func() error {
		r, err := l.release(&f)
		if err == nil {
			l.ran(r, run)
		}
		return err
	})
	l.inside = len(l.releases)
	return err
}

// runRow is a row of runColumns.
type runRow struct {
	id                            model.ID
	result, intervention          string
	partial                       bool
	started, ended, decided, back sql.NullInt64
	failed, restored              sql.NullInt64
}

func (r *runRow) into() []any {
	return []any{&r.id, &r.started, &r.ended, &r.result, &r.decided, &r.back, &r.partial, &r.intervention, &r.failed, &r.restored}
}

func (r *runRow) run() metric.Run {
	return metric.Run{ID: r.id, Started: fromMillis(r.started), Ended: fromMillis(r.ended), Result: model.State(r.result), Decided: fromMillis(r.decided), Back: fromMillis(r.back),
		Partial: r.partial, Intervention: r.intervention, Failed: fromMillis(r.failed), Restored: fromMillis(r.restored)}
}

// listed reads the releases that were deployed by their own word, but of which
// no run is there: a data defect.
func (l *factsLoader) listed() error {
	in, args := l.plans("r.begins")
	return l.more(in+" AND r.deployed = 1 AND r.imported = 0 AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND "+l.live("d")+")",
		append(args, l.where.args...))
}
