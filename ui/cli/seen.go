package cli

import (
	"context"

	"fairway/model"
	"fairway/store"
)

// lookUp resolves what a person typed into a record's id, and says as of which
// place in the log it was looked up: what is done to it is bound to that state
// (Seen of an action), so that two commands at once don't overwrite each other.
func (a *App) lookUp(ctx context.Context, k model.Kind, text string) (model.ID, int64, error) {
	db, err := a.open(ctx)
	if err != nil {
		return "", 0, err
	}
	head, _, err := db.Head(ctx) // before anything is read: newer than that was not seen
	if err != nil {
		return "", 0, err
	}
	id, err := a.id(ctx, k, text)
	return id, int64(head), err
}

// record reads one record in its own type, and the place in the log that wrote
// it, which an edit of it is bound to.
func record[T model.Record](ctx context.Context, a *App, k model.Kind, text string) (T, int64, error) {
	var zero T
	id, err := a.id(ctx, k, text)
	if err != nil {
		return zero, 0, err
	}
	f, err := a.db.Record(ctx, id, store.Now)
	if err != nil {
		return zero, 0, err
	}
	r, ok := f.Record.(T)
	if !ok {
		return zero, 0, &model.NotFound{What: k.Words() + " " + text}
	}
	return r, f.Since, nil
}
