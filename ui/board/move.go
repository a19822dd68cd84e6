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
	n, _ := b.across(b.Width)
	b.left = kit.Scroll(b.left, b.col, n, len(b.columns))
	if b.zoomed {
		b.left = b.col
	}
	b.scrollLanes()
	for _, s := range b.plan() {
		for i := range b.columns {
			c := b.cell(s.lane, i)
			if c == nil {
				continue
			}
			if s.lane == b.lane && i == b.col {
				c.top = kit.Scroll(c.top, c.at, s.rows, c.count)
			}
			c.top = max(min(c.top, c.count-s.rows), 0)
		}
	}
}

// scrollLanes brings the chosen lane into the picture.
func (b *Board) scrollLanes() {
	fixed := b.fixed()
	b.laneTop = max(min(b.laneTop, b.laneSkip+len(b.lanes)-fixed-1), b.laneSkip)
	if b.lane < fixed {
		return
	}
	if n := b.number(b.lane); n < b.laneTop {
		b.laneTop = n
	}
	for b.laneTop < b.number(b.lane) {
		plan := b.plan()
		if last := plan[len(plan)-1]; last.lane >= b.lane {
			break
		}
		b.laneTop++
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

// fetchAround asks for more when the window over the chosen cell, or over the
// lanes, comes near the end of what was fetched.
func (b *Board) fetchAround() tea.Cmd {
	c := b.here()
	if c == nil {
		return nil
	}
	rows := b.rows(b.lane)
	first, last := c.skip, c.skip+len(c.card)
	if c.top < first && first > 0 || c.top+rows > last && last < c.count {
		return b.loadFrom(map[string]int{skipName(b.lanes[b.lane].key, b.columns[b.col].Stage): max(c.top-rows/2-1, 0)}, b.laneSkip)
	}
	if n := b.number(b.lane); b.lanes[b.lane].service() {
		end := b.laneSkip + len(b.lanes) - b.fixed()
		if n <= b.laneSkip && b.laneSkip > 0 || n >= end-1 && end < b.laneCount {
			return b.loadFrom(nil, max(n-b.laneLimit()/2, 0))
		}
	}
	return nil
}

// step moves the cursor in its cell, and from there into the next lane that
// has something in the column. A card that isn't fetched yet is waited for;
// meanwhile the cursor stays.
func (b *Board) step(n int) tea.Cmd {
	c := b.here()
	if c == nil {
		return nil
	}
	if (n == 1 || n == -1) && (c.at+n < 0 || c.at+n >= c.count) {
		return b.laneStep(n, true)
	}
	to := max(min(c.at+n, c.count-1), 0)
	if to >= c.skip && to < c.skip+len(c.card) {
		c.at, c.want = to, -1
		return b.moved()
	}
	if c.count == 0 {
		return nil
	}
	c.want = to
	return b.loadFrom(map[string]int{skipName(b.lanes[b.lane].key, b.columns[b.col].Stage): max(to-b.rows(b.lane), 0)}, b.laneSkip)
}

// laneStep moves the cursor to another lane: the next one, or the next one
// with a card in the column. Lanes that aren't fetched yet are waited for.
func (b *Board) laneStep(n int, card bool) tea.Cmd {
	for i := b.lane + n; i >= 0 && i < len(b.lanes); i += n {
		c := b.cell(i, b.col)
		if card && c.count == 0 {
			continue
		}
		b.lane = i
		if c.at = 0; n < 0 && card {
			c.at = max(min(c.count, c.skip+len(c.card))-1, 0)
		}
		return b.moved()
	}
	if len(b.lanes) == 0 || !b.lanes[len(b.lanes)-1].service() {
		return nil
	}
	// Beyond what was fetched, the nearest lane is chosen, whatever is in it.
	first, end := b.laneSkip, b.laneSkip+len(b.lanes)-b.fixed()
	switch {
	case n > 0 && end < b.laneCount:
		b.laneWant = end
	case n < 0 && first > 0 && b.lanes[b.lane].service():
		b.laneWant = first - 1
	default:
		return nil
	}
	return b.loadFrom(nil, max(b.laneWant-b.laneLimit()/2, 0))
}

// page moves by as much as is seen: cards of a column, or a lane.
func (b *Board) page(n int) tea.Cmd {
	if len(b.lanes) > 0 && b.lanes[len(b.lanes)-1].service() {
		return b.laneStep(n, false)
	}
	return b.step(n * max(b.rows(b.lane), 2))
}

// side moves the cursor to another column.
func (b *Board) side(n int) tea.Cmd {
	b.col = max(min(b.col+n, len(b.columns)-1), 0)
	b.nearest()
	return b.moved()
}

// nearest leaves a lane that has nothing in the column for the other one: of
// two lanes, an empty one is never in the way.
func (b *Board) nearest() {
	if c := b.here(); c == nil || c.count > 0 || b.lanes[b.lane].service() {
		return
	}
	for i := range b.lanes {
		if b.lanes[i].cells[b.col].count > 0 && !b.lanes[i].service() {
			b.lane = i
			return
		}
	}
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
	b.nearest()
	return b.moved()
}
