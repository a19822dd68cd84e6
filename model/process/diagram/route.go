package diagram

import "slices"

// route is a way that runs between the rows. It leaves its box by the lower
// border, or by the upper one where it goes to a row above, into the channel
// there; runs along a lane of it; and where it goes further than to the next
// channel, along one at the right of all boxes to another.
type route struct {
	way         int
	up          bool // leaves by the upper border
	down        bool // arrives from above
	first, last int  // the channels, by the row above them
	from, to    int  // the cells at which it leaves and arrives
	lane, lane2 int
	outer       int // the lane at the right, -1 where none is needed
	fromB, toB  int
	outermost   bool
}

// end is one end of a route at a border of a box.
type end struct {
	at    *int // the cell to be found
	other int  // where the other end is, so that ends cross as little as they can
}

// route finds cells and lanes for the ways between the rows.
func (l *layout) route() {
	for k, w := range l.g.Ways {
		if w.Kind == On {
			continue
		}
		a, b := &l.placed[w.From], &l.placed[w.To]
		r := route{way: k, fromB: w.From, toB: w.To, first: a.Row, last: b.Row, outer: -1}
		switch {
		case b.Row < a.Row:
			r.up, r.first = true, a.Row-1
		case b.Row > a.Row:
			r.down, r.last = true, b.Row-1
		}
		r.outermost = r.first != r.last
		l.routes = append(l.routes, r)
	}
	l.ends()
	l.assignOuter()
	l.assignLanes()
}

// ends shares the cells of the borders out. Ends at lower borders have odd
// cells and those at upper ones even cells, so that lines into a channel from
// above and from below never lie on each other.
func (l *layout) ends() {
	type side struct {
		box   int
		upper bool
	}
	at := map[side][]end{}
	var sides []side
	add := func(s side, e end) {
		if at[s] == nil {
			sides = append(sides, s)
		}
		at[s] = append(at[s], e)
	}
	for i := range l.routes {
		r := &l.routes[i]
		a, b := &l.placed[r.fromB], &l.placed[r.toB]
		toward, back := b.X+b.W/2, a.X+a.W/2
		if r.outermost {
			toward, back = 1<<20, 1<<20
		}
		add(side{r.fromB, r.up}, end{&r.from, toward})
		add(side{r.toB, r.down}, end{&r.to, back})
	}
	for _, s := range sides {
		p := &l.placed[s.box]
		var cells []int
		for x := p.X + 2; x <= p.X+p.W-3; x++ {
			if x%2 == 0 == s.upper {
				cells = append(cells, x)
			}
		}
		list := at[s]
		slices.SortStableFunc(list, func(a, b end) int { return a.other - b.other })
		for i, e := range list {
			*e.at = cells[min((2*i+1)*len(cells)/(2*len(list)), len(cells)-1)]
		}
	}
}

// span is a stretch of a lane.
type span struct{ from, to int }

// lane finds the first of some lanes in which a stretch is free.
func lane(taken *[][]span, s span) int {
	for i, spans := range *taken {
		if !slices.ContainsFunc(spans, func(o span) bool { return s.from <= o.to+1 && o.from <= s.to+1 }) {
			(*taken)[i] = append(spans, s)
			return i
		}
	}
	*taken = append(*taken, []span{s})
	return len(*taken) - 1
}

func (l *layout) assignOuter() {
	var taken [][]span
	for i := range l.routes {
		if r := &l.routes[i]; r.outermost {
			r.outer = lane(&taken, span{min(r.first, r.last), max(r.first, r.last)})
		}
	}
	l.outer = len(taken)
}

// outerX is the cell of a lane at the right.
func (l *layout) outerX(lane int) int { return slices.Max(l.right) + 3 + 2*lane }

// assignLanes gives each stretch in a channel a lane, the shortest first: they
// are nearest to the boxes.
func (l *layout) assignLanes() {
	type stretch struct {
		channel int
		span
		lane *int
	}
	var all []stretch
	add := func(channel, a, b int, lane *int) {
		all = append(all, stretch{channel, span{min(a, b), max(a, b)}, lane})
	}
	for i := range l.routes {
		r := &l.routes[i]
		if r.outermost {
			x := l.outerX(r.outer)
			add(r.first, r.from, x, &r.lane)
			add(r.last, x, r.to, &r.lane2)
			continue
		}
		add(r.first, r.from, r.to, &r.lane)
	}
	slices.SortStableFunc(all, func(a, b stretch) int { return (a.to - a.from) - (b.to - b.from) })
	taken := make([][][]span, len(l.rows))
	for _, s := range all {
		*s.lane = lane(&taken[s.channel], s.span)
	}
	for i := range taken {
		l.lanes[i] = len(taken[i])
	}
}
