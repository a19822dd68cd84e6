package model

import "slices"

// Mended are the problems that the RFCs of a release close, for its notes, and the known errors
// of its service that stay, each with its workaround; as far as they are among the facts.
func Mended(c *Case, r *Release) (closes, known []*Problem) {
	var named []ID
	for _, id := range r.Changes {
		if ch := Get[*Change](c, id); ch != nil {
			named = append(named, ch.Closes...)
		}
	}
	for _, p := range All[*Problem](c) {
		switch {
		case slices.Contains(named, p.ID):
			closes = append(closes, p)
		case p.State == ProblemKnownError && p.Service != "" && p.Service == r.Service:
			known = append(known, p)
		}
	}
	return closes, known
}
