package term

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// What frames are made of: text, and the columns it takes.
var texts = []struct {
	text  string
	width int
}{
	{"a", 1}, {"Z", 1}, {"é", 1}, {"e\u0301", 1}, {"│", 1}, {"█", 1}, {"…", 1}, {"ж", 1},
	{"日", 2}, {"本", 2}, {"か", 2}, {"한", 2}, {"日\u0301", 2}, {"a\u0301\u0323", 1},
	{"😀", 2}, {"👩‍🚀", 2}, {"🇨🇭", 2}, {"❤️", 2}, {"👍🏽", 2}, {"☃", 1}, {"\ue0b0", 1}, {"ก", 1}, {"1\ufe0f\u20e3", 2}, {"Aः", 1}, {"☁\ufe0f", 2}, {"नि", 1},
}

// What frames may contain without it being shown.
var noise = []string{
	"\x00", "\x07", "\b", "\t", "\r", "\v", "\x7f", "\x1b\x01", "\x1b[2J", "\x1b[H", "\x1b[?1049l", "\x1b[6n", "\x1b[>1m", "\x1b[1 m",
	"\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x1bP1$r\x1b\\", "\x1b_x\x1b\\", "\x1bc", "\x1b(0", "\x1b[1;2\x01", "\x1b[\x01",
	"\u200b", "\u202e", "\u2066", "\u0085", "\u009b", "\ufeff", "\u2028", "\u200e", "\x1b[8m", "\x1b[58;5;3m", "\x1b[58:2::1:2:3m", "\x1b[99m",
}

// picture is a frame and what it ought to look like.
type picture struct {
	frame string
	want  [][]glyph
}

func drawStyle(t *rapid.T) style {
	c := rapid.OneOf(
		rapid.Just(colour(0)),
		rapid.Map(rapid.IntRange(0, 15), func(n int) colour { return kindBasic | colour(n) }),
		rapid.Map(rapid.IntRange(0, 255), func(n int) colour { return kindPalette | colour(n) }),
		rapid.Map(rapid.IntRange(0, 1<<24-1), func(n int) colour { return kindTrue | colour(n) }),
	)
	s := style{attr: rapid.SampledFrom([]uint8{0, 0, bold, bold | faint, underline, reverse, italic | strike, 0x7f}).Draw(t, "attr")}
	if rapid.Bool().Draw(t, "coloured") {
		s.fg, s.bg = c.Draw(t, "fg"), c.Draw(t, "bg")
	}
	return s
}

// write gives one of several ways to say that a style follows.
func write(t *rapid.T, from, to style) string {
	b := string(appendChange(nil, from, to))
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		b = "\x1b[0m" + string(appendChange(nil, style{}, to))
	case 1:
		b = strings.NewReplacer("38;5;", "38:5:", "48;5;", "48:5:").Replace(b)
	case 2:
		b = "\x1b[m" + strings.Replace(string(appendChange(nil, style{}, to)), "\x1b[", "\x1b[0;", 1)
		b = strings.Replace(b, "0;m", "0m", 1)
	}
	return b
}

// drawPicture makes a frame together with the cells it stands for. Lines of
// the last picture are taken over often, whole or with a change, since that is
// what frames are like.
func drawPicture(t *rapid.T, w, h int, last *picture, pool []style) picture {
	var p picture
	var b strings.Builder
	var pen style
	n := h + rapid.IntRange(-1, 2).Draw(t, "lines too many")
	var lastLines []string
	if last != nil {
		lastLines = strings.Split(last.frame, "\n")
	}
	for y := range max(n, 0) {
		if y > 0 {
			b.WriteByte('\n')
		}
		if y < len(lastLines) && y < h && len(last.want) > y && len(last.want[y]) == w && rapid.IntRange(0, 2).Draw(t, "keep") > 0 {
			// A line that begins with a reset means the same anywhere.
			if strings.HasPrefix(lastLines[y], "\x1b[m") && strings.HasSuffix(lastLines[y], "\x1b[m") {
				b.WriteString(lastLines[y])
				p.want = append(p.want, last.want[y])
				pen = style{}
				continue
			}
		}
		own := rapid.Bool().Draw(t, "own styles")
		if own {
			b.WriteString("\x1b[m")
			pen = style{}
		}
		row := drawLine(t, &b, w, &pen, pool)
		if own {
			b.WriteString("\x1b[m")
			pen = style{}
		}
		if y < h {
			p.want = append(p.want, row)
		}
	}
	for len(p.want) < h {
		p.want = append(p.want, blankRow(w))
	}
	p.frame = b.String()
	return p
}

