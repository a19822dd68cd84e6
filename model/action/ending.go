package action

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// Cancel ends a release that will not be deployed. It is never possible once
// a deployment has started.
type Cancel struct {
	Release model.ID `json:"release"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
}

// Do cancels the release, voids what was still asked for, and frees its RFCs.
func (a Cancel) Do(c *model.Case) (Outcome, error) {
	doing := "cancel " + string(a.Release)
	r, p, err := loadOpen(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	underway(r, p, refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	out := wrote(r.ID, fmt.Sprintf("cancelled %s", r.ID), n)
	cutoffEnds(c, r, a.Reason, &out)
	cancel(c, n, a.Reason, &out)
	return out, nil
}

// underway adds that a deployment has begun, after which nothing is cancelled.
func underway(r *model.Release, p *process.Process, refusal *model.Refusal) {
	if stage, _ := p.Stage(r.Stage); r.Deployed || (stage != nil && stage.Locked) {
		refusal.Add("its deployment has started", model.Say("finish the run, or roll it back, and evaluate it"))
	}
}

// cancel ends n, frees its RFCs, and voids what was asked for and given.
func cancel(c *model.Case, n *model.Release, reason string, out *Outcome) {
	n.Cancelled = &model.Ending{Reason: reason, By: c.Who.ID(), At: c.Now}
	n.Hold = nil
	for _, id := range n.Changes {
		free(c, n.ID, id, out)
	}
	void(c, n, nil, "the release was cancelled", out)
	unorder(c, n, reason, out)
	cameToNothing(c, n.ID, n.Entry, out)
}

// unorder drops what was ordered for a release that is cancelled and has not come in: nobody
// waits for it any more. Whoever supplies it has to be told by somebody.
func unorder(c *model.Case, n *model.Release, reason string, out *Outcome) {
	var dropped []string
	for _, p := range model.All[*model.Procurement](c) {
		if p.Release != n.ID || !p.Waits() {
			continue
		}
		gone := *p
		gone.Dropped = string(n.ID) + " was cancelled: " + reason
		out.Writes = append(out.Writes, &gone)
		dropped = append(dropped, string(p.ID)+" "+p.Title)
	}
	if len(dropped) > 0 {
		out.Note += "; no longer awaited: " + few(dropped)
	}
}

// Reopen takes a closed release back to the stage before its last.
type Reopen struct {
	Release model.ID `json:"release"`
	Reason  string   `json:"reason"`
}

func (a Reopen) Do(c *model.Case) (Outcome, error) {
	doing := "reopen " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if !r.Closed() {
		refusal.Add("it is not closed: it is in " + r.Stage)
	}
	if r.Origin != nil {
		refusal.Add("it is imported history", model.Say("register a new release instead"))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	last := p.Stages[len(p.Stages)-2].ID
	n := r.Clone()
	enter(c, n, p, last)
	n.Reopened = append(n.Reopened, model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: last, At: c.Now, By: c.Who.ID(), Kind: "reopen", Reason: a.Reason})
	return wrote(r.ID, fmt.Sprintf("reopened %s", r.ID), n), nil
}
