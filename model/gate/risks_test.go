package gate_test

import (
	"testing"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
)

// named puts a document with a table of risks among the facts.
func named(f *file, id model.ID, name string, rows ...form.Cells) {
	f.put(&model.Document{ID: id, Form: name, Of: f.r.ID, Version: 1, Author: "PER-1", At: f.now, Answers: form.Answers{Tables: map[string][]form.Cells{"risks": rows}}})
}

// TestTheRisksOfARelease: those of its plan, else of its assessment; open ones, the
// gravest first, and with them a go/no-go record begins.
func TestTheRisksOfARelease(t *testing.T) {
	f := whole()
	f.drop("DOC-1")
	f.drop("DOC-2")
	if got := gate.OpenRisks(f.shown(), f.r.ID); got != nil {
		t.Fatalf("without any: %v", got)
	}
	small := form.Cells{"risk": "slow", "likelihood": "2", "impact": "2", "response": "accept", "state": "open"}
	grave := form.Cells{"risk": "wrong", "likelihood": "4", "impact": "5", "response": "reduce", "owner": "PER-1", "state": "open"}
	over := form.Cells{"risk": "over", "likelihood": "1", "impact": "1", "response": "avoid", "state": "closed"}
	named(f, "DOC-40", "assessment", small, over, grave)
	got := gate.OpenRisks(f.shown(), f.r.ID)
	if len(got) != 2 || got[0].What != "wrong" || got[0].Score() != 20 || got[1].What != "slow" {
		t.Fatalf("of the assessment: %+v", got)
	}
	if words := got[0].Words(f.shown()); words != "wrong: likelihood 4 x impact 5 = 20, reduce, Olga Owner" {
		t.Error(words)
	}
	rules := rules()
	for name, want := range map[string]int{"release-plan": 3, "go-no-go": 2, "assessment": 0, "rollback-plan": 0} {
		questions, ok := rules.Form(name)
		if !ok {
			t.Fatal(name)
		}
		if rows := gate.Begun(f.shown(), questions, f.r.ID).Rows("risks"); len(rows) != want {
			t.Errorf("%s begins with %v", name, rows)
		}
	}
	named(f, "DOC-41", "release-plan", over)
	if got := gate.OpenRisks(f.shown(), f.r.ID); got != nil {
		t.Errorf("the plan has them from then on: %v", got)
	}
}
