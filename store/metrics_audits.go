package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// audits reads the audits of configuration items that were made in the period. Each is a
// version of a document; one that was written again for the same date counts as it was
// written last.
func (l *factsLoader) audits() error {
	w, err := l.passes(model.KindDocument, "r.subject")
	if err != nil || w == nil {
		return err
	}
	type made struct {
		doc  model.ID
		held string
	}
	last := map[made]*model.Document{}
	var order []made
	var body []byte
	zones := map[model.ID]*metric.Release{}
	err = l.each("SELECT p.body FROM record_row r CROSS JOIN version p ON p.id = r.id AND p.body IS NOT NULL AND p.since <= ? WHERE r.kind = 'document' AND r.kind <> 'release' AND r.means = '"+gate.FormAudit+"' AND "+l.live("r")+w.text()+" ORDER BY p.n",
		append([]any{l.q.AsOf.last()}, w.args...), []any{&body}, func() error {
			rec, err := model.Decode(model.KindDocument, body)
			if err != nil {
				return err
			}
			d := rec.(*model.Document)
			if zones[d.Of] == nil {
				of := &metric.Release{ID: d.Of, Title: d.Title}
				of.Service, of.Type = d.Of, d.Title
				of.Zone = l.named(&of.Traits)
				zones[d.Of] = of
			}
			key := made{d.ID, d.Meant().Get("held")}
			if last[key] == nil {
				order = append(order, key)
			}
			last[key] = d
			return nil
		})
	if err != nil {
		return err
	}
	var items []model.ID
	for _, key := range order {
		d := last[key]
		held := d.Meant().Moment("held", zones[d.Of].Zone)
		for _, row := range d.Meant().Rows("items") {
			items = append(items, model.ID(row["item"]))
			l.out.Audits = append(l.out.Audits, metric.Audit{Of: zones[d.Of], ID: d.ID, Held: held, Item: model.ID(row["item"]), Found: row["found"], What: row["what"]})
		}
	}
	names, err := l.people(items)
	for i := range l.out.Audits {
		a := &l.out.Audits[i]
		a.Name = names[a.Item]
	}
	return err
}
