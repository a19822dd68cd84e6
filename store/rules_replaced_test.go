package store

import (
	"context"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestOneSetOfRulesIsInForce: the rules that others took the place of say so,
// wherever they are read; as of before, they are in force.
func TestOneSetOfRulesIsInForce(t *testing.T) {
	ctx := context.Background()
	f := newOffice(t, fixed())
	before, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.do(f.admin, action.AdoptRules{Rules: rules(t)})
	states := func(what string, got []Listed, err error, want ...model.State) {
		t.Helper()
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %v %v", what, got, err)
		}
		for i := range want {
			if got[i].State != want[i] {
				t.Errorf("%s: %s is %s, want %s", what, got[i].ID, got[i].State, want[i])
			}
		}
	}
	list, err := f.List(ctx, ListQuery{Kind: model.KindRules})
	states("list", list, err, model.RulesReplaced, model.RulesInForce)
	list, err = f.List(ctx, ListQuery{Kind: model.KindRules, State: string(model.RulesReplaced)})
	states("those replaced", list, err, model.RulesReplaced)
	list, err = f.List(ctx, ListQuery{Kind: model.KindRules, AsOf: before})
	states("before", list, err, model.RulesInForce)
	hits, err := f.Search(ctx, "PRC-1", 5)
	if err != nil || len(hits) != 1 || hits[0].State != model.RulesReplaced {
		t.Errorf("found: %+v %v", hits, err)
	}
	about, err := f.About(ctx, AboutQuery{ID: "PRC-1"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Case(ctx, Now, start, model.Needs{IDs: []model.ID{"PRC-1", "PRC-2"}})
	if err != nil {
		t.Fatal(err)
	}
	fact, err := f.Record(ctx, "PRC-1", Now)
	if err != nil {
		t.Fatal(err)
	}
	for what, r := range map[string]model.Record{"its page": about.Fact.Record, "a case": model.Get[*model.Rules](c, "PRC-1"), "show": fact.Record} {
		if by := r.(*model.Rules).Replaced; by == nil || by.By != "PRC-2" || by.At.IsZero() || r.Row().State != model.RulesReplaced {
			t.Errorf("%s says that it was replaced by %+v", what, by)
		}
	}
	if b := model.Get[*model.Rules](c, "PRC-2"); b.Replaced != nil {
		t.Errorf("PRC-2 was replaced by %+v", b.Replaced)
	}
	fact, err = f.Record(ctx, "PRC-1", before)
	if err != nil || fact.Record.(*model.Rules).Replaced != nil {
		t.Errorf("before, it was replaced already (%v)", err)
	}
	if v, err := f.Verify(ctx, nil); err != nil || !v.OK() {
		t.Errorf("verify: %+v %v", v.Findings, err)
	}
}
