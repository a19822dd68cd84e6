package intake

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fairway/model/glyph"
)

// clip quotes a text for a message and cuts a long one.
func clip(s string, most int) string {
	runes := 0
	for i := range s {
		if runes == most {
			return strconv.Quote(s[:i] + "…")
		}
		runes++
	}
	return strconv.Quote(s)
}

// tidy makes a text fit for a field: ends trimmed, line breaks as LF or, in a
// field of one line, as spaces. What shows nothing or turns the text about is left
// out of a line, and what is over its limit is cut, both with a word.
func tidy(field, text string) (string, string) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	info := fields[field]
	if info.line && strings.ContainsAny(text, "\n\t") {
		text = strings.Join(strings.Fields(text), " ")
	}
	if info.line {
		if clean, n := glyph.Clean(text); n > 0 {
			_, r := glyph.Hidden(text)
			said := fmt.Sprintf("%s had %s in it, which was left out", field, glyph.Name(r))
			if n > 1 {
				said += fmt.Sprintf(" with %d more such", n-1)
			}
			text, cut := tidy(field, clean)
			if cut != "" {
				said += "; " + cut
			}
			return text, said
		}
	}
	if info.line && utf8.RuneCountInString(text) > MaxTitle {
		n := 0
		for i := range text {
			if n == MaxTitle {
				return strings.TrimSpace(text[:i]), fmt.Sprintf("%s is longer than %d characters and was cut", field, MaxTitle)
			}
			n++
		}
	}
	if len(text) > MaxText {
		cut := MaxText
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		return text[:cut], fmt.Sprintf("%s is longer than %d bytes and was cut", field, MaxText)
	}
	return text, ""
}

// stripEmoji takes pictures, and what joins and colours them, off the front.
func stripEmoji(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.So, r), unicode.Is(unicode.Sk, r) && r > 0x7f:
			return true
		case r == 0x200d, 0xfe00 <= r && r <= 0xfe0f, r == 0x20e3, 0xe0020 <= r && r <= 0xe007f:
			return true // joiner, variation selectors, keycap, tags
		}
		return false
	})
}

// joinKey puts the parts of a key together so that no two keys look the same.
func joinKey(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = strings.NewReplacer(`\`, `\\`, "/", `\/`).Replace(p)
	}
	return strings.Join(escaped, "/")
}

// firstBadByte gives the offset of the first byte that is not UTF-8, or -1.
func firstBadByte(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size <= 1 {
				return i
			}
		}
	}
	return -1
}
