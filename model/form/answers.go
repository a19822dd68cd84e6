package form

import (
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

// Text is all that was answered, for searching.
func (a Answers) Text() string {
	var b strings.Builder
	for _, k := range slices.Sorted(keys(a.Values)) {
		b.WriteString(a.Values[k])
		b.WriteByte('\n')
	}
	for _, k := range slices.Sorted(keys(a.Tables)) {
		for _, row := range a.Tables[k] {
			for _, c := range slices.Sorted(keys(row)) {
				b.WriteString(row[c])
				b.WriteByte(' ')
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// Shown reports whether the field applies to these answers.
func (fl Field) Shown(a Answers) bool {
	if fl.When == "" {
		return true
	}
	name, want, _ := strings.Cut(fl.When, "=")
	return a.Get(strings.TrimSpace(name)) == strings.TrimSpace(want)
}

// WriteMoment writes a date the way answers keep it: a bare ISO date for a
// whole day, RFC 3339 in UTC for a minute.
func WriteMoment(m when.Moment, zone *time.Location) string {
	if m.Precision == when.Day {
		return m.At.In(zone).Format(time.DateOnly)
	}
	return m.At.UTC().Format(time.RFC3339)
}

// Moment reads an answer to a date field as it is kept; zero when empty.
func (a Answers) Moment(field string, zone *time.Location) when.Moment {
	return moment(a.Get(field), zone)
}

func moment(text string, zone *time.Location) when.Moment {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return when.Moment{At: t.UTC(), Precision: when.Minute}
	}
	if zone == nil {
		zone = time.UTC
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return when.Moment{At: t.UTC(), Precision: when.Day}
	}
	return when.Moment{}
}

// Duration reads an answer to a duration field; 0 when empty.
func (a Answers) Duration(field string) time.Duration {
	d, _ := time.ParseDuration(a.Get(field))
	return d
}
