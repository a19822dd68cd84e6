package kit

// Column is one column of a table.
type Column struct {
	Title string
	// Fix is a width that isn't taken away when room is short; 0 lets it shrink.
	Fix int
}

// Cells is one row of a table. A row with a key can be chosen.
type Cells struct {
	Key  string
	Cell []Span
}

// Columns puts a table: as wide as what stands in it, the widest columns
// narrowed until all fit, and their texts wrapped.
func (s *Sheet) Columns(cols []Column, rows []Cells) {
	const gap, least = 2, 6
	width := make([]int, len(cols))
	titled := false
	for i, c := range cols {
		width[i] = max(Width(c.Title), 1)
		titled = titled || c.Title != ""
		for _, r := range rows {
			if i < len(r.Cell) {
				width[i] = max(width[i], min(Width(r.Cell[i].Text), readable))
			}
		}
	}
	room := s.width - gap*(len(cols)-1)
	for total(width) > room {
		widest := -1
		for i := range width {
			if cols[i].Fix == 0 && width[i] > least && (widest < 0 || width[i] > width[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break // what is beyond the edge is cut
		}
		width[widest]--
	}
	if titled {
		l := s.Line()
		for i, c := range cols {
			l.Cell(s.theme.Faint, c.Title, width[i]).Gap(gap)
		}
		s.Add(l)
	}
	for _, r := range rows {
		s.row(r, width, gap)
	}
}

func (s *Sheet) row(r Cells, width []int, gap int) {
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

func total(list []int) int {
	n := 0
	for _, v := range list {
		n += v
	}
	return n
}
