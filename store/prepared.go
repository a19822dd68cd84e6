package store

import (
	"context"
	"database/sql/driver"
	"regexp"
	"strings"
)

// preparing makes connections that keep what they are asked prepared.
type preparing struct{ driver.Connector }

func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &keeper{c.(conn), map[string]*prepared{}}, nil
}

// keeper is a connection that keeps what it is asked prepared: preparing a
// statement costs more than running most of them.
//
// SQLite plans by the value of a parameter that is a LIMIT by itself, and so
// prepares the statement anew whenever one is bound. As a term (LIMIT 0+?) it is
// no part of the plan; where the plan needs to know it, it is a figure.
type keeper struct {
	conn
	kept map[string]*prepared
}

// conn is what the driver's connections can do.
type conn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// prepared is a statement that is kept.
type prepared struct {
	statement
	busy bool // its rows are being read
}

// statement is what the driver's statements can do.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// preparedLimit bounds the statements that a connection keeps; filters make many.
const preparedLimit = 200

// asOfText is in the text of a question as of a position: hardly anybody asks it
// again.
var asOfText = regexp.MustCompile(`\bsince <= \d`)

// worth reports whether a statement is kept at all: a single one that works on
// records.
func worth(query string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return !asOfText.MatchString(query)
	}
	return false
}

// prepare finds a statement among those that are kept, or makes it one of them;
// nil where it is none, or in use.
func (k *keeper) prepare(ctx context.Context, query string) (*prepared, error) {
	if p, ok := k.kept[query]; ok {
		if p.busy {
			return nil, nil
		}
		return p, nil
	}
	if len(k.kept) >= preparedLimit || !worth(query) {
		return nil, nil
	}
	s, err := k.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p := &prepared{statement: s.(statement)}
	k.kept[query] = p
	return p, nil
}

// ExecContext runs a statement that returns no rows.
func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	p, err := k.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return k.conn.ExecContext(ctx, query, args)
	}
	return p.ExecContext(ctx, args)
}

// QueryContext asks a question. Its statement is in use until the rows are
// closed.
func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := k.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return k.conn.QueryContext(ctx, query, args)
	}
	rows, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.busy = true
	return &preparedRows{rows, p}, nil
}

// Close gives the statements back, which SQLite wants before the connection.
func (k *keeper) Close() error {
	for _, p := range k.kept {
		_ = p.Close()
	}
	k.kept = nil
	return k.conn.Close()
}

// preparedRows are what a statement that is kept has found.
type preparedRows struct {
	driver.Rows
	of *prepared
}

// Close ends the reading.
func (r *preparedRows) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}
