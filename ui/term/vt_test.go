package term

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// vt is a terminal to paint on: what of one the painter makes use of, and a
// failure of the test for anything else.
type vt struct {
	t    interface{ Fatalf(string, ...any) }
	w, h int
	grid [][]glyph
	x, y int
	wrap bool // the last column was written, the cursor stands on it or behind it
	pen  style

	// narrow is a terminal that thinks emoji and joined characters one column
	// wide.
	narrow bool

	cursor, alt, autowrap, paste bool
	clipboard                    string
	sgrs                         int
}

// glyph is a column as the user sees it.
type glyph struct {
	text  string // "" behind a wide character
	style style
}

func newVT(t interface{ Fatalf(string, ...any) }, w, h int) *vt {
	v := &vt{t: t, w: w, h: h, autowrap: true, cursor: true}
	v.resize(w, h)
	return v
}

// resize leaves rubbish, as a real terminal may.
func (v *vt) resize(w, h int) {
	v.w, v.h = w, h
	v.grid = make([][]glyph, h)
	for y := range v.grid {
		v.grid[y] = make([]glyph, w)
		for x := range v.grid[y] {
			v.grid[y][x] = glyph{text: "#", style: style{attr: reverse}}
		}
	}
	v.x, v.y, v.wrap = min(v.x, max(w-1, 0)), min(v.y, max(h-1, 0)), false
}

func (v *vt) Write(b []byte) (int, error) {
	s := string(b)
	if !utf8.ValidString(s) {
		v.t.Fatalf("invalid UTF-8 sent: %q", s)
	}
	for s != "" {
		switch c := s[0]; {
		case c == 0x1b:
			s = v.escape(s)
		case c == '\r':
			v.x, v.wrap = 0, false
			s = s[1:]
		case c == '\n':
			if v.y == v.h-1 {
				v.t.Fatalf("scrolled")
			}
			v.y++
			v.wrap = false
			s = s[1:]
		case c == '\b':
			if v.wrap {
				v.t.Fatalf("relative movement from the edge")
			}
			v.x = max(v.x-1, 0)
			s = s[1:]
		case c < ' ' || c == 0x7f:
			v.t.Fatalf("control character %q sent", c)
		default:
			text, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			v.print(text, w)
			s = s[len(text):]
		}
	}
	return len(b), nil
}

func (v *vt) print(text string, w int) {
	if w == 0 {
		for _, r := range text {
			if !unicode.Is(unicode.M, r) {
				v.t.Fatalf("invisible character %q sent", text)
			}
		}
		x := v.x - 1
		if v.wrap {
			x = v.x
		}
		if x >= 0 && v.grid[v.y][x].text == "" {
			x--
		}
		if x < 0 {
			v.t.Fatalf("accent %q without a letter", text)
		}
		v.grid[v.y][x].text += text
		return
	}
	if v.narrow && doubtful(text) {
		w = 1
	}
	if v.wrap && v.autowrap {
		v.t.Fatalf("wrapped at the edge")
	}
	if v.wrap || v.x+w > v.w {
		v.t.Fatalf("%q written beyond the edge", text)
	}
	for i := range w {
		v.tear(v.x + i)
	}
	v.grid[v.y][v.x] = glyph{text, v.pen}
	if w == 2 {
		v.grid[v.y][v.x+1] = glyph{"", v.pen}
	}
	if v.x += w; v.x >= v.w {
		v.x, v.wrap = v.w-1, true
	}
}

func doubtful(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r >= 0x1f000 || strings.ContainsAny(text, "\u200d\ufe0f")
}

// tear blanks the other half of a wide character that is about to be
// overwritten.
func (v *vt) tear(x int) {
	row := v.grid[v.y]
	if row[x].text == "" && x > 0 {
		row[x-1].text = " "
	}
	if row[x].text != "" && x+1 < v.w && row[x+1].text == "" {
		row[x+1].text = " "
	}
	row[x].text = " "
}

