package filter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is what is wrong with a filter, where, and what to do about it.
type Error struct {
	Column int      // of the first character that is wrong, from 1
	Field  string   // the field it is about, where there is one
	Reason string   // what is wrong, without a full stop
	Remedy string   // what to do
	Near   []string // known names like the unknown one, nearest first
}

// Error says it all in one line, what is of most use first: a footer has room
// for half of it.
func (e *Error) Error() string {
	s := e.Reason
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return fmt.Sprintf("%s (column %d of the filter)", s, e.Column)
}

// nearest gives those of known that look like name, of each that name of it which
// does most: nearest first, three at most, and none that has little in common with
// it. What begins so, or has a word that does, is near: a person may be in the
// middle of typing it.
func nearest(name string, known []Choice) []string {
	type candidate struct {
		name     string
		distance int
	}
	name = plain(name)
	var found []candidate
	for _, k := range known {
		best := candidate{distance: max(1, len(name)/3) + 1}
		for _, called := range append(slices.Clone(k.Names), k.Value) {
			if d, ok := apart(name, plain(called), best.distance-1); ok {
				best = candidate{called, d}
			}
		}
		if best.name != "" && !slices.ContainsFunc(found, func(c candidate) bool { return c.name == best.name }) {
			found = append(found, best)
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.name, b.name))
	})
	var names []string
	for _, c := range found[:min(3, len(found))] {
		names = append(names, c.name)
	}
	return names
}

// apart is how far two plain names are apart, where that is no more than most.
func apart(a, b string, most int) (int, bool) {
	d := most + 1
	switch {
	case a == "" || b == "":
	case strings.HasPrefix(b, a) || strings.HasPrefix(a, b) || strings.Contains(b, " "+a):
		d = 1
	case max(len(a)-len(b), len(b)-len(a)) <= most:
		d = distance(a, b)
	}
	return d, d <= most
}

// distance counts the insertions, deletions, substitutions and swaps of
// neighbours that make b out of a. Names are short; longer ones are cut so that
// a pasted text costs nothing.
func distance(a, b string) int {
	const most = 40
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}

// oneOf writes names for a sentence: "a", "a or b", "a, b or c".
func oneOf(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
