package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// The types a field can have, as forms write them. What each of them is stands
// in the table below.
const (
	Line     = "line"
	Text     = "text"
	Lines    = "lines"
	YesNo    = "yesno"
	Choice   = "choice"
	Choices  = "choices"
	Number   = "number"
	Decimal  = "decimal"
	Date     = "date"
	Duration = "duration"
	// Recurrence is how something recurs: a rule of RFC 5545, or words for one.
	Recurrence = "recurrence"
	Person     = "person"
	People     = "people"
	Service    = "service"
	Services   = "services"
	Team       = "team"
	Item       = "item"
	Items      = "items"
	Change     = "change"
	Changes    = "changes"
	Release    = "release"
	Releases   = "releases"
	Incident   = "incident"
	Problem    = "problem"
	Problems   = "problems"
	Media      = "media"
	Role       = "role"
	Measure    = "measure"
	// Holder is who does something: a person, or a role of which anybody may.
	Holder = "holder"
	// Offset is a time that is counted from the start of what it is planned in, +90m, or
	// a date.
	Offset = "offset"
	// After is what has to come before: the numbers of other rows, or none.
	After = "after"
	// Attachment is a file that belongs to an answer: an entry of the DML.
	Attachment = "attachment"
	Table      = "table"
)

// Widget is how a field is filled where keys are read. Screens know these few,
// not the types.
type Widget int

// The widgets.
const (
	LineWidget   Widget = iota // one line of text
	TextWidget                 // several lines
	OptionWidget               // a list to choose from
	RecordWidget               // records, found by their names
	TableWidget                // rows of columns
)

// Type is all that the program knows of one type of field: to add a type is to
// add a row to the table.
type Type struct {
	Name string
	// Wants says in a few words which answer it takes, after the question: "a
	// date". Flag is the word that stands for one in usage lines; "" is the
	// field's name. Example is one, where words don't tell how it is written.
	Wants, Flag, Example string
	Widget               Widget
	// Kind is the kind of record that an answer names; "" where it names none.
	// Called says that people call these by their name alone, without an id.
	Kind   string
	Called bool
	// Several says that an answer has any number of entries, one a line.
	Several bool
	// Options are the answers there are for every field of the type.
	Options []string
	// Most is how many bytes an answer has at most; 0 means TextLimit.
	Most int
	// tidy brings one entry into the form in which it is kept, or says what is
	// wrong with it; nil keeps it as it was typed. show is one entry as people
	// read it, and reads back to the same; nil shows it as it is kept. lint says
	// what makes no sense in a field as a form has it.
	tidy func(fl Field, text string, g Ground) (value, wrong string)
	show func(fl Field, value string, r Reader) string
	lint func(t Type, fl Field) string
}

// shortLimit is how many bytes are more than any date, number or length of time
// has.
const shortLimit = 120

// Types is the table, in the order in which help lists them.
var Types = []Type{
	{Name: Line, Wants: "a line", Most: LineLimit, tidy: tidyLine},
	{Name: Text, Wants: "text", Flag: "TEXT", Widget: TextWidget},
	{Name: Lines, Wants: "any number of lines", Flag: "TEXT", Widget: TextWidget, Several: true, tidy: tidyLine},
	{Name: YesNo, Wants: "yes or no", Widget: OptionWidget, Options: []string{"yes", "no"}, tidy: tidyYesNo},
	{Name: Choice, Wants: "one of them", Widget: OptionWidget, tidy: Field.option, show: showOption, lint: lintOptions},
	{Name: Choices, Wants: "any of them", Widget: OptionWidget, Several: true, tidy: Field.option, show: showOption, lint: lintOptions},
	{Name: Number, Wants: "a number", Example: "3", Most: shortLimit, tidy: tidyNumber},
	{Name: Decimal, Wants: "a number with decimals", Example: "12.50", Most: shortLimit, tidy: tidyDecimal, show: showDecimal, lint: lintDecimal},
	{Name: Date, Wants: "a date", Flag: "DATE", Example: "2026-12-03 22:00", Most: shortLimit, tidy: tidyDate, show: showDate},
	{Name: Duration, Wants: "a length of time", Example: "90m", Most: shortLimit, tidy: tidyDuration, show: showDuration},
	{Name: Offset, Wants: "a time from the start, or a date", Flag: "+TIME", Example: "+90m", Most: shortLimit, tidy: tidyOffset, show: showOffset},
	{Name: After, Wants: "numbers of steps, or none", Example: "none", Most: shortLimit, tidy: tidyAfter},
	{Name: Recurrence, Wants: "how it recurs", Flag: "RULE", Example: "every second Thursday", Most: LineLimit, tidy: tidyRecurrence},
	named(Type{Name: Person, Wants: "a person", Kind: Person, Called: true}),
	named(Type{Name: People, Wants: "people", Kind: Person, Called: true, Several: true}),
	named(Type{Name: Service, Wants: "a service", Kind: Service, Called: true}),
	named(Type{Name: Services, Wants: "services", Kind: Service, Called: true, Several: true}),
	named(Type{Name: Team, Wants: "a team", Kind: Team, Called: true}),
	named(Type{Name: Item, Wants: "a configuration item", Kind: Item}),
	named(Type{Name: Items, Wants: "configuration items", Kind: Item, Several: true}),
	named(Type{Name: Change, Wants: "an RFC", Kind: Change}),
	named(Type{Name: Changes, Wants: "RFCs", Kind: Change, Several: true}),
	named(Type{Name: Release, Wants: "a release", Kind: Release}),
	named(Type{Name: Releases, Wants: "releases", Kind: Release, Several: true}),
	named(Type{Name: Incident, Wants: "an incident", Kind: Incident}),
	named(Type{Name: Problem, Wants: "a problem", Kind: Problem}),
	named(Type{Name: Problems, Wants: "problems", Kind: Problem, Several: true}),
	named(Type{Name: Media, Wants: "DML entries", Kind: Media, Several: true}),
	{Name: Role, Wants: "a role", Widget: OptionWidget, tidy: Field.option, show: showOption, lint: lintGiven("the roles")},
	{Name: Measure, Wants: "a measure", Widget: OptionWidget, tidy: Field.option, show: showOption, lint: lintGiven("the measures")},
	{Name: Holder, Wants: "a person or a role", Kind: Person, Called: true, Widget: RecordWidget, tidy: tidyHolder, show: showHolder, lint: lintGiven("the roles")},
	named(Type{Name: Attachment, Wants: "a file", Flag: "FILE", Kind: Media}),
	{Name: Table, Wants: "rows", Widget: TableWidget, lint: lintTable},
}

