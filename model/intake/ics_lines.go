package intake

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// contentLine is one unfolded line of an iCalendar stream (RFC 5545, 3.1).
type contentLine struct {
	line int    // of its first physical line
	name string // of the property, in upper case; empty where there is none
	text string // the whole; empty for a long one
	long bool   // over MaxLine: only the name is known
}

// lineReader unfolds an iCalendar stream. Lines end with CR LF or LF alone.
type lineReader struct {
	in   *bufio.Reader
	line int // physical lines read
	buf  []byte
}

// next gives the next line that is not blank. The end is io.EOF; a last line
// without an end still comes.
func (l *lineReader) next() (contentLine, error) {
	for {
		c, err := l.unfold()
		if err != nil || c.long || strings.TrimSpace(c.text) != "" {
			return c, err
		}
	}
}

func (l *lineReader) unfold() (contentLine, error) {
	l.buf = l.buf[:0]
	c := contentLine{line: l.line + 1}
	for first := true; ; first = false {
		if !first {
			next, err := l.in.Peek(1)
			if err != nil || next[0] != ' ' && next[0] != '\t' {
				break
			}
			l.in.Discard(1)
		}
		part, long, err := readLimited(l.in, MaxLine)
		if first && len(part) == 0 && !long && err != nil {
			return c, err
		}
		if err != nil && err != io.EOF {
			return c, err
		}
		l.line++
		part = bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r"))
		if long || len(l.buf)+len(part) > MaxLine {
			c.long = true
			part = part[:min(len(part), headOfLong)]
		}
		if c.long && len(l.buf) > 0 {
			continue
		}
		l.buf = append(l.buf, part...)
	}
	if !c.long {
		c.text = string(l.buf)
	}
	// Of a folded long line the beginning is there, and says what it was.
	head := l.buf[:min(len(l.buf), headOfLong)]
	if i := bytes.IndexAny(head, ":;"); i > 0 {
		c.name = strings.ToUpper(strings.TrimSpace(string(head[:i])))
	}
	return c, nil
}

// property is a parsed content line.
type property struct {
	line   int
	params map[string][]string
	value  string // texts unescaped
	raw    string // as it was written
}

// param is a parameter of the property, or empty.
func (p *property) param(name string) string {
	if p == nil {
		return ""
	}
	for k, v := range p.params {
		if len(v) > 0 && strings.EqualFold(k, name) {
			return v[0]
		}
	}
	return ""
}

// maxParams is the length of a property's name and parameters, in bytes. The
// library takes time in the square of it, and a calendar needs a hundred.
const maxParams = 4 << 10

// parseProperty reads a content line through the library, which knows the
// grammar of parameters and the escapes of texts.
func parseProperty(c contentLine) (property, bool) {
	name := strings.IndexAny(c.text, ":;")
	colon := valueColon(c.text)
	if name <= 0 || colon < 0 || colon > maxParams {
		return property{}, false
	}
	// Names are case-insensitive (RFC 5545, 1.2), and the library's are not.
	bp, err := ics.ParseProperty(ics.ContentLine(c.name + c.text[name:colon+1]))
	if err != nil || bp == nil || bp.IANAToken != c.name {
		return property{}, false
	}
	raw := c.text[colon+1:]
	return property{line: c.line, params: bp.ICalParameters, value: ics.FromText(raw), raw: raw}, true
}

// valueColon is where the value begins: the first colon that is not in quotes,
// or -1.
func valueColon(text string) int {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return -1
}

// splitTexts splits a list of texts at the commas that are not escaped.
func splitTexts(raw string) []string {
	var list []string
	start := 0
	add := func(s string) {
		if s = strings.TrimSpace(ics.FromText(s)); s != "" {
			list = append(list, s)
		}
	}
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case ',':
			add(raw[start:i])
			start = i + 1
		}
	}
	add(raw[min(start, len(raw)):])
	return list
}
