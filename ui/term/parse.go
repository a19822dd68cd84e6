package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// parseLine fills row with the cells of one line of a frame and returns the
// style the next line starts in. It reads whatever it is given: text beyond
// the width is left out, a missing rest is blank, and every control character
// and escape sequence but the one that sets styles is dropped, so that nothing
// a user has typed or imported ever reaches the terminal as a command.
func (p *Painter) parseLine(row []cell, line string, pen style) style {
	var (
		x    int    // the next column
		prev = -1   // where the last character starts, for accents that follow
		st   uint16 // the number of pen
		bare uint16 // the same for a space
		set  = func() {
			st = p.styles.number(pen)
			bare = p.styles.list[st].onBlank
		}
	)
	set()
	put := func(ch int32, w int, flags uint8) {
		if x >= len(row) {
			prev = -1
			return
		}
		if x+w > len(row) {
			// Half of a wide character: the column stays blank.
			row[x] = cell{ch: ' ', style: bare, width: 1}
			x, prev = len(row), -1
			return
		}
		row[x] = cell{ch: ch, style: st, width: uint8(w), flags: flags}
		if w == 2 {
			row[x+1] = cell{ch: noChar, style: st}
		}
		prev = x
		x += w
	}
	// joined is an ASCII character that is not alone: a mark follows that belongs
	// to it, whether or not the mark has a width of its own.
	joined := func(i int) (text string, w int) {
		if i+1 < len(line) && line[i+1] >= utf8.RuneSelf && !standsAlone(line[i+1:]) {
			if text, w = ansi.FirstGraphemeCluster(line[i:], ansi.GraphemeWidth); len(text) > 1 {
				return text, w
			}
		}
		return "", 0
	}
	for i := 0; i < len(line); {
		c := line[i]
		if c >= ' ' && c < 0x7f {
			if text, w := joined(i); text != "" {
				ch, flags, _ := p.classify(text, 1, rune(c), w)
				put(ch, min(w, 2), flags)
				i += len(text)
				continue
			}
		}
		switch {
		case c == ' ':
			if x < len(row) {
				row[x] = cell{ch: ' ', style: bare, width: 1}
				prev = x
				x++
			} else {
				prev = -1
			}
			i++
		case c > ' ' && c < 0x7f:
			for first := i; i < len(line) && line[i] > ' ' && line[i] < 0x7f; i++ {
				if i > first {
					if text, _ := joined(i); text != "" {
						break
					}
				}
				if x < len(row) {
					row[x] = cell{ch: int32(line[i]), style: st, width: 1}
				}
				x++
			}
			// What is beyond the edge takes no accents.
			if prev = x - 1; x > len(row) {
				x, prev = len(row), -1
			}
		case c == 0x1b:
			params, n, sgr := sequence(line[i:])
			i += n
			if sgr {
				pen = applySGR(pen, params)
				set()
			}
		case c < ' ' || c == 0x7f:
			i++
		default:
			if x >= len(row) && prev < 0 {
				// Nothing more fits, not even an accent; only styles still
				// count.
				n := strings.IndexByte(line[i:], 0x1b)
				if n < 0 {
					n = len(line) - i
				}
				i += n
				continue
			}
			r, n := utf8.DecodeRuneInString(line[i:])
			if w := simple(r); w > 0 && standsAlone(line[i+n:]) {
				put(r, w, 0)
				i += n
				continue
			}
			if r == utf8.RuneError && n == 1 {
				put(utf8.RuneError, 1, 0)
				i++
				continue
			}
			text, w := ansi.FirstGraphemeCluster(line[i:], ansi.GraphemeWidth)
			i += max(len(text), 1)
			ch, flags, kind := p.classify(text, n, r, w)
			switch kind {
			case character:
				put(ch, min(w, 2), flags)
			case accent:
				if prev >= 0 {
					p.attach(&row[prev], text)
				}
			}
		}
	}
	for ; x < len(row); x++ {
		row[x] = blank
	}
	return pen
}

type textKind int

const (
	nothing   textKind = iota // not to be shown
	character                 // takes one or two columns
	accent                    // joins the character before it
)

// classify decides about one grapheme cluster whose first rune r takes n bytes
// and whose width is w.
func (p *Painter) classify(text string, n int, r rune, w int) (ch int32, flags uint8, kind textKind) {
	if w == 0 {
		for _, r := range text {
			if !unicode.Is(unicode.M, r) {
				// Zero width spaces, marks of direction, separators: without
				// a picture of their own, and some of them turn the text
				// around them about.
				return 0, 0, nothing
			}
		}
		return 0, 0, accent
	}
	if len(text) == n {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return 0, 0, nothing
		}
		if unsure(r) {
			flags = uncertain
		}
		return r, flags, character
	}
	if len(text) > maxCluster || !utf8.ValidString(text) {
		return utf8.RuneError, uncertain, character
	}
	return p.clusters.number(text), doubt(text), character
}

