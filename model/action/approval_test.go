package action_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

func TestTheRouteOfAnApprovalFollowsTheRisk(t *testing.T) {
	for _, c := range []struct {
		band, impact, factors string
		approvers             []string
	}{
		{"low", "4", "", []string{"change-manager"}},
		{"medium", "5", "", []string{"change-manager", "release-manager"}},
		{"high", "5", "data-migration", []string{"cab-member", "cab-member", "cab-member"}},
		{"very-high", "5", "data-migration\nseveral-teams", []string{"cab-member", "cab-member", "cab-member", "service-owner"}},
	} {
		t.Run(c.band, func(t *testing.T) {
			b := brings{contents: []string{"software"}, impact: c.impact, factors: c.factors}
			w := newWorld(t)
			id := w.assessed(b)
			w.plan(id, b)
			if got := w.release(id).Risk; got.Band != c.band {
				t.Fatalf("the risk is %+v", got)
			}
			apr := w.approve(id, "authorisation-1")
			var approvers []string
			for _, s := range w.approval(apr).Approvers {
				approvers = append(approvers, s.Role)
			}
			if !slices.Equal(approvers, c.approvers) {
				t.Fatalf("approvers %v, want %v", approvers, c.approvers)
			}
			people := map[string][]string{"change-manager": {"chgmgr"}, "release-manager": {"relmgr"}, "cab-member": {"cab1", "cab2", "cab3"}, "service-owner": {"owner"}}
			for i, approver := range c.approvers {
				if got := w.approval(apr).State(); got != "pending" {
					t.Fatalf("with %d of %d signatures it is %s", i, len(c.approvers), got)
				}
				who := people[approver][0]
				people[approver] = people[approver][1:]
				w.must(who, action.Decide{Approval: apr, Verdict: model.Approve})
				w.refused(who, action.Decide{Approval: apr, Verdict: model.Approve}, "already")
			}
			if got := w.approval(apr).State(); got != "approved" {
				t.Errorf("with all signatures it is %s", got)
			}
		})
	}
}

// Somebody who is a CAB member and owns the service signs as the owner, or
// nobody could; and only that one.
func TestOnePersonSignsOnce(t *testing.T) {
	b := brings{contents: []string{"software"}, impact: "5", factors: "data-migration\nseveral-teams"}
	w := newWorld(t)
	w.must("admin", action.GrantRole{Person: w.people["owner"], Grant: model.Grant{Role: "cab-member"}})
	id := w.assessed(b)
	w.plan(id, b)
	apr := w.approve(id, "authorisation-1", "owner")
	if d := w.approval(apr).Decisions[0]; d.Approver != 3 {
		t.Errorf("the owner signed as approver %d", d.Approver)
	}
	w.refused("owner", action.Decide{Approval: apr, Verdict: model.Approve}, "you have approved it already")
	for _, who := range []string{"cab1", "cab2", "cab3"} {
		w.must(who, action.Decide{Approval: apr, Verdict: model.Approve})
	}
	w.blocked(id)
}

func TestEverySignatorySignsOnce(t *testing.T) {
	w := newWorld(t)
	s := *model.Get[*model.Service](w.seen(""), w.shop)
	s.Signatories = []model.ID{w.people["owner"], w.people["desk"], w.people["owner"]}
	w.must("admin", action.WriteService{Service: s})
	id := w.built(software)
	w.tested(id, software)
	w.advance(id, "acceptance")
	w.fill("coord", "acceptance", id, "summary", "the shop 5.2")
	apr := w.approve(id, "acceptance", "owner")
	if n := len(w.approval(apr).Approvers); n != 2 {
		t.Fatalf("%d approvers for two people", n)
	}
	w.refused("chgmgr", action.Decide{Approval: apr, Verdict: model.Approve}, "you are none of its approvers", "it waits for: DESK")
	w.must("desk", action.Decide{Approval: apr, Verdict: model.Approve})
	w.refused("chgmgr", action.Decide{Approval: apr, Verdict: model.Approve}, "it is approved already")
	if _, err := w.do("chgmgr", action.Decide{Approval: apr, Verdict: model.Approve}); strings.Contains(err.Error(), "waits for") {
		t.Errorf("when all have signed: %v", err)
	}
	w.notes(id)
	w.blocked(id)
}

