package store

import (
	"context"
	"time"

	"fairway/model"
)

// Passage is one release going on from one stage to the next.
type Passage struct {
	Release model.ID
	// Before is the position up to which the log had come then.
	Before Position
	At     time.Time
}

// Passages lists when releases went through their gates since a moment, the first
// one first.
func (db *DB) Passages(ctx context.Context, since time.Time) ([]Passage, error) {
	var out []Passage
	var p Passage
	err := ask(ctx, db.reader, "SELECT pos - 1, coalesce(happened, at), subject FROM log_row WHERE action = 'advance' AND at >= ? ORDER BY pos", since.UnixMilli()).
		each([]any{(*int64)(&p.Before), (*stamp)(&p.At), &p.Release}, func() error {
			out = append(out, p)
			return nil
		})
	return out, db.sayWhy("read how releases went on", err)
}
