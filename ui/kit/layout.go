package kit

import (
	"strings"

	"fairway/ui/theme"
)

// Here puts the cursor, two cells, before a line that it may stand on, and says
// in which style that is written.
func (l *Line) Here(t *theme.Theme, chosen bool) theme.Style {
	if chosen {
		l.Text(t.Focus, t.Glyph.Here).Gap(1)
		return t.Strong
	}
	l.Gap(2)
	return t.Text
}

// Fill makes exactly h lines of w cells out of finished ones.
func Fill(lines []string, w, h int) []string {
	for len(lines) < h {
		lines = append(lines, Blank(w))
	}
	return lines[:max(h, 0)]
}

// Pane is a column of finished lines.
type Pane struct {
	Lines []string
	Width int
}

// Beside puts columns side by side with a rule between them: h lines, where a
// column has fewer filled up.
func Beside(rule string, h int, panes ...Pane) []string {
	out := make([]string, h)
	size := 0
	for i := range out {
		var b strings.Builder
		b.Grow(size)
		for k, p := range panes {
			if k > 0 {
				b.WriteString(rule)
			}
			if i < len(p.Lines) {
				b.WriteString(p.Lines[i])
			} else {
				b.WriteString(Blank(p.Width))
			}
		}
		out[i], size = b.String(), max(size, b.Len())
	}
	return out
}
