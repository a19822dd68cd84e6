package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/when"
)

// This is the only way from a filter to SQL: lists, the board, the calendar, the
// measures and the log differ in their fields (fields.go), and in nothing else.
// What people type for a value is looked up first, in what there was at the
// moment that is looked at (choices.go); the SQL has ids and codes only.

// sight is from where something is looked at.
type sight struct {
	asOf Position
	me   model.ID
	now  time.Time
	// zone is where the dates of a filter are meant; nil is the organisation's:
	// a filter lets the same rows through whoever asks, wherever they are.
	zone *time.Location
}

// meaning says how the values of a field are to be understood.
type meaning int

const (
	aText   meaning = iota // holds what is typed, somewhere
	aCode                  // one of a list, by its id or its title
	codes                  // several of them, with blanks between
	aRecord                // a record of one kind, by id, handle or name
	anyID                  // a record of any kind, likewise
	aNumber                //
	aDate                  // milliseconds since 1970, in UTC; with day, the date of a whole day beside
)

// field is something that can be filtered and sorted by.
type field struct {
	sql    string // over the row r
	day    string // of aDate: where the date of a whole day stands (20261217), 0 for a clock time; "" for what happened
	means  meaning
	kind   model.Kind   // of aRecord
	values []string     // of aCode: those there are always, in their order
	titled titles       // of aCode and codes: what the rules call them
	words  []spokenCode // what screens call some of them besides
	order  bool         // rows are sorted as the rules list the values
	grows  bool         // and these go from low to high
	one    string       // what a value is called in a sentence; "" is the field's name
	// in is the condition that the field is one of these, where it is not sql IN (…).
	in func(values []string) (string, []any)
	// by is what rows are sorted by, where that is not sql.
	by []string
}

// filterable is what one list can be filtered by.
type filterable struct {
	kind   model.Kind // of its rows; "" is the log
	from   string     // the rows r, with their conditions but without those of time
	args   []any      // of from
	now    func(Position) string
	fields map[string]field
	flags  map[string]func(sight) (string, []any)
	// worked are flags that no SQL can tell: the ids of the rows that have one are
	// worked out, among those that pass the rest of the filter.
	worked map[string]func(*compiler, *where) ([]model.ID, error)
	match  string // the condition that the index of words knows a row, with its question as ?
	plain  string // where a text is looked for that has no words in it
	tie    string // the order of rows that are alike otherwise; "" is that of their ids
}

// where is a piece of SQL with its arguments.
type where struct {
	sql   []string
	args  []any
	query filter.Query
	order []string // expressions that rows are sorted by, all the same way
}

func (w *where) add(sql string, args ...any) {
	w.sql = append(w.sql, sql)
	w.args = append(w.args, args...)
}

func (w *where) text() string {
	if len(w.sql) == 0 {
		return ""
	}
	return " AND " + strings.Join(w.sql, " AND ")
}

// where turns a filter, and what is to be sorted by, into SQL over the rows r.
// What is wrong with the filter is a *filter.Error, with the order a *SortError.
func (db *DB) where(ctx context.Context, q queryer, f *filterable, text, sort string, at sight) (*where, error) {
	return db.whereIn(ctx, q, f, text, sort, at, stretch{})
}

// whereIn is where for rows of which only those in a stretch of the calendar are
// asked for.
func (db *DB) whereIn(ctx context.Context, q queryer, f *filterable, text, sort string, at sight, in stretch) (w *where, err error) {
	w = &where{}
	if w.order, err = db.sorted(ctx, q, f, sort, at.asOf); err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return w, nil
	}
	parsed, err := filter.Parse(text)
	if err != nil {
		return nil, err
	}
	if at.zone == nil {
		policy, err := db.policy(ctx, q, at.asOf)
		if err != nil {
			return nil, err
		}
		at.zone = policy.Location()
	}
	c := compiler{db: db, ctx: ctx, q: q, filterable: f, at: at, in: in}
	known, err := c.schema(parsed)
	if err != nil {
		return nil, err
	}
	if w.query, err = parsed.Check(known, at.now, at.zone); err != nil {
		return nil, err
	}
	for _, last := range []bool{false, true} {
		for _, term := range w.query {
			if work := c.worked[term.Field]; (term.Op == filter.Flag && work != nil) != last {
				continue
			}
			sql, args, err := c.condition(term, w)
			if err != nil {
				return nil, err
			}
			if term.Not {
				sql = "NOT coalesce((" + sql + "), 0)" // without a date it is unknown whether it is late: it is not
			}
			w.add("("+sql+")", args...)
		}
	}
	return w, nil
}

// stretch is the part of the calendar that is asked for: what lies in it, and where that is
// wanted releases that begin before it, and some by name.
type stretch struct {
	when.Span
	before bool
	also   []model.ID
}

// compiler turns one filter into SQL.
type compiler struct {
	*filterable
	db  *DB
	ctx context.Context
	q   queryer
	at  sight
	in  stretch // where only rows in it are asked for
}

