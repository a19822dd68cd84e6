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
	"fairway/model/when"
)

// grave is a release of very high risk: three of the CAB and the owner decide on it.
var grave = brings{contents: []string{"software"}, impact: "5", factors: "data-migration\nseveral-teams"}

// asked is a world in which such a release waits for its first authorisation.
func asked(t tb) (*world, model.ID, model.ID) {
	w := newWorld(t)
	id := w.assessed(grave)
	w.plan(id, grave)
	return w, id, w.approve(id, "authorisation-1")
}

func onDay(text string) when.Moment {
	at, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return when.OnDay(when.DateOf(at, time.UTC), time.UTC)
}

// delegates has one person let another decide for them, from now on for days.
func (w *world) delegates(from, to string, days int, what ...string) model.ID {
	w.t.Helper()
	today := when.DateOf(w.now, time.UTC)
	return w.must(from, action.Delegate{Person: w.people[to], From: when.OnDay(today, time.UTC), Until: when.OnDay(today.AddDays(days), time.UTC), What: what, Reason: "on leave"}).Subject
}

func TestADelegateDecidesForWhoeverIsAbsent(t *testing.T) {
	w, _, apr := asked(t)
	yes := action.Decide{Approval: apr, Verdict: model.Approve}
	w.now = w.now.Add(time.Minute)
	w.refused("desk", yes, "you are none of its approvers")
	dlg := w.delegates("cab1", "desk", 4)
	out := w.must("desk", yes)
	d := w.approval(apr).Decisions[0]
	if d.By != w.people["desk"] || d.Basis.For != w.people["cab1"] || d.Basis.Delegation != dlg || d.Basis.Role != "cab-member" {
		t.Errorf("the decision is %+v", d)
	}
	if want := "approved REL-1 (authorisation 1 (plan)) for CAB1 (DLG-1); 1 of 4 have approved, it waits for CAB member, CAB member, Service Owner"; out.Note != want {
		t.Errorf("the log says %q, want %q", out.Note, want)
	}
	// It takes up both: neither gives another signature.
	w.refused("desk", yes, "you have approved it already")
	w.refused("cab1", yes, "you have approved it already")
	w.delegates("cab2", "cab1", 4)
	w.refused("cab1", yes, "you have approved it already")
	w.delegates("owner", "desk", 4)
	w.refused("desk", yes, "you have approved it already")
	// Absence is no ban, and what was decided stays when the delegation ends.
	w.must("cab2", yes)
	w.must("cab1", action.WithdrawDelegation{Delegation: dlg, Reason: "back"})
	if w.approval(apr).Decisions[0].Retracted != nil || len(w.approval(apr).Missing()) != 2 {
		t.Errorf("the approval is %+v", w.approval(apr))
	}
	// Taken back, it may be given by the absent one.
	w.must("desk", action.Retract{Record: apr, Reason: "too early"})
	w.must("cab1", yes)
}

// Whoever sits there themselves signs as themselves, and for another if they say so:
// once, either way.
func TestADelegateWhoSitsThereSignsOnce(t *testing.T) {
	w, _, apr := asked(t)
	w.delegates("cab1", "cab2", 4)
	w.must("cab2", action.Decide{Approval: apr, Verdict: model.Approve})
	if d := w.approval(apr).Decisions[0]; d.Basis.For != "" {
		t.Errorf("signed for %s", d.Basis.For)
	}
	w.refused("cab2", action.Decide{Approval: apr, Verdict: model.Approve, Absent: w.people["cab1"]}, "you have approved it already")
	w.must("cab1", action.Decide{Approval: apr, Verdict: model.Approve})

	w, _, apr = asked(t)
	w.delegates("cab1", "cab2", 4)
	w.refused("cab2", action.Decide{Approval: apr, Verdict: model.Approve, Absent: w.people["cab3"]}, "nothing that CAB3 has to decide there was delegated to you for then")
	w.must("cab2", action.Decide{Approval: apr, Verdict: model.Approve, Absent: w.people["cab1"]})
	w.refused("cab1", action.Decide{Approval: apr, Verdict: model.Approve}, "you have approved it already")
	w.refused("cab2", action.Decide{Approval: apr, Verdict: model.Approve}, "you have approved it already")
}

