package store

import (
	"fairway/model"
	"fairway/model/metric"
)

// broughtRFCs reads the RFCs that the releases bring. Of one whose body was removed nothing is
// known.
func (l *factsLoader) broughtRFCs() error {
	known := map[model.ID]metric.RFC{}
	var ids []model.ID
	var r metric.Release
	for at := range l.kept.Len() {
		l.kept.Unpack(at, &r, metric.Wanted{RFCs: true})
		for _, rfc := range r.RFCs {
			ids = append(ids, rfc.ID)
		}
	}
	l.kept.rfcs = known
	if len(ids) == 0 {
		return nil
	}
	var rfc metric.RFC
	return l.each("SELECT x.id, x.title, x.at FROM json_each(?1) j CROSS JOIN record_row x ON x.id = j.value AND "+l.live("x"), []any{list(ids)}, []any{&rfc.ID, &rfc.Title, (*stamp)(&rfc.Submitted)}, func() error {
		known[rfc.ID] = rfc
		return nil
	})
}
