package action_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// night is an emergency of which everything is entered in the morning, in any order and
// with any time: what the dice say, or what its gate needs next.
type night struct {
	*world
	dice
	id, rfc  model.ID
	declared time.Time
	upto     time.Time // what was done so far, as whoever enters it in its order has it
}

func newNight(t tb, d dice) *night {
	n := &night{world: newWorld(t), dice: d, declared: monday.Add(2 * time.Hour)}
	n.now = n.declared.Add(-time.Hour) // an RFC that was asked for and assessed before rides along
	n.rfc = n.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: n.shop}}).Subject
	n.fill("req", "rfc", n.rfc, "reason", "x", "benefit", "y", "without", "z")
	n.must("coord", action.AssessChange{Change: n.rfc, Text: "fine", Risk: "low"})
	n.now = n.declared.Add(6 * time.Hour)
	inc := n.must("desk", action.OpenIncident{Incident: model.Incident{Title: "down", Severity: "P1", Service: n.shop, Opened: n.declared}}).Subject
	n.id = n.must("coord", action.Register{Release: model.Release{Name: "Shop", Type: "emergency", Service: n.shop, Changes: []model.ID{n.rfc}, Declared: &model.Declaration{Reason: "service-down", Incident: inc, At: n.declared}}}).Subject
	n.must("coord", action.RequestApproval{Release: n.id, Purpose: "ecab"})
	n.upto = n.declared
	return n
}

// when is a time to be said: mostly right after what was done so far, else any from
// before the declaration until after now, or none.
func (n *night) when() time.Time {
	switch n.IntN(10) {
	case 0:
		return time.Time{}
	case 1, 2:
		return n.declared.Add(time.Duration(n.IntN(40)-3) * time.Minute)
	case 3:
		return n.now.Add(time.Duration(n.IntN(5)-3) * time.Minute)
	}
	return n.upto.Add(time.Duration(n.IntN(3)) * time.Minute)
}

// anything is what somebody enters of it, and who.
func (n *night) anything() (string, action.Action) {
	c := n.seen("")
	ap := c.ApprovalFor(n.id, "ecab")
	cab := pick(n.dice, []string{"cab1", "cab2", "cab3"})
	stage := n.release(n.id).Stage
	what := pick(n.dice, []string{"said", "decide", "back", "minimum", "ask", "waived", "waive", "notice", "advance", "run", "disown", "withdraw", "return"})
	switch n.IntN(12) {
	case 0:
		return "chgmgr", action.DecideChange{Change: n.rfc, Yes: true, Comment: "fine", Words: action.Words{Conditions: "tell them", MeetBy: n.people["desk"], Happened: n.when()}}
	case 1, 2, 3:
		notices := model.All[*model.Notice](c)
		if len(notices) == 0 || n.IntN(4) == 0 { // nothing else shows that they were told
			return "desk", action.SendNotice{Release: n.id, Audience: "users", Text: "soon", Happened: n.when()}
		}
		return "desk", action.MeetCondition{Approval: n.rfc, Number: 1, Record: pick(n.dice, notices).ID}
	}
	if n.IntN(3) > 0 { // what its gate needs
		what = pick(n.dice, map[string][]string{"declared": {"said", "said", "decide", "advance"}, "build": {"back", "minimum", "ask", "waived", "advance"}, "before-deployment": {"notice", "advance"}, "deployment": {"run"}}[stage])
	}
	waiver := func() model.ID {
		if all := model.All[*model.Waiver](c); len(all) > 0 {
			return pick(n.dice, all).ID
		}
		return "WVR-1"
	}
	switch what {
	case "said":
		return "coord", action.TakeDown{Approval: ap.ID, Decider: n.people[cab], Verdict: model.Approve, Channel: "phone", Happened: n.when()}
	case "decide":
		return cab, action.Decide{Approval: ap.ID, Verdict: model.Approve, Happened: n.when()}
	case "back":
		pairs := []string{"trigger", fmt.Sprint("t", n.IntN(2)), "owner", string(n.people["deploy"]), "duration", "1h", "no_return", "never"}
		if n.IntN(4) > 0 {
			pairs = append(pairs, "steps[]", "text: back")
		}
		return "deploy", action.WriteForm{Form: "rollback-plan", Of: n.id, Answers: answers(pairs...), Happened: n.when(), Void: true}
	case "minimum":
		pairs := []string{"tested", "yes"}
		if n.IntN(4) > 0 {
			pairs = append(pairs, "evidence", fmt.Sprint("e", n.IntN(2)))
		}
		return "test", action.WriteForm{Form: "minimum-test", Of: n.id, Answers: answers(pairs...), Happened: n.when(), Void: true}
	case "ask":
		return "coord", action.AskWaiver{Of: n.id, Check: pick(n.dice, []string{"minimum-tested", "backout-planned", "told"}), Reason: "night", Happened: n.when(),
			Until: when.OnClock(n.declared.Add(time.Duration(5+n.IntN(600))*time.Minute), time.UTC)}
	case "waived":
		return "coord", action.TakeDownWaiver{Waiver: waiver(), Decider: n.people[pick(n.dice, []string{"chgmgr", "relmgr"})], Yes: n.IntN(5) > 0, Comment: "go on", Channel: "phone", Happened: n.when()}
	case "waive":
		return "chgmgr", action.DecideWaiver{Waiver: waiver(), Yes: true, Comment: "go on", Words: action.Words{Happened: n.when()}}
	case "disown":
		return pick(n.dice, []string{"chgmgr", "relmgr"}), action.CountersignWaiver{Waiver: waiver(), Comment: "never"}
	case "withdraw":
		return "coord", action.WithdrawWaiver{Waiver: waiver(), Reason: "no need"}
	case "notice":
		return "desk", action.SendNotice{Release: n.id, Audience: "desk", Text: "soon", Happened: n.when()}
	case "return":
		return "chgmgr", action.SendBack{Release: n.id, To: pick(n.dice, []string{"declared", "build"}), Reason: "again"}
	case "run":
		return "deploy", action.StartRun{Release: n.id, Happened: n.when()}
	}
	return "coord", action.Advance{Release: n.id, Happened: n.when()}
}

