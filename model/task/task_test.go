package task_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/model/when"
)

// example is a task that somebody does: what is typed over what stands in the
// form at first, and the action it makes.
type example struct {
	task  string
	id    model.ID
	who   model.ID
	typed map[string]string
	want  action.Action
}

type typed = map[string]string

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

func day(d int) when.Moment {
	return when.Moment{At: time.Date(2026, 3, d, 0, 0, 0, 0, berlin).UTC(), Precision: when.Day}
}

// editedEntry is the entry CAT-2 with another title and another second step.
func editedEntry() action.Action {
	e := *model.Get[*model.Entry](world(""), "CAT-2")
	e.Title, e.Steps = "Monthly patches", []model.WorkStep{{Text: "stop", Owner: "Dmitri"}, {Text: "start"}}
	return action.EditEntry{Entry: e, Seen: 1002}
}

// examples has each task at least once. Dates are typed in Berlin.
var examples = []example{
	{"register", "", "", typed{"name": "Shop", "version": "6.0", "service": "shop", "contents": "software, hardware", "owner": "rafael", "changes": "chg-3", "start": "2026-03-12 22:00", "end": "+4h", "team": "web", "depends_on": "REL-2"},
		action.Register{Release: model.Release{Name: "Shop", Version: "6.0", Type: "normal", Service: "SVC-1", Owner: "PER-2", Coordinator: "PER-1", Contents: []string{"software", "hardware"}, Changes: []model.ID{"CHG-3"},
			Window: model.Slot{Start: minute(12, 21), End: minute(13, 1)}, Team: "TEA-1", DependsOn: []model.ID{"REL-2"}}}},
	{"register", "", "", typed{"name": "Shop", "major": "yes", "start": "12 Mar 2026"},
		action.Register{Release: model.Release{Name: "Shop", Type: "normal", Coordinator: "PER-1", Major: true, Window: model.Slot{Start: day(12), End: day(12)}}}},
	{"register", "", "", typed{"name": "Shop", "start": "12 Mar 2026", "end": "3d"},
		action.Register{Release: model.Release{Name: "Shop", Type: "normal", Coordinator: "PER-1", Window: model.Slot{Start: day(12), End: day(14)}}}},
	{"edit-release", planning, "", typed{"name": "Shop front", "people": "dmitri\ncora", "major": ""},
		action.Edit{Release: planning, Set: typed{"name": "Shop front", "people": "PER-4\nPER-1"}, Seen: 1001}},
	{"edit-release", planning, "", typed{"owner": ""}, action.Edit{Release: planning, Set: typed{"owner": ""}, Seen: 1001}},
	{"edit-release", planning, "", nil, action.Edit{Release: planning, Set: typed{}, Seen: 1001}},
	{"scope", planning, "", typed{"add": "CHG-3", "defer": "CHG-2"}, action.Scope{Release: planning, Add: []model.ID{"CHG-3"}, Defer: []model.ID{"CHG-2"}, Seen: 1001}},
	{"scope", held, "", typed{"add": "CHG-3\nCHG-2"}, action.Scope{Release: held, Add: []model.ID{"CHG-3", "CHG-2"}, Seen: 1006}},
	{"affect", planning, "", typed{"add": "CI-2", "complete": "yes"}, action.Affect{Release: planning, Add: []model.ID{"CI-2"}, Complete: true, Seen: 1001}},
	{"affect", planning, "", typed{"remove": "CI-1", "complete": "no"}, action.Affect{Release: planning, Remove: []model.ID{"CI-1"}, Seen: 1001}},
	{"affect", held, "", typed{"none": "documents only"}, action.Affect{Release: held, None: "documents only", Seen: 1006}},
	{"scan", planning, "", nil, action.Scan{Release: planning}},
	{"reschedule", planning, "", typed{"start": "thu 22:00", "end": "+3h", "reason": "defect-found", "sentence": "login fails"},
		action.Reschedule{Release: planning, Window: model.Slot{Start: minute(5, 21), End: minute(6, 0)}, Reason: "defect-found", Sentence: "login fails", Seen: 1001}},
	{"reschedule", planning, "", typed{"end": "2h", "reason": "earlier", "sentence": "shorter"},
		action.Reschedule{Release: planning, Window: model.Slot{Start: minute(12, 21), End: minute(12, 23)}, Reason: "earlier", Sentence: "shorter", Seen: 1001}},
	{"reschedule", held, "", typed{"start": "2026-03-12"}, action.Reschedule{Release: held, Window: model.Slot{Start: day(12), End: day(12)}, Seen: 1006}},
	{"check-dates", scheduled, "", nil, action.CheckDates{Release: scheduled}},
	{"procure", planning, "", typed{"title": "Rack", "supplier": "ACME", "due": "2026-03-10", "hardware": "yes"},
		action.Procure{Item: model.Procurement{Release: planning, Title: "Rack", Supplier: "ACME", Due: day(10), Hardware: true}}},
	{"receive", planning, "", typed{"procurement": "PRO-1", "serial": "S1"}, action.Receive{Procurement: "PRO-1", Item: model.Item{Class: "hardware", Serial: "S1"}}},
	{"receive", planning, "", typed{"procurement": "PRO-2"}, action.Receive{Procurement: "PRO-2"}},
	{"receive", "PRO-1", "", typed{"name": "web-9", "class": "server"}, action.Receive{Procurement: "PRO-1", Item: model.Item{Name: "web-9", Class: "server"}}},
	{"receive", scheduled, "", nil, action.Receive{Procurement: "PRO-3"}},
	{"drop-procurement", scheduled, "", typed{"reason": "not needed"}, action.DropProcurement{Procurement: "PRO-3", Reason: "not needed"}},
	{"drop-procurement", planning, "", typed{"procurement": "PRO-2", "reason": "not needed"}, action.DropProcurement{Procurement: "PRO-2", Reason: "not needed"}},
	{"request-approval", planning, "", nil, action.RequestApproval{Release: planning, Purpose: "authorisation-1", Seen: 1001}},
	{"decide-approval", "APR-1", "PER-3", typed{"verdict": "approve", "conditions": "watch it", "comment": "good"},
		action.Decide{Approval: "APR-1", Verdict: "approve", Comment: "good", Conditions: "watch it", MeetBy: "PER-1", Seen: 1001}},
	{"decide-approval", scheduled, "PER-3", typed{"verdict": "reject", "conditions": "left over from another verdict", "comment": "too late"},
		action.Decide{Approval: "APR-1", Verdict: "reject", Comment: "too late", Seen: 1001}},
	{"meet-condition", "APR-5", "", typed{"by": "doc-4"}, action.MeetCondition{Approval: "APR-5", Number: 1, Record: "DOC-4", Seen: 1005}},
	{"retract-approval", "APR-2", "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: "APR-2", Reason: "read too fast", Seen: 1002}},
	{"withdraw-approval", "APR-1", "", typed{"reason": "later"}, action.WithdrawApproval{Approval: "APR-1", Reason: "later", Seen: 1001}},
	{"readdress-approval", "APR-4", "", typed{"to": "PER-3", "reason": "on leave"}, action.Readdress{Approval: "APR-4", From: "PER-2", To: "PER-3", Reason: "on leave", Seen: 1004}},
	{"retract-document", "DOC-1", "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: "DOC-1", Reason: "read too fast", Seen: 1001}},
	{"retract-change", "CHG-50", "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: "CHG-50", Reason: "read too fast", Seen: 1050}},
	{"retract-exception", "WIN-50", "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: "WIN-50", Of: planning, Reason: "read too fast", Seen: 1050}},
	{"retract-conflict", goingBack, "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: goingBack, Conflict: "k", Reason: "read too fast", Seen: 1007}},
	{"take-down", "REL-20", "", typed{"decider": "chandra", "verdict": "downgrade", "comment": "it can wait", "happened": "09:55"},
		action.TakeDown{Approval: "APR-20", Decider: "PER-3", Verdict: "downgrade", Channel: "phone", Comment: "it can wait", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1020}},
	{"countersign", "APR-21", "PER-3", typed{"verdict": "disown", "comment": "never"}, action.Countersign{Approval: "APR-21", Comment: "never", Seen: 1021}},
	{"register", "", "", typed{"name": "Shop", "type": "emergency", "reason": "security", "vulnerability": "CVE-2026-1234", "happened": "09:55"},
		action.Register{Release: model.Release{Name: "Shop", Type: "emergency", Coordinator: "PER-1", Declared: &model.Declaration{Reason: "security", Vulnerability: "CVE-2026-1234", At: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}}}},
	{"approve-document", "DOC-5", "", typed{"read": "yes"}, action.ApproveDocument{Document: "DOC-5", Version: 3}},
	{"approve-document", "DOC-5", "", typed{"read": "yes", "verdict": "reject", "comment": "step 4 is old", "happened": "09:55"},
		action.ApproveDocument{Document: "DOC-5", Version: 3, Comment: "step 4 is old", Words: action.Words{Verdict: "reject", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}}},
	{"approve-document", "DOC-5", "", typed{"read": "yes", "conditions": "tell the desk", "meet_by": "oscar"},
		action.ApproveDocument{Document: "DOC-5", Version: 3, Words: action.Words{Conditions: "tell the desk", MeetBy: "PER-5"}}},
	{"approve-document", "DOC-5", "", typed{"read": "yes", "verdict": "ask", "comment": "which server?"},
		action.ApproveDocument{Document: "DOC-5", Version: 3, Comment: "which server?", Words: action.Words{Verdict: "ask"}}},
	{"approve-document", scheduled, "", typed{"document": "DOC-6", "read": "yes"}, action.ApproveDocument{Document: "DOC-6", Version: 3}},
	{"approve-document", acceptance, "", typed{"read": "yes"}, action.ApproveDocument{Document: "DOC-9", Version: 3}},
	{"add-media", planning, "", typed{"sha256": strings.ToUpper(sum) + "  build/shop-5.1.tgz", "size": "1024"},
		action.AddMedia{Release: planning, Media: model.Media{Name: "shop-5.1.tgz", Version: "5.1", Medium: "archive", SHA256: sum, Size: 1024, DigestOnly: true}}},
	{"add-media", planning, "", typed{"sha256": sum + " *shop.iso", "name": "Shop", "medium": "image", "source": "ACME", "expires": "2027-12-31"},
		action.AddMedia{Release: planning, Media: model.Media{Name: "Shop", Version: "5.1", Medium: "image", SHA256: sum, DigestOnly: true, Source: "ACME", Expires: when.Moment{At: time.Date(2027, 12, 31, 0, 0, 0, 0, berlin).UTC(), Precision: when.Day}}}},
	{"state-installed", deploying, "", typed{"sums": strings.ToUpper(sum) + "  build/shop-5.1.tgz", "source": "SHA256SUMS", "happened": "09:55"},
		action.StateInstalled{Run: "RUN-1", From: "SHA256SUMS", Files: []model.InstalledFile{{SHA256: sum, Name: "build/shop-5.1.tgz"}}, Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}},
	{"withdraw-installation", "INS-1", "", typed{"reason": "of another host"}, action.WithdrawInstallation{Installation: "INS-1", Reason: "of another host", Seen: 1001}},
	{"accept-conflict", planning, "", typed{"reason": "other machines"}, action.AcceptConflict{Release: planning, Key: "same-item:REL-1,REL-2", Reason: "other machines", Seen: 1001}},
	{"ask-exception", planning, "", typed{"reason": "it is the law"}, action.AskException{Window: "WIN-1", Release: planning, Reason: "it is the law"}},
	{"decide-exception", planning, "", typed{"verdict": "grant", "comment": "once"}, action.DecideException{Window: "WIN-2", Release: planning, Yes: true, Comment: "once", Seen: 1002}},
	{"decide-exception", "WIN-2", "", typed{"verdict": "refuse", "comment": "no"}, action.DecideException{Window: "WIN-2", Release: planning, Comment: "no", Seen: 1002}},
	{"take-baseline", scheduled, "", nil, action.TakeBaseline{Release: scheduled}},
	{"send-notice", scheduled, "", typed{"audience": "all users", "text": "Away tonight"}, action.SendNotice{Release: scheduled, Audience: "all users", Channel: "mail", Text: "Away tonight", Seen: 1002}},
	{"start-run", planning, "", typed{"environment": "test"}, action.StartRun{Release: planning, Env: "test", Mock: true}},
	{"start-run", deploying, "PER-2", typed{"rehearsal": "no", "happened": "09:50", "break_glass": "nobody else is here"},
		action.StartRun{Release: deploying, Env: "production", Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC), BreakGlass: "nobody else is here"}},
	{"do-step", deploying, "", typed{"happened": "09:55"}, action.DoStep{Run: "RUN-1", Step: 2, Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1001}},
	{"do-step", "RUN-3", "", nil, action.DoStep{Run: "RUN-3", Step: 1, Rollback: true, Seen: 1003}},
	{"begin-step", deploying, "", typed{"happened": "09:55"}, action.BeginStep{Run: "RUN-1", Step: 2, Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1001}},
	{"fail-step", "RUN-1", "", typed{"reason": "no room left"}, action.FailStep{Run: "RUN-1", Step: 2, Reason: "no room left", Seen: 1001}},
	{"note-run", deploying, "", typed{"text": "the bridge is open", "step": "2"}, action.NoteRun{Run: "RUN-1", Step: 2, Text: "the bridge is open"}},
	{"add-step", "RUN-1", "", typed{"text": "make room", "reason": "the disk is full", "owner": "PER-4", "before": "2", "takes": "10m", "sort": "check"},
		action.AddStep{Run: "RUN-1", Text: "make room", Reason: "the disk is full", Owner: "PER-4", Before: 2, Takes: 10 * time.Minute, Sort: "check"}},
	{"give-step", "RUN-1", "", typed{"step": "RUN-1 2", "to": "PER-2", "reason": "end of shift"}, action.GiveStep{Run: "RUN-1", Step: 2, To: "PER-2", Reason: "end of shift"}},
	{"decide-go", deploying, "", typed{"go": "no-go", "present": "PER-2, PER-4", "text": "no copy"}, action.DecideGo{Run: "RUN-1", Present: []model.ID{"PER-2", "PER-4"}, Text: "no copy"}},
	{"hand-run", "RUN-1", "", typed{"to": "PER-2", "text": "step 2 is open"}, action.HandRun{Run: "RUN-1", To: "PER-2", Text: "step 2 is open"}},
	{"skip-step", "RUN-1", "", typed{"reason": "copied before"}, action.DoStep{Run: "RUN-1", Step: 2, Skipped: true, Skip: "copied before", Seen: 1001}},
	{"pass-verification", deploying, "", nil, action.Verify{Run: "RUN-1", Line: 2, Passed: true, Seen: 1001}},
	{"fail-verification", "RUN-1", "", typed{"line": "RUN-1 1", "note": "error 500"}, action.Verify{Run: "RUN-1", Line: 1, Note: "error 500", Seen: 1001}},
	{"roll-back", deploying, "", typed{"trigger": "it fails"}, action.RollBack{Run: "RUN-1", Trigger: "it fails"}},
	{"end-run", "RUN-1", "", typed{"result": "failed", "restored": "09:58", "intervention": "hotfix"},
		action.EndRun{Run: "RUN-1", Result: "failed", Intervention: "hotfix", Restored: time.Date(2026, 3, 2, 8, 58, 0, 0, time.UTC)}},
	{"end-run", "RUN-1", "", typed{"result": "failed", "failed": "09:57"}, action.EndRun{Run: "RUN-1", Result: "failed", Failed: time.Date(2026, 3, 2, 8, 57, 0, 0, time.UTC)}},
	{"restore-service", "RUN-4", "", typed{"failed": "09:20", "happened": "09:50"},
		action.RestoreService{Run: "RUN-4", Failed: time.Date(2026, 3, 2, 8, 20, 0, 0, time.UTC), Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC), Seen: 1004}},
	{"restore-service", closed, "", nil, action.RestoreService{Run: "RUN-4", Seen: 1004}},
	{"end-run", goingBack, "", nil, action.EndRun{Run: "RUN-3", Result: "rolled-back"}},
	{"update-item", early, "", typed{"version": "5.4", "state": "live"}, action.UpdateItem{Release: early, Item: "CI-1", Version: "5.4", State: "live", Seen: 1001}},
	{"update-item", early, "", typed{"item": "CI-2", "what": "no-change", "version": "left over"}, action.UpdateItem{Release: early, Item: "CI-2", NoChange: true, Seen: 1002}},
	{"open-incident", "", "", typed{"title": "Down", "severity": "P1", "service": "shop", "items": "CI-1", "problem": "PRB-1", "opened": "09:30"},
		action.OpenIncident{Incident: model.Incident{Title: "Down", Severity: "P1", Service: "SVC-1", Items: []model.ID{"CI-1"}, Problem: "PRB-1", Opened: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)}}},
	{"open-incident", early, "", typed{"title": "Down"}, action.OpenIncident{Incident: model.Incident{Title: "Down", Severity: "P3", Service: "SVC-1", Suspects: []model.ID{early}}}},
	{"open-incident", early, "", typed{"title": "Down", "link": "none"}, action.OpenIncident{Incident: model.Incident{Title: "Down", Severity: "P3", Service: "SVC-1"}}},
	{"link-incident", "INC-1", "", typed{"release": "REL-4", "how": "confirmed"}, action.LinkIncident{Incident: "INC-1", Release: early, How: "confirmed", Seen: 1001}},
	{"link-incident", early, "", typed{"incident": "inc-2"}, action.LinkIncident{Incident: "INC-2", Release: early, How: "suspected", Seen: 1002}},
	{"edit-incident", "INC-1", "", typed{"service": "", "impact_start": "09:10", "references": "TCK-7\nREL-9\n"},
		action.EditIncident{Incident: model.Incident{ID: "INC-1", Title: "Basket is empty", Severity: "P1", State: "open", Opened: time.Date(2026, 3, 2, 8, 40, 0, 0, time.UTC), Suspects: []model.ID{early},
			ImpactStart: time.Date(2026, 3, 2, 8, 10, 0, 0, time.UTC), References: []model.Reference{{ID: "TCK-7"}, {ID: "REL-9"}}}, Seen: 1001}},
	{"edit-incident", "INC-2", "", typed{"title": "Slower", "references": "change CHG0000097\nTCK-7"}, // what its source says of one of them stays
		action.EditIncident{Incident: model.Incident{ID: "INC-2", Title: "Slower", Severity: "P3", State: "resolved", Opened: time.Date(2026, 3, 2, 8, 40, 0, 0, time.UTC), CausedBy: []model.ID{closed},
			ImpactStart: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC), References: []model.Reference{{To: "change", ID: "CHG0000097"}, {ID: "TCK-7"}}}, Seen: 1002}},
	{"open-problem", "INC-1", "", typed{"workaround": "wait"}, action.OpenProblem{Problem: model.Problem{Title: "Basket is empty", Service: "SVC-1", Workaround: "wait"}, Incident: "INC-1"}},
	{"report-early-life", early, "", typed{"standing": "strained", "text": "many calls", "happened": "09:50"},
		action.ReportEarlyLife{Release: early, Standing: model.EarlyStrained, Text: "many calls", Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC)}},
	{"regrade-incident", "INC-1", "", typed{"severity": "P2", "reason": "half of them"}, action.RegradeIncident{Incident: "INC-1", Severity: "P2", Reason: "half of them", Seen: 1001}},
	{"reopen-incident", "INC-2", "", typed{"reason": "slow again", "happened": "09:50"}, action.ReopenIncident{Incident: "INC-2", Reason: "slow again", Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC), Seen: 1002}},
	{"close-period", "", "", typed{}, action.ClosePeriod{Period: "2026-02"}},
	{"close-period", "", "", typed{"period": "2026-Q1", "measures": "slip-rate, incidents", "reason": "the board meets"}, action.ClosePeriod{Period: "2026-Q1", Measures: []string{"slip-rate", "incidents"}, Reason: "the board meets"}},
	{"reopen-period", "PRD-1", "", typed{"reason": "an incident came"}, action.ReopenPeriod{Closed: "PRD-1", Reason: "an incident came", Seen: 1001}},
	{"resolve-incident", early, "", typed{"happened": "09:50"}, action.ResolveIncident{Incident: "INC-1", Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC)}},
	{"resolve-incident", "INC-2", "", nil, action.ResolveIncident{Incident: "INC-2", Close: true}},
	{"set-milestone", planning, "", typed{"title": "Code freeze", "on": "2026-03-08"}, action.SetMilestone{Milestone: model.Milestone{Title: "Code freeze", At: day(8), Release: planning, Service: "SVC-1"}}},
	{"set-milestone", "", "", typed{"title": "End of support", "on": "2026-03-08", "service": "shop"}, action.SetMilestone{Milestone: model.Milestone{Title: "End of support", At: day(8), Service: "SVC-1"}}},
	{"hold", planning, "", typed{"reason": "budget", "review": "fri"}, action.Hold{Release: planning, Reason: "budget", Review: day(6), Seen: 1001}},
	{"resume", held, "", nil, action.Resume{Release: held, Seen: 1006}},
	{"send-back", acceptance, "", typed{"to": "build", "reason": "a defect"}, action.SendBack{Release: acceptance, To: "build", Reason: "a defect", Seen: 1009}},
	{"send-back", scheduled, "", typed{"reason": "a defect"}, action.SendBack{Release: scheduled, To: "planning", Reason: "a defect", Seen: 1002}},
	{"undo", planning, "", nil, action.Undo{Release: planning}},
	{"cancel", planning, "", typed{"reason": "no money"}, action.Cancel{Release: planning, Reason: "no money", Seen: 1001}},
	{"reopen", closed, "", typed{"reason": "evaluated wrongly"}, action.Reopen{Release: closed, Reason: "evaluated wrongly"}},

	{"migrate-release", underOld, "", nil, action.MigrateRelease{Release: underOld, To: "PRC-1", Seen: 1010}},
	{"migrate-release", inGone, "", typed{"stage": "registration"}, action.MigrateRelease{Release: inGone, To: "PRC-1", Stages: typed{"gone": "registration"}, Seen: 1011}},
	{"review-rules", "PRP-1", "PER-3", typed{"comment": "fine"}, action.ReviewRules{Proposal: "PRP-1", Comment: "fine", Seen: 1001}},
	{"decide-rules", "PRP-2", "PER-3", typed{"decision": "approve"}, action.DecideRules{Proposal: "PRP-2", Yes: true, Seen: 1002}},
	{"decide-rules", "PRP-1", "PER-3", typed{"decision": "reject", "comment": "no"}, action.DecideRules{Proposal: "PRP-1", Comment: "no", Seen: 1001}},
	{"adopt-rules", "PRP-3", "", nil, action.AdoptRules{Proposal: "PRP-3", Seen: 1003}},
	{"withdraw-proposal", "PRP-3", "", typed{"reason": "others come"}, action.WithdrawProposal{Proposal: "PRP-3", Reason: "others come", Seen: 1003}},

	{"propose-entry", "", "", typed{"title": "Patches", "text": "monthly", "services": "shop", "steps": "stop\npatch\n", "impact": "2", "criteria": "fast"},
		action.ProposeEntry{Entry: model.Entry{Work: model.Work{Title: "Patches", Text: "monthly", Process: "standard", Services: []model.ID{"SVC-1"}, Impact: 2,
			Steps: []model.WorkStep{{Text: "stop"}, {Text: "patch"}}, Criteria: []model.Criterion{{ID: "C1", Criterion: "fast"}}}}}},
	{"propose-entry", closed, "", typed{"text": "monthly"},
		action.ProposeEntry{Release: closed, Entry: model.Entry{Work: model.Work{Title: "Shop", Text: "monthly", Process: "standard", Services: []model.ID{"SVC-1"}, Items: []model.ID{"CI-1"}, Contents: []string{"software"}, Environment: "production", Impact: 2}}}},
	{"edit-entry", "CAT-2", "", typed{"title": "Monthly patches", "steps": "stop\nstart"}, editedEntry()},
	{"decide-entry", "CAT-1", "PER-3", typed{"decision": "authorise"}, action.DecideEntry{Entry: "CAT-1", Yes: true, Seen: 1001}},
	{"decide-entry", "CAT-1", "PER-3", typed{"decision": "reject", "comment": "no"}, action.DecideEntry{Entry: "CAT-1", Comment: "no", Seen: 1001}},
	{"suspend-entry", "CAT-2", "", typed{"reason": "it failed"}, action.SuspendEntry{Entry: "CAT-2", Reason: "it failed", Seen: 1002}},
	{"resume-entry", "CAT-3", "", typed{"reason": "mended"}, action.ResumeEntry{Entry: "CAT-3", Reason: "mended", Seen: 1003}},
	{"retire-entry", "CAT-3", "", typed{"reason": "gone"}, action.RetireEntry{Entry: "CAT-3", Reason: "gone", Seen: 1003}},
	{"ask-waiver", planning, "", typed{"check": "criteria-set", "reason": "no time", "until": "2026-03-20"}, action.AskWaiver{Of: planning, Check: "criteria-set", Reason: "no time", Until: day(20), Seen: 1001}},
	{"decide-waiver", "WVR-1", "PER-3", typed{"verdict": "grant", "comment": "so be it"}, action.DecideWaiver{Waiver: "WVR-1", Yes: true, Comment: "so be it", Seen: 1001}},
	{"decide-waiver", "WVR-1", "PER-3", typed{"verdict": "refuse", "comment": "no"}, action.DecideWaiver{Waiver: "WVR-1", Comment: "no", Seen: 1001}},
	{"decide-waiver", "WVR-3", "PER-3", typed{"verdict": "grant", "comment": "so be it", "happened": "09:55"}, action.DecideWaiver{Waiver: "WVR-3", Yes: true, Comment: "so be it", Words: action.Words{Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}, Seen: 1003}},
	{"take-down-waiver", "WVR-3", "", typed{"decider": "chandra", "verdict": "grant", "comment": "so be it", "happened": "09:55"},
		action.TakeDownWaiver{Waiver: "WVR-3", Decider: "PER-3", Yes: true, Channel: "phone", Comment: "so be it", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1003}},
	{"countersign-waiver", "WVR-4", "PER-2", typed{"verdict": "countersign"}, action.CountersignWaiver{Waiver: "WVR-4", Yes: true, Seen: 1004}},
	{"countersign-waiver", "WVR-4", "PER-2", typed{"verdict": "disown", "comment": "never"}, action.CountersignWaiver{Waiver: "WVR-4", Comment: "never", Seen: 1004}},
	{"withdraw-waiver", "WVR-1", "", typed{"reason": "written"}, action.WithdrawWaiver{Waiver: "WVR-1", Reason: "written", Seen: 1001}},
	{"retract-entry", "CAT-2", "PER-3", typed{"reason": "read too fast"}, action.Retract{Record: "CAT-2", Reason: "read too fast", Seen: 1002}},
	{"retract-proposal", "PRP-3", "PER-3", typed{"reason": "read too fast"}, action.Retract{Record: "PRP-3", Reason: "read too fast", Seen: 1003}},
	{"retract-waiver", "WVR-2", "PER-2", typed{"reason": "read too fast"}, action.Retract{Record: "WVR-2", Reason: "read too fast", Seen: 1002}},
	{"ask-question", "CI-1", "PER-6", typed{"text": "Which version?", "to": "oscar"}, action.AskQuestion{About: "CI-1", Text: "Which version?", To: "PER-5"}},
	{"ask-question", "WIN-2", "PER-6", typed{"text": "Why?", "of": "REL-1"}, action.AskQuestion{About: "WIN-2", Text: "Why?", Of: planning}},
	{"ask-question", "", "PER-6", typed{"about": "rel-1", "text": "Why?"}, action.AskQuestion{About: planning, Text: "Why?"}},
	{"hold-standup", "", "", typed{"team": "web", "happened": "09:55"}, action.HoldStandup{Team: "TEA-1", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}},
	{"hold-standup", "TEA-1", "", typed{}, action.HoldStandup{Team: "TEA-1"}},
	{"delegate", "", "PER-5", typed{"person": "ada", "end": "fri", "what": "acceptance\nchange", "reason": "on leave"},
		action.Delegate{Person: "PER-6", From: day(2), Until: day(6), What: []string{"acceptance", "change"}, Reason: "on leave"}},
	{"delegate", "PER-6", "PER-5", typed{"start": "2026-03-09 08:00", "end": "+4h", "service": "shop", "reason": "on a course"},
		action.Delegate{Person: "PER-6", From: minute(9, 7), Until: minute(9, 11), Service: "SVC-1", Reason: "on a course"}},
	{"annotate", "", "PER-5", typed{"text": "New data centre", "happened": "2026-03-01", "measure": "slip-rate"}, action.Annotate{On: day(1), Text: "New data centre", Measure: "slip-rate"}},
	{"annotate", "SVC-1", "PER-5", typed{"text": "New team"}, action.Annotate{On: day(2), Text: "New team", Service: "SVC-1"}},
	{"renew-notes", planning, "", typed{}, action.DraftNotes{Release: planning}},
	{"agree", "SVC-1", "", typed{"target": "99.5", "hours": "Mon-Fri 8-18\nSat 9-13", "from": "2026-03-01"},
		action.Agree{Service: "SVC-1", Target: "99.5", Hours: []string{"Mon-Fri 8-18", "Sat 9-13"}, Severities: []string{"P1"}, From: day(1)}},
	{"agree", "", "", typed{"service": "shop", "target": "99", "hours": "around the clock", "maintenance_excluded": "yes", "holidays": "yes", "severities": "P1", "from": "2026-03-01", "to": "2026-03-20", "reference": "SLA-7", "with": "Sales", "text": "as of old", "reason": "signed late", "replace": "yes"},
		action.Agree{Service: "SVC-1", Target: "99", Hours: []string{"around the clock"}, Maintenance: true, Holidays: true, Severities: []string{"P1"}, From: day(1), To: day(20), Reference: "SLA-7", With: "Sales", Text: "as of old", Reason: "signed late", Replace: true}},
	{"withdraw-agreement", "AGR-1", "", typed{"reason": "typed twice"}, action.WithdrawAgreement{Agreement: "AGR-1", Reason: "typed twice", Seen: 1001}},
	{"record-outage", "SVC-1", "", typed{"text": "Power cut", "start": "2026-03-02 08:00", "end": "+1h"},
		action.RecordOutage{Service: "SVC-1", Sort: "unplanned", Text: "Power cut", Start: minute(2, 7), End: minute(2, 8)}},
	{"record-outage", planning, "", typed{"text": "The shop is closed", "start": "2026-03-09 08:00", "end": "+4h"},
		action.RecordOutage{Service: "SVC-1", Sort: "planned", Text: "The shop is closed", Cause: planning, Start: minute(9, 7), End: minute(9, 11)}},
	{"record-outage", "INC-1", "", typed{"text": "Only slow", "sort": "none"}, action.RecordOutage{Service: "SVC-1", Sort: "none", Text: "Only slow", Of: "INC-1"}},
	{"record-outage", "INC-1", "", typed{"text": "Also the day after", "start": "2026-03-02 08:00", "end": "+1h"},
		action.RecordOutage{Service: "SVC-1", Sort: "unplanned", Text: "Also the day after", Cause: "INC-1", Start: minute(2, 7), End: minute(2, 8)}},
	{"record-outage", "", "", typed{"service": "shop", "text": "Power cut", "start": "2026-03-02", "of": "inc-1", "reason": "it was out all day"},
		action.RecordOutage{Service: "SVC-1", Sort: "unplanned", Text: "Power cut", Of: "INC-1", Reason: "it was out all day", Start: day(2), End: day(2)}},
	{"end-outage", "OUT-1", "", typed{"happened": "2026-03-02 09:00"}, action.EndOutage{Outage: "OUT-1", End: minute(2, 8), Seen: 1001}},
	{"end-outage", "OUT-1", "", typed{}, action.EndOutage{Outage: "OUT-1", Seen: 1001}},
	{"cancel-outage", "OUT-1", "", typed{"reason": "it never was"}, action.CancelOutage{Outage: "OUT-1", Reason: "it never was", Seen: 1001}},
	{"retry-job", "JOB-1", "PER-1", typed{"reason": "it is back"}, action.RetryJob{Job: "JOB-1", Reason: "it is back", Seen: 1001}},
	{"drop-job", "JOB-1", "PER-1", typed{"reason": "told by hand"}, action.DropJob{Job: "JOB-1", Reason: "told by hand", Seen: 1001}},
	{"withdraw-annotation", "ANN-1", "PER-5", typed{"reason": "wrong day"}, action.WithdrawAnnotation{Annotation: "ANN-1", Reason: "wrong day", Seen: 1001}},
	{"withdraw-delegation", "DLG-1", "PER-5", typed{"reason": "back"}, action.WithdrawDelegation{Delegation: "DLG-1", Reason: "back", Seen: 1001}},
	{"report-improvement", "IMP-1", "PER-1", typed{"text": "it is watched"}, action.ReportImprovement{Improvement: "IMP-1", Text: "it is watched", Seen: 1001}},
	{"report-improvement", closed, "PER-1", typed{"text": "it is watched"}, action.ReportImprovement{Improvement: "IMP-1", Text: "it is watched", Seen: 1001}},
	{"plan-train", "", "", typed{"title": "Shop", "service": "shop", "start": "2026-03-12", "rule": "FREQ=WEEKLY", "contents": "software"},
		action.PlanTrain{Train: model.Train{Title: "Shop", Service: "SVC-1", Type: "normal", Contents: []string{"software"}, Slot: model.Slot{Start: day(12)}, Rule: "FREQ=WEEKLY", Cutoff: 5, Ahead: 2}}},
	{"edit-train", "TRN-1", "", typed{"cutoff": "3"},
		action.PlanTrain{Train: model.Train{ID: "TRN-1", Title: "Shop", Service: "SVC-1", Type: "normal", Slot: model.Slot{Start: day(12), End: day(12)}, Rule: "FREQ=WEEKLY", Cutoff: 3, By: "PER-1"}, Seen: 1001}},
	{"skip-departure", "TRN-1", "", typed{"on": "2026-03-19", "reason": "a freeze"}, action.SkipDeparture{Train: "TRN-1", On: day(19), Reason: "a freeze", Seen: 1001}},
	{"register-departure", "TRN-1", "", typed{"on": "2026-03-19"}, action.RegisterDeparture{Train: "TRN-1", On: day(19), Seen: 1001}},
	{"board-train", "CHG-1", "", typed{"train": "TRN-1", "reason": "not ready"}, action.BoardTrain{Change: "CHG-1", Train: "TRN-1", Reason: "not ready", Seen: 1001}},
	{"end-train", "TRN-1", "", typed{"reason": "retired"}, action.EndTrain{Train: "TRN-1", Reason: "retired", Seen: 1001}},
	{"keep-report", "", "", typed{"report": "monthly", "period": "2026-02", "service": "shop", "evaluation": "fine"}, action.KeepReport{Report: "monthly", Period: "2026-02", Service: "SVC-1", Evaluation: "fine"}},
	{"keep-report", "RPT-1", "", typed{}, action.KeepReport{Report: "monthly", Period: "2026-01"}},
	{"approve-document", "RPT-2", "", typed{"read": "yes"}, action.ApproveDocument{Document: "DOC-902", Version: 1}},
	{"hand-out-report", "RPT-1", "", typed{"to": "rafael", "channel": "mail"}, action.HandOutReport{Report: "RPT-1", Document: "DOC-901", Version: 2, To: []model.ID{"PER-2"}, Channel: "mail", Seen: 1001}},
	{"hand-improvement", "IMP-1", "PER-1", typed{"owner": "rafael", "due": "2026-03-27", "reason": "on leave"}, action.HandImprovement{Improvement: "IMP-1", Owner: "PER-2", Due: day(27), Reason: "on leave", Seen: 1001}},
	{"comment", "CHG-1", "", typed{"text": "seen"}, action.AskQuestion{About: "CHG-1", Comment: true, Text: "seen"}},
	{"answer-question", "QST-1", "PER-5", typed{"text": "5.1"}, action.AnswerQuestion{Question: "QST-1", Text: "5.1", Seen: 1001}},
	{"answer-question", "SVC-1", "PER-5", typed{"text": "5.1"}, action.AnswerQuestion{Question: "QST-1", Text: "5.1", Seen: 1001}},
	{"call-meeting", "", "PER-3", typed{"start": "2026-03-12 14:00", "end": "+1h", "minutes": "cora", "invited": "cora, rafael"},
		action.CallMeeting{Meeting: model.Meeting{Title: "CAB", Planned: model.Slot{Start: minute(12, 13), End: minute(12, 14)}, Chair: "PER-3", Minutes: "PER-1", Invited: []model.ID{"PER-1", "PER-2"}}}},
	{"call-meeting", "", "PER-1", typed{"title": "Urgent", "now": "yes", "chair": "chandra", "minutes": "rafael", "invited": "cora"},
		action.CallMeeting{Now: true, Meeting: model.Meeting{Title: "Urgent", Chair: "PER-3", Minutes: "PER-2", Invited: []model.ID{"PER-1"}}}},
	{"open-meeting", "CAB-1", "PER-3", typed{"minutes": "rafael"}, action.OpenMeeting{Meeting: "CAB-1", Minutes: "PER-2", Seen: 1001}},
	{"open-meeting", "CAB-1", "PER-3", typed{"early": "yes"}, action.OpenMeeting{Meeting: "CAB-1", Early: true, Seen: 1001}},
	{"open-meeting", "", "PER-3", typed{}, action.OpenMeeting{Meeting: "CAB-1", Seen: 1001}},
	{"join-meeting", "CAB-2", "", typed{}, action.JoinMeeting{Meeting: "CAB-2"}},
	{"join-meeting", "", "", typed{}, action.JoinMeeting{Meeting: "CAB-2"}},
	{"leave-meeting", "", "PER-3", typed{}, action.LeaveMeeting{Meeting: "CAB-2"}},
	{"next-item", "", "PER-3", typed{}, action.TakeUp{Meeting: "CAB-2", Seen: 1002}},
	{"take-up", "", "PER-3", typed{"item": "schedule"}, action.TakeUp{Meeting: "CAB-2", Item: "schedule", Seen: 1002}},
	{"vote", "APR-1", "PER-3", typed{"verdict": "approve", "comment": "good"}, action.Decide{Approval: "APR-1", Verdict: "approve", Comment: "good", Meeting: "CAB-2", Seen: 1001}},
	{"hand-lead", "", "PER-3", typed{"to": "cora"}, action.HandLead{Meeting: "CAB-2", To: "PER-1", Seen: 1002}},
	{"close-meeting", "CAB-2", "PER-3", typed{}, action.CloseMeeting{Meeting: "CAB-2", Seen: 1002}},
	{"cancel-meeting", "CAB-1", "PER-3", typed{"reason": "nobody can come"}, action.CancelMeeting{Meeting: "CAB-1", Reason: "nobody can come", Seen: 1001}},
	{"withdraw-question", "QST-1", "PER-6", typed{"reason": "found it"}, action.WithdrawQuestion{Question: "QST-1", Reason: "found it", Seen: 1001}},
	{"register", "", "", typed{"name": "Shop", "type": "standard", "entry": "CAT-2"},
		action.Register{Release: model.Release{Name: "Shop", Type: "standard", Coordinator: "PER-1", Entry: &model.EntryFollowed{Entry: "CAT-2"}}}},
	{"copy-release", closed, "", typed{"version": "5.6", "start": "2026-03-12"},
		action.CopyRelease{Of: closed, Name: "Shop", Version: "5.6", Type: "normal", Window: model.Slot{Start: day(12), End: day(12)}}},
	{"submit-change", "", "", typed{"title": "Ann", "type": "standard", "entry": "CAT-4"},
		action.SubmitChange{Change: model.Change{Title: "Ann", Category: "enhancement", Type: "standard", Entry: &model.EntryFollowed{Entry: "CAT-4"}}}},

	{"submit-change", "", "", typed{"title": "Faster", "service": "shop", "items": "CI-1, CI-2", "closes": "PRB-1", "builder": "dmitri"},
		action.SubmitChange{Change: model.Change{Title: "Faster", Category: "enhancement", Type: "normal", Service: "SVC-1", Items: []model.ID{"CI-1", "CI-2"}, Closes: []model.ID{"PRB-1"}, Builder: "PER-4"}}},
	{"edit-change", "CHG-2", "", typed{"title": "Much faster"},
		action.EditChange{Change: model.Change{ID: "CHG-2", Title: "Much faster", Category: "enhancement", Type: "normal", State: model.ChangeAssessed, Requester: "PER-6", Risk: "low", Assessed: &model.Verdict{Yes: true, Text: "small."}}, Seen: 1002}},
	{"assess-change", planning, "", typed{"risk": "low", "text": "none"}, action.AssessChange{Change: "CHG-1", Risk: "low", Text: "none", Seen: 1001}},
	{"assess-change", "CHG-1", "", typed{"risk": "high", "text": "much"}, action.AssessChange{Change: "CHG-1", Risk: "high", Text: "much", Seen: 1001}},
	{"decide-change", planning, "", typed{"decision": "authorise"}, action.DecideChange{Change: "CHG-2", Yes: true, Seen: 1002}},
	{"decide-change", "CHG-2", "", typed{"decision": "reject", "comment": "no"}, action.DecideChange{Change: "CHG-2", Comment: "no", Seen: 1002}},
	{"submit-change", "", "", typed{"title": "Restart", "type": "emergency", "reason": "security", "vulnerability": "CVE-2026-1234", "happened": "09:55"},
		action.SubmitChange{Change: model.Change{Title: "Restart", Category: "enhancement", Type: "emergency", Declared: &model.Declaration{Reason: "security", Vulnerability: "CVE-2026-1234", At: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC)}}}},
	{"advance-release", "REL-20", "", typed{"happened": "09:55"}, action.Advance{Release: "REL-20", From: "declared", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1020}},
	{"advance-change", "CHG-20", "", typed{"happened": "09:55"}, action.AdvanceChange{Change: "CHG-20", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1020}},
	{"capture-change", "", "", typed{"title": "Bigger heap", "service": "shop", "items": "CI-1", "found": "incident", "incident": "INC-1", "happened": "09:35", "builder": "dmitri"},
		action.CaptureChange{Change: model.Change{Title: "Bigger heap", Category: "enhancement", Service: "SVC-1", Items: []model.ID{"CI-1"}, Builder: "PER-4", Captured: &model.Capture{Found: "incident", Incident: "INC-1", Made: time.Date(2026, 3, 2, 8, 35, 0, 0, time.UTC)}}}},
	{"capture-change", "", "", typed{"title": "Open port", "found": "scan", "happened": "2026-03-01", "unknown": "yes"},
		action.CaptureChange{Change: model.Change{Title: "Open port", Category: "enhancement", Captured: &model.Capture{Found: "scan", Made: day(1).At, Unknown: true}}}},
	{"verify-back-out", "CHG-21", "", typed{"by": "dmitri", "evidence": "it is gone", "happened": "09:55"}, action.VerifyBackOut{Change: "CHG-21", By: "PER-4", Evidence: "it is gone", Happened: time.Date(2026, 3, 2, 8, 55, 0, 0, time.UTC), Seen: 1021}},
	{"follow-up-change", "CHG-22", "", typed{"follow_up": "CHG-1"}, action.FollowUpChange{Change: "CHG-22", FollowUp: "CHG-1", Seen: 1022}},
	{"request-approval", "CHG-20", "", nil, action.RequestApproval{Release: "CHG-20", Purpose: "ecab", Seen: 1020}},
	{"review-change", "CHG-51", "", typed{"outcome": "failed", "text": "it was slower", "close": "yes"}, action.ReviewChange{Change: "CHG-51", Outcome: "failed", Text: "it was slower", Close: true, Seen: 1051}},
	{"defer-change", "CHG-1", "", typed{"release": string(planning), "reason": "not ready"}, action.DeferChange{Change: "CHG-1", Release: planning, Reason: "not ready", Seen: 1001}},
	{"withdraw-change", "CHG-1", "", typed{"reason": "not needed"}, action.WithdrawChange{Change: "CHG-1", Reason: "not needed", Seen: 1001}},
	{"open-problem", "", "", typed{"title": "Slow", "service": "shop", "workaround": "wait"}, action.OpenProblem{Problem: model.Problem{Title: "Slow", Service: "SVC-1", Workaround: "wait"}}},
	{"resolve-problem", "PRB-1", "", typed{"workaround": "restart", "close": "yes"}, action.ResolveProblem{Problem: "PRB-1", Workaround: "restart", Close: true, Seen: 1001}},
	{"reopen-problem", "PRB-2", "", typed{"reason": "slow again", "happened": "09:50"}, action.ReopenProblem{Problem: "PRB-2", Reason: "slow again", Happened: time.Date(2026, 3, 2, 8, 50, 0, 0, time.UTC), Seen: 1002}},
	{"withdraw-media", "DML-1", "", typed{"reason": "a virus"}, action.WithdrawMedia{Media: "DML-1", Reason: "a virus"}},
	{"add-window", "", "", typed{"title": "Year end", "hard": "yes", "start": "2026-03-12", "end": "2026-03-14", "reason": "audit"},
		action.AddWindow{Window: model.Window{Title: "Year end", Class: "freeze", Hard: true, Slot: model.Slot{Start: day(12), End: day(14)}, Reason: "audit"}}},
	{"add-window", "", "", typed{"class": "maintenance", "title": "Nights", "hard": "yes", "services": "shop", "items": "CI-1", "start": "thu 22:00", "end": "+4h", "rule": "FREQ=WEEKLY", "zone": "Europe/Berlin"},
		action.AddWindow{Window: model.Window{Title: "Nights", Class: "maintenance", Services: []model.ID{"SVC-1"}, Items: []model.ID{"CI-1"}, Slot: model.Slot{Start: minute(5, 21), End: minute(6, 1)}, Rule: "FREQ=WEEKLY", Lasts: "4h0m0s", Zone: "Europe/Berlin"}}},
	{"edit-window", "WIN-1", "", typed{"title": "Month's end", "start": "2026-03-10", "end": "2026-03-15"},
		action.EditWindow{Window: model.Window{ID: "WIN-1", Title: "Month's end", Class: "freeze", Hard: true, Everything: true, Slot: model.Slot{Start: day(10), End: day(15)}}, Seen: 1001}},
	{"edit-window", "WIN-60", "", typed{"following": "2026-03-19", "rule": "FREQ=WEEKLY;INTERVAL=2"},
		action.EditWindow{Window: model.Window{ID: "WIN-60", Title: "Nights", Class: "maintenance", Services: []model.ID{"SVC-1"}, Slot: model.Slot{Start: minute(5, 21), End: minute(6, 1)}, Rule: "FREQ=WEEKLY;INTERVAL=2", Lasts: "4h0m0s", Zone: "Europe/Berlin"}, Following: day(19), Seen: 1060}},
	{"skip-occurrence", "WIN-60", "", typed{"on": "2026-03-12", "reason": "nobody is in"}, action.SkipOccurrence{Window: "WIN-60", On: day(12), Reason: "nobody is in", Seen: 1060}},
	{"move-occurrence", "WIN-60", "", typed{"on": "2026-03-12", "start": "2026-03-11 22:00", "reason": "x"}, action.MoveOccurrence{Window: "WIN-60", On: day(12), Slot: model.Slot{Start: minute(11, 21), End: minute(12, 1)}, Reason: "x", Seen: 1060}},
	{"add-occurrence", "WIN-60", "", typed{"start": "2026-03-11 22:00", "end": "+4h", "reason": "x"}, action.AddOccurrence{Window: "WIN-60", Slot: model.Slot{Start: minute(11, 21), End: minute(12, 1)}, Reason: "x", Seen: 1060}},
	{"withdraw-window", "WIN-1", "", typed{"reason": "no need"}, action.WithdrawWindow{Window: "WIN-1", Reason: "no need", Seen: 1001}},
	{"add-person", "", "", typed{"handle": "eve", "email": "eve@example.org", "roles": "release-coordinator, cab-member", "service": "shop"},
		action.WritePerson{Person: model.Person{Handle: "eve", Name: "eve", Email: "eve@example.org", Roles: []model.Grant{{Role: "release-coordinator", Service: "SVC-1"}, {Role: "cab-member", Service: "SVC-1"}}}}},
	{"add-person", "", "", typed{"handle": "eve", "name": "Eve Ex"}, action.WritePerson{Person: model.Person{Handle: "eve", Name: "Eve Ex"}}},
	{"edit-person", "PER-1", "", typed{"email": "cora@example.org"}, action.WritePerson{Person: model.Person{ID: "PER-1", Handle: "cora", Name: "Cora Lind", Email: "cora@example.org", Roles: []model.Grant{{Role: "release-coordinator"}}}, Seen: 1001}},
	{"grant-role", "PER-1", "", typed{"role": "cab-member", "service": "shop"}, action.GrantRole{Person: "PER-1", Grant: model.Grant{Role: "cab-member", Service: "SVC-1"}}},
	{"revoke-role", "PER-7", "", typed{"role": "service-desk SVC-1"}, action.RevokeRole{Person: "PER-7", Grant: model.Grant{Role: "service-desk", Service: "SVC-1"}}},
	{"revoke-role", "PER-1", "", nil, action.RevokeRole{Person: "PER-1", Grant: model.Grant{Role: "release-coordinator"}}},
	{"leave-person", "PER-1", "", nil, action.LeavePerson{Person: "PER-1"}},
	{"return-person", "PER-7", "", nil, action.LeavePerson{Person: "PER-7", Back: true}},
	{"add-service", "", "", typed{"handle": "pay", "owner": "oscar", "signatories": "oscar, rafael", "zone": "Asia/Tokyo"},
		action.WriteService{Service: model.Service{Handle: "pay", Name: "pay", Owner: "PER-5", Signatories: []model.ID{"PER-5", "PER-2"}, Zone: "Asia/Tokyo"}}},
	{"edit-service", "SVC-1", "", typed{"state": "retired", "team": "web"},
		action.WriteService{Service: model.Service{ID: "SVC-1", Handle: "shop", Name: "Web shop", Owner: "PER-5", Team: "TEA-1", State: "retired", Zone: "Europe/Berlin"}, Seen: 1001}},
	{"add-team", "", "", typed{"handle": "ops", "members": "cora, dmitri"}, action.WriteTeam{Team: model.Team{Handle: "ops", Name: "ops", Members: []model.ID{"PER-1", "PER-4"}}}},
	{"edit-team", "TEA-1", "", typed{"lead": "cora"}, action.WriteTeam{Team: model.Team{ID: "TEA-1", Handle: "web", Name: "Web team", Lead: "PER-1", Members: []model.ID{"PER-4"}}, Seen: 1001}},
	{"add-item", "", "", typed{"name": "cache", "service": "shop", "depends_on": "CI-2"}, action.WriteItem{Item: model.Item{Name: "cache", Class: "application", State: "live", Service: "SVC-1", DependsOn: []model.ID{"CI-2"}}}},
	{"relate-item", "CI-1", "", typed{"relation": "runs-on", "add": "CI-2"}, action.RelateItem{Item: "CI-1", Relation: "runs-on", Add: []model.ID{"CI-2"}, Seen: 1001}},
	{"draw-audit", "SVC-1", "", typed{"sample": "2", "seed": "7"}, action.DrawAudit{Service: "SVC-1", Sample: 2, Seed: 7, Seen: 1001}},
	{"find-item", "SVC-2", "", typed{"found": "right"}, action.FindItem{Service: "SVC-2", Item: "CI-2", Found: "right", Seen: 1002}},
	{"receive", "PRO-5", "", typed{"count": "2", "serial": "S1\nS2"}, action.Receive{Procurement: "PRO-5", Count: 2, Item: model.Item{Class: "hardware"}, Serials: []string{"S1", "S2"}}},
	{"edit-item", "CI-1", "", typed{"version": "5.2"}, action.WriteItem{Item: model.Item{ID: "CI-1", Name: "shop", Class: "application", Version: "5.2", State: "live", Service: "SVC-1"}, Seen: 1001}},
}

