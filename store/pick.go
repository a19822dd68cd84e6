package store

import (
	"context"
	"fmt"
	"slices"
)

// PickQuery asks which of some rows pass a filter, and in which order. The rows
// are no records of their own: the forms of the rules, the keys of a person.
type PickQuery struct {
	Columns []string // what the rows are filtered and sorted by
	Texts   []string // those of them in which a part is looked for
	Rows    [][]string
	Filter  string
	Sort    string // a column; "" for the order they are in
	Desc    bool
}

// Pick returns the places of the rows that pass, in their order.
func (db *DB) Pick(ctx context.Context, q PickQuery) ([]int64, error) {
	f := &filterable{
		from: "json_each(?) r WHERE 1", args: []any{asJSON(q.Rows)}, now: func(Position) string { return "1" },
		plain: "r.value", tie: "r.key", fields: map[string]field{}, flags: nil,
	}
	for i, name := range q.Columns {
		one := field{sql: fmt.Sprintf("(r.value ->> %d)", i), means: aCode}
		switch {
		case slices.Contains(q.Texts, name):
			one.means = aText
		case name == "id":
			one.by = byID(one.sql, f.tie)
		}
		f.fields[name] = one
	}
	w, err := db.where(ctx, db.reader, f, q.Filter, q.Sort, sight{})
	if err != nil {
		return nil, db.sayWhy("filter the list", err)
	}
	found, err := numbers(ctx, db.reader, "SELECT r.key FROM "+f.from+w.text()+w.orderBy(q.Desc, true), append(f.args, w.args...)...)
	return found, db.explain("filter the list", err)
}
