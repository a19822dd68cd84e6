package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// TableQuery asks for a window of the table of one kind of record.
type TableQuery struct {
	Kind   model.Kind
	Filter string
	Sort   string // a column's name; "" for the order of the ids
	Desc   bool
	AsOf   Position
	Me     model.ID
	Now    time.Time
	Zone   *time.Location // in which the dates of the filter are meant; nil is the organisation's
	Limit  int
	Skip   int
	// Keep names a record that has to be in the window. Where it isn't in the
	// one from Skip on, the window around it is returned, if it is in the table.
	Keep model.ID
	// Counted is how many there were when the same was asked at the position
	// CountedAt: unless something was written since, they aren't counted again.
	Counted   int
	CountedAt Position
}

// Table is a window of a table.
type Table struct {
	Rows  []Listed
	Total int
	Skip  int // which of all the first row is
	Kept  int // which of all the kept record is; -1 when it isn't there
	Head  Position
}

// Table returns a window of the table of a kind of record. Whatever the order,
// what is behind the middle is looked for from the end.
func (db *DB) Table(ctx context.Context, q TableQuery) (Table, error) {
	if q.Limit <= 0 {
		q.Limit = 200
	}
	if len(q.Kind.Info().Columns) == 0 {
		return Table{}, &model.NotFound{What: "table of " + q.Kind.Words()}
	}
	return viewed(ctx, db, "list records", func(tx *view) (Table, error) {
		f := recordFields(q.Kind)
		if q.Kind == model.KindChange {
			f.fields["release"] = scopedBy(q.AsOf)
		}
		f.fields["service"] = serviceAround(f.fields["service"], q.AsOf)
		w, err := db.where(ctx, tx, f, q.Filter, q.Sort, sight{q.AsOf, q.Me, q.Now, q.Zone})
		if err != nil {
			return Table{}, err
		}
		t := tableReader{ctx: ctx, q: tx, ask: q, of: f.from, where: w}
		out, err := t.read()
		db.calledOn(ctx, tx, out.Rows)
		if err != nil {
			return out, err
		}
		asked, err := countQuestions(ctx, tx, q.AsOf, model.Each(out.Rows, func(l Listed) model.ID { return l.ID }))
		for i := range out.Rows {
			out.Rows[i].Questions = asked[out.Rows[i].ID]
		}
		if err != nil {
			return out, err
		}
		return out, told(ctx, tx, q, out.Rows)
	})
}

type tableReader struct {
	ctx   context.Context
	q     queryer
	ask   TableQuery
	of    string // the table of its kind
	where *where
}

// from is the table with its conditions.
func (t *tableReader) from() string {
	return " FROM " + t.of + " AND " + live("r", t.ask.AsOf) + t.where.text()
}

func (t *tableReader) read() (Table, error) {
	out := Table{Kept: -1}
	if err := t.q.QueryRowContext(t.ctx, "SELECT coalesce(max(pos), 0) FROM log").Scan(&out.Head); err != nil {
		return out, err
	}
	if out.Total = t.ask.Counted; out.Head != t.ask.CountedAt || out.Head == 0 {
		if err := t.q.QueryRowContext(t.ctx, "SELECT count(*)"+t.from(), t.where.args...).Scan(&out.Total); err != nil {
			return out, err
		}
	}
	out.Skip = max(min(t.ask.Skip, out.Total-t.ask.Limit), 0)
	if err := t.window(&out); err != nil || t.ask.Keep == "" {
		return out, err
	}
	if i := slices.IndexFunc(out.Rows, func(l Listed) bool { return l.ID == t.ask.Keep }); i >= 0 {
		out.Kept = out.Skip + i
		return out, nil
	}
	rank, err := t.rank(t.ask.Keep)
	if err != nil || rank < 0 {
		return out, err
	}
	out.Kept = rank
	out.Skip = max(min(rank-t.ask.Limit/2, out.Total-t.ask.Limit), 0)
	return out, t.window(&out)
}

// window reads the rows from out.Skip on.
func (t *tableReader) window(out *Table) error {
	n := min(t.ask.Limit, out.Total-out.Skip)
	skip, desc := out.Skip, t.ask.Desc
	turned := out.Skip > out.Total/2
	if turned {
		skip, desc = out.Total-out.Skip-n, !desc
	}
	// First which ones, from the indexes; only what is shown is looked up.
	ids, err := numbers(t.ctx, t.q, "SELECT r.n"+t.from()+t.by(desc)+" LIMIT 0+? OFFSET ?", append(slices.Clone(t.where.args), n, skip)...)
	if err != nil {
		return err
	}
	if turned {
		slices.Reverse(ids)
	}
	out.Rows, err = t.rows(ids)
	return err
}

func (t *tableReader) by(desc bool) string { return t.where.orderBy(desc, false) }

// rank is which of all a record is; -1 when it isn't in the table.
func (t *tableReader) rank(id model.ID) (int, error) {
	if len(t.where.order) == 1 && id.Kind() == t.ask.Kind { // by number: those before it are counted
		there, err := numbers(t.ctx, t.q, "SELECT r.n"+t.from()+" AND r.id = ?", append(slices.Clone(t.where.args), string(id))...)
		if err != nil || len(there) == 0 {
			return -1, err
		}
		before := " AND r.number < ?"
		if t.ask.Desc {
			before = " AND r.number > ?"
		}
		found, err := numbers(t.ctx, t.q, "SELECT count(*)"+t.from()+before, append(slices.Clone(t.where.args), id.Number())...)
		if err != nil || len(found) == 0 {
			return -1, err
		}
		return int(found[0]), nil
	}
	found, err := numbers(t.ctx, t.q, "SELECT i - 1 FROM (SELECT r.id, row_number() OVER ("+strings.TrimSpace(t.by(t.ask.Desc))+") AS i"+t.from()+") WHERE id = ?", append(slices.Clone(t.where.args), string(id))...)
	if err != nil || len(found) == 0 {
		return -1, err
	}
	return int(found[0]), nil
}

// rows looks up what is shown of some rows, in their order.
func (t *tableReader) rows(ns []int64) ([]Listed, error) {
	if len(ns) == 0 {
		return nil, nil
	}
	return listed(ask(t.ctx, t.q, "SELECT "+listedColumns(t.ask.AsOf)+" FROM json_each(?) AS one CROSS JOIN record_row r ON r.n = one.value"+listedNames(t.ask.AsOf)+" ORDER BY one.key", asJSON(ns)))
}

func numbers(ctx context.Context, q queryer, query string, args ...any) ([]int64, error) {
	return column[int64](ask(ctx, q, query, args...))
}
