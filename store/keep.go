package store

import (
	"context"
	"database/sql"
	"time"

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

// OnDesk is something that is kept for a person, without what it holds.
type OnDesk struct {
	Key string
	At  time.Time // when it was kept last
}

// OnDesk lists what is kept for a person under keys that begin with a text, the latest first.
func (db *DB) OnDesk(ctx context.Context, person model.ID, begins string) ([]OnDesk, error) {
	var out []OnDesk
	rows, err := db.reader.QueryContext(ctx, "SELECT key, at FROM desk WHERE person = ? AND substr(key, 1, length(?2)) = ?2 ORDER BY at DESC, key", string(person), begins)
	if err != nil {
		return nil, db.explain("list "+begins, err)
	}
	defer rows.Close() //nolint:errcheck // it is read to its end
	for rows.Next() {
		var key string
		var at int64
		if err := rows.Scan(&key, &at); err != nil {
			return nil, db.explain("list "+begins, err)
		}
		out = append(out, OnDesk{key, time.UnixMilli(at)})
	}
	return out, db.explain("list "+begins, rows.Err())
}
