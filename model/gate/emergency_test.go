package gate_test

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
)

// minimum is the document that says what was tested.
func minimum(f *file, values map[string]string) {
	f.put(&model.Document{ID: "DOC-30", Form: gate.FormMinimum, Of: f.r.ID, Version: 1, Answers: form.Answers{Values: values}, Author: "PER-1"})
}

// noTest is that document, waived by somebody with roles, and written by another or them.
func noTest(f *file, by, author model.ID, roles ...string) {
	minimum(f, map[string]string{"tested": "no", "waived_by": string(by), "waived_why": "night"})
	get[*model.Document](f, "DOC-30").Author = author
	get[*model.Person](f, by).Roles = model.Each(roles, func(r string) model.Grant { return model.Grant{Role: r} })
}

// judgedBy is the document that says whether it was an emergency.
func judgedBy(f *file, author model.ID) {
	f.put(&model.Document{ID: "DOC-30", Form: "emergency-review", Of: f.r.ID, Version: 1, Answers: form.Answers{Values: map[string]string{"true_emergency": "yes", "why": "down"}}, Author: author})
}

// spoken is the board's decision by word of mouth, as it stands.
func spoken(f *file, verbal model.Verbal, verdict string) {
	f.put(&model.Approval{ID: "APR-30", Of: f.r.ID, Purpose: "ecab", Title: "Emergency authorisation", Revision: f.r.Revision,
		Approvers: []model.Approver{{Role: "cab-member", Title: "CAB member"}},
		Decisions: []model.Decision{{By: "PER-1", Verdict: verdict, At: f.now, Verbal: &verbal}}})
}

// intoFreeze is the board's decision, its first dates given some time after that, and a
// hard freeze in which they lie.
func intoFreeze(f *file, after time.Duration, exceptions ...model.Exception) {
	spoken(f, model.Verbal{Signed: f.now}, model.Approve)
	f.r.Edited = map[string]time.Time{"first-window": f.now.Add(after)}
	f.put(freeze(true, exceptions...))
}

var emergencies = []one{
	{"declared", "for an incident", nil, gate.Met, "the service is down: INC-9"},
	{"declared", "never", func(f *file) { f.r.Declared = nil }, gate.Open, "it is not declared"},
	{"declared", "none after all", func(f *file) { f.r.Declared.Ended = &model.Ending{} }, gate.Open, "it is not declared"},
	{"declared", "for nothing", func(f *file) { f.r.Declared.Incident = "" }, gate.Open, "neither an incident nor a vulnerability"},
	{"backout-planned", "in a line", func(f *file) { f.set("DOC-3", "no_return", "") }, gate.Met, "DOC-3"},
	{"backout-planned", "without a trigger", func(f *file) { f.set("DOC-3", "trigger", "") }, gate.Open, "Trigger"},
	{"minimum-tested", "tested", func(f *file) { minimum(f, map[string]string{"tested": "yes", "evidence": "it starts"}) }, gate.Met, "tested: it starts"},
	{"minimum-tested", "without a word", nil, gate.Open, "not written"},
	{"minimum-tested", "by nobody", func(f *file) { minimum(f, map[string]string{"tested": "no", "waived_why": "night"}) }, gate.Open, "who waived"},
	{"minimum-tested", "for nothing", func(f *file) { minimum(f, map[string]string{"tested": "no", "waived_by": "PER-1", "waived_why": " "}) }, gate.Open, "why the test was waived"},
	{"minimum-tested", "waived", func(f *file) { noTest(f, "PER-1", "PER-1", "release-manager") }, gate.Met, "waived by Olga Owner: night"},
	{"minimum-tested", "in the name of another", func(f *file) { noTest(f, "PER-1", "PER-3", "release-manager") }, gate.Open, "says that Olga Owner waived the test, and Rita Rollback wrote that"},
	{"minimum-tested", "waived by its coordinator", func(f *file) { noTest(f, "PER-2", "PER-2", "release-manager") }, gate.Open, "Carl Coordinator waived the test, now its requester: nobody approves"},
	{"minimum-tested", "waived by who may not", func(f *file) { noTest(f, "PER-1", "PER-1", "test-manager") }, gate.Open, "Olga Owner waived the test, who has no role with the permission waiver.decide"},
	{"minimum-tested", "waived by somebody unknown", func(f *file) { noTest(f, "PER-1", "PER-1"); f.drop("PER-1") }, gate.Open, "somebody else waived the test"},
	{"form-written:emergency-review", "judged by another", func(f *file) { judgedBy(f, "PER-1") }, gate.Met, "DOC-30 version 1"},
	{"form-written:emergency-review", "judged by who declared it", func(f *file) { judgedBy(f, "PER-2") }, gate.Open, "DOC-30 version 1 was written by Carl Coordinator, now its requester: nobody judges the emergency that they declared or built"},
	{"told", "whatever dates", func(f *file) { f.r.Window = model.Slot{} }, gate.Met, "NTC-1 to all users"},
	{"told", "nobody", func(f *file) { f.drop("NTC-1") }, gate.Open, "nobody was told"},
	{"freeze-known", "no freeze", nil, gate.Met, "no hard freeze"},
	{"freeze-known", "decided on with its dates", func(f *file) { intoFreeze(f, 0) }, gate.Met, "inside the hard freeze Sale (WIN-1)"},
	{"freeze-known", "no dates yet when it was decided on", func(f *file) { intoFreeze(f, 1) }, gate.Open, "Olga Owner did not know of it: its dates were given"},
	{"freeze-known", "not decided on", func(f *file) { intoFreeze(f, 0); f.drop("APR-30") }, gate.Open, "inside the hard freeze Sale (WIN-1)"},
	{"freeze-known", "an exception granted", func(f *file) {
		intoFreeze(f, 1, model.Exception{Release: f.r.ID, Decided: &model.Verdict{Yes: true}})
	}, gate.Met, "no hard freeze"},
	{"countersigned", "nothing was spoken", nil, gate.Met, "nothing was decided by word of mouth"},
	{"countersigned", "not yet", func(f *file) { spoken(f, model.Verbal{Due: f.now.Add(time.Hour)}, model.Approve) }, gate.Open, "Olga Owner has to countersign"},
	{"countersigned", "overdue", func(f *file) { spoken(f, model.Verbal{Due: f.now.Add(-time.Hour)}, model.Approve) }, gate.Open, "which was due"},
	{"countersigned", "late", func(f *file) { spoken(f, model.Verbal{Due: f.now.Add(-time.Hour), Signed: f.now}, model.Approve) }, gate.Met, "late"},
	{"countersigned", "disowned", func(f *file) { spoken(f, model.Verbal{Signed: f.now, Said: model.Approve}, model.Disowned) }, gate.Open, "APR-30 waits for"},
}

