package action_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
)

// found is a conflict of the release as it is planned, nil where it has none.
func (w *world) found(id model.ID, kind string) *gate.Conflict {
	for _, c := range gate.Conflicts(w.seen(""), w.release(id)) {
		if c.Kind == kind {
			return &c
		}
	}
	return nil
}

// finding is what a check says at the gate of a stage.
func (w *world) finding(id model.ID, stage, check string) gate.Finding {
	w.t.Helper()
	g, err := gate.At(w.seen(""), w.release(id), stage)
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	for _, f := range g.Findings {
		if f.Check == check {
			return f
		}
	}
	w.t.Fatalf("no check %s in %s", check, stage)
	return gate.Finding{}
}

func (w *world) move(id model.ID, start, end string) {
	w.t.Helper()
	w.must("coord", action.Reschedule{Release: id, Window: slot(start, end), Reason: "not-ready", Sentence: "late", Void: true})
}

// before makes a record as an older program wrote it.
func (w *world) before(r model.Record) { w.keep(r, int64(len(w.log))) }

// An exception is for its dates: moved to others inside the same freeze, the
// release needs another one; moved back, also by an undo, it has one again.
func TestAnExceptionIsForItsDates(t *testing.T) {
	for _, old := range []bool{false, true} {
		w := newWorld(t)
		id := w.planned(software)
		freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: slot("2026-03-10 00:00", "2026-03-30 00:00")}}).Subject
		w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "it is the sale"})
		w.refused("coord", action.AskException{Window: freeze, Release: id, Reason: "again"}, "asked for already")
		w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"})
		if old { // it had no dates, and no digest
			n := *model.Get[*model.Window](w.seen(""), freeze)
			v := *n.Exceptions[0].Decided
			v.Basis = model.Basis{}
			n.Exceptions = []model.Exception{{Release: id, Reason: "r", By: n.Exceptions[0].By, At: n.Exceptions[0].At, Decided: &v}}
			w.before(&n)
			w.now = w.now.Add(1)
		}
		if c := w.found(id, "freeze-hard"); c != nil {
			t.Fatalf("old %v: granted, and %s", old, c.Text)
		}
		w.move(id, "2026-03-19 20:00", "2026-03-20 00:00")
		f := w.finding(id, "scheduled", "no-hard-freeze")
		if f.Answer != gate.Open || !strings.Contains(f.Evidence, "granted by CHGMGR, for Thu 12 Mar 2026 20:00") || f.Remedies[0].Task != "ask-exception" {
			t.Errorf("old %v: %s %s %v", old, f.Answer, f.Evidence, f.Remedies)
		}
		w.must("coord", action.Undo{Release: id, Void: true})
		if c := w.found(id, "freeze-hard"); c != nil {
			t.Errorf("old %v: taken back, and %s", old, c.Text)
		}
		w.move(id, "2026-03-19 21:00", "2026-03-20 00:00")
		w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "again"})
		w.move(id, "2026-03-25 21:00", "2026-03-26 00:00")
		w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "once more", Slot: slot("2026-03-25 00:00", "2026-03-27 00:00")})
		w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "sure"})
		w.move(id, "2026-03-26 21:00", "2026-03-26 23:00") // inside its span
		if c := w.found(id, "freeze-hard"); c != nil {
			t.Errorf("old %v: inside the span, and %s %s", old, c.Text, c.Against)
		}
	}
}

// A conflict is accepted for the dates that it was seen with.
func TestAnAcceptedConflictIsForItsDates(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Nights", Class: model.WindowMaintenance, Services: []model.ID{w.shop}, Slot: slot("2026-03-01 00:00", "2026-03-01 04:00")}})
	key := w.found(id, "outside-maintenance").Key
	w.refused("coord", action.AcceptConflict{Release: id, Key: key, Reason: "ok"}, "you are its coordinator: nobody accepts a hard conflict")
	w.must("chgmgr", action.AcceptConflict{Release: id, Key: key, Reason: "ok"})
	if f := w.finding(id, "scheduled", "no-hard-conflict"); f.Answer != gate.Met {
		t.Fatalf("accepted, and %s", f.Evidence)
	}
	accepted := w.release(id).Accepted[0]
	if b := accepted.Basis; !strings.HasPrefix(b.Digest, "1:") || b.Rules == "" || b.Role != "change-manager" || accepted.Slot.IsZero() {
		t.Errorf("accepted on %+v", accepted)
	}
	w.move(id, "2026-03-19 10:00", "2026-03-19 14:00")
	if f := w.finding(id, "scheduled", "no-hard-conflict"); f.Answer != gate.Open || !strings.Contains(f.Evidence, "accepted by CHGMGR, for Thu 12 Mar 2026 20:00") {
		t.Errorf("moved: %s %s", f.Answer, f.Evidence)
	}
	w.must("chgmgr", action.AcceptConflict{Release: id, Key: key, Reason: "ok, too"})
	if f := w.finding(id, "scheduled", "no-hard-conflict"); f.Answer != gate.Met {
		t.Errorf("accepted again, and %s", f.Evidence)
	}
}

