package action_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
)

// beginnings are files in which one release has come some way and another is
// new. They are made once; a property begins with a copy of one.
var beginnings = sync.OnceValue(func() map[string]*world {
	out := map[string]*world{}
	for name, walk := range map[string]func(*world) model.ID{
		"assessed":  func(w *world) model.ID { return w.assessed(software) },
		"planned":   func(w *world) model.ID { return w.planned(software) },
		"built":     func(w *world) model.ID { return w.built(software) },
		"scheduled": func(w *world) model.ID { id := w.scheduled(software); w.schedule(id); return id },
		"ready": func(w *world) model.ID {
			id := w.scheduled(software)
			w.schedule(id)
			w.approve(id, "authorisation-2", "chgmgr")
			w.at("2026-03-12 20:01")
			return id
		},
		"deploying": func(w *world) model.ID { return w.deploying(software) },
		"deployed":  func(w *world) model.ID { return w.deployed(software) },
	} {
		w := newWorld(panics{})
		w.registered(software)
		walk(w)
		out[name] = w
	}
	return out
})

// panics is a tb for what is made outside of any test.
type panics struct{}

func (panics) Helper()                           {}
func (panics) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// copied is a world that goes on where another stands.
func (w *world) copied(t tb) *world {
	c := *w
	c.t, c.quick = t, true
	c.facts, c.bodies, c.minted, c.people = maps.Clone(w.facts), maps.Clone(w.bodies), maps.Clone(w.minted), maps.Clone(w.people)
	c.written, c.past = maps.Clone(w.written), map[model.ID][]model.Fact{}
	for id, list := range w.past {
		c.past[id] = slices.Clone(list)
	}
	c.log, c.imported = slices.Clone(w.log), maps.Clone(w.imported)
	c.parts = map[model.ID][]model.Part{}
	for id, list := range w.parts {
		c.parts[id] = slices.Clone(list)
	}
	return &c
}