func blankRow(w int) []glyph {
	row := make([]glyph, w)
	for x := range row {
		row[x].text = " "
	}
	return row
}

func drawLine(t *rapid.T, b *strings.Builder, w int, pen *style, pool []style) []glyph {
	row := blankRow(w)
	x := 0
	for x < w+2 {
		switch rapid.IntRange(0, 11).Draw(t, "piece") {
		case 0:
			return row
		case 1:
			b.WriteString(rapid.SampledFrom(noise).Draw(t, "noise"))
		case 2, 3:
			s := rapid.SampledFrom(pool).Draw(t, "style")
			b.WriteString(write(t, *pen, s))
			*pen = s
		case 4, 5:
			n := rapid.IntRange(1, 12).Draw(t, "blanks")
			b.WriteString(strings.Repeat(" ", n))
			for range n {
				x = place(row, x, " ", 1, *pen)
			}
		case 6, 7, 8:
			for _, c := range rapid.StringMatching(`[a-c]{1,6}`).Draw(t, "word") {
				b.WriteRune(c)
				x = place(row, x, string(c), 1, *pen)
			}
		default:
			c := rapid.SampledFrom(texts).Draw(t, "text")
			b.WriteString(c.text)
			x = place(row, x, c.text, c.width, *pen)
		}
	}
	return row
}

func place(row []glyph, x int, text string, w int, s style) int {
	switch {
	case x >= len(row):
	case x+w > len(row):
		row[x] = glyph{" ", s}
	default:
		row[x] = glyph{text, s}
		if w == 2 {
			row[x+1] = glyph{"", s}
		}
	}
	return x + w
}

// Whatever frames follow one another, on whatever sizes, the terminal shows
// the last one; and what a painter that has drawn nothing else would show.
func TestPaintShowsTheFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 30).Draw(t, "width"), rapid.IntRange(1, 6).Draw(t, "height")
		pool := append(rapid.SliceOfN(rapid.Custom(drawStyle), 1, 4).Draw(t, "styles"), style{})
		v := newVT(t, w, h)
		p := NewPainter(v, w, h)
		p.Enter()
		var last *picture
		for range rapid.IntRange(1, 6).Draw(t, "frames") {
			switch rapid.IntRange(0, 9).Draw(t, "before") {
			case 0:
				w, h = rapid.IntRange(1, 30).Draw(t, "width"), rapid.IntRange(1, 6).Draw(t, "height")
				v.resize(w, h)
				p.Resize(w, h)
				last = nil
			case 1:
				p.SetCursor(rapid.IntRange(0, w).Draw(t, "x"), rapid.IntRange(0, h).Draw(t, "y"), true)
			case 2:
				p.Invalidate()
			}
			pic := drawPicture(t, w, h, last, pool)
			last = &pic
			if err := p.Paint(pic.frame); err != nil {
				t.Fatal(err)
			}
			if err := v.same(pic.want); err != nil {
				t.Fatalf("%v\nframe %q", err, pic.frame)
			}
			fresh := newVT(t, w, h)
			fresh.autowrap = false
			if err := NewPainter(fresh, w, h).Paint(pic.frame); err != nil {
				t.Fatal(err)
			}
			if err := v.same(fresh.grid); err != nil {
				t.Fatalf("against a full repaint: %v", err)
			}
			if p.shown != v.cursor || p.shown != (p.cursor && p.cursorAt[0] < w && p.cursorAt[1] < h) {
				t.Fatalf("cursor shown: %v", v.cursor)
			}
			if p.shown && (v.x != p.cursorAt[0] || v.y != p.cursorAt[1]) {
				t.Fatalf("cursor at %d,%d, wanted at %v", v.x, v.y, p.cursorAt)
			}
			if got := sent(p, pic.frame); got != "" {
				t.Fatalf("the same frame again sent %q", got)
			}
		}
	})
}

