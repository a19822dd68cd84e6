package diagram

import (
	"slices"
	"strings"
)

// Ruler measures text in cells, and makes it fit.
type Ruler interface {
	Width(s string) int
	// Wrap breaks a text into lines of at most w cells, Cut shortens one.
	Wrap(s string, w int) []string
	Cut(s string, w int) string
}

// Point is a cell, from the left and from the top.
type Point struct{ X, Y int }

// Placed is a box in its place. Its border belongs to it.
type Placed struct {
	X, Y, W, H int
	Box        int      // which of the graph
	Row, Place int      // in which row it stands, and where in it
	Phase      string   // where a phase begins with it
	Title      []string // inside, line by line
	Said       string   // below
}

// Line is a way as it is drawn: from the border of one box to the cell before
// another, where its arrow head is.
type Line struct {
	Way    int
	Points []Point
	// Label stands at At, in a gap of the line; "" where there was no room. Key
	// says that it is the letter of the way, whose label was too long.
	Label string
	At    Point
	Key   bool
}

// Picture is a graph laid out in cells.
type Picture struct {
	W, H  int
	Boxes []Placed
	Lines []Line
}

// The measures of a picture, in cells.
const (
	marginLeft = 3 // a line that comes from the row above: └─→
	between    = 4 // two boxes: ──→ and a blank
	leastBox   = 8
	mostBox    = 24
	mostTitle  = 3 // lines
)

// Lay places a graph in at most width cells. The boxes stand in rows, in their
// order, a phase undivided where it fits into a row. Ways that are not the usual
// one run between the rows. It is false where there is no room for one box.
func Lay(g *Graph, width int, r Ruler) (Picture, bool) {
	if len(g.Boxes) == 0 {
		return Picture{}, false
	}
	// Ways across several rows run at the right, and take room from the boxes,
	// which may take more rows then.
	for outer := 0; ; outer++ {
		l := layout{g: g, r: r}
		room := width - marginLeft - 2 - 2*outer
		l.box = l.wanted()
		if l.box = min(l.box, room); l.box < leastBox {
			if outer > 0 { // rather without those ways than without boxes
				g = &Graph{Name: g.Name, Title: g.Title, Boxes: g.Boxes, Ways: slices.DeleteFunc(slices.Clone(g.Ways), func(w Way) bool { return w.Kind != On })}
				outer = -1
				continue
			}
			return Picture{}, false
		}
		l.fill(max((room+between)/(l.box+between), 1))
		l.route()
		if l.outer <= outer {
			return l.picture(width), true
		}
	}
}

// layout is a picture in the making.
type layout struct {
	g      *Graph
	r      Ruler
	box    int // how wide boxes are
	placed []Placed
	rows   [][]int // boxes by row
	right  []int   // the last cell of each row
	routes []route
	lanes  []int // of the channel below each row
	outer  int   // lanes at the right
}

// wanted is how wide boxes are best.
func (l *layout) wanted() int {
	w := 12
	for _, b := range l.g.Boxes {
		longest := 0
		for word := range strings.FieldsSeq(b.Title) {
			longest = max(longest, l.r.Width(word))
		}
		if whole := l.r.Width(b.Title); whole <= 16 {
			longest = whole
		}
		w = max(w, longest, l.r.Width(b.Said()), l.r.Width(b.phase())+1)
	}
	return min(w+4, mostBox)
}

// fill puts the boxes into rows.
func (l *layout) fill(per int) {
	var row []int
	flush := func() {
		if len(row) > 0 {
			l.rows = append(l.rows, row)
			row = nil
		}
	}
	for from := 0; from < len(l.g.Boxes); {
		to := from + 1
		for to < len(l.g.Boxes) && l.g.Boxes[to].Phase == l.g.Boxes[from].Phase {
			to++
		}
		n := to - from
		if len(row)+n > per {
			flush()
		}
		size := n
		if n > per { // as evenly as it goes
			parts := (n + per - 1) / per
			size = (n + parts - 1) / parts
		}
		for i := from; i < to; i++ {
			if i > from && (i-from)%size == 0 {
				flush()
			}
			row = append(row, i)
		}
		from = to
	}
	flush()
	l.placed = make([]Placed, len(l.g.Boxes))
	l.lanes, l.right = make([]int, len(l.rows)), make([]int, len(l.rows))
	for r, row := range l.rows {
		height := 1
		for k, i := range row {
			b := &l.g.Boxes[i]
			p := Placed{X: marginLeft + k*(l.box+between), W: l.box, Box: i, Row: r, Place: k, Title: l.titled(b.Title), Said: l.r.Cut(b.Said(), l.box-4)}
			if i == 0 || l.g.Boxes[i-1].Phase != b.Phase {
				p.Phase = b.phase()
			}
			height = max(height, len(p.Title))
			l.placed[i] = p
			l.right[r] = p.X + p.W - 1
		}
		if slices.ContainsFunc(l.g.Boxes, func(b Box) bool { return b.Mark != nil || b.Checks > 0 }) {
			height++ // a line for it, the same in every box
		}
		for _, i := range row {
			l.placed[i].H = height + 2
		}
	}
}

// titled breaks a title into as many lines as a box has for it.
func (l *layout) titled(title string) []string {
	lines := l.r.Wrap(title, l.box-4)
	if len(lines) > mostTitle {
		lines = append(lines[:mostTitle-1:mostTitle-1], l.r.Cut(strings.Join(lines[mostTitle-1:], " "), l.box-4))
	}
	return lines
}
