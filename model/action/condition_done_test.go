package action_test

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// TestWhatMeetsACondition: a record that shows something done, of each kind that may: what
// is only asked for, open, incomplete, sent back or withdrawn shows nothing.
func TestWhatMeetsACondition(t *testing.T) {
	// waits is a release whose notes were approved on a condition.
	waits := func() (w *world, r, notes model.ID) {
		w = newWorld(t)
		r = w.planned(software)
		w.now = w.now.Add(time.Hour)
		notes = w.fill("coord", "release-notes", r, "notes", "new").Writes[0].Key()
		w.must("relmgr", action.ApproveDocument{Document: notes, Version: 1, Words: action.Words{Conditions: "do it", MeetBy: w.people["desk"]}})
		w.now = w.now.Add(time.Hour)
		return w, r, notes
	}
	rfc := func(state model.State, outcome string) func(w *world, r, notes model.ID) model.Record {
		return func(w *world, r, _ model.ID) model.Record {
			n := *model.Get[*model.Change](w.seen(""), w.release(r).Changes[0])
			n.State = state
			if state == model.ChangeReviewed {
				n.Reviewed = &model.ChangeReview{Outcome: outcome, Text: "x", By: w.people["coord"], At: w.now}
			} else {
				n.Outcome = outcome
			}
			return &n
		}
	}
	for _, one := range []struct {
		record func(w *world, r, notes model.ID) model.Record
		why    string
	}{
		{rfc(model.ChangeAuthorised, ""), "is authorised: an RFC shows something once it is implemented"},
		{rfc(model.ChangeInRelease, ""), "an RFC shows something once it is implemented"},
		{rfc(model.ChangeWithdrawn, ""), "is withdrawn: an RFC shows something once it is implemented"},
		{rfc(model.ChangeClosed, model.OutcomeFailed), "came out as failed"},
		{rfc(model.ChangeClosed, model.OutcomeRolledBack), "came out as rolled back"},
		{rfc(model.ChangeReviewed, model.OutcomeFailed), "came out as failed"},
		{func(w *world, r, notes model.ID) model.Record {
			return &model.Improvement{ID: "IMP-9", Of: r, Document: notes, Action: "write it down", Owner: w.people["coord"], By: w.people["coord"], At: w.now}
		}, "IMP-9 is open: an improvement action shows something once it is done"},
		{func(w *world, r, _ model.ID) model.Record {
			d := *w.seen("").Document("release-plan", r)
			d.Version, d.At, d.Answers = d.Version+1, w.now, form.Answers{}
			return &d
		}, "is not complete"},
		{func(w *world, r, _ model.ID) model.Record {
			d := *w.seen("").Document("release-plan", r)
			d.Version, d.At, d.Decided = d.Version+1, w.now, &model.Verdict{Text: "no", By: w.people["relmgr"], At: w.now}
			return &d
		}, "was rejected by RELMGR: no"},
		{func(w *world, r, _ model.ID) model.Record { // a plan
			d := *w.seen("").Document("release-plan", r)
			d.Version, d.At = d.Version+1, w.now
			return &d
		}, "Release Plan, reports nothing that was done"},
		{func(w *world, r, _ model.ID) model.Record { // by its answer
			return &model.Document{ID: "DOC-99", Form: "minimum-test", Of: r, Version: 1, Author: w.people["coord"], At: w.now,
				Answers: form.Answers{Values: map[string]string{"tested": "no", "waived_by": string(w.people["coord"]), "waived_why": "no time"}}}
		}, "Minimum Test, reports nothing that was done"},
		{func(w *world, r, _ model.ID) model.Record {
			n := w.release(r).Clone()
			n.Package = append(n.Package, "DML-9")
			w.before(n)
			return &model.Media{ID: "DML-9", Name: "x", State: model.MediaWithdrawn, At: w.now}
		}, "DML-9 is withdrawn from the DML"},
	} {
		w, r, notes := waits()
		record := one.record(w, r, notes)
		w.before(record)
		w.refused("desk", action.MeetCondition{Approval: notes, Number: 1, Record: record.Key()}, one.why)
	}
	w, r, notes := waits()
	w.before(rfc(model.ChangeImplemented, "")(w, r, notes))
	w.must("desk", action.MeetCondition{Approval: notes, Number: 1, Record: w.release(r).Changes[0]})
}
