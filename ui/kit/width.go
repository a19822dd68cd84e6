// Package kit holds the parts screens are made of: lines composed from pieces
// of known width, boxes, lists that draw only what is seen, a pager, a line to
// type in, dialogues, and laying one over another.
//
// Two rules keep frames cheap and exact. Styled text is never measured: plain
// text is made to fit first, then styled. And user text never gets into a line
// but through Cut or Fit, which make control characters visible. No record, no
// store and no process may come in here.
package kit

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"fairway/model/grammar"
)

// plain reports whether every byte of s is a printable ASCII character, each
// of which is one cell.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// Width is how many cells a text takes once it is visible.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return ansi.StringWidth(Visible(s))
}

// next is the first character of a text with what belongs to it, and its
// width, as to x/ansi and to the painter: a mark belongs to the letter before
// it, also where it has a width of its own (the visarga of Devanagari).
func next(s string) (cluster string, w int) {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf || drawn(s[1:])) {
		return s[:1], 1
	}
	if drawn(s) && (len(s) == 3 || s[3] < utf8.RuneSelf || drawn(s[3:])) {
		return s[:3], 1
	}
	cluster, w = ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if cluster == "" {
		return s[:1], 1
	}
	return cluster, w
}

// drawn reports whether s begins with a box or block character (U+2500 to
// U+259F), which make up most of a frame and join with nothing but accents.
func drawn(s string) bool {
	return len(s) >= 3 && s[0] == 0xe2 && (s[1] == 0x94 || s[1] == 0x95 || s[1] == 0x96 && s[2] < 0xa0)
}

const ellipsis = "…"

// cut makes s visible, shortens it to at most w cells, and says how many it takes.
func cut(s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	if plain(s) {
		if len(s) <= w {
			return s, len(s)
		}
		return s[:w-1] + ellipsis, w
	}
	if len(s) > 16*w+64 {
		// Long texts are shortened before they are looked at: a cell rarely
		// holds more than a few bytes, and a pasted file must cost nothing.
		s = head(s, 16*w+64)
	}
	s = Visible(s)
	if n := ansi.StringWidth(s); n <= w {
		return s, n
	}
	var b strings.Builder
	n := 0
	for rest := s; rest != ""; {
		cluster, cw := next(rest)
		if n+cw > w-1 {
			break
		}
		b.WriteString(cluster)
		n += cw
		rest = rest[len(cluster):]
	}
	b.WriteString(ellipsis)
	return b.String(), n + 1
}

// head is the first n bytes of s, not breaking a character.
func head(s string, n int) string {
	for n > 0 && n < len(s) && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:min(n, len(s))]
}

// Cut makes s visible and shortens it to at most w cells, with an ellipsis
// where something is missing.
func Cut(s string, w int) string {
	s, _ = cut(s, w)
	return s
}

// Fit makes s exactly w cells: visible, shortened, and filled with spaces.
func Fit(s string, w int) string {
	s, n := cut(s, w)
	if n < w {
		return s + Spaces(w-n)
	}
	return s
}

// FitRight is Fit with the text at the right.
func FitRight(s string, w int) string {
	s, n := cut(s, w)
	if n < w {
		return Spaces(w-n) + s
	}
	return s
}

// Count is a number with its word: 1 row, 2 rows.
func Count(n int, word string) string {
	return grammar.Count(n, word)
}

const blanks = "                                                                                                                                "

// Spaces is n spaces.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
