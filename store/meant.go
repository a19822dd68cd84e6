package store

import (
	"cmp"
	"context"
	"encoding/json"

	"fairway/model"
	"fairway/model/when"
)

// Planned is when a row of a list lies, to be said as it was meant.
type Planned struct {
	ID         model.ID
	Position   int64 // log position that wrote the state which the list read
	Start, End *when.Moment
}

// AsMeant adds to clock times what lists don't read, since nothing that they show
// needs it: what the wall shows and in which zone it was meant. Where that was not
// kept they stay as they are, and so does what has happened, which was not meant.
// It reads the very states that the list had, whatever was written since.
func (db *DB) AsMeant(ctx context.Context, rows []Planned) error {
	type state struct {
		ID       model.ID `json:"id"`
		Position int64    `json:"at"`
	}
	asked := map[state][]Planned{}
	var states []state
	for _, row := range rows {
		if (unsaid(row.Start) || unsaid(row.End)) && row.Position > 0 {
			of := state{row.ID, row.Position}
			if asked[of] == nil {
				states = append(states, of)
			}
			asked[of] = append(asked[of], row)
		}
	}
	if len(states) == 0 {
		return nil
	}
	var of state
	var start, end, zone string
	const none = "'null')"
	err := ask(ctx, db.reader, `SELECT v.id, v.since, coalesce(v.body -> '$.window.start', v.body -> '$.slot.start', v.body -> '$.at', v.body -> '$.due', `+none+`,
 coalesce(v.body -> '$.window.end', v.body -> '$.slot.end', v.body -> '$.until', `+none+`, iif(v.id GLOB 'WIN-*', coalesce(v.body ->> '$.zone', ''), '') FROM json_each(?) one CROSS JOIN version v ON v.id = one.value ->> 'id' AND v.since = one.value ->> 'at' AND v.body IS NOT NULL`, asJSON(states)).
		each([]any{&of.ID, &of.Position, &start, &end, &zone}, func() error {
			for _, row := range asked[of] {
				takeMeant(row.Start, start, zone)
				takeMeant(row.End, end, zone)
			}
			return nil
		})
	return db.explain("read what dates were meant", err)
}

// unsaid reports whether of a clock time it is not known how it was meant.
func unsaid(m *when.Moment) bool {
	return m != nil && !m.IsZero() && m.Precision == when.Minute && m.Wall == ""
}

// takeMeant adds to a moment what its record says was meant. An instant is that
// of something that has happened. A window has a zone of its own.
func takeMeant(m *when.Moment, kept, zone string) {
	var said when.Moment
	if !unsaid(m) || json.Unmarshal([]byte(kept), &said) != nil || said.Precision != when.Minute {
		return
	}
	m.Wall, m.Zone, m.Offset = said.Wall, cmp.Or(said.Zone, zone), said.Offset
}
