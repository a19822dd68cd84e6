package decision

import (
	"cmp"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Afterwards says that an approval was completed when what it was asked for had happened
// already: its release had been deployed, or had gone on without it.
type Afterwards struct {
	Approval model.ID `json:"approval"`
	// Completed is when the word that completed it was given; Entered says that it was
	// given before, and written down only afterwards, then.
	Completed time.Time `json:"completed"`
	Entered   bool      `json:"entered_after,omitempty"`
	Deed      string    `json:"deed"` // "its deployment began", "it went on to Build"
	At        time.Time `json:"at"`   // when that was
}

// Words say it: "completed 2026-11-26 10:00, after its deployment began 2026-11-24 02:30".
func (a Afterwards) Words(zone *time.Location) string {
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	how := "completed "
	if a.Entered {
		how = "entered "
	}
	return how + at(a.Completed) + ", after " + a.Deed + " " + at(a.At)
}

// CompletedAfter says of an approval that was given what had happened by then; nil where
// it was in time. What is meant to come after a deployment, as the hand-over, is late only
// when its stage is over.
func CompletedAfter(c *model.Case, a *model.Approval) *Afterwards {
	if a.State() != model.ApprovalApproved {
		return nil
	}
	var given, entered time.Time
	for _, d := range a.Decisions {
		if !d.Approves() {
			continue
		}
		if d.At.After(given) {
			given = d.At
		}
		if d.Entered().After(entered) {
			entered = d.Entered()
		}
	}
	var out *Afterwards
	deed := func(what string, at, noted time.Time) {
		if out != nil && !at.Before(out.At) {
			return
		}
		one := Afterwards{Approval: a.ID, Completed: given, Deed: what, At: at}
		switch {
		case given.After(at):
		case entered.After(at) && entered.After(noted):
			one.Completed, one.Entered = entered, true
		default:
			return
		}
		out = &one
	}
	of := c.SubjectOf(a.Of)
	p, def := of.Process(c), of.Approval(c, a.Purpose)
	if p == nil || def == nil {
		return nil
	}
	if of.Release != nil && precedes(c, of.Release, a.Purpose) {
		for _, run := range c.Runs(a.Of) {
			deed("its deployment began", run.Started, latest(run.Started, run.StartedRecorded))
		}
	}
	in := map[string]bool{}
	for _, id := range def.Stages {
		in[id] = true
	}
	passed := func(list []model.Passage) {
		for _, g := range list {
			if g.Kind == "" && in[g.From] && !in[g.To] && !g.At.Before(a.At) {
				to := g.To
				if s, _ := p.Stage(g.To); s != nil {
					to = cmp.Or(s.Title, to)
				}
				deed("it went on to "+to, g.At, latest(g.At, g.Recorded))
			}
		}
	}
	switch {
	case of.Release != nil:
		passed(of.Release.Passed)
	case of.Change != nil:
		passed(of.Change.Moved)
	}
	return out
}

// precedes reports whether an approval is meant to be given before a release is deployed:
// by its own process, or by the usual one where that of an emergency leaves it for later.
func precedes(c *model.Case, r *model.Release, purpose string) bool {
	rules := c.Under(r)
	own, _ := rules.Process(r.Type)
	for _, p := range []*process.Process{own, rules.Normal()} {
		if p == nil {
			continue
		}
		if def, ok := p.Approval(purpose); ok && len(def.Stages) > 0 {
			if _, at := p.Stage(def.Stages[0]); at >= 0 && at < p.Deploys() {
				return true
			}
		}
	}
	return false
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
