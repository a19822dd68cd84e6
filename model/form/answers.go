package form

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
)

// Answers are what was filled in: text per field, rows for tables. Lists are
// written one entry a line.
type Answers struct {
	Values map[string]string  `json:"values,omitempty"`
	Tables map[string][]Cells `json:"tables,omitempty"`
}

// Cells is one row of a table, by column name.
type Cells map[string]string

// Get is the answer to a field; "" when there is none.
func (a Answers) Get(field string) string { return strings.TrimSpace(a.Values[field]) }

// Yes reports whether a yes/no field was answered with yes.
func (a Answers) Yes(field string) bool { return a.Get(field) == "yes" }

// Number is a whole number; 0 without an answer.
func (a Answers) Number(field string) int {
	n, _ := strconv.Atoi(a.Get(field))
	return n
}

// List is an answer with several entries.
func (a Answers) List(field string) []string { return Split(a.Get(field)) }

// Split reads a list as people type it: one entry a line, or with commas.
func Split(text string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ',' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// Rows are the rows of a table field.
func (a Answers) Rows(field string) []Cells { return a.Tables[field] }

// Clone copies the answers so that the copy can be changed freely.
func (a Answers) Clone() Answers {
	out := Answers{Values: map[string]string{}, Tables: map[string][]Cells{}}
	for k, v := range a.Values {
		out.Values[k] = v
	}
	for k, rows := range a.Tables {
		for _, row := range rows {
			c := Cells{}
			for name, v := range row {
				c[name] = v
			}
			out.Tables[k] = append(out.Tables[k], c)
		}
	}
	return out
}

// Lean are the answers without what is empty: one that was taken back is as none
// given.
func (a Answers) Lean() Answers {
	a = a.Clone()
	blank := func(_, v string) bool { return strings.TrimSpace(v) == "" }
	maps.DeleteFunc(a.Values, blank)
	for _, rows := range a.Tables {
		for _, row := range rows {
			maps.DeleteFunc(row, blank)
		}
	}
	maps.DeleteFunc(a.Tables, func(_ string, rows []Cells) bool { return len(rows) == 0 })
	return a
}

// Only are the answers of one field.
func (a Answers) Only(field string) Answers {
	out := Answers{Values: map[string]string{field: a.Get(field)}}
	if rows := a.Rows(field); len(rows) > 0 {
		out.Tables = map[string][]Cells{field: rows}
	}
	return out
}

// Same reports whether the answers are the same; an empty one is as none.
func (a Answers) Same(b Answers) bool { return reflect.DeepEqual(a.Lean(), b.Lean()) }

// Take puts what stands in a field of other answers in the place of what stands
// there.
func (a Answers) Take(field string, from Answers) {
	delete(a.Values, field)
	delete(a.Tables, field)
	if v, ok := from.Values[field]; ok {
		a.Values[field] = v
	}
	if rows, ok := from.Tables[field]; ok {
		a.Tables[field] = rows
	}
}

// Names are the fields and tables that something was answered to, in order.
func (a Answers) Names() []string {
	names := slices.Concat(slices.Collect(maps.Keys(a.Values)), slices.Collect(maps.Keys(a.Tables)))
	slices.Sort(names)
	return slices.Compact(names)
}

// Text is all that was answered, for searching.
func (a Answers) Text() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(a.Values)) {
		b.WriteString(a.Values[k])
		b.WriteByte('\n')
	}
	for _, k := range slices.Sorted(maps.Keys(a.Tables)) {
		for _, row := range a.Tables[k] {
			for _, c := range slices.Sorted(maps.Keys(row)) {
				b.WriteString(row[c])
				b.WriteByte(' ')
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Shown reports whether the field applies to these answers, of themselves; whether a
// question of a form arises, Form.Arises says.
func (fl Field) Shown(a Answers) bool {
	if fl.When == "" {
		return true
	}
	name, want, _ := strings.Cut(fl.When, "=")
	answer := a.Get(strings.TrimSpace(name))
	for one := range strings.SplitSeq(want, "|") {
		if answer == strings.TrimSpace(one) {
			return true
		}
	}
	return false
}

// Moment reads an answer to a date field as it is kept; zero when empty. Zone is
// that of what the date is about.
func (a Answers) Moment(field string, zone *time.Location) when.Moment {
	m, _ := when.ReadText(a.Get(field), zone)
	return m
}

// Duration reads an answer to a duration field; 0 when empty.
func (a Answers) Duration(field string) time.Duration {
	d, _ := time.ParseDuration(a.Get(field))
	return d
}

// Planned is a date that was answered: of an end the start that it belongs to
// says both.
type Planned struct {
	Field      Field
	Start, End when.Moment
}

// Dates are the dates among tidied answers, in the order of the form.
func (f Form) Dates(a Answers, zone *time.Location) []Planned {
	var out []Planned
	for _, fl := range f.Fields() {
		m := a.Moment(fl.Name, zone)
		if fl.Type != Date || m.IsZero() || !f.Arises(fl, a) {
			continue
		}
		at := slices.IndexFunc(out, func(p Planned) bool { return p.Field.Name == fl.From })
		if at >= 0 {
			out[at].End = m
			continue
		}
		out = append(out, Planned{Field: fl, Start: m})
	}
	return out
}

// Twice are the sentences about times that the wall shows twice.
func (p Planned) Twice() []string {
	return slices.DeleteFunc([]string{p.Start.Twice(), p.End.Twice()}, func(s string) bool { return s == "" })
}
