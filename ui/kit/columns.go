package kit

import "strings"

// SheetColumn is one column of a table.
type SheetColumn struct {
	Title string
	// Fix is a width that isn't taken away when room is short; 0 lets it shrink.
	Fix int
}

// Cells is one row of a table. A row with a key can be chosen.
type Cells struct {
	Key  string
	Cell []Span
	// Across, where it has a text, is drawn as a rule with that text in place of
	// the cells.
	Across Span
}

// Columns puts a table: as wide as what stands in it, the widest columns
// narrowed until all fit, and their texts wrapped. No word is cut while another column has
// room left beside its own words.
func (s *Sheet) Columns(cols []SheetColumn, rows []Cells) {
	const gap, least = 2, 6
	width, word := make([]int, len(cols)), make([]int, len(cols))
	titled := false
	for i, c := range cols {
		width[i] = Width(c.Title)
		titled = titled || c.Title != ""
		for _, r := range rows {
			if i < len(r.Cell) {
				width[i] = max(width[i], min(Width(r.Cell[i].Text), readable))
				word[i] = max(word[i], widestWord(r.Cell[i].Text))
			}
		}
	}
	room := s.width + gap
	for _, w := range width {
		if w > 0 { // an empty column takes no room
			room -= gap
		}
	}
	for _, words := range []bool{true, false} {
		for total(width) > room {
			widest := -1
			for i := range width {
				if cols[i].Fix == 0 && width[i] > least && (!words || width[i] > word[i]) && (widest < 0 || width[i] > width[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break // where no word can be spared what is beyond the edge is cut
			}
			width[widest]--
		}
	}
	if titled {
		l := s.Line()
		for i, c := range cols {
			if width[i] > 0 {
				l.Cell(s.theme.Faint, c.Title, width[i]).Gap(gap)
			}
		}
		s.Add(l)
	}
	for _, r := range rows {
		s.row(r, width, gap)
	}
}

func (s *Sheet) row(r Cells, width []int, gap int) {
	if r.Across.Text != "" {
		l := s.Line().Glyph(r.Across.Style, s.theme.Glyph.Line, 3).Gap(1).Text(r.Across.Style, r.Across.Text).Gap(1)
		s.Add(l.Glyph(r.Across.Style, s.theme.Glyph.Line, l.Left()))
		return
	}
	parts := make([][]string, len(width))
	high := 1
	for i := range width {
		if i < len(r.Cell) && r.Cell[i].Text != "" {
			parts[i] = Wrap(r.Cell[i].Text, width[i])
			high = max(high, len(parts[i]))
		}
	}
	s.Mark(r.Key)
	for n := range high {
		l := s.Line()
		for i := range width {
			if width[i] == 0 {
				continue
			}
			if n < len(parts[i]) {
				l.Cell(r.Cell[i].Style, parts[i][n], width[i])
			} else {
				l.Gap(width[i])
			}
			l.Gap(gap)
		}
		s.Add(l)
	}
}

// widestWord is how wide the longest word of a text is.
func widestWord(text string) int {
	n := 0
	for w := range strings.FieldsSeq(text) {
		n = max(n, Width(w))
	}
	return n
}

func total(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}
