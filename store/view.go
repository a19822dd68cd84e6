package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
)

// prepared keeps what readers ask again and again: preparing a question costs
// more than many of them.
//
// SQLite plans by the value of a parameter that is a LIMIT by itself, and so
// prepares the question anew whenever one is bound. As a term (LIMIT 0+?) it is
// no part of the plan; where the plan needs to know it, it is a figure.
type prepared struct {
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

// preparedLimit bounds the questions that are kept; filters make many.
const preparedLimit = 200

// worth reports whether a question is kept at all. One as of a position has it
// in its text.
func worth(query string) bool { return !strings.Contains(query, ".since <= ") }

func (p *prepared) get(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stmts[query]
}

// prepare keeps a question. It takes a connection of its own, so that nobody who
// holds one may call it: all could be waiting for each other.
func (db *DB) prepare(ctx context.Context, query string) *sql.Stmt {
	if s := db.kept.get(query); s != nil || !worth(query) {
		return s
	}
	s, err := db.reader.PrepareContext(ctx, query)
	if err != nil {
		return nil // asking it says what is wrong
	}
	db.kept.mu.Lock()
	defer db.kept.mu.Unlock()
	if other, ok := db.kept.stmts[query]; ok || len(db.kept.stmts) >= preparedLimit {
		_ = s.Close()
		return other
	}
	if db.kept.stmts == nil {
		db.kept.stmts = map[string]*sql.Stmt{}
	}
	db.kept.stmts[query] = s
	return s
}

// view is a transaction that reads: all of it sees the file at one moment. It
// ends by itself after a while, whatever whoever asked is doing: for as long as
// it is open, the write-ahead log can't be emptied and grows.
type view struct {
	db   *DB
	ctx  context.Context
	tx   *sql.Tx
	news []string // questions to be kept once the connection is free
	done context.CancelFunc
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
	return &view{db: db, ctx: ctx, tx: tx, done: done}, nil
}

// end gives the connection back; nothing was written.
func (v *view) end() {
	_ = v.tx.Rollback()
	over := v.ctx.Err() != nil
	v.done()
	for _, query := range v.news {
		if !over {
			v.db.prepare(context.WithoutCancel(v.ctx), query)
		}
	}
}

// stmt is a question that is kept, nil for a new one.
func (v *view) stmt(query string) *sql.Stmt {
	if !worth(query) {
		return nil
	}
	if s := v.db.kept.get(query); s != nil {
		return v.tx.StmtContext(v.ctx, s)
	}
	if len(v.news) < preparedLimit {
		v.news = append(v.news, query)
	}
	return nil
}

// QueryContext asks a question, which ends with the view at the latest.
func (v *view) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx := v.ctx
	if cause := context.Cause(ctx); cause != nil {
		return nil, cause
	}
	if s := v.stmt(query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return v.tx.QueryContext(ctx, query, args...)
}

// QueryRowContext asks for one row, as QueryContext does.
func (v *view) QueryRowContext(_ context.Context, query string, args ...any) *sql.Row {
	ctx := v.ctx
	if s := v.stmt(query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return v.tx.QueryRowContext(ctx, query, args...)
}

// asking asks single questions, each on whatever connection is free.
type asking struct{ db *DB }

func (db *DB) ask() asking { return asking{db} }

func (a asking) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s := a.db.prepare(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return a.db.reader.QueryContext(ctx, query, args...)
}

func (a asking) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if s := a.db.prepare(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return a.db.reader.QueryRowContext(ctx, query, args...)
}

func (p *prepared) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, s := range p.stmts {
		errs = append(errs, s.Close())
	}
	p.stmts = nil
	return errors.Join(errs...)
}