func TestAnApprovalIsAskedForInItsStageAndOnce(t *testing.T) {
	w := newWorld(t)
	id := w.registered(software)
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "it is asked for in planning", "its risk is not scored", "the release plan is not written")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "blessing"}, `approval "blessing"`, "authorisation-1, acceptance")
	w = newWorld(t)
	id = w.assessed(software)
	w.plan(id, software)
	w.approve(id, "authorisation-1")
	w.refused("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}, "APR-1 is pending already")
	docs := w.approval("APR-1").Documents
	if len(docs) != 4 {
		t.Errorf("it covers %v", docs)
	}
	w.must("chgmgr", action.Decide{Approval: "APR-1", Verdict: model.Ask, Comment: "who calls the bank?"})
	if got := w.approval("APR-1").State(); got != "pending" {
		t.Errorf("after a question it is %s", got)
	}
}

// While a release is reworked, nobody signs what is being changed.
func TestNobodyDecidesWhileTheReleaseIsElsewhere(t *testing.T) {
	w := newWorld(t)
	id := w.built(software)
	w.tested(id, software)
	w.advance(id, "acceptance")
	w.fill("coord", "acceptance", id, "summary", "the shop 5.2")
	apr := w.approve(id, "acceptance")
	w.must("coord", action.SendBack{Release: id, To: "build", Reason: "wrong logo"})
	w.refused("owner", action.Decide{Approval: apr, Verdict: model.Approve}, "it is decided in acceptance; the release is in build")
}

// TestMaterialEdits: what each edit takes with it, in the stages where it can
// be made. All three approvals are in force where they can be.
func TestMaterialEdits(t *testing.T) {
	all := []string{"APR-1", "APR-2", "APR-3"}
	for name, c := range map[string]struct {
		edit func(w *world, id model.ID) action.Action
		void []string
	}{
		"moving the window voids both authorisations": {func(w *world, id model.ID) action.Action {
			return action.Reschedule{Release: id, Window: slot("2026-03-19 20:00", "2026-03-20 00:00"), Reason: "not-ready", Sentence: "x", Void: true}
		}, []string{"APR-1", "APR-3"}},
		"taking an RFC out voids all": {func(w *world, id model.ID) action.Action {
			return action.Scope{Release: id, Defer: w.release(id).Changes, Void: true}
		}, all},
		"affecting another item voids all": {func(w *world, id model.ID) action.Action {
			return action.Affect{Release: id, Add: []model.ID{w.must("conf", action.WriteItem{Item: model.Item{Name: "db", Class: "database"}}).Subject}, Void: true}
		}, all},
		"another package voids all": {func(w *world, id model.ID) action.Action {
			return action.AddMedia{Media: model.Media{Name: "patch", SHA256: sha("patch")}, Release: id, Void: true}
		}, all},
		"another owner of the rollback voids all": {func(w *world, id model.ID) action.Action {
			return action.Edit{Release: id, Set: map[string]string{"rollback_owner": string(w.people["coord"])}, Void: true}
		}, all},
		"another rollback plan voids all": {func(w *world, id model.ID) action.Action {
			a := w.seen("").Document("rollback-plan", id).Answers.Clone()
			a.Values["trigger"] = "anything odd"
			return action.WriteForm{Form: "rollback-plan", Of: id, Answers: a, Void: true}
		}, all},
		"other criteria void all": {func(w *world, id model.ID) action.Action {
			return action.WriteForm{Form: "criteria", Of: id, Answers: answers("criteria[]", "id: C1; criterion: it starts"), Void: true}
		}, all},
		"another method voids both authorisations": {func(w *world, id model.ID) action.Action {
			a := w.seen("").Document("release-plan", id).Answers.Clone()
			a.Values["method"] = "big bang"
			return action.WriteForm{Form: "release-plan", Of: id, Answers: a, Void: true}
		}, []string{"APR-1", "APR-3"}},
		"another risk voids both authorisations": {func(w *world, id model.ID) action.Action {
			a := w.seen("").Document("assessment", id).Answers.Clone()
			a.Values["impact"] = "4"
			return action.WriteForm{Form: "assessment", Of: id, Answers: a, Void: true}
		}, []string{"APR-1", "APR-3"}},
		"another test report voids what was accepted upon it": {func(w *world, id model.ID) action.Action {
			a := w.seen("").Document("test-report", id).Answers.Clone()
			a.Tables["results"][0]["result"] = "failed"
			return action.WriteForm{Form: "test-report", Of: id, Answers: a, Void: true}
		}, []string{"APR-2", "APR-3"}},
		"another acceptance form voids what was signed": {func(w *world, id model.ID) action.Action {
			return action.WriteForm{Form: "acceptance", Of: id, Answers: answers("summary", "half of it"), Void: true}
		}, []string{"APR-2", "APR-3"}},
		"a spelling fix voids nothing": {func(w *world, id model.ID) action.Action {
			return action.Edit{Release: id, Set: map[string]string{"name": "The shop", "notes": "spelt better"}}
		}, nil},
		"another word to those concerned voids nothing": {func(w *world, id model.ID) action.Action {
			a := w.seen("").Document("release-plan", id).Answers.Clone()
			a.Values["communication"] = "mail to everybody"
			return action.WriteForm{Form: "release-plan", Of: id, Answers: a}
		}, nil},
		"the same values again void nothing": {func(w *world, id model.ID) action.Action {
			return action.Edit{Release: id, Set: map[string]string{"rollback_owner": string(w.people["deploy"]), "notes": "new"}}
		}, nil},
		"saying that the list is complete voids nothing": {func(w *world, id model.ID) action.Action {
			return action.Affect{Release: id, Complete: true}
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.scheduled(software)
			w.approve(id, "authorisation-2", "chgmgr")
			before := w.release(id).Revision
			w.must("admin", action.GrantRole{Person: w.people["relmgr"], Grant: model.Grant{Role: "configuration-manager"}}) // may do all of this
			out := w.must("relmgr", c.edit(w, id))
			var void []string
			for _, v := range out.Voided {
				void = append(void, string(v))
			}
			slices.Sort(void)
			if !slices.Equal(void, c.void) {
				t.Errorf("voided %v, want %v", void, c.void)
			}
			if moved := w.release(id).Revision - before; (moved == 1) != (len(c.void) > 0) {
				t.Errorf("the revision moved by %d", moved)
			}
			w.stage(id, "scheduled")
		})
	}
}

