package store

import (
	"fairway/model"
	"fairway/model/metric"
)

// rehearsals reads those that ended in the period. Nothing that measures are worked out of
// lists them: they are found by what they are called (model.Run.Row), among the runs of
// the time before the end.
func (l *factsLoader) rehearsals() error {
	var all []*model.Run
	var of []model.ID
	list, err := decoded[model.Run](ask(l.ctx, l.tx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'run' AND r.kind <> 'release' AND r.at > ?1 AND r.at < ?3 AND r.ends >= ?2 AND r.ends < ?3 AND r.title LIKE 'Rehearsal of %' AND v.body IS NOT NULL AND "+l.live("r")+" ORDER BY r.number",
		l.q.Span.Start.Add(-longRun).UnixMilli(), l.q.Span.Start.UnixMilli(), l.q.Span.End.UnixMilli()))
	if err != nil {
		return err
	}
	for _, run := range list {
		if !run.Production && run.Back == "" && !run.GoesBack() {
			all, of = append(all, run), append(of, run.Release)
		}
	}
	if len(all) == 0 {
		return nil
	}
	subjects, err := l.subjects(of)
	if err != nil {
		return err
	}
	for _, run := range all {
		if subjects[run.Release] == nil {
			continue
		}
		one := metric.Rehearsal{Of: subjects[run.Release], ID: run.ID, Env: run.Env, Ended: run.Ended, Failed: run.Result == model.RunFailed}
		if b := run.Rollback; b != nil {
			one.Decided, one.Back = b.Decided, b.Ended
		}
		l.out.Rehearsals = append(l.out.Rehearsals, one)
	}
	return nil
}
