package store

import (
	"context"
	"database/sql"
)

// work is a writing transaction. A long one performs many actions, and keeps
// the questions they ask prepared: preparing costs more than most of them.
type work struct {
	*sql.Tx
	stmts map[string]*sql.Stmt
	long  bool
	// recent is set where all there is in the file was written by this.
	recent *recent
}

func (t *work) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if !t.long {
		return t.Tx.QueryContext(ctx, query, args...)
	}
	s, err := t.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (t *work) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if !t.long {
		return t.Tx.QueryRowContext(ctx, query, args...)
	}
	s, err := t.prepared(ctx, query)
	if err != nil { // the same question, asked directly, says what is wrong with it
		return t.Tx.QueryRowContext(ctx, query, args...)
	}
	return s.QueryRowContext(ctx, args...)
}

func (t *work) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := t.stmts[query]; ok {
		return s, nil
	}
	s, err := t.PrepareContext(ctx, query)
	if err == nil {
		t.stmts[query] = s
	}
	return s, err
}
