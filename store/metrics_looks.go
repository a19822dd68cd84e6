package store

import (
	"strings"

	"fairway/model"
	"fairway/model/metric"
)

// looks reads those at the whole of the DML that were made in the period, by hand and on
// schedule: a look at a package, as its run starts, is of what was chosen. What a filter asks
// of releases no look has.
func (l *factsLoader) looks() error {
	if strings.TrimSpace(l.q.Filter) != "" {
		return nil
	}
	list, err := decoded[model.MediaCheck](ask(l.ctx, l.tx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'mediacheck' AND r.kind <> 'release' AND r.grade IN ('"+model.CheckedByHand+"', '"+model.CheckedByClock+"') AND r.at >= ?1 AND r.at < ?2 AND "+l.live("r")+" ORDER BY r.number",
		l.q.Span.Start.UnixMilli(), l.q.Span.End.UnixMilli()))
	if err != nil || len(list) == 0 {
		return err
	}
	var entries []model.ID
	for _, k := range list {
		look := metric.Look{ID: k.ID, At: k.At, Entries: k.Entries, Digests: k.Digests, More: k.More}
		for _, s := range k.Bad() {
			entries = append(entries, s.Media)
			look.Wrong = append(look.Wrong, metric.WrongEntry{ID: s.Media, Is: s.Is})
		}
		l.out.Looks = append(l.out.Looks, look)
	}
	names := map[model.ID]string{}
	if err := titlesOf(l.ctx, l.tx, l.q.AsOf, model.SortIDs(entries), names); err != nil {
		return err
	}
	for i := range l.out.Looks {
		for k := range l.out.Looks[i].Wrong {
			l.out.Looks[i].Wrong[k].Name = names[l.out.Looks[i].Wrong[k].ID]
		}
	}
	return nil
}
