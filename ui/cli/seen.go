package cli

import (
	"context"

	"github.com/spf13/cobra"

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
	seen, err := a.asRead(int64(head), int64(head))
	if err != nil {
		return "", 0, err
	}
	id, err := a.id(ctx, k, text)
	return id, seen, err
}

// bound gives commands that decide on something the option to say what was read:
// else it is what stands when the command begins.
func (a *App) bound(commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.Flags().Int64Var(&a.flags.read, "seen", 0, "the entry of the log up to which you read it (12 for #12 of 'log show'); what was changed since is not decided on, exit code 5")
	}
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
