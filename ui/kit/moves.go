package kit

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
)

// The keys that page beside PgDn and PgUp: on a screen, and in a panel over it.
var (
	ScreenPages = [2][]string{{"pgdown", "ctrl+d"}, {"pgup", "ctrl+u"}}
	PanelPages  = [2][]string{{"pgdown", " "}, {"pgup"}}
)

// Far is further than any list is long.
const Far = 1 << 30

// Moves are the keys by which one goes about in lines: by one of them, by as much
// as is seen, and to either end. help says of each in turn what it does: down,
// up, page down, page up, first, last.
func Moves(by, page func(n int) tea.Cmd, pages [2][]string, help [6]string) []screen.Binding {
	list := []screen.Binding{
		{Keys: []string{"j", "down"}, Name: "down", Do: func() tea.Cmd { return by(1) }},
		{Keys: []string{"k", "up"}, Name: "up", Do: func() tea.Cmd { return by(-1) }},
		{Keys: pages[0], Name: "page down", Do: func() tea.Cmd { return page(1) }},
		{Keys: pages[1], Name: "page up", Do: func() tea.Cmd { return page(-1) }},
		{Keys: []string{"home"}, Name: "first", Do: func() tea.Cmd { return by(-Far) }},
		{Keys: []string{"end", "G"}, Name: "last", Do: func() tea.Cmd { return by(Far) }},
	}
	for i := range list {
		list[i].Help, list[i].Group = help[i], screen.GroupMove
	}
	return list
}

// Among is what the keys say in a list of such things.
func Among(one string) [6]string {
	return [6]string{"To the next " + one + ".", "To the " + one + " before.", "Down by as many " + one + "s as are seen.",
		"Up by as many " + one + "s as are seen.", "To the first " + one + ".", "To the last " + one + "."}
}

// Cursor is where somebody is in a list.
type Cursor struct {
	At   int // the chosen line
	Top  int // the first that is seen
	Rows int // how many are seen
}

// Move moves it by n lines, of so many.
func (c *Cursor) Move(n, count int) { c.At = max(min(c.At+n, count-1), 0) }

// Show brings it into a window of some rows, and says from which line to which
// the list is seen there.
func (c *Cursor) Show(rows, count int) (from, to int) {
	c.Rows = max(min(rows, count), 1)
	c.Top = Scroll(c.Top, c.At, c.Rows, count)
	return c.Top, min(c.Top+c.Rows, count)
}

// Moves are its keys in a list of such things.
func (c *Cursor) Moves(one string, count func() int) []screen.Binding {
	by := func(n int) tea.Cmd {
		c.Move(n, count())
		return nil
	}
	return Moves(by, func(n int) tea.Cmd { return by(n * max(c.Rows, 1)) }, PanelPages, Among(one))
}
