package form

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/form"
	"fairway/ui/kit"
)

// gone is a row that was deleted, to be put back.
type gone struct {
	table string
	at    int
	row   form.Cells
}

// table is the table of the page; nil on other pages and while a row is edited.
func (f *Form) table() *form.Field {
	if p, _ := f.page(); f.at.Row == 0 {
		return p.table
	}
	return nil
}

func (f *Form) rows() []form.Cells {
	p, _ := f.page()
	if p.table == nil {
		return nil
	}
	return f.answers.Tables[p.table.Name]
}

func (f *Form) setRows(rows []form.Cells) tea.Cmd {
	p, _ := f.page()
	f.answers.Tables[p.table.Name] = rows
	f.cursor = max(min(f.cursor, len(rows)-1), 0)
	f.judge()
	return f.keepNow()
}

// addRow begins a row below the cursor.
func (f *Form) addRow() tea.Cmd { return f.insert(form.Cells{}) }

// repeat begins a row as the one under the cursor.
func (f *Form) repeat() tea.Cmd { return f.insert(maps.Clone(f.rows()[f.cursor])) }

func (f *Form) insert(row form.Cells) tea.Cmd {
	rows := f.rows()
	at := min(f.cursor+1, len(rows))
	f.cursor = at
	cmd := f.setRows(slices.Insert(slices.Clone(rows), at, row))
	f.cursor = at
	return tea.Batch(cmd, f.editRow())
}

func (f *Form) editRow() tea.Cmd {
	f.at.Row, f.at.Field = f.cursor+1, ""
	return f.enter()
}

// endRow goes back to the list. A row without a word in it goes.
func (f *Form) endRow() tea.Cmd {
	cmd := f.leave()
	at := f.at.Row - 1
	f.at.Row, f.at.Field = 0, ""
	f.cursor = at
	if rows := f.rows(); at >= 0 && at < len(rows) && empty(rows[at]) {
		return tea.Batch(cmd, f.setRows(slices.Delete(slices.Clone(rows), at, at+1)))
	}
	return tea.Batch(cmd, f.keepNow())
}

func empty(row form.Cells) bool {
	for _, v := range row {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}

func (f *Form) moveRow(n int) tea.Cmd {
	rows := slices.Clone(f.rows())
	to := f.cursor + n
	if to < 0 || to >= len(rows) {
		return nil
	}
	rows[f.cursor], rows[to] = rows[to], rows[f.cursor]
	f.cursor = to
	return f.setRows(rows)
}

func (f *Form) deleteRow() tea.Cmd {
	rows := slices.Clone(f.rows())
	f.undo = &gone{table: f.table().Name, at: f.cursor, row: rows[f.cursor]}
	f.note = fmt.Sprintf("row %d deleted; u puts it back", f.cursor+1)
	return f.setRows(slices.Delete(rows, f.cursor, f.cursor+1))
}

func (f *Form) undelete() tea.Cmd {
	u := f.undo
	f.undo = nil
	rows := slices.Clone(f.rows())
	at := min(u.at, len(rows))
	f.cursor = at
	cmd := f.setRows(slices.Insert(rows, at, u.row))
	f.cursor = at
	return cmd
}

// drawTable is the list of rows: what fits of every column, and below it the
// whole of the row under the cursor.
func (f *Form) drawTable(fl *form.Field, w, h int) []string {
	t := f.env.Theme
	rows := f.rows()
	if len(rows) == 0 {
		text := []string{fl.Title + ": no row yet", "n adds the first one. A row has: " + titles(fl.Columns) + "."}
		if fl.Required {
			text = append(text, "At least one is needed.")
		}
		return strings.Split(kit.Centred(t, text, w, h), "\n")
	}
	below := f.drawCells(fl, rows[f.cursor], w)
	if len(below) > h/2 {
		below = below[:h/2]
	}
	room := max(h-len(below)-2, 1)
	top := kit.Scroll(0, f.cursor, room, len(rows))
	widths := f.columns(fl, rows[top:min(top+room, len(rows))], w-8)
	head := kit.NewLine(w).Gap(7)
	for i, c := range fl.Columns {
		head.Cell(t.Title, c.Title, widths[i]).Gap(1)
	}
	out := []string{head.String()}
	for i := top; i < len(rows) && i < top+room; i++ {
		l := kit.NewLine(w).Gap(1)
		style := t.Text
		if i == f.cursor {
			l.Text(t.Focus, t.Glyph.Here)
			style = t.Strong
		} else {
			l.Gap(1)
		}
		l.Text(t.Faint, kit.FitRight(fmt.Sprint(i+1), 3))
		if f.rowWrong(fl, i) != "" {
			l.Text(t.Bad, t.Glyph.Late).Gap(1)
		} else {
			l.Gap(2)
		}
		for k, c := range fl.Columns {
			l.Cell(style, c.Cell(rows[i][c.Name], f.reader()), widths[k]).Gap(1)
		}
		out = append(out, l.String())
	}
	out = append(out, kit.Blank(w))
	return append(out, below...)
}

// rowWrong is what is wrong with a row, or missing in it.
func (f *Form) rowWrong(fl *form.Field, i int) string {
	if text := f.wrongAt(fl.Name, i+1); text != "" {
		return text
	}
	row := f.answers.Tables[fl.Name][i]
	for _, c := range fl.Columns {
		if c.Required && strings.TrimSpace(row[c.Name]) == "" && c.Shown(form.Answers{Values: row}) {
			return c.Title + " is missing"
		}
	}
	return ""
}

// columns shares the width among the columns: as wide as what stands in them,
// the widest giving way first.
func (f *Form) columns(fl *form.Field, rows []form.Cells, w int) []int {
	out := make([]int, len(fl.Columns))
	total := 0
	for i, c := range fl.Columns {
		out[i] = kit.Width(kit.Cut(c.Title, 40))
		for _, row := range rows {
			out[i] = max(out[i], kit.Width(kit.Cut(c.Cell(row[c.Name], f.reader()), w)))
		}
		total += out[i] + 1
	}
	for total > w {
		widest := 0
		for i := range out {
			if out[i] > out[widest] {
				widest = i
			}
		}
		if out[widest] <= 1 {
			break
		}
		cut := min(total-w, max(out[widest]/4, 1))
		out[widest] -= cut
		total -= cut
	}
	return out
}

// drawCells is a row in full.
func (f *Form) drawCells(fl *form.Field, row form.Cells, w int) []string {
	t := f.env.Theme
	var text []kit.Paragraph
	for _, c := range fl.Columns {
		if !c.Shown(form.Answers{Values: row}) {
			continue
		}
		p := kit.Paragraph{Indent: 24, Lead: kit.Span{Style: t.Faint, Text: "  " + kit.Cut(c.Title, 20)}, Style: t.Text, Text: head(f.words(c, row[c.Name]), 600)}
		if p.Text == "" {
			p.Style, p.Text = t.Faint, none
			if c.Required {
				p.Style, p.Text = t.Warn, "needed"
			}
		}
		text = append(text, p)
	}
	if bad := f.wrongAt(fl.Name, f.cursor+1); bad != "" {
		text = append(text, kit.Paragraph{Indent: 4, Lead: kit.Span{Style: t.Bad, Text: "  " + t.Glyph.No}, Style: t.Bad, Text: head(bad, 300)})
	}
	return kit.Flow(t, text, w)
}

func titles(list []form.Field) string {
	var out []string
	for _, c := range list {
		out = append(out, c.Title)
	}
	return strings.Join(out, ", ")
}