// dice makes the many small choices of one step even: rapid's own draws favour
// small numbers, and the first of each list would be all that is ever tried.
type dice struct{ *rand.Rand }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// anything draws one thing somebody could ask for: mostly with values that
// make sense, or nothing but refusals would be looked at.
func anything(d dice, w *world) action.Action {
	c := w.seen("")
	releases := model.All[*model.Release](c)
	r := pick(d, releases)
	id := r.ID
	void := pick(d, []bool{false, true})
	person := func() model.ID { return w.people[pick(d, handles())] }
	word := func() string { return pick(d, []string{"", "because", "x"}) }
	document := func(form string) action.Action {
		doc := c.Document(form, id)
		if doc == nil {
			return action.WriteForm{Form: form, Of: id, Answers: answers("summary", "s", "notes", "n", "trigger", "t"), Void: void}
		}
		a := doc.Answers.Clone()
		if fields := slices.Sorted(maps.Keys(a.Values)); len(fields) > 0 {
			a.Values[pick(d, fields)] = pick(d, []string{"", "1", "5", "yes", "other words", "proceed"})
		}
		return action.WriteForm{Form: form, Of: id, Answers: a, Void: void}
	}
	run := func() model.ID {
		if last := c.LastRun(id); last != nil {
			return last.ID
		}
		return "RUN-1"
	}
	if d.IntN(3) == 0 {
		if a := remedy(w, r); a != nil {
			return a
		}
	}
	switch pick(d, []string{"advance", "advance", "advance", "decide", "decide", "decide", "decide", "request", "request", "edit", "person", "scope", "affect", "window", "form",
		"back", "hold", "resume", "cancel", "reopen", "undo", "undo", "undo", "run", "run", "step", "verify", "rollback", "end", "baseline", "media", "notice", "scan", "approve-doc", "change", "update", "retract", "readdress", "waive", "waive", "item", "relate", "procure", "receive"}) {
	case "advance":
		return action.Advance{Release: id}
	case "decide":
		all := model.All[*model.Approval](c)
		if pending := slices.DeleteFunc(slices.Clone(all), func(a *model.Approval) bool { return a.State() != "pending" }); len(pending) > 0 && d.IntN(5) > 0 {
			all = pending
		}
		if len(all) > 0 {
			return action.Decide{Approval: pick(d, all).ID, Comment: word(), BreakGlass: word(),
				Verdict: pick(d, []string{model.Approve, model.Approve, model.Approve, model.Reject, model.Ask, model.Abstain, model.Remark, "perhaps"})}
		}
	case "retract":
		if all := model.All[*model.Approval](c); len(all) > 0 {
			return action.Retract{Record: pick(d, all).ID, Reason: word()}
		}
	case "readdress":
		if all := model.All[*model.Approval](c); len(all) > 0 {
			ap := pick(d, all)
			if d.IntN(2) == 0 {
				return action.WithdrawApproval{Approval: ap.ID, Reason: word()}
			}
			return action.Readdress{Approval: ap.ID, From: pick(d, ap.Approvers).Person, To: person(), Reason: word()}
		}
	case "request":
		return action.RequestApproval{Release: id, Purpose: pick(d, []string{"authorisation-1", "acceptance", "authorisation-2", "handover"}), Reason: "again"}
	case "edit":
		return action.Edit{Release: id, Void: void, Set: map[string]string{pick(d, action.EditableFields()): pick(d, []string{"", "yes", "software", string(w.shop), "DML-1"})}}
	case "person":
		if all := model.All[*model.Approval](c); len(all) > 0 && d.IntN(2) == 0 {
			if signed := pick(d, all).Decisions; len(signed) > 0 { // who approved comes to coordinate
				return action.Edit{Release: id, Void: void, Set: map[string]string{"coordinator": string(signed[0].By)}}
			}
		}
		return action.Edit{Release: id, Void: void, Set: map[string]string{pick(d, []string{"coordinator", "owner", "rollback_owner"}): string(person())}}
	case "scope":
		chg := pick(d, model.All[*model.Change](c)).ID
		if slices.Contains(r.Changes, chg) {
			return action.Scope{Release: id, Defer: []model.ID{chg}, Void: void}
		}
		return action.Scope{Release: id, Add: []model.ID{chg}, Void: void}
	case "affect":
		if all := model.All[*model.Item](c); len(all) > 0 {
			item := pick(d, all).ID
			if slices.Contains(r.Items, item) {
				return action.Affect{Release: id, Remove: []model.ID{item}, None: word(), Void: void}
			}
			return action.Affect{Release: id, Add: []model.ID{item}, Complete: true, Void: void}
		}
	case "window":
		s := pick(d, []model.Slot{window, slot("2026-03-12 19:00", "2026-03-13 01:00"), slot("2026-03-13 19:00", "2026-03-14 01:00"), {}})
		return action.Reschedule{Release: id, Window: s, Reason: "not-ready", Sentence: word(), Void: void}
	case "form":
		return document(pick(d, []string{"assessment", "release-plan", "rollback-plan", "criteria", "test-report", "acceptance", "release-notes", "evaluation"}))
	case "back":
		return action.SendBack{Release: id, To: pick(d, []string{"planning", "build"}), Reason: word()}
	case "hold":
		return action.Hold{Release: id, Reason: word(), Review: when.OnClock(w.now.AddDate(0, 0, 1), time.UTC)}
	case "resume":
		return action.Resume{Release: id}
	case "cancel":
		if d.IntN(10) == 0 || r.Deployed {
			return action.Cancel{Release: id, Reason: word()}
		}
	case "reopen":
		return action.Reopen{Release: id, Reason: word()}
	case "run":
		return action.StartRun{Release: id, Mock: d.IntN(4) == 0, BreakGlass: word()}
	case "step":
		return action.DoStep{Run: run(), Step: d.IntN(4), Rollback: pick(d, []bool{false, true}), NoReturn: pick(d, []bool{false, true}), Skip: word(), BreakGlass: word()}
	case "verify":
		return action.Verify{Run: run(), Line: 1, Passed: pick(d, []bool{false, true}), Note: word()}
	case "rollback":
		return action.RollBack{Run: run(), Trigger: word()}
	case "end":
		return action.EndRun{Run: run(), Result: pick(d, []string{model.RunDeployed, model.RunFailed, model.RunRolledBack})}
	case "baseline":
		return action.TakeBaseline{Release: id}
	case "media":
		return action.AddMedia{Media: model.Media{Name: "m", SHA256: sha(word())}, Release: id, Void: void}
	case "notice":
		return action.SendNotice{Release: id, Audience: "all", Text: word()}
	case "scan":
		return action.Scan{Release: id}
	case "approve-doc":
		if all := model.All[*model.Document](c); len(all) > 0 {
			doc := pick(d, all)
			return action.ApproveDocument{Document: doc.ID, Version: doc.Version}
		}
	case "change":
		ch := *pick(d, model.All[*model.Change](c))
		ch.Builder = person()
		return pick(d, []action.Action{action.EditChange{Change: ch}, action.WithdrawChange{Change: ch.ID, Reason: "because"},
			action.AssessChange{Change: ch.ID, Text: "fine", Risk: "low"}, action.DecideChange{Change: ch.ID, Yes: true},
			action.SubmitChange{Change: ch}})
	case "waive":
		all := model.All[*model.Waiver](c)
		if len(all) > 0 && d.IntN(3) > 0 {
			one := pick(d, all).ID
			return pick(d, []action.Action{action.DecideWaiver{Waiver: one, Yes: true, Comment: "so be it"}, action.DecideWaiver{Waiver: one, Yes: true, Comment: "so be it"},
				action.WithdrawWaiver{Waiver: one, Reason: word()}, action.Retract{Record: one, Reason: word()}})
		}
		g, err := gate.At(c, r, "")
		if err == nil && len(g.Findings) > 0 {
			return action.AskWaiver{Of: id, Check: pick(d, g.Findings).Check, Reason: "because", Until: when.OnClock(w.now.AddDate(0, 0, pick(d, []int{-1, 1, 20, 400})), time.UTC)}
		}
	case "update":
		if len(r.Items) > 0 {
			return action.UpdateItem{Release: id, Item: r.Items[0], NoChange: true}
		}
	case "item":
		if all := model.All[*model.Item](c); len(all) > 0 {
			item := *pick(d, all)
			item.Version, item.State = fmt.Sprint(d.IntN(9)), pick(d, []model.State{model.ItemPlanned, model.ItemLive, model.ItemRetired})
			return action.WriteItem{Item: item}
		}
	case "relate":
		if all := model.All[*model.Item](c); len(all) > 0 {
			return action.RelateItem{Item: pick(d, all).ID, Relation: pick(d, c.Rules.Policy.Relations()).ID, Add: []model.ID{pick(d, all).ID}}
		}
	case "procure":
		return action.Procure{Item: model.Procurement{Release: id, Title: "Scanner", Hardware: d.IntN(2) == 0, Count: d.IntN(4)}}
	case "receive":
		if all := model.All[*model.Procurement](c); len(all) > 0 {
			return action.Receive{Procurement: pick(d, all).ID, Count: d.IntN(3), Void: void}
		}
	}
	return action.Undo{Release: id, Void: void}
}

