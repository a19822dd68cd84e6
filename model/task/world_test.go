package task_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
)

// now is the moment of every test: a Monday morning.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

var rules = sync.OnceValue(func() model.Rules {
	b, err := assets.Rules()
	if err != nil {
		panic(err)
	}
	b.ID, b.Policy.Zone = "PRC-1", "Europe/Berlin"
	return b
})

func minute(day, hour int) when.Moment {
	return when.Moment{At: time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC), Precision: when.Minute}
}

const sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// The releases of the world, by the stage they are in.
const (
	planning   = model.ID("REL-1") // with a window inside a freeze, a hard conflict, orders, RFCs that wait
	scheduled  = model.ID("REL-2") // with authorisation 2 asked for
	deploying  = model.ID("REL-3") // with a run that goes on
	early      = model.ID("REL-4") // deployed, with an incident
	closed     = model.ID("REL-5")
	held       = model.ID("REL-6") // at its beginning: no dates, nothing in it
	goingBack  = model.ID("REL-7") // its run is being rolled back
	cancelled  = model.ID("REL-8")
	acceptance = model.ID("REL-9")  // nothing asked for yet
	underOld   = model.ID("REL-10") // under rules that are no longer in force
	inGone     = model.ID("REL-11") // the same, in a stage that those in force don't have
)

