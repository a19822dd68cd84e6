package action_test

import (
	"maps"
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

// askers may do everything there is to ask for and to decide; none breaks the glass.
var askers = []string{"relmgr", "chgmgr", "cab1", "cab2", "cab3", "owner"}

// everybodyAsks is a world in which several people may ask for and decide on everything,
// with a release in planning that collides with another and lies in a freeze, and rules
// that are proposed.
func everybodyAsks(t tb) (*world, model.ID) {
	w := newWorld(t)
	for _, who := range askers {
		for _, role := range []string{"release-coordinator", "release-manager", "change-manager", "cab-member", "service-owner"} {
			if roles[who] != role {
				w.must("admin", action.GrantRole{Person: w.people[who], Grant: model.Grant{Role: role}})
			}
		}
	}
	other, id := w.assessed(software), w.assessed(software)
	for _, r := range []model.ID{other, id} {
		w.plan(r, software)
	}
	w.must("admin", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}})
	item := w.must("conf", action.WriteItem{Item: model.Item{Name: "web-1", Class: "server"}}).Subject
	for _, r := range []model.ID{other, id} {
		w.must("coord", action.Affect{Release: r, Add: []model.ID{item}})
	}
	w.proposed()
	w.now = w.now.Add(time.Hour)
	return w, id
}

// asks is something that somebody asks for, or decides on, of every kind.
func asks(d dice, w *world, id model.ID) (kind string, a action.Action) {
	c := w.seen("")
	word := pick(d, []string{"because", "why not"})
	switch kind = pick(d, []string{"approval", "approval", "waiver", "waiver", "exception", "change", "document", "entry", "rules", "conflict", "withdraw"}); kind {
	case "approval":
		for _, ap := range model.All[*model.Approval](c) {
			if ap.Of == id && ap.State() == model.ApprovalPending && d.IntN(4) > 0 {
				return kind, action.Decide{Approval: ap.ID, Verdict: pick(d, []string{model.Approve, model.Reject}), Comment: word}
			}
		}
		return kind, action.RequestApproval{Release: id, Purpose: "authorisation-1"}
	case "waiver":
		for _, one := range model.All[*model.Waiver](c) {
			if one.Waits() && d.IntN(4) > 0 {
				return kind, action.DecideWaiver{Waiver: one.ID, Yes: d.IntN(2) == 0, Comment: word}
			}
		}
		open, err := gate.Blocking(c, c.SubjectOf(id))
		if err != nil || len(open) == 0 {
			return "advance", action.Advance{Release: id}
		}
		return kind, action.AskWaiver{Of: id, Check: pick(d, open).Check, Reason: word, Until: when.OnClock(w.now.AddDate(0, 0, 5), time.UTC)}
	case "exception":
		for _, one := range model.All[*model.Window](c) {
			if slices.ContainsFunc(one.Exceptions, func(e model.Exception) bool { return e.Release == id && e.Waits() }) {
				return kind, action.DecideException{Window: one.ID, Release: id, Yes: d.IntN(2) == 0, Comment: word}
			}
		}
		return kind, action.AskException{Window: "WIN-1", Release: id, Reason: word}
	case "change":
		for _, ch := range model.All[*model.Change](c) {
			switch {
			case ch.State == model.ChangeSubmitted && c.Document("rfc", ch.ID) == nil:
				return kind, action.WriteForm{Form: "rfc", Of: ch.ID, Answers: answers("reason", "r", "benefit", "b", "without", "w")}
			case ch.State == model.ChangeSubmitted:
				return kind, action.AssessChange{Change: ch.ID, Text: word, Risk: "low"}
			case ch.State == model.ChangeAssessed:
				return kind, action.DecideChange{Change: ch.ID, Yes: d.IntN(2) == 0, Comment: word}
			}
		}
		return kind, action.SubmitChange{Change: model.Change{Title: word, Category: "enhancement", Type: "normal", Service: w.shop}}
	case "document":
		if doc := c.Document("release-plan", id); d.IntN(3) > 0 {
			return kind, action.ApproveDocument{Document: doc.ID, Version: doc.Version}
		}
		a := c.Document("release-plan", id).Answers.Clone()
		a.Values["method"] = pick(d, []string{"blue-green", "at once", "phased"})
		return kind, action.WriteForm{Form: "release-plan", Of: id, Answers: a, Void: true}
	case "entry":
		for _, e := range model.All[*model.Entry](c) {
			if e.State == model.EntryProposed && d.IntN(3) > 0 {
				return kind, action.DecideEntry{Entry: e.ID, Yes: d.IntN(2) == 0, Comment: word}
			}
		}
		return kind, action.ProposeEntry{Entry: model.Entry{Work: model.Work{Title: word, Text: "monthly", Process: "standard-change", Category: "enhancement", Services: []model.ID{w.shop}, Impact: 1,
			NextReview: when.OnDay(when.DateOf(w.now, time.UTC).AddDays(90), time.UTC)}}}
	case "rules":
		return kind, pick(d, []action.Action{action.ReviewRules{Proposal: "PRP-1", Comment: word}, action.DecideRules{Proposal: "PRP-1", Yes: d.IntN(2) == 0, Comment: word}})
	case "conflict":
		for _, found := range gate.Conflicts(c, w.release(id)) {
			if !found.Freeze() && found.Open() && found.Hard { // anybody may live with what only warns
				return kind, action.AcceptConflict{Release: id, Key: found.Key, Reason: word}
			}
		}
		return "move", action.Reschedule{Release: id, Window: slot("2026-03-12 21:00", "2026-03-13 01:00"), Reason: "not-ready", Sentence: word, Void: true}
	}
	for _, ap := range model.All[*model.Approval](c) {
		if ap.Of == id && ap.State() == model.ApprovalPending {
			return kind, action.WithdrawApproval{Approval: ap.ID, Reason: word}
		}
	}
	return "move", action.Reschedule{Release: id, Window: window, Reason: "not-ready", Sentence: word, Void: true}
}