// remedy is something that the gate of the release asks for, or the next move.
func remedy(w *world, r *model.Release) action.Action {
	g, err := gate.At(w.seen(""), r, "")
	if err != nil {
		return nil
	}
	for _, f := range g.Findings {
		name, purpose, _ := strings.Cut(f.Check, ":")
		switch {
		case !f.Blocks():
		case name == "authorised":
			for _, a := range model.All[*model.Approval](w.seen("")) {
				if a.Of == r.ID && a.State() == "pending" {
					return action.Decide{Approval: a.ID, Verdict: model.Approve, BreakGlass: "no time"}
				}
			}
			return action.RequestApproval{Release: r.ID, Purpose: purpose, Reason: "again"}
		case name == "authorisation-valid":
			return action.SendBack{Release: r.ID, To: "planning", Reason: "it is void"}
		case name == "conflicts-scanned":
			return action.Scan{Release: r.ID}
		case name == "notice-sent":
			return action.SendNotice{Release: r.ID, Audience: "all", Text: "soon"}
		case name == "items-baselined":
			return action.TakeBaseline{Release: r.ID}
		case name == "inside-window" && w.now.Before(window.Start.At):
			w.now = window.Start.At
		case name == "planned-dates":
			return action.Reschedule{Release: r.ID, Window: window}
		case f.Form == "release-plan":
			return action.WriteForm{Form: f.Form, Of: r.ID, Answers: answers("duration", "1h", "deliverables", "it", "method", "phased", "communication", "mail", "steps[]", "text: go", "verification[]", "text: look")}
		case f.Form == "rollback-plan":
			return action.WriteForm{Form: f.Form, Of: r.ID, Answers: answers("trigger", "x", "owner", string(w.people["deploy"]), "duration", "1h", "no_return", "never", "steps[]", "text: back")}
		case f.Form == "criteria":
			return action.WriteForm{Form: f.Form, Of: r.ID, Answers: answers("criteria[]", "id: C1; criterion: x")}
		case f.Form == "test-report":
			pairs := []string{"results[]", "id: C1; result: passed; evidence: e", "results[]", "id: C2; result: passed; evidence: e", "rollback_tested", "no", "rollback_reason", "r"}
			for _, m := range model.All[*model.Media](w.seen("")) {
				if slices.Contains(r.Package, m.ID) {
					pairs = append(pairs, "package_sha256", m.SHA256)
				}
			}
			return action.WriteForm{Form: f.Form, Of: r.ID, Answers: answers(pairs...)}
		case f.Form == "acceptance":
			return action.WriteForm{Form: f.Form, Of: r.ID, Answers: answers("summary", "all of it")}
		case name == "run-ended":
			return action.StartRun{Release: r.ID}
		}
	}
	return action.Advance{Release: r.ID}
}

