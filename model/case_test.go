package model

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
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

// Those of a kind come in the order of their ids, however they were added, replaced, or
// left out of the past: as looking each up says.
func TestRecordsOfAKindComeInOrder(t *testing.T) {
	at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		c := shown()
		want := map[ID]*Document{}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			d := &Document{ID: MakeID(KindDocument, rapid.Int64Range(1, 12).Draw(t, "number")), At: at.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "hours")) * time.Hour)}
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				c.Add(Fact{Record: d})
				if want[d.ID] == nil {
					want[d.ID] = d
				}
			case 1:
				before := All[*Document](c)
				other := c.With(d)
				if after := All[*Document](c); !slices.Equal(before, after) {
					t.Fatalf("a case was changed by another made of it: %v, then %v", before, after)
				}
				c = other
				want[d.ID] = d
			case 2:
				c = c.AsOf(at)
				maps.DeleteFunc(want, func(_ ID, d *Document) bool { return d.At.After(at) })
			}
			all, of := All[*Document](c), c.Of(KindDocument)
			if len(all) != len(want) || len(of) != len(want) {
				t.Fatalf("%d and %d of %d", len(all), len(of), len(want))
			}
			for i, d := range all {
				if of[i] != Record(d) || want[d.ID] != d || Get[*Document](c, d.ID) != d || i > 0 && CompareIDs(all[i-1].ID, d.ID) >= 0 {
					t.Fatalf("%d: %v among %v", i, d, all)
				}
			}
		}
	})
}

// Only kinds that say so have handles: of the others none is looked for.
func TestKindsWithHandlesSaySo(t *testing.T) {
	for _, kind := range Kinds() {
		k := kind.Info()
		r := k.Empty()
		v := reflect.ValueOf(r).Elem()
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.String && f.CanSet() {
				f.SetString("x-" + v.Type().Field(i).Name)
			}
		}
		if has := r.Row().Handle != ""; has != k.Handles {
			t.Errorf("%s: has a handle %v, says %v", k.Kind, has, k.Handles)
		}
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
