package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Track is how a release came to its dates and what became of them: what a timeline
// draws beside the plan.
type Track struct {
	Baseline when.Moment `json:"baseline,omitzero"` // the start that was first authorised
	// From are the slots that it was moved away from, the first one first.
	From []model.Slot `json:"from,omitempty"`
	Runs []TrackRun   `json:"runs,omitempty"`
}

// TrackRun is a deployment: under way where it has no end.
type TrackRun struct {
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
}

// tracks puts them on the releases among the entries: two questions for all of them.
func (c *Calendar) tracks(ctx context.Context, tx queryer, pos Position) error {
	at := map[model.ID]*Track{}
	var ids []model.ID
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Card != nil && !e.Ghost {
			e.Track = &Track{}
			at[e.ID] = e.Track
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var id model.ID
	var base when.Moment
	var moves string
	err := ask(ctx, tx, "SELECT r.id, r.base, r.base_day, r.moves FROM json_each(?) a CROSS JOIN release_row r ON r.id = a.value AND "+live("r", pos)+" WHERE r.base IS NOT NULL OR r.moves <> ''", list(ids)).
		each([]any{&id, (*momentAt)(&base), (*wholeDay)(&base), &moves}, func() error {
			at[id].Baseline = base
			if moves == "" {
				return nil
			}
			made, err := readMoves(moves)
			for _, m := range model.MovesSince(made, time.Time{}) {
				at[id].From = append(at[id].From, m.From)
			}
			if err != nil {
				err = fmt.Errorf("the moves of %s: %w", id, err)
			}
			return err
		})
	if err != nil {
		return err
	}
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Tried && !e.Was.IsZero() {
			e.Track.From = append(e.Track.From, e.Was)
		}
	}
	var started, ended sql.NullInt64
	return ask(ctx, tx, "SELECT d.release, d.started, d.ended FROM json_each(?) a CROSS JOIN deploy_row d ON d.release = a.value AND d.what = 'run' AND "+live("d", pos)+" WHERE d.started IS NOT NULL ORDER BY d.started", list(ids)).
		each([]any{&id, &started, &ended}, func() error {
			at[id].Runs = append(at[id].Runs, TrackRun{fromMillis(started), fromMillis(ended)})
			return nil
		})
}
