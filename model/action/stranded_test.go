package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/process"
)

// strands fails unless the action is refused because these would wait for
// nobody, and goes on with Anyway.
func (w *world) strands(a, anyway action.Action, words string, ids ...model.ID) {
	w.t.Helper()
	_, err := w.do("admin", a)
	var refusal *model.Refusal
	if !errors.As(err, &refusal) || !slices.Equal(refusal.Strands, ids) || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "go-on anyway") {
		w.t.Fatalf("%s: want a refusal that leaves %v to nobody, with %q: %v", action.Name(a), ids, words, err)
	}
	w.must("admin", anyway)
}

func TestTheLastWhoMayDecideDoesNotGoWithoutAWord(t *testing.T) {
	grant := func(w *world, who, role string) action.RevokeRole {
		return action.RevokeRole{Person: w.people[who], Grant: model.Grant{Role: role}}
	}
	t.Run("an approval that waits for a role", func(t *testing.T) {
		w := newWorld(t)
		id := w.assessed(software)
		w.plan(id, software)
		apr := w.approve(id, "authorisation-1")
		a, b := action.LeavePerson{Person: w.people["chgmgr"]}, action.LeavePerson{Person: w.people["chgmgr"], Anyway: true}
		w.strands(a, b, string(apr)+" (Authorisation 1 (plan) of REL-1 Shop 5.2): Change Manager: nobody who may decide is left", apr)
		g, err := gate.At(w.seen(""), w.release(id), "")
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(g.Findings, func(f gate.Finding) bool { return f.Check == "authorised:authorisation-1" })
		if f := g.Findings[at]; !strings.Contains(f.Evidence, "Change Manager: nobody who may decide is left") || f.Remedies[0].Task != "grant-role" || f.Remedies[0].Answers[0].Value != "change-manager" {
			t.Errorf("the gate says %q, mended by %q", f.Evidence, f.Remedies)
		}
		w.must("admin", action.LeavePerson{Person: w.people["chgmgr"], Back: true})
	})
	t.Run("a signature of one person", func(t *testing.T) {
		w := newWorld(t)
		id := w.planned(software)
		apr := model.ID("APR-9")
		w.keep(&model.Approval{ID: apr, Of: id, Purpose: "acceptance", Title: "Release acceptance", Approvers: []model.Approver{{Person: w.people["owner"], Title: "OWNER"}}}, 1000)
		a, b := action.LeavePerson{Person: w.people["owner"]}, action.LeavePerson{Person: w.people["owner"], Anyway: true}
		w.strands(a, b, "APR-9 (Release acceptance of REL-1 Shop 5.2): OWNER: nobody who may decide is left", apr)
	})
	t.Run("an RFC", func(t *testing.T) {
		w := newWorld(t)
		id := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
		a := grant(w, "chgmgr", "change-manager")
		b := a
		b.Anyway = true
		w.strands(a, b, "CHG-1 x: nobody who may decide it is left", id)
		w.fill("req", "rfc", id, "reason", "r", "benefit", "b", "without", "w")
		w.refused("coord", action.AssessChange{Change: id, Text: "fine", Risk: "low"}, "it would wait for ever", "give somebody else a role that may: grant-role role=Change Manager service=shop")
		out := w.must("req", action.SubmitChange{Change: model.Change{Title: "y", Category: "enhancement", Type: "normal", Service: w.shop}})
		if out.Warning == nil || !strings.Contains(out.Warning.Text, "nobody who may decide it is left") {
			t.Errorf("no word at the request: %v", out.Warning)
		}
		w.must("admin", action.LeavePerson{Person: w.people["chgmgr"]}) // what waits for nobody already was said
	})
	t.Run("a quorum takes as many people", func(t *testing.T) {
		w := newWorld(t)
		id := w.assessed(brings{contents: []string{"software"}, impact: "5", factors: "data-migration"}) // high: the CAB
		w.plan(id, software)
		apr := w.approve(id, "authorisation-1")
		w.must("admin", action.GrantRole{Person: w.people["cab1"], Grant: model.Grant{Role: "change-manager"}}) // of two roles, one signature
		if n := len(w.approval(apr).Approvers); n < 3 {
			t.Fatalf("%d approvers", n)
		}
		a, b := action.LeavePerson{Person: w.people["cab3"]}, action.LeavePerson{Person: w.people["cab3"], Anyway: true}
		w.strands(a, b, "CAB member: nobody who may decide is left", apr)
	})
	t.Run("an exception", func(t *testing.T) {
		w := newWorld(t)
		id := w.assessed(software)
		w.plan(id, software)
		freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
		w.must("relmgr", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"}) // who asks does not decide
		a := grant(w, "chgmgr", "change-manager")
		b := a
		b.Anyway = true
		w.strands(a, b, "the exception from WIN-1 Sale for REL-1: nobody who may decide it is left", freeze)
		other := w.must("relmgr", action.AddWindow{Window: model.Window{Title: "Fair", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
		w.refused("relmgr", action.AskException{Window: other, Release: id, Reason: "x"}, "it would wait for ever: nobody who may decide it is left", "role=Release Manager|Change Manager")
		w.must("coord", action.AskException{Window: other, Release: id, Reason: "x"}) // the release manager is left for theirs
	})
	t.Run("a document", func(t *testing.T) {
		w := newWorld(t)
		id := w.planned(software)
		w.advance(id, "build")
		w.build(id, software)
		d := w.seen("").Document("release-notes", id)
		for _, who := range []string{"chgmgr", "owner"} {
			w.must("admin", action.LeavePerson{Person: w.people[who], Anyway: true})
		}
		a, b := action.LeavePerson{Person: w.people["relmgr"]}, action.LeavePerson{Person: w.people["relmgr"], Anyway: true}
		w.strands(a, b, "nobody who may approve it is left", d.ID) // the coordinator wrote it
	})
	t.Run("rules that leave it to nobody", func(t *testing.T) {
		w := newWorld(t)
		id := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
		rules := *w.rules
		rules.Roles = slices.Clone(rules.Roles)
		for i, r := range rules.Roles {
			if r.ID == "change-manager" {
				rules.Roles[i].Permissions = []string{"read", "change.write"}
			}
		}
		rules.Roles = append(rules.Roles, process.Role{ID: "board", Title: "Board", Permissions: []string{"read", "change.decide"}})
		w.strands(action.AdoptRules{Rules: rules}, action.AdoptRules{Rules: rules, Anyway: true}, "nobody who may decide it is left", id)
	})
}

// Who goes is said to answer for what they still answer for.
func TestWhoLeavesIsSaidToAnswerForMore(t *testing.T) {
	w := newWorld(t)
	w.must("admin", action.WriteTeam{Team: model.Team{Handle: "web", Name: "Web team", Lead: w.people["coord"]}})
	w.assessed(software)
	out := w.must("admin", action.LeavePerson{Person: w.people["coord"]})
	if out.Warning == nil || out.Warning.Text != "COORD still coordinates REL-1, and leads Web team: hand it on" {
		t.Errorf("%q", out.Warning)
	}
	if out := w.must("admin", action.LeavePerson{Person: w.people["audit"]}); out.Warning != nil {
		t.Errorf("%q", out.Warning)
	}
}

// A request that nobody could decide is refused, and one for which glass can be
// broken is not.
func TestARequestToNobodyIsRefused(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.plan(id, software)
	w.must("admin", action.RevokeRole{Person: w.people["chgmgr"], Grant: model.Grant{Role: "change-manager"}, Anyway: true})
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "it would wait for ever: Change Manager: nobody who may decide is left", "grant-role role=change-manager")
	bank := w.must("admin", action.WriteService{Service: model.Service{Handle: "bank", Name: "Bank"}}).Subject
	w.must("admin", action.GrantRole{Person: w.people["chgmgr"], Grant: model.Grant{Role: "change-manager", Service: bank}})
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "nobody who may decide is left") // for another service
	w.must("admin", action.GrantRole{Person: w.people["coord"], Grant: model.Grant{Role: "change-manager"}})
	w.must("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}) // its coordinator, who may break the glass
}