// fill types over what stands in the form, and tidies it; it fails if an answer
// will not do.
func fill(t *testing.T, c *model.Case, e example) (*task.Task, form.Answers) {
	t.Helper()
	tk, f, a := begun(t, c, e.task, e.id)
	for name, text := range e.typed {
		if _, asked := f.Field(name); !asked {
			t.Fatalf("%s of %q does not ask for %s", e.task, e.id, name)
		}
		a.Values[name] = text
	}
	tidied, wrong := f.Tidy(a, ground(c, e.id))
	if wrong = append(wrong, f.Missing(tidied)...); len(wrong) > 0 {
		t.Fatalf("%s of %q with %v: %v", e.task, e.id, e.typed, wrong)
	}
	return tk, tidied
}

func (e example) actor() model.ID {
	if e.who == "" {
		return "PER-1"
	}
	return e.who
}

func TestAnswersMakeTheAction(t *testing.T) {
	for _, e := range examples {
		c := world(e.actor())
		tk, a := fill(t, c, e)
		got, err := tk.Make(c, e.id, a)
		if err != nil {
			t.Errorf("%s of %q with %v: %v", e.task, e.id, e.typed, err)
			continue
		}
		if tk.Act == nil || action.Name(tk.Act) != action.Name(got) {
			t.Errorf("%s makes a %s, and says %v", e.task, action.Name(got), tk.Act)
		}
		if diff := cmp.Diff(e.want, got, cmp.Comparer(when.Moment.Same)); diff != "" {
			t.Errorf("%s of %q with %v (-want +got):\n%s", e.task, e.id, e.typed, diff)
		}
	}
}

