package gate_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
)

var now = time.Date(2026, 3, 12, 21, 0, 0, 0, time.UTC)

func minute(day, hour int) when.Moment {
	return when.Moment{At: time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC), Precision: when.Minute}
}

var rules = sync.OnceValue(func() model.Rules {
	b, err := assets.Rules()
	if err != nil {
		panic(err)
	}
	return b
})

// file is a release for which every check of the normal process is met, in
// whatever stage it is asked; a test takes one thing away, and asks again.
type file struct {
	now     time.Time
	r       *model.Release
	records map[model.ID]model.Record
	digests map[model.ID]string
	rules   model.Rules
}

const (
	rel = model.ID("REL-1")
	sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

func whole() *file {
	f := &file{now: now, records: map[model.ID]model.Record{}, digests: map[model.ID]string{}, rules: rules()}
	slot := model.Slot{Start: minute(12, 20), End: minute(13, 0)}
	early := now.AddDate(0, 0, -9)
	f.r = &model.Release{
		ID: rel, Name: "Shop", Version: "5.2", Type: "normal", Contents: []string{"software", "hardware", "service-hours"}, Major: true,
		Service: "SVC-1", Owner: "PER-1", Coordinator: "PER-2", Requester: "PER-2", Stage: "scheduled", Revision: 3, Deployed: true,
		Changes: []model.ID{"CHG-1", "CHG-2"}, Items: []model.ID{"CI-1", "CI-2"}, ItemsAll: true, Package: []model.ID{"DML-1"},
		Window: slot, Baseline: &model.Schedule{Slot: model.Slot{Start: minute(10, 20), End: minute(11, 0)}}, RollbackOwner: "PER-3",
		Risk:    &model.Risk{Impact: 2, Likelihood: 1, Score: 2, Band: "low"},
		Scan:    &model.Scan{At: now.Add(-time.Hour), Slot: slot},
		Updates: []model.Update{{Item: "CI-1", At: now}, {Item: "CI-2", NoChange: true, At: now}},
	}
	put := func(r model.Record) { f.records[r.Key()] = r }
	put(&model.Service{ID: "SVC-1", Name: "Web shop", State: "active", Owner: "PER-4"})
	for i, name := range []string{"Olga Owner", "Carl Coordinator", "Rita Rollback", "Sam Signer"} {
		put(&model.Person{ID: model.MakeID(model.KindPerson, int64(i+1)), Name: name})
	}
	put(&model.Change{ID: "CHG-1", State: model.ChangeAuthorised, Requester: "PER-2"})
	put(&model.Change{ID: "CHG-2", State: model.ChangeInRelease, Requester: "PER-2"})
	put(&model.Item{ID: "CI-1", Name: "shop"})
	put(&model.Item{ID: "CI-2", Name: "web-7"})
	f.digests["CI-1"], f.digests["CI-2"] = "d1", "d2"
	put(&model.Baseline{ID: "BSL-1", Release: rel, At: early, Items: []model.ItemSeen{{Item: "CI-1", Digest: "d1"}, {Item: "CI-2", Digest: "d2"}}})
	put(&model.Media{ID: "DML-1", Name: "shop.tgz", SHA256: sum, Size: 9, State: "in"})
	put(&model.MediaCheck{ID: "MCK-1", Release: "REL-1", Run: "RUN-1", Why: model.CheckedAtStart, Entries: 1, Seen: []model.MediaSeen{{Media: "DML-1", SHA256: sum, Is: model.MediaWhole}}})
	put(&model.Procurement{ID: "PRO-1", Release: rel, Title: "Server", Hardware: true, Supplier: "ACME", Due: when.OnClock(early, time.UTC), Received: early, Item: "CI-2"})
	put(&model.Notice{ID: "NTC-1", Release: rel, Audience: "all users", Slot: slot, Sent: early})
	put(&model.Incident{ID: "INC-1", Severity: "P1", State: "resolved", CausedBy: []model.ID{rel}})
	put(&model.Run{ID: "RUN-1", Release: rel, Production: true, By: "PER-3", Started: now.Add(-20 * 24 * time.Hour), Ended: now.Add(-19 * 24 * time.Hour), Result: model.RunDeployed,
		Media: []string{sum}, Steps: []model.Step{{Text: "stop", Done: early}, {Text: "start", Skip: "never stopped"}}, Checks: []model.Check{{Text: "it answers", Passed: true}}})
	for i, purpose := range []string{"authorisation-1", "acceptance", "authorisation-2", "handover"} {
		put(&model.Approval{ID: model.MakeID(model.KindApproval, int64(i+1)), Of: rel, Purpose: purpose, Title: purpose, Revision: 3,
			Approvers: []model.Approver{{Role: "change-manager", Title: "Change Manager"}}, Decisions: []model.Decision{{By: "PER-4", Verdict: model.Approve}}})
	}
	text := func(fields ...string) map[string]string {
		m := map[string]string{}
		for _, name := range fields {
			m[name] = "said"
		}
		return m
	}
	doc := func(n int64, name string, values map[string]string, tables map[string][]form.Cells) {
		put(&model.Document{ID: model.MakeID(model.KindDocument, n), Form: name, Of: rel, Version: 2, Answers: form.Answers{Values: values, Tables: tables}, Approver: "PER-1", Approved: early})
	}
	assessment := text("risk", "benefit", "feasibility", "cost", "impact_services", "impact_security", "impact_capacity", "impact_releases", "impact")
	assessment["decision"] = "proceed"
	doc(1, gate.FormAssessment, assessment, nil)
	plan := text("deliverables", "method", "communication", "responsibilities", "resources", "dependencies", "intent")
	plan["duration"] = "2h0m0s"
	doc(2, gate.FormPlan, plan, map[string][]form.Cells{"steps": {{"text": "stop"}}, "verification": {{"text": "it answers"}}})
	back := text("trigger", "owner", "no_return")
	back["duration"] = "1h0m0s"
	doc(3, gate.FormRollback, back, map[string][]form.Cells{"steps": {{"text": "switch back"}}})
	doc(4, gate.FormCriteria, nil, map[string][]form.Cells{"criteria": {{"id": "C1", "criterion": "fast"}, {"id": "C2", "criterion": "right"}}})
	results := text("rollback_evidence")
	results["rollback_tested"], results["package_sha256"] = "yes", sum
	doc(5, gate.FormResults, results, map[string][]form.Cells{"results": {{"id": "c1", "result": "passed", "evidence": "log"}, {"id": "C2", "result": "waived", "evidence": "mail"}}})
	doc(6, gate.FormAcceptance, text("summary"), map[string][]form.Cells{"waivers": {{"id": "C2", "decision": "accept", "organisation": "Olga", "party": "Sam", "reason": "rare"}}})
	doc(7, gate.FormNotes, text("notes"), nil)
	doc(8, gate.FormAgreement, text("terms", "effective"), nil)
	evaluation := text("objectives_met", "objectives", "investigation", "compared", "slip")
	evaluation["outcome"] = "successful"
	doc(9, gate.FormEvaluation, evaluation, nil)
	get[*model.Document](f, "DOC-9").At = now // whatever the run came to
	doc(11, gate.FormHandOver, map[string]string{"takes_over": "PER-4", "given": "the run book"}, nil)
	return f
}

func get[T model.Record](f *file, id model.ID) T { return f.records[id].(T) }

// set answers a field of a document, or takes the answer away.
func (f *file) set(id model.ID, field, value string) {
	get[*model.Document](f, id).Answers.Values[field] = value
}

func (f *file) rows(id model.ID, table string) []form.Cells {
	return get[*model.Document](f, id).Answers.Tables[table]
}

// drop takes a record away: it is not in the file, or its body was redacted.
func (f *file) drop(id model.ID) { delete(f.records, id) }

func (f *file) put(r model.Record) { f.records[r.Key()] = r }

func (f *file) run() *model.Run { return get[*model.Run](f, "RUN-1") }

func (f *file) shown() *model.Case {
	c := model.NewCase(f.now, model.Actor{}, &f.rules)
	c.Add(model.Fact{Record: f.r})
	for _, id := range slices.Sorted(maps.Keys(f.records)) {
		c.Add(model.Fact{Record: f.records[id], Digest: f.digests[id]})
	}
	return c
}

// ask asks one check at the exit of one stage.
func (f *file) ask(t *testing.T, stage, check string) gate.Finding {
	t.Helper()
	g, err := gate.At(f.shown(), f.r, stage)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range g.Findings {
		if found.Check == check {
			return found
		}
	}
	t.Fatalf("the gate of %s does not ask for %s", stage, check)
	return gate.Finding{}
}

// stageOf is the first stage of the normal process that asks for a check.
func stageOf(check string) string {
	if check == "conditions-met" { // whatever the rules say
		return "scheduled"
	}
	b := rules()
	p, _ := b.Process("normal")
	name, arg, _ := strings.Cut(check, ":")
	for _, s := range p.Stages {
		for _, c := range s.Checks {
			if c.Name == name && c.Arg == arg {
				return s.ID
			}
		}
	}
	return ""
}
