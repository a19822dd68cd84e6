package action_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
)

// manyRoles are roles with which somebody does whatever a sequence of hand-overs takes.
var manyRoles = []string{"release-coordinator", "release-manager", "change-manager", "cab-member", "deployment-team", "configuration-manager"}

// everything gives somebody every role.
func (w *world) everything(handle string) {
	w.t.Helper()
	for _, role := range manyRoles {
		_, _ = w.do("admin", action.GrantRole{Person: w.people[handle], Grant: model.Grant{Role: role}})
	}
}

// TestWhatSomebodyTypesIsNoWayAroundADuty: the change manager has a hand in the
// release in one way after another, names somebody else, and is kept from its
// authorisation all the same.
func TestWhatSomebodyTypesIsNoWayAroundADuty(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w *world) (rfc model.ID, register action.Register) // who does what before the release is planned
		after  func(w *world, id model.ID)
		says   string
	}{
		"submits an RFC for somebody else": {before: func(w *world) (model.ID, action.Register) {
			rfc := w.must("chgmgr", action.SubmitChange{Change: model.Change{Title: "Search", Category: "enhancement", Type: "normal", Service: w.shop, Requester: w.people["req"], Builder: w.people["deploy"]}}).Subject
			return rfc, action.Register{}
		}, says: "you submitted CHG-2"},
		"registers with another coordinator": {before: func(w *world) (model.ID, action.Register) {
			return "", action.Register{Release: model.Release{Coordinator: w.people["coord"], Requester: w.people["req"]}}
		}, says: "you registered it"},
		"hands the coordination over": {after: func(w *world, id model.ID) {
			w.must("chgmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}})
			w.must("chgmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["coord"])}})
		}, says: "you were its coordinator"},
		"takes it and has that undone": {after: func(w *world, id model.ID) {
			w.must("chgmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}})
			w.must("chgmgr", action.Undo{Release: id})
		}, says: "you were its coordinator"},
		"puts its package into the DML": {after: func(w *world, id model.ID) {
			w.must("chgmgr", action.AddMedia{Media: model.Media{Name: "shop.tgz", SHA256: sha("shop")}, Release: id, Void: true})
		}, says: "you put DML-1 of its package into the DML"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.everything("chgmgr")
			rfc, register := w.rfc("Faster search"), action.Register{}
			by := "coord"
			if c.before != nil {
				own, r := c.before(w)
				register = r
				if own != "" {
					w.fill("req", "rfc", own, "reason", "r", "benefit", "b", "without", "w")
					w.must("admin", action.GrantRole{Person: w.people["relmgr"], Grant: model.Grant{Role: "change-manager"}})
					w.must("coord", action.AssessChange{Change: own, Text: "fine", Risk: "low"})
					w.refused("chgmgr", action.DecideChange{Change: own, Yes: true}, "you submitted it, and nobody approves their own")
					w.must("relmgr", action.DecideChange{Change: own, Yes: true})
					rfc = own
				} else {
					by = "chgmgr"
				}
			}
			register.Release.Name, register.Release.Type, register.Release.Service, register.Release.Contents, register.Release.Owner = "Shop", "normal", w.shop, []string{"software"}, w.people["relmgr"]
			register.Release.Changes = []model.ID{rfc}
			id := w.must(by, register).Subject
			w.advance(id, "assessment")
			w.assess(id, software)
			w.must("coord", action.Scan{Release: id})
			w.advance(id, "planning")
			w.plan(id, software)
			if c.after != nil {
				c.after(w, id)
			}
			apr := w.approve(id, "authorisation-1")
			a := action.Decide{Approval: apr, Verdict: model.Approve}
			w.refused("chgmgr", a, c.says+": nobody approves what they requested, coordinate or built")
			freeze := w.must("relmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
			w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"})
			w.refused("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"}, c.says)

			// Broken glass goes on against it, is marked, and counts at the gate.
			a.BreakGlass = "nobody else is awake"
			w.must("chgmgr", a)
			if broken := w.release(id).Broken; len(broken) != 1 || !strings.HasPrefix(broken[0].Rule, c.says) {
				t.Errorf("marked %+v", broken)
			}
			w.blocked(id)
		})
	}
}

// A mark holds for the relation, not for its wording: whoever broke the glass
// as the coordinator and hands the release on has still broken it.
func TestBrokenGlassOutlivesAHandOver(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.plan(id, software)
	w.must("relmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}})
	apr := w.approve(id, "authorisation-1")
	w.must("chgmgr", action.Decide{Approval: apr, Verdict: model.Approve, BreakGlass: "nobody else is awake"})
	w.blocked(id)
	w.must("relmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["coord"])}})
	w.blocked(id)
}

// Who wrote any version of a document wrote what still stands of it.
func TestNobodyApprovesADocumentThatTheyBegan(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.advance(id, "build")
	w.build(id, software)
	w.fill("relmgr", "release-notes", id, "notes", "all that is new")
	w.fill("coord", "release-notes", id, "notes", "all that is new.")
	d := w.seen("").Document("release-notes", id)
	w.refused("relmgr", action.ApproveDocument{Document: d.ID, Version: d.Version}, "you wrote an earlier version of it, and nobody approves their own")
	w.must("chgmgr", action.ApproveDocument{Document: d.ID, Version: d.Version})
}

// What somebody decided before they came to coordinate the release counts no
// more than what they would decide now.
func TestDecisionsOfACoordinatorToBeStopCounting(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"})
	w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"})
	if found := gate.Conflicts(w.seen(""), w.release(id)); len(found) != 0 {
		t.Fatalf("the exception does not count: %+v", found)
	}
	w.must("coord", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["chgmgr"])}, Void: true})
	if found := gate.Conflicts(w.seen(""), w.release(id)); len(found) != 1 {
		t.Errorf("the exception of its coordinator counts: %+v", found)
	}
}

