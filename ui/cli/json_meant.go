package cli

import (
	"context"

	"fairway/model/when"
	"fairway/store"
)

// asMeant makes the rows of a list say in JSON what was meant: of clock times what
// the wall shows, and where, as whole days have their date.
func (a *App) asMeant(ctx context.Context, rows any) error {
	if !a.flags.json {
		return nil
	}
	var planned []store.Planned
	card := func(c *store.Card) {
		planned = append(planned, store.Planned{ID: c.ID, Position: c.Position, Start: &c.Start, End: &c.End})
	}
	switch rows := rows.(type) {
	case []store.Card:
		for i := range rows {
			card(&rows[i])
		}
	case []store.BoardColumn:
		for i := range rows {
			for k := range rows[i].Cards {
				card(&rows[i].Cards[k])
			}
		}
	case []store.Entry:
		for i := range rows {
			e := &rows[i]
			if e.Card != nil { // others say it themselves
				planned = append(planned, store.Planned{ID: e.ID, Position: e.Card.Position, Start: &e.Start, End: &e.End})
				card(e.Card)
			}
		}
	case []store.Listed:
		return a.listedAsMeant(ctx, rows)
	}
	return a.db.AsMeant(ctx, planned)
}

// listedAsMeant is asMeant for records, which have their moments field by field.
func (a *App) listedAsMeant(ctx context.Context, rows []store.Listed) error {
	ends := make([][2]when.Moment, len(rows))
	planned := make([]store.Planned, len(rows))
	for i := range rows {
		ends[i] = [2]when.Moment{rows[i].From(), rows[i].To()}
		planned[i] = store.Planned{ID: rows[i].ID, Position: rows[i].Position, Start: &ends[i][0], End: &ends[i][1]}
	}
	err := a.db.AsMeant(ctx, planned)
	for i := range rows {
		r, from, to := &rows[i], ends[i][0], ends[i][1]
		r.Wall, r.LastWall = from.Wall+from.Offset, to.Wall+to.Offset
		if r.Zone == "" {
			r.Zone = from.Zone
		}
		if r.Zone == "" {
			r.Zone = to.Zone
		}
	}
	return err
}
