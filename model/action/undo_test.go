package action_test

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

func edit(id model.ID, field, value string) action.Edit {
	return action.Edit{Release: id, Set: map[string]string{field: value}}
}

func TestUndoTakesBackOnesOwnEditsNewestFirst(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.must("coord", edit(id, "notes", "one"))
	w.must("coord", edit(id, "notes", "two"))
	w.must("coord", action.Hold{Release: id, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)})
	w.must("coord", action.Undo{Release: id})
	if r := w.release(id); r.Hold != nil || r.Notes != "two" {
		t.Fatalf("after one undo: hold %v, notes %q", r.Hold, r.Notes)
	}
	w.must("coord", action.Undo{Release: id})
	if got := w.release(id).Notes; got != "one" {
		t.Fatalf("after two: %q", got)
	}
	w.must("coord", edit(id, "notes", "three"))
	w.must("coord", action.Undo{Release: id})
	w.must("coord", action.Undo{Release: id})
	if got := w.release(id).Notes; got != "" {
		t.Fatalf("in the end: %q", got)
	}
	// An undo is not taken back: there is only what came before it.
	w.refused("coord", action.Undo{Release: id}, `your last entry on it is "advance", which can't be taken back`)
}

func TestUndoEndsWhereSomebodyElseBegan(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.must("coord", edit(id, "notes", "mine"))
	w.must("relmgr", edit(id, "version", "5.3"))
	w.refused("coord", action.Undo{Release: id}, "the last change of it is by RELMGR (edit)")
	w.must("relmgr", action.Undo{Release: id})
	w.refused("coord", action.Undo{Release: id}, "the last change of it is by RELMGR (undo)")
	if r := w.release(id); r.Version != "5.2" || r.Notes != "mine" {
		t.Errorf("%q %q", r.Version, r.Notes)
	}
}

func TestUndoKeepsTheMovesOfTheSchedule(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.must("coord", action.Reschedule{Release: id, Window: window})
	later := slot("2026-03-19 20:00", "2026-03-20 00:00")
	w.must("coord", action.Reschedule{Release: id, Window: later, Reason: "not-ready", Sentence: "the build is red"})
	w.must("coord", action.Undo{Release: id})
	r := w.release(id)
	if !r.Window.Same(window) {
		t.Errorf("the window is %v", r.Window)
	}
	if len(r.Moves) != 2 || !r.Moves[1].From.Same(later) || !r.Moves[1].To.Same(window) || r.Moves[1].Reason != "undo" {
		t.Errorf("moves: %+v", r.Moves)
	}
}

func TestUndoOfAnOlderEditKeepsTheMovesToo(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.must("coord", action.Reschedule{Release: id, Window: window})
	w.must("coord", edit(id, "notes", "x"))
	w.must("coord", action.Reschedule{Release: id, Window: slot("2026-03-19 20:00", "2026-03-20 00:00"), Reason: "not-ready", Sentence: "the build is red"})
	w.must("coord", action.Undo{Release: id})
	w.must("coord", action.Undo{Release: id})
	if r := w.release(id); r.Notes != "" || len(r.Moves) != 2 {
		t.Errorf("notes %q, moves %+v", r.Notes, r.Moves)
	}
}

func TestVoidStaysVoidWhenUndoRestoresEqualContent(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	before := w.release(id)
	item := w.must("conf", action.WriteItem{Item: model.Item{Name: "db", Class: "database"}}).Subject
	w.refused("coord", action.Affect{Release: id, Add: []model.ID{item}}, "it voids APR-1", "CHGMGR", "go-on void")
	w.must("coord", action.Affect{Release: id, Add: []model.ID{item}, Void: true})
	w.must("coord", action.Undo{Release: id})
	r := w.release(id)
	if len(r.Items) != 0 {
		t.Errorf("items %v", r.Items)
	}
	if r.Revision <= before.Revision {
		t.Errorf("the revision went from %d to %d", before.Revision, r.Revision)
	}
	if w.approval("APR-1").Void == nil {
		t.Error("the approval came back")
	}
	w.blocked(id, "authorised:authorisation-1")
	w.refused("chgmgr", action.Decide{Approval: "APR-1", Verdict: model.Approve}, "it was voided: changed: the items", "a new one has to be asked for")
}

func TestDecisionsAreNeverTakenBack(t *testing.T) {
	w := newWorld(t)
	w.must("admin", action.GrantRole{Person: w.people["chgmgr"], Grant: model.Grant{Role: "release-coordinator"}})
	id := w.planned(software)
	w.refused("coord", action.Undo{Release: id}, "the last change of it is by CHGMGR (decide)")
	w.refused("chgmgr", action.Undo{Release: id}, `your last entry on it is "decide", which can't be taken back`)
}

func TestUndoOfAFormRestoresItsLastVersionOrEmptiesIt(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.fill("coord", "release-notes", id, "notes", "first")
	w.fill("coord", "release-notes", id, "notes", "second")
	notes := func() *model.Document { return w.seen("").Document("release-notes", id) }
	first := notes().ID
	w.must("relmgr", action.ApproveDocument{Document: first, Version: 2})
	w.refused("coord", action.Undo{Release: id}, "RELMGR (approve-document)")
	w.refused("relmgr", action.Undo{Release: id}, "can't be taken back") // a decision
	w.must("coord", action.WriteForm{Form: "release-notes", Of: id, Answers: answers("notes", "third"), Void: true})
	w.must("coord", action.Undo{Release: id})
	if d := notes(); d.ID != first || d.Version != 4 || d.Answers.Get("notes") != "second" || !d.Approved.IsZero() {
		t.Errorf("restored %+v: want the text of version 2 as a new version that nobody approved", d)
	}

	w.fill("coord", "criteria", id, "criteria[]", "id: C1; criterion: x")
	w.must("coord", action.Undo{Release: id})
	if d := w.seen("").Document("criteria", id); d == nil || d.Version != 2 || len(d.Answers.Tables)+len(d.Answers.Values) != 0 {
		t.Errorf("the entry created it, so it is emptied: %+v", d)
	}
}

func TestUndoOfAFormTakesBackWhatItSetOnTheRelease(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	low := *w.release(id).Risk
	w.assess(id, brings{impact: "5"})
	if w.release(id).Risk.Band != "medium" {
		t.Fatal(w.release(id).Risk)
	}
	w.must("coord", action.Undo{Release: id})
	if got := w.release(id).Risk; got.Score != low.Score || got.Band != "low" {
		t.Errorf("the risk is %+v", got)
	}
}

func TestUndoOfADeferralPutsTheRFCBackUnlessItMovedOn(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.advance(id, "build")
	chg := w.release(id).Changes[0]
	deferral := action.Scope{Release: id, Defer: []model.ID{chg}, Void: true}
	w.must("coord", deferral)
	w.changeIs(chg, model.ChangeAuthorised)
	w.must("coord", action.Undo{Release: id})
	w.changeIs(chg, model.ChangeInRelease)
	if got := w.release(id).Changes; len(got) != 1 {
		t.Fatalf("scope %v", got)
	}
	w.must("coord", deferral)
	w.must("req", action.WithdrawChange{Change: chg, Reason: "no longer wanted"})
	w.refused("coord", action.Undo{Release: id}, string(chg)+" was changed since")
	w.changeIs(chg, model.ChangeWithdrawn)
}

func TestNothingIsTakenBackOnceTheDeploymentBegan(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	w.must("coord", action.Hold{Release: id, Reason: "strike", Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)})
	w.refused("coord", action.Undo{Release: id}, "what is being deployed can't be changed")
}