// TestEveryTaskIsTried: the examples above have each task, and with the forms
// of documents each action that a person can do by filling a form.
func TestEveryTaskIsTried(t *testing.T) {
	made := map[string]bool{"form": true} // the forms of documents
	for _, e := range examples {
		made[e.task] = true
		made[action.Name(e.want)] = true
	}
	for _, name := range task.Names() {
		if !made[name] {
			t.Errorf("no example of %s", name)
		}
	}
	without := map[string]string{
		"init":              "done once, by the command line, before there is a dashboard",
		"import":            "reads a file: the command line's",
		"propose-rules":     "reads a folder of rules: the command line's",
		"redact":            "for the law's sake, by an administrator, at the command line",
		"remind-approval":   "the clock alone does it",
		"remind":            "the clock alone does it",
		"leave-behind":      "the clock alone does it",
		"queue-job":         "the server alone does it",
		"report-job":        "the server alone does it",
		"escalate-approval": "the clock alone does it",
		"expire-approval":   "the clock alone does it",
		"check-media":       "reads the files of the library: the command line's, and the clock's",
		"add-bill":          "reads a file: the command line's",
		"take-zones":        "takes the rules from the zone data of the program: the command line's",
		"correct-time":      "names entries of the log, by an administrator, at the command line",
		"add-key":           "reads a file or a pasted line: the command line's",
		"revoke-key":        "names a fingerprint: the command line's, next to the list of keys",

		"reinstate-key": "names a fingerprint, as revoke-key does",
	}
	for _, name := range action.Names() {
		switch why := without[name]; {
		case made[name] && why != "":
			t.Errorf("%s is made by a task, and is said not to be: %s", name, why)
		case !made[name] && why == "":
			t.Errorf("no task makes the action %s", name)
		}
	}
}

