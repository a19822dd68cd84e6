package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// journalWAL is what SQLite calls the write-ahead log.
const journalWAL = "wal"

// switching is how long the change to a write-ahead log waits for readers, the
// first time. It is tried again at each write, without waiting.
const switching = 2 * time.Second

// writeAhead gives a file the write-ahead log before it is written to for the
// first time. A copy that VACUUM INTO made, a backup, has none: it keeps a
// rollback journal, with which readers and writers stand in each other's way.
// Where it can't be had now, the file is written to as it is. The caller holds
// db.mu.
func (db *DB) writeAhead(ctx context.Context) error {
	patience := switching
	if db.journal != "" {
		patience = 0 // it was in vain before
	}
	var mode string
	err := db.patientlyFor(ctx, patience, func() error {
		if err := db.writer.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil || mode == journalWAL {
			return err
		}
		return db.writer.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
	})
	switch {
	case err == nil:
		db.journal = mode
		db.place.notes()
		db.markLog()
	case busy(err), code(err) == sqlite3.SQLITE_READONLY, code(err) == sqlite3.SQLITE_CANTOPEN:
		db.journal = "busy" // what is in the way of writing, too, is said there
	default:
		return err
	}
	return nil
}

// walMode gives a copy the write-ahead log, which VACUUM INTO does not.
func walMode(ctx context.Context, path string) error {
	w, err := sql.Open("sqlite", dsn(path, false))
	if err != nil {
		return err
	}
	_, err = w.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return errors.Join(err, w.Close())
}

// Journal is how the file keeps changes that are under way, in SQLite's words:
// wal, or delete for a rollback journal.
func (db *DB) Journal(ctx context.Context) (string, error) {
	var mode string
	if db.frozen { // SQLite doesn't look for one where nothing is ever written
		return journalOf(db.real)
	}
	err := db.reader.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode)
	return mode, db.explain("look at the journal", err)
}