// handed is who had a hand in what an action decided on, by a reading of the log of its
// own, and when that was asked for; nobody where it decided on nothing.
func (w *world) handed(a action.Action) (hands []model.ID, asked time.Time) {
	c := w.seen("")
	release := func(id model.ID) {
		if r := model.Get[*model.Release](c, id); r != nil {
			hands = append(hands, w.involved(r)...)
		}
	}
	switch a := a.(type) {
	case action.Decide:
		ap := w.approval(a.Approval)
		release(ap.Of)
		return append(hands, w.whoWrote(ap.ID)[0]), ap.At
	case action.DecideWaiver:
		one := model.Get[*model.Waiver](c, a.Waiver)
		release(one.Of)
		return append(hands, w.whoWrote(one.ID)[0]), one.At
	case action.DecideException:
		release(a.Release)
		for i := len(w.log) - 1; i >= 0; i-- {
			if w.log[i].action == "ask-exception" {
				hands = append(hands, w.log[i].who)
				break
			}
		}
		es := model.Get[*model.Window](c, a.Window).Exceptions
		return hands, es[len(es)-1].At
	case action.DecideChange:
		ch := w.change(a.Change)
		for _, d := range model.All[*model.Document](c) {
			if d.Of == ch.ID {
				hands = append(hands, w.whoWrote(d.ID)...)
			}
		}
		return append(hands, ch.Requester, ch.Builder, w.whoWrote(ch.ID)[0]), ch.Submitted
	case action.ApproveDocument:
		doc := model.Get[*model.Document](c, a.Document)
		release(doc.Of)
		for _, e := range w.log {
			if e.action == "form" && slices.Contains(e.wrote, doc.ID) {
				hands = append(hands, e.who)
			}
		}
		return hands, doc.At
	case action.DecideEntry:
		e := model.Get[*model.Entry](c, a.Entry)
		return append(hands, w.whoWrote(e.ID)[0]), e.Proposed
	case action.DecideRules:
		p := w.proposal(a.Proposal)
		return append(hands, w.whoWrote(p.ID)[0]), p.At
	case action.AcceptConflict:
		release(a.Release)
		asked = w.release(a.Release).Registered
		for _, m := range w.release(a.Release).Moves {
			asked = m.At
		}
		return hands, asked
	}
	return nil, time.Time{}
}

// usedSince reports whether somebody decided something by a delegation since a time, as the
// log words it.
func (w *world) usedSince(id model.ID, since time.Time) bool {
	return slices.ContainsFunc(w.log, func(e entry) bool {
		return strings.Contains(e.out.Note, "("+string(id)+")") && e.action != "delegate" && !e.at.Before(since)
	})
}

// whoWrote is who wrote each state of a record, the first first.
func (w *world) whoWrote(id model.ID) []model.ID {
	var out []model.ID
	for _, e := range w.log {
		if slices.Contains(e.wrote, id) {
			out = append(out, e.who)
		}
	}
	return out
}

