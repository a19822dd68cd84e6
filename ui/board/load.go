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
	rules    *model.Rules
	skip     map[string]int
	laneSkip int
}

// perStage is how many cards of a cell are fetched: what is seen, and as much
// again to move about in.
func (b *Board) perStage() int {
	switch {
	case b.zoomed:
		return 2*b.room() + 4
	case b.swim:
		return mostLine + 2
	}
	return 2*(b.room()/cardHeight) + 4
}

// skipName is what the store calls a cell.
func skipName(lane, stage string) string {
	if lane == theRest {
		return stage
	}
	return store.LaneSkip(lane, stage)
}

// Load asks for the cards around those shown, and for their dots anew.
func (b *Board) Load() tea.Cmd {
	b.news++
	return b.reload()
}

// reload asks for other cards of what nobody changed: dots that are known stay.
func (b *Board) reload() tea.Cmd { return b.loadFrom(nil, b.laneSkip) }

// loadFrom is Load with other first cards for some cells, and another first
// lane.
func (b *Board) loadFrom(shift map[string]int, laneSkip int) tea.Cmd {
	skip := map[string]int{}
	for i := range b.lanes {
		for k := range b.lanes[i].cells {
			if c := &b.lanes[i].cells[k]; c.skip > 0 {
				skip[skipName(b.lanes[i].key, b.columns[k].Stage)] = c.skip
			}
		}
	}
	maps.Copy(skip, shift)
	e := b.env
	q := store.BoardQuery{Filter: b.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(),
		PerStage: b.perStage(), Skip: skip, Ended: b.ended, Lanes: store.Apart}
	switch {
	case b.zoomed:
		q.Lanes = store.NoLanes
	case b.swim:
		q.Lanes, q.LaneSkip, q.LaneLimit = store.ByService, laneSkip, b.laneLimit()
	}
	data, ctx := e.Data, e.Context
	return screen.Ask(b, "board", func() (p page, err error) {
		p.skip, p.laneSkip = skip, q.LaneSkip
		if p.Board, err = data.Board(ctx, q); err == nil {
			p.rules, err = data.Rules(ctx)
		}
		return p, err
	}, func(p page, err error) tea.Cmd {
		if err != nil {
			b.fail(err)
			return nil
		}
		return b.take(p)
	})
}

// lay makes the lanes of a page. What lies in no lane of its own is the last.
func (p *page) lay() []lane {
	var out []lane
	rest := make([]int, len(p.Columns))
	for i := range p.Columns {
		rest[i] = p.Columns[i].Count
	}
	put := func(l lane, cards func(i int) []store.Card) {
		for i := range l.cells {
			c := &l.cells[i]
			c.skip, c.want = p.skip[skipName(l.key, p.Columns[i].Stage)], -1
			all := cards(i)
			c.card = make([]tile, len(all))
			for k := range all {
				c.card[k] = tile{Card: all[k]}
			}
		}
		out = append(out, l)
	}
	services := false
	for _, in := range p.Lanes {
		l := lane{key: in.Key, title: in.Title, count: in.Count, late: in.Late, cells: make([]cell, len(p.Columns))}
		services = services || l.service()
		for i := range l.cells {
			l.cells[i].count = in.Cells[i].Count
			rest[i] -= in.Cells[i].Count
		}
		put(l, func(i int) []store.Card { return in.Cells[i].Cards })
	}
	if services {
		return out
	}
	l := lane{key: theRest, title: "Others", cells: make([]cell, len(p.Columns))}
	for i, n := range rest {
		l.cells[i].count = n
		l.count += n
	}
	put(l, func(i int) []store.Card { return p.Columns[i].Cards })
	return out
}

