// Package board shows the releases as cards in the stages of their process, in
// lanes where they are wanted, and the gate panel, which says what keeps a
// release from moving on.
//
// Which checks there are and what they say is decided in model/gate, which
// cards a column holds in store; here they are only shown and moved between.
package board

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// Board is the screen.
type Board struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding

	process string
	rules   *model.Rules // the rules in force; nil until they are loaded
	phases  []store.PhaseCount
	columns []store.BoardColumn
	lanes   []lane
	col     int // the column chosen
	lane    int // the lane chosen
	left    int // the first column shown
	loaded  bool
	asOf    store.Position // of what is shown
	trouble string         // why it couldn't be loaded

	filter     string
	wrong      string // what is wrong with the filter
	shown, all int    // how many pass it, of how many
	ended      bool
	zoomed     bool
	swim       bool // a lane for each service

	// Of the services' lanes those from laneSkip on are at hand; laneTop is the
	// first one shown, laneWant the one to choose once it is there.
	laneSkip, laneCount, laneTop, laneWant int

	dots map[model.ID]counted
	news int // numbers the times something may have changed: dots of an earlier one are asked for again
}

// counted is a gate's dots with the news they are from.
type counted struct {
	store.Dots
	news int
}

// New makes the board.
func New(env *screen.Env) *Board {
	b := &Board{Base: screen.Base{Width: 80, Height: 20}, env: env, dots: map[model.ID]counted{}, laneWant: -1}
	b.bindings = b.keys()
	return b
}

// Name is the word on the tab.
func (b *Board) Name() string { return "Board" }

// Bindings are its keys.
func (b *Board) Bindings() []screen.Binding { return b.bindings }

// Update takes sizes.
func (b *Board) Update(msg tea.Msg) tea.Cmd {
	before, lanes := b.perStage(), b.laneLimit()
	b.Base.Update(msg)
	b.scroll()
	if b.loaded && (b.perStage() > before || b.laneLimit() > lanes) {
		return b.reload()
	}
	return b.askDots()
}

// chosen is the card the cursor is on.
func (b *Board) chosen() (store.Card, bool) {
	c := b.here()
	if c == nil {
		return store.Card{}, false
	}
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

// title is what people call a stage.
func (b *Board) title(stage string) string {
	for i := range b.columns {
		if b.columns[i].Stage == stage {
			return b.columns[i].Title
		}
	}
	if b.rules != nil {
		for i := range b.rules.Processes {
			if s, n := b.rules.Processes[i].Stage(stage); n >= 0 {
				return s.Title
			}
		}
	}
	return strings.ReplaceAll(stage, "-", " ")
}

// over is by how many days a release has been in its stage for longer than
// the rules give it; 0 where it hasn't.
func (b *Board) over(c *store.Card) int {
	if b.rules == nil || !open(*c) || c.Since.IsZero() {
		return 0
	}
	p, ok := b.rules.Process(c.Type)
	if !ok {
		return 0
	}
	s, n := p.Stage(c.Stage)
	if n < 0 || s.Limit <= 0 {
		return 0
	}
	return max(when.DaysBetween(c.Since, b.env.Clock(), b.env.Days())-s.Limit, 0)
}

func (b *Board) today() when.Date { return when.DateOf(b.env.Clock(), b.env.Zone) }

// phaseTitle is what the rules call a phase.
func (b *Board) phaseTitle(phase string) string {
	if b.rules == nil {
		return phase
	}
	return b.rules.Policy.PhaseTitle(phase)
}