func TestNobodyDecidesByADelegationWhatEitherMustNot(t *testing.T) {
	w, id, apr := asked(t)
	w.delegates("cab1", "coord", 4)
	w.refused("coord", action.Decide{Approval: apr, Verdict: model.Approve}, "you are its coordinator", "nobody approves what they requested")
	w.delegates("cab2", "desk", 4)
	r := w.release(id).Clone()
	r.Requester = w.people["cab2"]
	w.keep(r, 1000)
	w.refused("desk", action.Decide{Approval: apr, Verdict: model.Approve, BreakGlass: "no time"}, "you would decide for CAB2 (DLG-2), and they are its requester")
	// Who may break the glass does not break it for another.
	w.delegates("cab3", "relmgr", 4)
	r = w.release(id).Clone()
	r.Coordinator = w.people["cab3"]
	w.keep(r, 1001)
	w.refused("relmgr", action.Decide{Approval: apr, Verdict: model.Approve, BreakGlass: "no time"}, "you would decide for CAB3 (DLG-3), and they are its coordinator")
	// What was given counts no more once the absent one comes to coordinate it.
	w, id, apr = asked(t)
	w.delegates("cab1", "desk", 4)
	w.must("desk", action.Decide{Approval: apr, Verdict: model.Approve})
	w.refused("relmgr", action.Edit{Release: id, Set: map[string]string{"coordinator": string(w.people["cab1"])}}, "it voids "+string(apr), "DESK for CAB1 (DLG-1) approved it")
}

func TestWhenADelegationHolds(t *testing.T) {
	w, _, apr := asked(t)
	yes := action.Decide{Approval: apr, Verdict: model.Approve}
	day := func(d int) when.Moment { return onDay(when.DateOf(w.now, time.UTC).AddDays(d).String()) }
	give := func(from, until when.Moment) action.Delegate {
		return action.Delegate{Person: w.people["desk"], From: from, Until: until, Reason: "on leave"}
	}
	w.refused("cab1", give(day(1), day(0)), "it ends before it begins")
	w.refused("cab1", give(day(-1), day(1)), "it begins in the past")
	w.refused("cab1", give(when.Moment{}, day(1)), "it is not said from when")
	w.refused("cab1", give(day(0), when.Moment{}), "it is not said until when")
	begun := w.now
	w.must("cab1", give(day(1), day(2)))
	w.refused("desk", yes, "does not hold now: it begins later", "until then CAB1 decides", "none of its approvers")
	last := day(2).Over()
	w.now = last.Add(-time.Minute) // its last day is still of it
	if err := action.Open(w.seen("desk"), yes); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	before := yes
	before.Happened = begun.Add(time.Hour).Truncate(time.Minute)
	w.refused("desk", before, "DLG-1, by which you would decide for CAB1, did not hold")
	w.now = last
	w.refused("desk", yes, "does not hold now: it is over")
	late := yes
	late.Happened = last.Add(-2 * time.Hour)
	w.must("desk", late) // what counts is when it was decided
	// Nobody decides for another before that is on record.
	w, _, apr = asked(t)
	w.now = w.now.Add(3 * time.Hour)
	w.delegates("cab1", "desk", 2)
	w.refused("desk", action.Decide{Approval: apr, Verdict: model.Approve, Happened: w.now.Add(-time.Hour).Truncate(time.Minute)}, "did not hold", "it was given only "+w.now.UTC().Format("2006-01-02 15:04 UTC"))
}