// schema is what the filter is checked against: all fields, with the values that
// those have of which it speaks.
func (c *compiler) schema(parsed filter.Filter) (filter.Schema, error) {
	s := filter.Schema{Fields: map[string]filter.FieldType{}, Flags: slices.Sorted(maps.Keys(c.flags)), Past: c.at.asOf != Now}
	s.Flags = slices.Sorted(slices.Values(slices.AppendSeq(s.Flags, maps.Keys(c.worked))))
	typed := map[string][]string{}
	for _, t := range parsed.Terms {
		typed[t.Field] = append(typed[t.Field], t.Values...)
	}
	for name, f := range c.fields {
		t := filter.FieldType{Kind: f.means.kind(), One: f.one, Ordered: f.grows}
		if values := typed[name]; values != nil && t.Kind == filter.Enum {
			if err := c.choices(f, &t, values); err != nil {
				return s, err
			}
		}
		s.Fields[name] = t
	}
	return s, nil
}

func (m meaning) kind() filter.Kind {
	switch m {
	case aText:
		return filter.Text
	case aNumber:
		return filter.Number
	case aDate:
		return filter.Date
	}
	return filter.Enum
}

// condition is a term as SQL. w is what the terms before it came to.
func (c *compiler) condition(t filter.Condition, w *where) (string, []any, error) {
	switch t.Op {
	case filter.Word, filter.Phrase:
		sql, args, err := c.text(t)
		if id := model.ID(strings.ToUpper(t.Text)); t.Op == filter.Word && c.kind != "" && id.Kind() != "" {
			about, more := c.about(id)
			sql, args = "("+sql+") OR "+about, append(args, more...)
		}
		return sql, args, err
	case filter.Flag:
		if work := c.worked[t.Field]; work != nil {
			ids, err := work(c, w)
			return "r.id IN (SELECT value FROM json_each(?))", []any{list(ids)}, err
		}
		sql, args := c.flags[t.Field](c.at)
		return sql, args, nil
	}
	sql, args := c.fields[t.Field].condition(t, c.at.zone)
	return sql, args, nil
}

func (f field) condition(t filter.Condition, zone *time.Location) (string, []any) {
	var parts []string
	var args []any
	switch f.means {
	case aNumber:
		op := map[filter.Op]string{filter.Any: "=", filter.Less: "<", filter.AtMost: "<=", filter.More: ">", filter.AtLeast: ">="}[t.Op]
		for _, n := range t.Numbers {
			parts, args = append(parts, f.sql+" "+op+" ?"), append(args, n)
		}
	case aDate:
		for _, r := range t.Ranges {
			part, bounds := f.between(r, zone)
			parts, args = append(parts, part), append(args, bounds...)
		}
	case aText:
		if f.in != nil {
			return f.in(t.Values)
		}
		for _, v := range t.Values {
			parts, args = append(parts, holding(f.sql, v)), append(args, strings.ToLower(v))
		}
	case codes:
		for _, v := range t.Values {
			parts, args = append(parts, "instr(' ' || "+f.sql+" || ' ', ' ' || ? || ' ') > 0"), append(args, v)
		}
	default:
		if f.in != nil {
			return f.in(t.Values)
		}
		return in(f.sql, t.Values)
	}
	return or(parts), args
}

// between is the condition that a date lies in a stretch of time as it is meant in
// zone: a whole day by its date, wherever it is meant, a clock time by its instant.
func (f field) between(r filter.Range, zone *time.Location) (string, []any) {
	part, args := f.sql+" IS NOT NULL", []any{}
	for _, bound := range []struct {
		at    time.Time
		op    string
		slack time.Duration
	}{{r.From, ">=", -slack}, {r.To, "<", slack}} {
		switch {
		case bound.at.IsZero():
		case f.day == "":
			part, args = part+" AND "+f.sql+" "+bound.op+" ?", append(args, bound.at.UnixMilli())
		default: // the first part is there for the index
			part += " AND " + f.sql + " " + bound.op + " ? AND iif(" + f.day + ", " + f.day + " " + bound.op + " ?, " + f.sql + " " + bound.op + " ?)"
			args = append(args, bound.at.Add(bound.slack).UnixMilli(), numberOf(firstDay(bound.at, zone)), bound.at.UnixMilli())
		}
	}
	return part, args
}

// firstDay is the first date that begins at a moment or after it.
func firstDay(t time.Time, zone *time.Location) when.Date {
	d := when.DateOf(t, zone)
	if d.Start(zone).Before(t) {
		d = d.AddDays(1)
	}
	return d
}

// holding is the condition that a text holds another, given in small letters.
// SQLite's lower() knows ASCII only, and is quicker where that is enough.
func holding(sql, text string) string {
	small := "lower"
	if strings.ContainsFunc(text, func(r rune) bool { return r > 127 }) {
		small = "small"
	}
	return "instr(" + small + "(" + sql + "), ?) > 0"
}

