package store

import (
	"fairway/model/metric"
)

// imported counts the imported releases of the period that could not pass a
// gate, by type, service and team.
func (l *factsLoader) imported() (err error) {
	in, args := l.plans("r.begins", "r.begins_day")
	l.out.Imported, err = all(ask(l.ctx, l.tx, "SELECT r.type, r.means, r.service, r.team, sum(r.deployed = 1 AND NOT EXISTS (SELECT 1 FROM deploy_row d WHERE d.release = r.id AND d.what = 'run' AND "+l.live("d")+")), sum(r.base IS NULL)"+
		" FROM release_row r WHERE "+l.live("r")+" AND "+in+" AND r.imported = 1 AND r.state <> 'cancelled'"+l.where.text()+" GROUP BY r.type, r.means, r.service, r.team ORDER BY r.type, r.service, r.team",
		append(args, l.where.args...)...), func(i *metric.Imported) []any {
		return []any{&i.Type, &i.Purpose, &i.Service, &i.Team, &i.Deployed, &i.Planned}
	})
	for i := range l.out.Imported {
		l.named(&l.out.Imported[i].Traits)
	}
	return err
}
