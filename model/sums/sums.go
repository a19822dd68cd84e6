// Package sums reads and writes lists of SHA-256 digests as sha256sum prints them: what a
// pipeline leaves beside what it built.
package sums

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Sum is one line of a list.
type Sum struct {
	SHA256 string // hex, small letters
	Name   string // of the file; "" where none was given, or it was piped
}

// Wrong says what is wrong with a line, counted from 1.
type Wrong struct {
	Line int
	Text string
}

func (w *Wrong) Error() string { return fmt.Sprintf("line %d: %s", w.Line, w.Text) }

// mark is that of UTF-8 at the beginning of a file.
const mark = "\uFEFF"

// Parse reads a list: the form of GNU sha256sum (text or binary, names escaped or not), its
// tagged form, which the BSDs print, and bare digests. Empty lines and comments (#) are
// passed over, as sha256sum does. Other digests are refused, and so are lists that another
// tool would read otherwise.
func Parse(text string) ([]Sum, error) {
	text = strings.TrimPrefix(text, mark)
	switch {
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		return nil, &Wrong{1, "it is written in UTF-16: write it as UTF-8"}
	case !utf8.ValidString(text):
		return nil, &Wrong{1 + strings.Count(text[:firstBad(text)], "\n"), "it is not written in UTF-8"}
	}
	var out []Sum
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.ContainsRune(line, 0) {
			return nil, &Wrong{i + 1, "its lines end with a null character: write one line for each file"}
		}
		s, wrong := parse(line)
		if wrong != "" {
			return nil, &Wrong{i + 1, wrong}
		}
		out = append(out, s)
	}
	return out, nil
}

// firstBad is where a text stops to be UTF-8.
func firstBad(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
				return i
			}
		}
	}
	return len(text)
}

func parse(line string) (Sum, string) {
	escaped := strings.HasPrefix(line, `\`)
	rest := strings.TrimLeft(strings.TrimPrefix(line, `\`), " \t")
	if s, tagged, wrong := tag(rest, escaped); tagged {
		return s, wrong
	}
	at := strings.IndexAny(rest, " \t")
	if at < 0 {
		at = len(rest)
	}
	digest, name := rest[:at], rest[at:]
	if wrong := check(digest); wrong != "" {
		return Sum{}, wrong
	}
	// A blank, and then a blank or what says that it was read as a binary file.
	if len(name) > 1 && (name[1] == ' ' || name[1] == '*') {
		name = name[2:]
	} else if name != "" {
		name = name[1:]
	}
	name, wrong := unescape(name, escaped)
	return Sum{strings.ToLower(digest), name}, wrong
}

// tag reads the tagged form: SHA256 (name) = digest.
func tag(line string, escaped bool) (s Sum, tagged bool, wrong string) {
	algorithm, rest, ok := strings.Cut(line, "(")
	at := strings.LastIndex(rest, ")")
	if !ok || at < 0 || hexOnly(strings.TrimSpace(algorithm)) {
		return Sum{}, false, ""
	}
	name, digest, equals := rest[:at], strings.TrimSpace(rest[at+1:]), false
	if digest, equals = strings.CutPrefix(digest, "="); !equals {
		return Sum{}, false, ""
	}
	switch word := strings.TrimSpace(algorithm); {
	case strings.EqualFold(word, "SHA2-256"):
		return Sum{}, true, "this is what openssl prints, which sha256sum doesn't read: use openssl dgst -r, or sha256sum"
	case !strings.EqualFold(word, "SHA256"):
		return Sum{}, true, fmt.Sprintf("it is a digest of %s; the DML has SHA-256", word)
	case !strings.HasSuffix(algorithm, " "):
		return Sum{}, true, "this is what openssl prints, which sha256sum doesn't read: use openssl dgst -r, or sha256sum"
	}
	digest = strings.TrimSpace(digest)
	if wrong := check(digest); wrong != "" {
		return Sum{}, true, wrong
	}
	name, wrong = unescape(name, escaped)
	return Sum{strings.ToLower(digest), name}, true, wrong
}

// lengths are those of other digests, in hexadecimal digits.
var lengths = map[int]string{32: "MD5", 40: "SHA-1", 56: "SHA-224", 96: "SHA-384", 128: "SHA-512"}

func check(digest string) string {
	if sum, err := hex.DecodeString(digest); err == nil && len(sum) == 32 {
		return ""
	}
	shown := digest
	if r := []rune(shown); len(r) > 20 {
		shown = string(r[:20]) + "…"
	}
	if other := lengths[len(digest)]; other != "" && hexOnly(digest) {
		return fmt.Sprintf("%q is as long as a digest of %s; the DML has SHA-256, of 64 hexadecimal digits", shown, other)
	}
	return fmt.Sprintf("%q is no SHA-256: that has 64 hexadecimal digits; write what sha256sum prints, one line for each file", shown)
}

func hexOnly(text string) bool {
	return text != "" && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

// unescape reads a name as sha256sum writes one with a line break or a backslash in it.
func unescape(name string, escaped bool) (string, string) {
	if name == "-" {
		return "", "" // it was piped
	}
	if !escaped {
		return name, ""
	}
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] != '\\' {
			b.WriteByte(name[i])
			continue
		}
		if i++; i == len(name) {
			return "", "its name ends in the middle of an escape"
		}
		switch name[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case '\\':
			b.WriteByte('\\')
		default:
			return "", fmt.Sprintf(`its name has \%c in it, which sha256sum never writes`, name[i])
		}
	}
	return b.String(), ""
}

// String is the line that sha256sum prints for it.
func (s Sum) String() string {
	name := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`).Replace(s.Name)
	switch {
	case s.Name == "":
		return s.SHA256
	case name != s.Name:
		return `\` + s.SHA256 + "  " + name
	}
	return s.SHA256 + "  " + name
}
