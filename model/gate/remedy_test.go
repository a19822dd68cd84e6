package gate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/task"
)

// TestWhatKeepsAGateShutLeadsOn: whatever the facts, a check that is open leads
// to a form or to a task that there is, unless nobody can mend it. It names the
// record that the task is done to, where one is known.
func TestWhatBlocksAGateLeadsOn(t *testing.T) {
	for _, c := range cases {
		if c.want != gate.Open || c.check == "typed" || c.check == "days-passed" {
			continue
		}
		f := whole()
		if c.make != nil {
			c.make(f)
		}
		got := f.ask(t, stageOf(c.check), c.check)
		if !slices.ContainsFunc(got.Remedies, func(r model.Remedy) bool { return r.Form != "" || r.Task != "" }) {
			t.Errorf("%s, %s: %v", c.check, c.state, got.Remedies)
		}
		for _, r := range got.Remedies {
			tk, ok := task.Named(r.Task)
			switch {
			case r.Task == "":
			case !ok:
				t.Errorf("%s, %s: there is no task %q", c.check, c.state, r.Task)
			case r.About != "" && tk.About != r.About.Kind() && !slices.Contains(tk.Also, r.About.Kind()):
				t.Errorf("%s, %s: %s is not done to %s", c.check, c.state, r.Task, r.About)
			case c.state == "one that can't be read" || c.check == "hardware-registered" && c.state == "no item" || tk.About == model.KindRun: // a run is named by its release
			case r.About == "" && !tk.FromNothing() || r.About != "" && tk.About != r.About.Kind() && r.Task != "decide-exception" && r.Task != "meet-condition":
				t.Errorf("%s, %s: %v does not say which %s", c.check, c.state, r, tk.About)
			}
		}
	}
}

