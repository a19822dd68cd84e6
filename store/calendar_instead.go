package store

import (
	"context"
	"maps"
	"slices"

	"fairway/model"
)

// instead puts releases where they would lie by the plan that is asked about: each stands
// at its planned dates, with those that it has (Was), and leaves a ghost at these.
func (c *Calendar) instead(ctx context.Context, tx queryer, q CalendarQuery, w *where, zones *zones) error {
	if len(q.Instead) == 0 {
		return nil
	}
	ids := model.SortIDs(slices.Collect(maps.Keys(q.Instead)))
	found, err := cards(ctx, tx, q.Now.UnixMilli(), "SELECT "+cardColumns+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+" AND r.state <> 'cancelled' AND r.id IN (SELECT value FROM json_each(?))"+w.text(), append([]any{list(ids)}, w.args...)...)
	if err != nil {
		return err
	}
	if err := zones.learn(found); err != nil {
		return err
	}
	moved := map[model.ID]bool{}
	var added []Entry
	for i := range found {
		card := &found[i]
		was, to := model.Slot{Start: card.Start, End: card.End}, q.Instead[card.ID]
		if was.Same(to) {
			continue
		}
		moved[card.ID] = true
		span, err := zones.span(card.Service, to.Start, to.End)
		if err != nil {
			return err
		}
		if to.Shown(span, q.Zone).Overlaps(q.Span) {
			added = append(added, Entry{ID: card.ID, Kind: string(model.KindRelease), Title: card.Name, Start: to.Start, End: to.End, Span: span, Card: card, Tried: true, Was: was})
		}
	}
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Card != nil && moved[e.ID] {
			card := *e.Card
			e.Ghost, e.Card = true, &card
			c.Total--
			if day := e.Start.On(q.Zone).String(); c.PerDay[day] > 0 {
				c.PerDay[day]--
			}
		}
	}
	for _, e := range added {
		c.Total++
		c.count(e.Start, q)
	}
	c.Entries = append(c.Entries, added...)
	c.Late = slices.DeleteFunc(c.Late, func(e Entry) bool { return moved[e.ID] })
	return nil
}

// Lies is where an entry lies by the record, whatever a plan would have.
func (e *Entry) Lies() model.Slot {
	if e.Tried {
		return e.Was
	}
	return e.Slot()
}
