package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// serviceLevels reads what the service levels of services are reckoned of in the period: of
// those that are provided, and of those that were and have an agreement.
func (l *factsLoader) serviceLevels() error {
	w, err := l.passes(model.KindService, "r.id")
	if err != nil || w == nil {
		return err
	}
	var all []metric.ServiceLevel
	provided := map[model.ID]bool{}
	var id model.ID
	var name string
	var state model.State
	err = l.each("SELECT r.id, r.title, r.state FROM record_row r WHERE r.kind = 'service' AND r.kind <> 'release' AND "+l.live("r")+w.text()+" ORDER BY r.number", w.args, []any{&id, &name, &state}, func() error {
		of := &metric.Release{ID: id, Title: name}
		of.Service, of.Type = id, "service level"
		of.Zone = l.named(&of.Traits)
		all, provided[id] = append(all, metric.ServiceLevel{Of: of}), state == model.ServiceActive
		return nil
	})
	if err != nil || len(all) == 0 {
		return err
	}
	now := l.q.Now
	if now.IsZero() {
		now = l.q.Span.End
	}
	c := model.NewCase(now, model.Actor{}, l.rules)
	load := &loader{db: l.db, ctx: l.ctx, q: l.tx, pos: l.q.AsOf, c: c}
	load.levels(model.ToReckon{Span: l.q.Span})
	if load.err != nil {
		return load.err
	}
	for _, one := range all {
		if f := gate.Levels(c, one.Of.ID, l.q.Span); f != nil && len(f.Agreements) > 0 {
			one.Facts = f
		}
		if provided[one.Of.ID] || one.Facts != nil && len(one.Facts.InForce(l.q.Span)) > 0 {
			l.out.Levels = append(l.out.Levels, one)
		}
	}
	return nil
}
