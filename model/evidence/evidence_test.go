package evidence_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/evidence"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

var rules = sync.OnceValue(func() *model.Rules {
	r, err := assets.Rules()
	if err != nil {
		panic(err)
	}
	r.ID = "PRC-1"
	return &r
})

var (
	began = time.Date(2026, 3, 12, 20, 0, 0, 0, time.UTC)
	early = began.AddDate(0, 0, -5)
	late  = began.Add(time.Hour)
	now   = began.AddDate(0, 1, 0)
)

const rel = model.ID("REL-1")

// file is a closed release that shows every clause; a test takes one thing away.
type file struct {
	now     time.Time
	records map[model.ID]model.Record
	earlier []model.Record
}

func get[T model.Record](f *file, id model.ID) T { return f.records[id].(T) }

func (f *file) put(r model.Record)      { f.records[r.Key()] = r }
func (f *file) release() *model.Release { return get[*model.Release](f, rel) }

func whole() *file {
	f := &file{now: now, records: map[model.ID]model.Record{}}
	r := &model.Release{ID: rel, Name: "Shop", Version: "5.2", Type: "normal", Contents: []string{"software"}, Rules: "PRC-1", Revision: 1,
		Changes: []model.ID{"CHG-1"}, Items: []model.ID{"CI-1"}, ItemsAll: true, Package: []model.ID{"DML-1"}, Outcome: "successful",
		Window: model.Slot{Start: when.OnClock(began, time.UTC)}, Stage: "closed", Since: began.AddDate(0, 0, 20), Updates: []model.Update{{Item: "CI-1", Run: "RUN-1", NoChange: true, At: late}}}
	stages := []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled", "deployment", "early-life", "evaluation", "closed"}
	for i, s := range stages[1:] {
		r.Passed = append(r.Passed, model.Passage{From: stages[i], To: s, By: "PER-1", At: early.Add(time.Duration(i) * time.Hour)})
	}
	f.put(r)
	f.put(&model.Person{ID: "PER-1", Name: "Cora Lind"})
	f.put(&model.Change{ID: "CHG-1", State: model.ChangeClosed, Closes: []model.ID{"PRB-1"}})
	f.put(&model.Problem{ID: "PRB-1", State: model.ProblemClosed})
	f.put(&model.Baseline{ID: "BSL-1", Release: rel, At: early, Items: []model.ItemSeen{{Item: "CI-1"}}})
	f.put(&model.Notice{ID: "NTC-1", Release: rel, Audience: "users", Sent: early})
	f.put(&model.Run{ID: "RUN-1", Release: rel, Production: true, By: "PER-1", Started: began, Ended: late, Result: model.RunDeployed, Checks: []model.Check{{Text: "it answers", Passed: true}}})
	f.put(&model.MediaCheck{ID: "MCK-1", Release: rel, Run: "RUN-1", Seen: []model.MediaSeen{{Media: "DML-1", Is: model.MediaWhole}}})
	f.put(&model.Incident{ID: "INC-1", CausedBy: []model.ID{rel}})
	f.put(&model.Improvement{ID: "IMP-1", Of: rel})
	covers := map[string][]model.DocumentSeen{"authorisation-1": {{ID: "DOC-1", Version: 1}, {ID: "DOC-4", Version: 1}, {ID: "DOC-5", Version: 1}}, "acceptance": {{ID: "DOC-2", Version: 1}}}
	for i, purpose := range []string{"authorisation-1", "acceptance", "authorisation-2", "handover"} {
		f.put(&model.Approval{ID: model.MakeID(model.KindApproval, int64(i+1)), Of: rel, Purpose: purpose, Title: purpose, Documents: covers[purpose],
			Approvers: []model.Approver{{Title: "CAB"}}, Decisions: []model.Decision{{By: "PER-1", Verdict: model.Approve, At: early}}})
	}
	for i, form := range []string{"release-plan", "test-report", "evaluation", "assessment", "rollback-plan"} {
		f.put(&model.Document{ID: model.MakeID(model.KindDocument, int64(i+1)), Form: form, Title: form, Of: rel, Version: 1, Author: "PER-1", At: early})
	}
	return f
}

func (f *file) facts() *model.Case {
	c := model.NewCase(f.now, model.Actor{}, rules())
	for _, id := range model.SortIDs(slices.Collect(maps.Keys(f.records))) {
		c.Add(model.Fact{Record: f.records[id]})
	}
	for _, r := range f.earlier {
		c.AddEarlier(r)
	}
	return c
}

// showing is what a proof comes to.
func (f *file) showing(t *testing.T, name string) evidence.Showing {
	t.Helper()
	for _, row := range evidence.OfRelease(f.facts(), f.release(), rules()).Rows {
		for _, s := range row.Showings {
			if s.Name == name && s.Stage == "" {
				return s
			}
		}
	}
	t.Fatalf("there is no proof %q", name)
	return evidence.Showing{}
}

