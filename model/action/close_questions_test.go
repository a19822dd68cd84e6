package action_test

import (
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestAQuestionEndsWithItsRequest: what somebody asked who was to decide waits for nobody
// once that was decided; it stays on record, with why. What others asked about a record
// that lives on waits as before.
func TestAQuestionEndsWithItsRequest(t *testing.T) {
	for _, s := range spokens() {
		for _, yes := range []bool{true, false} {
			w, id := s.waiting(t)
			q := w.must(s.who, s.say(id, true, "who is told?", action.Words{Verdict: model.Ask})).Writes[0].Key()
			aside := w.must("audit", action.AskQuestion{About: id, Text: "what for?", To: w.people["desk"]}).Writes[0].Key()
			w.must(s.other, s.say(id, yes, "so be it", action.Words{}))
			question := func(id model.ID) *model.Question { return model.Get[*model.Question](w.seen(""), id) }
			if got := question(q); got.Waits() || got.State() != model.QuestionClosed || !strings.Contains(got.Closed.Reason, string(id)) || got.Closed.By != w.people[s.other] {
				t.Errorf("%s, %v: %+v", s.name, yes, got)
			}
			w.refused("coord", action.AnswerQuestion{Question: q, Text: "the desk"}, "it is closed already: ")
			w.refused(s.who, action.WithdrawQuestion{Question: q, Reason: "x"}, "it is closed already: ")
			if got := question(aside); got.Waits() != (s.name != "rules") {
				t.Errorf("%s, %v: a question beside it: %+v", s.name, yes, got)
			}
		}
	}
}

// TestAQuestionOnAnApprovalEndsWithIt: withdrawn, void, decided, or its release cancelled.
func TestAQuestionOnAnApprovalEndsWithIt(t *testing.T) {
	for _, end := range []struct {
		why string
		do  func(w *world, r, a model.ID)
	}{
		{"counts no more: withdrawn: too early", func(w *world, _, a model.ID) {
			w.must("coord", action.WithdrawApproval{Approval: a, Reason: "too early"})
		}},
		{"is rejected", func(w *world, _, a model.ID) {
			w.must("chgmgr", action.Decide{Approval: a, Verdict: model.Reject, Comment: "no"})
		}},
		{"is cancelled", func(w *world, r, _ model.ID) { w.must("relmgr", action.Cancel{Release: r, Reason: "no budget"}) }},
		{"counts no more: changed", func(w *world, r, _ model.ID) {
			w.must("coord", action.Edit{Release: r, Set: map[string]string{"contents": "hardware"}, Void: true})
		}},
	} {
		w := newWorld(t)
		r := w.assessed(software)
		w.plan(r, software)
		a := w.must("coord", action.RequestApproval{Release: r, Purpose: "authorisation-1"}).Writes[0].Key()
		out := w.must("chgmgr", action.Decide{Approval: a, Verdict: model.Ask, Comment: "who is told?"})
		q := out.Writes[len(out.Writes)-1].Key()
		general := w.must("audit", action.AskQuestion{About: r, Text: "what for?"}).Writes[0].Key()
		end.do(w, r, a)
		if got := model.Get[*model.Question](w.seen(""), q); got.Waits() || got.Closed == nil || !strings.Contains(got.Closed.Reason, end.why) {
			t.Errorf("%s: %+v", end.why, got.Closed)
		}
		if !model.Get[*model.Question](w.seen(""), general).Waits() {
			t.Errorf("%s: a question about the release is closed too", end.why)
		}
	}
}
