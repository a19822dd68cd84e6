package store

import (
	"context"
	"fmt"

	"fairway/model"
	"fairway/model/filter"
)

// PickQuery asks which of some rows pass a filter, and in which order. The rows
// are no records of their own: the forms of the rules, the keys of a person.
type PickQuery struct {
	// Columns are what the rows are filtered and sorted by: Of is that of a table,
	// or kind, or form; "" is a text, of which a part is looked for.
	Columns []model.Column
	Rows    [][]string // of a service or a person the id
	Filter  string
	Sort    string // a column; "" for the order they are in
	Desc    bool
	AsOf    Position // when what the values name is looked up
}

// Pick returns the places of the rows that pass, in their order.
func (db *DB) Pick(ctx context.Context, q PickQuery) ([]int64, error) {
	f := &filterable{
		from: "json_each(?) r WHERE 1", args: []any{asJSON(q.Rows)}, now: func(Position) string { return "1" },
		plain: "r.value", tie: "r.key", fields: map[string]field{}, flags: nil,
	}
	for i, c := range q.Columns {
		one := columnField("", c)
		if one.sql = fmt.Sprintf("(r.value ->> %d)", i); c.Of == "" {
			one.means = aText
		}
		if one.by != nil {
			one.by = byID(one.sql, f.tie)
		}
		f.fields[filter.FieldName(c.Name)] = one
	}
	w, err := db.where(ctx, db.reader, f, q.Filter, q.Sort, sight{asOf: q.AsOf})
	if err != nil {
		return nil, db.sayWhy("filter the list", err)
	}
	found, err := numbers(ctx, db.reader, "SELECT r.key FROM "+f.from+w.text()+w.orderBy(q.Desc, true), append(f.args, w.args...)...)
	return found, db.explain("filter the list", err)
}
