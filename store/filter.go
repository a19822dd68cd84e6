package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/filter"
)

// ReleaseFilter is what releases can be filtered on.
var ReleaseFilter = filter.Schema{
	Fields: map[string]filter.FieldType{
		"id":          {Kind: filter.Text},
		"name":        {Kind: filter.Text},
		"version":     {Kind: filter.Text},
		"service":     {Kind: filter.Text},
		"team":        {Kind: filter.Text},
		"owner":       {Kind: filter.Text},
		"coordinator": {Kind: filter.Text},
		"type":        {Kind: filter.Text},
		"stage":       {Kind: filter.Text},
		"state":       {Kind: filter.Enum, Values: []string{"open", "hold", "closed", "cancelled"}},
		"risk":        {Kind: filter.Enum, Values: []string{"low", "medium", "high", "very-high"}, Ordered: true},
		"score":       {Kind: filter.Number},
		"start":       {Kind: filter.Date},
		"end":         {Kind: filter.Date},
		"registered":  {Kind: filter.Date},
	},
	Flags: []string{"mine", "late", "open", "hold", "major", "imported", "closed", "cancelled", "emergency", "conflict", "dated"},
}

// where is a piece of SQL with its arguments.
type where struct {
	sql   []string
	args  []any
	ended bool // it asks for ended releases, which the board leaves out otherwise
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

// releaseColumns maps filter fields to columns of release_row r.
var releaseColumns = map[string]string{
	"id": "r.id", "name": "r.name", "version": "r.version", "type": "r.type", "stage": "r.stage", "state": "r.state",
	"risk": "r.band", "score": "r.score", "start": "r.begins", "end": "r.ends", "registered": "r.registered",
}

// handled fields hold ids; people type handles.
var handled = map[string]struct {
	column string
	kind   model.Kind
}{
	"service":     {"r.service", model.KindService},
	"team":        {"r.team", model.KindTeam},
	"owner":       {"r.owner", model.KindPerson},
	"coordinator": {"r.coordinator", model.KindPerson},
}

// releaseWhere turns a filter into SQL over release_row r.
func releaseWhere(text string, me model.ID, now time.Time, zone *time.Location) (*where, error) {
	w := &where{}
	if strings.TrimSpace(text) == "" {
		return w, nil
	}
	parsed, err := filter.Parse(text)
	if err != nil {
		return nil, err
	}
	query, err := parsed.Check(ReleaseFilter, now, zone)
	if err != nil {
		return nil, err
	}
	for _, c := range query {
		sql, args := releaseCondition(c, me, now)
		if c.Not {
			sql = "NOT coalesce((" + sql + "), 0)" // without a date it is unknown whether it is late: it is not
		}
		w.add("("+sql+")", args...)
		w.ended = w.ended || !c.Not && (c.Op == filter.Flag && (c.Field == "closed" || c.Field == "cancelled") ||
			c.Field == "state" && (slices.Contains(c.Values, "closed") || slices.Contains(c.Values, "cancelled")) || c.Field == "stage" && slices.Contains(c.Values, model.StageClosed))
	}
	return w, nil
}

func releaseCondition(c filter.Condition, me model.ID, now time.Time) (string, []any) {
	switch {
	case c.Op == filter.Word || c.Op == filter.Phrase:
		return "r.entity IN (SELECT rowid FROM search WHERE search MATCH ?)", []any{match(c)}
	case c.Op == filter.Flag:
		return releaseFlag(c.Field, me, now)
	}
	if h, ok := handled[c.Field]; ok {
		marks, args := in(c.Values, string(h.kind))
		for _, v := range c.Values {
			args = append(args, strings.ToUpper(v))
		}
		return fmt.Sprintf("%[1]s IN (SELECT s.id FROM record_row s WHERE s.kind = ? AND s.until IS NULL AND s.handle <> '' AND s.handle IN (%[2]s)) OR %[1]s IN (%[2]s)", h.column, marks), args
	}
	column := releaseColumns[c.Field]
	switch c.Kind {
	case filter.Number:
		op := map[filter.Op]string{filter.Any: "=", filter.Less: "<", filter.AtMost: "<=", filter.More: ">", filter.AtLeast: ">="}[c.Op]
		var parts []string
		var args []any
		for _, n := range c.Numbers {
			parts = append(parts, column+" "+op+" ?")
			args = append(args, n)
		}
		return or(parts), args
	case filter.Date:
		var parts []string
		var args []any
		for _, r := range c.Ranges {
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
	case filter.Enum:
		marks, args := in(c.Values)
		return fmt.Sprintf("lower(%s) IN (%s)", column, marks), args
	}
	var parts []string
	var args []any
	for _, v := range c.Values {
		if c.Field == "name" {
			parts = append(parts, "instr(r.folded, ?) > 0") // lower() knows ASCII only
			v = strings.ToLower(v)
		} else {
			parts = append(parts, "lower("+column+") = lower(?)")
		}
		args = append(args, v)
	}
	return or(parts), args
}

func releaseFlag(flag string, me model.ID, now time.Time) (string, []any) {
	switch flag {
	case "mine":
		return "? IN (r.owner, r.coordinator, r.requester) AND ? <> ''", []any{string(me), string(me)}
	case "late":
		return lateSQL, []any{now.UnixMilli()}
	case "open":
		return "r.ended = 0", nil
	case "hold", "closed", "cancelled":
		return "r.state = ?", []any{flag}
	case "major", "imported", "conflict":
		return "r." + flag + " = 1", nil
	case "emergency":
		return "r.type = 'emergency'", nil
	case "dated":
		return "r.begins IS NOT NULL", nil
	}
	return "0", nil
}

// lateSQL: planned to start before now, and not deployed.
const lateSQL = "r.deployed = 0 AND r.begins < ? AND r.ended = 0"

// match writes an FTS5 query: a prefix for a word, the words in order for a phrase.
func match(c filter.Condition) string {
	quoted := `"` + strings.ReplaceAll(c.Text, `"`, `""`) + `"`
	if c.Op == filter.Word {
		return quoted + " *"
	}
	return quoted
}

func in(values []string, before ...any) (string, []any) {
	args := before
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = "?"
		args = append(args, strings.ToLower(v))
	}
	return strings.Join(marks, ","), args
}

func or(parts []string) string {
	if len(parts) == 0 {
		return "0"
	}
	return "(" + strings.Join(parts, ") OR (") + ")"
}