var handles = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(roles)) })

// somebody draws who asks: mostly one who has the permission.
func somebody(d dice, w *world, a action.Action) string {
	var able []string
	if d.IntN(5) > 0 {
		c := w.seen("")
		permission, service := action.Asks(c, a)
		for _, who := range handles() {
			c.Who.Person = model.Get[*model.Person](c, w.people[who])
			if action.Can(c, permission, service) {
				able = append(able, who)
			}
		}
	}
	if _, ok := a.(action.Undo); ok && d.IntN(4) > 0 { // one's own, or nothing would ever be taken back
		last := w.log[len(w.log)-1].who
		for _, who := range handles() {
			if w.people[who] == last {
				return who
			}
		}
	}
	if decide, ok := a.(action.Decide); ok {
		if ap := w.approval(decide.Approval); ap != nil {
			for _, who := range handles() {
				p := model.Get[*model.Person](w.seen(""), w.people[who])
				if slices.ContainsFunc(ap.Approvers, func(s model.Approver) bool { return s.Person == p.ID || p.Has(s.Role, w.shop) }) {
					able = append(able, who)
				}
			}
		}
	}
	if len(able) == 0 {
		able = handles()
	}
	return pick(d, able)
}

// TestNoSequenceOfActionsBreaksTheRules performs random actions by people with
// random roles on two releases, and looks after each at what may never be.
func TestNoSequenceOfActionsBreaksTheRules(t *testing.T) {
	reached := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(beginnings()))).Draw(t, "beginning")
		w := beginnings()[name].copied(t)
		for range rapid.IntRange(0, 5).Draw(t, "more roles") {
			_, _ = w.do("admin", action.GrantRole{Person: w.people[rapid.SampledFrom(handles()).Draw(t, "person")],
				Grant: model.Grant{Role: rapid.SampledFrom([]string{"release-coordinator", "release-manager", "change-manager", "deployment-team", "service-owner", "cab-member", "service-desk"}).Draw(t, "role")}})
		}
		laws := newLaws(w)
		for step := range rapid.IntRange(40, 60).Draw(t, "steps") {
			w.now = w.now.Add(time.Minute * rapid.SampledFrom([]time.Duration{0, 1, 10, 60 * 24}).Draw(t, "minutes"))
			d := dice{rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "dice"), uint64(step)))}
			a := anything(d, w)
			who := somebody(d, w, a)
			if _, err := w.do(who, a); err == nil {
				t.Logf("%s: %s %+v", who, action.Name(a), a)
				laws.look(t, w, who, a)
				reached[action.Name(a)]++
			}
		}
	})
	t.Log(reached)
	// A property that only ever saw refusals would prove nothing.
	for _, name := range []string{"advance", "decide", "request-approval", "undo", "start-run", "edit", "form", "reschedule", "baseline", "item"} {
		if reached[name] == 0 && enoughChecks() {
			t.Errorf("no %q ever succeeded: %v", name, reached)
		}
	}
}

// laws remembers what was, to compare it with what is.
type laws struct {
	releases  map[model.ID]*model.Release
	approvals map[model.ID]*model.Approval
	runs      map[model.ID]bool
	waivers   map[model.ID]bool // that were granted
	baselines map[model.ID]string
	deciding  int
}

func newLaws(w *world) *laws {
	l := &laws{map[model.ID]*model.Release{}, map[model.ID]*model.Approval{}, map[model.ID]bool{}, map[model.ID]bool{}, map[model.ID]string{}, 0}
	l.keep(w.seen(""))
	return l
}

func (l *laws) keep(c *model.Case) {
	for _, r := range model.All[*model.Release](c) {
		l.releases[r.ID] = r
	}
	for _, a := range model.All[*model.Approval](c) {
		l.approvals[a.ID] = a
	}
	for _, r := range model.All[*model.Run](c) {
		l.runs[r.ID] = true
	}
	for _, b := range model.All[*model.Baseline](c) {
		l.baselines[b.ID] = encoded(b)
	}
}

