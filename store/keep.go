package store

import (
	"context"
	"database/sql"

	"fairway/model"
)

// Keep writes preferences of a person: drafts, preferences, marks. It is no
// record: unversioned, unlogged; an empty value deletes it.
func (db *DB) Keep(ctx context.Context, person model.ID, key, value string) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return db.explain("keep "+key, err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	if err := db.keep(ctx, tx, person, key, value); err != nil {
		return db.explain("keep "+key, err)
	}
	return db.explain("keep "+key, db.commit(ctx, tx))
}

// SeenKey is under which it is kept when a person last looked at what waits in a record, or
// in a part of it: the position in the log, and the time.
func SeenKey(id model.ID, part string) string {
	if part != "" {
		return "seen:" + string(id) + "/" + part
	}
	return "seen:" + string(id)
}

func (db *DB) keep(ctx context.Context, tx *sql.Tx, person model.ID, key, value string) (err error) {
	if value == "" {
		_, err = tx.ExecContext(ctx, "DELETE FROM desk WHERE person = ? AND key = ?", string(person), key)
	} else {
		_, err = tx.ExecContext(ctx, "INSERT INTO desk(person, key, value, at) VALUES (?,?,?,?) ON CONFLICT(person, key) DO UPDATE SET value = excluded.value, at = excluded.at", string(person), key, value, db.Now().UnixMilli())
	}
	return err
}

// Kept reads preferences; "" when there is none.
func (db *DB) Kept(ctx context.Context, person model.ID, key string) (string, error) {
	var value string
	_, err := ask(ctx, db.reader, "SELECT value FROM desk WHERE person = ? AND key = ?", string(person), key).one(&value)
	return value, db.explain("read "+key, err)
}
