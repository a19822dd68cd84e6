package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// TestTheLogSaysWhoHadAHandInIt: whoever submitted, registered, coordinated or
// built is kept from deciding, as the file says and whatever names were typed;
// the list of approvals says so as well.
func TestTheLogSaysWhoHadAHandInIt(t *testing.T) {
	ctx := context.Background()
	f := newOffice(t, fixed())
	for _, role := range []string{"configuration-manager", "deployment-team"} {
		f.do(f.admin, action.GrantRole{Person: f.both, Grant: model.Grant{Role: role}})
	}
	other, add := f.coordinator, func(r model.Release) model.ID {
		r.Name, r.Type, r.Service, r.Contents = "Ledger", "normal", f.pay, []string{"software"}
		return f.do(map[bool]model.ID{true: f.both, false: f.coordinator}[r.Notes == "both"], action.Register{Release: r}).Subject
	}
	rfc := func(who model.ID, builder model.ID) model.ID {
		return f.do(who, action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: f.pay, Requester: other, Builder: builder}}).Subject
	}
	for name, c := range map[string]struct {
		make         func() model.ID
		says, barred string
	}{
		"registered": {func() model.ID { return add(model.Release{Notes: "both", Coordinator: other, Requester: other}) }, "you registered it", "requester"},
		"submitted":  {func() model.ID { return add(model.Release{Changes: []model.ID{rfc(f.both, "")}}) }, "you submitted CHG-", "requester"},
		"builder edited away": {func() model.ID {
			id := rfc(other, f.both)
			fact, err := f.Record(ctx, id, Now)
			if err != nil {
				t.Fatal(err)
			}
			n := *fact.Record.(*model.Change)
			n.Builder = other
			f.do(other, action.EditChange{Change: n})
			return add(model.Release{Changes: []model.ID{id}})
		}, "you were the builder of CHG-", "was builder"},
		"handed over": {func() model.ID {
			id := add(model.Release{})
			for _, to := range []model.ID{f.both, other} {
				f.do(other, action.Edit{Release: id, Set: map[string]string{"coordinator": string(to)}})
			}
			return id
		}, "you were its coordinator", "was coordinator"},
		"the package": {func() model.ID {
			id := add(model.Release{})
			f.do(f.both, action.AddMedia{Media: model.Media{Name: "x", SHA256: fmt.Sprintf("%064d", 1)}, Release: id})
			return id
		}, "you put DML-1 of its package into the DML", "builder"},
		"nothing": {func() model.ID { return add(model.Release{}) }, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			id := c.make()
			apr := f.do(other, action.RequestApproval{Release: id, Purpose: "authorisation-1"}).Wrote[0]
			for _, a := range []action.Action{action.Decide{Approval: apr, Verdict: model.Approve}, action.Decide{Approval: apr, Verdict: model.Reject, Comment: "no"}} {
				_, err := f.Ask(ctx, Who{Person: f.both}, a)
				if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
					t.Errorf("%s: %v", c.says, err)
				}
			}
			rows := f.list(f.both, Now).Waiting
			at := slices.IndexFunc(rows, func(r ApprovalRow) bool { return r.Release == id })
			if at < 0 || strings.Join(rows[at].Barred, " ") != c.barred {
				t.Errorf("the list says %+v, want %q", rows, c.barred)
			}
			// As it was when it was asked for, and when more has happened since.
			head, _, err := f.Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			f.do(other, action.Edit{Release: id, Set: map[string]string{"notes": "later"}})
			past, err := f.Case(ctx, head, start, model.Needs{Releases: []model.ID{id}})
			if err != nil {
				t.Fatal(err)
			}
			if got := decision.Bars(past, decision.Approval(past, &model.Approval{Of: id}), f.both); (len(got) > 0) != (c.says != "") {
				t.Errorf("as of entry %d: %v", head, got)
			}
		})
	}
}

// Who imported a release registered it.
func TestWhoImportedAReleaseIsItsRequester(t *testing.T) {
	f := made(t, fixed())
	who := f.admin
	f.do(who, imports(1))
	c, err := f.Case(context.Background(), Now, start, model.Needs{Releases: []model.ID{"REL-1"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := decision.Bars(c, decision.Approval(c, &model.Approval{Of: "REL-1"}), who); len(got) != 1 || !strings.HasPrefix(got[0].String(), "you imported it: ") {
		t.Errorf("got %v", got)
	}
}
