package when

import (
	"slices"
	"time"
)

// Union are spans without their overlaps, in order: those that touch are one. The list
// itself stays as it is; empty spans are left out.
func Union(list []Span) []Span {
	sorted := slices.DeleteFunc(slices.Clone(list), func(s Span) bool { return !s.Start.Before(s.End) })
	slices.SortFunc(sorted, func(a, b Span) int { return a.Start.Compare(b.Start) })
	var out []Span
	for _, s := range sorted {
		if n := len(out); n > 0 && !s.Start.After(out[n-1].End) {
			if s.End.After(out[n-1].End) {
				out[n-1].End = s.End
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// Common is what two unions share.
func Common(a, b []Span) []Span {
	var out []Span
	for i, k := 0, 0; i < len(a) && k < len(b); {
		if s := a[i].Intersect(b[k]); !s.IsZero() {
			out = append(out, s)
		}
		if a[i].End.Before(b[k].End) {
			i++
		} else {
			k++
		}
	}
	return out
}

// Without is what of a union another one does not hold.
func Without(a, b []Span) []Span {
	var out []Span
	k := 0
	for _, s := range a {
		for k < len(b) && !b[k].End.After(s.Start) {
			k++
		}
		at := s.Start
		for n := k; n < len(b) && b[n].Start.Before(s.End); n++ {
			if at.Before(b[n].Start) {
				out = append(out, Span{at, b[n].Start})
			}
			if b[n].End.After(at) {
				at = b[n].End
			}
		}
		if at.Before(s.End) {
			out = append(out, Span{at, s.End})
		}
	}
	return out
}

// Lengths is how long the spans of a union are together.
func Lengths(list []Span) (sum time.Duration) {
	for _, s := range list {
		sum += s.Length()
	}
	return sum
}