// TestWhatStandsInAFormAtFirst: it will do as it stands, names no field that
// is not asked, and each question with choices has some, with words for them.
func TestWhatStandsInAFormAtFirst(t *testing.T) {
	for _, e := range examples {
		c := world(e.actor())
		tk, f, a := begun(t, c, e.task, e.id)
		if f.Title == "" {
			t.Errorf("%s has no title", e.task)
		}
		for name := range a.Values {
			if _, asked := f.Field(name); !asked {
				if a.Values[name] != "" {
					t.Errorf("%s of %q answers %s, which is not asked", e.task, e.id, name)
				}
			}
		}
		if _, wrong := f.Tidy(a, ground(c, e.id)); len(wrong) > 0 {
			t.Errorf("%s of %q: %v", e.task, e.id, wrong)
		}
		for _, fl := range f.Fields() {
			if fl.Type != form.Choice && fl.Type != form.Choices {
				continue
			}
			if len(fl.Options) == 0 || (len(fl.Labels) > 0 && len(fl.Labels) != len(fl.Options)) {
				t.Errorf("%s of %q, %s: %d options, %d labels", e.task, e.id, fl.Name, len(fl.Options), len(fl.Labels))
			}
			for _, o := range fl.Options {
				if o == "" || strings.TrimSpace(fl.Label(o)) == "" {
					t.Errorf("%s of %q, %s: an option %q called %q", e.task, e.id, fl.Name, o, fl.Label(o))
				}
				if id, err := model.ParseID(o); err == nil && c.Has(id) && fl.Label(o) == o {
					t.Errorf("%s of %q, %s: %s is offered without a word about it", e.task, e.id, fl.Name, o)
				}
			}
		}
		questions, _ := assets.Task(e.task)
		if again, _, err := tk.Begin(world(e.actor()), e.id, questions); err != nil || !cmp.Equal(again, f) {
			t.Errorf("%s of %q begins in another way the second time: the form was changed in place", e.task, e.id)
		}
	}
}

