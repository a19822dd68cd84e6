package store

import (
	"cmp"
	"context"
	"time"

	"fairway/model"
)

// away adds those who have somebody decide for them: they are absent, whether or not a
// window of the calendar says so. Why is between them and who decides: it is on no calendar,
// and in no feed. Tracks show releases of services, and no people.
func (c *Calendar) away(ctx context.Context, db *DB, tx queryer, q CalendarQuery, zone *time.Location) error {
	if q.Tracks {
		return nil
	}
	list, err := decoded[model.Delegation](ask(ctx, tx, `SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'delegation' AND r.state = 'given' AND r.at < ?1 AND r.ends > ?2 AND `+live("r", q.AsOf)+" ORDER BY r.number",
		q.Span.End.Add(slack).UnixMilli(), q.Span.Start.Add(-slack).UnixMilli()))
	if err != nil || len(list) == 0 {
		return err
	}
	windows, err := db.loadWindows(ctx, tx, q.AsOf, q.Span)
	if err != nil {
		return err
	}
	names := map[model.ID]string{}
	if err := titlesOf(ctx, tx, q.AsOf, model.Each(list, func(d *model.Delegation) model.ID { return d.By }), names); err != nil {
		return err
	}
	for _, d := range list {
		span := d.Slot().Span(zone)
		if !d.Absence(windows, zone) || !d.Slot().Shown(span, q.Zone).Overlaps(q.Span) {
			continue
		}
		who := cmp.Or(names[d.By], string(d.By))
		c.Entries = append(c.Entries, Entry{Occurs: string(d.ID), ID: d.ID, Kind: model.WindowAbsence, Title: who + " is away", Start: d.From, End: d.Until, Span: span, Covers: []string{who}})
	}
	return nil
}
