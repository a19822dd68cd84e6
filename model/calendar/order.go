package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// order checks the slot against the releases that must come before the subject
// and those that must come after it, through any number of steps: a release in
// between may have no slot yet, and the order holds all the same.
func (f *finder) order(others []Booking) {
	s := f.subject
	if s.Span.IsZero() {
		return
	}
	byID := make(map[string]*Booking, len(others))
	after := map[string][]string{} // id → releases that depend on it
	for i := range others {
		o := &others[i]
		if o.ID == s.ID {
			continue
		}
		byID[o.ID] = o
		for _, id := range o.DependsOn {
			after[id] = append(after[id], o.ID)
		}
	}
	for _, ids := range after {
		slices.Sort(ids)
	}
	before := func(id string) []string {
		if id == s.ID {
			return unique(s.DependsOn)
		}
		if o := byID[id]; o != nil {
			return unique(o.DependsOn)
		}
		return nil
	}
	texts := map[string][]string{} // other id → what is wrong; both in a circle of dependencies
	walk(s.ID, before, func(id string, path []string) {
		if o := byID[id]; o != nil && !o.Span.IsZero() && s.Span.Start.Before(o.Span.End) {
			texts[id] = append(texts[id], fmt.Sprintf("starts before %s, on which it depends%s, has ended (%s)", name(o), through(path), f.show(o.Span)))
		}
	})
	walk(s.ID, func(id string) []string { return after[id] }, func(id string, path []string) {
		if o := byID[id]; o != nil && !o.Span.IsZero() && o.Span.Start.Before(s.Span.End) {
			texts[id] = append(texts[id], fmt.Sprintf("ends after %s, which depends on it%s, has started (%s)", name(o), through(path), f.show(o.Span)))
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

func through(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return " through " + list(path)
}
