package records

import (
	"fmt"
	"strings"

	"fairway/store"
	"fairway/ui/kit"
)

// wide is from where on the kinds stand beside the table, in a list.
const (
	wide      = 110
	listWidth = 15
)

// rows is how many rows of the table are seen: without the header and its
// line, the last line, and the strip of kinds where that is above.
func (r *Records) rows() int {
	if r.Width >= wide {
		return max(r.Height-3, 1)
	}
	return max(r.Height-4, 1)
}

// View draws the screen.
func (r *Records) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	r.Width, r.Height = w, h
	if w >= wide {
		bar := r.env.Theme.Rule.Of(r.env.Theme.Glyph.Pipe)
		return kit.Page(kit.Beside(bar, h, kit.Pane{Lines: r.side(h), Width: listWidth}, kit.Pane{Lines: r.body(w-listWidth-1, h)}), w, h)
	}
	return kit.Page(append([]string{r.strip(w)}, r.body(w, h-1)...), w, h)
}

// body is the table with the line under it, exactly h lines.
func (r *Records) body(w, h int) []string {
	s, t := r.sheet(), r.env.Theme
	if text := r.emptyText(); text != nil {
		var lines []string
		if h > 1 {
			lines = strings.Split(kit.Centred(t, text, w, h-1), "\n")
		}
		return kit.Fill(append(lines, r.last(w)), w, h)
	}
	s.table.Row = r.row
	return kit.Fill(append(s.table.Lines(t, w, max(h-1, 0)), r.last(w)), w, h)
}

// row is one row in words; nil while it isn't here.
func (r *Records) row(i int) []kit.Cell {
	s := r.sheet()
	k := i - s.skip
	if k < 0 || k >= len(s.cells) {
		return nil
	}
	return s.cell(r.words, k)
}

// strip is the first line where there is no room for a list: the kinds, as
// many as fit around the one shown.
func (r *Records) strip(w int) string {
	t := r.env.Theme
	l := kit.NewLine(w)
	from := 0
	need := func() int {
		n := 4
		for i := from; i <= r.at; i++ {
			n += kit.Width(kinds[i].Title) + 2
		}
		return n
	}
	for from < r.at && need() > w {
		from++
	}
	if from > 0 {
		l.Glyph(t.Key, t.Glyph.Left, 1)
	}
	l.To(2)
	for i := from; i < len(kinds); i++ {
		name := kinds[i].Title
		if l.Left() < kit.Width(name)+2 {
			l.To(w-1).Glyph(t.Key, t.Glyph.Right, 1)
			break
		}
		style := t.Tab
		if i == r.at {
			style = t.TabOn
		}
		l.Text(style, name).Gap(2)
	}
	return l.String()
}

// side is the list of kinds, h lines of listWidth cells.
func (r *Records) side(h int) []string {
	t := r.env.Theme
	lines := make([]string, 0, h)
	top := kit.Scroll(0, r.at, h, len(kinds))
	for i := top; i < min(top+h, len(kinds)); i++ {
		l := kit.NewLine(listWidth)
		style := l.Here(t, i == r.at)
		if i == r.at {
			style = t.Title
		}
		lines = append(lines, l.Text(style, kinds[i].Title).String())
	}
	return kit.Fill(lines, listWidth, h)
}

// last is the line under the table: how many there are, which of them are
// seen, in which order, and what is filtered.
func (r *Records) last(w int) string {
	s, t := r.sheet(), r.env.Theme
	l := kit.NewLine(w).Gap(2)
	if !s.loaded {
		return l.String()
	}
	count := s.table.Count
	l.Text(t.Strong, s.counted(count))
	if rows := r.rows(); count > rows {
		top := s.table.Top(rows + 2)
		l.Gap(2).Text(t.Faint, fmt.Sprintf("%s-%s", thousands(top+1), thousands(min(top+rows, count))))
	}
	order := "by " + s.sort + s.way()
	if hidden := r.missing(w); hidden != "" && s.filter == "" {
		order += "  " + hidden
	}
	l.Gap(2).Text(t.Faint, order)
	right, style := s.filter, t.Note
	if right != "" {
		right = "filter: " + right
	}
	if s.wrong != "" {
		right, style = s.wrong, t.Bad
	}
	if room := l.Left() - 4; right != "" && room > 6 {
		right = kit.Cut(right, room)
		l.To(w-1-kit.Width(right)).Text(style, right)
	}
	return l.String()
}

// way says which end of the order comes first.
func (s *sheet) way() string {
	switch of := s.columns[max(s.table.Sorted, 0)].Of; {
	case (of == "at" || of == "until" || of == "id") && s.desc:
		return ", latest first"
	case (of == "at" || of == "until") && !s.desc:
		return ", earliest first"
	case s.desc:
		return ", last to first"
	}
	return ""
}

// missing says how many columns there was no room for.
func (r *Records) missing(w int) string {
	s := r.sheet()
	shown := len(s.table.Shown(w))
	all := 0
	for _, c := range s.table.Columns {
		if !c.Hidden {
			all++
		}
	}
	switch all - shown {
	case 0:
		return ""
	case 1:
		return "1 column has no room"
	}
	return fmt.Sprintf("%d columns have no room", all-shown)
}

// emptyText says what a table is for, and which key begins, where there is
// nothing in it.
func (r *Records) emptyText() []string {
	s := r.sheet()
	switch {
	case s.trouble != "" && s.fetched() == 0:
		return []string{"The table could not be loaded", "", s.trouble, "", "ctrl+l tries again"}
	case !s.loaded:
		return []string{"", "loading"}
	case s.table.Count > 0:
		return nil
	case s.wrong != "":
		return []string{"The filter can't be used", "", s.wrong, "", "esc drops it, / changes it"}
	case s.filter != "":
		return []string{"Nothing passes the filter", "", s.filter, "", "esc drops it, / changes it"}
	case r.env.AsOf != store.Now:
		return []string{"There was none then", "", s.What, "", "esc leads back to the present"}
	}
	how := s.Unedited
	if s.Unedited == "" || s.make != "" {
		how = "n makes the first one"
		if why := r.cantMake(); why != "" {
			how = why
		}
	}
	return []string{"No " + s.One + " yet", "", s.What, "", how}
}
