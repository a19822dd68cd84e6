package filter

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says what the values of a field are.
type Kind string

// The kinds of fields.
const (
	Text   Kind = "text"   // taken as it is written
	Number Kind = "number" // decimal, such as 3 or -0.5
	Date   Kind = "date"   // a moment, a day, a month (2026-12) or a year (2026)
	YesNo  Kind = "flag"   // yes or no
	Enum   Kind = "enum"   // one of the listed values
)

// FieldType describes a field to Check.
type FieldType struct {
	Kind    Kind
	One     string   // what one of its values is called in a sentence; "" is the field's name
	Choices []Choice // of an Enum
	Ordered bool     // of an Enum: Choices go from low to high, and < and > mean that
	Hint    string   // what to do where a value is none of the choices, and like none of them
}

// Choice is a value of an Enum.
type Choice struct {
	Value string   // as it is kept
	Names []string // what people call it besides, the best first: a title, a handle
	Also  []string // other values that mean the same, as older records may have it
}

// Values are choices that are called what they are.
func Values(list ...string) []Choice {
	var out []Choice
	for _, v := range list {
		out = append(out, Choice{Value: v})
	}
	return out
}

// Schema says what may be filtered on in one place. Field names are lower case.
type Schema struct {
	Fields map[string]FieldType
	Flags  []string // bare words that are not looked up as text, such as mine or late
	Past   bool     // the choices are those of an earlier time
}

// Query is a checked filter. Its conditions are ANDed; an empty one lets
// everything pass.
type Query []Condition

// Condition is a checked term.
//
//	Kind    Op                       set
//	Text    Any                      Values
//	Enum    Any                      Values, as they are kept; a comparison has become the values that pass, perhaps none; "" is nothing
//	Number  Any, <, <=, >, >=        Numbers
//	Date    Any, <, <=, >, >=        Ranges: one for each value; the date passes when it lies in any of them
//	YesNo   Flag                     Field; 'hold:no' has become the opposite of 'hold'
//	        Word, Phrase             Text, to be looked up in full text
type Condition struct {
	Field   string
	Kind    Kind // empty for Word and Phrase
	Op      Op
	Not     bool
	Values  []string
	Numbers []float64
	Ranges  []Range
	Text    string
	Column  int // where the term begins, in characters, from 1
}

// Range is a half-open stretch of time, [From, To), in UTC. A zero From or To
// is open: it has no bound on that side.
type Range struct {
	From, To time.Time
}

// Holds reports whether t lies within r.
func (r Range) Holds(t time.Time) bool {
	return (r.From.IsZero() || !t.Before(r.From)) && (r.To.IsZero() || t.Before(r.To))
}

// Check compares the filter with a schema and reads its dates and numbers. Days
// and relative dates are meant in zone (nil is UTC), as seen at now. The first
// thing that does not fit comes back as an *Error.
func (f Filter) Check(schema Schema, now time.Time, zone *time.Location) (Query, error) {
	if zone == nil {
		zone = time.UTC
	}
	var q Query
	for _, t := range f.Terms {
		c, err := t.check(schema, now, zone)
		if err != nil {
			return nil, err
		}
		q = append(q, c)
	}
	return q, nil
}

func (t Term) check(schema Schema, now time.Time, zone *time.Location) (Condition, error) {
	c := Condition{Field: t.Field, Op: t.Op, Not: t.Not, Text: t.Text, Column: t.Column}
	switch t.Op {
	case Word:
		if flag := strings.ToLower(t.Text); slices.Contains(schema.Flags, flag) {
			c.Field, c.Kind, c.Op, c.Text = flag, YesNo, Flag, ""
		}
		return c, nil
	case Phrase:
		return c, nil
	}
	field, ok := schema.Fields[t.Field]
	if !ok && slices.Contains(schema.Flags, t.Field) { // late:yes is late
		field, ok = FieldType{Kind: YesNo}, true
	}
	if !ok {
		return Condition{}, t.unknownField(schema)
	}
	c.Kind = field.Kind
	if t.Op != Any && field.Kind != Number && field.Kind != Date && !(field.Kind == Enum && field.Ordered) {
		return Condition{}, t.wrong("%s can't be compared with %s", "write "+t.Field+":value", t.Field, t.Op)
	}
	switch field.Kind {
	case Number:
		for _, v := range t.Values {
			n, err := readNumber(v)
			if err != nil {
				return Condition{}, t.wrong("%s: %q is not a number", "write it as in "+t.Field+":3", t.Field, v)
			}
			c.Numbers = append(c.Numbers, n)
		}
	case Date:
		for _, v := range t.Values {
			from, to, err := readPeriod(v, now, zone)
			if err != nil {
				return Condition{}, t.wrong("%s: %v", `a date with a space in it stands in quotes`, t.Field, err)
			}
			c.Ranges = append(c.Ranges, t.Op.rangeOf(from, to))
		}
	case YesNo:
		if err := t.checkYesNo(&c); err != nil {
			return Condition{}, err
		}
	case Enum:
		if err := t.checkEnum(&c, field, schema.Past); err != nil {
			return Condition{}, err
		}
	default:
		c.Values = t.Values
	}
	return c, nil
}

