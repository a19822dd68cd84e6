package kit

import (
	"fairway/ui/theme"
)

// TableColumn is one column of a table.
type TableColumn struct {
	Name string
	// Least and Ideal are how many cells it needs and would like. Ideal may be
	// less than the name: then the name counts.
	Least, Ideal int
	// Rank says how soon it goes where there is no room: the highest first, and
	// 0 never.
	Rank int
	// Grow takes a share of the room that is left.
	Grow int
	// Right sets its cells at the right, for numbers.
	Right bool
	// Hidden leaves it out; it keeps its place for when it is wanted again.
	Hidden bool
}

// Cell is one place of a table.
type Cell struct {
	Text  string
	Style theme.Style
}

// Table draws the rows of a table that are seen, and no others: what it costs
// doesn't depend on how many there are. Whoever has the rows hands each one
// over when it is asked for.
type Table struct {
	Columns []TableColumn
	// Sorted is the column by which the rows are sorted, Desc whether downwards;
	// -1 marks none.
	Sorted int
	Desc   bool
	Count  int // how many rows there are
	At     int // the row with the cursor
	// Row returns the cells of a row, one for each column; nil while the row
	// isn't there yet.
	Row func(i int) []Cell

	top    int
	shown  []int // columns that are shown,
	widths []int // and how wide they are
	width  int
}

// tableGap is between two columns, tableMargin before the first.
const (
	tableGap    = 2
	tableMargin = 2
	tableHead   = 2 // lines over the rows
)

// Rows is how many rows are seen in h lines.
func (t *Table) Rows(h int) int { return max(h-tableHead, 0) }

// Top is the first row that is seen in h lines.
func (t *Table) Top(h int) int {
	t.At = max(min(t.At, t.Count-1), 0)
	t.top = Scroll(t.top, t.At, max(t.Rows(h), 1), t.Count)
	return t.top
}

// Move moves the cursor by n rows.
func (t *Table) Move(n int) { t.At = max(min(t.At+n, t.Count-1), 0) }

// Change tells the table that its columns are others now.
func (t *Table) Change() { t.width = -1 }

// Shown lists the columns that there is room for in w cells.
func (t *Table) Shown(w int) []int {
	t.layout(w)
	return t.shown
}

// layout shares w cells among the columns: each gets what it needs at least,
// in the order of importance, as long as there is room; what is left goes to
// what each would like, and then to those that grow.
func (t *Table) layout(w int) {
	if w == t.width && len(t.widths) == len(t.Columns) {
		return
	}
	t.width = w
	t.widths = make([]int, len(t.Columns))
	t.shown = t.shown[:0]
	for i, c := range t.Columns {
		if !c.Hidden {
			t.shown = append(t.shown, i)
		}
	}
	room := w - tableMargin - 1
	need := func() int {
		n := 0
		for _, i := range t.shown {
			n += least(t.Columns[i]) + tableGap
		}
		return n - tableGap
	}
	for need() > room {
		worst := -1
		for k, i := range t.shown {
			if rank := t.Columns[i].Rank; rank > 0 && (worst < 0 || rank >= t.Columns[t.shown[worst]].Rank) {
				worst = k
			}
		}
		if worst < 0 {
			break // the rest is cut
		}
		t.shown = append(t.shown[:worst], t.shown[worst+1:]...)
	}
	left := room - need()
	for _, i := range t.shown {
		t.widths[i] = least(t.Columns[i])
	}
	t.widen(max(left, 0))
}

func least(c TableColumn) int { return max(c.Least, 1) }

// widen gives out what is left: first to what doesn't grow, the most important
// columns first; then to those that grow, as far as they would like; and what
// is left over then is theirs as well.
func (t *Table) widen(left int) {
	shares, highest := 0, 0
	for _, i := range t.shown {
		shares += t.Columns[i].Grow
		highest = max(highest, t.Columns[i].Rank)
	}
	want := func(i int) int {
		return max(max(t.Columns[i].Ideal, Width(t.Columns[i].Name)+2)-t.widths[i], 0)
	}
	for rank := 0; rank <= highest; rank++ {
		for _, i := range t.shown {
			if c := t.Columns[i]; c.Grow == 0 && c.Rank == rank {
				n := min(want(i), left)
				t.widths[i] += n
				left -= n
			}
		}
	}
	for given := true; given && left > 0; {
		given = false
		room := left
		for _, i := range t.shown {
			if g := t.Columns[i].Grow; g > 0 {
				n := min(want(i), left, max(room*g/shares, 1))
				t.widths[i] += n
				left -= n
				given = given || n > 0
			}
		}
	}
	for _, i := range t.shown {
		if g := t.Columns[i].Grow; g > 0 && left > 0 {
			n := left * g / shares
			t.widths[i] += n
			left -= n
			shares -= g
		}
	}
}

// Lines draws the table in h lines of w cells: a header, a line under it, and
// rows. Rows that aren't there yet are blank but for a dot.
func (t *Table) Lines(th *theme.Theme, w, h int) []string {
	t.layout(w)
	lines := make([]string, 0, h)
	lines = append(lines, t.header(th, w), NewLine(w).Gap(1).Glyph(th.Rule, th.Glyph.Line, w-2).String())
	top := t.Top(h)
	l := NewLine(w)
	for i := top; i < top+t.Rows(h); i++ {
		l.Reset()
		if i < t.Count {
			t.row(th, l, i)
		}
		lines = append(lines, l.String())
	}
	return lines[:max(min(h, len(lines)), 0)]
}

func (t *Table) header(th *theme.Theme, w int) string {
	l := NewLine(w).Gap(tableMargin)
	for k, i := range t.shown {
		if k > 0 {
			l.Gap(tableGap)
		}
		c, n := t.Columns[i], t.widths[i]
		style, mark := th.Faint, ""
		if i == t.Sorted {
			style, mark = th.Title, th.Glyph.Up
			if t.Desc {
				mark = th.Glyph.Down
			}
		}
		name := c.Name
		if mark != "" && n > 2 {
			name = Cut(name, n-2) + " " + mark
		}
		if c.Right {
			l.Gap(n - Width(Cut(name, n)))
			l.Text(style, Cut(name, n))
			continue
		}
		l.Cell(style, name, n)
	}
	return l.String()
}

func (t *Table) row(th *theme.Theme, l *Line, i int) {
	chosen := i == t.At
	if chosen {
		l.Glyph(th.Focus, th.Glyph.Here, 1)
	}
	l.To(tableMargin)
	cells := t.Row(i)
	if cells == nil {
		l.Text(th.Faint, th.Glyph.Dot)
		return
	}
	for k, c := range t.shown {
		if k > 0 {
			l.Gap(tableGap)
		}
		if c >= len(cells) {
			l.Gap(t.widths[c])
			continue
		}
		cell, n := cells[c], min(t.widths[c], l.Left())
		text := Cut(cell.Text, n)
		used := Width(text)
		if t.Columns[c].Right {
			l.Gap(n - used)
		}
		style := cell.Style
		if chosen && k == 0 {
			style = th.Chosen
		}
		l.Text(style, text)
		if !t.Columns[c].Right {
			l.Gap(n - used)
		}
	}
}
