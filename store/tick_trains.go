package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// tickTrains registers the departures of release trains that are due to have a release,
// and at a cut-off leaves behind what nobody has authorised. c holds the trains and the
// calendar; do does one thing, and soon says when there will be another.
func (db *DB) tickTrains(ctx context.Context, c *model.Case, do func(model.ID, time.Time, action.Action) (bool, error), soon func(time.Time)) error {
	for _, t := range model.All[*model.Train](c) {
		if t.Ended != nil {
			continue
		}
		stops, err := gate.Stops(c, t, c.Now, t.Ahead)
		if err != nil {
			continue // a rule that can't be read has no departures
		}
		for i, s := range stops {
			if i == 0 {
				soon(s.Slot.Start.At) // then there is one more to come
			}
			if s.Release == "" {
				if _, err := do(t.ID, c.Now, action.RegisterDeparture{Train: t.ID, On: s.Slot.Start}); err != nil {
					return err
				}
			}
		}
		if err := db.tickCutoffs(ctx, t, do, soon); err != nil {
			return err
		}
	}
	return nil
}

// tickCutoffs leaves behind what is not ready at the cut-offs of a train.
func (db *DB) tickCutoffs(ctx context.Context, t *model.Train, do func(model.ID, time.Time, action.Action) (bool, error), soon func(time.Time)) error {
	c, err := viewed(ctx, db, "look for cut-offs", func(tx *view) (*model.Case, error) {
		return db.loadCase(ctx, tx, Now, db.Now(), Who{}, gate.TrainNeeds(t.ID))
	})
	if err != nil {
		return err
	}
	for _, r := range gate.Aboard(c, t) {
		late := gate.Unready(c, r)
		switch {
		case len(late) == 0:
		case !r.Departs.Past(c.Now):
			soon(r.Departs.Cutoff.At)
		default:
			if !departsLater(c, t) { // the next gets its release first
				if done, err := do(t.ID, c.Now, action.RegisterDeparture{Train: t.ID}); err != nil || !done {
					return err
				}
			}
			if _, err := do(r.ID, r.Departs.Cutoff.At, action.LeaveBehind{Release: r.ID, Train: t.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}

// departsLater reports whether a departure whose cut-off is to come has a release.
func departsLater(c *model.Case, t *model.Train) bool {
	for _, r := range gate.Aboard(c, t) {
		if !r.Departs.Past(c.Now) {
			return true
		}
	}
	return false
}
