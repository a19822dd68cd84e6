package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/filter"
)

// LogFilter is what the table of the log can be filtered on.
var LogFilter = filter.Schema{
	Fields: map[string]filter.FieldType{
		"position": {Kind: filter.Number},
		"at":       {Kind: filter.Date},
		"who":      {Kind: filter.Text},
		"action":   {Kind: filter.Text},
		"subject":  {Kind: filter.Text},
		"note":     {Kind: filter.Text},
	},
	Flags: []string{"mine"},
}

// LogTableQuery asks for a window of the log as a table.
type LogTableQuery struct {
	Filter string
	Oldest bool // the oldest first; else the newest
	AsOf   Position
	Me     model.ID
	Now    time.Time
	Zone   *time.Location
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
	out := LogTable{Kept: -1}
	if q.Limit <= 0 {
		q.Limit = 200
	}
	w, err := logWhere(q)
	if err != nil {
		return out, err
	}
	tx, err := db.view(ctx)
	if err != nil {
		return out, db.explain("read the log", err)
	}
	defer tx.end()
	if err := logTable(ctx, tx, q, w, &out); err != nil {
		return out, db.explain("read the log", err)
	}
	db.calledIn(ctx, tx, out.Rows)
	return out, nil
}

func logTable(ctx context.Context, tx queryer, q LogTableQuery, w *where, out *LogTable) error {
	plain := len(w.sql) == 0
	if q.AsOf != Now {
		w.add("r.pos <= ?", int64(q.AsOf))
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
	rows, err := tx.QueryContext(ctx, "SELECT "+timeColumns+", r.who, r.action, r.subject, r.note, coalesce(p.title, '') FROM log_row r"+timeJoin+" LEFT JOIN record_row p ON p.id = r.who AND p.until IS NULL WHERE 1"+text+" LIMIT 0+? OFFSET ?", append(args, n, skip)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e LogEntry
		var t entryTimes
		if err := rows.Scan(append(t.into(&e), &e.Who, &e.Action, &e.Subject, &e.Note, &e.Name)...); err != nil {
			return err
		}
		t.set(&e)
		out.Rows = append(out.Rows, e)
	}
	if turned {
		slices.Reverse(out.Rows)
	}
	return rows.Err()
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

func logWhere(q LogTableQuery) (*where, error) {
	w := &where{}
	if strings.TrimSpace(q.Filter) == "" {
		return w, nil
	}
	parsed, err := filter.Parse(q.Filter)
	if err != nil {
		return nil, err
	}
	query, err := parsed.Check(LogFilter, q.Now, q.Zone)
	if err != nil {
		return nil, err
	}
	for _, c := range query {
		sql, args := logCondition(q, c)
		if c.Not {
			sql = "NOT (" + sql + ")"
		}
		w.add("("+sql+")", args...)
	}
	return w, nil
}

// logCondition is one term. The log has no index of words: they are looked for
// in the notes, the actions and the subjects themselves.
func logCondition(q LogTableQuery, c filter.Condition) (string, []any) {
	switch {
	case c.Op == filter.Word || c.Op == filter.Phrase:
		return "instr(lower(r.note || ' ' || r.action || ' ' || r.subject), lower(?)) > 0", []any{c.Text}
	case c.Op == filter.Flag:
		return "r.who = ? AND r.who <> ''", []any{string(q.Me)}
	case c.Field == "position":
		op := map[filter.Op]string{filter.Any: "=", filter.Less: "<", filter.AtMost: "<=", filter.More: ">", filter.AtLeast: ">="}[c.Op]
		var parts []string
		var args []any
		for _, n := range c.Numbers {
			parts, args = append(parts, "r.pos "+op+" ?"), append(args, n)
		}
		return or(parts), args
	case c.Field == "at":
		return dateCondition("r.at", c.Ranges)
	case c.Field == "who":
		return named(TableQuery{}, "r.who", model.KindPerson, c.Values)
	}
	var parts []string
	var args []any
	for _, v := range c.Values {
		switch c.Field {
		case "note":
			parts = append(parts, "instr(lower(r.note), lower(?)) > 0")
		case "action":
			parts = append(parts, "r.action = replace(lower(?), ' ', '-')")
		default:
			parts = append(parts, "r.pos IN ("+aboutRecord("upper(?)")+")")
			args = append(args, v)
		}
		args = append(args, v)
	}
	return or(parts), args
}