func encoded(r model.Record) string {
	body, err := model.Encode(r)
	if err != nil {
		panic(err)
	}
	return string(body)
}

func (l *laws) look(t *rapid.T, w *world, who string, a action.Action) {
	t.Helper()
	c := w.seen(who)
	for _, r := range model.All[*model.Release](c) {
		old := l.releases[r.ID]
		if r.Revision < old.Revision {
			t.Fatalf("%s: the revision of %s went from %d to %d", action.Name(a), r.ID, old.Revision, r.Revision)
		}
		if old.Baseline != nil && (r.Baseline == nil || *r.Baseline != *old.Baseline) {
			t.Fatalf("%s: the baseline of %s went from %+v to %+v", action.Name(a), r.ID, old.Baseline, r.Baseline)
		}
		if r.Cancelled != nil && (r.Deployed || len(c.Runs(r.ID)) > 0) {
			t.Fatalf("%s: %s was cancelled after its deployment", action.Name(a), r.ID)
		}
		if old.Deployed && !r.Deployed {
			t.Fatalf("%s: %s forgot its deployment", action.Name(a), r.ID)
		}
		grows(t, action.Name(a)+": marks", old.Broken, r.Broken)
		grows(t, action.Name(a)+": moves", old.Moves, r.Moves)
		grows(t, action.Name(a)+": passages", old.Passed, r.Passed)
		grows(t, action.Name(a)+": ways back", old.Returned, r.Returned)
		if r.Stage == "deployment" && old.Stage != "deployment" {
			l.authorised(t, w, r)
		}
	}
	for _, run := range model.All[*model.Run](c) {
		if run.Production && run.Back == "" && !l.runs[run.ID] { // a way back is gone from wherever it stands
			r := model.Get[*model.Release](c, run.Release)
			if r.Stage != "deployment" {
				t.Fatalf("%s ran in %s", run.ID, r.Stage)
			}
			l.authorised(t, w, r)
		}
	}
	for _, ap := range model.All[*model.Approval](c) {
		old := l.approvals[ap.ID]
		if old == nil {
			continue
		}
		if old.Void != nil && (ap.Void == nil || *ap.Void != *old.Void) {
			t.Fatalf("%s: %s was void (%+v) and is %+v", action.Name(a), ap.ID, old.Void, ap.Void)
		}
		grows(t, action.Name(a)+": decisions", given(old.Decisions), given(ap.Decisions))
		for i, d := range old.Decisions {
			if d.Retracted != nil && (ap.Decisions[i].Retracted == nil || *ap.Decisions[i].Retracted != *d.Retracted) {
				t.Fatalf("%s: a decision on %s was taken back, and is %+v", action.Name(a), ap.ID, ap.Decisions[i])
			}
		}
		if old.Void != nil && len(ap.Decisions) != len(old.Decisions) {
			t.Fatalf("%s: a decision on %s, which is void", action.Name(a), ap.ID)
		}
		for _, d := range ap.Decisions[len(old.Decisions):] {
			if d.Verdict == model.Remark { // a word is no decision: the state of the approval stays
				if ap.State() != old.State() || d.Approver >= 0 && ap.Filled(d.Approver) != old.Filled(d.Approver) {
					t.Fatalf("%s: a comment on %s made it %s", action.Name(a), ap.ID, ap.State())
				}
				continue
			}
			l.apart(t, w, model.Get[*model.Release](c, ap.Of), d.By, ap.ID)
		}
	}
	for _, v := range model.All[*model.Waiver](c) {
		if v.Decided == nil || !v.Decided.Yes || l.waivers[v.ID] {
			continue
		}
		l.waivers[v.ID] = true
		if slices.Contains([]string{"authorised", "authorisation-valid", "rfcs-authorised", "no-hard-freeze"}, strings.SplitN(v.Check, ":", 2)[0]) {
			t.Fatalf("%s: %s was waived", action.Name(a), v.Check)
		}
		if v.Decided.By == v.By {
			t.Fatalf("%s asked for %s and granted it", v.By, v.ID)
		}
		l.apart(t, w, model.Get[*model.Release](c, v.Of), v.Decided.By, v.ID)
	}
	// A baseline never changes, whatever becomes of its items.
	for id, was := range l.baselines {
		if b := model.Get[*model.Baseline](c, id); b == nil || encoded(b) != was {
			t.Fatalf("%s: %s was %s and is %+v", action.Name(a), id, was, b)
		}
	}
	for _, p := range model.All[*model.Procurement](c) {
		if p.Left() < 0 || p.Left() > 0 && !p.Received.IsZero() {
			t.Fatalf("%s: of %s %d of %d came in, received %v", action.Name(a), p.ID, p.Came(), p.Ordered(), p.Received)
		}
	}
	l.keep(c)
}

