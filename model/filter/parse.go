package filter

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads the shape of a filter. An empty text is the zero Filter. Every
// error is an *Error that says where it is and what to do.
func Parse(text string) (Filter, error) {
	if len(text) > MaxBytes {
		return Filter{}, &Error{
			Column: 1,
			Reason: fmt.Sprintf("the filter is %d bytes long, and %d is the most", len(text), MaxBytes),
			Remedy: "shorten it",
		}
	}
	s := scanner{text: text, column: 1}
	if err := s.checkCharacters(); err != nil {
		return Filter{}, err
	}
	var f Filter
	for {
		s.skipSpace()
		if s.done() {
			return f, nil
		}
		if len(f.Terms) == MaxTerms {
			return Filter{}, &Error{
				Column: s.column,
				Reason: fmt.Sprintf("there are more than %d terms", MaxTerms),
				Remedy: "put several values into one term, as in state:open,late",
			}
		}
		t, err := s.term()
		if err != nil {
			return Filter{}, err
		}
		f.Terms = append(f.Terms, t)
	}
}

// isSpace says what stands between terms.
func isSpace(r rune) bool { return unicode.IsSpace(r) }

// scanner walks over the text, and counts characters for the messages.
type scanner struct {
	text   string
	pos    int // in bytes
	column int // in characters, from 1
}

func (s *scanner) done() bool { return s.pos >= len(s.text) }

// peek is the next byte, or 0 at the end. No byte that the grammar asks for can
// be part of a longer character.
func (s *scanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.text[s.pos]
}

func (s *scanner) rune() rune {
	r, _ := utf8.DecodeRuneInString(s.text[s.pos:])
	return r
}

func (s *scanner) next() {
	_, size := utf8.DecodeRuneInString(s.text[s.pos:])
	s.pos += size
	s.column++
}

func (s *scanner) skip(n int) {
	for range n {
		s.next()
	}
}

func (s *scanner) skipSpace() {
	for !s.done() && isSpace(s.rune()) {
		s.next()
	}
}

// atEnd reports whether a term may end here.
func (s *scanner) atEnd() bool { return s.done() || isSpace(s.rune()) }

// checkCharacters refuses bytes that are not UTF-8 and control characters
// before anything is read: they would reach the terminal and the full-text
// engine, and nobody types them.
func (s *scanner) checkCharacters() error {
	column := 1
	for i, r := range s.text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s.text[i:]); size <= 1 {
				return &Error{Column: column, Reason: "there is a byte that is not UTF-8", Remedy: "type the filter again"}
			}
		}
		if unicode.IsControl(r) && !isSpace(r) {
			return &Error{Column: column, Reason: fmt.Sprintf("there is a control character (%U)", r), Remedy: "leave it out"}
		}
		column++
	}
	return nil
}

func (s *scanner) term() (Term, error) {
	t := Term{Column: s.column}
	if s.peek() == '-' {
		s.next()
		t.Not = true
		if s.atEnd() || s.peek() == '-' {
			return Term{}, &Error{
				Column: t.Column,
				Reason: "a minus stands before the term it turns round, and there is none",
				Remedy: `write it as in -late, or put quotes round a text that begins with a minus`,
			}
		}
	}
	if s.peek() == '"' {
		text, err := s.quoted()
		if err != nil {
			return Term{}, err
		}
		if strings.TrimFunc(text, isSpace) == "" {
			return Term{}, &Error{Column: t.Column, Reason: "the quotes are empty", Remedy: "put the words to look for between them"}
		}
		t.Op, t.Text = Phrase, text
		return t, s.endOfTerm()
	}
	if name, op := s.fieldAndOp(); op != "" {
		t.Field, t.Op = FieldName(name), op
		return s.values(t)
	}
	word, err := s.bare("")
	if err != nil {
		return Term{}, err
	}
	t.Op, t.Text = Word, word
	return t, nil
}