// text is the condition that a row has a word, or words next to each other.
func (c *compiler) text(t filter.Condition) (string, []any, error) {
	if c.match == "" || !searchable(t.Text) {
		return holding(c.plain, t.Text), []any{strings.ToLower(t.Text)}, nil
	}
	question := `"` + strings.ReplaceAll(t.Text, `"`, `""`) + `"` // the words in order
	if t.Op == filter.Word {
		question += " *" // or what one begins with
	}
	people, err := peopleNamed(c.ctx, c.q, t.Text)
	if err != nil {
		return "", nil, err
	}
	question = orPeople(question, people)
	if c.at.asOf == Now {
		if c.kind == model.KindImprovement && len(people) > 0 { // what it is to be done by says no text
			return c.match + " OR r.person IN (SELECT value FROM json_each(?))", []any{question, list(people)}, nil
		}
		return c.match, []any{question}, nil
	}
	then, err := c.saidThen(t)
	return "r.until IS NULL AND " + c.match + " OR r.n IN (SELECT value FROM json_each(?))", []any{question, then}, err
}

// about is the condition that a row is a record that was named by its id, or, in the list
// of another kind, is about it: has it as its subject, or a link to it, or one from it to
// what it brings, takes or closes.
func (c *compiler) about(id model.ID) (string, []any) {
	if id.Kind() == c.kind {
		return "r.id = ?", []any{string(id)}
	}
	one := list([]model.ID{id})
	from := strings.Join([]string{model.RelScopes, model.RelDefers, model.RelAffects, model.RelPackage, model.RelCloses, model.RelCausedBy, model.RelSuspects, model.RelCleared, model.RelFollows, model.RelOf, model.RelRelates}, "', '")
	parts := []string{"r.id IN (SELECT l.src FROM " + linked("dst", "?", c.at.asOf) + ")", "r.id IN (SELECT l.dst FROM " + linked("src", "?", c.at.asOf) + " AND l.rel IN ('" + from + "'))"}
	args := []any{one, one}
	if strings.HasPrefix(c.from, "record_row") {
		parts, args = append(parts, "(r.subject = ? AND r.subject <> '')"), append(args, string(id))
	}
	return or(parts), args
}

// in is the condition that something is one of some values.
func in(sql string, values []string) (string, []any) {
	if len(values) == 0 {
		return "0", nil
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return sql + " IN (?" + strings.Repeat(",?", len(values)-1) + ")", args
}

func or(parts []string) string {
	if len(parts) == 0 {
		return "0"
	}
	return "(" + strings.Join(parts, ") OR (") + ")"
}

// sorted are the expressions that rows are sorted by, all the same way: what has
// an order of its own by that, records by their names.
func (db *DB) sorted(ctx context.Context, q queryer, f *filterable, name string, pos Position) ([]string, error) {
	tie := cmp.Or(f.tie, "r.number")
	if name == "" {
		return []string{tie}, nil
	}
	by, ok := f.fields[filter.FieldName(name)]
	if !ok {
		return nil, &SortError{Name: name, Known: slices.Sorted(maps.Keys(f.fields))}
	}
	values := by.values
	if by.order {
		rules, err := db.rules(ctx, q, pos, "")
		if err != nil {
			return nil, err
		}
		for _, c := range by.titled(rules) {
			values = append(slices.Clip(values), c.Value)
		}
	}
	switch {
	case by.by != nil:
		return by.by, nil
	case len(values) > 0:
		var b strings.Builder
		fmt.Fprintf(&b, "CASE %s", by.sql)
		for i, v := range values {
			fmt.Fprintf(&b, " WHEN '%s' THEN %d", strings.ReplaceAll(v, "'", "''"), i)
		}
		return []string{b.String() + " ELSE 99 END", tie}, nil
	case by.means == aRecord:
		return []string{"(SELECT s.title FROM record_row s WHERE s.id = " + by.sql + " AND " + live("s", pos) + ") COLLATE NOCASE", tie}, nil
	case by.means == aDate, by.means == aNumber:
		return []string{by.sql, tie}, nil
	}
	return []string{by.sql + " COLLATE NOCASE", tie}, nil
}

// orderBy writes the order; last puts rows without a value behind the others,
// whichever way it goes.
func (w *where) orderBy(desc, last bool) string {
	way := ""
	if desc {
		way = " DESC"
	}
	if last {
		way += " NULLS LAST"
	}
	return " ORDER BY " + strings.Join(w.order, way+", ") + way
}

// upTo is the condition that an entry of the log was written at a position.
func upTo(alias string, pos Position) string {
	if pos == Now {
		return "1"
	}
	return fmt.Sprintf("%s.pos <= %d", alias, pos)
}

// SortError says that a list can't be sorted so.
type SortError struct {
	Name  string
	Known []string // what it can be sorted by
}

func (e *SortError) Error() string {
	return fmt.Sprintf("sort by %s: there is no such column; there are %s", e.Name, strings.Join(e.Known, ", "))
}

// small is lower() for every script; SQLite's own knows ASCII only.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("small", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, _ := args[0].(string)
		return strings.ToLower(text), nil
	})
}
