package store

import (
	"slices"

	"fairway/model"
	"fairway/model/metric"
)

// rfcs reads which RFCs the deployed releases bring.
func (l *factsLoader) rfcs() error {
	var release model.ID
	var rfc metric.RFC
	return l.ofDeployed("SELECT l.src, x.id, x.title, x.at FROM %s CROSS JOIN link l ON l.src = %s AND l.rel = 'scopes' AND "+l.live("l")+" CROSS JOIN record_row x ON x.id = l.dst AND "+l.live("x"), []any{&release, &rfc.ID, &rfc.Title, (*stamp)(&rfc.Submitted)}, func() error {
		i, ok := l.at[release]
		if ok && !slices.ContainsFunc(l.releases[i].RFCs, func(known metric.RFC) bool { return known.ID == rfc.ID }) {
			l.releases[i].RFCs = append(l.releases[i].RFCs, rfc)
		}
		return nil
	})
}
