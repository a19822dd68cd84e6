package store

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/metric"
)

// broughtRFCs reads the RFCs that the releases bring. Of one whose body was removed nothing is
// known.
func (l *factsLoader) broughtRFCs() error {
	known := map[model.ID]metric.RFC{}
	var ids []model.ID
	for i := range l.releases {
		for _, rfc := range l.releases[i].RFCs {
			ids = append(ids, rfc.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rfc metric.RFC
	err := l.each("SELECT x.id, x.title, x.at FROM json_each(?1) j CROSS JOIN record_row x ON x.id = j.value AND "+l.live("x"), []any{list(ids)}, []any{&rfc.ID, &rfc.Title, (*stamp)(&rfc.Submitted)}, func() error {
		known[rfc.ID] = rfc
		return nil
	})
	none := time.Time{}
	for i := range l.releases {
		r := &l.releases[i]
		for k := range r.RFCs {
			r.RFCs[k] = known[r.RFCs[k].ID]
		}
		r.RFCs = slices.DeleteFunc(r.RFCs, func(rfc metric.RFC) bool { return rfc.Submitted.Equal(none) })
	}
	return err
}
