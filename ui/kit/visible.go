package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"fairway/model/glyph"
)

// Visible replaces what a terminal would act upon, or show nothing for, with
// something a person can see: control characters by their pictures (␛ for
// escape), line breaks by ␤, a tab by a space, direction marks and broken
// bytes by �. So is what shows nothing where no script needs it (see
// model/glyph). An accent without a letter before it gets a circle to stand on. What
// remains is text whose width x/ansi, the painter and terminals agree on.
func Visible(s string) string {
	if plain(s) {
		return s
	}
	s = glyph.Mark(s)
	var b strings.Builder
	b.Grow(len(s))
	letter := false // something an accent can stand on comes before
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		before := letter
		letter = false
		switch {
		case r >= ' ' && r <= '~':
			b.WriteByte(s[0])
			s = s[1:]
			letter = r != ' '
			continue
		case r == '\t':
			b.WriteByte(' ')
			s = s[n:]
			continue
		case r == '\n':
			b.WriteString("␤")
			s = s[n:]
			continue
		case r < ' ':
			b.WriteRune(0x2400 + r)
			s = s[n:]
			continue
		case r == 0x7f:
			b.WriteRune(0x2421)
			s = s[n:]
			continue
		case r >= 0x1f3fb && r <= 0x1f3ff: // a shade of skin without a hand: it would shade whatever comes before
			b.WriteRune(utf8.RuneError)
			s = s[n:]
			continue
		case r == utf8.RuneError && n == 1, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			b.WriteRune(utf8.RuneError)
			s = s[n:]
			continue
		}
		cluster, w := next(s)
		s = s[len(cluster):]
		cluster = tame(cluster)
		letter = true
		if mark := joins(r); w == 0 || mark { // some accents count as wide by themselves
			if !before {
				b.WriteString("◌")
			}
			if mark {
				b.WriteString(cluster)
			}
			continue
		}
		b.WriteString(cluster)
	}
	return b.String()
}

// joins reports whether a character belongs to whatever stands before it: an
// accent or a sign of a vowel, also where it counts as wide by itself. It goes
// by the tables of x/ansi, which know more of them than those of package
// unicode: the marks of halfwidth kana are letters by their class, and those of
// new scripts are unknown there.
func joins(r rune) bool {
	if r < 0x300 || r >= 0x2010 && r <= 0x2027 || r >= 0x2190 && r <= 0x259f || r >= 0x3041 && r <= 0x3096 || r >= 0x4e00 && r <= 0x9fff {
		return false // what most text is made of
	}
	cluster, _ := ansi.FirstGraphemeCluster("x"+string(r), ansi.GraphemeWidth)
	return len(cluster) > 1
}

// tame keeps a cluster of many accents from growing over the lines around it,
// and direction marks from hiding in one.
func tame(cluster string) string {
	if len(cluster) <= 4 {
		if r, n := utf8.DecodeRuneInString(cluster); n == len(cluster) || !bidi(cluster[n:]) && r != utf8.RuneError {
			return cluster
		}
	}
	var b strings.Builder
	for i, r := range cluster {
		if i > 0 && (b.Len() > 24 || isBidi(r) || r == utf8.RuneError) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func bidi(s string) bool { return strings.ContainsFunc(s, isBidi) }

func isBidi(r rune) bool {
	return r == 0x61c || r >= 0x200e && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Plain turns a finished frame into ASCII, cell by cell: what has a plain twin
// becomes that (é to e, – to -), all else a question mark per cell. Escape
// sequences stay.
func Plain(frame string) string {
	i := strings.IndexFunc(frame, func(r rune) bool { return r >= utf8.RuneSelf })
	if i < 0 {
		return frame
	}
	i = strings.LastIndexByte(frame[:i], '\n') + 1
	var b strings.Builder
	b.Grow(len(frame))
	b.WriteString(frame[:i])
	for s := frame[i:]; s != ""; {
		if s[0] == 0x1b { // the end of a sequence is no letter for a mark to stand on
			n := strings.IndexByte(s, 'm') + 1
			if n == 0 {
				n = len(s)
			}
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		cluster, w := next(s)
		s = s[len(cluster):]
		r, _ := utf8.DecodeRuneInString(cluster)
		switch twin := twins[r]; {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case twin != 0 && w == 1:
			b.WriteByte(twin)
		default:
			b.WriteString(strings.Repeat("?", w))
		}
	}
	return b.String()
}

// twins are the plain looks of characters, one cell each.
var twins = func() map[rune]byte {
	m := map[rune]byte{}
	for plain, list := range map[byte]string{
		'A': "ÀÁÂÃÄÅĀĂĄ", 'C': "ÇĆČ", 'D': "ĎĐÐ", 'E': "ÈÉÊËĒĘĚ", 'G': "ĞĢ", 'I': "ÌÍÎÏĪİ", 'L': "ĹĽŁ", 'N': "ÑŃŇ",
		'O': "ÒÓÔÕÖØŌŐ", 'R': "ŔŘ", 'S': "ŚŞŠ", 'T': "ŢŤ", 'U': "ÙÚÛÜŪŮŰ", 'Y': "ÝŸ", 'Z': "ŹŻŽ",
		'a': "àáâãäåāăą", 'c': "çćč", 'd': "ďđð", 'e': "èéêëēęě", 'g': "ğģ", 'i': "ìíîïīı", 'l': "ĺľł", 'n': "ñńň",
		'o': "òóôõöøōő", 'r': "ŕř", 's': "śşšß", 't': "ţť", 'u': "ùúûüūůű", 'y': "ýÿ", 'z': "źżž",
		'-': "–—‐‑−─━", '\'': "‘’‚", '"': "“”„", '.': "…", '*': "•●", '|': "│▕·", '>': "→▸≥", '<': "←≤", '^': "↑▲",
		'v': "↓", '+': "┌┐└┘✓", 'x': "×✗", '#': "▒", ':': "░", ' ': "\u00a0", '?': "�", '=': "◆",
	} {
		for _, r := range list {
			m[r] = plain
		}
	}
	return m
}()
