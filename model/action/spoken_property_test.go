package action_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
)

// liveBySaying is an emergency that went live by what its board, and whoever waived its
// test, said on the phone: nobody has countersigned any of it.
func liveBySaying(t tb, d dice, change bool) *night {
	n := newNight(t, d)
	minute := func(m int) time.Time { return n.declared.Add(time.Duration(m) * time.Minute) }
	on := func(m int) action.Action { return action.Advance{Release: n.id, Happened: minute(m)} }
	if change {
		inc := model.All[*model.Incident](n.seen(""))[0].ID
		n.id = n.must("req", action.SubmitChange{Change: model.Change{Title: "Restart", Category: "enhancement", Type: "emergency", Service: n.shop, Declared: &model.Declaration{Reason: "service-down", Incident: inc, At: n.declared}}}).Subject
		n.must("coord", action.RequestApproval{Release: n.id, Purpose: "ecab"})
		on = func(m int) action.Action { return action.AdvanceChange{Change: n.id, Happened: minute(m)} }
	}
	ap := n.seen("").ApprovalFor(n.id, "ecab").ID
	for _, cab := range []string{"cab1", "cab2"} {
		n.must("coord", action.TakeDown{Approval: ap, Decider: n.people[cab], Verdict: model.Approve, Channel: "phone", Happened: minute(1)})
	}
	n.must("coord", on(2))
	plan := action.WriteForm{Form: "rollback-plan", Of: n.id, Answers: answers("trigger", "x", "owner", string(n.people["deploy"]), "duration", "1h", "no_return", "never", "steps[]", "text: back"), Happened: minute(3)}
	if change {
		plan = action.WriteForm{Form: "emergency-change", Of: n.id, Answers: answers("trigger", "x", "steps", "back"), Happened: minute(3)}
	}
	n.must("deploy", plan)
	w := n.must("coord", action.AskWaiver{Of: n.id, Check: "minimum-tested", Reason: "night", Until: when.OnClock(n.now.AddDate(0, 0, 1), time.UTC), Happened: minute(4)}).Writes[0].Key()
	n.must("coord", action.TakeDownWaiver{Waiver: w, Decider: n.people["chgmgr"], Yes: true, Comment: "go on", Channel: "phone", Happened: minute(4)})
	n.must("coord", on(5))
	if change {
		return n
	}
	n.must("desk", action.SendNotice{Release: n.id, Audience: "desk", Text: "soon", Happened: minute(5)})
	n.must("coord", on(6))
	run := n.must("deploy", action.StartRun{Release: n.id, Happened: minute(7)}).Writes[0].Key()
	n.must("deploy", action.EndRun{Run: run, Result: "deployed", Happened: minute(8)})
	n.must("coord", on(9))
	return n
}

// afterwards is what somebody does in the morning with what was said, asked or taken back.
func (n *night) afterwards() (string, action.Action) {
	c := n.seen("")
	var own []*model.Approval
	for _, a := range model.All[*model.Approval](c) {
		if a.Of == n.id {
			own = append(own, a)
		}
	}
	ap, w := pick(n.dice, own).ID, pick(n.dice, model.All[*model.Waiver](c)).ID
	cab := pick(n.dice, []string{"cab1", "cab2", "cab3", "chgmgr", "relmgr"})
	yes := n.IntN(3) > 0
	switch n.IntN(12) {
	case 0, 1:
		return cab, action.Countersign{Approval: own[0].ID, Yes: yes, Comment: "mine?"}
	case 2, 3:
		return cab, action.Decide{Approval: ap, Verdict: pick(n.dice, []string{model.Approve, model.Approve, model.Reject, model.Abstain}), Comment: "so"}
	case 4:
		return "coord", action.WithdrawApproval{Approval: ap, Reason: "x"}
	case 5:
		return "coord", action.RequestApproval{Release: n.id, Purpose: "ecab", Reason: "again"}
	case 6:
		return "coord", action.TakeDown{Approval: ap, Decider: n.people[cab], Verdict: model.Approve, Channel: "phone"}
	case 7:
		return cab, action.Retract{Record: pick(n.dice, []model.ID{ap, w}), Reason: "x"}
	case 8:
		return cab, action.CountersignWaiver{Waiver: w, Yes: yes, Comment: "mine?"}
	case 9:
		return "coord", action.WithdrawWaiver{Waiver: w, Reason: "x"}
	case 10:
		return pick(n.dice, []string{"coord", "relmgr"}), action.AskWaiver{Of: n.id, Check: "minimum-tested", Reason: pick(n.dice, []string{"again", "night", "still"}), Until: when.OnClock(n.now.AddDate(0, 0, 1), time.UTC)}
	}
	return cab, action.DecideWaiver{Waiver: w, Yes: yes, Comment: "so"}
}

