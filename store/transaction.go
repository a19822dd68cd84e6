package store

import (
	"context"
	"database/sql"
	"time"
)

// begin starts a writing transaction on a file of this program's format: an old
// process stops once a newer one has migrated the file.
func (db *DB) begin(ctx context.Context) (*sql.Tx, error) {
	tx, err := db.lock(ctx)
	if err != nil {
		return nil, err
	}
	var number int
	err = tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&number)
	if err == nil && number != db.options.format.number {
		err = otherFormat(db.path, number, db.options.format.number)
	}
	if err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// lock starts an immediate transaction, waiting for another process with
// short, uneven sleeps.
func (db *DB) lock(ctx context.Context) (*sql.Tx, error) { return db.lockFor(ctx, db.options.Wait) }

func (db *DB) lockFor(ctx context.Context, patience time.Duration) (*sql.Tx, error) {
	if db.frozen {
		return nil, &FileError{Path: db.path, What: "it can only be read: its folder can't be written", Remedy: "check the permissions of the folder and the file"}
	}
	w, err := db.writing(ctx)
	if err != nil {
		return nil, err
	}
	if err := db.stillThere(ctx); err != nil {
		return nil, err
	}
	var tx *sql.Tx
	// The pool gives its one connection to any of those who wait for it, by chance
	// (Go 1.26, database/sql.connRequestSet): one of many would wait much longer than
	// the others. So one waits there, and the rest stand in a queue before it.
	if err := db.queue.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	err = db.patientlyFor(ctx, patience, func() (err error) {
		tx, err = w.BeginTx(ctx, nil)
		return err
	})
	db.queue.Release(1)
	if err != nil {
		return nil, err
	}
	// Once more, as that may have been a long wait.
	if err := db.stillThere(ctx); err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// commit ends a transaction, and waits as the beginning of one does: with a
// rollback journal it is here that readers are in the way. SQLite leaves the
// transaction open then, and COMMIT may be repeated; the driver's own Commit
// takes everything back instead.
//
// What was committed into a file that was replaced meanwhile is an error: it is
// in what is kept of that file, and nobody looks for it there.
func (db *DB) commit(ctx context.Context, tx *sql.Tx) error {
	err := db.patiently(ctx, func() error {
		// Not stopped in the middle: a COMMIT that was done must not be
		// reported as one that was not.
		_, err := tx.ExecContext(context.WithoutCancel(ctx), "COMMIT")
		return err
	})
	_ = tx.Rollback() // gives the connection back; after COMMIT there is nothing to take back
	if err != nil {
		return err
	}
	if !db.marked.Load() { // it was empty, or is another log since the last time
		db.place.notes()
		db.markLog()
	}
	return db.stillThere(ctx)
}

// writing is the connection that writes, made at the first write.
func (db *DB) writing(ctx context.Context) (*sql.DB, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.writer == nil {
		w, err := db.pool(dsn(db.real, false))
		if err != nil {
			return nil, err
		}
		w.SetMaxOpenConns(1)
		db.writer = w
	}
	if db.journal == journalWAL || db.frozen {
		return db.writer, nil
	}
	return db.writer, db.writeAhead(ctx)
}
