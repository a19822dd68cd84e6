package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// order checks the slot against the releases that must come before the subject
// and those that must come after it, through any number of steps: a release in
// between may have no slot yet, and the order holds all the same.
func (f *finder) order() {
	s := f.subject
	before := func(id string) []string {
		if id == s.ID {
			return unique(s.DependsOn)
		}
		if o := f.byID[id]; o != nil {
			return unique(o.DependsOn)
		}
		return nil
	}
	texts := map[string][]string{} // other id → what is wrong; both in a circle of dependencies
	walk(s.ID, before, func(id string, path []string) {
		if o := f.byID[id]; o != nil && !o.Span.IsZero() && s.Span.Start.Before(o.Span.End) {
			texts[id] = append(texts[id], fmt.Sprintf("starts before %s, on which it depends%s, has ended (%s)", o.called(), f.through(path), f.show(o.Span, o)))
		}
	})
	walk(s.ID, func(id string) []string { return f.after[id] }, func(id string, path []string) {
		if o := f.byID[id]; o != nil && !o.Span.IsZero() && o.Span.Start.Before(s.Span.End) {
			texts[id] = append(texts[id], fmt.Sprintf("ends after %s, which depends on it%s, has started (%s)", o.called(), f.through(path), f.show(o.Span, o)))
		}
	})
	for id, t := range texts {
		f.add(Conflict{Kind: Order, With: []string{id}, Span: s.Span, Text: strings.Join(t, "; ")})
	}
}

// walk visits everything reachable from start, nearest first, each once, with
// the ids in between.
func walk(start string, next func(string) []string, visit func(id string, between []string)) {
	type step struct {
		id   string
		path []string
	}
	seen := map[string]bool{start: true}
	queue := []step{{id: start}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, id := range next(at.id) {
			if seen[id] {
				continue
			}
			seen[id] = true
			path := at.path
			if at.id != start {
				path = append(slices.Clone(at.path), at.id)
			}
			visit(id, path)
			queue = append(queue, step{id, path})
		}
	}
}

// through names the releases in between.
func (f *finder) through(path []string) string {
	if len(path) == 0 {
		return ""
	}
	names := make([]string, len(path))
	for i, id := range path {
		names[i] = id
		if o := f.byID[id]; o != nil {
			names[i] = o.called()
		}
	}
	return " through " + list(names)
}
