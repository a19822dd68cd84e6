package action_test

import (
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
)

// An RFC rides in one open release: neither registering, scoping nor taking a
// deferral back puts it into a second one. Deferring frees it, and so does a
// cancellation.
func TestAnRFCRidesInOneOpenRelease(t *testing.T) {
	w := newWorld(t)
	one := w.registered(software)
	chg := w.release(one).Changes[0]
	two := w.must("coord", action.Register{Release: model.Release{Name: "Other", Type: "normal"}}).Subject
	rides := string(chg) + " is in the scope of " + string(one)
	w.refused("coord", action.Register{Release: model.Release{Name: "Other", Type: "normal", Changes: []model.ID{chg}}}, rides, "scope "+string(one)+" defer="+string(chg))
	w.refused("coord", action.Scope{Release: two, Add: []model.ID{chg}}, rides)

	w.must("coord", action.Scope{Release: one, Defer: []model.ID{chg}})
	w.must("coord", action.Scope{Release: two, Add: []model.ID{chg}})
	w.refused("coord", action.Undo{Release: one}, string(chg)+" is in the scope of "+string(two))
	w.must("coord", action.Undo{Release: two}) // takes it out
	w.must("coord", action.Undo{Release: one}) // and back into the first
	w.refused("coord", action.Scope{Release: two, Add: []model.ID{chg}}, rides)

	w.must("coord", action.Hold{Release: one, Reason: "later", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)})
	w.refused("coord", action.Scope{Release: two, Add: []model.ID{chg}}, rides)
	w.must("coord", action.Cancel{Release: one, Reason: "no"})
	w.must("coord", action.Scope{Release: two, Add: []model.ID{chg}})
}

// What was rolled back is released anew while the first attempt is evaluated,
// and that one is reopened all the same: it builds nothing any more.
func TestWhatWasRolledBackIsFree(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	chg := w.release(id).Changes[0]
	two := w.must("coord", action.Register{Release: model.Release{Name: "Again", Type: "normal"}}).Subject
	w.must("deploy", action.EndRun{Run: w.run(id), Result: model.RunFailed})
	w.refused("coord", action.Scope{Release: two, Add: []model.ID{chg}}, string(chg)+" is being built in "+string(id))
	w.advance(id, "evaluation")
	w.must("coord", action.Scope{Release: two, Add: []model.ID{chg}})
	w.blocked(two, "service-named", "owned", "contents-said")
	w.evaluate(id, "failed", "investigation", "a missing index")
	w.advance(id, "closed")
	w.must("relmgr", action.Reopen{Release: id, Reason: "to say more"})
}

// In a file from before, an RFC is in two releases: the gates of both are shut,
// at every stage before the deployment and under whatever rules, until it is
// deferred in one of them. The other goes on as it was.
func TestAnRFCInTwoReleasesShutsTheGatesOfBoth(t *testing.T) {
	w := newWorld(t)
	one, two := w.planned(software), w.planned(software)
	chg := w.release(one).Changes[0]
	w.advance(one, "build")
	w.advance(two, "build")
	r := w.release(two).Clone()
	r.Changes = model.SortIDs(append(r.Changes, chg))
	w.keep(r, 1000)
	for _, id := range []model.ID{one, two} {
		for _, stage := range []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled"} {
			g, err := gate.At(w.seen(""), w.release(id), stage)
			at := slices.IndexFunc(g.Findings, func(f gate.Finding) bool { return f.Check == "rfc-exclusive" })
			if err != nil || at < 0 || !g.Findings[at].Blocks() || len(g.Findings[at].Remedies) != 2 || g.Findings[at].Remedies[0].About != id {
				t.Errorf("%s at %s: %v %+v", id, stage, err, g.Findings)
			}
		}
		w.refused("coord", action.Advance{Release: id}, string(chg)+" is in ")
	}
	w.must("coord", action.Scope{Release: two, Defer: []model.ID{chg}, Void: true})
	w.changeIs(chg, model.ChangeInRelease)
	g, err := gate.At(w.seen(""), w.release(one), "")
	if err != nil || slices.ContainsFunc(g.Findings, func(f gate.Finding) bool { return f.Check == "rfc-exclusive" }) {
		t.Errorf("the gate of the other says %+v (%v)", g.Findings, err)
	}
}