// missing looks with its own eyes, not the gate's, at what had happened by a time that a
// stage of the emergency is left by; "" for all that it takes.
func (n *night) missing(stage string, at time.Time) string {
	c := n.seen("")
	waived := func(check string) bool {
		return slices.ContainsFunc(model.All[*model.Waiver](c), func(w *model.Waiver) bool {
			return w.Check == check && w.Decided != nil && w.Decided.Yes && !w.Decided.At.After(at) && at.Before(w.Until.Over())
		})
	}
	paper := func(form string, complete func(*model.Document) bool) bool {
		good := false
		for _, d := range model.All[*model.Document](c) {
			for _, f := range n.past[d.ID] { // in the order in which they were entered
				if was := f.Record.(*model.Document); was.Form == form && !was.At.After(at) {
					good = complete(was)
				}
			}
		}
		return good
	}
	signed := map[model.ID]bool{}
	for _, ap := range model.All[*model.Approval](c) {
		for _, d := range ap.Decisions {
			if ap.Void == nil && d.Approves() && !d.At.After(at) {
				signed[d.By] = true
			}
		}
	}
	switch {
	case len(signed) < 2 && stage != "build":
		return "two of the board"
	case stage == "build" && !waived("backout-planned") && !paper("rollback-plan", func(d *model.Document) bool {
		return d.Answers.Get("trigger") != "" && len(d.Answers.Rows("steps")) > 0
	}):
		return "a back-out plan"
	case stage == "build" && !waived("minimum-tested") && !paper("minimum-test", func(d *model.Document) bool { return d.Answers.Get("evidence") != "" }):
		return "a minimum test"
	case stage == "before-deployment" && slices.ContainsFunc(model.Owing(model.Get[*model.Change](c, n.rfc)), func(k model.Owed) bool {
		return !k.At.After(at) && (k.Met == nil || k.Met.At.After(at))
	}):
		return "what its RFC was authorised under"
	case stage == "before-deployment" && !waived("told") && !slices.ContainsFunc(model.All[*model.Notice](c), func(o *model.Notice) bool { return !o.Sent.After(at) }):
		return "a notice"
	}
	return ""
}

