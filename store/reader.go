package store

import (
	"context"
	"time"
)

// readsIn is the key of the zone of whoever asks, in a context: nothing is found or
// decided by it, and so no question has a place for it.
type readsIn struct{}

// ReadIn says in which zone whoever asks is shown times: texts name the zone of
// whole days that are others there. Nil is the organisation's.
func ReadIn(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, readsIn{}, zone)
}

// reader is the zone that ReadIn said; nil for none.
func reader(ctx context.Context) *time.Location {
	zone, _ := ctx.Value(readsIn{}).(*time.Location)
	return zone
}
