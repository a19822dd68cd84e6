package store

import (
	"context"
	"slices"

	"fairway/model"
)

// late adds the releases that are late and begin before the stretch: what should have
// been done is still to be done, whatever dates are looked at. Those that reach into the
// stretch are among its entries already.
func (c *Calendar) late(ctx context.Context, tx queryer, q CalendarQuery, w *where, zones *zones) error {
	here := map[model.ID]bool{}
	for _, card := range c.cards() {
		here[card.ID] = true
	}
	args := append([]any{q.Now.UnixMilli(), q.Span.Start.UnixMilli()}, w.args...)
	// The plus keeps SQLite off the index of the dates: few releases are open, and most lie before.
	found, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+
		" AND r.ended = 0 AND r.due < ?1 AND +r.begins < ?2"+w.text()+" ORDER BY +r.begins DESC, r.number DESC LIMIT 0+?", append(args, q.Late+len(here)+1)...)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(card Card) bool { return here[card.ID] })
	if c.LateMore = len(found) > q.Late; c.LateMore {
		found = found[:q.Late]
	}
	if err := zones.learn(found); err != nil {
		return err
	}
	for i := range slices.Backward(found) {
		card := &found[i]
		span, err := zones.span(card.Service, card.Start, card.End)
		if err != nil {
			return err
		}
		c.Late = append(c.Late, Entry{ID: card.ID, Kind: string(model.KindRelease), Title: card.Name, Start: card.Start, End: card.End, Span: span, Card: card})
	}
	if q.Filter == "" {
		return nil
	}
	var ids []model.ID
	for _, e := range c.Late {
		ids = append(ids, e.ID)
	}
	for _, card := range c.cards() {
		ids = append(ids, card.ID)
	}
	// Its dates may be another zone's, or it may reach into the stretch: what is shown isn't before it.
	return tx.QueryRowContext(ctx, "SELECT count(*), coalesce(max(r.begins), 0) FROM release_row r WHERE "+live("r", q.AsOf)+" AND r.begins < ?1 AND r.state <> 'cancelled' AND r.id NOT IN (SELECT value FROM json_each(?2))"+w.text(),
		append([]any{q.Span.Start.UnixMilli(), list(ids)}, w.args...)...).Scan(&c.Before, (*stamp)(&c.BeforeLast))
}
