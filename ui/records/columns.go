package records

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
	"fairway/ui/screen"
)

// columns is the overlay in which columns are shown and hidden. What is chosen
// holds at once: the table behind is the answer.
type columns struct {
	screen.Base
	kit.Cursor
	r *Records
	s *sheet
}

func newColumns(r *Records) *columns { return &columns{r: r, s: r.sheet()} }

// Bindings are those of a list with marks.
func (c *columns) Bindings() []screen.Binding {
	moves := c.Moves("column", func() int { return len(c.s.columns) })
	return []screen.Binding{
		{Keys: []string{" ", "enter", "x"}, Name: "show or hide", Help: "Show the chosen column, or hide it.", Group: screen.GroupView, Foot: true,
			Why: screen.When(func() bool { return !c.s.hides(c.At) }, "this column says which record it is"), Do: c.flip},
		moves[0], moves[1],
		{Keys: []string{"esc", "q", "c"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true, Do: screen.Act(func() { c.r.env.Host.Close(c) })},
	}
}

func (c *columns) flip() tea.Cmd {
	column := &c.s.table.Columns[c.At]
	column.Hidden = !column.Hidden
	c.s.table.Change()
	return c.r.keep(c.s)
}

// Box draws the list.
func (c *columns) Box(w, h int) ([]string, int) {
	t := c.r.env.Theme
	n := max(min(34, w-4), 1)
	from, to := c.Show(h-2, len(c.s.columns))
	var lines []string
	for i := from; i < to; i++ {
		l := kit.NewLine(n)
		name := l.Here(t, i == c.At)
		switch {
		case !c.s.hides(i):
			l.Text(t.Faint, "always").Gap(1)
		case c.s.table.Columns[i].Hidden:
			l.Text(t.Faint, "hidden").Gap(1)
		default:
			l.Text(t.Good, t.Glyph.Yes+" shown").Gap(1)
		}
		lines = append(lines, l.To(11).Text(name, c.s.columns[i].Name).String())
	}
	return kit.FitBox(t, "Columns of "+c.s.Title, lines, n+4, h)
}
