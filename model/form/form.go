// Package form holds forms as data: their fields, the answers people give, and
// the one set of rules that says whether an answer will do, the same for the
// dashboard, the command line and a file.
//
// It draws nothing, and knows no record: whether a person, service or item
// that an answer names exists is asked through a Lookup.
package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fairway/model/when"
)

// Form is one form, as written in assets/forms.
type Form struct {
	Name    string `toml:"name" json:"name"`
	Title   string `toml:"title" json:"title"`
	Version int    `toml:"version" json:"version"`
	Help    string `toml:"help" json:"help,omitempty"`
	Clause  string `toml:"clause" json:"clause,omitempty"`
	// Of says to which kind of record a filled form belongs: release, change.
	Of string `toml:"of" json:"of"`
	// Material names the entry of the process's material edits that a change
	// of this document is; empty when no approval depends on it.
	Material string  `toml:"material" json:"material,omitempty"`
	Groups   []Group `toml:"group" json:"group"`
}

// Group is one page of a form.
type Group struct {
	Title  string  `toml:"title" json:"title"`
	Help   string  `toml:"help" json:"help,omitempty"`
	Fields []Field `toml:"field" json:"field"`
}

// The types a field can have.
const (
	Line     = "line"     // one line of text
	Text     = "text"     // several lines
	YesNo    = "yesno"    // yes or no
	Choice   = "choice"   // one of Options
	Choices  = "choices"  // any of Options
	Number   = "number"   // a whole number between Min and Max
	Date     = "date"     // a date as people type it
	Duration = "duration" // a stretch of time: 90m, 3h
	Person   = "person"   // somebody in the file
	People   = "people"   // any number of them
	Service  = "service"  // a service in the file
	Services = "services" // any number of them
	Team     = "team"     // a team
	Item     = "item"     // a configuration item
	Items    = "items"    // any number of them
	Change   = "change"   // an RFC
	Changes  = "changes"  // any number of them
	Release  = "release"  // a release
	Releases = "releases" // any number of them
	Incident = "incident" // an incident
	Problem  = "problem"  // a problem or known error
	Problems = "problems" // any number of them
	Media    = "media"    // any number of DML entries
	Table    = "table"    // rows of columns
)

// Types lists every field type.
var Types = []string{Line, Text, YesNo, Choice, Choices, Number, Date, Duration, Person, People, Service, Services, Team, Item, Items,
	Change, Changes, Release, Releases, Incident, Problem, Problems, Media, Table}

// Names says which kind of record the answer to a field of this type names, and
// whether it may name several; the kind is "" for every other type.
func (fl Field) Names() (kind string, several bool) {
	switch fl.Type {
	case Person, Service, Team, Item, Change, Release, Incident, Problem:
		return fl.Type, false
	case People:
		return Person, true
	case Services, Items, Changes, Releases, Problems:
		return strings.TrimSuffix(fl.Type, "s"), true
	case Media:
		return Media, true
	}
	return "", false
}

// Field is one question.
type Field struct {
	Name     string   `toml:"name" json:"name"`
	Title    string   `toml:"title" json:"title"`
	Type     string   `toml:"type" json:"type"`
	Help     string   `toml:"help" json:"help,omitempty"`
	Required bool     `toml:"required" json:"required,omitempty"`
	Options  []string `toml:"options" json:"options,omitempty"`
	// Labels are what people read for the options, one for each, where the
	// options come from facts and are ids; without any, the options say it.
	Labels []string `toml:"-" json:"labels,omitempty"`
	Min    int      `toml:"min" json:"min,omitempty"`
	Max    int      `toml:"max" json:"max,omitempty"`
	// When shows the field only if another answer has a value: "field=value".
	When    string  `toml:"when" json:"when,omitempty"`
	Columns []Field `toml:"column" json:"column,omitempty"`
	// Sets names the field of the release that this answer is copied into.
	Sets string `toml:"sets" json:"sets,omitempty"`
	// Minor marks a field in which a change voids no approval.
	Minor bool `toml:"minor" json:"minor,omitempty"`
	// From names the date that an end counts from: in the end of a window, +4h
	// is four hours after its start, not after now.
	From string `toml:"from" json:"from,omitempty"`
}

// Label is what people read for an option.
func (fl Field) Label(option string) string {
	if at := slices.Index(fl.Options, option); at >= 0 && at < len(fl.Labels) {
		return fl.Labels[at]
	}
	return option
}

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

