// Package filter holds the filter language, the same in the dashboard and on
// the command line:
//
//	service:payments,ledger risk:>=high date:<2026-12-01 -late mine "two words"
//
// Terms are ANDed. A term is one of
//
//	field:a,b      the field is one of the values (field=a,b means the same)
//	field:<x       less than x; also :> :<= :>=, and field<x without the colon
//	word           a full-text prefix, or a flag where the schema names one
//	"two words"    the words next to each other, in full text
//
// and a minus before it turns it round. A value with a space, a comma or a
// quote in it stands in double quotes, within which \" is a quote and \\ a
// backslash.
//
// Parse reads the shape and knows no field. Check compares it with a Schema and
// reads dates and numbers, given the moment and the zone they are meant in.
// What comes out is plain data: no SQL, no record and no clock may come in here.
package filter

import "strings"

// The limits of a filter. They are far above what a person types, and keep a
// pasted file from becoming a query.
const (
	MaxBytes = 4096 // length of the text, in bytes
	MaxTerms = 64   // number of terms
)

// Op says how a term compares.
type Op string

// The operators. Any, Less, AtMost, More and AtLeast have a field and values,
// Word and Phrase have a text. Flag only comes out of Check.
const (
	Any     Op = "any"
	Less    Op = "<"
	AtMost  Op = "<="
	More    Op = ">"
	AtLeast Op = ">="
	Word    Op = "word"   // a full-text prefix
	Phrase  Op = "phrase" // words in this order, next to each other
	Flag    Op = "flag"   // a yes-or-no property that holds
)

// Term is one condition, as it was written.
type Term struct {
	Field  string   // in lower case; empty for Word and Phrase
	Op     Op       //
	Values []string // one or more for Any, exactly one for a comparison
	Not    bool     // written with a minus before it
	Text   string   // of a Word or a Phrase
	Column int      // where the term begins, in characters, from 1
}

// Filter is a parsed filter. The zero Filter lets everything pass.
type Filter struct {
	Terms []Term
}

// String writes one term in the canonical form.
func (t Term) String() string {
	var b strings.Builder
	t.write(&b)
	return b.String()
}

func (t Term) write(b *strings.Builder) {
	if t.Not {
		b.WriteByte('-')
	}
	switch t.Op {
	case Word:
		b.WriteString(t.Text)
	case Phrase:
		writeQuoted(b, t.Text)
	default:
		b.WriteString(t.Field)
		b.WriteByte(':')
		if t.Op != Any {
			b.WriteString(string(t.Op))
		}
		for i, v := range t.Values {
			if i > 0 {
				b.WriteByte(',')
			}
			if needsQuotes(v) {
				writeQuoted(b, v)
			} else {
				b.WriteString(v)
			}
		}
	}
}

// needsQuotes reports whether a value read back without quotes would be
// something else: nothing, two values, or a comparison.
func needsQuotes(v string) bool {
	return v == "" || strings.ContainsAny(v[:1], "<>=") || strings.ContainsFunc(v, func(r rune) bool {
		return r == ',' || r == '"' || isSpace(r)
	})
}

func writeQuoted(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
}
