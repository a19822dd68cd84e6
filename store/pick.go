package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/when"
)

// PickQuery asks which of some rows pass a filter, and in which order. The rows
// are no records of their own: the forms of the rules, the keys of a person.
type PickQuery struct {
	// Columns are what the rows are filtered and sorted by: Of is that of a table,
	// or kind, or form, or flag; "" is a text, of which a part is looked for. What a
	// flag holds is true or false.
	Columns []model.Column
	Rows    [][]any // texts, of a service or a person the id; of a date a when.Moment
	Filter  string
	Sort    string // a column; "" for the order they are in
	Desc    bool
	AsOf    Position // when what the values name is looked up
	Now     time.Time
	Zone    *time.Location // in which dates of the filter are meant; nil is the organisation's
	// Me, where it is given, lets rows be asked for that are mine or dated, as
	// records can be.
	Me model.ID
}

// aFlag is what a column of rows is of that have something, or don't.
const aFlag = "flag"

// pickedDate is a date among the columns of a row.
type pickedDate struct {
	At  any `json:"at"` // in milliseconds
	Day int `json:"day"`
}

// Pick returns the places of the rows that pass, in their order.
func (db *DB) Pick(ctx context.Context, q PickQuery) ([]int64, error) {
	f := &filterable{
		from: "json_each(?) r WHERE 1", now: func(Position) string { return "1" },
		tie: "r.key", fields: map[string]field{}, flags: map[string]func(sight) (string, []any){},
	}
	var texts []string // where words are looked for
	for i, c := range q.Columns {
		one := columnField("", c)
		one.sql = fmt.Sprintf("(r.value ->> %d)", i)
		switch {
		case one.means == aDate:
			one.sql, one.day = fmt.Sprintf("(r.value -> %d ->> 'at')", i), fmt.Sprintf("(r.value -> %d ->> 'day')", i)
			one.by = []string{one.sql, f.tie}
		case c.Of == aFlag:
			f.flags[filter.FieldName(c.Name)] = always(one.sql)
			continue
		case c.Of == "":
			one.means = aText
		case one.by != nil:
			one.by = byID(one.sql, f.tie)
		}
		if one.means != aDate {
			texts = append(texts, one.sql)
		}
		f.fields[filter.FieldName(c.Name)] = one
		switch {
		case q.Me == "":
		case c.Of == "person":
			f.flags["mine"] = func(sight) (string, []any) { return one.sql + " = ?", []any{string(q.Me)} }
		case c.Of == "at":
			f.flags["dated"] = always(one.sql + " IS NOT NULL")
		}
	}
	f.plain = strings.Join(append(texts, "''"), " || ' ' || ")
	for _, row := range q.Rows {
		for i, value := range row {
			if m, ok := value.(when.Moment); ok {
				row[i] = pickedDate{millis(m.At), dayNumber(m)}
			}
		}
	}
	f.args = []any{asJSON(q.Rows)}
	w, err := db.where(ctx, db.reader, f, q.Filter, q.Sort, sight{asOf: q.AsOf, now: q.Now, zone: q.Zone})
	if err != nil {
		return nil, db.sayWhy("filter the list", err)
	}
	found, err := numbers(ctx, db.reader, "SELECT r.key FROM "+f.from+w.text()+w.orderBy(q.Desc, true), append(f.args, w.args...)...)
	return found, db.explain("filter the list", err)
}