// Fields lists the form's fields in the order of its pages.
func (f Form) Fields() []Field {
	var out []Field
	for _, g := range f.Groups {
		out = append(out, g.Fields...)
	}
	return out
}

// Field finds a field by name.
func (f Form) Field(name string) (Field, bool) {
	for _, fl := range f.Fields() {
		if fl.Name == name {
			return fl, true
		}
	}
	return Field{}, false
}

// Shown reports whether the field applies to these answers.
func (fl Field) Shown(a Answers) bool {
	if fl.When == "" {
		return true
	}
	name, want, _ := strings.Cut(fl.When, "=")
	return a.Get(strings.TrimSpace(name)) == strings.TrimSpace(want)
}

// Wrong is one answer that will not do.
type Wrong struct {
	Field string `json:"field"`
	Row   int    `json:"row,omitempty"` // in a table, from 1
	Text  string `json:"text"`
}

// Lookup says whether an answer names something in the file: kind is that of a
// record, as Field.Names gives it; it returns the id in its full form.
type Lookup func(kind, text string) (id string, ok bool)

// Ground is what answers are read against.
type Ground struct {
	Now    time.Time
	Zone   *time.Location
	Lookup Lookup
}

// Tidy brings answers into the form in which they are kept: ids in full, dates
// as ISO text, yes and no, list entries one a line. It returns every answer
// that will not do; the others are tidied all the same. Whether required
// fields are filled is not asked here: see Missing.
func (f Form) Tidy(a Answers, g Ground) (Answers, []Wrong) {
	out := a.Clone()
	var wrong []Wrong
	for name := range a.Values {
		fl, ok := f.Field(name)
		if !ok {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("form %s has no field %q; it has %s", f.Name, clip(name), f.names())})
			continue
		}
		if fl.Type == Table {
			wrong = append(wrong, Wrong{Field: name, Text: name + " is a table: give rows, not one value"})
			continue
		}
		v, err := f.tidy(fl, a, g)
		if err != "" {
			wrong = append(wrong, Wrong{Field: name, Text: err})
			continue
		}
		out.Values[name] = v
	}
	for name, rows := range a.Tables {
		fl, ok := f.Field(name)
		if !ok || fl.Type != Table {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("form %s has no table %q", f.Name, clip(name))})
			continue
		}
		if len(rows) > 500 {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("%d rows; at most 500 fit in a table", len(rows))})
			continue
		}
		for i, row := range rows {
			for col, v := range row {
				at := slices.IndexFunc(fl.Columns, func(c Field) bool { return c.Name == col })
				if at < 0 {
					wrong = append(wrong, Wrong{Field: name, Row: i + 1, Text: fmt.Sprintf("table %s has no column %q", name, clip(col))})
					continue
				}
				tidied, err := fl.Columns[at].tidy(v, g)
				if err != "" {
					wrong = append(wrong, Wrong{Field: name, Row: i + 1, Text: col + ": " + err})
					continue
				}
				out.Tables[name][i][col] = tidied
			}
		}
	}
	slices.SortFunc(wrong, func(a, b Wrong) int {
		if c := strings.Compare(a.Field, b.Field); c != 0 {
			return c
		}
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return strings.Compare(a.Text, b.Text)
	})
	return out, wrong
}

// Missing lists required fields without an answer.
func (f Form) Missing(a Answers) []Wrong {
	var out []Wrong
	for _, fl := range f.Fields() {
		if !fl.Shown(a) {
			continue
		}
		if fl.Type == Table {
			rows := a.Rows(fl.Name)
			if fl.Required && len(rows) == 0 {
				out = append(out, Wrong{Field: fl.Name, Text: fl.Title + " has no row"})
			}
			for i, row := range rows {
				for _, c := range fl.Columns {
					if c.Required && strings.TrimSpace(row[c.Name]) == "" && c.Shown(Answers{Values: row}) {
						out = append(out, Wrong{Field: fl.Name, Row: i + 1, Text: c.Title + " is missing"})
					}
				}
			}
			continue
		}
		if fl.Required && a.Get(fl.Name) == "" {
			out = append(out, Wrong{Field: fl.Name, Text: fl.Title + " is missing"})
		}
	}
	return out
}

func (f Form) names() string {
	var out []string
	for _, fl := range f.Fields() {
		out = append(out, fl.Name)
	}
	return strings.Join(out, ", ")
}

const (
	lineLimit = 400
	textLimit = 64 << 10
)