// TestWhyNot: a task that makes no sense now says so, in words that go on from
// the record's name.
func TestWhyNot(t *testing.T) {
	for _, c := range []struct {
		task string
		id   model.ID
		says string
	}{
		{"resume", planning, "it is not on hold"},
		{"hold", held, "it is on hold already"},
		{"hold", closed, "it is closed"},
		{"hold", cancelled, "it was cancelled"},
		{"edit-release", deploying, "it is in Deployment: what is being deployed can't be changed"},
		{"edit-release", closed, "it is closed"},
		{"scope", deploying, "can't be changed"},
		{"cancel", deploying, "can't be changed"},
		{"reopen", planning, "it is not closed"},
		{"reopen", cancelled, "it was cancelled"},
		{"send-back", planning, "there is no way back from Planning"},
		{"accept-conflict", held, "nothing on the calendar stands against it"},
		{"ask-exception", held, "no freeze lies on its window"},
		{"decide-exception", scheduled, "no exception waits"},
		{"receive", held, "nothing is on order"},
		{"request-approval", held, "nothing is asked for in Registration"},
		{"request-approval", scheduled, "Authorisation 2 (deployment) is pending already"},
		{"decide-approval", planning, "no approval of it waits"},
		{"decide-approval", "APR-2", "it is approved already"},
		{"approve-document", "DOC-1", "version 3 is approved already"},
		{"hand-out-report", "RPT-2", "version 1 is not approved"},
		{"approve-document", planning, "no document of it waits"},
		{"take-baseline", held, "it touches no configuration item"},
		{"send-notice", held, "it has no dates to announce"},
		{"start-run", held, "it has no release plan"},
		{"end-run", "RUN-2", "it ended as deployed"},
		{"end-run", planning, "no deployment run of it goes on"},
		{"restore-service", "RUN-2", "it is deployed, and nothing had to be done at once"},
		{"restore-service", "RUN-1", "it is running still"},
		{"restore-service", planning, "no deployment of it has failed"},
		{"roll-back", goingBack, "it is being rolled back already"},
		{"update-item", deploying, "no deployment of it has ended"},
		{"resolve-incident", planning, "no incident linked to it is open"},
		{"assess-change", "CHG-2", "it is assessed"},
		{"decide-change", "CHG-1", "it is submitted, not assessed"},
		{"decide-change", deploying, "no RFC of it waits"},
		{"edit-change", "CHG-4", "it is being built: take it out of its release first"},
		{"withdraw-change", "CHG-4", "it is in a release"},
		{"withdraw-window", "WIN-3", "it is withdrawn already"},
		{"edit-window", "WIN-3", "it is withdrawn"},
		{"skip-occurrence", "WIN-1", "it takes place once: take it off the calendar instead"},
		{"move-occurrence", "WIN-3", "it is withdrawn"},
		{"add-occurrence", "WIN-3", "it is withdrawn"},
		{"leave-person", "PER-7", "they have left already"},
		{"return-person", "PER-1", "they have not left"},
	} {
		tk, ok := task.Named(c.task)
		if !ok {
			t.Fatalf("no task %s", c.task)
		}
		w := world("PER-1")
		why := tk.Why(w, c.id)
		if !strings.Contains(why, c.says) || why == "" {
			t.Errorf("%s of %s: %q, want %q", c.task, c.id, why, c.says)
		}
		questions, err := assets.Task(c.task)
		if err != nil {
			t.Fatal(err)
		}
		var refusal *model.Refusal
		if _, _, err := tk.Begin(w, c.id, questions); !errors.As(err, &refusal) || refusal.Reasons[0].Text != why {
			t.Errorf("%s of %s begins all the same: %v", c.task, c.id, err)
		}
	}
}

