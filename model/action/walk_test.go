package action_test

import (
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// brings says what kind of release a walk leads through the process.
type brings struct {
	contents []string
	major    bool
	impact   string // 1 to 5; 1 unless said
	factors  string
}

func (b brings) has(content string) bool {
	return strings.Contains(strings.Join(b.contents, " "), content)
}

var software = brings{contents: []string{"software"}}

// rfc submits a change and has it authorised.
func (w *world) rfc(title string) model.ID {
	w.t.Helper()
	id := w.must("req", action.SubmitChange{Change: model.Change{Title: title, Category: "enhancement", Type: "normal", Service: w.shop, Builder: w.people["deploy"]}}).Subject
	w.fill("req", "rfc", id, "reason", "slow", "benefit", "faster", "without", "slower")
	w.must("coord", action.AssessChange{Change: id, Text: "no effect on others", Risk: "low"})
	w.must("chgmgr", action.DecideChange{Change: id, Yes: true})
	return id
}

// registered is a release with one authorised RFC, in Assessment.
func (w *world) registered(b brings) model.ID {
	w.t.Helper()
	chg := w.rfc("Faster search")
	id := w.must("coord", action.Register{Release: model.Release{Name: "Shop", Version: "5.2", Type: "normal", Service: w.shop, Owner: w.people["relmgr"], Contents: b.contents, Major: b.major}}).Subject
	w.blocked(id, "rfc-linked")
	w.must("coord", action.Scope{Release: id, Add: []model.ID{chg}})
	w.advance(id, "assessment")
	return id
}

// assessed takes the release to Planning.
func (w *world) assessed(b brings) model.ID {
	w.t.Helper()
	id := w.registered(b)
	w.assess(id, b)
	w.must("coord", action.Scan{Release: id})
	w.advance(id, "planning")
	return id
}

func (w *world) assess(id model.ID, b brings) {
	w.t.Helper()
	if b.impact == "" {
		b.impact = "1"
	}
	w.fill("coord", "assessment", id, "risk", "it breaks", "benefit", "sales", "feasibility", "yes", "cost", "3 days",
		"impact_services", "none", "impact_security", "none", "impact_capacity", "none", "impact_releases", "none",
		"impact", b.impact, "factors", b.factors, "decision", "proceed")
}

// plan writes every document that Planning asks for.
func (w *world) plan(id model.ID, b brings) {
	w.t.Helper()
	w.must("coord", action.Reschedule{Release: id, Window: window})
	pairs := []string{"duration", "2h", "deliverables", "the shop", "method", "blue-green", "communication", "mail to all",
		"steps[]", "text: stop", "steps[]", "text: start; no_back: yes", "verification[]", "text: the shop answers"}
	if b.major {
		pairs = append(pairs, "responsibilities", "the team", "resources", "four people", "dependencies", "the bank", "intent", "pages under 200 ms")
	}
	w.fill("coord", "release-plan", id, pairs...)
	w.fill("deploy", "rollback-plan", id, "trigger", "errors", "owner", string(w.people["deploy"]), "duration", "1h", "no_return", "after the migration", "steps[]", "text: switch back", "steps[]", "text: tell all")
	w.fill("test", "criteria", id, "criteria[]", "id: C1; criterion: search answers", "criteria[]", "id: C2; criterion: orders work")
	if b.has("hardware") {
		w.must("coord", action.Procure{Item: model.Procurement{Release: id, Title: "Server", Hardware: true, Supplier: "ACME", Due: when.OnClock(monday.AddDate(0, 0, 5), time.UTC)}})
	}
	if b.has("service-hours") || b.has("support") {
		w.fill("coord", "agreement", id, "terms", "24x7", "effective", "2026-03-13")
	}
}

// planned takes the release to the gate of Planning, with authorisation 1.
func (w *world) planned(b brings, signers ...string) model.ID {
	w.t.Helper()
	id := w.assessed(b)
	w.plan(id, b)
	if signers == nil {
		signers = []string{"chgmgr"}
	}
	w.approve(id, "authorisation-1", signers...)
	return id
}

// build makes what Build asks for.
func (w *world) build(id model.ID, b brings) {
	w.t.Helper()
	if b.has("software") {
		w.must("conf", action.AddMedia{Media: model.Media{Name: "shop.tgz", SHA256: sha("shop 5.2")}, Release: id})
	}
	if b.has("hardware") {
		for _, p := range model.All[*model.Procurement](w.seen("")) {
			if p.Release == id && p.Received.IsZero() {
				w.must("conf", action.Receive{Procurement: p.ID, Item: model.Item{Name: "web-7", Serial: "S7"}})
			}
		}
		w.must("conf", action.Affect{Release: id, Complete: true})
	} else if b.has("software") {
		item := w.must("conf", action.WriteItem{Item: model.Item{Name: "shop", Class: "application", Version: "5.1"}}).Subject
		w.must("conf", action.Affect{Release: id, Add: []model.ID{item}, Complete: true})
	} else {
		w.must("conf", action.Affect{Release: id, None: "a change on paper"})
	}
	if d := w.seen("").Document("agreement", id); d != nil {
		w.must("owner", action.ApproveDocument{Document: d.ID, Version: d.Version})
	}
	w.fill("coord", "release-notes", id, "notes", "search is faster")
}

// built takes the release to Test.
func (w *world) built(b brings, signers ...string) model.ID {
	w.t.Helper()
	id := w.planned(b, signers...)
	w.advance(id, "build")
	w.build(id, b)
	w.advance(id, "test")
	return id
}

func (w *world) tested(id model.ID, b brings, extra ...string) {
	w.t.Helper()
	pairs := []string{"results[]", "id: C1; result: passed; evidence: log 1", "results[]", "id: C2; result: passed; evidence: log 2", "rollback_tested", "yes", "rollback_evidence", "drill of 3 March"}
	if b.has("software") {
		pairs = append(pairs, "package_sha256", sha("shop 5.2")+"  shop.tgz")
	}
	w.fill("test", "test-report", id, append(pairs, extra...)...)
}

// accept makes what Acceptance asks for.
func (w *world) accept(id model.ID) {
	w.t.Helper()
	w.fill("coord", "acceptance", id, "summary", "the shop 5.2")
	w.approve(id, "acceptance", "owner")
	w.notes(id)
}

func (w *world) notes(id model.ID) {
	w.t.Helper()
	d := w.seen("").Document("release-notes", id)
	w.must("relmgr", action.ApproveDocument{Document: d.ID, Version: d.Version})
}

// scheduled takes the release to Scheduled.
func (w *world) scheduled(b brings, signers ...string) model.ID {
	w.t.Helper()
	id := w.built(b, signers...)
	w.tested(id, b)
	w.advance(id, "acceptance")
	w.accept(id)
	w.advance(id, "scheduled")
	return id
}

// schedule makes what Scheduled asks for, except authorisation 2, and waits
// for the window.
func (w *world) schedule(id model.ID) {
	w.t.Helper()
	w.must("coord", action.SendNotice{Release: id, Audience: "all users", Channel: "mail", Text: "Thursday night"})
	if len(w.release(id).Items) > 0 {
		w.must("conf", action.TakeBaseline{Release: id})
	}
}

// deploying takes the release to Deployment.
func (w *world) deploying(b brings, signers ...string) model.ID {
	w.t.Helper()
	id := w.scheduled(b, signers...)
	w.schedule(id)
	if signers == nil {
		signers = []string{"chgmgr"}
	}
	w.approve(id, "authorisation-2", signers...)
	w.at("2026-03-12 20:05")
	w.advance(id, "deployment")
	return id
}

// run starts a run and finishes its steps and verification.
func (w *world) run(id model.ID) model.ID {
	w.t.Helper()
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	for i, s := range model.Get[*model.Run](w.seen(""), run).Steps {
		w.must("deploy", action.DoStep{Run: run, Step: i + 1, NoReturn: s.NoBack})
	}
	w.must("deploy", action.Verify{Run: run, Line: 1, Passed: true})
	return run
}

// deployed takes the release to Early life.
func (w *world) deployed(b brings, signers ...string) model.ID {
	w.t.Helper()
	id := w.deploying(b, signers...)
	run := w.run(id)
	w.must("deploy", action.EndRun{Run: run, Result: model.RunDeployed})
	w.advance(id, "early-life")
	return id
}

// settle makes what Early life asks for.
func (w *world) settle(id model.ID, days int) {
	w.t.Helper()
	w.now = w.now.AddDate(0, 0, days)
	for _, item := range w.release(id).Items {
		w.must("conf", action.UpdateItem{Release: id, Item: item, Version: "5.2"})
	}
	w.approve(id, "handover", "desk")
}

// evaluate writes the review.
func (w *world) evaluate(id model.ID, outcome string, extra ...string) {
	w.t.Helper()
	w.fill("coord", "evaluation", id, append([]string{"outcome", outcome, "objectives_met", "yes", "objectives", "search answers in 150 ms"}, extra...)...)
}