func (v *vt) escape(s string) string {
	switch {
	case strings.HasPrefix(s, "\x1b]52;c;"):
		end := strings.IndexByte(s, '\a')
		v.clipboard = s[7:end]
		return s[end+1:]
	case strings.HasPrefix(s, "\x1b["):
	default:
		v.t.Fatalf("unknown sequence %q", s)
	}
	i := 2
	for s[i] < 0x40 {
		i++
	}
	params, final, rest := s[2:i], s[i], s[i+1:]
	arg := func(k, missing int) int {
		n := 0
		for _, p := range strings.Split(params, ";") {
			if k == 0 {
				_, _ = fmt.Sscan(p, &n)
			}
			k--
		}
		if n == 0 {
			return missing
		}
		return n
	}
	relative := strings.IndexByte("ABCDKX", final) >= 0
	if relative && v.wrap {
		v.t.Fatalf("%q from the edge, where terminals differ", s[:i+1])
	}
	if final != 'm' {
		v.wrap = false
	}
	if (final == 'K' || final == 'X' || final == 'J') && v.pen.attr&reverse != 0 {
		v.t.Fatalf("erased in reverse, where terminals differ")
	}
	void := glyph{" ", style{bg: v.pen.bg}}
	switch final {
	case 'A':
		v.y = max(v.y-arg(0, 1), 0)
	case 'B':
		v.y = min(v.y+arg(0, 1), v.h-1)
	case 'C':
		v.x = min(v.x+arg(0, 1), v.w-1)
	case 'D':
		v.x = max(v.x-arg(0, 1), 0)
	case 'G':
		v.x = min(arg(0, 1), v.w) - 1
	case 'H':
		v.y, v.x = min(arg(0, 1), v.h)-1, min(arg(1, 1), v.w)-1
	case 'K':
		v.tear(v.x)
		for x := v.x; x < v.w; x++ {
			v.grid[v.y][x] = void
		}
	case 'X':
		for x := v.x; x < min(v.x+arg(0, 1), v.w); x++ {
			v.tear(x)
			v.grid[v.y][x] = void
		}
	case 'J':
		for y := range v.grid {
			for x := range v.grid[y] {
				v.grid[y][x] = void
			}
		}
	case 'm':
		v.sgrs++
		v.pen = v.sgr(params)
	case 'h', 'l':
		switch params {
		case "?1049":
			v.alt = final == 'h'
			v.resize(v.w, v.h) // the other screen
			if !v.alt {
				v.x, v.y = 0, 0
			}
		case "?25":
			v.cursor = final == 'h'
		case "?7":
			v.autowrap = final == 'h'
		case "?2004":
			v.paste = final == 'h'
		default:
			v.t.Fatalf("unknown mode %q", params)
		}
	default:
		v.t.Fatalf("unknown sequence %q", s[:i+1])
	}
	return rest
}

// sgr is written a second time here, in a plainer way and for the forms the
// painter sends only, so that the two check each other.
func (v *vt) sgr(params string) style {
	s := v.pen
	var nums []int
	for _, p := range strings.Split(params, ";") {
		n := 0
		if p != "" {
			if _, err := fmt.Sscan(p, &n); err != nil {
				v.t.Fatalf("SGR %q: %v", params, err)
			}
		}
		nums = append(nums, n)
	}
	for len(nums) > 0 {
		n := nums[0]
		nums = nums[1:]
		if n == 38 || n == 48 {
			var c colour
			switch {
			case len(nums) >= 2 && nums[0] == 5:
				c, nums = kindPalette|colour(nums[1]), nums[2:]
			case len(nums) >= 4 && nums[0] == 2:
				c, nums = kindTrue|colour(nums[1]<<16|nums[2]<<8|nums[3]), nums[4:]
			default:
				v.t.Fatalf("SGR %q", params)
			}
			if n == 38 {
				s.fg = c
			} else {
				s.bg = c
			}
			continue
		}
		on := map[int]uint8{1: bold, 2: faint, 3: italic, 4: underline, 5: blink, 7: reverse, 9: strike}
		off := map[int]uint8{22: bold | faint, 23: italic, 24: underline, 25: blink, 27: reverse, 29: strike}
		switch {
		case n == 0:
			s = style{}
		case on[n] != 0:
			s.attr |= on[n]
		case off[n] != 0:
			s.attr &^= off[n]
		case n >= 30 && n < 38:
			s.fg = kindBasic | colour(n-30)
		case n >= 40 && n < 48:
			s.bg = kindBasic | colour(n-40)
		case n >= 90 && n < 98:
			s.fg = kindBasic | colour(n-82)
		case n >= 100 && n < 108:
			s.bg = kindBasic | colour(n-92)
		case n == 39:
			s.fg = 0
		case n == 49:
			s.bg = 0
		default:
			v.t.Fatalf("SGR %q", params)
		}
	}
	return s
}

// looks is what of a glyph can be seen: the style of a blank hardly.
func (g glyph) looks() glyph {
	if g.text == " " {
		g.style = g.style.onBlank()
	}
	return g
}

// same compares the screen with what it ought to show.
func (v *vt) same(want [][]glyph) error {
	for y := range v.h {
		for x := range v.w {
			if got, want := v.grid[y][x].looks(), want[y][x].looks(); got != want {
				return fmt.Errorf("line %d, column %d: %+v on the screen, %+v in the frame", y, x, got, want)
			}
		}
	}
	return nil
}

func (v *vt) String() string {
	var b strings.Builder
	for _, row := range v.grid {
		for _, g := range row {
			b.WriteString(g.text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func plain(t *testing.T, v *vt) []string {
	t.Helper()
	lines := strings.Split(strings.TrimRight(v.String(), " \n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}