// given are decisions as they were given, whatever was taken back since.
func given(list []model.Decision) []string {
	return model.Each(list, func(d model.Decision) string {
		d.Retracted = nil
		body, err := model.Encode(d)
		if err != nil {
			panic(err)
		}
		return string(body)
	})
}

func grows[T comparable](t *rapid.T, what string, old, now []T) {
	t.Helper()
	if len(now) < len(old) || !slices.Equal(now[:len(old)], old) {
		t.Fatalf("%s were %+v and are %+v", what, old, now)
	}
}

// authorised looks with its own eyes, not the gate's, at the three approvals
// that a deployment takes.
func (l *laws) authorised(t *rapid.T, w *world, r *model.Release) {
	t.Helper()
	for _, purpose := range []string{"authorisation-1", "acceptance", "authorisation-2"} {
		good := false
		for _, ap := range model.All[*model.Approval](w.seen("")) {
			if ap.Of != r.ID || ap.Purpose != purpose || ap.Void != nil {
				continue
			}
			signed, approvers, rejected := map[model.ID]bool{}, map[int]bool{}, false
			for _, d := range ap.Decisions {
				if d.Retracted != nil {
					continue
				}
				rejected = rejected || d.Verdict == model.Reject
				if d.Verdict == model.Approve {
					signed[d.By], approvers[d.Approver] = true, true
					l.apart(t, w, r, d.By, ap.ID)
				}
			}
			good = good || !rejected && len(approvers) == len(ap.Approvers) && len(signed) == len(ap.Approvers)
		}
		if !good {
			t.Fatalf("%s deploys without %s", r.ID, purpose)
		}
	}
}

// involved are all who ever had a hand in the release, by a reading of the
// log of its own: who wrote what, and whom each state of it named.
func (w *world) involved(r *model.Release) []model.ID {
	ids := append([]model.ID{r.ID}, r.Changes...)
	out := []model.ID{r.Requester, r.Coordinator}
	for _, id := range r.Changes {
		ch := model.Get[*model.Change](w.seen(""), id)
		out = append(out, ch.Requester, ch.Builder)
	}
	for _, e := range w.log {
		for _, id := range e.wrote {
			if !slices.Contains(ids, id) {
				continue
			}
			switch was := e.before[id].(type) {
			case nil:
				out = append(out, e.who)
			case *model.Release:
				out = append(out, was.Requester, was.Coordinator)
			case *model.Change:
				out = append(out, was.Requester, was.Builder)
			}
		}
	}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](w.seen(""), id); m != nil {
			out = append(out, m.By)
		}
	}
	return out
}

// apart fails if somebody decided on what is their own, unless the glass was
// broken by a role that may, with a reason, and the release is marked.
func (l *laws) apart(t *rapid.T, w *world, r *model.Release, who model.ID, what model.ID) {
	t.Helper()
	if !slices.Contains(w.involved(r), who) {
		return
	}
	l.deciding++
	mark := slices.IndexFunc(r.Broken, func(b model.Broken) bool { return b.By == who && strings.TrimSpace(b.Reason) != "" })
	p := model.Get[*model.Person](w.seen(""), who)
	if mark < 0 || !(p.Has("release-manager", "") || p.Has("change-manager", "")) {
		t.Fatalf("%s decided %s of %s, which is their own: marks %+v", who, what, r.ID, r.Broken)
	}
}

// TestEveryFindingSpeaks: whatever state random actions lead to, each open
// check says what it saw and what mends it.
func TestEveryFindingSpeaks(t *testing.T) {
	for name, w := range beginnings() {
		for _, r := range model.All[*model.Release](w.seen("")) {
			p, _ := w.rules.Process(r.Type)
			for _, s := range p.Stages {
				g, err := gate.At(w.seen(""), r, s.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range g.Findings {
					if f.Evidence == "" || f.Text == "" || f.Blocks() != (len(f.Remedies) > 0) {
						t.Errorf("%s, %s: %+v", name, s.ID, f)
					}
				}
			}
		}
	}
}
