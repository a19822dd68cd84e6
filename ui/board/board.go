// Package board shows the releases as cards in the stages of their process,
// and the gate panel, which says what keeps a release from moving on.
//
// Which checks there are and what they say is decided in model/gate, which
// cards a column holds in store; here they are only shown and moved between.
package board

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// Board is the screen.
type Board struct {
	env      *screen.Env
	asker    screen.Asker
	bindings []screen.Binding

	process string
	phases  []store.PhaseCount
	columns []column
	col     int // the column chosen
	left    int // the first column shown
	loaded  bool
	trouble string // why it couldn't be loaded

	filter string
	wrong  string // what is wrong with the filter
	ended  bool
	zoomed bool

	dots  map[model.ID]counted
	loads int // numbers the loads: dots of an earlier one are asked for again

	width, height int
}

// column is one stage with the cards fetched of it.
type column struct {
	store.BoardColumn
	skip int // which of the stage's cards the first fetched one is
	at   int // the chosen card, counted among all of the stage
	top  int // the first card shown, counted likewise
	want int // the card to choose once it is there; -1 for none
	card []tile
}

// counted is a gate's dots with the load they belong to.
type counted struct {
	store.Dots
	load int
}

// New makes the board.
func New(env *screen.Env) *Board {
	b := &Board{env: env, dots: map[model.ID]counted{}, width: 80, height: 20}
	b.bindings = b.keys()
	return b
}

// Name is the word on the tab.
func (b *Board) Name() string { return "Board" }

// Asker numbers its questions.
func (b *Board) Asker() *screen.Asker { return &b.asker }

// Typing is never so: prompts are overlays.
func (b *Board) Typing() bool { return false }

// Bindings are its keys.
func (b *Board) Bindings() []screen.Binding { return b.bindings }

// Update takes sizes and answers.
func (b *Board) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Size:
		before := b.perStage()
		b.width, b.height = msg.Width, msg.Height
		b.scroll()
		if b.loaded && b.perStage() > before {
			return b.Load()
		}
		return b.askDots()
	case screen.Answer:
		return b.answered(msg)
	}
	return nil
}

func (b *Board) answered(a screen.Answer) tea.Cmd {
	switch a.What {
	case "board":
		if a.Err != nil {
			b.fail(a.Err)
			return nil
		}
		return b.take(a.Value.(page))
	case "dots":
		if all, ok := a.Value.(dotsOf); ok && a.Err == nil {
			for id, d := range all.dots {
				b.dots[id] = counted{d, all.load}
			}
		}
	}
	return nil
}

// chosen is the card the cursor is on.
func (b *Board) chosen() (store.Card, bool) {
	if b.col >= len(b.columns) {
		return store.Card{}, false
	}
	c := &b.columns[b.col]
	i := c.at - c.skip
	if i < 0 || i >= len(c.card) {
		return store.Card{}, false
	}
	return c.card[i].Card, true
}

// Subject is the release the cursor is on.
func (b *Board) Subject() model.ID {
	c, _ := b.chosen()
	return c.ID
}

func (b *Board) today() when.Date { return when.DateOf(b.env.Clock(), b.env.Zone) }
