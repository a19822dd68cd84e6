package action_test

import (
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// TestWhoSavesWhatTheyDecidedOn: whoever gave a word and saves what it was given on becomes
// its author, and their word falls, also where what they changed is no more than a word.
// They read that first; somebody else who changes no more than that takes nothing along.
func TestWhoSavesWhatTheyDecidedOn(t *testing.T) {
	w := newWorld(t)
	rules := *w.rules
	rules.Forms = slices.Clone(rules.Forms)
	for i := range rules.Forms {
		f := &rules.Forms[i]
		if f.Name != "rfc" {
			continue
		}
		f.Groups = slices.Clone(f.Groups)
		for g := range f.Groups {
			f.Groups[g].Fields = slices.Clone(f.Groups[g].Fields)
			for k := range f.Groups[g].Fields {
				f.Groups[g].Fields[k].Minor = f.Groups[g].Fields[k].Name == "without"
			}
		}
	}
	w.keep(&rules, 1)
	id := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
	w.fill("req", "rfc", id, "reason", "x", "benefit", "z", "without", "y")
	w.must("coord", action.AssessChange{Change: id, Text: "fine", Risk: "low"})
	w.must("chgmgr", action.DecideChange{Change: id, Yes: true, Comment: "fine"})
	said := func(text string) action.WriteForm {
		return action.WriteForm{Form: "rfc", Of: id, Answers: form.Answers{Values: map[string]string{"reason": "x", "benefit": "z", "without": text}}}
	}
	w.must("req", said("nothing, really"))
	if s := model.Get[*model.Change](w.seen(""), id).State; s != model.ChangeAuthorised {
		t.Fatalf("another word by somebody else: it is %s", s)
	}
	w.refused("chgmgr", said("nothing"), "it voids the authorisation of "+string(id)+" by CHGMGR", "your word falls, and you don't give it again: you will have written it, and nobody", "go-on void")
	again := said("nothing")
	again.Void = true
	w.must("chgmgr", again)
	if s := model.Get[*model.Change](w.seen(""), id).State; s != model.ChangeSubmitted {
		t.Errorf("it is %s", s)
	}
}
