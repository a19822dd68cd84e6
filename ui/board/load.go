package board

import (
	"errors"
	"maps"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/filter"
	"fairway/store"
	"fairway/ui/screen"
)

// page is what came of a load: the board, and which cards were asked for.
type page struct {
	store.Board
	skip map[string]int
}

type dotsOf struct {
	load int
	dots map[model.ID]store.Dots
}

// perStage is how many cards of a stage are fetched: what is seen, and as
// much again to move about in.
func (b *Board) perStage() int { return 2*b.visible() + 4 }

// Load asks for the cards around those shown.
func (b *Board) Load() tea.Cmd { return b.loadFrom(nil) }

// loadFrom is Load with other first cards for some stages.
func (b *Board) loadFrom(shift map[string]int) tea.Cmd {
	skip := map[string]int{}
	for i := range b.columns {
		if c := &b.columns[i]; c.skip > 0 {
			skip[c.Stage] = c.skip
		}
	}
	maps.Copy(skip, shift)
	e := b.env
	q := store.BoardQuery{Filter: b.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(), Zone: e.Zone,
		PerStage: b.perStage(), Skip: skip, Ended: b.ended}
	data, ctx := e.Data, e.Context
	return b.asker.Ask("board", func() (any, error) {
		board, err := data.Board(ctx, q)
		return page{board, skip}, err
	})
}

// take replaces the cards, keeping the cursor on the release it was on, even
// where that has moved to another stage: the chosen card is never suddenly
// another one.
func (b *Board) take(p page) tea.Cmd {
	card, had := b.chosen()
	old := b.columns
	stage := ""
	if b.col < len(old) {
		stage = old[b.col].Stage
	}
	b.columns = make([]column, len(p.Columns))
	b.process, b.phases = p.Process, p.Phases
	b.wrong, b.trouble = "", ""
	b.loads++
	again := map[string]int{}
	found := false
	for i, in := range p.Columns {
		c := &b.columns[i]
		*c = column{BoardColumn: in, skip: p.skip[in.Stage], want: -1, card: make([]tile, len(in.Cards))}
		for k, card := range in.Cards {
			c.card[k] = tile{Card: card}
		}
		want := -1
		for k := range old {
			if old[k].Stage == in.Stage {
				c.at, c.top, want = old[k].at, old[k].top, old[k].want
			}
		}
		if want >= 0 {
			c.at = want
		}
		c.at = max(min(c.at, c.Count-1), 0)
		if len(c.card) == 0 && c.Count > 0 && c.skip > 0 {
			again[in.Stage] = max(c.Count-b.perStage(), 0)
		}
		if in.Stage == stage && !found {
			b.col = i
		}
		if had && want < 0 {
			for k := range c.card {
				if c.card[k].ID == card.ID {
					b.col, c.at, found = i, c.skip+k, true
				}
			}
		}
	}
	b.col = max(min(b.col, len(b.columns)-1), 0)
	// At first, and where a filter emptied the stage, the cursor goes to where
	// something is.
	lost := b.filter != "" && b.col < len(b.columns) && b.columns[b.col].Count == 0
	if !b.loaded || lost {
		b.loaded = true
		for i := range b.columns {
			if b.columns[i].Count > 0 {
				b.col = i
				break
			}
		}
	}
	if len(again) > 0 {
		return b.loadFrom(again)
	}
	b.scroll()
	return b.askDots()
}

// fail notes what went wrong, and keeps what is shown.
func (b *Board) fail(err error) {
	var bad *filter.Error
	if errors.As(err, &bad) || b.filter != "" {
		b.wrong = err.Error()
		return
	}
	b.trouble = err.Error()
	if b.loaded {
		b.env.Host.Fail("load the board", err)
	}
}

// askDots counts the gates of the cards that are seen, and of those a step
// away, so that a step finds them there.
func (b *Board) askDots() tea.Cmd {
	if b.env.AsOf != store.Now {
		return nil
	}
	var ids []model.ID
	n, _ := b.across(b.width)
	for i := max(b.left-1, 0); i < min(b.left+n+1, len(b.columns)); i++ {
		c := &b.columns[i]
		for k := max(c.top-1, 0); k < c.top+b.visible()+2; k++ {
			if n := k - c.skip; n >= 0 && n < len(c.card) {
				id := c.card[n].ID
				if d, ok := b.dots[id]; (!ok || d.load != b.loads) && open(c.card[n].Card) {
					ids = append(ids, id)
				}
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if len(b.dots) > 2000 {
		clear(b.dots)
	}
	data, ctx, now, load := b.env.Data, b.env.Context, b.env.Now(), b.loads
	return b.asker.Ask("dots", func() (any, error) {
		dots, err := data.Dots(ctx, ids, now)
		return dotsOf{load, dots}, err
	})
}

func open(c store.Card) bool { return c.State == "open" || c.State == "hold" || c.State == "" }

// Filter is the filter in force.
func (b *Board) Filter() string { return b.filter }

// FilterError says what is wrong with it.
func (b *Board) FilterError() string { return b.wrong }

// SetFilter asks for other cards, from the first of each stage.
func (b *Board) SetFilter(text string) tea.Cmd {
	b.filter, b.wrong = text, ""
	for i := range b.columns {
		b.columns[i].skip, b.columns[i].want = 0, -1
	}
	return b.Load()
}

var _ screen.Filtered = (*Board)(nil)
