package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// longRun is for how long a production run goes on at most that is looked for: what has
// been under way for longer was forgotten, not deployed.
const longRun = 92 * 24 * time.Hour

// running are the releases that are being deployed, with when that began.
func running(ctx context.Context, tx queryer, pos Position, now time.Time) (map[model.ID]time.Time, error) {
	began := map[model.ID]time.Time{}
	var id model.ID
	var at time.Time
	err := ask(ctx, tx, `SELECT d.release, d.started FROM record_row r JOIN deploy_row d ON d.n = r.n WHERE r.kind = 'run' AND r.kind <> 'release' AND r.at > ?1 AND r.at <= ?2
 AND r.ends IS NULL AND d.what = 'run' AND `+live("r", pos)+" ORDER BY r.at DESC", now.Add(-longRun).UnixMilli(), now.UnixMilli()).each([]any{&id, (*stamp)(&at)}, func() error {
		began[id] = at
		return nil
	})
	return began, err
}

// underWay says of the releases that are being deployed that they are, and adds those
// whose dates lie outside the stretch while the deployment reaches into it: what is done
// now is seen now, whatever was planned.
func (c *Calendar) underWay(ctx context.Context, tx queryer, q CalendarQuery, w *where, zones *zones, began map[model.ID]time.Time) error {
	if len(began) == 0 {
		return nil
	}
	began = maps.Clone(began)
	going := func(id model.ID) when.Span {
		return when.Span{Start: began[id].Truncate(time.Minute), End: q.Now.Truncate(time.Minute)}
	}
	for i := range c.Entries {
		e := &c.Entries[i]
		if e.Card == nil || began[e.ID].IsZero() {
			continue
		}
		if !e.Ghost && !e.Unplanned {
			e.UnderWay = going(e.ID)
		}
		delete(began, e.ID)
	}
	maps.DeleteFunc(began, func(id model.ID, _ time.Time) bool { return !going(id).Overlaps(q.Span) })
	if len(began) == 0 {
		return nil
	}
	found, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+
		" AND r.begins IS NOT NULL AND r.state <> 'cancelled' AND r.id IN (SELECT value FROM json_each(?))"+w.text(), append([]any{list(model.SortIDs(slices.Collect(maps.Keys(began))))}, w.args...)...)
	if err != nil {
		return err
	}
	if err := zones.learn(found); err != nil {
		return err
	}
	for i := range found {
		card := &found[i]
		span, err := zones.span(card.Service, card.Start, card.End)
		if err != nil {
			return err
		}
		c.Entries = append(c.Entries, Entry{ID: card.ID, Kind: string(model.KindRelease), Title: card.Name, Start: card.Start, End: card.End, Span: span, Card: card, UnderWay: going(card.ID)})
		c.Total++
	}
	return nil
}
