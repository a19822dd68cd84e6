// Package glyph knows what of a text a reader can see: which characters show
// nothing or turn what stands around them about, and which texts look alike
// although they are not the same.
//
// Both are rules about people who read names and titles, so that one text can't
// pass for another. They follow Unicode's technical report 36 and standard 39,
// as far as the tables of Go and golang.org/x/text carry, without tables of their
// own beyond a few lines.
package glyph

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	zwnj = 0x200c // zero width non-joiner
	zwj  = 0x200d // zero width joiner
)

// Hidden finds the first character of a line that has no business in it: one
// that shows nothing, or that turns the direction of what stands around it. At is
// its place in bytes, -1 where there is none.
//
// What a script needs in order to be written is no such character: the joiners
// between Arabic or Indic letters and in pictures of several, the variation
// selectors behind pictures and ideographs, the signs above Arabic numbers.
func Hidden(text string) (at int, r rune) {
	for i, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		if hides(r) && !needed(text, i, r) {
			return i, r
		}
	}
	return -1, 0
}

// Name is how a hidden character is called in a message: what it does, and its
// number.
func Name(r rune) string {
	what := "a character that shows nothing"
	switch {
	case Turns(r):
		what = "a mark that turns the direction of the text"
	case r == 0x00ad:
		what = "a soft hyphen"
	case r == 0xfeff:
		what = "a byte order mark"
	case r == zwnj || r == zwj:
		what = "a joiner between letters that don't join"
	case unicode.Is(unicode.Variation_Selector, r):
		what = "a variation selector without anything to vary"
	case r == 0x200b || r == 0x2060:
		what = "a space of no width"
	}
	return fmt.Sprintf("%s (U+%04X)", what, r)
}

// Clean takes the hidden characters out, and says how many there were.
func Clean(text string) (clean string, n int) {
	at, _ := Hidden(text)
	if at < 0 {
		return text, 0
	}
	var b strings.Builder
	for i, r := range text {
		if r >= utf8.RuneSelf && hides(r) && !needed(text, i, r) {
			n++
			continue
		}
		b.WriteString(text[i : i+width(text, i)])
	}
	clean = b.String()
	if again, more := Clean(clean); more > 0 { // what needed another may have lost it
		return again, n + more
	}
	return clean, n
}

// Mark replaces the hidden characters by U+FFFD, so that it can be seen that
// there is something. Line breaks and tabs stay.
func Mark(text string) string {
	if at, _ := Hidden(text); at < 0 {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if r >= utf8.RuneSelf && hides(r) && !needed(text, i, r) {
			b.WriteRune(utf8.RuneError)
			continue
		}
		b.WriteString(text[i : i+width(text, i)])
	}
	return Mark(b.String()) // what needed another may have lost it
}

// Plain is Mark for a text that is handed on in a file: control characters but
// line breaks and tabs, and broken bytes, are replaced as well.
func Plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, text)
	return Mark(text)
}

// width is that of the character at i in bytes, one for a broken one.
func width(text string, i int) int {
	_, n := utf8.DecodeRuneInString(text[i:])
	return n
}

// Turns reports whether a character turns the direction of text (UAX 9).
func Turns(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }

// hides reports whether a character shows nothing by itself.
func hides(r rune) bool {
	switch {
	case r < 0x34f && r != 0xad, r >= 0x2190 && r < 0x2800, r >= 0x2e80 && r < 0x3164, r >= 0x3400 && r < 0xd800:
		return false // most of what is written; the rest asks tables
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // signs around numbers, which are seen
		return false
	case r == 0x2800: // braille without a dot
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// needed reports whether a character that shows nothing is needed where it is.
func needed(text string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
	switch {
	case r == zwj && pictured(before) && unicode.In(after, unicode.So, unicode.Sm):
		return true // a picture of several
	case r == zwj || r == zwnj:
		// Persian and Urdu divide words by it; Indic scripts choose between the
		// forms of a conjunct by it, behind a virama also at the end of a word.
		return joins(before) && (joins(after) || virama(before))
	case r >= 0xfe00 && r <= 0xfe0f:
		return unicode.In(before, unicode.So, unicode.Sm, unicode.Han) || before == 0x203c || before == 0x2049 || before == 0x3030 || before == 0x303d ||
			keycap(before) && after == 0x20e3 || unicode.In(before, unicode.Myanmar, unicode.Phags_Pa, unicode.Manichaean)
	case r >= 0xe0100 && r <= 0xe01ef:
		return unicode.Is(unicode.Han, before)
	case unicode.Is(unicode.Variation_Selector, r): // those of Mongolian
		return mongolian(before)
	case r == 0x180e: // its vowel separator
		return mongolian(before) && mongolian(after)
	}
	return false
}

// pictured reports whether a picture ends with the character.
func pictured(r rune) bool {
	return unicode.Is(unicode.So, r) || r >= 0x1f3fb && r <= 0x1f3ff || r == 0xfe0f
}

func keycap(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

func mongolian(r rune) bool { return unicode.Is(unicode.Mongolian, r) && unicode.IsLetter(r) }

// joins reports whether a character belongs to a script in which letters join or
// make conjuncts.
func joins(r rune) bool {
	if r >= 0x064b && r <= 0x0670 { // vowel signs of Arabic, which belong to several scripts
		return true
	}
	return unicode.In(r, unicode.L, unicode.M) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Common, unicode.Inherited)
}

// virama reports whether a mark kills the vowel of its letter (canonical
// combining class 9).
func virama(r rune) bool {
	var b [utf8.UTFMax]byte
	return norm.NFC.Properties(b[:utf8.EncodeRune(b[:], r)]).CCC() == 9
}

var negative = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// Tame is Plain for a cell of a table that is handed on: no spreadsheet takes it
// for a formula. A negative number is none, and stays one.
func Tame(text string) string {
	text = Plain(text)
	if negative.MatchString(text) {
		return text
	}
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