// named is a type whose answers name records.
func named(t Type) Type {
	t.Widget = RecordWidget
	t.tidy = func(_ Field, text string, g Ground) (string, string) { return lookUp(t.Kind, text, g) }
	t.show = func(_ Field, value string, r Reader) string { return r.record(value, t.Called) }
	return t
}

// TypeNames lists the types as forms write them.
func TypeNames() []string {
	var out []string
	for _, t := range Types {
		out = append(out, t.Name)
	}
	return out
}

// Wanted says in a few words how an answer is written, of a field of one line where words
// alone don't tell: "a number with decimals in days, such as 12.50"; "" of others.
func (fl Field) Wanted() string {
	t := fl.Is()
	if t.Example == "" {
		return ""
	}
	out := t.Wants
	if fl.Unit != "" {
		out += " in " + fl.Unit
	}
	if fl.Min != 0 || fl.Max != 0 {
		return fmt.Sprintf("%s from %d to %d", out, fl.Min, fl.Max)
	}
	return out + ", such as " + t.Example
}

// Is is the field's type; one that is not in the table is a line of text.
func (fl Field) Is() Type {
	if i := slices.IndexFunc(Types, func(t Type) bool { return t.Name == fl.Type }); i >= 0 {
		return Types[i]
	}
	return Types[0]
}

// Choices are the answers that the field has a list of; none where it has none.
func (fl Field) Choices() []string {
	if t := fl.Is(); len(t.Options) > 0 {
		return t.Options
	}
	return fl.Options
}

// Lint says what makes no sense in a field of a form, "" when nothing.
func (fl Field) Lint() string {
	t := fl.Is()
	switch {
	case t.Name != fl.Type:
		return fmt.Sprintf("unknown type %q; known are %s", fl.Type, strings.Join(TypeNames(), ", "))
	case t.lint != nil:
		return t.lint(t, fl)
	}
	return ""
}

func lintOptions(t Type, fl Field) string {
	if len(fl.Options) == 0 {
		return "a choice needs options"
	}
	if n := len(fl.Labels); n > 0 && n != len(fl.Options) {
		return fmt.Sprintf("%d options and %d labels: each option has one", len(fl.Options), n)
	}
	for _, o := range fl.Options {
		if t.Several && (o == "" || strings.ContainsAny(o, ",\n")) {
			return fmt.Sprintf("option %q: several options are written with commas between them, so none can have one in it", o)
		}
		if value, wrong := fl.option(fl.Label(o), Ground{}); value != o {
			return fmt.Sprintf("option %q: its label is another's, too: %s", o, wrong)
		}
	}
	return ""
}

// lintGiven: what there is are those of the rules, whatever a form lists.
func lintGiven(what string) func(Type, Field) string {
	return func(_ Type, fl Field) string {
		if len(fl.Options) > 0 || len(fl.Labels) > 0 {
			return what + " are those of the rules: leave options and labels out"
		}
		return ""
	}
}

func lintTable(_ Type, fl Field) string {
	if len(fl.Columns) == 0 {
		return "a table needs columns"
	}
	return ""
}

func tidyLine(_ Field, text string, _ Ground) (value, wrong string) {
	if strings.ContainsRune(text, '\n') {
		return "", "is one line; it has a line break in it"
	}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return "", "has a control character in it"
	}
	return text, ""
}

func tidyYesNo(_ Field, text string, _ Ground) (value, wrong string) {
	switch strings.ToLower(text) {
	case "yes", "y", "true", "1":
		return "yes", ""
	case "no", "n", "false", "0":
		return "no", ""
	}
	return "", fmt.Sprintf("%q is neither yes nor no", clip(text))
}

func tidyNumber(fl Field, text string, _ Ground) (value, wrong string) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return "", fmt.Sprintf("%q is no whole number", clip(text))
	}
	if (fl.Min != 0 || fl.Max != 0) && (n < fl.Min || n > fl.Max) {
		return "", fmt.Sprintf("%d is outside %d to %d", n, fl.Min, fl.Max)
	}
	return strconv.Itoa(n), ""
}

// lookUp finds the record that a text names.
func lookUp(kind, text string, g Ground) (value, wrong string) {
	if g.Lookup == nil {
		return text, ""
	}
	if id, ok := g.Lookup(kind, text); ok {
		return id, ""
	}
	return "", fmt.Sprintf("there is no %s %q", kind, clip(text))
}
