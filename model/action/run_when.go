package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// ofTheMoment are the checks that hold at one time and not at another. The gate asks them when
// a release comes into the stage in which it is deployed; each run is a deployment of its
// own, which may start much later: a second try, the next wave.
var ofTheMoment = []string{gate.InsideWindow, gate.NoHardFreeze, gate.FreezeKnown}

// stillLets adds what the gate through which the release came would say of the time at which
// a run starts: the window is over, a freeze was entered since. said is zero for now.
func stillLets(c *model.Case, r *model.Release, said time.Time, refusal *model.Refusal) error {
	at := slices.IndexFunc(r.Passed, func(m model.Passage) bool { return m.To == r.Stage })
	if at < 0 {
		return nil // refused already
	}
	then := c
	if !said.IsZero() && said.Before(c.Now) {
		then = c.AsOf(said)
	}
	is := model.Get[*model.Release](then, r.ID)
	if is == nil {
		return nil // it can't have started then: what comes first says so
	}
	g, err := gate.At(then, is, r.Passed[at].From)
	if err != nil {
		return err
	}
	p, _ := c.Under(r).Process(r.Type)
	for _, f := range g.Findings {
		if !f.Blocks() || !slices.Contains(ofTheMoment, f.Check) {
			continue
		}
		var steps []model.Remedy
		for _, back := range p.Back(r.Stage) {
			steps = append(steps, model.ByTask("send-back", r.ID, model.With("to", back.To), model.With("reason", "")).For("send it back, and give it other dates"))
			break
		}
		refusal.Add(fmt.Sprintf("%q does not hold: %s", f.Text, f.Evidence), steps...)
	}
	return nil
}