// fieldAndOp reads 'field:', 'field:<' and so on. Where there is nothing like
// it, it reads nothing and gives no operator. A field begins with a letter, so
// that 12:30 is a word.
func (s *scanner) fieldAndOp() (name string, op Op) {
	rest := s.text[s.pos:]
	n := 0
	for n < len(rest) && isFieldByte(rest[n], n == 0) {
		n++
	}
	if n == 0 || n == len(rest) {
		return "", ""
	}
	name = rest[:n]
	switch rest[n] {
	case ':', '=':
		s.skip(n + 1)
		if op = s.comparison(); op == "" {
			op = Any
		}
	case '<', '>':
		s.skip(n)
		op = s.comparison()
	default:
		return "", ""
	}
	return name, op
}

func isFieldByte(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return true
	case '0' <= c && c <= '9', c == '-', c == '_', c == '.':
		return !first
	}
	return false
}

func (s *scanner) comparison() Op {
	for _, op := range []Op{AtMost, AtLeast, Less, More} {
		if strings.HasPrefix(s.text[s.pos:], string(op)) {
			s.skip(len(op))
			return op
		}
	}
	return ""
}

// values reads what stands behind the operator of t.
func (s *scanner) values(t Term) (Term, error) {
	for {
		at := s.column
		var v string
		var err error
		switch {
		case s.peek() == '"':
			v, err = s.quoted()
		case s.atEnd() || s.peek() == ',':
			return Term{}, &Error{
				Column: at, Field: t.Field,
				Reason: fmt.Sprintf("a value is missing after %s", t.Field),
				Remedy: fmt.Sprintf(`write it as in %s:value, or %s:"" for nothing`, t.Field, t.Field),
			}
		case strings.IndexByte("<>=", s.peek()) >= 0:
			return Term{}, &Error{
				Column: at, Field: t.Field,
				Reason: fmt.Sprintf("there is a %q too many after %s", s.peek(), t.Field),
				Remedy: "use one of < <= > >=, or put the value into quotes",
			}
		default:
			v, err = s.bare(",")
		}
		if err != nil {
			return Term{}, err
		}
		t.Values = append(t.Values, v)
		if s.peek() != ',' {
			return t, s.endOfTerm()
		}
		if t.Op != Any {
			return Term{}, &Error{
				Column: s.column, Field: t.Field,
				Reason: fmt.Sprintf("%s is compared with %s, which takes one value", t.Field, t.Op),
				Remedy: "write a term of its own for each bound",
			}
		}
		s.next()
	}
}

// bare reads up to a space, the end, or one of the stop bytes.
func (s *scanner) bare(stop string) (string, error) {
	start := s.pos
	for !s.atEnd() && !strings.ContainsRune(stop, s.rune()) {
		if s.peek() == '"' {
			return "", &Error{
				Column: s.column,
				Reason: "there is a quote in the middle of a word",
				Remedy: `put the whole in quotes, and write the quote itself as \"`,
			}
		}
		s.next()
	}
	return s.text[start:s.pos], nil
}

// quoted reads from a quote to the one that closes it.
func (s *scanner) quoted() (string, error) {
	open := s.column
	s.next()
	var b strings.Builder
	for !s.done() {
		switch c := s.peek(); {
		case c == '"':
			s.next()
			return b.String(), nil
		case c == '\\' && s.pos+1 < len(s.text) && (s.text[s.pos+1] == '"' || s.text[s.pos+1] == '\\'):
			s.next()
		}
		b.WriteRune(s.rune())
		s.next()
	}
	return "", &Error{Column: open, Reason: "the quote is never closed", Remedy: `add a " where the text ends`}
}

func (s *scanner) endOfTerm() error {
	switch {
	case s.atEnd():
		return nil
	case s.peek() == ':':
		return &Error{Column: s.column, Reason: "a field stands without quotes", Remedy: `write a dash for the blanks in its name, as in found-in:value`}
	}
	return &Error{
		Column: s.column,
		Reason: fmt.Sprintf("%q stands right behind a quote", s.rune()),
		Remedy: "put a space between two terms, and a comma between two values",
	}
}