// TestATaskBeginsFromNoRecordThatIsNot: the answer is a sentence.
func TestATaskBeginsFromNoRecordThatIsNot(t *testing.T) {
	for _, name := range task.Names() {
		tk, _ := task.Named(name)
		if tk.About == "" {
			continue
		}
		var missing *model.NotFound
		if _, _, err := tk.Begin(world("PER-1"), model.MakeID(tk.About, 999), form.Form{}); !errors.As(err, &missing) {
			t.Errorf("%s of a %s that is not there: %v", name, tk.About, err)
		}
	}
}

// TestBadAnswersAreNamed: dates and names that are wrong are told with their
// field, before anything is made of them.
func TestBadAnswersAreNamed(t *testing.T) {
	for _, e := range []struct {
		task  string
		id    model.ID
		typed typed
		field string
		says  string
	}{
		{"reschedule", planning, typed{"start": "01/02/2026"}, "start", "slash"},
		{"reschedule", planning, typed{"start": "soon"}, "start", "is no date"},
		{"reschedule", planning, typed{"start": "30 Feb 2026"}, "start", "is no date"},
		{"reschedule", planning, typed{"start": "2026-03-29 02:30"}, "start", "does not exist"},
		{"reschedule", planning, typed{"end": "later"}, "end", "is no date"},
		{"reschedule", planning, typed{"start": "2026-03-12", "end": "+4h"}, "end", "has no time of day"},
		{"reschedule", planning, typed{"reason": "whim"}, "reason", "is not one of"},
		{"register", "", typed{"service": "moon"}, "service", "there is no service"},
		{"register", "", typed{"changes": "CHG-1, CHG-99"}, "changes", "there is no change"},
		{"register", "", typed{"contents": "software, moon"}, "contents", "is not one of"},
		{"hold", planning, typed{"review": "someday"}, "review", "is no date"},
		{"add-window", "", typed{"end": "4 parsecs"}, "end", "is no date"},
		{"add-person", "", typed{"roles": "king"}, "roles", "is not one of"},
		{"add-media", planning, typed{"size": "big"}, "size", "is no whole number"},
		{"add-team", "", typed{"members": "cora, nobody"}, "members", "there is no person"},
	} {
		c := world("PER-1")
		_, f, a := begun(t, c, e.task, e.id)
		for name, text := range e.typed {
			a.Values[name] = text
		}
		_, wrong := f.Tidy(a, ground(c, e.id))
		if len(wrong) != 1 || wrong[0].Field != e.field || !strings.Contains(wrong[0].Text, e.says) {
			t.Errorf("%s with %v: %v, want %s: %s", e.task, e.typed, wrong, e.field, e.says)
		}
	}
}