// undeployed takes the deployment away: the release waits for it.
func undeployed(f *file) {
	delete(f.records, "RUN-1")
	f.release().Stage, f.release().Outcome = "scheduled", ""
}

// TestWhatShowsAClause: each proof passes by the records that it names, and says what is
// missing: open where it is not due, a fail where it is.
func TestWhatShowsAClause(t *testing.T) {
	both := func(steps ...func(*file)) func(*file) {
		return func(f *file) {
			for _, s := range steps {
				s(f)
			}
		}
	}
	without := func(id model.ID) func(*file) { return func(f *file) { delete(f.records, id) } }
	for name, cases := range map[string][]struct {
		what    string
		change  func(*file)
		answer  evidence.Answer
		why     string
		records string
	}{
		"rules-followed": {
			{"whole", nil, evidence.Pass, "Normal release, by PRC-1", "PRC-1 REL-1"},
			{"no such process", func(f *file) { f.release().Type = "night" }, evidence.Fail, `have no process "night"`, ""},
		},
		"rfcs-decided": {
			{"whole", nil, evidence.Pass, "1 RFC authorised, 1 problem closed", "CHG-1 PRB-1"},
			{"one is submitted", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeSubmitted }, evidence.Fail, "CHG-1 is submitted", "CHG-1 PRB-1"},
			{"one is submitted in time", both(undeployed, func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeSubmitted }), evidence.Open, "CHG-1 is submitted", ""},
			{"none", func(f *file) { f.release().Changes = nil }, evidence.NotApplicable, "no RFC in its scope", ""},
		},
		"document release-plan": {
			{"whole", nil, evidence.Pass, "version 1 by Cora Lind, 2026-03-07 20:00 UTC", "DOC-1"},
			{"approved", func(f *file) {
				d := get[*model.Document](f, "DOC-1")
				d.Approver, d.Approved = "PER-1", early
			}, evidence.Pass, "approved by Cora Lind", "DOC-1"},
			{"not written", without("DOC-1"), evidence.Fail, "it is not written", "REL-1"},
			{"not yet", both(undeployed, without("DOC-1")), evidence.Open, "it is not written", "REL-1"},
			{"written afterwards", func(f *file) { get[*model.Document](f, "DOC-1").At = late }, evidence.Fail, "after the deployment began", "DOC-1"},
			{"another version afterwards", func(f *file) {
				d := *get[*model.Document](f, "DOC-1")
				f.earlier = append(f.earlier, &d)
				get[*model.Document](f, "DOC-1").At, get[*model.Document](f, "DOC-1").Version = late, 2
			}, evidence.Pass, "version 2", "DOC-1"},
			{"rejected", func(f *file) { get[*model.Document](f, "DOC-1").Decided = &model.Verdict{By: "PER-1"} }, evidence.Fail, "it was rejected", "DOC-1"},
			{"not asked for", func(f *file) { f.release().Type = "emergency"; delete(f.records, "DOC-1") }, evidence.NotApplicable, "does not ask for that form", ""},
			{"cancelled before", both(undeployed, without("DOC-1"), func(f *file) { f.release().Cancelled = &model.Ending{} }), evidence.NotApplicable, "cancelled before", ""},
		},
		"document evaluation": {
			{"after the deployment", func(f *file) { get[*model.Document](f, "DOC-3").At = late }, evidence.Pass, "version 1", "DOC-3"},
			{"not due", func(f *file) {
				delete(f.records, "DOC-3")
				f.release().Stage, f.release().Since = "evaluation", now.AddDate(0, 0, -20)
			}, evidence.Open, "it is not written", ""},
			{"not asked for yet", func(f *file) {
				delete(f.records, "DOC-3")
				f.release().Stage, f.release().Since = "early-life", now.AddDate(0, 0, -40)
			}, evidence.Open, "it is not written", ""},
			{"overdue", func(f *file) {
				delete(f.records, "DOC-3")
				f.release().Stage, f.release().Since = "evaluation", now.AddDate(0, 0, -22)
			}, evidence.Fail, "it is not written, and REL-1 was due 2026-04-11 00:00 UTC", "REL-1"},
		},
		"approved-first": {
			{"whole", nil, evidence.Pass, "RUN-1 began 2026-03-12 20:00 UTC", "APR-1 APR-2 APR-3 RUN-1"},
			{"one is missing", without("APR-2"), evidence.Fail, "was not given before RUN-1 began", ""},
			{"given afterwards", func(f *file) { get[*model.Approval](f, "APR-3").Decisions[0].At = late }, evidence.Fail, "Authorisation 2 (deployment) was not given before RUN-1", ""},
			{"void before", func(f *file) { get[*model.Approval](f, "APR-3").Void = &model.Ending{At: early.Add(time.Hour)} }, evidence.Fail, "was not given before", ""},
			{"void afterwards", func(f *file) { get[*model.Approval](f, "APR-3").Void = &model.Ending{At: late} }, evidence.Pass, "", "APR-1 APR-2 APR-3 RUN-1"},
			{"taken back", func(f *file) { get[*model.Approval](f, "APR-3").Decisions[0].Retracted = &model.Ending{} }, evidence.Fail, "was not given", ""},
			{"not yet", both(undeployed, without("APR-3")), evidence.Open, "Authorisation 2 (deployment) is not given", ""},
			{"all there, not deployed", undeployed, evidence.Pass, "given 2026-03-07", "APR-1 APR-2 APR-3"},
			{"by its entry", func(f *file) {
				f.release().Type, f.release().Entry = "standard", &model.EntryFollowed{Entry: "CAT-1", Version: 2}
			}, evidence.Pass, "authorised beforehand by version 2 of CAT-1", "CAT-1"},
		},
		"baseline-first": {
			{"whole", nil, evidence.Pass, "BSL-1 of 1 item", "BSL-1 RUN-1"},
			{"taken afterwards", func(f *file) { get[*model.Baseline](f, "BSL-1").At = late }, evidence.Fail, "CI-1 was not in a baseline before RUN-1 began", "RUN-1"},
			{"of another item", func(f *file) { f.release().Items = []model.ID{"CI-1", "CI-2"} }, evidence.Fail, "CI-2 was not in a baseline", "RUN-1"},
			{"a second run with its own", func(f *file) {
				f.put(&model.Run{ID: "RUN-2", Release: rel, Production: true, Started: late.Add(time.Hour)})
			}, evidence.Pass, "RUN-2 began", "BSL-1 RUN-1 RUN-2"},
			{"a rehearsal counts not", func(f *file) {
				f.put(&model.Run{ID: "RUN-2", Release: rel, Started: early.Add(-time.Hour)})
			}, evidence.Pass, "RUN-1", "BSL-1 RUN-1"},
			{"a rollback counts not", func(f *file) {
				f.put(&model.Run{ID: "RUN-2", Release: rel, Production: true, Back: "RUN-1", Started: early.Add(-time.Hour)})
			}, evidence.Pass, "RUN-1", "BSL-1 RUN-1"},
			{"not yet", both(undeployed, without("BSL-1")), evidence.Open, "not taken yet of CI-1", "REL-1"},
			{"taken in time", undeployed, evidence.Pass, "of 1 item", "BSL-1"},
			{"no items", func(f *file) { f.release().Items = nil }, evidence.NotApplicable, "touches no configuration item", ""},
		},
		"notice-first": {
			{"whole", nil, evidence.Pass, "1 notice, the first sent", "NTC-1"},
			{"none", without("NTC-1"), evidence.Fail, "nothing was announced", "REL-1"},
			{"afterwards", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = late }, evidence.Fail, "after the deployment began", "NTC-1 RUN-1"},
			{"not yet", both(undeployed, without("NTC-1")), evidence.Open, "nothing was announced", "REL-1"},
		},
		"package-kept": {
			{"whole", nil, evidence.Pass, "1 entry of the package hashed as RUN-1 started", "DML-1 MCK-1 RUN-1"},
			{"altered", func(f *file) { get[*model.MediaCheck](f, "MCK-1").Seen[0].Is = model.MediaAltered }, evidence.Fail, "altered", "DML-1 MCK-1 RUN-1"},
			{"something else", func(f *file) {
				f.put(&model.Installation{ID: "INS-1", Release: rel, Run: "RUN-1", Files: []model.InstalledFile{{SHA256: "x"}}})
			}, evidence.Fail, "INS-1 says that something else was installed", ""},
			{"as was said", func(f *file) {
				get[*model.MediaCheck](f, "MCK-1").Seen[0].Is = model.MediaDigest
				f.put(&model.Installation{ID: "INS-1", Release: rel, Run: "RUN-1", Files: []model.InstalledFile{{SHA256: "x", Media: "DML-1"}}})
			}, evidence.Pass, "as was said of RUN-1", "DML-1 INS-1 MCK-1 RUN-1"},
			{"digests alone", func(f *file) { get[*model.MediaCheck](f, "MCK-1").Seen[0].Is = model.MediaDigest }, evidence.Fail, "only digests are on record", ""},
			{"nobody looked", without("MCK-1"), evidence.Fail, "nobody looked at the package", ""},
			{"not deployed", undeployed, evidence.Open, "nothing was deployed yet", ""},
			{"no software", func(f *file) { f.release().Contents = []string{"support"} }, evidence.NotApplicable, "brings no software", ""},
		},
		"verified": {
			{"whole", nil, evidence.Pass, "all 1 lines passed", "RUN-1"},
			{"failed", func(f *file) {
				get[*model.Run](f, "RUN-1").Checks[0] = model.Check{Text: "it answers", Failed: true}
			}, evidence.Fail, "line 1 failed: it answers", "RUN-1"},
			{"not marked", func(f *file) { get[*model.Run](f, "RUN-1").Checks[0].Passed = false }, evidence.Fail, "nobody marked line 1", "RUN-1"},
			{"rolled back", func(f *file) { get[*model.Run](f, "RUN-1").Result = model.RunRolledBack }, evidence.NotApplicable, "", ""},
			{"no list", func(f *file) { get[*model.Run](f, "RUN-1").Checks = nil }, evidence.Fail, "no line of a verification", "RUN-1"},
		},
		"waivers-decided": {
			{"whole", nil, evidence.NotApplicable, "none was asked for", ""},
			{"granted", func(f *file) {
				f.put(&model.Waiver{ID: "WVR-1", Of: rel, Check: "x", Decided: &model.Verdict{Yes: true}})
			}, evidence.Pass, "1 waiver decided on", "WVR-1"},
			{"waits", func(f *file) { f.put(&model.Waiver{ID: "WVR-1", Of: rel, Check: "x"}) }, evidence.Fail, "WVR-1 waits", "WVR-1"},
		},
		"outcome": {
			{"whole", nil, evidence.Pass, "successful, with 1 incident", "INC-1 REL-1"},
			{"not stated", func(f *file) { f.release().Outcome = "" }, evidence.Fail, "not stated, with 1 incident", "INC-1 REL-1"},
		},
		"improvements": {
			{"whole", nil, evidence.Pass, "1 action, 0 of them over", "IMP-1"},
			{"none", without("IMP-1"), evidence.NotApplicable, "none came from it", ""},
			{"overdue", func(f *file) {
				get[*model.Improvement](f, "IMP-1").Due = when.OnDay(when.DateOf(began, time.UTC), time.UTC)
			}, evidence.Fail, "IMP-1 was due 2026-03-13 00:00 UTC, and is not done", "IMP-1"},
			{"not due", func(f *file) {
				get[*model.Improvement](f, "IMP-1").Due = when.OnDay(when.DateOf(now, time.UTC), time.UTC)
			}, evidence.Pass, "0 of them over", "IMP-1"},
		},
		"dates-known": {
			{"whole", nil, evidence.Pass, "dates and outcome", "REL-1"},
			{"no outcome", func(f *file) { f.release().Outcome = "" }, evidence.Fail, "no outcome is stated", "REL-1"},
			{"no dates", both(undeployed, func(f *file) { f.release().Window = model.Slot{} }), evidence.Open, "it has no dates", "REL-1"},
		},
		"documents-signed": {
			{"whole", nil, evidence.Pass, "5 documents", "DOC-1 DOC-2 DOC-3 DOC-4 DOC-5"},
			{"approved", nil, evidence.Pass, "4 approved as they stand", "DOC-1 DOC-2 DOC-3 DOC-4 DOC-5"},
			{"one is covered by no approval", func(f *file) { get[*model.Approval](f, "APR-2").Documents = nil }, evidence.Fail, "version 1 of DOC-2 is not approved (test-report)", "DOC-2"},
			{"in time", both(undeployed, func(f *file) { get[*model.Approval](f, "APR-2").Documents = nil }), evidence.Open, "version 1 of DOC-2 is not approved", "DOC-2"},
			{"approved by itself", func(f *file) {
				get[*model.Approval](f, "APR-2").Documents = nil
				get[*model.Document](f, "DOC-2").Approver, get[*model.Document](f, "DOC-2").Approved = "PER-2", early
			}, evidence.Pass, "4 approved", ""},
			{"the approval was taken back", func(f *file) { get[*model.Approval](f, "APR-2").Decisions[0].Retracted = &model.Ending{} }, evidence.Fail, "DOC-2 is not approved", "DOC-2"},
			{"the approval was disowned", func(f *file) { get[*model.Approval](f, "APR-2").Decisions[0].Verdict = model.Disowned }, evidence.Fail, "DOC-2 is not approved", "DOC-2"},
			{"the approval is void", func(f *file) { get[*model.Approval](f, "APR-2").Void = &model.Ending{At: early} }, evidence.Fail, "DOC-2 is not approved", "DOC-2"},
			{"the approval is rejected", func(f *file) {
				a := get[*model.Approval](f, "APR-2")
				a.Decisions = append(a.Decisions, model.Decision{By: "PER-1", Verdict: model.Reject, At: early})
			}, evidence.Fail, "DOC-2 is not approved", "DOC-2"},
			{"another version was approved", func(f *file) { get[*model.Document](f, "DOC-2").Version = 2 }, evidence.Fail, "version 2 of DOC-2 is not approved", "DOC-2"},
			{"nothing is to be approved", func(f *file) {
				for _, id := range []model.ID{"DOC-1", "DOC-2", "DOC-4", "DOC-5"} {
					delete(f.records, id)
				}
			}, evidence.Pass, "1 document, each with version and author; its rules ask for the approval of none", "DOC-3"},
			{"rejected", func(f *file) { get[*model.Document](f, "DOC-2").Decided = &model.Verdict{By: "PER-1"} }, evidence.Fail, "stands rejected", "DOC-2"},
		},
		"items-current": {
			{"whole", nil, evidence.Pass, "1 item, updated", "CI-1 REL-1"},
			{"not", func(f *file) { f.release().Updates = nil }, evidence.Fail, "CI-1 was not", "CI-1 REL-1"},
			{"nothing deployed", func(f *file) { get[*model.Run](f, "RUN-1").Result = model.RunFailed }, evidence.NotApplicable, "", ""},
		},
	} {
		for _, c := range cases {
			f := whole()
			if c.change != nil {
				c.change(f)
			}
			s := f.showing(t, name)
			ids := strings.Join(model.Each(s.Records, func(id model.ID) string { return string(id) }), " ")
			if s.Answer != c.answer || !strings.Contains(s.Why, c.why) || c.records != "" && ids != c.records {
				t.Errorf("%s, %s: %s, %q [%s], want %s, %q [%s]", name, c.what, s.Answer, s.Why, ids, c.answer, c.why, c.records)
			}
		}
	}
}

