package publish

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// Anchor is what a heading is linked by, as readers of Markdown make it: small
// letters and digits of any language, hyphens for spaces, nothing else.
func Anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}

// headings names the headings of a page so; the second of two alike gets a number.
type headings struct{ seen map[string]int }

func (h *headings) Generate(value []byte, _ ast.NodeKind) []byte {
	name := Anchor(strings.TrimSpace(unescaped(string(value))))
	n := h.seen[name]
	h.seen[name]++
	if n > 0 {
		name = fmt.Sprintf("%s-%d", name, n)
	}
	return []byte(name)
}

func (h *headings) Put([]byte) {}
