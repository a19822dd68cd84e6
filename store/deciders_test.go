package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// TestTheFileSaysWhatWouldWaitForNobody asks a real file, in which only what is
// needed is loaded: leaving is refused with what it would leave to nobody, the
// gate says so afterwards, and a service's role is for that service.
func TestTheFileSaysWhatWouldWaitForNobody(t *testing.T) {
	ctx := context.Background()
	f := newOffice(t, fixed())
	release, apr := f.ask(f.coordinator, "Ledger", "authorisation-1") // change manager: cm, both; release manager: rm
	rfc := f.do(f.cm, action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: f.pay}}).Subject
	leave := func(who model.ID, anyway bool) error {
		_, err := f.DB.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.LeavePerson{Person: who, Anyway: anyway})
		return err
	}
	strands := func(err error, want ...model.ID) {
		t.Helper()
		var refusal *model.Refusal
		if !errors.As(err, &refusal) || len(refusal.Strands) != len(want) {
			t.Fatalf("want a refusal that leaves %v to nobody: %v", want, err)
		}
		for i, id := range want {
			if refusal.Strands[i] != id {
				t.Errorf("leaves %v to nobody, want %v", refusal.Strands, want)
			}
		}
	}
	strands(leave(f.rm, false), apr)
	strands(leave(f.both, false), rfc) // the other change manager submitted it
	if err := leave(f.rm, true); err != nil {
		t.Fatal(err)
	}
	g, err := f.Gate(ctx, release, "", Now, start)
	if err != nil {
		t.Fatal(err)
	}
	c, err := f.Case(ctx, Now, start, model.Needs{Releases: []model.ID{release}})
	if err != nil || !c.KnowsHolders("release-manager") || c.KnowsHolders("auditor") {
		t.Errorf("holders: %v", err)
	}
	for _, finding := range g.Findings {
		if strings.HasPrefix(finding.Check, "authorised") && !strings.Contains(finding.Evidence, "Release Manager: nobody who may decide is left") {
			t.Errorf("the gate says %q", finding.Evidence)
		}
	}
	out, err := f.DB.Do(ctx, Who{Person: f.admin, Auth: "test"}, action.LeavePerson{Person: f.coordinator})
	if err != nil || len(out.Warnings) != 1 || out.Warnings[0].Text != "COORDINATOR still coordinates "+string(release)+": hand it on" {
		t.Errorf("%v (%v)", out.Warnings, err)
	}
}
