package gate

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
)

// Lapse is a decision that counts as things stand, and would not after a change
// of a release or window: an exception from a freeze, or a conflict that was accepted. Both
// are bound to the dates, and to what else they were taken on.
type Lapse struct {
	Release model.ID `json:"release"` // for which it was taken
	Record  model.ID `json:"record"`  // that keeps it: the freeze, or the release
	// Given says that somebody took it; else it is asked for, and would have to be
	// asked for anew.
	Given bool   `json:"given"`
	Text  string `json:"text"` // "the exception from WIN-1 Year-end for REL-5, granted by Milan Novak for Fri 18 Dec 2026"
}

// Lapses are the decisions among the facts that another state of a release would
// end: its own, and what was accepted of other releases.
func Lapses(c *model.Case, n *model.Release) []Lapse {
	old := model.Get[*model.Release](c, n.ID)
	if old == nil || old.Ended() {
		return nil
	}
	return append(lapsedExceptions(c, old, n), LapsedAcceptances(c, c.With(n))...)
}

// LapsedAcceptances are the conflicts that are accepted as the facts are, and would not be as
// they come to be: of whichever release, by whatever is changed. Where more releases lie in a
// night than when it was accepted, that names none of them that were there.
func LapsedAcceptances(c, after *model.Case) (out []Lapse) {
	var before, then *Calendar
	for _, r := range model.All[*model.Release](c) {
		if len(r.Accepted) == 0 || r.Ended() {
			continue
		}
		if before == nil {
			before, then = NewCalendar(c), NewCalendar(after)
		}
		var still []Conflict
		if now := model.Get[*model.Release](after, r.ID); !now.Ended() {
			still = then.Conflicts(now)
		}
		for _, found := range before.Conflicts(r) {
			if !found.Open() && !slices.ContainsFunc(still, func(f Conflict) bool { return f.Key == found.Key && !f.Open() }) {
				out = append(out, Lapse{r.ID, r.ID, true, fmt.Sprintf("%s's acceptance of a conflict of %s, for %s: %s", c.Signatory(found.Accepted.By, found.Accepted.At), r.ID, decision.Conflict(c, r, found.Conflict).Dates(c), found.Text)})
			}
		}
	}
	return out
}

// lapsedExceptions are the exceptions of a release that are for its dates of now,
// and would not be for those of another state of it.
func lapsedExceptions(c *model.Case, old, n *model.Release) []Lapse {
	var out []Lapse
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if e.Release != n.ID || w.Withdrawn != "" {
				continue
			}
			q, then := decision.Exception(old, w, e), decision.Exception(n, w, e)
			switch at, _ := decision.Holds(c, q); {
			case q.Waits && decision.Outside(c, q) == "" && decision.Outside(c, then) != "":
				out = append(out, Lapse{n.ID, w.ID, false, fmt.Sprintf("%s, asked for by %s for %s", q.Title, c.Signatory(e.By, e.At), q.Dates(c))})
			case at >= 0:
				if stays, _ := decision.Holds(c, then); stays < 0 {
					out = append(out, Lapse{n.ID, w.ID, true, fmt.Sprintf("%s, granted by %s for %s", q.Title, decision.Signed(c, e.Decided.By, e.Decided.At, e.Decided.Basis), q.Dates(c))})
				}
			}
		}
	}
	return out
}
