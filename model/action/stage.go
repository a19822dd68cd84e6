package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// Advance moves a release through the gate of its stage.
type Advance struct {
	Release model.ID `json:"release"`
	// From is the stage the person saw it in; the move is refused when it has
	// left that stage already. Empty means wherever it is.
	From string `json:"from,omitempty"`
	// Happened is when an emergency came so far, where that was before it is entered.
	// What was not declared goes on when its gate is found open, and never before.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the facts of the gate.
func (a Advance) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.Seen = looked(a.Release, a.Seen)
	return n
}

// Do evaluates the gate, and moves the release with what its stage's exit does.
func (a Advance) Do(c *model.Case) (Outcome, error) {
	doing := "move on " + string(a.Release)
	r, p, err := loadOpen(c, a.Release, a.Seen, doing, "stage", "since") // the gate is judged as it is now
	if err != nil {
		return Outcome{}, err
	}
	if a.From != "" && a.From != r.Stage {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("it is in %s now, no longer in %s", r.Stage, a.From), model.Say("look at it again"))
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Hold != nil {
		refusal.Add(fmt.Sprintf("it is on hold since %s: %s", r.Hold.At.UTC().Format(time.DateOnly), r.Hold.Reason), model.ByTask("resume", r.ID))
	}
	a.Happened = onlyDeclared(r.Emergency() != nil, a.Happened, "it goes on when its gate is found open", refusal)
	g, err := gate.At(onClock(c, a.Happened), r, "")
	if err != nil {
		return Outcome{}, err
	}
	for _, f := range g.Findings {
		if f.Blocks() {
			refusal.Add(fmt.Sprintf("%s: %s", f.Text, f.Evidence), f.Remedies...)
		}
	}
	if g.Next == "" {
		refusal.Add("no stage follows " + r.Stage)
	}
	needs := append(beforePassage(c, r), afterWaivers(c, g)...)
	at := dated(c, a.Happened, "it can't have gone on", needs, refusal)
	at, err = letThrough(c, a.Happened, at, "it can't have gone on", needs, blocking(g), func(c *model.Case) ([]gate.Finding, error) {
		g, err := gate.At(c, model.Get[*model.Release](c, r.ID), "")
		return blocking(g), err
	}, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	stage, _ := p.Stage(r.Stage)
	next, _ := p.Stage(g.Next)
	n := r.Clone()
	n.Passed = append(n.Passed, model.Passage{From: r.Stage, To: next.ID, At: at, By: c.Who.ID(), Recorded: recordedLater(c, at)})
	n.Enter(p, next.ID, at)
	n.StageDue = gate.Deadline(c, p, n)
	out := wrote(r.ID, fmt.Sprintf("moved %s to %s", r.ID, next.Title), n)
	if !a.Happened.IsZero() {
		out.Happened = at
	}
	for _, effect := range stage.OnExit {
		apply(c, effect, n, &out)
	}
	if n.Closed() {
		counted(c, n, &out)
	}
	return out, nil
}

// beforePassage is what has to have happened before a release goes on: it was declared,
// came where it is, was approved, and its runs ended.
func beforePassage(c *model.Case, r *model.Release) []need {
	at, what := r.DeclaredAt()
	out := append([]need{{at, what}}, beforeStage(c, r)...)
	for _, run := range c.Runs(r.ID) {
		if !run.Open() {
			out = append(out, need{run.Ended, string(run.ID) + " ended"})
		}
	}
	return append(out, approvedBefore(c, r.ID)...)
}

// beforeStage is that a release came where it is: what was declared begins when it was,
// whenever that was entered.
func beforeStage(c *model.Case, r *model.Release) []need {
	if r.Emergency() != nil && len(r.Passed)+len(r.Returned) == 0 {
		return nil
	}
	return []need{{r.Since, fmt.Sprintf("%s came into %s", r.ID, stageTitle(c, r, r.Stage))}}
}

// enter puts a release into a stage, with the day by which it has to be through it.
func enter(c *model.Case, n *model.Release, p *process.Process, stage string) {
	n.Enter(p, stage, c.Now)
	n.StageDue = gate.Deadline(c, p, n)
}

// apply does what the process data asks for when a stage is left forwards.
func apply(c *model.Case, effect string, r *model.Release, out *Outcome) {
	run := c.LastRun(r.ID)
	turn := func(from []model.State, to model.State) {
		for _, id := range r.Changes {
			// Where a stage has several effects, one goes on from what another made.
			i := slices.IndexFunc(out.Writes, func(w model.Record) bool { return w.Key() == id })
			ch := model.Get[*model.Change](c, id)
			if i >= 0 {
				ch = out.Writes[i].(*model.Change)
			}
			if ch == nil || !slices.Contains(from, ch.State) {
				continue
			}
			changed := *ch
			changed.State = to
			if i >= 0 {
				out.Writes[i] = &changed
			} else {
				out.Writes = append(out.Writes, &changed)
			}
			switch {
			case to == model.ChangeClosed:
				closeChange(c, &changed, r.Outcome, out)
			case to == model.ChangeAuthorised && run != nil: // it was tried, and failed
				changed.Tried = append(slices.Clip(changed.Tried), model.Attempt{Release: r.ID, Outcome: string(run.Result), At: c.Now})
			}
		}
	}
	success := run != nil && run.Result == model.RunDeployed
	switch effect {
	case "freeze-baseline":
		// Frozen once, with the first date that is authorised; rework and re-planning never move it.
		if r.Baseline == nil || r.Baseline.Slot.Start.IsZero() {
			r.Baseline = &model.Schedule{Slot: r.Window, At: c.Now, Revision: r.Revision, Scope: len(r.Changes)}
		}
	case "start-build":
		turn([]model.State{model.ChangeAuthorised}, model.ChangeInRelease)
	case "implement-changes":
		if success {
			turn([]model.State{model.ChangeInRelease}, model.ChangeImplemented)
		} else {
			turn([]model.State{model.ChangeInRelease}, model.ChangeAuthorised)
		}
	case "review-changes":
		turn([]model.State{model.ChangeImplemented}, model.ChangeReviewed)
	case "close-changes":
		turn([]model.State{model.ChangeImplemented, model.ChangeReviewed}, model.ChangeClosed)
	}
}

// SendBack returns a release to an earlier stage: rework, or a rejection.
type SendBack struct {
	Release model.ID `json:"release"`
	To      string   `json:"to"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the release's facts and the calendar: when is what it goes back to due?
func (a SendBack) Needs() model.Needs {
	n := gate.Needs(a.Release)
	n.Seen = looked(a.Release, a.Seen)
	return n
}

// Do checks that the process knows this way back.
func (a SendBack) Do(c *model.Case) (Outcome, error) {
	doing := "send back " + string(a.Release)
	r, p, err := loadOpen(c, a.Release, a.Seen, doing, "stage", "since")
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	var ways []string
	kind := ""
	for _, m := range p.Back(r.Stage) {
		if !slices.Contains(ways, m.To) {
			ways = append(ways, m.To)
		}
		// Where both lead there, sending back is rework: a rejection is a decision.
		if m.To == a.To && kind != "rework" {
			kind = m.Kind
		}
	}
	switch {
	case len(ways) == 0:
		refusal.Add("there is no way back from " + r.Stage)
	case kind == "":
		refusal.Add(fmt.Sprintf("no way leads from %s back to %q", r.Stage, a.To), model.Say("ways back: "+strings.Join(ways, ", ")))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	enter(c, n, p, a.To)
	n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: a.To, At: c.Now, By: c.Who.ID(), Kind: kind, Reason: a.Reason})
	word := "for rework"
	if kind == "reject" {
		word = "as rejected"
	}
	return wrote(r.ID, fmt.Sprintf("sent %s back to %s %s", r.ID, a.To, word), n), nil
}