// TestTheTaskFollowsTheFacts: what mends a check can depend on why it is open.
func TestTheTaskFollowsTheFacts(t *testing.T) {
	pending := func(purpose, stage string) func(*file) {
		return func(f *file) {
			f.r.Stage = stage
			for _, r := range f.records {
				if a, ok := r.(*model.Approval); ok && a.Purpose == purpose {
					a.Decisions = nil
				}
			}
		}
	}
	unasked := func(f *file) { f.drop("APR-1") } // that is authorisation 1
	freeze := func(e ...model.Exception) func(*file) {
		return func(f *file) {
			f.put(&model.Window{ID: "WIN-1", Title: "Month end", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: f.r.Window, Exceptions: e})
		}
	}
	for _, c := range []struct {
		stage, check, state string
		make                func(f *file)
		form, task          string
	}{
		{"planning", "authorised:authorisation-1", "not asked for", func(f *file) { unasked(f); f.r.Stage = "planning" }, "", "request-approval"},
		{"planning", "authorised:authorisation-1", "not asked for, and the release is further on", unasked, "", "send-back"},
		{"planning", "authorised:authorisation-1", "asked for", pending("authorisation-1", "planning"), "", "decide-approval"},
		{"planning", "authorised:authorisation-1", "asked for, looked at from another stage", pending("authorisation-1", "build"), "", ""},
		{"scheduled", "authorisation-valid:authorisation-1", "voided, looked at from where it can be asked for", func(f *file) { voided(f, "APR-1"); f.r.Stage = "planning" }, "", "request-approval"},
		{"scheduled", "authorisation-valid:authorisation-1", "voided, and no way leads back from here", func(f *file) { voided(f, "APR-1"); f.r.Stage = "test" }, "", ""},
		{"scheduled", "package-in-dml", "a withdrawn package, in Build", func(f *file) { f.r.Package, f.r.Stage = nil, "build" }, "", "add-media"},
		{"planning", "authorised:authorisation-1", "given by its coordinator", func(f *file) { f.r.Coordinator = "PER-4" }, "", "send-back"},
		{"scheduled", "authorisation-valid:authorisation-1", "asked for, and it can't be given here", pending("authorisation-1", "scheduled"), "", "send-back"},
		{"scheduled", "authorisation-valid:authorisation-1", "not asked for", unasked, "", "send-back"},
		{"planning", "planned-dates", "no dates", func(f *file) { f.r.Window = model.Slot{} }, "release-plan", ""},
		{"planning", "planned-dates", "a start without an end", func(f *file) { f.r.Window.End.At = time.Time{} }, "", "reschedule"},
		{"planning", "planned-procurement", "nothing on order", func(f *file) { f.drop("PRO-1") }, "", "procure"},
		{"planning", "planned-procurement", "no supplier", func(f *file) { get[*model.Procurement](f, "PRO-1").Supplier = "" }, "", "drop-procurement"},
		{"planning", "rfcs-authorised", "a submitted RFC whose form is not filled", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeSubmitted }, gate.FormRFC, ""},
		{"planning", "rfcs-authorised", "a submitted RFC", func(f *file) { rfcForm(f, "CHG-1"); get[*model.Change](f, "CHG-1").State = model.ChangeSubmitted }, "", "assess-change"},
		{"planning", "rfcs-authorised", "an assessed RFC", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeAssessed }, "", "decide-change"},
		{"planning", "rfcs-authorised", "a rejected RFC", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeRejected }, "", "scope"},
		{"planning", "rfcs-authorised", "no RFC", func(f *file) { f.r.Changes = nil }, "", "scope"},
		{"build", "package-in-dml", "no package", func(f *file) { f.r.Package = nil }, "", "add-media"},
		{"build", "package-in-dml", "a withdrawn package", func(f *file) { get[*model.Media](f, "DML-1").State = "withdrawn" }, "", "edit-release"},
		{"scheduled", "package-in-dml", "a withdrawn package", func(f *file) { get[*model.Media](f, "DML-1").State = "withdrawn" }, "", "send-back"},
		{"build", "procurement-received", "not received", func(f *file) { get[*model.Procurement](f, "PRO-1").Received = time.Time{} }, "", "receive"},
		{"build", "procurement-received", "nothing on order", func(f *file) { f.drop("PRO-1") }, "", "procure"},
		{"build", "hardware-registered", "not listed", func(f *file) { f.r.Items = f.r.Items[:1] }, "", "affect"},
		{"build", "agreement-signed", "not written", func(f *file) { f.drop("DOC-8") }, "agreement", ""},
		{"build", "agreement-signed", "not approved", func(f *file) { get[*model.Document](f, "DOC-8").Approved = time.Time{} }, "", "approve-document"},
		{"acceptance", "notes-approved", "not approved", func(f *file) { get[*model.Document](f, "DOC-7").Approved = time.Time{} }, "", "approve-document"},
		{"scheduled", "no-hard-freeze", "no exception", freeze(), "", "ask-exception"},
		{"scheduled", "no-hard-freeze", "an exception that waits", freeze(model.Exception{Release: rel}), "", "decide-exception"},
		{"scheduled", "inside-window", "no window", func(f *file) { f.r.Window = model.Slot{} }, "", "reschedule"},
		{"scheduled", "inside-window", "a window that closed", func(f *file) { f.now = f.now.AddDate(0, 1, 0) }, "", "reschedule"},
		{"scheduled", "notice-sent", "none", func(f *file) { f.drop("NTC-1") }, "", "send-notice"},
		{"scheduled", "notice-sent", "too late", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = f.now }, "", "reschedule"},
		{"deployment", "run-ended", "none", func(f *file) { f.drop("RUN-1") }, "", "start-run"},
		{"deployment", "run-ended", "one that runs", func(f *file) { f.run().Ended = time.Time{} }, "", "end-run"},
		{"deployment", "steps-finished", "a step left", func(f *file) { f.run().Steps[1].Skip = "" }, "", "do-step"},
		{"deployment", "verification-passed", "not looked at", func(f *file) { f.run().Checks[0].Passed = false }, "", "pass-verification"},
		{"deployment", "verification-passed", "failed", func(f *file) { f.run().Checks[0].Passed, f.run().Checks[0].Failed = false, true }, "", "roll-back"},
	} {
		f := whole()
		c.make(f)
		got := f.ask(t, c.stage, c.check)
		if !got.Blocks() || got.Remedies[0].Form != c.form || got.Remedies[0].Task != c.task {
			t.Errorf("%s in %s, %s: %s (%s), %v, want %q and %q", c.check, c.stage, c.state, got.Answer, got.Evidence, got.Remedies, c.form, c.task)
		}
	}
}

func voided(f *file, id model.ID) {
	get[*model.Approval](f, id).Void = &model.Ending{Reason: "a material edit", At: f.now}
}

// What removes a conflict names the freeze, or the conflict, by its real id.
func TestRemediesOfConflictsNameWhatTheyAreAbout(t *testing.T) {
	f := whole()
	f.put(freeze(true))
	f.r.Deployed = false
	same := rival("CI-1")
	same.Service = f.r.Service
	f.put(same)
	found := gate.Conflicts(f.shown(), f.r)
	got := map[string]string{}
	for _, c := range found {
		got[c.Key] = fmt.Sprint(c.Remedies)
		if strings.Contains(c.Text, "SVC-") || strings.Contains(c.Text, "CI-") {
			t.Errorf("%s names ids: %s", c.Key, c.Text)
		}
	}
	for key, want := range map[string]string{
		"freeze-hard:REL-1,WIN-1": "[ask-exception REL-1 window=WIN-1 reason move it to dates that are free on the calendar: reschedule REL-1 start end reason sentence]",
		"same-item:REL-1,REL-2":   "[accept-conflict REL-1 key=same-item:REL-1,REL-2 reason move it to dates that are free on the calendar: reschedule REL-1 start end reason sentence]",
	} {
		if got[key] != want {
			t.Errorf("%s: %s, want %s", key, got[key], want)
		}
	}
}

// rfcForm fills the form of an RFC.
func rfcForm(f *file, of model.ID) {
	f.put(&model.Document{ID: "DOC-40", Form: gate.FormRFC, Of: of, Version: 1, Author: "PER-1", Answers: form.Answers{Values: map[string]string{"reason": "old", "benefit": "faster", "without": "queues"}}})
}