// unsaid looks with its own eyes, not the gate's, at what it went live by: "" where the
// words of a quorum are theirs, and of the test that was left out somebody's.
func (n *night) unsaid() string {
	c := n.seen("")
	var first, last *model.Approval
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != n.id {
			continue
		}
		if last = a; first == nil {
			first = a
		}
	}
	for _, a := range []*model.Approval{first, last} {
		if len(a.Unsigned()) > 0 {
			return "a countersignature"
		}
	}
	var who []model.ID
	for _, d := range last.Decisions {
		if d.Approves() && !slices.Contains(who, d.By) {
			who = append(who, d.By)
		}
		if d.Rejects() {
			return "a yes"
		}
	}
	if last.Void != nil || len(who) < 2 {
		return "a quorum"
	}
	var waived *model.Waiver
	gone := false
	for _, w := range model.All[*model.Waiver](c) {
		waived, gone = w, gone || w.Disowned() != nil
		if w.Decided != nil && w.Decided.Verbal.Waits() {
			return "a countersignature of a waiver"
		}
	}
	if waived.State() != model.WaiverGranted && gone {
		return "a waiver"
	}
	return ""
}

// TestADisownedWaiverIsGrantedAnew: whoever may grants in their own words what somebody
// says they did not, and nothing is missing any more.
func TestADisownedWaiverIsGrantedAnew(t *testing.T) {
	for _, change := range []bool{false, true} {
		n := liveBySaying(t, dice{rand.New(rand.NewPCG(1, 1))}, change)
		ap, w := n.seen("").ApprovalFor(n.id, "ecab").ID, model.All[*model.Waiver](n.seen(""))[0].ID
		n.now = n.now.Add(time.Minute)
		n.must("chgmgr", action.CountersignWaiver{Waiver: w, Yes: false, Comment: "I slept"})
		for _, cab := range []string{"cab1", "cab2"} {
			n.must(cab, action.Countersign{Approval: ap, Yes: true})
		}
		blocks := func() bool {
			list, err := gate.Standing(n.seen(""), n.seen("").SubjectOf(n.id))
			if err != nil {
				t.Fatal(err)
			}
			return list[slices.IndexFunc(list, func(f gate.Finding) bool { return strings.HasPrefix(f.Check, "countersigned") })].Blocks()
		}
		if !blocks() {
			t.Errorf("open though the waiver was disowned (change: %v)", change)
		}
		n.must("relmgr", action.DecideWaiver{Waiver: w, Yes: true, Comment: "I grant it"})
		if blocks() {
			t.Errorf("shut though the waiver was granted anew (change: %v)", change)
		}
	}
}

// TestWhatIsLiveIsAuthorised: whatever is disowned, rejected, withdrawn and asked for again
// of an emergency that is live, it stays where it is, and its gate is open only once a
// quorum stands for it, and whoever waived its test.
func TestWhatIsLiveIsAuthorised(t *testing.T) {
	met, disowned := 0, 0
	walk := func(t tb, d dice, change bool, steps int) {
		n := liveBySaying(t, d, change)
		for range steps {
			n.now = n.now.Add(time.Minute)
			who, a := n.afterwards()
			if _, err := n.do(who, a); err != nil {
				continue
			}
			of := n.seen("").SubjectOf(n.id)
			if of.Ended() || of.Stage(n.seen("")) == nil || of.Stage(n.seen("")).ID != "retro-completion" {
				t.Fatalf("%+v: it is live, and in no stage where that is made up for", a)
			}
			list, err := gate.Standing(n.seen(""), of)
			if err != nil {
				t.Fatalf("%v", err)
			}
			i := slices.IndexFunc(list, func(f gate.Finding) bool { return strings.HasPrefix(f.Check, "countersigned") })
			missing := n.unsaid()
			if list[i].Blocks() {
				if missing == "" {
					t.Fatalf("%+v: shut, and nothing is missing: %s", a, list[i].Evidence)
				}
				if len(list[i].Remedies) == 0 {
					t.Fatalf("%+v: shut, with no way on: %s", a, list[i].Evidence)
				}
				continue
			}
			if missing != "" {
				t.Fatalf("%+v: open without %s: %s", a, missing, list[i].Evidence)
			}
			met++
			if slices.ContainsFunc(model.All[*model.Approval](n.seen("")), (*model.Approval).Disowned) {
				disowned++
			}
		}
	}
	for seed := range uint64(40) { // the same ones each time
		walk(t, dice{rand.New(rand.NewPCG(seed, 17))}, seed%2 == 0, 60)
	}
	if met == 0 || disowned == 0 {
		t.Errorf("of what was made up for nothing went far: %d open, %d after a word was disowned", met, disowned)
	}
	rapid.Check(t, func(t *rapid.T) {
		walk(t, dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), 1))}, rapid.Bool().Draw(t, "change"), rapid.IntRange(20, 60).Draw(t, "steps"))
	})
}
