package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// graph is which item depends on which. Items are numbered: with thousands of
// relations, texts as map keys would be most of the cost.
type graph struct {
	number map[string]int32
	names  []string
	ways   [2]*edges // from an item to what it depends on, and back
	called func(id string) string
}

func newGraph(relations []Relation, called func(string) string) *graph {
	g := &graph{number: make(map[string]int32, len(relations)), called: called}
	id := func(s string) int32 {
		n, ok := g.number[s]
		if !ok {
			n = int32(len(g.names))
			g.number[s] = n
			g.names = append(g.names, s)
		}
		return n
	}
	pairs := make([][2]int32, 0, len(relations))
	for _, rel := range relations {
		if rel.Item != "" && rel.DependsOn != "" && rel.Item != rel.DependsOn {
			pairs = append(pairs, [2]int32{id(rel.Item), id(rel.DependsOn)})
		}
	}
	g.ways = [2]*edges{newEdges(pairs, 0, g.names), newEdges(pairs, 1, g.names)}
	return g
}

// reach knows, for each item of one release, which items it depends on and
// which depend on it, through any number of steps, with a shortest path.
type reach struct {
	*graph
	own   []string
	trees [][2][]int32 // per own item, for each direction: the step before, -1 where not reached
}

func (g *graph) from(own []string) *reach {
	r := &reach{graph: g, own: own, trees: make([][2][]int32, len(own))}
	for i, item := range own {
		if n, ok := g.number[item]; ok {
			for d, e := range g.ways {
				r.trees[i][d] = e.search(n)
			}
		}
	}
	return r
}

// edges holds one direction of all relations in two slices: what item n leads
// to is to[start[n]:start[n+1]].
type edges struct {
	start, to []int32
	sorted    []bool // per item, whether its stretch is in order of names yet
	names     []string
}

func newEdges(pairs [][2]int32, from int, names []string) *edges {
	e := &edges{start: make([]int32, len(names)+1), to: make([]int32, len(pairs)), sorted: make([]bool, len(names)), names: names}
	for _, p := range pairs {
		e.start[p[from]+1]++
	}
	for i := range names {
		e.start[i+1] += e.start[i]
	}
	free := slices.Clone(e.start)
	for _, p := range pairs {
		e.to[free[p[from]]] = p[1-from]
		free[p[from]]++
	}
	return e
}

// next is what n leads to, by name: so that of several shortest paths the same
// one is found whatever order the relations came in.
func (e *edges) next(n int32) []int32 {
	to := e.to[e.start[n]:e.start[n+1]]
	if !e.sorted[n] {
		e.sorted[n] = true
		slices.SortFunc(to, func(a, b int32) int { return strings.Compare(e.names[a], e.names[b]) })
	}
	return to
}

// search walks breadth first from n, and returns for each item the one it was
// reached from, or -1; nil where n leads nowhere. Each item is entered once, so
// circles end.
func (e *edges) search(n int32) []int32 {
	if e.start[n] == e.start[n+1] {
		return nil
	}
	from := make([]int32, len(e.names))
	for i := range from {
		from[i] = -1
	}
	from[n] = n
	queue := make([]int32, 1, 64)
	queue[0] = n
	for i := 0; i < len(queue); i++ {
		for _, next := range e.next(queue[i]) {
			if from[next] < 0 {
				from[next] = queue[i]
				queue = append(queue, next)
			}
		}
	}
	return from
}

// maxPaths is how many paths are written out for one pair of releases; a
// sentence with hundreds of them is read by nobody.
const maxPaths = 8

// to returns what depends on what between our items and theirs, through any
// number of steps: the items of all such pairs, sorted, and the paths between
// them, written "web → api → db" from the dependent item to what it depends on.
// Of many only maxPaths are written, and the number of the rest.
func (r *reach) to(theirs []string) (items []string, text string) {
	var paths []string
	left := 0
	for i, mine := range r.own {
		for _, other := range theirs {
			n, ok := r.number[other]
			if !ok || other == mine {
				continue
			}
			for d, tree := range r.trees[i] {
				if tree == nil || tree[n] < 0 {
					continue
				}
				items = append(items, mine, other)
				if len(paths) == maxPaths {
					left++
					continue
				}
				paths = append(paths, r.path(tree, n, d == 0))
			}
		}
	}
	if items == nil {
		return nil, ""
	}
	items = unique(items)
	text = strings.Join(unique(paths), "; ")
	if left > 0 {
		text += fmt.Sprintf("; and %d more among %s", left, list(called(items, r.called)))
	}
	return items, text
}

// path writes the way between the root of the tree and n; of a long one its
// two ends, and how many items lie between them.
func (r *reach) path(tree []int32, n int32, fromRoot bool) string {
	const ends = 4
	var steps []int32
	for ; tree[n] != n; n = tree[n] {
		steps = append(steps, n)
	}
	steps = append(steps, n)
	if fromRoot {
		slices.Reverse(steps)
	}
	var b strings.Builder
	for i := 0; i < len(steps); i++ {
		if i > 0 {
			b.WriteString(" → ")
		}
		if between := len(steps) - 2*ends; i == ends && between > 1 {
			fmt.Fprintf(&b, "(%d more) → ", between)
			i += between
		}
		b.WriteString(r.called(r.names[steps[i]]))
	}
	return b.String()
}
