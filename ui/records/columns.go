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
	r       *Records
	s       *sheet
	at, top int
}

func newColumns(r *Records) *columns { return &columns{r: r, s: r.sheet()} }

// Bindings are those of a list with marks.
func (c *columns) Bindings() []screen.Binding {
	move := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			c.at = max(min(c.at+n, len(c.s.columns)-1), 0)
			return nil
		}
	}
	return []screen.Binding{
		{Keys: []string{" ", "enter", "x"}, Name: "show or hide", Help: "Show the chosen column, or hide it.", Group: screen.GroupView, Foot: true,
			Why: func() string {
				if !c.s.hides(c.at) {
					return "this column says which record it is"
				}
				return ""
			}, Do: c.flip},
		{Keys: []string{"j", "down"}, Name: "down", Help: "To the next column.", Group: screen.GroupMove, Do: move(1)},
		{Keys: []string{"k", "up"}, Name: "up", Help: "To the column before.", Group: screen.GroupMove, Do: move(-1)},
		{Keys: []string{"esc", "q", "c"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true, Do: func() tea.Cmd {
			c.r.env.Host.Close(c)
			return nil
		}},
	}
}

func (c *columns) flip() tea.Cmd {
	column := &c.s.table.Columns[c.at]
	column.Hidden = !column.Hidden
	c.s.table.Change()
	return c.r.keep(c.s)
}

// Box draws the list.
func (c *columns) Box(w, h int) ([]string, int) {
	t := c.r.env.Theme
	n := max(min(34, w-4), 1)
	rows := max(min(h-2, len(c.s.columns)), 1)
	c.top = kit.Scroll(c.top, c.at, rows, len(c.s.columns))
	var lines []string
	for i := c.top; i < min(c.top+rows, len(c.s.columns)); i++ {
		l := kit.NewLine(n)
		name := t.Text
		if i == c.at {
			l.Glyph(t.Focus, t.Glyph.Here, 1)
			name = t.Strong
		}
		l.To(2)
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