// attach adds accents to a character already in its cell.
func (p *Painter) attach(c *cell, marks string) {
	var text string
	if c.ch < 0 {
		text = p.clusters.of(c.ch)
	} else {
		text = string(c.ch)
	}
	if len(text)+len(marks) > maxCluster {
		return
	}
	text += marks
	c.ch = p.clusters.number(text)
	c.flags |= doubt(text)
}

// doubt tells whether terminals may disagree about the width of a cluster.
// They agree about a letter with accents.
func doubt(text string) uint8 {
	first := true
	for _, r := range text {
		if first && simple(r) == 0 && (r < ' ' || r > '~') || !first && (r < 0x300 || r > 0x36f) {
			return uncertain
		}
		first = false
	}
	return 0
}

// unsure tells whether a character alone in its cell is one that terminals
// disagree about, or one that would join its neighbour in the terminal although
// it didn't in the frame, where a change of style stood between them: marks
// with a width, the parts of Korean syllables, and what comes before a letter
// in some Indic scripts.
func unsure(r rune) bool {
	switch {
	case r >= 0x1f000,
		r >= 0x1100 && r <= 0x11ff, r >= 0xa960 && r <= 0xa97f, r >= 0xd7b0 && r <= 0xd7ff:
		return true
	case r >= 0xac00 && r <= 0xd7a3: // whole syllables
		return false
	}
	// Not by the tables of package unicode, which are of another version.
	var b [8]byte
	t := utf8.AppendRune(append(b[:0], 'x'), r)
	t = append(t, 'x')
	before, _ := ansi.FirstGraphemeCluster(t, ansi.GraphemeWidth)
	after, _ := ansi.FirstGraphemeCluster(t[1:], ansi.GraphemeWidth)
	return len(before) > 1 || len(after) > len(t)-2
}

// simple returns the width of the common characters that never join another
// one, and 0 for all the rest. It spares them the search for the end of a
// cluster, which is most of the time spent on a line of box drawing. A test
// compares it with the widths of x/ansi, rune for rune.
func simple(r rune) int {
	switch {
	case r < 0xa0:
		return 0
	case r < 0x300:
		if r == 0xad || r == 0xa9 || r == 0xae {
			return 0
		}
		return 1
	case r >= 0x400 && r < 0x483: // Cyrillic
		return 1
	case r >= 0x2010 && r <= 0x2027: // dashes, quotes, bullet, ellipsis
		return 1
	case r >= 0x2190 && r <= 0x2193: // arrows
		return 1
	case r >= 0x2500 && r <= 0x259f: // boxes and blocks
		return 1
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3041 && r <= 0x3096, r >= 0x30a1 && r <= 0x30fa: // Han, kana
		return 2
	}
	return 0
}

// standsAlone tells whether what follows a simple character can't belong to it.
func standsAlone(rest string) bool {
	if rest == "" || rest[0] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return simple(r) > 0
}

// sequence returns the length of the escape sequence at the start of s, which
// begins with ESC, and its parameters if it is one that sets styles.
func sequence(s string) (params string, n int, sgr bool) {
	if len(s) < 2 {
		return "", len(s), false
	}
	switch c := s[1]; {
	case c == '[':
		i := 2
		for i < len(s) && s[i] >= 0x20 && s[i] <= 0x3f {
			i++
		}
		if i == len(s) {
			return "", i, false
		}
		if s[i] < 0x40 || s[i] > 0x7e {
			return "", i, false // broken off; what broke it is read again
		}
		if s[i] != 'm' {
			return "", i + 1, false
		}
		params = s[2:i]
		for k := range len(params) {
			if c := params[k]; c > ';' || c < '0' {
				return "", i + 1, false // private, or with intermediates
			}
		}
		return params, i + 1, true
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_':
		// A string: up to BEL or ESC \, or broken off by CAN, SUB or another
		// escape.
		for i := 2; i < len(s); i++ {
			switch s[i] {
			case 0x07, 0x18, 0x1a:
				return "", i + 1, false
			case 0x1b:
				if i+1 < len(s) && s[i+1] == '\\' {
					return "", i + 2, false
				}
				return "", i, false
			}
		}
		return "", len(s), false
	case c >= 0x20 && c < 0x7f:
		i := 1
		for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2f {
			i++
		}
		if i < len(s) && s[i] >= 0x30 && s[i] < 0x7f {
			i++
		}
		return "", i, false
	}
	return "", 1, false
}
