package store

import (
	"context"
	"slices"
	"time"

	"fairway/model"
)

// LogTableQuery asks for a window of the log as a table.
type LogTableQuery struct {
	Filter string
	Oldest bool // the oldest first; else the newest
	AsOf   Position
	Me     model.ID
	Now    time.Time
	Zone   *time.Location // in which the dates of the filter are meant; nil is the organisation's
	Limit  int
	Skip   int
	Keep   int64 // a position that has to be in the window, as in TableQuery
}

// LogTable is a window of the log.
type LogTable struct {
	Rows  []LogEntry
	Total int
	Skip  int
	Kept  int
}

// LogTable returns a window of the log. Positions have no gaps: without a
// filter the place of an entry needs no counting.
func (db *DB) LogTable(ctx context.Context, q LogTableQuery) (LogTable, error) {
	if q.Limit <= 0 {
		q.Limit = 200
	}
	return viewed(ctx, db, "read the log", func(tx *view) (LogTable, error) {
		out := LogTable{Kept: -1}
		w, err := db.where(ctx, tx, logFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
		if err == nil {
			err = logTable(ctx, tx, q, w, &out)
		}
		db.calledIn(ctx, tx, out.Rows)
		return out, err
	})
}

func logTable(ctx context.Context, tx queryer, q LogTableQuery, w *where, out *LogTable) error {
	plain := len(w.sql) == 0
	if q.AsOf != Now {
		w.add(upTo("r", q.AsOf))
	}
	count := "count(*)"
	if plain {
		count = "coalesce(max(pos), 0)"
	}
	if err := tx.QueryRowContext(ctx, "SELECT "+count+" FROM log_row r WHERE 1"+w.text(), w.args...).Scan(&out.Total); err != nil {
		return err
	}
	if err := logKept(ctx, tx, q, w, out, plain); err != nil {
		return err
	}
	if out.Skip = max(min(q.Skip, out.Total-q.Limit), 0); out.Kept >= 0 && (out.Kept < out.Skip || out.Kept >= out.Skip+q.Limit) {
		out.Skip = max(min(out.Kept-q.Limit/2, out.Total-q.Limit), 0)
	}
	n := min(q.Limit, out.Total-out.Skip)
	skip, desc := out.Skip, !q.Oldest
	turned := out.Skip > out.Total/2
	if turned {
		skip, desc = out.Total-out.Skip-n, !desc
	}
	text, args := w.text(), slices.Clone(w.args)
	if plain {
		if desc {
			text += " AND r.pos <= ?"
			args = append(args, out.Total-skip)
		} else {
			text += " AND r.pos > ?"
			args = append(args, skip)
		}
		skip = 0
	}
	text += " ORDER BY r.pos"
	if desc {
		text += " DESC"
	}
	var e LogEntry
	err := ask(ctx, tx, "SELECT "+entryColumns+" FROM log_row r"+entryJoin+" WHERE 1"+text+" LIMIT 0+? OFFSET ?", append(args, n, skip)...).each(e.into(), func() error {
		e.settle()
		out.Rows = append(out.Rows, e)
		return nil
	})
	if turned {
		slices.Reverse(out.Rows)
	}
	return err
}

// logKept finds the place of the entry that is kept in view.
func logKept(ctx context.Context, tx queryer, q LogTableQuery, w *where, out *LogTable, plain bool) error {
	if q.Keep <= 0 {
		return nil
	}
	before, there := 0, 0
	if plain {
		if int(q.Keep) > out.Total {
			return nil
		}
		before, there = int(q.Keep)-1, 1
	} else {
		query := "SELECT count(*), coalesce(sum(r.pos = ?), 0) FROM log_row r WHERE r.pos <= ?" + w.text()
		if err := tx.QueryRowContext(ctx, query, append([]any{q.Keep, q.Keep}, w.args...)...).Scan(&before, &there); err != nil {
			return err
		}
		before -= there
	}
	if there == 0 {
		return nil
	}
	out.Kept = before
	if !q.Oldest {
		out.Kept = out.Total - 1 - before
	}
	return nil
}