func TestWhatBuildIsThereForLeavesAuthorisationOne(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.advance(id, "build")
	w.build(id, software)
	if w.approval("APR-1").Void != nil {
		t.Error("building the package voided the authorisation to build it")
	}
	out := w.must("coord", action.Scope{Release: id, Add: []model.ID{w.rfc("Another")}, Void: true})
	if len(out.Voided) != 1 {
		t.Errorf("a wider scope voided %v", out.Voided)
	}
}

func TestRiskScore(t *testing.T) {
	policy := defaults().Policy
	every := []string{"rollback-untested", "many-items", "outside-window", "first-of-kind", "data-migration", "several-teams", "first-technology", "business-hours"}
	for _, c := range []struct {
		name              string
		impact            int
		factors           []string
		likelihood, score int
		band              string
	}{
		{"the least", 1, nil, 1, 1, "low"},
		{"the top of low", 4, nil, 1, 4, "low"},
		{"the bottom of medium", 5, nil, 1, 5, "medium"},
		{"the top of medium", 3, every[:2], 3, 9, "medium"},
		{"the bottom of high", 5, every[:1], 2, 10, "high"},
		{"inside high", 4, every[:2], 3, 12, "high"},
		{"the bottom of very high", 5, every[:2], 3, 15, "very-high"},
		{"likelihood is at most 5", 5, every, 5, 25, "very-high"},
		{"impact is at least 1", -3, nil, 1, 1, "low"},
		{"impact is at most 5", 99, nil, 1, 5, "medium"},
		{"a factor nobody knows adds nothing", 2, []string{"moon"}, 1, 2, "low"},
		{"a factor named twice counts once", 2, []string{"data-migration", "data-migration"}, 2, 4, "low"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := gate.Score(policy, c.impact, c.factors)
			if got.Likelihood != c.likelihood || got.Score != c.score || got.Band != c.band {
				t.Errorf("likelihood %d, score %d (%s); want %d, %d (%s)", got.Likelihood, got.Score, got.Band, c.likelihood, c.score, c.band)
			}
			if again := gate.Score(policy, got.Impact, got.Factors); again.Score != got.Score || again.Band != got.Band {
				t.Errorf("its own inputs give %d (%s)", again.Score, again.Band)
			}
		})
	}
	r := &model.Release{Items: make([]model.ID, 6)}
	if got := gate.Factors(policy, r, []string{"several-teams"}); !slices.Equal(got, []string{"many-items", "several-teams"}) {
		t.Errorf("six items: %v", got)
	}
	if got := gate.Factors(policy, &model.Release{Items: make([]model.ID, 5)}, nil); len(got) != 0 {
		t.Errorf("five items: %v", got)
	}
}
