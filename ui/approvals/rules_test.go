package approvals

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// proposed puts rules up whose quorum is another.
func proposed(t *testing.T, db *store.DB, who string) model.ID {
	t.Helper()
	rules, err := db.Rules(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := rules.Files()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if f.Name == process.PolicyFile {
			files[i].Text = strings.Replace(f.Text, "cab_quorum = 3", "cab_quorum = 2", 1)
		}
	}
	return as(t, db, who, action.ProposeRules{Title: "A smaller quorum", Note: "three of us are never here", Files: files}).Subject
}

// Proposed rules stand where decisions wait, for whoever may take the next step with
// them, with what they would change; the badge counts them, and d opens the form.
func TestProposedRulesWaitForWhoeverMayDecide(t *testing.T) {
	db := screentest.Demo(t)
	people := []string{"rafael", "milan", "chandra", "alice", "jonas"}
	waits := func() map[string]int {
		out := map[string]int{}
		for _, who := range people {
			out[who] = sit(t, db, who, colours, 120, 36).a.waits
		}
		return out
	}
	before := waits()
	more := func(step, want string) {
		t.Helper()
		now := waits()
		var who []string
		for _, p := range people {
			if now[p] != before[p] {
				who = append(who, p)
			}
		}
		if got := strings.Join(who, " "); got != want {
			t.Errorf("%s, it waits for %s, not for %s", step, got, want)
		}
	}
	id := proposed(t, db, "rafael")
	find := func(who string) *rig {
		t.Helper()
		s := sit(t, db, who, colours, 120, 36)
		for s.a.key() != id {
			was := s.a.key()
			if s.press("j"); s.a.key() == was {
				t.Fatalf("%s is not in the list of %s:\n%s", id, who, s.picture())
			}
		}
		return s
	}
	more("proposed", "milan chandra")
	s := find("chandra")
	s.see("you may review rules that others wrote", "three of us are never here", "cab_quorum: 2, was 3")
	s.press("d")
	as(t, db, "milan", action.ReviewRules{Proposal: id, Comment: "it was never refused"})
	more("reviewed", "milan chandra")
	find("chandra").see("you may decide on rules", "reviewed it", "it was never refused")
	if own := sit(t, db, "rafael", colours, 120, 36); len(own.a.list.Asked) == 0 || own.a.list.Asked[len(own.a.list.Asked)-1].ID != id {
		t.Errorf("its author asked %+v", own.a.list.Asked)
	}
	as(t, db, "chandra", action.DecideRules{Proposal: id, Yes: true})
	more("approved", "alice")
	s = find("alice")
	s.see("you may put rules in force")
	if s.press("d"); fmt.Sprint(s.tasks) != fmt.Sprintf("[adopt-rules %s]", id) {
		t.Errorf("d opened %v", s.tasks)
	}
	as(t, db, "alice", action.AdoptRules{Proposal: id})
	more("adopted", "")
}

// Rules that were made from others than those in force can be put in force by
// nobody: once approved, they wait for nobody.
func TestRulesThatWereOvertakenWaitForNobody(t *testing.T) {
	db := screentest.Demo(t)
	before := sit(t, db, "alice", colours, 120, 36).a.waits
	first, second := proposed(t, db, "rafael"), proposed(t, db, "rafael")
	for _, id := range []model.ID{first, second} {
		as(t, db, "milan", action.ReviewRules{Proposal: id, Comment: "read"})
		as(t, db, "chandra", action.DecideRules{Proposal: id, Yes: true})
	}
	if got := sit(t, db, "alice", colours, 120, 36).a.waits; got != before+2 {
		t.Errorf("%d wait, %d before", got, before)
	}
	as(t, db, "alice", action.AdoptRules{Proposal: first})
	if got := sit(t, db, "alice", colours, 120, 36).a.waits; got != before {
		t.Errorf("%d wait when one is in force, %d before", got, before)
	}
}
