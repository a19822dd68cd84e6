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
	Values  []string // of an Enum; case does not matter when one is typed
	Ordered bool     // of an Enum: Values go from low to high, and < and > mean that
}

// Schema says what may be filtered on in one place. Field names are lower case.
type Schema struct {
	Fields map[string]FieldType
	Flags  []string // bare words that are not looked up as text, such as mine or late
}

// Query is a checked filter. Its conditions are ANDed; an empty one lets
// everything pass.
type Query []Condition

// Condition is a checked term.
//
//	Kind    Op                       set
//	Text    Any                      Values
//	Enum    Any                      Values, spelled as in the schema; a comparison has become the values that pass, perhaps none
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
		if err := t.checkEnum(&c, field); err != nil {
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

func (t Term) checkEnum(c *Condition, field FieldType) error {
	c.Op = Any
	for _, v := range t.Values {
		i := slices.IndexFunc(field.Values, func(known string) bool { return strings.EqualFold(known, v) })
		if i < 0 {
			e := t.wrong("%s is never %q", "use "+oneOf(field.Values), t.Field, v)
			if e.Near = nearest(v, field.Values); len(e.Near) > 0 {
				e.Cure = "did you mean " + oneOf(e.Near) + "?"
			}
			return e
		}
		switch t.Op {
		case Any:
			c.Values = append(c.Values, field.Values[i])
		case Less:
			c.Values = append(c.Values, field.Values[:i]...)
		case AtMost:
			c.Values = append(c.Values, field.Values[:i+1]...)
		case More:
			c.Values = append(c.Values, field.Values[i+1:]...)
		case AtLeast:
			c.Values = append(c.Values, field.Values[i:]...)
		}
	}
	return nil
}

func (t Term) wrong(reason, cure string, args ...any) *Error {
	return &Error{Column: t.Column, Field: t.Field, Reason: fmt.Sprintf(reason, args...), Cure: cure}
}

// unknownField names the fields that were perhaps meant, or else all of them.
func (t Term) unknownField(schema Schema) *Error {
	e := t.wrong("there is no field %q", "", t.Field)
	known := slices.Sorted(maps.Keys(schema.Fields))
	e.Near = nearest(t.Field, known)
	switch {
	case len(e.Near) > 0:
		e.Cure = "did you mean " + oneOf(e.Near) + "?"
	case len(known) > 0:
		e.Cure = "use " + oneOf(known) + ", or quotes for a text with a colon in it"
	default:
		e.Cure = "only words can be looked up here"
	}
	return e
}

// decimal keeps out what strconv would take as well: hexadecimal, exponents,
// infinity and underscores.
var decimal = regexp.MustCompile(`^[+-]?\d{1,15}(\.\d{1,9})?$`)

func readNumber(v string) (float64, error) {
	if !decimal.MatchString(v) {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(v, 64)
}
