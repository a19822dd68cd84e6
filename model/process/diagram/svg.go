package diagram

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// The measures of an SVG, in pixels.
const (
	cellW, cellH = 8, 18
	svgCells     = 112 // in which it is laid out: a page of A4 in portrait
)

// SVG is the graph as a picture of its own, with nothing from elsewhere: colours
// are attributes, since what prints it may read no style sheet, and title and
// desc say it in words. Several may stand in one page: it has no ids.
func (g *Graph) SVG() string {
	pic, ok := Lay(g, svgCells, plain{})
	w, h := (pic.W+1)*cellW, (pic.H+1)*cellH
	if !ok {
		w, h = 8*cellW, cellH
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Helvetica, Arial, sans-serif" font-size="13">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", xmlText(g.Title), xmlText(g.Words()))
	fmt.Fprintf(&b, `<rect x="0" y="0" width="%d" height="%d" fill="#ffffff"/>`+"\n", w, h)
	for i := range pic.Lines {
		svgLine(&b, &pic.Lines[i], g.Ways[pic.Lines[i].Way].Kind)
	}
	for i := range pic.Boxes {
		svgBox(&b, g, &pic.Boxes[i])
	}
	for i := range pic.Lines {
		if l := &pic.Lines[i]; l.Label != "" {
			svgLabel(&b, l)
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// labelW is about how wide a character of a label is: narrower than a cell.
const labelW = 6

// svgLabel writes a label in the gap of its line, or beside it. The layout has room
// for it in cells, and letters are narrower: what is beside stands at the line's
// side, so that it is seen to which it belongs.
func svgLabel(b *strings.Builder, l *Line) {
	n := plain{}.Width(l.Label)
	left, y := px(Point{l.At.X, l.At.Y})
	middle := left - cellW/2 + n*cellW/2
	anchor := "middle"
	if beside, x := l.upright(n); beside {
		if x < l.At.X {
			anchor, middle = "start", (x+1)*cellW+7
		} else {
			anchor, middle = "end", (x+1)*cellW-7
		}
	} else {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#ffffff"/>`, middle-n*labelW/2-6, y-cellH/2, n*labelW+12, cellH-2)
	}
	svgText(b, middle, y+4, "#0b5e66", fmt.Sprintf(` text-anchor=%q font-size="12"`, anchor), l.Label)
}

// upright reports whether a label of n cells stands beside the line rather than in
// it, and at which column the line is there.
func (l *Line) upright(n int) (bool, int) {
	found, x := false, 0
	for i := 1; i < len(l.Points); i++ {
		a, z := l.Points[i-1], l.Points[i]
		switch {
		case a.Y == z.Y && a.Y == l.At.Y && min(a.X, z.X) <= l.At.X && max(a.X, z.X) >= l.At.X+n-1:
			return false, 0
		case a.X == z.X && min(a.Y, z.Y) <= l.At.Y && l.At.Y <= max(a.Y, z.Y) && (!found || abs(a.X-l.At.X) < abs(x-l.At.X)):
			found, x = true, a.X
		}
	}
	return found, x
}

func abs(n int) int { return max(n, -n) }

// px is the middle of a cell.
func px(p Point) (x, y int) { return p.X*cellW + cellW, p.Y*cellH + cellH }

func svgLine(b *strings.Builder, l *Line, kind Kind) {
	colour, dash := "#3c4043", ""
	if kind != On {
		colour, dash = "#0b6b75", ` stroke-dasharray="5 3"`
	}
	fmt.Fprintf(b, `<path fill="none" stroke="%s" stroke-width="1.2"%s d="`, colour, dash)
	last, before := l.Points[len(l.Points)-1], l.Points[len(l.Points)-2]
	for i, p := range l.Points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		x, y := px(p)
		fmt.Fprintf(b, "%s%d %d", command, x, y)
	}
	b.WriteString("\"/>\n")
	// The head reaches to the border of the box.
	x, y := px(last)
	dx, dy := sign(last.X-before.X), sign(last.Y-before.Y)
	tipX, tipY := x+dx*cellW, y+dy*cellH
	backX, backY := tipX-dx*9, tipY-dy*9
	fmt.Fprintf(b, `<path fill="none" stroke="%s" stroke-width="1.2" d="M%d %dL%d %d"/>`, colour, x, y, backX, backY)
	fmt.Fprintf(b, `<polygon fill="%s" points="%d,%d %d,%d %d,%d"/>`+"\n", colour, tipX, tipY, backX-dy*4, backY-dx*4, backX+dy*4, backY+dx*4)
}

func svgBox(b *strings.Builder, g *Graph, p *Placed) {
	x, y := px(Point{p.X, p.Y})
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="#f5f7fb" stroke="#4a5068"/>`+"\n", x, y, (p.W-1)*cellW, (p.H-1)*cellH)
	if p.Phase != "" {
		text := plain{}.Cut(p.Phase, p.W-4)
		n := plain{}.Width(text)
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#ffffff"/>`, x+cellW, y-cellH/2+2, (n+1)*cellW, cellH-4)
		svgText(b, x+cellW+cellW/2, y+4, "#2350b8", ` font-weight="bold" font-size="12"`, text)
	}
	for i, text := range p.Title {
		svgText(b, x+2*cellW, y+(i+1)*cellH+4, "#16161e", ` font-weight="bold"`, text)
	}
	if p.Said != "" {
		colour := "#5b6070"
		if m := g.Boxes[p.Box].Mark; m != nil && m.Overdue > 0 {
			colour = "#b3162e"
		}
		svgText(b, x+2*cellW, y+(p.H-2)*cellH+4, colour, "", p.Said)
	}
}

func svgText(b *strings.Builder, x, y int, colour, more, text string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s"%s>%s</text>`+"\n", x, y, colour, more, xmlText(text))
}

// xmlText escapes a text; what may not stand in XML at all is replaced.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(line(s))) // a Builder takes everything
	return b.String()
}

// plain measures where there is no terminal: by Unicode's East Asian Width.
type plain struct{}

func (plain) Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func (p plain) Cut(s string, w int) string {
	if s = line(s); p.Width(s) <= w {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeWidth(r); n > w-1 {
			return s[:i] + "…"
		}
	}
	return s
}

func (p plain) Wrap(s string, w int) []string {
	var out []string
	now, used := "", 0
	flush := func() {
		if now != "" {
			out, now, used = append(out, now), "", 0
		}
	}
	for word := range strings.FieldsSeq(line(s)) {
		n := p.Width(word)
		if used > 0 && used+1+n <= w {
			now, used = now+" "+word, used+1+n
			continue
		}
		flush()
		for _, r := range word {
			if used > 0 && used+runeWidth(r) > w {
				flush()
			}
			now, used = now+string(r), used+runeWidth(r)
		}
	}
	flush()
	if out == nil {
		return []string{""}
	}
	return out
}
