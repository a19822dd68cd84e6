package action_test

import (
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// A plan of which the start has passed is neither authorised nor made the
// baseline, under rules that ask for dates and under rules that don't; moved, it
// is both.
func TestAPlanThatIsOverIsNotAuthorised(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software) // and authorised
	w.at("2026-03-12 20:01")
	w.blocked(id, "planned-dates")
	w.refused("coord", action.Advance{Release: id}, "the planned start, Thu 12 Mar 2026 20:00 UTC, has passed: move the dates", "reschedule "+string(id))
	if w.release(id).Baseline != nil {
		t.Error("it is the baseline")
	}
	loose := *w.rules
	loose.Processes = append(loose.Processes[:0:0], loose.Processes...)
	for i := range loose.Processes {
		p := &loose.Processes[i]
		p.Stages = append(p.Stages[:0:0], p.Stages...)
		for j := range p.Stages {
			p.Stages[j].Checks = nil
		}
	}
	w.keep(&loose, 1000)
	w.refused("coord", action.Advance{Release: id}, "has passed: move the dates")

	w.must("coord", action.Reschedule{Release: id, Window: slot("2026-03-19 20:00", "2026-03-20 00:00"), Reason: "not-ready", Sentence: "late", Void: true})
	apr := w.must("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}).Writes[0].Key()
	w.at("2026-03-19 20:01")
	w.refused("chgmgr", action.Decide{Approval: apr, Verdict: model.Approve}, "the planned start, Thu 19 Mar 2026 20:00 UTC, has passed")
	w.must("chgmgr", action.Decide{Approval: apr, Verdict: model.Ask, Comment: "when, then?"})
	w.must("coord", action.Reschedule{Release: id, Window: slot("2026-03-26 20:00", "2026-03-27 00:00"), Reason: "not-ready", Sentence: "late", Void: true})
	w.at("2026-03-26 20:01")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "has passed: move the dates")
}

// A deployment is authorised while its window is open, and not when it is over.
func TestADeploymentIsAuthorisedUntilItsWindowEnds(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	w.schedule(id)
	w.at("2026-03-13 00:00")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-2"}, "the planned window has passed: it closed Fri 13 Mar 2026 00:00 UTC", "reschedule "+string(id))
	w.at("2026-03-12 23:00")
	w.approve(id, "authorisation-2", "chgmgr")
	w.advance(id, "deployment")
}
