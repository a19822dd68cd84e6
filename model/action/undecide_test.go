package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// change is an RFC as it stands.
func (w *world) change(id model.ID) *model.Change { return model.Get[*model.Change](w.seen(""), id) }

// An authorised RFC is changed after a warning, which voids the decision and what
// hangs on it; the old decision stays on record.
func TestAnAuthorisedRFCIsDecidedAnewOnceItIsChanged(t *testing.T) {
	for name, edit := range map[string]func(w *world, chg model.ID, void bool) action.Action{
		"its form": func(_ *world, chg model.ID, void bool) action.Action {
			return action.WriteForm{Form: "rfc", Of: chg, Void: void, Answers: answers("reason", "something else entirely", "benefit", "b", "without", "w")}
		},
		"itself": func(w *world, chg model.ID, void bool) action.Action {
			ch := *w.change(chg)
			ch.Builder = w.people["relmgr"]
			return action.EditChange{Change: ch, Void: void}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.planned(software)
			chg := w.release(id).Changes[0]
			before := w.change(chg)
			apr := w.seen("").ApprovalFor(id, "authorisation-1").ID
			w.refused("coord", edit(w, chg, false), "it voids the authorisation of "+string(chg)+" by ")
			_, err := w.do("coord", edit(w, chg, false))
			var refusal *model.Refusal
			if !errors.As(err, &refusal) || !slices.Equal(refusal.Voids, []model.ID{chg, apr}) {
				t.Errorf("it would void %+v", refusal)
			}
			if w.change(chg).State != model.ChangeAuthorised {
				t.Fatal("it was changed all the same")
			}
			out := w.must("coord", edit(w, chg, true))
			if !slices.Contains(out.Voided, chg) || !slices.Contains(out.Voided, apr) {
				t.Errorf("it voided %v", out.Voided)
			}
			ch := w.change(chg)
			if ch.State != model.ChangeSubmitted || ch.Decided != nil || ch.Assessed != nil || len(ch.Voided) != 1 {
				t.Fatalf("it is %+v", ch)
			}
			if v := ch.Voided[0]; v.Decided.By != before.Decided.By || v.Void.By != w.people["coord"] || v.Void.Reason == "" || !v.Void.At.Equal(w.now) {
				t.Errorf("on record is %+v", v)
			}
			w.blocked(id, "authorised:authorisation-1", "rfcs-authorised")
			w.must("coord", action.AssessChange{Change: chg, Risk: "low", Text: "as before"})
			w.must("chgmgr", action.DecideChange{Change: chg, Yes: true})
			w.blocked(id, "authorised:authorisation-1")
		})
	}
}

// What is being built, was rejected or is over stays as it is.
func TestAnRFCThatIsBuiltOrOverStaysClosed(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	chg := w.release(id).Changes[0]
	w.advance(id, "build")
	other := answers("reason", "something else", "benefit", "b", "without", "w")
	w.refused("coord", action.WriteForm{Form: "rfc", Of: chg, Void: true, Answers: other}, "is being built in "+string(id))
	edited := *w.change(chg)
	edited.Title = "something else"
	w.refused("coord", action.EditChange{Change: edited, Void: true}, "is being built in "+string(id))
	w.refused("coord", action.EditChange{Change: *w.change(chg), Void: true}, "nothing was changed")
	w.must("coord", action.Scope{Release: id, Defer: []model.ID{chg}, Void: true})
	w.must("coord", action.WithdrawChange{Change: chg, Reason: "not wanted"})
	w.refused("coord", action.WriteForm{Form: "rfc", Of: chg, Void: true, Answers: other}, "it is withdrawn")
	w.refused("coord", action.EditChange{Change: edited, Void: true}, "it is withdrawn")
	w.refused("coord", action.AssessChange{Change: chg, Risk: "low", Text: "again"}, "it is withdrawn")
}

// A form that an approval covers takes it along, whatever the rules say of the
// form.
func TestRewritingWhatWasApprovedVoidsTheApproval(t *testing.T) {
	w := newWorld(t)
	older := *w.rules // in the rules of older files it voids nothing
	older.Forms = slices.Clone(older.Forms)
	for i := range older.Forms {
		if older.Forms[i].Name == "assessment" {
			older.Forms[i].Material = ""
		}
	}
	w.keep(&older, 1)
	id := w.assessed(software)
	w.plan(id, software)
	apr := w.approve(id, "authorisation-1", "chgmgr")
	doc := w.seen("").Document("assessment", id)
	again := doc.Answers.Clone()
	again.Values["benefit"] = "none at all"
	w.refused("coord", action.WriteForm{Form: "assessment", Of: id, Answers: again}, "it voids "+string(apr))
	out := w.must("coord", action.WriteForm{Form: "assessment", Of: id, Answers: again, Void: true})
	if v := w.approval(apr).Void; !slices.Contains(out.Voided, apr) || v == nil || !strings.Contains(v.Reason, "the assessment") {
		t.Errorf("it voided %v: %+v", out.Voided, v)
	}
}