// TestEveryProofIsKnown: what rules may lay down is looked for, and the default rules lay it
// down; each clause has something that shows it.
func TestEveryProofIsKnown(t *testing.T) {
	laid := map[string]bool{}
	for _, p := range rules().Proofs {
		laid[p.Name] = true
	}
	for name := range process.Proofs {
		if !laid[name] {
			t.Errorf("the default rules lay down no proof %q", name)
		}
	}
	f := whole()
	m := evidence.OfRelease(f.facts(), f.release(), rules())
	p := evidence.OfPeriod(f.facts(), period(t), period(t).Span(time.UTC), rules(), force(), []evidence.Matrix{m}, evidence.Sample{})
	for i, row := range m.Rows {
		for _, s := range append(row.Showings, p.Rows[i].Showings...) {
			if strings.Contains(s.Why, "a newer one may") {
				t.Errorf("%s: %s is laid down, and nobody looks for it", row.Clause, s.Name)
			}
		}
		if len(row.Showings)+len(p.Rows[i].Showings) == 0 {
			t.Errorf("nothing shows %s", row.Clause)
		}
	}
}

// force are the rules of the file, as they are since the year before.
func force() []evidence.InForce {
	return []evidence.InForce{{ID: "PRC-1", From: began.AddDate(-1, 0, 0), Rules: rules()}}
}