// TestRequiredIsAsked: leaving out what an action can't do without is told
// beside the field.
func TestRequiredIsAsked(t *testing.T) {
	for _, c := range []struct {
		task string
		id   model.ID
		want []string
	}{
		{"register", "", []string{"name"}},
		{"reschedule", planning, []string{"reason", "sentence"}},
		{"reschedule", held, []string{"start"}},
		{"hold", planning, []string{"reason", "review"}},
		{"decide-approval", scheduled, []string{"verdict"}},
		{"add-person", "", []string{"handle"}},
		{"add-window", "", []string{"title", "start"}},
		{"send-back", acceptance, []string{"to", "reason"}},
	} {
		_, f, a := begun(t, world("PER-1"), c.task, c.id)
		var got []string
		for _, w := range f.Missing(a) {
			got = append(got, w.Field)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %q misses %v at first, want %v", c.task, c.id, got, c.want)
		}
	}
}

// TestAnEndWithoutAStart is refused in words, not lost.
func TestAnEndWithoutAStart(t *testing.T) {
	c := world("PER-1")
	tk, a := fill(t, c, example{task: "register", typed: typed{"name": "Shop", "end": "+4h"}})
	if _, err := tk.Make(c, "", a); err == nil || !strings.Contains(err.Error(), "no start is given") {
		t.Errorf("an end that counts from nothing: %v", err)
	}
}

