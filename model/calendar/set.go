package calendar

import (
	"slices"
	"strings"

	"fairway/model/when"
)

// unique returns the texts sorted, each once, as a slice of its own.
func unique(list []string) []string {
	list = slices.Clone(list)
	if !slices.IsSorted(list) {
		slices.Sort(list)
	}
	return slices.Compact(list)
}

// increasing reports whether texts are sorted, and each is there once.
func increasing(list []string) bool {
	for i := 1; i < len(list); i++ {
		if list[i-1] >= list[i] {
			return false
		}
	}
	return true
}

// shared returns what both lists hold, sorted, each once; empty texts aside.
func shared(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	var both []string
	for _, s := range a {
		if s != "" && slices.Contains(b, s) {
			both = append(both, s)
		}
	}
	return unique(both)
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// containsFold and sharedFold are about words, in whatever case they were typed.
func containsFold(list []string, s string) bool {
	return s != "" && slices.ContainsFunc(list, func(have string) bool { return strings.EqualFold(have, s) })
}

func sharedFold(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !containsFold(b, s) })
}

// covered reports whether the union of the spans holds the whole of s.
func covered(s when.Span, by []when.Span) bool { return len(uncovered(s, by)) == 0 }

// uncovered are the stretches of s that no span of others holds, in their order.
func uncovered(s when.Span, by []when.Span) (out []when.Span) {
	by = slices.Clone(by)
	slices.SortFunc(by, func(a, b when.Span) int { return a.Start.Compare(b.Start) })
	reached := s.Start
	for _, o := range by {
		if !reached.Before(s.End) {
			return out
		}
		if o.Start.After(reached) {
			out = append(out, when.Span{Start: reached, End: o.Start}.Intersect(s))
		}
		if o.End.After(reached) {
			reached = o.End
		}
	}
	if reached.Before(s.End) {
		out = append(out, when.Span{Start: reached, End: s.End})
	}
	return out
}