// tidy tidies one answer among the others: an end may be a length of time that
// counts from its start. As long as there is no start, such an end is kept as
// it was typed.
func (f Form) tidy(fl Field, a Answers, g Ground) (value, wrong string) {
	typed := a.Get(fl.Name)
	from, known := f.Field(fl.From)
	length, err := when.ParseDuration(strings.TrimPrefix(typed, "+"))
	if fl.Type != Date || !known || err != nil {
		return fl.tidy(a.Values[fl.Name], g)
	}
	base, wrong := from.tidy(a.Values[from.Name], g)
	start := Answers{Values: map[string]string{from.Name: base}}.Moment(from.Name, g.Zone)
	if wrong != "" || start.IsZero() {
		return typed, ""
	}
	const day = 24 * time.Hour
	switch {
	case start.Precision == when.Minute:
		return WriteMoment(when.Moment{At: start.At.Add(length), Precision: when.Minute}, g.Zone), ""
	case length > 0 && length%day == 0: // three days from Monday on are Monday to Wednesday
		return when.DateOf(start.At, g.Zone).AddDays(int(length/day) - 1).String(), ""
	}
	return "", fmt.Sprintf("%q counts from the start, which has no time of day: write the start as in 2026-12-01 22:00", clip(typed))
}

func (fl Field) tidy(text string, g Ground) (value, wrong string) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if text == "" {
		return "", ""
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", "is not valid text"
	}
	limit := textLimit
	if fl.Type == Line {
		limit = lineLimit
	}
	if len(text) > limit {
		return "", fmt.Sprintf("is %d bytes long; at most %d are kept", len(text), limit)
	}
	switch fl.Type {
	case Line:
		if strings.ContainsRune(text, '\n') {
			return "", "is one line; it has a line break in it"
		}
		if strings.ContainsFunc(text, unicode.IsControl) {
			return "", "has a control character in it"
		}
	case YesNo:
		switch strings.ToLower(text) {
		case "yes", "y", "true", "1":
			return "yes", ""
		case "no", "n", "false", "0":
			return "no", ""
		}
		return "", fmt.Sprintf("%q is neither yes nor no", clip(text))
	case Choice:
		return fl.option(text)
	case Choices:
		var out []string
		for _, part := range Split(text) {
			v, bad := fl.option(part)
			if bad != "" {
				return "", bad
			}
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
		return strings.Join(out, "\n"), ""
	case Number:
		n, err := strconv.Atoi(text)
		if err != nil {
			return "", fmt.Sprintf("%q is no whole number", clip(text))
		}
		if (fl.Min != 0 || fl.Max != 0) && (n < fl.Min || n > fl.Max) {
			return "", fmt.Sprintf("%d is outside %d to %d", n, fl.Min, fl.Max)
		}
		return strconv.Itoa(n), ""
	case Duration:
		d, err := when.ParseDuration(text)
		if err != nil {
			return "", err.Error()
		}
		if d < 0 {
			return "", "is negative"
		}
		return d.String(), ""
	case Date:
		m, err := when.Parse(text, g.Now, g.Zone)
		if err != nil {
			return "", err.Error()
		}
		return WriteMoment(m, g.Zone), ""
	}
	switch kind, several := fl.Names(); {
	case several:
		var out []string
		for _, part := range Split(text) {
			id, bad := fl.look(kind, part, g)
			if bad != "" {
				return "", bad
			}
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
		return strings.Join(out, "\n"), ""
	case kind != "":
		return fl.look(kind, text, g)
	}
	return text, ""
}

func (fl Field) option(text string) (string, string) {
	for _, o := range fl.Options {
		if strings.EqualFold(o, text) {
			return o, ""
		}
	}
	return "", fmt.Sprintf("%q is not one of %s", clip(text), strings.Join(fl.Options, ", "))
}

func (fl Field) look(kind, text string, g Ground) (string, string) {
	if g.Lookup == nil {
		return text, ""
	}
	if id, ok := g.Lookup(kind, text); ok {
		return id, ""
	}
	return "", fmt.Sprintf("there is no %s %q", kind, clip(text))
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
	text := a.Get(field)
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return when.Moment{At: t.UTC(), Precision: when.Minute}
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

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// Where names the place of a wrong answer as people read it.
func (w Wrong) Where() string {
	if w.Row > 0 {
		return fmt.Sprintf("%s, row %d", w.Field, w.Row)
	}
	return w.Field
}
