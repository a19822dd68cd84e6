package model

import (
	"strings"
	"testing"
	"time"
)

func shown(records ...Record) *Case {
	c := NewCase(time.Time{}, Actor{}, &Rules{ID: "PRC-9"})
	for _, r := range records {
		c.Add(Fact{Record: r})
	}
	return c
}

func TestACaseFindsWhatItWasGiven(t *testing.T) {
	c := shown(&Release{ID: "REL-10"}, &Release{ID: "REL-9"}, &Person{ID: "PER-1", Handle: "Ann", Name: "Ann"}, &Release{ID: "REL-9", Name: "second"})
	if all := All[*Release](c); len(all) != 2 || all[0].ID != "REL-9" || all[0].Name != "" {
		t.Errorf("releases %v: in the order of their ids, and the first of an id stays", all)
	}
	if Get[*Release](c, "REL-8") != nil || Get[*Person](c, "REL-9") != nil || Get[*Release](c, "REL-10") == nil {
		t.Error("a record by its id, in its own type")
	}
	if id, ok := c.Named(KindPerson, "ANN"); !ok || id != "PER-1" {
		t.Errorf("the handle belongs to %q", id)
	}
	if _, ok := c.Named(KindTeam, "ann"); ok {
		t.Error("a handle of another kind")
	}
	c.Redacted("PER-2")
	if !c.IsRedacted("PER-2") || c.Has("PER-2") || c.PersonName("PER-2") != "PER-2" || c.PersonName("PER-1") != "Ann" {
		t.Error("what was redacted")
	}
}

func TestTheApprovalThatCounts(t *testing.T) {
	void := &Ending{}
	for name, c := range map[string]struct {
		given []Record
		want  ID
	}{
		"none":                         {nil, ""},
		"the latest":                   {[]Record{&Approval{ID: "APR-1"}, &Approval{ID: "APR-2"}}, "APR-2"},
		"one that waits again":         {[]Record{&Approval{ID: "APR-1"}, &Approval{ID: "APR-2", Void: void}}, "APR-2"},
		"the latest void, without any": {[]Record{&Approval{ID: "APR-1", Void: void}, &Approval{ID: "APR-2", Void: void}}, "APR-2"},
		"another purpose":              {[]Record{&Approval{ID: "APR-1", Purpose: "x"}}, ""},
		"another release":              {[]Record{&Approval{ID: "APR-1", Of: "REL-1"}}, ""},
	} {
		got := shown(c.given...).ApprovalFor("", "")
		if (got == nil) != (c.want == "") || (got != nil && got.ID != c.want) {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestStatesOfAnApproval(t *testing.T) {
	two := []Approver{{}, {}}
	yes := func(approver int) Decision { return Decision{Approver: approver, Verdict: Approve} }
	for name, c := range map[string]struct {
		a    Approval
		want State
	}{
		"nobody decided":        {Approval{Approvers: two}, "pending"},
		"one of two":            {Approval{Approvers: two, Decisions: []Decision{yes(1)}}, "pending"},
		"one approver twice":    {Approval{Approvers: two, Decisions: []Decision{yes(1), yes(1)}}, "pending"},
		"a question":            {Approval{Approvers: two, Decisions: []Decision{yes(0), {Approver: 1, Verdict: Ask}}}, "pending"},
		"both":                  {Approval{Approvers: two, Decisions: []Decision{yes(1), yes(0)}}, "approved"},
		"one no":                {Approval{Approvers: two, Decisions: []Decision{yes(0), yes(1), {Verdict: Reject}}}, "rejected"},
		"void, whatever it was": {Approval{Approvers: two, Decisions: []Decision{yes(0), yes(1)}, Void: &Ending{}}, "void"},
		"without approvers":     {Approval{}, "pending"},
	} {
		if got := c.a.State(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRunsThatCount(t *testing.T) {
	c := shown(&Run{ID: "RUN-1", Release: "REL-1", Production: true}, &Run{ID: "RUN-2", Release: "REL-1"}, &Run{ID: "RUN-3", Release: "REL-2", Production: true})
	if got := c.LastRun("REL-1"); got == nil || got.ID != "RUN-1" {
		t.Errorf("a rehearsal counts: %v", got)
	}
	if c.LastRun("REL-9") != nil {
		t.Error("a run of nothing")
	}
}

func TestHasARole(t *testing.T) {
	p := &Person{Roles: []Grant{{Role: "all"}, {Role: "one", Service: "SVC-1"}}}
	for _, c := range []struct {
		role    string
		service ID
		want    bool
	}{{"all", "", true}, {"all", "SVC-2", true}, {"one", "SVC-1", true}, {"one", "SVC-2", false}, {"one", "", false}, {"none", "", false}} {
		if p.Has(c.role, c.service) != c.want {
			t.Errorf("%s for %q: %v", c.role, c.service, !c.want)
		}
	}
	p.Left = true
	if p.Has("all", "") || (*Person)(nil).Has("all", "") {
		t.Error("who has left, or is nobody, has no role")
	}
}

func TestARefusalSaysEveryReasonAndItsRemedy(t *testing.T) {
	r := &Refusal{Doing: "move on REL-1"}
	if r.Or() != nil {
		t.Error("refused without a reason")
	}
	r.Add("it is on hold", Say("resume it"), ByTask("resume", "REL-1").AndThen())
	r.Add("it is late")
	want := "move on REL-1: refused\n  - it is on hold\n      → resume it, then resume REL-1\n  - it is late"
	if err := r.Or(); err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	for _, err := range []error{&NotFound{What: "release REL-9"}, &Changed{ID: "REL-9", Seen: 3, Now: 5}} {
		if !strings.Contains(err.Error(), "REL-9") {
			t.Errorf("%v", err)
		}
	}
}

func TestCloneOfAReleaseIsACopy(t *testing.T) {
	r := &Release{Changes: []ID{"CHG-1"}, Moves: []Move{{Reason: "a"}}, Broken: []Broken{{Rule: "r"}}, Items: []ID{"CI-1"}}
	c := r.Clone()
	c.Changes[0], c.Moves[0].Reason, c.Broken[0].Rule, c.Items[0] = "x", "x", "x", "x"
	if r.Changes[0] != "CHG-1" || r.Moves[0].Reason != "a" || r.Broken[0].Rule != "r" || r.Items[0] != "CI-1" {
		t.Errorf("%+v", r)
	}
}
