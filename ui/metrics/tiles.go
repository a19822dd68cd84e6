package metrics

import (
	"fmt"
	"strings"

	"fairway/ui/kit"
	"fairway/ui/theme"
)

// across is how many tiles there is room for, and how wide they are.
func (m *Metrics) across(w int) (n, width int) {
	n = max(min(w/leastTile, len(m.page.measures)), 1)
	return n, max(min(w/n, mostTile), 1)
}

// tiles draws the numbers in boxes, as many as there is room for.
func (m *Metrics) tiles(w int) []string {
	n, width := m.across(w)
	m.left = kit.Scroll(m.left, m.tile, n, len(m.page.measures))
	boxes := make([][]string, 0, n)
	for i := m.left; i < min(m.left+n, len(m.page.measures)); i++ {
		boxes = append(boxes, m.tileBox(&m.page.measures[i], i == m.tile, width))
	}
	lines := make([]string, tileHeight)
	for row := range lines {
		l := kit.NewLine(w)
		for _, b := range boxes {
			l.Raw(b[row], width)
		}
		lines[row] = l.String()
	}
	return lines
}

// tileBox is one number: value, what is beside it, course, change, and what it
// must not be shown without.
func (m *Metrics) tileBox(s *measure, chosen bool, w int) []string {
	t := m.env.Theme
	g := t.Glyph
	border := t.Border
	if chosen {
		border = t.Focus
	}
	top := kit.NewLine(w)
	if chosen {
		top.Glyph(t.Focus, g.HereLeft, 1).Gap(1).Text(t.Chosen, kit.Cut(s.Title, max(w-3, 1)))
	} else {
		top.Glyph(border, g.TopLeft, 1).Gap(1).Text(t.Strong, kit.Cut(s.Title, max(w-3, 1)))
	}
	if top.Left() > 2 {
		top.Gap(1)
	}
	lines := []string{top.Glyph(border, g.Line, max(w-top.Used()-1, 0)).Glyph(border, g.TopRight, 1).String()}
	inside := func(fill func(l *kit.Line)) {
		l := kit.NewLine(max(w-4, 0))
		fill(l)
		out := kit.NewLine(w).Glyph(border, g.Pipe, 1).Gap(1).Raw(l.String(), max(w-4, 0)).To(w - 1)
		lines = append(lines, out.Glyph(border, g.Pipe, 1).String())
	}
	inside(func(l *kit.Line) { l.Text(t.Strong, s.result.Value.String()) })
	inside(func(l *kit.Line) {
		text := s.Beside(&s.result)
		if kit.Width(text) > l.Left() {
			text = tight(text)
		}
		l.Text(t.Text, text)
	})
	inside(func(l *kit.Line) {
		l.Text(t.Note, m.spark(s)).Gap(2).Text(t.Faint, fmt.Sprintf("n %d", s.result.Population))
	})
	inside(func(l *kit.Line) {
		text, style := m.changed(s)
		l.Text(style, text)
	})
	inside(func(l *kit.Line) {
		text, style := m.note(s)
		if kit.Width(text) > l.Left() {
			text = tight(text)
		}
		l.Text(style, text)
	})
	low := kit.NewLine(w).Glyph(border, g.LowLeft, 1).Glyph(border, g.Line, max(w-2, 0)).Glyph(border, g.LowRight, 1)
	return append(lines, low.String())
}

// note is what a number must not be shown without, else its target.
func (m *Metrics) note(s *measure) (string, theme.Style) {
	t := m.env.Theme
	if marks := marks(&s.result); len(marks) > 0 {
		return strings.Join(marks, ", "), t.Warn
	}
	switch target := s.result.Target; {
	case target == nil:
		return "", t.Faint
	case target.Met:
		return t.Glyph.Yes + " met: " + target.Text, t.Good
	case target.Known:
		return t.Glyph.No + " missed: " + target.Text, t.Bad
	}
	return "", t.Faint
}

// tileLines are the numbers a line each, for screens that are not high.
func (m *Metrics) tileLines(w, h int) []string {
	t := m.env.Theme
	m.left = kit.Scroll(m.left, m.tile, h, len(m.page.measures))
	lines := make([]string, 0, h)
	for i := m.left; i < len(m.page.measures) && len(lines) < h; i++ {
		s := &m.page.measures[i]
		l := kit.NewLine(w)
		if i == m.tile {
			l.Glyph(t.Focus, t.Glyph.Here, 1).Text(t.Chosen, s.Title)
		} else {
			l.Gap(1).Text(t.Strong, s.Title)
		}
		l.To(25).Text(t.Text, s.result.Value.String()).Gap(1)
		if words := marks(&s.result); len(words) > 0 {
			l.Text(t.Warn, strings.Join(words, ", ")).Gap(1)
		}
		text, style := m.changed(s)
		l.Text(style, text)
		lines = append(lines, l.String())
	}
	return kit.Fill(lines, w, h)
}