// TestNobodyDecidesWhatTheyAskedFor has people who may do everything ask for and decide
// on everything, delegate to each other and end that again, in any order: whatever was
// decided was decided by nobody who asked for it or had a hand in it, nor by anybody who
// decides for one who had, or decided anything for them since it was asked for. Who ended a
// delegation by which they decided nothing is free of it: that is met as well.
func TestNobodyDecidesWhatTheyAskedFor(t *testing.T) {
	begin, id := everybodyAsks(panics{})
	decided, lent, barred, freed := map[string]int{}, map[string]int{}, map[string]int{}, 0
	run := func(t tb, seed uint64) {
		w := begin.copied(t)
		d := dice{rand.New(rand.NewPCG(seed, 11))}
		for range 80 {
			w.now = w.now.Add(pick(d, []time.Duration{0, time.Minute, time.Minute, time.Hour}))
			actor := pick(d, append(slices.Clone(askers), "coord", "desk", "desk"))
			kind, a := asks(d, w, id)
			switch d.IntN(8) {
			case 0, 1:
				today := when.DateOf(w.now, time.UTC)
				actor = pick(d, append(slices.Clone(askers), "coord", "coord"))
				kind, a = "delegate", action.Delegate{Person: w.people[pick(d, append(slices.Clone(askers), "desk", "desk"))], From: when.OnDay(today, time.UTC), Until: when.OnDay(today.AddDays(d.IntN(3)), time.UTC), Reason: "away"}
			case 2:
				if all := model.All[*model.Delegation](w.seen("")); len(all) > 0 {
					one := pick(d, all)
					kind, a = "withdraw-delegation", action.WithdrawDelegation{Delegation: one.ID, Reason: "back"}
					for who, p := range w.people {
						if p == one.To {
							actor = who
						}
					}
				}
			}
			if decide, ok := a.(action.Decide); ok { // in the place of another, where one named them
				for _, one := range model.All[*model.Delegation](w.seen("")) {
					if one.To == w.people[actor] && one.InForce(w.now) && d.IntN(3) > 0 {
						decide.Absent = one.By
						a = decide
					}
				}
			}
			_, err := w.do(actor, a)
			if err != nil {
				for _, words := range []string{"you asked for it", "you decided for ", "you decide for ", "you wrote it", "you proposed it"} {
					if strings.Contains(err.Error(), words) {
						barred[words]++
					}
				}
				continue
			}
			hands, asked := w.handed(a)
			if hands == nil {
				continue
			}
			decided[kind]++
			me := w.people[actor]
			deciders := []model.ID{me}
			for _, one := range model.All[*model.Delegation](w.seen("")) {
				if strings.Contains(w.log[len(w.log)-1].out.Note, "("+string(one.ID)+")") {
					lent[kind]++
					if !one.Used.Equal(w.now) || one.To != me {
						t.Fatalf("decided by %+v, which says nothing of it", one)
					}
				}
				if one.To != me {
					continue
				}
				if one.InForce(w.now) || w.usedSince(one.ID, asked) {
					deciders = append(deciders, one.By)
				} else if one.Withdrawn != nil && one.Withdrawn.At.After(asked) && slices.Contains(hands, one.By) {
					freed++
				}
			}
			for _, who := range deciders {
				if slices.Contains(hands, who) {
					t.Fatalf("%s decided (%+v), and %s had a hand in it, which was asked for %v", me, a, who, asked)
				}
			}
		}
	}
	for seed := range uint64(72) { // always the same, so that it is known what they reach
		run(t, seed)
	}
	for _, kind := range []string{"approval", "waiver", "exception", "change", "document", "entry", "rules", "conflict"} {
		if decided[kind] < 2 {
			t.Errorf("%d decisions of the kind %s: too few to prove anything", decided[kind], kind)
		}
		if lent[kind] == 0 {
			t.Errorf("no decision of the kind %s by a delegation", kind)
		}
	}
	t.Log(decided, lent, barred, freed)
	if freed < 5 {
		t.Errorf("%d decisions by delegates who had ended their delegation: too few to prove anything", freed)
	}
	if t.Failed() {
		return
	}
	if len(barred) < 5 {
		t.Errorf("only %v kept anybody away", slices.Sorted(maps.Keys(barred)))
	}
	rapid.Check(t, func(t *rapid.T) { run(t, rapid.Uint64().Draw(t, "seed")) })
}