// TestGlassIsOfferedOnlyWhereItMayBeBroken: to somebody whom a duty keeps away
// and whose role may override it.
func TestGlassIsOfferedOnlyWhereItMayBeBroken(t *testing.T) {
	for _, c := range []struct {
		task string
		id   model.ID
		who  model.ID
		says string // the duty; "" where there is nothing to break
	}{
		{"decide-approval", scheduled, "PER-3", ""}, // may break glass, and no duty stands against them
		{"decide-approval", scheduled, "PER-1", ""}, // coordinates it, and may not break glass
		{"decide-approval", "APR-3", "PER-3", "You are its coordinator"},
		{"start-run", deploying, "PER-2", "whoever deploys does not accept"}, // accepted it
		{"start-run", deploying, "PER-4", ""},
		{"skip-step", "RUN-1", "PER-2", "whoever deploys does not accept"},
	} {
		_, f, _ := begun(t, world(c.who), c.task, c.id)
		fl, got := f.Field("break_glass")
		if got != (c.says != "") || !strings.Contains(fl.Help, c.says) {
			t.Errorf("%s of %s as %s: glass to break is %v: %s", c.task, c.id, c.who, got, fl.Help)
		}
	}
}

// So it is over the duty about a hard conflict; over what a delegate must not decide no
// glass is broken.
func TestGlassIsOfferedOverAHardConflict(t *testing.T) {
	c := world("PER-1") // who coordinates it
	rules := *c.Rules
	rules.Policy.Conflicts = map[string]string{calendar.SameItem: "hard"}
	p := *model.Get[*model.Person](c, "PER-1")
	p.Roles = append(slices.Clone(p.Roles), model.Grant{Role: "release-manager"})
	c = c.With(&p).With(&rules)
	c.Who.Person = &p
	_, f, _ := begun(t, c, "accept-conflict", planning)
	if fl, ok := f.Field("break_glass"); !ok || !strings.Contains(fl.Help, "You are its coordinator") {
		t.Errorf("glass to break is offered: %v, %s", ok, fl.Help)
	}
	q := p
	q.ID, q.Name, q.Handle = "PER-90", "Dana", "dana"
	today := when.OnDay(when.DateOf(c.Now, time.UTC), time.UTC)
	c = c.With(&q).With(&model.Delegation{ID: "DLG-9", By: p.ID, To: q.ID, From: today, Until: today, At: c.Now.Add(-time.Minute)})
	c.Who.Person = &q
	_, f, _ = begun(t, c, "accept-conflict", planning)
	if fl, ok := f.Field("break_glass"); ok {
		t.Errorf("a delegate of the coordinator is offered glass to break: %s", fl.Help)
	}
}

func TestAbout(t *testing.T) {
	has := func(kind model.Kind, name string) bool {
		return slices.ContainsFunc(task.About(kind), func(t *task.Task) bool { return t.Name == name })
	}
	for _, c := range []struct {
		kind model.Kind
		name string
		want bool
	}{
		{model.KindRelease, "decide-approval", true}, {model.KindApproval, "decide-approval", true}, {model.KindRelease, "register", false}, {"", "register", true},
		{"", "open-incident", true}, {model.KindRelease, "open-incident", true}, {model.KindWindow, "decide-exception", true}, {model.KindRules, "undo", false},
	} {
		if got := has(c.kind, c.name); got != c.want {
			t.Errorf("%s about a %q: %v", c.name, c.kind, got)
		}
	}
	n := task.Around(planning)
	if !slices.Equal(n.Releases, []model.ID{planning}) || !n.Calendar {
		t.Errorf("the facts around a release: %+v", n)
	}
	if n := task.Around("PER-1"); !slices.Equal(n.IDs, []model.ID{"PER-1"}) || len(n.Kinds) != 1 {
		t.Errorf("the facts around a person: %+v", n)
	}
	seen := map[string]bool{}
	for _, name := range task.Names() {
		if seen[name] {
			t.Errorf("two tasks are called %s", name)
		}
		seen[name] = true
		if tk, _ := task.Named(name); tk.Title == "" {
			t.Errorf("%s has no title", name)
		}
	}
}

// TestAHardFreezeIsNotAccepted: where a hard freeze alone stands against a release, it is
// said what that takes.
func TestAHardFreezeIsNotAccepted(t *testing.T) {
	c := world("PER-3")
	tk, _ := task.Named("accept-conflict")
	if why := tk.Why(c, planning); why != "" {
		t.Fatalf("a conflict can't be accepted: %s", why)
	}
	r := model.Get[*model.Release](c, planning).Clone()
	r.Items = nil
	c = c.With(r)
	for _, id := range []model.ID{"REL-2", "REL-10", "REL-11"} { // which stand against it, too
		other := model.Get[*model.Release](c, id).Clone()
		other.Window = model.Slot{}
		c = c.With(other)
	}
	if why := tk.Why(c, planning); !strings.Contains(why, "a hard freeze takes an exception, not an acceptance: inside the hard freeze Month end") {
		t.Errorf("of a release in a hard freeze it says %q", why)
	}
}

// TestWhatIsOthersIsNotOffered: a task that only certain people do to a record is not
// offered to anybody else, for the reason with which it would be refused.
func TestWhatIsOthersIsNotOffered(t *testing.T) {
	offered, refused := map[string]int{}, map[string]int{}
	for _, e := range examples {
		tk, _ := task.Named(e.task)
		if _, own := tk.Act.(action.Personal); !own || e.id.Kind() != tk.About {
			continue
		}
		for n := 1; n <= 8; n++ {
			who := model.MakeID(model.KindPerson, int64(n))
			c := world(who)
			a, err := tk.Make(c, e.id, form.Answers{Values: maps.Clone(e.typed)})
			if err != nil {
				continue // it names something by what it is called
			}
			_, err = action.Perform(c, a)
			var missing *model.NotFound
			if p := c.Who.Person; p == nil || p.Left || errors.As(err, &missing) {
				continue
			}
			why := tk.Why(c, e.id)
			if why == "" {
				offered[e.task]++
				continue
			}
			refused[e.task]++
			text, _, _ := strings.Cut(why, ":")
			if err == nil || !strings.Contains(err.Error(), text) {
				t.Errorf("%s of %s is not offered to %s (%s), and comes to: %v", e.task, e.id, who, why, err)
			}
		}
	}
	for _, name := range []string{"countersign", "withdraw-approval", "withdraw-question", "report-improvement"} {
		if offered[name] == 0 || refused[name] == 0 {
			t.Errorf("%s is offered to %d, and not to %d", name, offered[name], refused[name])
		}
	}
}