// rangeOf turns a comparison with a stretch of time into the times that pass:
// before a day is before it begins, after a day is once it is over.
func (op Op) rangeOf(from, to time.Time) Range {
	switch op {
	case Less:
		return Range{To: from}
	case AtMost:
		return Range{To: to}
	case More:
		return Range{From: to}
	case AtLeast:
		return Range{From: from}
	}
	return Range{From: from, To: to}
}

func (t Term) checkYesNo(c *Condition) error {
	if len(t.Values) != 1 {
		return t.wrong("%s is either yes or no", "write "+t.Field+":yes or "+t.Field+":no", t.Field)
	}
	switch strings.ToLower(t.Values[0]) {
	case "yes", "true", "y", "1":
	case "no", "false", "n", "0":
		c.Not = !c.Not
	default:
		return t.wrong("%s is either yes or no, not %q", "write "+t.Field+":yes or "+t.Field+":no", t.Field, t.Values[0])
	}
	c.Op = Flag
	return nil
}

func (t Term) checkEnum(c *Condition, field FieldType, past bool) error {
	c.Op = Any
	for _, v := range t.Values {
		at := field.find(v)
		if len(at) == 0 && v != "" {
			return t.unknownValue(v, field, past)
		}
		if v == "" && len(at) == 0 {
			c.Values = append(c.Values, "") // those that have none
			continue
		}
		var passing []Choice
		switch i := at[0]; t.Op {
		case Less:
			passing = field.Choices[:i]
		case AtMost:
			passing = field.Choices[:i+1]
		case More:
			passing = field.Choices[i+1:]
		case AtLeast:
			passing = field.Choices[i:]
		default:
			for _, i := range at { // two people may have one name
				passing = append(passing, field.Choices[i])
			}
		}
		for _, p := range passing {
			for _, v := range append([]string{p.Value}, p.Also...) {
				if !slices.Contains(c.Values, v) {
					c.Values = append(c.Values, v)
				}
			}
		}
	}
	return nil
}

// find gives the choices that are called so.
func (f FieldType) find(text string) (at []int) {
	wanted := plain(text)
	for i, c := range f.Choices {
		if plain(c.Value) == wanted || slices.ContainsFunc(c.Names, func(n string) bool { return plain(n) == wanted }) {
			at = append(at, i)
		}
	}
	return at
}

// Knows reports whether a value is one of the choices, however it is written.
func (f FieldType) Knows(text string) bool { return len(f.find(text)) > 0 }

// plain is a value without what people don't care about when they type it: case,
// and whether words are parted by blanks or by hyphens.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == '-' || r == '_' || isSpace(r) }), " ")
}

// FieldName is the name of a field as it is kept and best typed: "Waits for" and
// waits_for are waits-for.
func FieldName(text string) string { return strings.ReplaceAll(plain(text), " ", "-") }

// mostNamed is how many choices a sentence names.
const mostNamed = 8

// unknownValue names the values that were perhaps meant, or else those there are.
func (t Term) unknownValue(v string, field FieldType, past bool) *Error {
	one := field.One
	if one == "" {
		one = t.Field
	}
	e := t.wrong("no %s %q", "", one, v)
	if past {
		e.Reason += " at that time"
	}
	var called []string
	for _, c := range field.Choices {
		if name := append(slices.Clone(c.Names), c.Value)[0]; !slices.Contains(called, name) {
			called = append(called, name)
		}
	}
	e.Near = nearest(v, field.Choices)
	switch {
	case len(e.Near) > 0:
		e.Remedy = "did you mean " + oneOf(e.Near) + "?"
	case field.Hint != "":
		e.Remedy = field.Hint
	case len(called) == 0:
		e.Remedy = "nothing here has one"
	case len(called) > mostNamed:
		e.Remedy = fmt.Sprintf("use %s, or one of %d others", strings.Join(called[:mostNamed], ", "), len(called)-mostNamed)
	default:
		e.Remedy = "use " + oneOf(called)
	}
	return e
}

func (t Term) wrong(reason, remedy string, args ...any) *Error {
	return &Error{Column: t.Column, Field: t.Field, Reason: fmt.Sprintf(reason, args...), Remedy: remedy}
}

// unknownField names the fields that were perhaps meant, or else all of them.
func (t Term) unknownField(schema Schema) *Error {
	e := t.wrong("no field %q", "", t.Field)
	known := slices.Sorted(maps.Keys(schema.Fields))
	e.Near = nearest(t.Field, Values(known...))
	switch {
	case len(e.Near) > 0:
		e.Remedy = "did you mean " + oneOf(e.Near) + "?"
	case len(known) > 0:
		e.Remedy = "use " + oneOf(known) + ", or quotes for a text with a colon in it"
	default:
		e.Remedy = "only words can be looked up here"
	}
	return e
}

// decimal keeps out what strconv would take as well: hexadecimal, exponents,
// infinity and underscores.
var decimal = regexp.MustCompile(`^[+-]?\d{1,15}(\.\d{1,9})?$`)

// readNumber takes #12 for 12, as positions of the log are written.
func readNumber(v string) (float64, error) {
	v = strings.TrimPrefix(v, "#")
	if !decimal.MatchString(v) {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(v, 64)
}
