package diagram

import "slices"

// picture puts everything into its cells.
func (l *layout) picture(width int) Picture {
	pic := Picture{}
	above, below := make([]bool, len(l.rows)), make([]bool, len(l.rows)) // a channel has ends at the row above it, or below
	for i := range l.routes {
		r := &l.routes[i]
		if r.up {
			below[r.first] = true
		} else {
			above[r.first] = true
		}
		if r.down {
			below[r.last] = true
		} else {
			above[r.last] = true
		}
	}
	lanes, turn := make([]int, len(l.rows)), make([]int, len(l.rows)) // the cells of the first lane of each channel, and of the way on to the next row
	y := 0
	for r, row := range l.rows {
		for _, i := range row {
			l.placed[i].Y = y
		}
		y += l.placed[row[0]].H
		if above[r] {
			y++
		}
		lanes[r] = y
		y += l.lanes[r]
		if r < len(l.rows)-1 {
			turn[r] = y
			y++
		}
		if below[r] {
			y++
		}
	}
	pic.H = y
	pic.Boxes = l.placed
	for k, w := range l.g.Ways {
		if w.Kind == On {
			pic.Lines = append(pic.Lines, Line{Way: k, Points: l.straight(w, turn)})
		}
	}
	for i := range l.routes {
		r := &l.routes[i]
		pic.Lines = append(pic.Lines, Line{Way: r.way, Points: l.bent(r, lanes)})
	}
	pic.label(l.g, l.r, width)
	for _, b := range pic.Boxes {
		pic.W = max(pic.W, b.X+b.W)
	}
	for _, line := range pic.Lines {
		for _, p := range line.Points {
			pic.W = max(pic.W, p.X+1)
		}
		if line.Label != "" {
			pic.W = max(pic.W, line.At.X+l.r.Width(line.Label)+1)
		}
	}
	return pic
}

// straight is the way on to the next box: at its side, or round to the next row.
func (l *layout) straight(w Way, turn []int) []Point {
	a, b := &l.placed[w.From], &l.placed[w.To]
	out := Point{a.X + a.W - 1, a.Y + 1}
	in := Point{b.X - 1, b.Y + 1}
	if a.Row == b.Row {
		return []Point{out, {in.X, out.Y}}
	}
	y := turn[a.Row]
	return []Point{out, {out.X + 1, out.Y}, {out.X + 1, y}, {0, y}, {0, in.Y}, in}
}

// bent is a way between the rows.
func (l *layout) bent(r *route, lanes []int) []Point {
	a, b := &l.placed[r.fromB], &l.placed[r.toB]
	out, in := Point{r.from, a.Y + a.H - 1}, Point{r.to, b.Y + b.H}
	if r.up {
		out.Y = a.Y
	}
	if r.down {
		in.Y = b.Y - 1
	}
	y := lanes[r.first] + r.lane
	if !r.outermost {
		return []Point{out, {r.from, y}, {r.to, y}, in}
	}
	x, y2 := l.outerX(r.outer), lanes[r.last]+r.lane2
	return []Point{out, {r.from, y}, {x, y}, {x, y2}, {r.to, y2}, in}
}

// label finds room for what each way is for: in its own longest level stretch
// that nothing crosses, else beside it where it goes up or down. Where there is
// none, a letter stands for it.
func (p *Picture) label(g *Graph, r Ruler, width int) {
	used := map[Point]int{}
	for i := range p.Lines {
		for _, c := range p.Lines[i].cells() {
			used[c]++
		}
	}
	for _, b := range p.Boxes {
		for x := b.X; x < b.X+b.W; x++ {
			for y := b.Y; y < b.Y+b.H; y++ {
				used[Point{x, y}]++
			}
		}
	}
	keys := 0
	for i := range p.Lines {
		line := &p.Lines[i]
		text := g.Ways[line.Way].Label
		if text == "" {
			continue
		}
		for _, line.Label = range []string{text, key(keys)} {
			w := r.Width(line.Label) + 2 // with a blank at either side
			at, n := line.level(used)
			switch {
			case n >= w+2:
				at.X += (n - w) / 2
			case line.Label != text && n >= w:
				at.X += (n - w) / 2
			default:
				if at, n = line.beside(used, w, width, p.H); n < w {
					line.Label = ""
					continue
				}
			}
			line.At = Point{at.X + 1, at.Y}
			for x := range w {
				used[Point{at.X + x, at.Y}]++
			}
			break
		}
		if line.Key = line.Label != "" && line.Label != text; line.Key {
			keys++
		}
	}
}

// beside is a stretch of n free cells beside a place where a line goes up or
// down, 0 where there is none; within a picture of such a size.
func (l *Line) beside(used map[Point]int, n, width, height int) (Point, int) {
	free := func(at Point) bool {
		for x := at.X; x < at.X+n; x++ {
			if x < 0 || x >= width || at.Y < 0 || at.Y >= height || used[Point{x, at.Y}] > 0 {
				return false
			}
		}
		return true
	}
	for i := 1; i < len(l.Points); i++ {
		a, b := l.Points[i-1], l.Points[i]
		if a.X != b.X {
			continue
		}
		for y := min(a.Y, b.Y) + 1; y < max(a.Y, b.Y); y++ {
			for _, at := range []Point{{a.X + 1, y}, {a.X - n, y}} {
				if used[Point{a.X, y}] == 1 && free(at) {
					return at, n
				}
			}
		}
	}
	return Point{}, 0
}

// key is a letter for each of some ways: a to z, then aa.
func key(n int) string {
	if n >= 26 {
		return key(n/26-1) + key(n%26)
	}
	return string(rune('a' + n))
}

// cells are those that a line goes through, each once but for those in which it
// turns.
func (l *Line) cells() []Point {
	var out []Point
	for i := 1; i < len(l.Points); i++ {
		a, b := l.Points[i-1], l.Points[i]
		dx, dy := sign(b.X-a.X), sign(b.Y-a.Y)
		for c := a; ; c = (Point{c.X + dx, c.Y + dy}) {
			out = append(out, c)
			if c == b {
				break
			}
		}
	}
	return out
}

// level is the longest level stretch of a line that no other line crosses, and
// where it doesn't turn.
func (l *Line) level(used map[Point]int) (at Point, n int) {
	for i := 1; i < len(l.Points); i++ {
		a, b := l.Points[i-1], l.Points[i]
		if a.Y != b.Y {
			continue
		}
		if a.X > b.X {
			a, b = b, a
		}
		run := 0
		for x := a.X; x <= b.X; x++ {
			if used[Point{x, a.Y}] != 1 {
				run = 0
				continue
			}
			if run++; run > n {
				n, at = run, Point{x - run + 1, a.Y}
			}
		}
	}
	return at, n
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Keyed are the ways other than the usual one, with the letter that stands for
// those whose label found no room in the picture.
func (p *Picture) Keyed(g *Graph) []Keyed {
	var out []Keyed
	for k, w := range g.Ways {
		if w.Kind == On {
			continue
		}
		one := Keyed{Way: w}
		if i := slices.IndexFunc(p.Lines, func(l Line) bool { return l.Way == k && l.Key }); i >= 0 {
			one.Key = p.Lines[i].Label
		}
		out = append(out, one)
	}
	return out
}

// Keyed is a way with its letter in the picture, "" where it has none.
type Keyed struct {
	Way
	Key string
}
