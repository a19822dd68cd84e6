package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/filter"
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
	Zone   *time.Location
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
	if _, ok := tables[q.Kind]; !ok {
		return Table{}, &model.NotFound{What: "table of " + q.Kind.Words()}
	}
	w, err := tableWhere(q)
	if err != nil {
		return Table{}, err
	}
	order, err := tableOrder(q)
	if err != nil {
		return Table{}, err
	}
	tx, err := db.view(ctx)
	if err != nil {
		return Table{}, db.explain("list records", err)
	}
	defer tx.end()
	t := tableReader{ctx: ctx, q: tx, ask: q, where: w, order: order}
	out, err := t.read()
	db.calledOn(ctx, tx, out.Rows)
	return out, db.explain("list records", err)
}

type tableReader struct {
	ctx   context.Context
	q     queryer
	ask   TableQuery
	where *where
	order []string // expressions, of which all go the same way
}

// from is the table with its conditions. The kind stands in the text: only so
// can the indexes of some kinds be told to fit.
func (t *tableReader) from() string {
	kind := "r.kind = '" + string(t.ask.Kind) + "'"
	if t.ask.Kind != model.KindRelease {
		kind += " AND r.kind <> 'release'"
	}
	return " FROM record_row r WHERE " + kind + " AND " + live("r", t.ask.AsOf) + t.where.text()
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

func (t *tableReader) by(desc bool) string {
	way := ""
	if desc {
		way = " DESC"
	}
	return " ORDER BY " + strings.Join(t.order, way+", ") + way
}

// rank is which of all a record is; -1 when it isn't in the table.
func (t *tableReader) rank(id model.ID) (int, error) {
	if len(t.order) == 1 && id.Kind() == t.ask.Kind { // by number: those before it are counted
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
	wanted, err := json.Marshal(ns)
	if err != nil {
		return nil, err
	}
	rows, err := t.q.QueryContext(t.ctx, "SELECT "+listedColumns+" FROM json_each(?) AS one CROSS JOIN record_row r ON r.n = one.value"+
		" LEFT JOIN record_row s ON s.id = r.service AND "+live("s", t.ask.AsOf)+" LEFT JOIN record_row p ON p.id = r.person AND "+live("p", t.ask.AsOf)+" ORDER BY one.key", string(wanted))
	if err != nil {
		return nil, err
	}
	return scanListed(rows)
}

func numbers(ctx context.Context, q queryer, query string, args ...any) ([]int64, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, rows.Err()
}

// tableOrder is the expressions a table is sorted by. What has an order of its
// own is sorted by that: states as they follow each other, ids by number.
func tableOrder(q TableQuery) ([]string, error) {
	if q.Sort == "" {
		return []string{"r.number"}, nil
	}
	c, ok := columnOf(q.Kind, q.Sort)
	if !ok {
		var known []string
		for _, c := range tables[q.Kind] {
			known = append(known, c.Name)
		}
		return nil, fmt.Errorf("sort by %s: there is no such column; there are %s", q.Sort, strings.Join(known, ", "))
	}
	if len(c.Values) > 0 {
		var b strings.Builder
		fmt.Fprintf(&b, "CASE r.%s", c.Of)
		for i, v := range c.Values {
			fmt.Fprintf(&b, " WHEN '%s' THEN %d", v, i)
		}
		return []string{b.String() + " ELSE 99 END", "r.number"}, nil
	}
	switch c.Of {
	case "id":
		return []string{"r.number"}, nil
	case "at":
		return []string{"r.at", "r.n"}, nil // as its index is
	case "until":
		return []string{"r.ends", "r.number"}, nil
	case "service", "person":
		return []string{"(SELECT s.title FROM record_row s WHERE s.id = r." + c.Of + " AND " + live("s", q.AsOf) + ") COLLATE NOCASE", "r.number"}, nil
	case "subject":
		return []string{"substr(r.subject, 1, instr(r.subject, '-'))", "CAST(substr(r.subject, instr(r.subject, '-') + 1) AS INTEGER)", "r.number"}, nil
	}
	return []string{"r." + c.Of + " COLLATE NOCASE", "r.number"}, nil
}

// tableWhere turns a filter into SQL over record_row r.
func tableWhere(q TableQuery) (*where, error) {
	w := &where{}
	if strings.TrimSpace(q.Filter) == "" {
		return w, nil
	}
	parsed, err := filter.Parse(q.Filter)
	if err != nil {
		return nil, err
	}
	schema := TableFilter(q.Kind)
	asKept(parsed, schema)
	query, err := parsed.Check(schema, q.Now, q.Zone)
	if err != nil {
		return nil, err
	}
	for _, c := range query {
		sql, args := tableCondition(q, c)
		if c.Not {
			sql = "NOT coalesce((" + sql + "), 0)" // what isn't known isn't so
		}
		w.add("("+sql+")", args...)
	}
	return w, nil
}

// asKept spells values as they are kept: a person reads and types "known error"
// where known-error is meant.
func asKept(f filter.Filter, schema filter.Schema) {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", " ")) }
	for i := range f.Terms {
		known := schema.Fields[f.Terms[i].Field].Values
		for k, v := range f.Terms[i].Values {
			if at := slices.IndexFunc(known, func(s string) bool { return plain(s) == plain(v) }); at >= 0 {
				f.Terms[i].Values[k] = known[at]
			}
		}
	}
}

func tableCondition(q TableQuery, c filter.Condition) (string, []any) {
	switch c.Op {
	case filter.Word, filter.Phrase:
		if !searchable(c.Text) {
			return "instr(r.title, ?) > 0", []any{c.Text}
		}
		return "r.id IN (SELECT e.id FROM search JOIN entity e ON e.n = search.rowid WHERE search MATCH ?)", []any{match(c)}
	case filter.Flag:
		switch c.Field {
		case "mine":
			return "r.person = ? AND r.person <> ''", []any{string(q.Me)}
		case "dated":
			return "r.at IS NOT NULL", nil
		}
		return "r.external <> ''", nil
	}
	column, _ := columnOf(q.Kind, c.Field)
	switch column.Of {
	case "at":
		return dateCondition("r.at", c.Ranges)
	case "until":
		return dateCondition("r.ends", c.Ranges)
	case "service":
		return named(q, "r.service", model.KindService, c.Values)
	case "person":
		return named(q, "r.person", model.KindPerson, c.Values)
	}
	var parts []string
	var args []any
	for _, v := range c.Values {
		switch {
		case column.Of == "title":
			parts = append(parts, "instr(lower(r.title), lower(?)) > 0")
		case column.Several:
			parts = append(parts, "instr(' ' || lower(r."+column.Of+") || ' ', ' ' || replace(lower(?), ' ', '-') || ' ') > 0")
		default:
			parts = append(parts, "lower(r."+column.Of+") = lower(?)")
		}
		args = append(args, v)
	}
	return or(parts), args
}

func dateCondition(column string, ranges []filter.Range) (string, []any) {
	var parts []string
	var args []any
	for _, r := range ranges {
		part := column + " IS NOT NULL"
		if !r.From.IsZero() {
			part += " AND " + column + " >= ?"
			args = append(args, r.From.UnixMilli())
		}
		if !r.To.IsZero() {
			part += " AND " + column + " < ?"
			args = append(args, r.To.UnixMilli())
		}
		parts = append(parts, part)
	}
	return or(parts), args
}

// named is the condition that a column names one of these, by id, handle or
// name. An empty value asks for those that name nobody.
func named(q TableQuery, column string, kind model.Kind, values []string) (string, []any) {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
	args := []any{string(kind)}
	for range 2 { // handles are kept in small letters; names are compared so
		for _, v := range values {
			args = append(args, strings.ToLower(v))
		}
	}
	for _, v := range values {
		args = append(args, strings.ToUpper(v))
	}
	return fmt.Sprintf("%[1]s IN (SELECT s.id FROM record_row s WHERE s.kind = ? AND %[3]s AND (s.handle IN (%[2]s) OR lower(s.title) IN (%[2]s))) OR %[1]s IN (%[2]s)", column, marks, live("s", q.AsOf)), args
}