// On a terminal that disagrees about the width of emoji, everything else is
// still in its place.
func TestPaintSurvivesDisagreement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const w, h = 24, 3
		pool := []style{{}, {fg: kindBasic | 1}, {bg: kindBasic | 2}}
		v := newVT(t, w, h)
		v.narrow = true
		p := NewPainter(v, w, h)
		p.Enter()
		var last *picture
		for range 4 {
			pic := drawPicture(t, w, h, last, pool)
			last = &pic
			if err := p.Paint(pic.frame); err != nil {
				t.Fatal(err)
			}
			for y, row := range pic.want {
				for x, want := range row {
					if want.text == "" && doubtful(row[x-1].text) {
						want.text = " " // the half it doesn't know of
					}
					if got := v.grid[y][x]; got.looks() != want.looks() {
						t.Fatalf("line %d, column %d: %+v on the screen, %+v in the frame", y, x, got, want)
					}
				}
			}
		}
	})
}

// sent returns what a frame makes p send.
func sent(p *Painter, frame string) string {
	var b bytes.Buffer
	w := p.w
	p.w = &b
	_ = p.Paint(frame)
	p.w = w
	return b.String()
}

func TestPaintBytes(t *testing.T) {
	const w, h = 40, 5
	tests := []struct {
		name, before, after, want string
	}{
		{"nothing changed", "abc", "abc", ""},
		{"a letter", "abc\ndef", "abc\ndxf", "\x1b[2;2Hx"},
		{"a short gap is written again", "abcdef", "Xbcdef\x1b[0mY", "\x1b[HX\x1b[5CY"},
		{"a gap of one", "abcdef", "XbYdef", "\x1b[HXbY"},
		{"a long end is erased", "abcdefghi", "ab", "\x1b[1;3H\x1b[K"},
		{"a short end is written", "abcd", "ab", "\x1b[1;3H  "},
		{"a long hole", "a" + strings.Repeat("b", 20) + "c", "a" + strings.Repeat(" ", 20) + "c", "\x1b[1;2H\x1b[20X"},
		{"a style", "one two", "one \x1b[1mtwo\x1b[m", "\x1b[1;5H\x1b[1mtwo"},
		{"a space keeps the style", "\x1b[31ma b\x1b[m", "\x1b[31mx y\x1b[m", "\x1b[H\x1b[31mx y"},
		{"the next line", "a\nb", "x\ny", "\x1b[Hx\r\ny"},
		{"a mark moves down", ">a\n b\n c", " a\n>b\n c", "\x1b[H \r\n>"},
		{"all attributes and a colour", "\x1b[1;4;7;38;5;200mab\x1b[m", "\x1b[1;4;7;38;5;200ma\x1b[27mb\x1b[m", "\x1b[1;2H\x1b[1;4;38;5;200mb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := newVT(t, w, h)
			p := NewPainter(v, w, h)
			v.autowrap = false
			_ = p.Paint(tt.before)
			// From a known place and style, as after a longer frame.
			p.x, p.y = nowhere, nowhere
			p.setStyle(0)
			p.buf = nil
			if got := sent(p, tt.after); got != tt.want {
				t.Errorf("sent %q, wanted %q", got, tt.want)
			}
		})
	}
}

// A frame that doesn't fit is cut, not wrapped or scrolled.
func TestPaintClips(t *testing.T) {
	v := newVT(t, 5, 2)
	p := NewPainter(v, 5, 2)
	p.Enter()
	_ = p.Paint("ab日本\n12345678\nthree")
	if got, want := plain(t, v), []string{"ab日", "12345"}; !slices.Equal(got, want) {
		t.Errorf("%q, wanted %q", got, want)
	}
}