// world is a file with something for every task to be done to. Each record was
// written at a place of the log that its number tells: REL-3 at 1003.
func world(who model.ID) *model.Case {
	rules := rules()
	c := model.NewCase(now, model.Actor{Auth: "test"}, &rules)
	minted := int64(100)
	c.Mint = func(k model.Kind) model.ID { minted++; return model.MakeID(k, minted) }
	put := func(r model.Record) {
		c.Add(model.Fact{Record: r, Since: 1000 + r.Key().Number(), Digest: "d"})
	}
	for i, p := range []struct{ name, handle, role string }{
		{"Cora Lind", "cora", "release-coordinator"}, {"Rafael Mont", "rafael", "release-manager"}, {"Chandra Iyer", "chandra", "change-manager"},
		{"Dmitri Volk", "dmitri", "deployment-team"}, {"Oscar Brandt", "oscar", "service-owner"}, {"Ada Admin", "ada", "administrator"},
	} {
		put(&model.Person{ID: model.MakeID(model.KindPerson, int64(i+1)), Name: p.name, Handle: p.handle, Roles: []model.Grant{{Role: p.role}}})
	}
	put(&model.Person{ID: "PER-7", Name: "Lea Left", Handle: "lea", Left: true, Roles: []model.Grant{{Role: "requester"}, {Role: "service-desk", Service: "SVC-1"}}})
	c.Who.Person = model.Get[*model.Person](c, who)
	put(&model.Service{ID: "SVC-1", Handle: "shop", Name: "Web shop", Owner: "PER-5", State: "active", Zone: "Europe/Berlin"})
	put(&model.Waiver{ID: "WVR-1", Of: planning, Check: "planned-method", Text: "the method is planned", Reason: "no time", Until: day(20), By: "PER-1", At: now})
	put(&model.Waiver{ID: "WVR-2", Of: acceptance, Check: "notes-approved", Text: "the notes are approved", Reason: "no time", Until: day(20), By: "PER-1", At: now, Decided: &model.Verdict{Yes: true, By: "PER-2"}})
	put(&model.Waiver{ID: "WVR-3", Of: "REL-20", Check: "minimum-tested", Text: "the minimum is tested", Reason: "no time", Until: day(20), By: "PER-1", At: now})
	put(&model.Waiver{ID: "WVR-4", Of: "REL-20", Check: "told", Text: "those concerned were told", Reason: "no time", Until: day(20), By: "PER-1", At: now, Decided: &model.Verdict{Yes: true, By: "PER-2", Verbal: &model.Verbal{By: "PER-1", Channel: "phone"}}})
	put(&model.Job{ID: "JOB-1", Tool: "announce", On: "stage", What: "stage planning", Record: planning, Of: planning, Entry: 7, At: now, Tries: []model.Try{{Result: "exit code 3"}}})
	put(&model.Agreement{ID: "AGR-1", Service: "SVC-1", Target: 99500, From: day(1), By: "PER-5"})
	put(&model.Outage{ID: "OUT-1", Service: "SVC-1", Sort: model.OutageUnplanned, Text: "Power cut", Slot: model.Slot{Start: minute(2, 7)}, By: "PER-5"})
	put(&model.Annotation{ID: "ANN-1", On: day(1), Text: "New data centre", By: "PER-4", At: now.Add(-48 * time.Hour)})
	put(&model.Delegation{ID: "DLG-1", By: "PER-5", To: "PER-4", From: day(2), Until: day(20), What: []string{"rules"}, Reason: "on leave", At: now.Add(-48 * time.Hour)})
	put(&model.Train{ID: "TRN-1", Title: "Shop", Service: "SVC-1", Type: "normal", Slot: model.Slot{Start: day(12), End: day(12)}, Rule: "FREQ=WEEKLY", Cutoff: 5, By: "PER-1"})
	put(&model.KeptReport{ID: "RPT-2", Report: "monthly", Title: "Monthly service report, February 2026", Period: "2026-02", Document: "DOC-902", Version: 1, By: "PER-1"})
	put(&model.Document{ID: "DOC-902", Form: "service-report", Title: "Monthly service report", Of: "RPT-2", Version: 1, Author: "PER-1"})
	put(&model.KeptReport{ID: "RPT-1", Report: "monthly", Title: "Monthly service report, January 2026", Period: "2026-01", Document: "DOC-901", Version: 2, By: "PER-1"})
	put(&model.Improvement{ID: "IMP-1", Of: closed, Document: "DOC-1", Action: "Watch the heap", Owner: "PER-1", Due: day(20), By: "PER-2"})
	put(&model.Period{ID: "PRD-1", Period: "2026-01", Zone: "Europe/Berlin", Figures: []model.Figure{{Measure: "slip-rate"}}, By: "PER-3"})
	put(&model.Question{ID: "QST-1", About: "SVC-1", Text: "Which version?", By: "PER-6"})
	put(&model.Meeting{ID: "CAB-1", Title: "CAB", By: "PER-3", Chair: "PER-3", Minutes: "PER-1", Planned: model.Slot{Start: minute(12, 13), End: minute(12, 14)}})
	put(&model.Meeting{ID: "CAB-2", Title: "CAB", By: "PER-3", Chair: "PER-3", Minutes: "PER-1", Opened: c.Now, Present: []model.Attendance{{Person: "PER-3", Joined: c.Now}}})
	put(&model.Team{ID: "TEA-1", Handle: "web", Name: "Web team", Lead: "PER-4", Members: []model.ID{"PER-4"}})
	put(&model.Service{ID: "SVC-2", Handle: "cms", Name: "CMS", State: "active"})
	put(&model.Document{ID: "DOC-903", Form: "ci-audit", Title: "Audit", Of: "SVC-2", Version: 1, Author: "PER-1", Answers: form.Answers{Values: map[string]string{"held": "2026-11-20"}, Tables: map[string][]form.Cells{"items": {{"item": "CI-2"}}}}})
	put(&model.Item{ID: "CI-1", Name: "shop", Class: "application", Version: "5.1", State: "live", Service: "SVC-1"})
	put(&model.Item{ID: "CI-2", Name: "db", Class: "database", State: "live"})
	put(&model.Problem{ID: "PRB-1", Title: "Slow on Mondays", State: "open"})
	put(&model.Problem{ID: "PRB-2", Title: "Slow on Fridays", State: "closed"})
	put(&model.Media{ID: "DML-1", Name: "shop.tgz", SHA256: sum, State: "in"})
	for i, state := range []model.State{model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised, model.ChangeInRelease} {
		ch := &model.Change{ID: model.MakeID(model.KindChange, int64(i+1)), Title: "Change " + string(state), Category: "enhancement", Type: "normal", State: state, Requester: "PER-6"}
		if i == 1 {
			ch.Risk, ch.Assessed = "low", &model.Verdict{Yes: true, Text: "small."}
		}
		put(ch)
	}
	put(&model.Document{ID: "DOC-20", Form: "rfc", Title: "RFC", Of: "CHG-1", Version: 1})

	slot := model.Slot{Start: minute(12, 21), End: minute(13, 1)}
	release := func(id model.ID, stage string, change func(*model.Release)) {
		r := &model.Release{ID: id, Name: "Shop", Version: "5." + fmt.Sprint(id.Number()), Type: "normal", Contents: []string{"software"}, Service: "SVC-1",
			Owner: "PER-2", Coordinator: "PER-1", Requester: "PER-6", Rules: "PRC-1", Stage: stage, Revision: 1, Window: slot, Items: []model.ID{"CI-1"}, ItemsAll: true,
			Changes: []model.ID{"CHG-4"}, Package: []model.ID{"DML-1"}, Risk: &model.Risk{Impact: 2, Likelihood: 1, Score: 2, Band: "low"}, Env: "production"}
		change(r)
		put(r)
	}
	release(planning, "planning", func(r *model.Release) { r.Changes = []model.ID{"CHG-1", "CHG-2"} })
	release(scheduled, "scheduled", func(r *model.Release) { r.ZoneMove = &model.ZoneMove{Zone: "Europe/Berlin"} })
	past := model.Slot{Start: minute(2, 7), End: minute(2, 11)}
	release(deploying, "deployment", func(r *model.Release) { r.Window, r.Deployed = past, true })
	release(early, "early-life", func(r *model.Release) { r.Window, r.Deployed, r.Items = past, true, []model.ID{"CI-1", "CI-2"} })
	release(closed, model.StageClosed, func(r *model.Release) { r.Window, r.Deployed = past, true })
	release(held, "registration", func(r *model.Release) {
		r.Window, r.Items, r.ItemsAll, r.Changes, r.Package = model.Slot{}, nil, false, nil, nil
		r.Hold = &model.Hold{Reason: "budget"}
	})
	release(goingBack, "deployment", func(r *model.Release) {
		r.Window, r.Deployed, r.Coordinator = past, true, "PER-3"
		r.Accepted = []model.Accepted{{Key: "k", Text: "two at once", By: "PER-2"}}
	})
	release(cancelled, "planning", func(r *model.Release) { r.Cancelled = &model.Ending{Reason: "no need"} })
	release(acceptance, "acceptance", func(r *model.Release) { r.Window = model.Slot{Start: minute(20, 21), End: minute(20, 23)} })

	put(&model.Window{ID: "WIN-1", Title: "Month end", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: slot})
	put(&model.Window{ID: "WIN-2", Title: "Sale", Class: model.WindowFreeze, Everything: true, Slot: slot, Exceptions: []model.Exception{{Release: planning, Reason: "it is urgent", By: "PER-1"}}})
	put(&model.Window{ID: "WIN-3", Title: "Gone", Class: model.WindowFreeze, Everything: true, Slot: slot, Withdrawn: "no need"})
	put(&model.Procurement{ID: "PRO-1", Release: planning, Title: "Server", Hardware: true, Supplier: "ACME"})
	put(&model.Procurement{ID: "PRO-2", Release: planning, Title: "Licence"})
	put(&model.Procurement{ID: "PRO-5", Release: early, Title: "Scanner", Hardware: true, Count: 3})
	put(&model.Procurement{ID: "PRO-3", Release: scheduled, Title: "Cable"})

	n := int64(0)
	doc := func(of model.ID, name, title string, a form.Answers, approver model.ID) {
		n++
		d := &model.Document{ID: model.MakeID(model.KindDocument, n), Form: name, Title: title, Of: of, Version: 3, Author: "PER-1", Answers: a, Approver: approver}
		if approver != "" {
			d.Approved = now
		}
		put(d)
	}
	plan := form.Answers{Values: map[string]string{"communication": "mail to all users"}, Tables: map[string][]form.Cells{"steps": {{"text": "stop"}, {"text": "start"}}, "verification": {{"text": "it answers"}}}}
	for _, name := range []string{"assessment", "release-plan", "rollback-plan", "criteria"} {
		doc(planning, name, name, plan, "PER-2") // DOC-1 to DOC-4
	}
	doc(scheduled, "release-plan", "Release Plan", plan, "")                                                             // DOC-5
	doc(scheduled, "release-notes", "Release Notes", form.Answers{}, "")                                                 // DOC-6
	doc(deploying, "rollback-plan", "Rollback Plan", form.Answers{Values: map[string]string{"trigger": "it fails"}}, "") // DOC-7
	doc(deploying, "release-plan", "Release Plan", plan, "PER-2")                                                        // DOC-8
	doc(acceptance, "release-notes", "Release Notes", form.Answers{}, "")                                                // DOC-9

	approver := []model.Approver{{Role: "change-manager", Title: "Change Manager"}}
	put(&model.Approval{ID: "APR-1", Of: scheduled, Purpose: "authorisation-2", Title: "Authorisation 2", Revision: 1, Approvers: approver})
	put(&model.Approval{ID: "APR-2", Of: deploying, Purpose: "acceptance", Title: "Acceptance", Revision: 1, Approvers: approver, Decisions: []model.Decision{{By: "PER-2", Verdict: model.Approve}}})
	put(&model.Approval{ID: "APR-4", Of: cancelled, Purpose: "acceptance", Title: "Acceptance", Revision: 1, Approvers: []model.Approver{{Person: "PER-2", Title: "Rafael"}}})
	put(&model.Approval{ID: "APR-5", Of: cancelled, Purpose: "handover", Title: "Hand-over", Revision: 1, Approvers: []model.Approver{{Person: "PER-2", Title: "Rafael"}}, Decisions: []model.Decision{{By: "PER-2", Verdict: model.Approve}}, Checks: []model.Condition{{Text: "tell the desk", By: "PER-1"}}})
	put(&model.Change{ID: "CHG-51", Title: "Made", Type: "normal", State: model.ChangeImplemented, Requester: "PER-6"})
	put(&model.Change{ID: "CHG-50", Title: "Decided", Type: "normal", State: model.ChangeRejected, Decided: &model.Verdict{By: "PER-2"}})
	put(&model.Window{ID: "WIN-60", Title: "Nights", Class: model.WindowMaintenance, Services: []model.ID{"SVC-1"}, Slot: model.Slot{Start: minute(5, 21), End: minute(6, 1)}, Rule: "FREQ=WEEKLY", Lasts: "4h0m0s", Zone: "Europe/Berlin"})
	put(&model.Window{ID: "WIN-50", Title: "Decided", Class: model.WindowFreeze, Withdrawn: "over", Exceptions: []model.Exception{{Release: planning, By: "PER-1", Decided: &model.Verdict{By: "PER-2"}}}})
	release("REL-20", "declared", func(r *model.Release) {
		r.Type, r.Window, r.Declared = "emergency", model.Slot{}, &model.Declaration{Process: "emergency", Reason: "legal", Title: "the law asks for it", Vulnerability: "X-1", By: "PER-1"}
	})
	put(&model.Approval{ID: "APR-20", Of: "REL-20", Purpose: "ecab", Title: "Emergency authorisation", Revision: 1, Approvers: approver})
	put(&model.Approval{ID: "APR-21", Of: "REL-20", Purpose: "acceptance", Title: "Acceptance", Revision: 1, Approvers: approver, Decisions: []model.Decision{{By: "PER-3", Verdict: model.Approve, Verbal: &model.Verbal{By: "PER-1", Channel: "phone"}}}})
	put(&model.Change{ID: "CHG-20", Title: "Restart", Category: "problem-fix", Type: "emergency", State: model.ChangeSubmitted, Requester: "PER-1", Declared: &model.Declaration{Process: "emergency-change", Reason: "legal", Title: "the law asks for it", Vulnerability: "X-1", By: "PER-1"}})
	put(&model.Change{ID: "CHG-21", Title: "By hand", Category: "enhancement", Type: "unauthorised", State: model.ChangePutRight, Captured: &model.Capture{Process: "unauthorised-change", Found: "told", Title: "somebody said so", By: "PER-1", Unknown: true, Outcome: model.BackedOut}})
	put(&model.Change{ID: "CHG-22", Title: "By hand", Category: "enhancement", Type: "unauthorised", State: model.ChangePutRight, Captured: &model.Capture{Process: "unauthorised-change", Found: "told", Title: "somebody said so", By: "PER-1", Unknown: true, Outcome: model.Corrected}})
	put(&model.Approval{ID: "APR-3", Of: goingBack, Purpose: "handover", Title: "Hand-over", Revision: 1, Approvers: approver})

	put(&model.Run{ID: "RUN-1", Release: deploying, Production: true, By: "PER-4", Started: now.Add(-time.Hour),
		Steps:  []model.Step{{Text: "stop", Done: now.Add(-30 * time.Minute), By: "PER-4"}, {Text: "copy"}, {Text: "start"}},
		Checks: []model.Check{{Text: "it answers", Passed: true}, {Text: "no errors"}}})
	put(&model.Installation{ID: "INS-1", Release: deploying, Run: "RUN-1", By: "PER-4", At: now.Add(-20 * time.Minute), Files: []model.InstalledFile{{SHA256: sum}}})
	put(&model.Run{ID: "RUN-2", Release: early, Production: true, By: "PER-4", Started: now.Add(-2 * time.Hour), Ended: now.Add(-time.Hour), Result: model.RunDeployed})
	put(&model.Run{ID: "RUN-3", Release: goingBack, Production: true, By: "PER-4", Started: now.Add(-time.Hour), Steps: []model.Step{{Text: "stop"}},
		Rollback: &model.Rollback{Trigger: "it failed", Steps: []model.Step{{Text: "restore"}}}})
	put(&model.Run{ID: "RUN-4", Release: closed, Production: true, By: "PER-4", Started: now.Add(-2 * time.Hour), Ended: now.Add(-time.Hour), Result: model.RunDeployed, Intervention: "hotfix"})
	put(&model.Incident{ID: "INC-1", Title: "Basket is empty", Severity: "P1", State: "open", Service: "SVC-1", Opened: now.Add(-20 * time.Minute), Suspects: []model.ID{early}})
	put(&model.Incident{ID: "INC-2", Title: "Slow", Severity: "P3", State: "resolved", Opened: now.Add(-20 * time.Minute), CausedBy: []model.ID{closed},
		ImpactStart: now.Add(-30 * time.Minute), References: []model.Reference{{To: "change", ID: "CHG0000097"}}})
	for i, state := range []model.State{model.ProposalProposed, model.ProposalReviewed, model.ProposalApproved, model.ProposalRejected} {
		p := &model.Proposal{ID: model.MakeID(model.KindProposal, int64(i+1)), Title: "Rules", Note: "fewer checks", Base: "PRC-1", Author: "PER-6", At: now}
		if state != model.ProposalProposed {
			p.Reviewed = &model.Verdict{Yes: true, Text: "fine.", By: "PER-2", At: now}
		}
		if state == model.ProposalApproved || state == model.ProposalRejected {
			p.Decided = &model.Verdict{Yes: state == model.ProposalApproved, By: "PER-3", At: now}
		}
		put(p)
	}
	for i, state := range []model.State{model.EntryProposed, model.EntryAuthorised, model.EntrySuspended, model.EntryAuthorised} {
		e := &model.Entry{ID: model.MakeID(model.KindEntry, int64(i+1)), Version: 1, Author: "PER-6", Proposed: now, Work: model.Work{Title: "Patches", Text: "what the vendor tested", Process: "standard",
			Services: []model.ID{"SVC-1"}, Items: []model.ID{"CI-1"}, Contents: []string{"software"}, Impact: 1, Method: "phased", Duration: "1h0m0s", Steps: []model.WorkStep{{Text: "stop", Owner: "Dmitri"}, {Text: "patch"}},
			Verification: []string{"it answers"}, Trigger: "it does not answer", BackSteps: []model.WorkStep{{Text: "restore"}}, BackDuration: "30m0s"}}
		if state != model.EntryProposed {
			e.Decided = &model.Verdict{Yes: true, By: "PER-3", At: now}
		}
		if state == model.EntrySuspended {
			e.Suspended = &model.Ending{Reason: "it failed", By: "PER-3", At: now}
		}
		if i == 3 {
			e.Work = model.Work{Title: "Accounts", Text: "more of them", Process: "standard-change", Services: []model.ID{"SVC-1"}}
		}
		e.State = e.Stands()
		put(e)
	}
	release(underOld, "planning", func(r *model.Release) { r.Rules, r.Items = "PRC-0", []model.ID{"CI-2"} })
	release(inGone, "gone", func(r *model.Release) { r.Rules, r.Items = "PRC-2", nil })
	old := rules
	old.ID = "PRC-2"
	old.Processes = slices.Clone(old.Processes)
	normal, _ := old.Process("normal")
	normal.Stages = append([]process.Stage{{ID: "gone", Title: "Gone"}}, normal.Stages...)
	put(&old)
	return c
}

// begun is a task's form for a record, as a person meets it.
func begun(t *testing.T, c *model.Case, name string, id model.ID) (*task.Task, form.Form, form.Answers) {
	t.Helper()
	tk, ok := task.Named(name)
	if !ok {
		t.Fatalf("no task %s", name)
	}
	questions, err := assets.Task(name)
	if err != nil {
		t.Fatal(err)
	}
	f, a, err := tk.Begin(c, id, questions)
	if err != nil {
		t.Fatalf("%s of %q: %v", name, id, err)
	}
	return tk, f, a
}

// ground is what answers are tidied against: the records of the case.
func ground(c *model.Case, about model.ID) form.Ground {
	return task.Ground(c, about, now, func(kind, text string) (string, bool) {
		if id, ok := c.Named(model.Kind(kind), text); ok {
			return string(id), true
		}
		id, err := model.ParseID(text)
		return string(id), err == nil && id.Kind() == model.Kind(kind) && c.Has(id)
	})
}