func period(t *testing.T) when.Period {
	t.Helper()
	p, err := when.ParsePeriod("2026-Q1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestChecksAtGates: what was asked at a gate that it went through was met there or waived,
// however it stands by now; what comes is open.
func TestChecksAtGates(t *testing.T) {
	check := func(f *file, clause, name string) evidence.Showing {
		for _, row := range evidence.OfRelease(f.facts(), f.release(), rules()).Rows {
			for _, s := range row.Showings {
				if row.Clause == clause && s.Name == name && s.Stage != "" {
					return s
				}
			}
		}
		t.Fatalf("there is no check %s", name)
		return evidence.Showing{}
	}
	f := whole()
	if s := check(f, "8.5.1-b", "conflicts-scanned"); s.Answer != evidence.Pass || !strings.Contains(s.Why, "met as it went through the gate of Assessment, 2026-03-07 21:00 UTC by Cora Lind") {
		t.Errorf("%+v", s) // no scan is on record: it was there then
	}
	if s := check(f, "8.5.3-b", "authorised:authorisation-1"); !slices.Equal(s.Records, []model.ID{"APR-1", "REL-1"}) {
		t.Errorf("%+v", s)
	}
	if s := check(f, "8.5.2", "major-planned"); s.Answer != evidence.NotApplicable || s.Why != "the release is not major" {
		t.Errorf("%+v", s)
	}
	f.put(&model.Waiver{ID: "WVR-1", Of: rel, Check: "notice-sent", Until: when.OnClock(began, time.UTC), Decided: &model.Verdict{Yes: true, At: early}})
	if s := check(f, "8.5.1-d", "notice-sent"); s.Answer != evidence.Pass || !strings.Contains(s.Why, "with the waiver WVR-1") || !slices.Contains(s.Records, "WVR-1") {
		t.Errorf("%+v", s)
	}
	f.release().Stage = "build"
	f.release().Passed = f.release().Passed[:3]
	if s := check(f, "8.5.3-d", "criteria-tested"); s.Answer != evidence.Open || s.Why != "it is in Build still" {
		t.Errorf("%+v", s)
	}
	f.release().Cancelled = &model.Ending{}
	if s := check(f, "8.5.3-d", "criteria-tested"); s.Answer != evidence.NotApplicable || s.Why != "the release was cancelled before" {
		t.Errorf("%+v", s)
	}
	f = whole()
	f.release().Passed = slices.DeleteFunc(f.release().Passed, func(p model.Passage) bool { return p.From == "early-life" })
	if s := check(f, "8.5.3-h", "days-passed"); s.Answer != evidence.NotApplicable || s.Why != "it did not go through Early life" {
		t.Errorf("%+v", s)
	}
	f.release().Origin = &model.Origin{Source: "old"}
	for _, row := range evidence.OfRelease(f.facts(), f.release(), rules()).Rows {
		if row.Answer != evidence.NotApplicable || !strings.Contains(row.Why, "imported history") {
			t.Errorf("%+v", row)
		}
	}
}

// TestWhatFellIsNotShown: a gate that it went through by what was taken back, disowned or
// voided since shows nothing; what an edit voided after the deployment still does.
func TestWhatFellIsNotShown(t *testing.T) {
	check := func(f *file, name string) evidence.Showing {
		for _, row := range evidence.OfRelease(f.facts(), f.release(), rules()).Rows {
			for _, s := range row.Showings {
				if s.Name == name && s.Stage != "" {
					return s
				}
			}
		}
		t.Fatalf("there is no check %s", name)
		return evidence.Showing{}
	}
	approval := func(f *file) *model.Approval { return get[*model.Approval](f, "APR-1") }
	const authorised = "authorised:authorisation-1"
	for what, c := range map[string]struct {
		check  string
		change func(*file)
		answer evidence.Answer
		why    string
	}{
		"whole":             {authorised, func(f *file) {}, evidence.Pass, "met as it went through"},
		"taken back":        {authorised, func(f *file) { approval(f).Decisions[0].Retracted = &model.Ending{At: late} }, evidence.Fail, "APR-1 counts no more: Cora Lind took it back 2026-03-12 21:00 UTC"},
		"disowned":          {authorised, func(f *file) { approval(f).Decisions[0].Verdict = model.Disowned }, evidence.Fail, "APR-1 counts no more: Cora Lind disowned"},
		"void in time":      {authorised, func(f *file) { approval(f).Void = &model.Ending{At: late} }, evidence.Pass, "met as it went through"},
		"void before":       {authorised, func(f *file) { approval(f).Void = &model.Ending{At: early} }, evidence.Fail, "APR-1 counts no more: it is void since 2026-03-07 20:00 UTC"},
		"void, not started": {authorised, func(f *file) { undeployed(f); approval(f).Void = &model.Ending{At: early} }, evidence.Open, "and since: "},
		"another one since": {authorised, func(f *file) {
			again := *approval(f)
			again.ID = "APR-9"
			approval(f).Void = &model.Ending{At: early}
			f.put(&again)
		}, evidence.Pass, "met as it went through"},
		"hand-over void": {"authorised:handover", func(f *file) { get[*model.Approval](f, "APR-4").Void = &model.Ending{At: late.Add(time.Hour)} }, evidence.Fail, "APR-4 counts no more"},
		"a waiver, disowned": {"notice-sent", func(f *file) {
			delete(f.records, "NTC-1")
			f.put(&model.Waiver{ID: "WVR-1", Of: rel, Check: "notice-sent", Until: when.OnClock(began, time.UTC), Retracted: []model.Retracted{{Decided: model.Verdict{Yes: true, At: early}, Back: model.Ending{At: late}}}})
		}, evidence.Fail, "with the waiver WVR-1, which was taken back since"},
		"an RFC, withdrawn": {"rfcs-authorised", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeWithdrawn }, evidence.Fail, "CHG-1 is withdrawn"},
	} {
		f := whole()
		c.change(f)
		if s := check(f, c.check); s.Answer != c.answer || !strings.Contains(s.Why, c.why) {
			t.Errorf("%s: %s, %q, want %s, %q", what, s.Answer, s.Why, c.answer, c.why)
		}
	}
}

// TestWhatIsOverdueFails: what had to be there by now is no longer open.
func TestWhatIsOverdueFails(t *testing.T) {
	for what, c := range map[string]struct {
		since  time.Time
		answer evidence.Answer
	}{"in time": {now.AddDate(0, 0, -20), evidence.Open}, "over": {now.AddDate(0, 0, -22), evidence.Fail}} {
		f := whole()
		f.release().Stage, f.release().Since = "early-life", c.since
		f.release().Passed = slices.DeleteFunc(f.release().Passed, func(p model.Passage) bool { return p.From == "early-life" || p.From == "evaluation" })
		f.release().Updates = nil
		for _, row := range evidence.OfRelease(f.facts(), f.release(), rules()).Rows {
			for _, s := range row.Showings {
				if s.Name == "items-updated" || s.Name == "items-current" {
					if s.Answer != c.answer || c.answer == evidence.Fail && !strings.Contains(s.Why, "was due") {
						t.Errorf("%s: %+v", what, s)
					}
				}
			}
		}
	}
}

// TestWhatIsNotCountersignedInTimeFails: wherever the release is by then.
func TestWhatIsNotCountersignedInTimeFails(t *testing.T) {
	for _, stage := range []string{"build", "retro-completion"} {
		for what, c := range map[string]struct {
			now    time.Time
			signed time.Time
			answer evidence.Answer
			why    string
		}{
			"in time":   {began.Add(23 * time.Hour), time.Time{}, evidence.Open, ""},
			"over":      {began.Add(25 * time.Hour), time.Time{}, evidence.Fail, "Cora Lind has not countersigned APR-1, which was due 2026-03-13 20:00 UTC"},
			"signed":    {began.Add(25 * time.Hour), began.Add(time.Hour), "", ""},
			"no longer": {began.Add(25 * time.Hour), began.Add(26 * time.Hour), "", ""},
		} {
			f := whole()
			f.now = c.now
			r := f.release()
			r.Type, r.Stage, r.Since, r.Outcome, r.Passed = "emergency", stage, began.Add(22*time.Hour), "", nil
			from := "declared"
			for _, to := range []string{"build", "before-deployment", "deployment", "retro-completion"} {
				r.Passed = append(r.Passed, model.Passage{From: from, To: to, By: "PER-1", At: began})
				if from = to; to == stage {
					break
				}
			}
			a := get[*model.Approval](f, "APR-1")
			a.Purpose, a.Decisions[0].Verbal = "ecab", &model.Verbal{By: "PER-1", Channel: "phone", Due: began.Add(24 * time.Hour), Signed: c.signed}
			for _, row := range evidence.OfRelease(f.facts(), r, rules()).Rows {
				for _, s := range row.Showings {
					if s.Name != "countersigned:ecab" {
						continue
					}
					if c.answer == "" && s.Answer == evidence.Fail || c.answer != "" && s.Answer != c.answer || !strings.Contains(s.Why, c.why) || c.answer == evidence.Fail && !slices.Contains(s.Records, "APR-1") {
						t.Errorf("%s, %s: %+v", stage, what, s)
					}
				}
			}
		}
	}
}

// TestAPeriodIsJudgedByItsOwnRules: what was adopted after it says nothing of it.
func TestAPeriodIsJudgedByItsOwnRules(t *testing.T) {
	span := period(t).Span(time.UTC)
	bare := *rules()
	bare.Measures = slices.Clone(bare.Measures)
	bare.Measures[0].Owner = ""
	for what, c := range map[string]struct {
		force            []evidence.InForce
		rules, measures  evidence.Answer
		why              string
		records, another model.ID
	}{
		"since before": {force(), evidence.Pass, evidence.Pass, "in force since 2025-03-12", "PRC-1", "PRC-1"},
		"only after":   {[]evidence.InForce{{ID: "PRC-1", From: span.End, Rules: rules()}}, evidence.Fail, evidence.Fail, "the first, PRC-1, are in force since 2026-04-01", "", ""},
		"in it":        {[]evidence.InForce{{ID: "PRC-1", From: began, Rules: rules()}}, evidence.Pass, evidence.Pass, "from 2026-03-12 20:00 UTC; none were in force before", "PRC-1", "PRC-1"},
		"replaced before": {[]evidence.InForce{{ID: "PRC-1", From: span.Start.AddDate(-1, 0, 0), Until: span.Start.AddDate(0, -1, 0), Rules: &bare}, {ID: "PRC-2", From: span.Start.AddDate(0, -1, 0), Rules: rules()}},
			evidence.Pass, evidence.Pass, "PRC-2", "PRC-2", "PRC-2"},
		"better ones after": {[]evidence.InForce{{ID: "PRC-1", From: span.Start.AddDate(-1, 0, 0), Until: span.End.AddDate(0, 0, 1), Rules: &bare}, {ID: "PRC-2", From: span.End.AddDate(0, 0, 1), Rules: rules()}},
			evidence.Pass, evidence.Fail, "PRC-1", "PRC-1", "PRC-1"},
		"none": {nil, evidence.Fail, evidence.Fail, "no rules", "", ""},
	} {
		m := evidence.OfPeriod(whole().facts(), period(t), span, rules(), c.force, nil, evidence.Sample{})
		for _, row := range m.Rows {
			want, id := c.rules, c.records
			switch row.Clause {
			case "9.1":
				want, id = c.measures, c.another
			case "8.5.3-a", "8.5.1-a":
			default:
				continue
			}
			s := row.Showings[len(row.Showings)-1]
			if s.Answer != want || row.Clause != "9.1" && !strings.Contains(s.Why, c.why) || id != "" && !slices.Equal(s.Records, []model.ID{id}) {
				t.Errorf("%s, %s: %+v, want %s, %q [%s]", what, row.Clause, s, want, c.why, id)
			}
		}
	}
	f := whole()
	f.now = span.End.AddDate(0, 1, 0)
	f.put(&model.Document{ID: "DOC-9", Form: "ci-audit", Of: "SVC-1", Version: 1, At: f.now, Answers: form.Answers{Values: map[string]string{"held": "2026-05-02"}}})
	audited := func() evidence.Row {
		m := evidence.OfPeriod(f.facts(), period(t), span, rules(), force(), nil, evidence.Sample{})
		return m.Rows[slices.IndexFunc(m.Rows, func(r evidence.Row) bool { return r.Clause == "8.2.6" })]
	}
	if r := audited(); r.Answer != evidence.Fail || !strings.Contains(r.Why, "the period ended 2026-04-01 00:00 UTC") {
		t.Errorf("an audit that was held later: %+v", r)
	}
	get[*model.Document](f, "DOC-9").Answers.Values["held"] = "2026-03-30"
	if r := audited(); r.Answer != evidence.Pass || !strings.Contains(r.Showings[0].Why, "DOC-9 was written 2026-05-01 00:00 UTC, after the period") {
		t.Errorf("one that was written later: %+v", r)
	}
}

// TestAClauseOfAPeriod: one release that fails fails it; what is asked of the period is open
// until that is over.
func TestAClauseOfAPeriod(t *testing.T) {
	good, bad := whole(), whole()
	delete(bad.records, "BSL-1")
	one := evidence.OfRelease(good.facts(), good.release(), rules())
	other := evidence.OfRelease(bad.facts(), bad.release(), rules())
	other.Of = "REL-2"
	row := func(f *file, drawn []evidence.Matrix, clause string) evidence.Row {
		m := evidence.OfPeriod(f.facts(), period(t), period(t).Span(time.UTC), rules(), force(), drawn, evidence.Sample{})
		i := slices.IndexFunc(m.Rows, func(r evidence.Row) bool { return r.Clause == clause })
		return m.Rows[i]
	}
	if r := row(good, []evidence.Matrix{one, other}, "8.5.3-f"); r.Answer != evidence.Fail || !strings.Contains(r.Why, "1 pass, 1 fail") || !slices.Equal(r.Records, []model.ID{"REL-2"}) {
		t.Errorf("%+v", r)
	}
	if r := row(good, []evidence.Matrix{one, one}, "8.5.3-f"); r.Answer != evidence.Pass || r.Why != "2 pass" || !slices.Equal(r.Records, []model.ID{"REL-1"}) {
		t.Errorf("%+v", r)
	}
	if r := row(good, nil, "8.5.3-f"); r.Answer != evidence.NotApplicable {
		t.Errorf("%+v", r)
	}
	for _, clause := range []string{"9.4", "8.5.1-e", "8.2.6"} {
		f := whole()
		f.now = began // in the period
		if r := row(f, nil, clause); r.Answer != evidence.Open {
			t.Errorf("%s in the period: %+v", clause, r)
		}
		f.now = now // after it
		if r := row(f, nil, clause); r.Answer != evidence.Fail {
			t.Errorf("%s after it: %+v", clause, r)
		}
		f.put(&model.KeptReport{ID: "RPT-1", Report: "monthly", Period: "2026-02", Document: "DOC-8"})
		f.put(&model.KeptReport{ID: "RPT-2", Report: "trend", Period: "2026", Document: "DOC-8"})
		f.put(&model.KeptReport{ID: "RPT-3", Report: "monthly", Period: "2026-04", Document: "DOC-8"})
		f.put(&model.Document{ID: "DOC-8", Form: "service-report", Version: 1})
		f.put(&model.Document{ID: "DOC-9", Form: "ci-audit", Of: "SVC-1", Version: 1, At: early})
		r := row(f, nil, clause)
		if want := evidence.Fail; clause != "8.2.6" && (r.Answer != want || !strings.Contains(r.Why, "none is approved")) {
			t.Errorf("%s with a report: %+v", clause, r)
		}
		get[*model.Document](f, "DOC-8").Approved = early
		if r = row(f, nil, clause); r.Answer != evidence.Pass || slices.Contains(r.Records, "RPT-3") || len(r.Records) == 0 {
			t.Errorf("%s with an approved report: %+v", clause, r)
		}
	}
}

// TestWhichReleasesAreOfAPeriod: those that were deployed, closed or cancelled in it.
func TestWhichReleasesAreOfAPeriod(t *testing.T) {
	span := period(t).Span(time.UTC)
	later := span.End.Add(time.Hour)
	run := &model.Run{ID: "RUN-1", Release: rel, Production: true, Started: began}
	for what, c := range map[string]struct {
		r    model.Release
		runs []*model.Run
		in   bool
	}{
		"deployed in it, closed later":  {model.Release{ID: rel, Stage: "closed", Since: later}, []*model.Run{run}, true},
		"deployed before, closed in it": {model.Release{ID: rel, Stage: "closed", Since: began}, nil, true},
		"closed later":                  {model.Release{ID: rel, Stage: "closed", Since: later}, nil, false},
		"cancelled in it":               {model.Release{ID: rel, Stage: "planning", Cancelled: &model.Ending{At: began}}, nil, true},
		"cancelled later":               {model.Release{ID: rel, Stage: "planning", Since: began, Cancelled: &model.Ending{At: later}}, nil, false},
		"open":                          {model.Release{ID: rel, Stage: "planning", Since: began}, nil, false},
		"rehearsed in it":               {model.Release{ID: rel, Stage: "scheduled"}, []*model.Run{{ID: "RUN-1", Release: rel, Started: began}}, false},
		"another was deployed":          {model.Release{ID: "REL-2", Stage: "scheduled"}, []*model.Run{run}, false},
	} {
		if in := evidence.In(&c.r, c.runs, span); in != c.in {
			t.Errorf("%s: %v", what, in)
		}
	}
}