// What a gate reads as approved or written is so for the scope that it names.
func TestDocumentsAreForTheScopeTheyWereWrittenFor(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	w.advance(id, "build")
	w.build(id, software)
	notes := w.seen("").Document("release-notes", id)
	w.must("relmgr", action.ApproveDocument{Document: notes.ID, Version: 1})
	w.fill("coord", "acceptance", id, "summary", "all of it")
	if f := w.finding(id, "acceptance", "notes-approved"); f.Answer != gate.Met {
		t.Fatal(f.Evidence)
	}
	w.must("coord", action.Scope{Release: id, Defer: w.release(id).Changes, Void: true})
	for check, word := range map[string]string{"notes-approved": "approved by RELMGR, for revision 1; the release is at revision 2", "form-written:acceptance": "written for revision 1; the release is at revision 2"} {
		if f := w.finding(id, "acceptance", check); f.Answer != gate.Open || !strings.Contains(f.Evidence, word) {
			t.Errorf("%s: %s %s", check, f.Answer, f.Evidence)
		}
	}
	w.must("coord", action.WriteForm{Form: "acceptance", Of: id, Answers: answers("summary", "all of it")}) // as it stands
	w.refused("coord", action.WriteForm{Form: "acceptance", Of: id, Answers: answers("summary", "all of it")}, "nothing was changed")
	w.must("relmgr", action.ApproveDocument{Document: notes.ID, Version: 1})
	w.refused("relmgr", action.ApproveDocument{Document: notes.ID, Version: 1}, "approved already")
	for _, check := range []string{"notes-approved", "form-written:acceptance"} {
		if f := w.finding(id, "acceptance", check); f.Answer != gate.Met {
			t.Errorf("%s: %s", check, f.Evidence)
		}
	}

	// What was approved before holds as it did.
	d := *model.Get[*model.Document](w.seen(""), notes.ID)
	d.Basis, d.Bound = model.Basis{}, ""
	w.before(&d)
	if f := w.finding(id, "acceptance", "notes-approved"); f.Answer != gate.Met {
		t.Errorf("of before: %s", f.Evidence)
	}
}

// An authorisation is of its documents as they were, whatever way led to others.
func TestAnAuthorisationIsOfItsDocuments(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	rewrite := action.WriteForm{Form: "assessment", Of: id, Answers: form.Answers{Values: map[string]string{"decision": "abandon"}}}
	w.refused("coord", rewrite, "it voids APR-1", "CHGMGR approved")
	ap := w.approval("APR-1")
	if b := ap.Decisions[0].Basis; !strings.HasPrefix(b.Digest, "1:") || b.Rules != w.release(id).Rules || b.Role != "change-manager" {
		t.Errorf("decided on %+v", b)
	}
	w.blocked(id)
	d := *w.seen("").Document("assessment", id)
	d.Version++
	d.Answers = d.Answers.Clone()
	d.Answers.Values["cost"] = "4 days"
	w.before(&d)
	if f := w.finding(id, "planning", "authorised:authorisation-1"); f.Answer != gate.Open || !strings.Contains(f.Evidence, "for version 1 of "+string(d.ID)) {
		t.Errorf("%s %s", f.Answer, f.Evidence)
	}
	n := *ap // one from before there were digests is told by being void alone
	n.Decisions = slices.Clone(ap.Decisions)
	n.Decisions[0].Basis = model.Basis{}
	w.before(&n)
	if f := w.finding(id, "planning", "authorised:authorisation-1"); f.Answer != gate.Met {
		t.Errorf("of before: %s", f.Evidence)
	}
}

// Duties cover every decision, and stand in the rules; those that name none keep
// what held before.
func TestDutiesCoverEveryDecision(t *testing.T) {
	w := newWorld(t)
	w.must("admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "change-manager"}})
	chg := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Requester: w.people["req"]}}).Subject
	w.fill("req", "rfc", chg, "reason", "r", "benefit", "b", "without", "w")
	w.refused("req", action.AssessChange{Change: chg, Text: "fine", Risk: "low"}, "nobody assesses what they asked for")
	id := w.planned(software)
	w.advance(id, "build")
	w.build(id, software)
	w.fill("relmgr", "release-notes", id, "notes", "by another")
	d := w.seen("").Document("release-notes", id)
	if bars := decision.Bars(w.seen(""), decision.Document(w.seen(""), d), w.people["coord"]); len(bars) == 0 {
		t.Error("the coordinator may approve its notes")
	}
	rules := w.rules.Rules
	rules.Version = "2"
	rules.Duties = slices.DeleteFunc(slices.Clone(rules.Duties), func(d process.Duty) bool { return d.Act != "decide" && d.Act != "decide-change" })
	rules.Duties = append(rules.Duties, process.Duty{Act: "decide-change", Not: []string{"assessor"}, Text: "who assesses does not decide"})
	w.must("admin", action.AdoptRules{Rules: model.Rules{Rules: rules}})
	w.must("req", action.AssessChange{Change: chg, Text: "fine", Risk: "low"})
	w.refused("req", action.DecideChange{Change: chg, Yes: true}, "you asked for it", "who assesses does not decide")
	w.must("chgmgr", action.DecideChange{Change: chg, Yes: true})
}
