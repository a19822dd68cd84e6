package kit

import "fairway/ui/theme"

// Box frames lines with a border and a title. The lines have to be inner
// (w-4) cells wide; the box is w wide and two lines higher.
func Box(t *theme.Theme, title string, lines []string, w int) []string {
	g := t.Glyph
	out := make([]string, 0, len(lines)+2)
	top := NewLine(w).Raw(t.Focus.Of(g.TopLeft+g.Line), 2)
	if title != "" {
		top.Gap(1).Text(t.Title, Cut(title, max(w-6, 0))).Gap(1)
	}
	top.Glyph(t.Focus, g.Line, w-1-top.Used()).Raw(t.Focus.Of(g.TopRight), 1)
	out = append(out, top.String())
	side := t.Focus.Of(g.Pipe)
	for _, l := range lines {
		out = append(out, side+" "+l+" "+side)
	}
	low := NewLine(w).Raw(t.Focus.Of(g.LowLeft), 1).Glyph(t.Focus, g.Line, w-2).Raw(t.Focus.Of(g.LowRight), 1)
	return append(out, low.String())
}

// Scroll keeps a window of h rows over n rows so that the row at is inside,
// and returns its first row.
func Scroll(top, at, h, n int) int {
	if at < top {
		top = at
	}
	if at >= top+h {
		top = at - h + 1
	}
	return max(min(top, n-h), 0)
}
