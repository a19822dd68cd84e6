package board

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
)

// The room that isn't cards: phase strip, titles, their rule, and the line
// that says how much more there is.
const (
	headLines  = 3
	footLines  = 1
	cardHeight = 4
	leastCard  = 20 // cells
	mostCard   = 36
)

// visible is how many cards of a column there is room for.
func (b *Board) visible() int {
	h := b.height - headLines - footLines
	if !b.zoomed {
		h /= cardHeight
	}
	return max(h, 1)
}

// across is how many columns there is room for, and how wide they are.
func (b *Board) across(w int) (n, width int) {
	if b.zoomed {
		return 1, max(w-2, 1)
	}
	n = max(min((w-1)/(leastCard+1), len(b.columns)), 1)
	return n, max(min((w-1)/n-1, mostCard), 1)
}

// scroll brings the cursor into the picture.
func (b *Board) scroll() {
	n, _ := b.across(b.width)
	b.left = kit.Scroll(b.left, b.col, n, len(b.columns))
	if b.zoomed {
		b.left = b.col
	}
	if b.col < len(b.columns) {
		c := &b.columns[b.col]
		c.top = kit.Scroll(c.top, c.at, b.visible(), c.Count)
	}
	for i := range b.columns {
		c := &b.columns[i]
		c.top = max(min(c.top, c.Count-b.visible()), 0)
	}
}

// moved is what every movement ends with.
func (b *Board) moved() tea.Cmd {
	b.scroll()
	if cmd := b.fetchAround(); cmd != nil {
		return cmd
	}
	return b.askDots()
}

// fetchAround asks for more cards when the window over the chosen stage comes
// near the end of those fetched.
func (b *Board) fetchAround() tea.Cmd {
	if b.col >= len(b.columns) {
		return nil
	}
	c := &b.columns[b.col]
	first, last := c.skip, c.skip+len(c.card)
	if (c.top >= first || first == 0) && (c.top+b.visible() <= last || last >= c.Count) {
		return nil
	}
	return b.loadFrom(map[string]int{c.Stage: max(c.top-b.visible()/2-1, 0)})
}

// step moves the cursor in its column. A card that isn't fetched yet is
// waited for; meanwhile the cursor stays.
func (b *Board) step(n int) tea.Cmd {
	if b.col >= len(b.columns) {
		return nil
	}
	c := &b.columns[b.col]
	to := max(min(c.at+n, c.Count-1), 0)
	if to >= c.skip && to < c.skip+len(c.card) {
		c.at, c.want = to, -1
		return b.moved()
	}
	if c.Count == 0 {
		return nil
	}
	c.want = to
	return b.loadFrom(map[string]int{c.Stage: max(to-b.visible(), 0)})
}

// side moves the cursor to another column.
func (b *Board) side(n int) tea.Cmd {
	b.col = max(min(b.col+n, len(b.columns)-1), 0)
	return b.moved()
}

// phase moves the cursor to the first column of the next phase, or of the
// phase before.
func (b *Board) phase(n int) tea.Cmd {
	if b.col >= len(b.columns) {
		return nil
	}
	here := b.columns[b.col].Phase
	i := b.col
	for i >= 0 && i < len(b.columns) && b.columns[i].Phase == here {
		i += n
	}
	if i < 0 || i >= len(b.columns) {
		return nil
	}
	for n < 0 && i > 0 && b.columns[i-1].Phase == b.columns[i].Phase {
		i--
	}
	b.col = i
	return b.moved()
}