func TestWhatADelegationIsFor(t *testing.T) {
	w, _, apr := asked(t)
	yes := action.Decide{Approval: apr, Verdict: model.Approve}
	w.refused("cab1", action.Delegate{Person: w.people["cab1"], From: onDay("2026-03-03"), Until: onDay("2026-03-04"), Reason: "x"}, "nobody delegates to themselves")
	w.refused("cab1", action.Delegate{Person: w.people["desk"], From: onDay("2026-03-30"), Until: onDay("2026-03-31"), What: []string{"lunch"}, Reason: "x"}, `"lunch" is nothing that is decided`)
	w.refused("cab1", action.Delegate{Person: w.people["desk"], From: onDay("2026-03-30"), Until: onDay("2026-03-31")}, "reason")
	w.delegates("cab1", "desk", 4, "acceptance", "change")
	w.refused("desk", yes, "none of its approvers")
	// No two of one person for the same at the same time.
	again := func(what ...string) action.Delegate {
		today := when.DateOf(w.now, time.UTC)
		return action.Delegate{Person: w.people["test"], From: when.OnDay(today.AddDays(3), time.UTC), Until: when.OnDay(today.AddDays(9), time.UTC), What: what, Reason: "longer"}
	}
	for _, what := range [][]string{nil, {"change"}, {"approval"}, {"acceptance", "rules"}} {
		w.refused("cab1", again(what...), "DESK decides for you then already, by DLG-1")
	}
	w.must("cab1", again("rules"))
	// No chain: what was delegated to somebody is not theirs to delegate.
	w.delegates("cab2", "chgmgr", 4, "authorisation-1")
	w.delegates("chgmgr", "conf", 4)
	w.refused("conf", yes, "none of its approvers")
	w.must("chgmgr", yes)
	// Whoever decides nothing has nothing to delegate, and whoever only reads decides for
	// nobody.
	for who, words := range map[string]string{"audit": "your roles decide nothing: Auditor", "test": "your roles decide nothing: Test Manager", "nobody": "you hold no role"} {
		give := again()
		give.Person = w.people["desk"]
		if _, err := w.do(who, give); err == nil || who != "nobody" && !strings.Contains(err.Error(), words) {
			t.Errorf("%s delegates: %v", who, err)
		}
	}
	give := again("entry")
	give.Person = w.people["audit"]
	w.refused("chgmgr", give, "AUDIT changes nothing by their roles (Auditor), and decides for nobody")
	for who := range roles {
		switch _, err := w.do(who, action.Delegate{}); {
		case err == nil:
			t.Errorf("%s delegates nothing to nobody", who)
		case strings.Contains(err.Error(), "nothing to delegate") != slices.Contains([]string{"audit", "test", "req", "conf", "deploy"}, who) && who != "nobody":
			t.Errorf("%s: %v", who, err)
		}
	}
	// It is for one service, where it says so.
	other := w.must("admin", action.WriteService{Service: model.Service{Handle: "till", Name: "Till", Owner: w.people["owner"]}}).Subject
	narrow := again()
	narrow.Person, narrow.From, narrow.Service = w.people["conf"], onDay(when.DateOf(w.now, time.UTC).String()), other
	w.must("cab3", narrow)
	w.refused("conf", yes, "none of its approvers")
	// It ends when either leaves, and does not come back with them.
	w.delegates("owner", "conf", 4)
	if err := action.Open(w.seen("conf"), yes); err != nil {
		t.Fatal(err)
	}
	w.must("admin", action.LeavePerson{Person: w.people["owner"], Anyway: true})
	w.must("admin", action.LeavePerson{Person: w.people["owner"], Back: true})
	w.refused("conf", yes, "none of its approvers")
	w.refused("cab1", action.WithdrawDelegation{Delegation: "DLG-3", Reason: "x"}, "it is not yours")
}