func TestEnterLeaveCopy(t *testing.T) {
	v := newVT(t, 10, 2)
	p := NewPainter(v, 10, 2)
	p.Enter()
	_ = p.Paint("x")
	if !v.alt || v.cursor || v.autowrap || !v.paste {
		t.Errorf("entered: %+v", v)
	}
	_ = p.Copy("héllo")
	if v.clipboard != "aMOpbGxv" {
		t.Errorf("clipboard %q", v.clipboard)
	}
	p.SetCursor(3, 1, true)
	_ = p.Paint("x")
	if !v.cursor || v.x != 3 || v.y != 1 {
		t.Errorf("cursor %v at %d,%d", v.cursor, v.x, v.y)
	}
	_ = p.Leave()
	if v.alt || !v.cursor || !v.autowrap || v.paste || v.pen != (style{}) {
		t.Errorf("left: %+v", v)
	}
	if err := p.Leave(); err != nil {
		t.Error(err)
	}
	p.Enter()
	_ = p.Paint("again")
	if got := plain(t, v); got[0] != "again" || !v.alt {
		t.Errorf("entered again: %q", got)
	}
}

// A cursor put into the middle of a wide character is no place to write from.
func TestCursorInsideWideCharacter(t *testing.T) {
	v := newVT(t, 10, 1)
	p := NewPainter(v, 10, 1)
	p.SetCursor(1, 0, true)
	v.autowrap = false
	_ = p.Paint("日本ab")
	_ = p.Paint("日本Xb")
	if got := plain(t, v); got[0] != "日本Xb" {
		t.Errorf("%q", got)
	}
}

// The tables don't grow for ever, and emptying them loses nothing.
func TestTablesAreBounded(t *testing.T) {
	v := newVT(t, 40, 10)
	p := NewPainter(v, 40, 10)
	p.Enter()
	for i := range 60 {
		var b strings.Builder
		for k := range 400 {
			if k > 0 && k%40 == 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "\x1b[38;2;%d;%d;7mx", i, k%256)
		}
		_ = p.Paint(b.String())
		if g := v.grid[9][39]; g.style.fg != kindTrue|colour(i<<16|(399%256)<<8|7) {
			t.Fatalf("frame %d: %+v", i, g)
		}
	}
	if n := len(p.styles.list); n > maxTable+400 {
		t.Errorf("%d styles", n)
	}
}

// The widths taken for granted are those of x/ansi, with which lipgloss lays
// the frame out.
func TestSimpleWidths(t *testing.T) {
	for r := rune(0x80); r < 0x20000; r++ {
		w := simple(r)
		if w == 0 {
			continue
		}
		if got := ansi.StringWidth(string(r)); got != w {
			t.Errorf("%U: %d, x/ansi says %d", r, w, got)
		}
		for _, after := range "a│é日か" {
			if text, _ := ansi.FirstGraphemeCluster(string(r)+string(after), ansi.GraphemeWidth); text != string(r) {
				t.Errorf("%U joins %q", r, after)
			}
		}
	}
}

// FuzzParse feeds the parser anything. Every character that reaches the
// terminal goes through the model, which fails on what isn't harmless.
func FuzzParse(f *testing.F) {
	for _, n := range noise {
		f.Add("a"+n+"日b\n"+n, "\x1b[1;38;2;1;2;3mb\x1b[m"+n)
	}
	f.Add("\xcb\ua9be", "\xb1\u1aeb")
	f.Add("", "\u1112\x1b[1m\u1112\x1b[m\u1161\u0d4e\x1b[mж") // join only when sent
	f.Add("\x1b[38;2m\x1b[38:2:::::::m\x1b[48;5;999mx\x1b[4:3;4:0m", "\xff\xc3\x9b\x9b31m")
	f.Fuzz(func(t *testing.T, a, b string) {
		const w, h = 12, 3
		v := newVT(t, w, h)
		p := NewPainter(v, w, h)
		p.Enter()
		for _, frame := range []string{a, b, a} {
			if err := p.Paint(frame); err != nil {
				t.Fatal(err)
			}
			fresh := newVT(t, w, h)
			fresh.autowrap = false
			_ = NewPainter(fresh, w, h).Paint(frame)
			if err := v.same(fresh.grid); err != nil {
				t.Fatal(err)
			}
		}
	})
}
