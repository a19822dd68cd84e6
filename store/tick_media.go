package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// tickMedia compares the whole DML with what stands on record where that is due. It may
// take long: whoever drives the clock renews the lease meanwhile.
func (db *DB) tickMedia(ctx context.Context, c *model.Case, do func(model.ID, time.Time, action.Action) (bool, error), soon func(time.Time)) error {
	if c.Rules.Policy.MediaVerifyDays <= 0 {
		return nil
	}
	last, record, err := db.mediaLookedAt(ctx)
	if err != nil || record == "" {
		return err
	}
	due := c.Rules.Policy.MediaDue(last)
	if c.Now.Before(due) {
		soon(due)
		return nil
	}
	done, err := do(record, due, action.CheckMedia{Scheduled: true})
	if done {
		soon(c.Rules.Policy.MediaDue(c.Now))
	}
	return err
}

// mediaLookedAt is when the whole DML was looked at last, and by which record that is
// known; before the first time when it had its first entry. "" says that it has none.
func (db *DB) mediaLookedAt(ctx context.Context) (at time.Time, record model.ID, err error) {
	for _, query := range []string{
		"SELECT at, id FROM record_row r WHERE kind = 'mediacheck' AND until IS NULL AND grade <> 'start' ORDER BY number DESC LIMIT 1",
		"SELECT at, id FROM record_row r WHERE kind = 'media' AND until IS NULL AND at IS NOT NULL ORDER BY number LIMIT 1",
	} {
		found, err := ask(ctx, db.reader, query).one((*stamp)(&at), &record)
		if err != nil || found {
			return at, record, db.explain("look when the DML was looked at", err)
		}
	}
	return at, "", nil
}