// TestNothingEnteredLaterOpensAGateEarlier: whatever is entered of a night, in whatever
// order and with whatever times, an emergency has gone through no gate, and no run has
// started, before what lets it had happened; and nothing has in the future.
func TestNothingEnteredLaterOpensAGateEarlier(t *testing.T) {
	reached := map[string]int{}
	walk := func(t tb, d dice, steps int) {
		n := newNight(t, d)
		passed := 0
		for range steps {
			n.now = n.now.Add(time.Duration(pick(d, []int{0, 0, 0, 1, 20})) * time.Minute)
			who, a := n.anything()
			if _, err := n.do(who, a); err != nil {
				continue
			}
			r := n.release(n.id)
			did := func(at time.Time, what string, stages ...string) {
				switch {
				case at.After(n.now):
					t.Fatalf("%s: %s at %s, and now it is %s", action.Name(a), what, at, n.now)
				case at.Before(n.declared):
					t.Fatalf("%s: %s at %s, before it was declared", action.Name(a), what, at)
				}
				for _, stage := range stages {
					if missing := n.missing(stage, at); missing != "" {
						t.Fatalf("%+v: %s at %s, and without %s", a, what, at, missing)
					}
				}
				n.upto = at
				if n.now.Sub(at) > time.Hour {
					reached[action.Name(a)]++
				}
			}
			for _, m := range r.Passed[min(passed, len(r.Passed)):] {
				did(m.At, "it left "+m.From, m.From)
			}
			passed = len(r.Passed)
			if _, ok := a.(action.StartRun); ok {
				run := n.seen("").LastRun(n.id)
				var gates []string
				for _, m := range r.Passed {
					if m.At.After(run.Started) {
						gates = append(gates, m.From)
					}
				}
				did(run.Started, "a run started", gates...)
			}
		}
	}
	for seed := range uint64(40) { // the same ones each time
		walk(t, dice{rand.New(rand.NewPCG(seed, 13))}, 60)
	}
	if reached["advance"] == 0 || reached["start-run"] == 0 {
		t.Errorf("of what was entered later nothing went far: %v", reached)
	}
	rapid.Check(t, func(t *rapid.T) {
		walk(t, dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), 1))}, rapid.IntRange(20, 60).Draw(t, "steps"))
	})
}

// TestARollBackNeedsItsPlanFirst: where the plan was waived, nobody went back by one that
// was written later.
func TestARollBackNeedsItsPlanFirst(t *testing.T) {
	n := newNight(t, dice{rand.New(rand.NewPCG(1, 1))})
	ap := n.seen("").ApprovalFor(n.id, "ecab").ID
	minute := func(m int) time.Time { return n.declared.Add(time.Duration(m) * time.Minute) }
	for _, cab := range []string{"cab1", "cab2"} {
		n.must("coord", action.TakeDown{Approval: ap, Decider: n.people[cab], Verdict: model.Approve, Channel: "phone", Happened: minute(1)})
	}
	n.must("coord", action.Advance{Release: n.id, Happened: minute(2)})
	for _, check := range []string{"backout-planned", "minimum-tested"} {
		w := n.must("coord", action.AskWaiver{Of: n.id, Check: check, Reason: "night", Until: when.OnClock(n.now.AddDate(0, 0, 1), time.UTC), Happened: minute(3)}).Writes[0].Key()
		n.must("coord", action.TakeDownWaiver{Waiver: w, Decider: n.people["chgmgr"], Yes: true, Comment: "go on", Channel: "phone", Happened: minute(3)})
	}
	n.must("deploy", action.WriteForm{Form: "rollback-plan", Of: n.id, Answers: answers("trigger", "x", "steps[]", "text: back"), Happened: minute(9)})
	n.must("coord", action.Advance{Release: n.id, Happened: minute(4)})
	n.must("desk", action.SendNotice{Release: n.id, Audience: "desk", Text: "soon", Happened: minute(4)})
	n.must("coord", action.Advance{Release: n.id, Happened: minute(5)})
	run := n.must("deploy", action.StartRun{Release: n.id, Happened: minute(6)}).Writes[0].Key()
	n.refused("deploy", action.RollBack{Run: run, Trigger: "errors", Happened: minute(8)}, "the Rollback Plan, was written only later")
	n.must("deploy", action.RollBack{Run: run, Trigger: "errors", Happened: minute(9)})
}
