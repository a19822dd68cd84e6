package kit

import (
	"strings"

	"fairway/ui/theme"
)

// Line composes one line of exactly so many cells. What doesn't fit is cut,
// what is missing is blank, so a line is exact whatever is put into it.
type Line struct {
	b     []byte
	used  int
	width int
}

// NewLine begins a line of w cells.
func NewLine(w int) *Line { return &Line{b: make([]byte, 0, 2*w+64), width: w} }

// Reset empties the line, for the next one of the same width.
func (l *Line) Reset() { l.b, l.used = l.b[:0], 0 }

// Left is how many cells are free.
func (l *Line) Left() int { return l.width - l.used }

// Used is how many cells are taken.
func (l *Line) Used() int { return l.used }

// Text puts a text, as far as it fits.
func (l *Line) Text(s theme.Style, text string) *Line {
	text, n := cut(text, l.Left())
	l.b = s.Append(l.b, text)
	l.used += n
	return l
}

// Cell puts a text into exactly w cells.
func (l *Line) Cell(s theme.Style, text string, w int) *Line {
	w = min(w, l.Left())
	text, n := cut(text, w)
	l.b = s.Append(l.b, text)
	l.b = append(l.b, Spaces(w-n)...)
	l.used += max(w, 0)
	return l
}

// Glyph puts a character of the theme, n times.
func (l *Line) Glyph(s theme.Style, glyph string, n int) *Line {
	if n = min(n, l.Left()); n > 0 {
		l.b = s.AppendRepeated(l.b, glyph, n)
		l.used += n
	}
	return l
}

// Raw puts a finished piece of w cells. It is left blank if it doesn't fit.
func (l *Line) Raw(piece string, w int) *Line {
	if w > l.Left() {
		return l.Gap(w)
	}
	l.b = append(l.b, piece...)
	l.used += w
	return l
}

// Gap leaves n cells blank.
func (l *Line) Gap(n int) *Line {
	if n = min(n, l.Left()); n > 0 {
		l.b = append(l.b, Spaces(n)...)
		l.used += n
	}
	return l
}

// To leaves cells blank up to a column.
func (l *Line) To(column int) *Line { return l.Gap(column - l.used) }

// String is the line, filled up with blanks.
func (l *Line) String() string {
	l.Gap(l.Left())
	return string(l.b)
}

// Blank is an empty line.
func Blank(w int) string { return Spaces(w) }

// Page makes exactly h lines of w cells out of finished lines of w cells.
func Page(lines []string, w, h int) string {
	var b strings.Builder
	size := h
	for i := range h {
		if i < len(lines) {
			size += len(lines[i])
		} else {
			size += w
		}
	}
	b.Grow(size)
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines) {
			b.WriteString(lines[i])
		} else {
			b.WriteString(Spaces(w))
		}
	}
	return b.String()
}

// Centred is a page with a few lines of text in its middle: for screens that
// have nothing to show yet. The first line is a heading.
func Centred(t *theme.Theme, text []string, w, h int) string {
	var wrapped []string
	for _, s := range text {
		wrapped = append(wrapped, Wrap(s, max(w-4, 1))...)
	}
	lines := make([]string, 0, h)
	for len(lines) < (h-len(wrapped))/2 {
		lines = append(lines, Blank(w))
	}
	for i, s := range wrapped {
		style := t.Text
		if i == 0 {
			style = t.Title
		}
		lines = append(lines, NewLine(w).Gap((w-Width(s))/2).Text(style, s).String())
	}
	return Page(lines, w, h)
}
