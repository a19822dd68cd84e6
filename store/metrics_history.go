package store

import (
	"fairway/model/metric"
	"fairway/model/when"
)

// imported counts the imported releases of the period that could not pass a gate, by type,
// service and team, in each part of the period.
func (l *factsLoader) imported() error {
	whole, err := l.importedIn(l.q.Span)
	if err != nil || len(whole) == 0 { // as mostly
		return err
	}
	for _, part := range metric.Parts(l.q.Span, l.zone) {
		some, err := l.importedIn(part)
		if err != nil {
			return err
		}
		l.out.Imported = append(l.out.Imported, some...)
	}
	return nil
}

// importedIn counts those that are planned in a stretch of time.
func (l *factsLoader) importedIn(span when.Span) ([]metric.Imported, error) {
	in, args := l.plansIn(span, "r.begins", "r.begins_day")
	found, err := all(ask(l.ctx, l.tx, "SELECT r.type, r.means, r.service, r.team, sum(r.deployed = 1 AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND "+l.live("d")+")), sum(r.base IS NULL)"+
		" FROM release_row r WHERE "+l.live("r")+" AND "+in+" AND r.imported = 1 AND r.state <> 'cancelled'"+l.where.text()+" GROUP BY r.type, r.means, r.service, r.team ORDER BY r.type, r.service, r.team",
		append(args, l.where.args...)...), func(i *metric.Imported) []any {
		return []any{&i.Type, &i.Purpose, &i.Service, &i.Team, &i.Deployed, &i.Planned}
	})
	for i := range found {
		l.named(&found[i].Traits)
		found[i].Part = span
	}
	return found, err
}