// TestNoDelegationMakesAQuorumOfOne has people delegate to each other, decide, take
// back, come to coordinate and leave in any order, and looks after each step: a
// signature takes up who signed and for whom, and neither had a hand in the release.
func TestNoDelegationMakesAQuorumOfOne(t *testing.T) {
	begin, release, _ := asked(panics{})
	forOthers, full, escalated := 0, 0, 0
	run := func(t tb, seed uint64) {
		w := begin.copied(t)
		d := dice{rand.New(rand.NewPCG(seed, 7))}
		who := []string{"cab1", "cab2", "cab3", "owner", "desk", "test", "coord", "relmgr"}
		id := func() model.ID { return w.people[pick(d, who)] }
		for range 80 {
			w.now = w.now.Add(pick(d, []time.Duration{0, time.Minute, time.Minute, time.Minute, time.Hour, 9 * time.Hour}))
			c := w.seen("")
			for _, ap := range model.All[*model.Approval](c) {
				if _, err := w.clock(action.EscalateApproval{Approval: ap.ID}); err == nil {
					escalated++
				}
			}
			approvals := slices.DeleteFunc(model.All[*model.Approval](c), func(a *model.Approval) bool { return a.Void != nil })
			var a action.Action = action.RequestApproval{Release: release, Purpose: "authorisation-1"}
			actor := pick(d, who)
			switch n := d.IntN(20); {
			case n < 5:
				today := when.DateOf(w.now, time.UTC).AddDays(pick(d, []int{0, 0, 0, 1}))
				actor = pick(d, who[:5])
				a = action.Delegate{Person: id(), From: when.OnDay(today, time.UTC), Until: when.OnDay(today.AddDays(d.IntN(9)), time.UTC), What: pick(d, [][]string{nil, nil, {"approval"}, {"authorisation-1"}, {"change"}}), Reason: "away"}
			case n == 5 && d.IntN(3) == 0:
				if all := model.All[*model.Delegation](c); len(all) > 0 {
					a = action.WithdrawDelegation{Delegation: pick(d, all).ID, Reason: "back"}
				}
			case n == 6:
				a, actor = action.GrantRole{Person: id(), Grant: model.Grant{Role: pick(d, []string{"cab-member", "cab-member", "service-owner"})}}, "admin"
			case n == 7:
				a, actor = action.Edit{Release: release, Set: map[string]string{"coordinator": pick(d, []string{string(id()), string(w.people["coord"])})}, Void: true}, "relmgr"
			case n == 8:
				a, actor = action.LeavePerson{Person: id(), Back: d.IntN(4) > 0, Anyway: true}, "admin"
			case n == 9:
				actor = "coord"
			case n == 10 && len(approvals) > 0:
				a = action.Retract{Record: pick(d, approvals).ID, Reason: "no"}
			case len(approvals) > 0:
				decide := action.Decide{Approval: pick(d, approvals).ID, Verdict: pick(d, []string{model.Approve, model.Approve, model.Approve, model.Abstain}), BreakGlass: pick(d, []string{"", "", "", "", "", "", "", "no time"})}
				open := slices.DeleteFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool { return !d.Open(w.now) })
				if d.IntN(10) == 0 {
					decide.Absent = id()
				} else if len(open) > 0 && d.IntN(2) == 0 {
					one := pick(d, open)
					actor = who[slices.IndexFunc(who, func(h string) bool { return w.people[h] == one.To })]
					decide.Absent = pick(d, []model.ID{"", one.By})
				}
				if d.IntN(4) == 0 {
					decide.Happened = w.now.Add(-26 * time.Hour).Truncate(time.Minute)
				}
				a = decide
			}
			if _, err := w.do(actor, a); err != nil {
				continue
			}
			for _, ap := range model.All[*model.Approval](w.seen("")) {
				heads := map[model.ID]bool{}
				seats := 0
				for _, s := range ap.Decisions {
					if s.Retracted != nil || !s.Approves() && s.Verdict != model.Abstain {
						continue
					}
					if s.Approves() {
						seats++
					}
					for _, head := range []model.ID{s.By, s.Basis.For} {
						if head != "" && heads[head] {
							t.Fatalf("after %s %+v, %s has two words of %s: %+v", action.Name(a), a, ap.ID, head, ap.Decisions)
						}
						heads[head] = true
					}
				}
				if seats == len(ap.Approvers) {
					full++
				}
			}
			decide, ok := a.(action.Decide)
			if !ok {
				continue
			}
			ap := w.approval(decide.Approval)
			last := ap.Decisions[len(ap.Decisions)-1]
			r := w.release(release)
			if last.Basis.For != "" {
				forOthers++
				dlg := model.Get[*model.Delegation](w.seen(""), last.Basis.Delegation)
				if dlg == nil || dlg.By != last.Basis.For || dlg.To != last.By || !dlg.InForce(last.At) {
					t.Fatalf("%+v was decided by %+v", last, dlg)
				}
				if slices.Contains(w.involved(r), last.Basis.For) {
					t.Fatalf("%s was decided for %s, who had a hand in it", ap.ID, last.Basis.For)
				}
			}
			if slices.Contains(w.involved(r), last.By) && !slices.ContainsFunc(r.Broken, func(b model.Broken) bool { return b.By == last.By }) {
				t.Fatalf("%s was decided by %s, who had a hand in it", ap.ID, last.By)
			}
		}
	}
	for seed := range uint64(40) { // always the same, so that it is known what they reach
		run(t, seed)
	}
	if forOthers < 20 || full < 10 || escalated < 5 {
		t.Errorf("%d decisions for others, %d full approvals and %d escalations were met: too few to prove anything", forOthers, full, escalated)
	}
	rapid.Check(t, func(t *rapid.T) { run(t, rapid.Uint64().Draw(t, "seed")) })
}
