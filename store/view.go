package store

import (
	"context"
	"database/sql"
	"errors"
)

// view is a transaction that reads: all of it sees the file at one moment. It
// ends by itself after a while, whatever whoever asked is doing: for as long as
// it is open, the write-ahead log can't be emptied and grows.
type view struct {
	ctx  context.Context
	tx   *sql.Tx
	done context.CancelFunc
	// found are the conflicts that were worked out in this view, for whoever asks again: a
	// filter, and what it lets through.
	found foundConflicts
}

// errLongRead says why a view has ended.
var errLongRead = errors.New("it was ended, because it took too long: while somebody reads one state of the file, its write-ahead log grows")

func (db *DB) view(ctx context.Context) (*view, error) {
	whole := ctx
	ctx, done := context.WithTimeoutCause(ctx, db.options.Reading, errLongRead)
	tx, err := db.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		done()
		return nil, stopped(whole, err)
	}
	return &view{ctx: ctx, tx: tx, done: done}, nil
}

// end gives the connection back; nothing was written.
func (v *view) end() {
	_ = v.tx.Rollback()
	v.done()
}

// viewed reads something as it is at one moment. doing is for the sentence about
// what went wrong.
func viewed[T any](ctx context.Context, db *DB, doing string, read func(tx *view) (T, error)) (out T, err error) {
	defer db.caught(doing, &err)
	tx, err := db.view(ctx)
	if err == nil {
		defer tx.end()
		_ = db.followZones(ctx, tx) // of a damaged file there is more to say than that
		out, err = read(tx)
	}
	return out, db.sayWhy(doing, err)
}

// QueryContext asks a question, which ends with the view at the latest.
func (v *view) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	if cause := context.Cause(v.ctx); cause != nil {
		return nil, cause
	}
	return v.tx.QueryContext(v.ctx, query, args...)
}

// QueryRowContext asks for one row, as QueryContext does.
func (v *view) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	return v.tx.QueryRowContext(v.ctx, query, args...)
}
