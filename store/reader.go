package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/task"
)

// readsIn is the key of the zone of whoever asks, in a context: nothing is found or
// decided by it, and so no question has a place for it.
type readsIn struct{}

// ReadIn says in which zone whoever asks is shown times: texts name the zone of
// whole days that are others there. Nil is the organisation's.
func ReadIn(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, readsIn{}, zone)
}

// readBy is the key of whoever asks, in a context: nothing is found or decided by it, but
// what is theirs to do.
type readBy struct{}

// ReadBy says who asks: remedies that they may not do themselves say whose they are.
func ReadBy(ctx context.Context, who model.ID) context.Context {
	return context.WithValue(ctx, readBy{}, who)
}

// addressed are the findings of a gate with their remedies as whoever asks reads them; a
// check that others meet is theirs.
func (db *DB) addressed(ctx context.Context, tx queryer, c *model.Case, pos Position, list []gate.Finding) error {
	who, _ := ctx.Value(readBy{}).(model.ID)
	if who == "" {
		return nil
	}
	as, err := db.loadCase(ctx, tx, pos, c.Now, Who{Person: who}, model.Needs{})
	if err != nil {
		return err
	}
	reads := *c
	reads.Who = as.Who
	for i := range list {
		list[i].Remedies = task.Addressed(&reads, list[i].Remedies)
	}
	return nil
}

// reader is the zone that ReadIn said; nil for none.
func reader(ctx context.Context) *time.Location {
	zone, _ := ctx.Value(readsIn{}).(*time.Location)
	return zone
}