// TestChecksOfEmergencies: what they ask besides, and how they say it.
func TestChecksOfEmergencies(t *testing.T) {
	stage := map[string]string{"declared": "declared", "backout-planned": "build", "minimum-tested": "build", "told": "before-deployment", "freeze-known": "before-deployment", "form-written:emergency-review": "evaluation", "countersigned": "retro-completion"}
	for _, c := range emergencies {
		t.Run(c.check+", "+c.state, func(t *testing.T) {
			f := whole()
			f.r.Type = "emergency"
			f.r.Declared = &model.Declaration{Process: "emergency", Title: "the service is down", Incident: "INC-9", By: "PER-1"}
			if c.make != nil {
				c.make(f)
			}
			name := c.check
			if name == "countersigned" || name == "freeze-known" {
				name += ":ecab"
			}
			got := f.ask(t, stage[c.check], name)
			if got.Answer != c.want || !strings.Contains(got.Evidence, c.says) || got.Evidence == "" {
				t.Errorf("%s: %q\nwant %s with %q", got.Answer, got.Evidence, c.want, c.says)
			}
			if got.Blocks() != (len(got.Remedies) > 0) {
				t.Errorf("%s with the remedies %v", got.Answer, got.Remedies)
			}
		})
	}
}

// TestADeadlineIsInWorkingDays: of the policy, without the holidays of everybody.
func TestADeadlineIsInWorkingDays(t *testing.T) {
	f := whole()
	f.r.Type, f.r.Stage = "emergency", "retro-completion"
	f.r.Since = time.Date(2026, 11, 26, 8, 30, 0, 0, time.UTC) // a Thursday
	c := f.shown()
	p, _ := c.Under(f.r).Process("emergency")
	if got, want := gate.Deadline(c, p, f.r), time.Date(2026, 11, 30, 18, 0, 0, 0, c.Under(f.r).Policy.Location()); !got.Equal(want) {
		t.Errorf("over a weekend: %v, want %v", got, want)
	}
	f.put(&model.Window{ID: "WIN-30", Title: "Day off", Class: model.WindowHoliday, Everything: true, Zone: c.Under(f.r).Policy.Zone, Slot: model.Slot{Start: day(2026, 11, 27), End: day(2026, 11, 27)}})
	if got, want := gate.Deadline(f.shown(), p, f.r), time.Date(2026, 12, 1, 18, 0, 0, 0, c.Under(f.r).Policy.Location()); !got.Equal(want) {
		t.Errorf("over a holiday: %v, want %v", got, want)
	}
	f.r.Stage = "build"
	if got := gate.Deadline(f.shown(), p, f.r); !got.IsZero() {
		t.Errorf("a stage without a limit: %v", got)
	}
}

func day(y, m, d int) when.Moment {
	return when.Moment{At: time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC), Precision: when.Day}
}
