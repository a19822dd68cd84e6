package store

import (
	"context"
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// A file from before asking again ended a request may hold two that wait for the same: the
// one that was asked for last counts, in each list, and for each who may decide.
func TestOfTwoRequestsThatWaitTheLastIsListed(t *testing.T) {
	ctx := context.Background()
	f := newOffice(t, Options{})
	release, older := f.ask(f.coordinator, "Payments 1", "authorisation-1")
	pending, err := f.Record(ctx, older, Now)
	if err != nil {
		t.Fatal(err)
	}
	f.do(f.cm, action.Decide{Approval: older, Verdict: model.Reject, Comment: "no"})
	newer := f.do(f.coordinator, action.RequestApproval{Release: release, Purpose: "authorisation-1", Reason: "it was tried"}).Wrote[0]
	tx, err := f.DB.begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{ctx: ctx, tx: tx, pos: 1_000}
	if _, _, err := w.version(pending.Record); err != nil {
		t.Fatal(err)
	}
	if err := f.DB.commit(ctx, tx); err != nil {
		t.Fatal(err)
	}

	for _, me := range []model.ID{f.cm, f.rm, f.coordinator} {
		out, err := f.Approvals(ctx, ApprovalsQuery{Me: me, Now: start})
		if err != nil {
			t.Fatal(err)
		}
		list := slices.Concat(out.Waiting, out.Asked)
		if !slices.ContainsFunc(list, func(r ApprovalRow) bool { return r.ID == newer }) || slices.ContainsFunc(list, func(r ApprovalRow) bool { return r.ID == older && r.Purpose == "authorisation-1" }) {
			t.Errorf("%s reads %+v", me, list)
		}
	}
	waiting, err := f.WaitingThat(ctx, nil, TableQuery{Now: start})
	if err != nil || len(waiting) != 1 || waiting[0].ID != newer {
		t.Errorf("%+v, %v", waiting, err)
	}
	c, err := f.Case(ctx, Now, start, model.Needs{Releases: []model.ID{release}})
	if err != nil {
		t.Fatal(err)
	}
	if all := decision.Waiting(c); len(all) != 1 || all[0].Record.Key() != newer {
		t.Errorf("%+v", all)
	}
}
