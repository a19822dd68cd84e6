package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
)

// ReopenProblem opens a closed problem again: it came back, or was not solved. RFCs can close it
// again.
type ReopenProblem struct {
	Problem  model.ID  `json:"problem"`
	Reason   string    `json:"reason"`
	Happened time.Time `json:"happened,omitzero"` // when it came back
	Seen     int64     `json:"seen,omitempty"`
}

// Do opens it again: as a known error where something helps meanwhile. It is the same problem
// still: when it was opened first, and how it was closed, stay.
func (a ReopenProblem) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Problem](c, a.Problem)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, p, a.Seen, "state"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "reopen " + string(p.ID)}
	if p.State != model.ProblemClosed {
		refusal.Add("it is " + model.StateWords(p))
	}
	needs := []need{{p.Opened, "it was opened"}}
	if !p.Closed.IsZero() {
		needs = append(needs, need{p.Closed, "it was closed"})
	}
	at := happened(c, a.Happened, "it can't have come back", needs, refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.State, n.Closed = model.ProblemOpen, time.Time{}
	if n.Workaround != "" {
		n.State = model.ProblemKnownError
	}
	n.Reopenings = append(slices.Clip(p.Reopenings), model.Reopening{Was: p.State, Resolved: p.Closed, Reason: a.Reason, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)})
	out := wrote(p.ID, fmt.Sprintf("reopened %s, which was %s: it is %s: %s", p.ID, model.StateWords(p), model.StateWords(&n), a.Reason), &n)
	out.Happened = at
	return out, nil
}