// TestNoHandOverLetsTheInvolvedDecide hands RFC and release around at random,
// everybody having every role, and asks everybody for a decision at the end.
func TestNoHandOverLetsTheInvolvedDecide(t *testing.T) {
	begin := newWorld(t)
	hands := []string{"coord", "relmgr", "chgmgr", "cab1", "deploy", "req"}
	for _, h := range hands {
		begin.everything(h)
	}
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		w := begin.copied(t)
		d := dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), 1))}
		somebody := func() string { return pick(d, hands) }
		named := func() model.ID { return w.people[pick(d, append(hands, "nobody"))] }
		chg := w.must(somebody(), action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop, Requester: named(), Builder: named()}}).Subject
		for range d.IntN(4) {
			n := *model.Get[*model.Change](w.seen(""), chg)
			n.Builder, n.Title = named(), pick(d, []string{"x", "y", "z"})
			_, _ = w.do(somebody(), action.EditChange{Change: n})
		}
		rel := w.must(somebody(), action.Register{Release: model.Release{Name: "Shop", Type: "normal", Service: w.shop, Contents: []string{"software"}, Coordinator: named(), Requester: named(), Changes: []model.ID{chg}}}).Subject
		for range d.IntN(6) {
			who := somebody()
			switch d.IntN(4) {
			case 0:
				_, _ = w.do(who, action.AddMedia{Media: model.Media{Name: "m", SHA256: sha(who)}, Release: rel})
			case 1:
				_, _ = w.do(who, action.Undo{Release: rel})
			default:
				_, _ = w.do(who, action.Edit{Release: rel, Set: map[string]string{"coordinator": string(named())}})
			}
		}
		w.fill(hands[0], "rfc", chg, "reason", "r", "benefit", "b", "without", "w")
		if _, err := w.do("relmgr", action.AssessChange{Change: chg, Text: "fine", Risk: "low"}); err != nil {
			if strings.Contains(err.Error(), "nobody assesses what they asked for") {
				return
			}
			for _, h := range hands { // it says that nobody is left to decide, and so it is
				if ch := model.Get[*model.Change](w.seen(""), chg); len(decision.Bars(w.seen(""), decision.Change(ch), w.people[h])) == 0 {
					t.Fatalf("%s is left to decide: %v", h, err)
				}
			}
			return
		}
		r := w.release(rel)
		own := w.involved(r)
		ch := model.Get[*model.Change](w.seen(""), chg)
		for _, h := range slices.Sorted(maps.Keys(roles)) {
			barred := slices.Contains(own, w.people[h])
			c := w.seen(h)
			if got := len(decision.Bars(c, decision.Approval(c, &model.Approval{Of: r.ID, Purpose: "authorisation-1"}), w.people[h])) > 0; got != barred {
				t.Fatalf("%s: barred %v, want %v", h, got, barred)
			}
			_, decided := w.do(h, action.DecideChange{Change: chg, Yes: true})
			if decided == nil {
				if len(decision.Bars(c, decision.Change(ch), w.people[h])) > 0 {
					t.Fatalf("%s authorised their own RFC", h)
				}
				return
			}
			if barred {
				kept++
			}
		}
	})
	if kept == 0 {
		t.Error("nobody was ever kept from deciding")
	}
}