// take replaces the cards, keeping the cursor on the release it was on, even
// where that has moved to another stage: the chosen card is never suddenly
// another one.
func (b *Board) take(p page) tea.Cmd {
	card, had := b.chosen()
	old, oldColumns := b.lanes, b.columns
	stage, key := "", ""
	if b.col < len(oldColumns) {
		stage = oldColumns[b.col].Stage
	}
	if b.lane < len(old) {
		key = old[b.lane].key
	}
	b.lanes = p.lay()
	b.columns = p.Columns
	for i := range b.columns {
		b.columns[i].Cards = nil
	}
	b.process, b.phases, b.rules = p.Process, p.Phases, p.rules
	b.shown, b.all = p.Shown, p.All
	b.laneSkip, b.laneCount = p.laneSkip, p.LaneCount
	b.wrong, b.trouble, b.asOf = "", "", b.env.AsOf
	before := map[string]*cell{}
	for i := range old {
		for k := range old[i].cells {
			before[skipName(old[i].key, oldColumns[k].Stage)] = &old[i].cells[k]
		}
	}
	again := map[string]int{}
	found, wanted := false, false
	lane, col := -1, -1
	for i := range b.lanes {
		l := &b.lanes[i]
		if l.key == key {
			lane = i
		}
		for k := range l.cells {
			c := &l.cells[k]
			name := skipName(l.key, b.columns[k].Stage)
			want := -1
			if o := before[name]; o != nil {
				c.at, c.top, want = o.at, o.top, o.want
			}
			if want >= 0 {
				c.at = want
				wanted = wanted || l.key == key && b.columns[k].Stage == stage
			}
			c.at = max(min(c.at, c.count-1), 0)
			if len(c.card) == 0 && c.count > 0 && c.skip > 0 {
				again[name] = max(c.count-b.perStage(), 0)
			}
			if b.columns[k].Stage == stage {
				col = k
			}
		}
	}
	b.lane, b.col = max(lane, 0), max(col, 0)
	if col < 0 {
		b.col = max(min(b.col, len(b.columns)-1), 0)
	}
	for i := range b.lanes {
		for k := range b.lanes[i].cells {
			c := &b.lanes[i].cells[k]
			for n := range c.card {
				if had && !wanted && b.laneWant < 0 && c.card[n].ID == card.ID {
					b.lane, b.col, c.at, found = i, k, c.skip+n, true
				}
			}
		}
	}
	if n := b.laneWant; n >= 0 {
		b.lane = max(min(n-b.laneSkip+b.fixed(), len(b.lanes)-1), 0)
		b.laneWant = -1
	}
	// At first, and where a filter emptied the stage, the cursor goes to where
	// something is.
	lost := b.filter != "" && b.col < len(b.columns) && b.columns[b.col].Count == 0
	if !b.loaded || lost || !found && !wanted && lane < 0 {
		b.loaded = true
		b.toSomething()
	}
	if len(again) > 0 {
		return b.loadFrom(again, b.laneSkip)
	}
	b.scroll()
	return b.askDots()
}

// toSomething puts the cursor on the first card there is.
func (b *Board) toSomething() {
	for k := range b.columns {
		for i := len(b.lanes) - 1; i >= 0; i-- {
			if c := &b.lanes[i].cells[k]; c.count > 0 {
				b.lane, b.col, c.at = i, k, 0
				if i > b.fixed() {
					continue // the first of the services
				}
				return
			}
		}
	}
}

// fail notes what went wrong, and keeps what is shown; but not at another moment,
// of which it was never true.
func (b *Board) fail(err error) {
	var bad *filter.Error
	if errors.As(err, &bad) || b.filter != "" {
		b.wrong = err.Error()
		if b.asOf != b.env.AsOf {
			b.lanes, b.columns, b.phases = nil, nil, nil
		}
		return
	}
	b.trouble = err.Error()
	if b.loaded {
		b.env.Host.Fail("load the board", err)
	}
}

// askDots counts the gates of the cards that are seen, and of those a step
// away, so that a step finds them there. Looking at the past, they are those
// of then.
func (b *Board) askDots() tea.Cmd {
	var ids []model.ID
	n, _ := b.across(b.Width)
	for _, s := range b.plan() {
		for i := max(b.left-1, 0); i < min(b.left+n+1, len(b.columns)); i++ {
			c := b.cell(s.lane, i)
			if c == nil {
				continue
			}
			for k := max(c.top-1, 0); k < c.top+s.rows+2; k++ {
				if n := k - c.skip; n >= 0 && n < len(c.card) {
					id := c.card[n].ID
					if d, ok := b.dots[id]; (!ok || d.news != b.news) && open(c.card[n].Card) {
						ids = append(ids, id)
					}
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
	q, news := b.env.Query(), b.news
	return screen.Aside(screen.Ask(b, "dots", func() (map[model.ID]store.Dots, error) {
		return q.Data.Dots(q.Ctx, ids, q.At, q.Now)
	}, func(dots map[model.ID]store.Dots, err error) tea.Cmd {
		for id, d := range dots {
			b.dots[id] = counted{d, news}
		}
		return nil
	}))
}

func open(c store.Card) bool {
	return c.State == model.ReleaseOpen || c.State == model.ReleaseHold || c.State == ""
}

// Filter is the filter in force.
func (b *Board) Filter() string { return b.filter }

// FilterError says what is wrong with it.
func (b *Board) FilterError() string { return b.wrong }

// SetFilter asks for other cards, from the first of each stage.
func (b *Board) SetFilter(text string) tea.Cmd {
	b.filter, b.wrong = text, ""
	b.first()
	return b.reload()
}

// first forgets how far the cells and lanes were scrolled.
func (b *Board) first() {
	for i := range b.lanes {
		for k := range b.lanes[i].cells {
			c := &b.lanes[i].cells[k]
			c.skip, c.want = 0, -1
		}
	}
	b.laneSkip, b.laneTop, b.laneWant = 0, 0, -1
}

var _ screen.Filtered = (*Board)(nil)
