package term

import (
	"fmt"
	"html"
	"strings"
)

// The cell of a picture, in SVG units, and its letters.
const (
	svgWidth  = 8.4
	svgHeight = 17.0
	svgFont   = "ui-monospace, 'DejaVu Sans Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace"
)

// Paper is what a picture's default colours are, as #rrggbb.
type Paper struct{ Ground, Ink string }

// SVG draws a frame as a picture, for documents: the very cells that a terminal
// of this size would show, each run of one style a piece of text.
func SVG(frame string, width, height int, paper Paper) string {
	p := NewPainter(nil, width, height)
	var b strings.Builder
	w, h := float64(width)*svgWidth+16, float64(height)*svgHeight+16
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.1f %.1f" font-family="%s" font-size="14">`+"\n", w, h, svgFont)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", paper.Ground)
	var pen style
	lines := strings.Split(frame, "\n")
	for y := range min(height, len(lines)) {
		pen = p.parseLine(p.row, lines[y], pen)
		for x := 0; x < width; {
			n := x + 1
			for n < width && p.alike(p.row[x], p.row[n]) {
				n++
			}
			p.svgRun(&b, x, y, p.row[x:n], paper)
			x = n
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// alike reports whether a cell can be drawn together with one before it.
func (p *Painter) alike(first, c cell) bool {
	return c.style == first.style || c.ch == ' ' && c.style == p.styles.list[first.style].onBlank
}

// svgRun draws cells of one style.
func (p *Painter) svgRun(b *strings.Builder, x, y int, cells []cell, paper Paper) {
	s := p.styles.list[cells[0].style].style
	ink, ground := svgColour(s.fg, paper.Ink), svgColour(s.bg, paper.Ground)
	if s.attr&reverse != 0 {
		ink, ground = ground, ink
	}
	left, top, wide := 8+float64(x)*svgWidth, 8+float64(y)*svgHeight, float64(len(cells))*svgWidth
	if ground != paper.Ground {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", left, top, wide, svgHeight, ground)
	}
	// Blanks around the text are left out: only what is seen is measured.
	first, last := 0, len(cells)
	if s.attr&underline == 0 {
		for first < last && cells[first].ch == ' ' {
			first++
		}
		for last > first && cells[last-1].ch == ' ' {
			last--
		}
	}
	if first == last {
		return
	}
	var text strings.Builder
	for _, c := range cells[first:last] {
		switch {
		case c.width == 0: // behind a wide character
		case c.ch < 0:
			text.WriteString(p.clusters.of(c.ch))
		default:
			text.WriteRune(c.ch)
		}
	}
	left, wide = left+float64(first)*svgWidth, float64(last-first)*svgWidth
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f" xml:space="preserve"`, left, top+13, ink, wide)
	if s.attr&bold != 0 {
		b.WriteString(` font-weight="bold"`)
	}
	if s.attr&italic != 0 {
		b.WriteString(` font-style="italic"`)
	}
	if s.attr&faint != 0 {
		b.WriteString(` opacity="0.6"`)
	}
	if s.attr&underline != 0 {
		b.WriteString(` text-decoration="underline"`)
	}
	fmt.Fprintf(b, ">%s</text>\n", html.EscapeString(text.String()))
}

// svgColour is a colour as SVG writes it, other where it is the default.
func svgColour(c colour, other string) string {
	switch c & kindMask {
	case kindTrue:
		return fmt.Sprintf("#%06x", uint32(c)&0xffffff)
	case kindBasic, kindPalette:
		return paletteHex(int(c & 0xff))
	}
	return other
}

// paletteHex is a colour of the 256, as xterm has them.
func paletteHex(n int) string {
	basic := [16]string{"#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
		"#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"}
	switch {
	case n < 16:
		return basic[n]
	case n < 232:
		n -= 16
		level := func(v int) int {
			if v == 0 {
				return 0
			}
			return 55 + 40*v
		}
		return fmt.Sprintf("#%02x%02x%02x", level(n/36), level(n/6%6), level(n%6))
	}
	v := 8 + 10*(n-232)
	return fmt.Sprintf("#%02x%02x%02x", v, v, v)
}
