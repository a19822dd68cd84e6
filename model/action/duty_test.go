package action_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestNobodyApprovesTheirOwn: the change manager stands to the release in one
// way after another, and is kept from its authorisation each time.
func TestNobodyApprovesTheirOwn(t *testing.T) {
	for name, c := range map[string]struct {
		make func(w *world, r *model.Release, ch *model.Change)
		says string // "" means that the decision is taken
	}{
		"a stranger decides":                    {func(*world, *model.Release, *model.Change) {}, ""},
		"who requested the release doesn't":     {func(w *world, r *model.Release, _ *model.Change) { r.Requester = w.people["chgmgr"] }, "you are its requester"},
		"who requested one of its RFCs doesn't": {func(w *world, _ *model.Release, ch *model.Change) { ch.Requester = w.people["chgmgr"] }, "you are its requester"},
		"who coordinates it doesn't":            {func(w *world, r *model.Release, _ *model.Change) { r.Coordinator = w.people["chgmgr"] }, "you are its coordinator"},
		"who builds one of its RFCs doesn't":    {func(w *world, _ *model.Release, ch *model.Change) { ch.Builder = w.people["chgmgr"] }, "you are its builder"},
		"who only owns it decides":              {func(w *world, r *model.Release, _ *model.Change) { r.Owner = w.people["chgmgr"] }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.assessed(software)
			w.plan(id, software)
			apr := w.approve(id, "authorisation-1")
			r := w.release(id).Clone()
			ch := *model.Get[*model.Change](w.seen(""), r.Changes[0])
			c.make(w, r, &ch)
			w.keep(r, 1000)
			w.keep(&ch, 1000)
			for _, verdict := range []string{model.Reject, model.Ask, model.Approve} {
				a := action.Decide{Approval: apr, Verdict: verdict, Comment: "because"}
				if c.says != "" {
					w.refused("chgmgr", a, c.says, "nobody approves what they requested, coordinate or built")
				} else if err := action.Open(w.seen("chgmgr"), a); err != nil {
					t.Errorf("%s: %v", verdict, err)
				}
			}
		})
	}
}

func TestBreakingGlassTakesARoleAndAReasonAndLeavesAMark(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(brings{contents: []string{"software"}, impact: "5"}) // medium: change manager and release manager
	w.plan(id, software)
	w.must("relmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}})
	apr := w.approve(id, "authorisation-1")
	a := action.Decide{Approval: apr, Verdict: model.Approve}
	w.refused("chgmgr", a, "you are its coordinator")
	a.BreakGlass = " \t"
	w.refused("chgmgr", a, "you are its coordinator")
	a.BreakGlass = "nobody else is awake"
	w.must("chgmgr", a)
	broken := w.release(id).Broken
	if len(broken) != 1 || broken[0].By != w.people["chgmgr"] || broken[0].Reason != a.BreakGlass || !strings.Contains(broken[0].Rule, "coordinator") {
		t.Fatalf("marked %+v", broken)
	}
	w.must("relmgr", action.Decide{Approval: apr, Verdict: model.Approve})
	w.blocked(id)

	// The mark stays, whatever is taken back.
	w.must("coord", action.Edit{Release: id, Set: map[string]string{"notes": "x"}})
	w.must("coord", action.Undo{Release: id})
	if len(w.release(id).Broken) != 1 {
		t.Error("undo took the mark away")
	}
}

func TestBreakingGlassBelongsToRoles(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(brings{contents: []string{"software"}, impact: "5", factors: "data-migration"}) // high: the CAB
	w.plan(id, software)
	apr := w.approve(id, "authorisation-1")
	w.must("coord", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["cab1"])}})
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "it would wait for ever: CAB member: nobody who may decide is left", "grant-role role=cab-member")
	w.refused("cab1", action.Decide{Approval: apr, Verdict: model.Approve, BreakGlass: "please"}, "breaking glass belongs to: Release Manager, Change Manager")
}

// Who approves and then comes to coordinate the release has approved their own
// after all. Whoever hands it to them is told first, and the approval is void.
func TestAnApprovalStopsCountingWhenItsSignerBecomesTheCoordinator(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.blocked(id)
	hand := action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}}
	w.refused("coord", hand, "it voids APR-1", "CHGMGR approved it, and nobody approves what they have a hand in")
	hand.Void = true
	if out := w.must("coord", hand); len(out.Voided) != 1 {
		t.Errorf("voided %v", out.Voided)
	}
	w.blocked(id, "authorised:authorisation-1")
	w.must("coord", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["coord"])}})
	w.blocked(id, "authorised:authorisation-1") // handed on, and yet they coordinated it
}

