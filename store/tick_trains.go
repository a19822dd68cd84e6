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
		if next, err := gate.Stops(c, t, c.Now, 1); err == nil && len(next) > 0 {
			soon(next[0].Slot.Start.At)
		}
		if err := db.tickAhead(ctx, t, do, soon); err != nil {
			return err
		}
		if err := db.tickCutoffs(ctx, t, do, soon); err != nil {
			return err
		}
	}
	return nil
}

// aboard are a train and its open releases, as of now.
func (db *DB) aboard(ctx context.Context, t *model.Train) (*model.Case, error) {
	return viewed(ctx, db, "look for departures", func(tx *view) (*model.Case, error) {
		return db.loadCase(ctx, tx, Now, db.Now(), Who{}, gate.TrainNeeds(t.ID))
	})
}

// tickAhead registers departures until as many can be boarded as a train says.
func (db *DB) tickAhead(ctx context.Context, t *model.Train, do func(model.ID, time.Time, action.Action) (bool, error), soon func(time.Time)) error {
	c, err := db.aboard(ctx, t)
	if err != nil {
		return err
	}
	there := gate.Boardable(c, t)
	if len(there) > 0 {
		soon(there[0].Departs.Cutoff.At) // then there is one less
	}
	stops, err := gate.ToRegister(c, t, max(t.Ahead-len(there), 0))
	if err != nil {
		return nil // a rule that can't be read has no departures
	}
	for _, s := range stops {
		if _, err := do(t.ID, c.Now, action.RegisterDeparture{Train: t.ID, On: s.Slot.Start}); err != nil {
			return err
		}
	}
	return nil
}

// tickCutoffs leaves behind what is not ready at the cut-offs of a train.
func (db *DB) tickCutoffs(ctx context.Context, t *model.Train, do func(model.ID, time.Time, action.Action) (bool, error), soon func(time.Time)) error {
	c, err := db.aboard(ctx, t)
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
			if len(gate.Boardable(c, t)) == 0 { // the next gets its release first
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