func TestWhoAcceptsDoesNotDeploy(t *testing.T) {
	w := newWorld(t)
	w.must("admin", action.GrantRole{Person: w.people["owner"], Grant: model.Grant{Role: "deployment-team"}})
	id := w.deploying(software)
	w.refused("owner", action.StartRun{Release: id}, "you approved APR-2 (Release acceptance)", "whoever deploys does not accept")
	w.refused("owner", action.StartRun{Release: id, BreakGlass: "alone here"}, "breaking glass belongs to")
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.refused("owner", action.DoStep{Run: run, Step: 1}, "whoever deploys does not accept")
	w.must("admin", action.GrantRole{Person: w.people["owner"], Grant: model.Grant{Role: "release-manager"}})
	w.must("owner", action.DoStep{Run: run, Step: 1, BreakGlass: "the deployer fainted"})
	if broken := w.release(id).Broken; len(broken) != 1 || broken[0].Reason != "the deployer fainted" {
		t.Errorf("marked %+v", broken)
	}
	w.must("deploy", action.RollBack{Run: run, Trigger: "errors"})
	w.must("owner", action.DoStep{Run: run, Step: 1, Rollback: true}) // anybody helps on the way back
}

func TestWhoDeployedDoesNotTakeTheHandOver(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	w.must("admin", action.GrantRole{Person: w.people["deploy"], Grant: model.Grant{Role: "service-desk"}})
	apr := w.approve(id, "handover")
	w.refused("deploy", action.Decide{Approval: apr, Verdict: model.Approve}, "whoever deployed does not accept")
	w.must("desk", action.Decide{Approval: apr, Verdict: model.Approve})
}

func TestNobodyAuthorisesTheirOwnRFC(t *testing.T) {
	w := newWorld(t)
	w.must("admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "change-manager"}})
	w.must("admin", action.GrantRole{Person: w.people["deploy"], Grant: model.Grant{Role: "change-manager"}})
	id := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Builder: w.people["deploy"]}}).Subject
	w.refused("coord", action.AssessChange{Change: id, Text: "fine", Risk: "low"}, "its RFC form is not filled")
	w.fill("req", "rfc", id, "reason", "r", "benefit", "b", "without", "w")
	w.refused("chgmgr", action.DecideChange{Change: id, Yes: true}, "not assessed")
	w.must("coord", action.AssessChange{Change: id, Text: "fine", Risk: "low"})
	w.refused("req", action.DecideChange{Change: id, Yes: true}, "nobody approves their own")
	w.refused("deploy", action.DecideChange{Change: id, Yes: true}, "nobody approves their own")
	w.must("chgmgr", action.DecideChange{Change: id, Yes: true})
}

func TestNobodyApprovesTheirOwnDocumentOrException(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.advance(id, "build")
	w.build(id, software)
	d := w.seen("").Document("release-notes", id)
	w.refused("coord", action.ApproveDocument{Document: d.ID, Version: 1}, "you wrote it")
	w.refused("relmgr", action.ApproveDocument{Document: d.ID, Version: 2}, "you read version 2; it is at version 1")
	w.must("relmgr", action.ApproveDocument{Document: d.ID, Version: 1})
	w.refused("coord", action.WriteForm{Form: "release-notes", Of: id, Answers: answers("notes", "rewritten")}, "RELMGR approved version 1 of it: the new one has to be approved anew")
	if out := w.must("coord", action.WriteForm{Form: "release-notes", Of: id, Answers: answers("notes", "rewritten"), Void: true}); !strings.Contains(out.Note, "RELMGR approved version 1") {
		t.Error(out.Note)
	}
	if d := w.seen("").Document("release-notes", id); !d.Approved.IsZero() || d.Version != 2 {
		t.Errorf("rewritten, and still approved: %+v", d)
	}

	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
	w.must("relmgr", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"})
	w.refused("relmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"}, "you asked for it")
	w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"})
	w.refused("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: false, Comment: "no"}, "decided already")
}
