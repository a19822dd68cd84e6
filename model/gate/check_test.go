package gate_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// one is a state of the file, and what one check says to it.
type one struct {
	check string
	state string // in words
	make  func(f *file)
	want  gate.Answer
	says  string // part of the evidence
}

// cases has each check at least met once and open once; where a fact can be
// missing, undecidable; where a condition or the check itself can say so, not
// applicable.
var cases = slices.Concat(registration, standingChecks, assessment, planning, building, testings, accepting, scheduling, deploying, earlyLife, evaluating)

var registration = []one{
	{"typed", "a release of a known process", nil, gate.Met, "Normal release"},
	{"titled", "a release with a name", nil, gate.Met, "Shop 5.2"},
	{"titled", "a release without one", func(f *file) { f.r.Name = " " }, gate.Open, "the name is empty"},
	{"titled", "a name of two lines", func(f *file) { f.r.Name = "a\nb" }, gate.Open, "line break"},
	{"service-named", "a service that is in use", nil, gate.Met, "Web shop (SVC-1)"},
	{"service-named", "no service", func(f *file) { f.r.Service = "" }, gate.Open, "no service is named"},
	{"service-named", "a retired service", func(f *file) { get[*model.Service](f, "SVC-1").State = "retired" }, gate.Open, "is retired"},
	{"service-named", "a service that can't be read", func(f *file) { f.drop("SVC-1") }, gate.Undecidable, "SVC-1 can't be read"},
	{"owned", "an owner", nil, gate.Met, "Olga Owner"},
	{"owned", "no owner", func(f *file) { f.r.Owner = "" }, gate.Open, "nobody owns it"},
	{"owned", "an owner who has left", func(f *file) { get[*model.Person](f, "PER-1").Left = true }, gate.Open, "Olga Owner has left"},
	{"owned", "an owner who can't be read", func(f *file) { f.drop("PER-1") }, gate.Undecidable, "PER-1 can't be read"},
	{"contents-said", "contents", nil, gate.Met, "software, hardware, service-hours"},
	{"contents-said", "none", func(f *file) { f.r.Contents = nil }, gate.Open, "not said what it brings"},
	{"rfc-linked", "two RFCs", nil, gate.Met, "2: CHG-1, CHG-2"},
	{"rfc-linked", "none", func(f *file) { f.r.Changes = nil }, gate.Open, "no RFC is in its scope"},
	{"rfc-exclusive", "RFCs of this release alone", nil, gate.Met, "each of the 2"},
	{"rfc-exclusive", "no RFC at all", func(f *file) { f.r.Changes = nil }, gate.NotApplicable, "no RFC is in its scope"},
	{"rfc-exclusive", "RFCs that two open releases have", func(f *file) {
		f.put(&model.Release{ID: "REL-2", Changes: []model.ID{"CHG-2"}})
		f.put(&model.Release{ID: "REL-3", Changes: []model.ID{"CHG-1"}})
	}, gate.Open, "CHG-1 is in REL-3 too; CHG-2 is in REL-2 too"},
	{"rfc-exclusive", "an RFC that a closed and a cancelled release had", func(f *file) {
		f.put(&model.Release{ID: "REL-2", Changes: []model.ID{"CHG-2"}, Stage: model.StageClosed})
		f.put(&model.Release{ID: "REL-3", Changes: []model.ID{"CHG-2"}, Cancelled: &model.Ending{}})
	}, gate.Met, "each of the 2"},
}

var standingChecks = []one{
	{"clocks-checked", "they changed, and nobody has looked", func(f *file) { f.r.Deployed, f.r.ZoneMove = false, clocks("") }, gate.Open, "the clocks of Europe/Berlin were changed: its dates were Thu 12 Mar 2026 21:00–22:00 UTC, and became"},
}

// A check that stands at every gate is among the findings only where it shuts it.
func TestClocksThatSomebodyLookedAtShutNothing(t *testing.T) {
	for _, move := range []*model.ZoneMove{nil, clocks("PER-2")} {
		f := whole()
		f.r.Deployed, f.r.ZoneMove = false, move
		g, err := gate.At(f.shown(), f.r, f.r.Stage)
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range g.Findings {
			if finding.Check == "clocks-checked" {
				t.Errorf("with %+v: %+v", move, finding)
			}
		}
	}
}

func clocks(seen model.ID) *model.ZoneMove {
	at := minute(12, 21).At
	return &model.ZoneMove{From: when.Span{Start: at, End: at.Add(time.Hour)}, To: when.Span{Start: at.Add(time.Hour), End: at.Add(2 * time.Hour)}, Zone: "Europe/Berlin", At: at, Seen: seen}
}

var assessment = []one{
	{"assessed-value", "everything said", nil, gate.Met, "DOC-1 version 2"},
	{"assessed-value", "two things not said", func(f *file) { f.set("DOC-1", "risk", ""); f.set("DOC-1", "cost", " ") }, gate.Open, "DOC-1 version 2 says nothing about: Risk, Cost"},
	{"assessed-value", "no assessment", func(f *file) { f.drop("DOC-1") }, gate.Open, "the assessment is not written"},
	{"assessed-value", "rules without the form", func(f *file) { f.rules.Forms = nil }, gate.Undecidable, `no form "assessment"`},
	{"assessed-impact", "everything said", nil, gate.Met, "DOC-1"},
	{"assessed-impact", "security forgotten", func(f *file) { f.set("DOC-1", "impact_security", "") }, gate.Open, "information security"},
	{"assessed-impact", "a form without the field", func(f *file) {
		f.rules.Forms = []form.Form{{Name: "assessment"}}
	}, gate.Undecidable, `has no field "impact_services"`},
	{"risk-scored", "a score that its inputs give", nil, gate.Met, "2 (low): impact 2 × likelihood 1, 0 factors"},
	{"risk-scored", "no score", func(f *file) { f.r.Risk = nil }, gate.Open, "no risk score"},
	{"risk-scored", "a score made smaller", func(f *file) { f.r.Risk.Factors = []string{"data-migration"} }, gate.Open, "the score says 2 (low), its inputs say 4"},
	{"risk-scored", "a band made smaller", func(f *file) { f.r.Risk.Impact, f.r.Risk.Score = 5, 5 }, gate.Open, "its inputs say 5 (medium)"},
	{"conflicts-scanned", "a scan an hour ago", nil, gate.Met, "0 found"},
	{"conflicts-scanned", "no scan", func(f *file) { f.r.Scan = nil }, gate.Open, "no conflict scan"},
	{"conflicts-scanned", "a scan just fresh enough", func(f *file) { f.r.Scan.At = now.Add(-72 * time.Hour) }, gate.Met, "scanned"},
	{"conflicts-scanned", "an old scan", func(f *file) { f.r.Scan.At = now.Add(-73 * time.Hour) }, gate.Open, "73 h old; it is good for 72 h"},
	{"conflicts-scanned", "a scan of other dates", func(f *file) { f.r.Window.End = minute(13, 1) }, gate.Open, "the dates changed"},
	{"decided-to-proceed", "proceed", nil, gate.Met, "proceed"},
	{"decided-to-proceed", "abandon", func(f *file) { f.set("DOC-1", "decision", "abandon") }, gate.Open, "says abandon"},
	{"decided-to-proceed", "nothing", func(f *file) { f.set("DOC-1", "decision", "") }, gate.Open, "does not say whether"},
	{"decided-to-proceed", "no assessment", func(f *file) { f.drop("DOC-1") }, gate.Open, "not written"},
}

var planning = []one{
	{"planned-dates", "start and end", nil, gate.Met, "2026-03-12 20:00 UTC to 2026-03-13 00:00 UTC"},
	{"planned-dates", "a start that has passed", func(f *file) { f.r.Deployed, f.r.Window.Start = false, minute(12, 18) }, gate.Open, "the planned start, Thu 12 Mar 2026 18:00 UTC, has passed: move the dates"},
	{"planned-dates", "a start that is now", func(f *file) { f.r.Deployed, f.r.Window.Start = false, minute(12, 21) }, gate.Met, "2026-03-12 21:00"},
	{"planned-dates", "today, at no hour", func(f *file) {
		f.r.Deployed, f.r.Window.Start = false, when.Moment{At: minute(12, 0).At, Precision: when.Day}
	}, gate.Met, "2026-03-12"},
	{"planned-dates", "yesterday, at no hour", func(f *file) {
		f.r.Deployed, f.r.Window.Start = false, when.Moment{At: minute(11, 0).At, Precision: when.Day}
	}, gate.Open, "the planned start, Wed 11 Mar 2026, has passed"},
	{"planned-dates", "no dates", func(f *file) { f.r.Window = model.Slot{} }, gate.Open, "not planned"},
	{"planned-dates", "no end", func(f *file) { f.r.Window.End = minute(0, 0); f.r.Window.End.At = time.Time{} }, gate.Open, "not planned"},
	{"planned-deliverables", "said", nil, gate.Met, "DOC-2"},
	{"planned-deliverables", "not said", func(f *file) { f.set("DOC-2", "deliverables", "") }, gate.Open, "Deliverables"},
	{"planned-method", "method, steps and verification", nil, gate.Met, "DOC-2"},
	{"planned-method", "no steps", func(f *file) { get[*model.Document](f, "DOC-2").Answers.Tables["steps"] = nil }, gate.Open, "says nothing about: Steps"},
	{"planned-method", "a step that is an empty row", func(f *file) { f.rows("DOC-2", "steps")[0]["text"] = " " }, gate.Open, "steps, row 1: Step is missing"},
	{"planned-communication", "said", nil, gate.Met, "DOC-2"},
	{"planned-communication", "not said", func(f *file) { f.set("DOC-2", "communication", "") }, gate.Open, "Who is told"},
	{"planned-procurement", "on order", nil, gate.Met, "1 on the list"},
	{"planned-procurement", "hardware, and nothing on order", func(f *file) { f.drop("PRO-1") }, gate.Open, "nothing is on order"},
	{"planned-procurement", "hardware, and its order dropped", func(f *file) { get[*model.Procurement](f, "PRO-1").Dropped = "too dear" }, gate.Open, "nothing is on order"},
	{"planned-procurement", "an order without a supplier", func(f *file) { get[*model.Procurement](f, "PRO-1").Supplier = "" }, gate.Open, "no supplier or no due date"},
	{"planned-procurement", "an order without a date", func(f *file) { get[*model.Procurement](f, "PRO-1").Due = when.Moment{} }, gate.Open, "no supplier or no due date"},
	{"planned-procurement", "software alone", func(f *file) { f.r.Contents = []string{"software"}; f.drop("PRO-1") }, gate.NotApplicable, "nothing has to be procured"},
	{"rollback-planned", "all of it", nil, gate.Met, "DOC-3"},
	{"rollback-planned", "no trigger", func(f *file) { f.set("DOC-3", "trigger", "") }, gate.Open, "Trigger"},
	{"rollback-planned", "an owner the release does not know", func(f *file) { f.r.RollbackOwner = "" }, gate.Open, "no owner"},
	{"criteria-set", "two criteria", nil, gate.Met, "2 in DOC-4"},
	{"criteria-set", "none", func(f *file) { f.drop("DOC-4") }, gate.Open, "not written"},
	{"criteria-set", "one without a number", func(f *file) { f.rows("DOC-4", "criteria")[1]["id"] = "" }, gate.Open, "row 2: No. is missing"},
	{"criteria-set", "two of the same number", func(f *file) { f.rows("DOC-4", "criteria")[1]["id"] = "c1" }, gate.Open, "names c1 twice"},
	{"requirements-signed", "written down", nil, gate.Met, "DOC-8"},
	{"requirements-signed", "terms missing", func(f *file) { f.set("DOC-8", "terms", "") }, gate.Open, "Terms"},
	{"requirements-signed", "neither hours nor support", func(f *file) { f.r.Contents = []string{"software"} }, gate.NotApplicable, "the release changes no service hours, the release changes no support arrangement"},
	{"requirements-signed", "a support arrangement", func(f *file) { f.r.Contents = []string{"support"} }, gate.Met, "DOC-8"},
	{"major-planned", "all of it", nil, gate.Met, "DOC-2"},
	{"major-planned", "no intent", func(f *file) { f.set("DOC-2", "intent", "") }, gate.Open, "Intended outcome"},
	{"major-planned", "not major", func(f *file) { f.r.Major = false }, gate.NotApplicable, "the release is not major"},
	{"fits-window", "2 h and 1 h in 4 h", nil, gate.Met, "deployment 2h + rollback 1h fit into 4h"},
	{"fits-window", "exactly", func(f *file) { f.set("DOC-3", "duration", "2h0m0s") }, gate.Met, "fit into 4h"},
	{"fits-window", "a minute too long", func(f *file) { f.set("DOC-3", "duration", "2h1m0s") }, gate.Open, "need 4h1m; the window has 4h"},
	{"fits-window", "no durations", func(f *file) { f.set("DOC-2", "duration", "") }, gate.Open, "don't say how long"},
	{"fits-window", "no plan", func(f *file) { f.drop("DOC-3") }, gate.Open, "have to be there first"},
	{"fits-window", "no window", func(f *file) { f.r.Window = model.Slot{} }, gate.Open, "no window is planned"},
	{"authorised:authorisation-1", "approved", nil, gate.Met, "APR-1, for revision 3, by Sam Signer"},
	{"authorised:authorisation-1", "approved on a condition", func(f *file) { approval(f, 1).Decisions[0].Conditions = "not alone" }, gate.Met, "Sam Signer (on condition: not alone)"},
	{"authorised:authorisation-1", "approved on two conditions", func(f *file) { approval(f, 1).Decisions[0].Conditions = "not alone\nnot at night" }, gate.Met, "Sam Signer (on condition: not alone; not at night)"},
	{"authorised:authorisation-1", "not asked for", func(f *file) { f.drop("APR-1") }, gate.Open, "it was not asked for yet"},
	{"authorised:authorisation-1", "pending", func(f *file) { approval(f, 1).Decisions = nil }, gate.Open, "APR-1 waits for Change Manager"},
	{"authorised:authorisation-1", "rejected", func(f *file) {
		approval(f, 1).Decisions = []model.Decision{{By: "PER-4", Verdict: model.Reject, Comment: "too soon"}}
	}, gate.Open, "APR-1 was rejected by Sam Signer: too soon"},
	{"authorised:authorisation-1", "void", func(f *file) { approval(f, 1).Void = &model.Ending{Reason: "changed: items", At: now} }, gate.Open, "APR-1 was voided 2026-03-12 21:00 UTC: changed: items"},
	{"authorised:authorisation-1", "void, and approved anew", func(f *file) {
		again := *approval(f, 1)
		again.ID = "APR-9"
		approval(f, 1).Void = &model.Ending{Reason: "changed"}
		f.put(&again)
	}, gate.Met, "APR-9"},
	{"authorised:authorisation-1", "approved by who coordinates it now", func(f *file) { f.r.Coordinator = "PER-4" }, gate.Open, "approved by Sam Signer, now its coordinator: nobody approves"},
	{"authorised:authorisation-1", "the same, marked as broken glass", func(f *file) {
		f.r.Coordinator = "PER-4"
		f.r.Broken = []model.Broken{{By: "PER-4", Reason: "night", Rule: "you are its coordinator: nobody approves what they requested, coordinate or built"}}
	}, gate.Met, "Sam Signer"},
	{"authorised:authorisation-1", "the same, marked as broken glass with its relation", func(f *file) {
		f.r.Coordinator = "PER-4"
		f.r.Broken = []model.Broken{{By: "PER-4", Reason: "night", Rule: "said otherwise", Relation: "coordinator", Duty: "nobody approves what they requested, coordinate or built"}}
	}, gate.Met, "Sam Signer"},
	{"authorised:authorisation-1", "glass broken for another relation", func(f *file) {
		f.r.Coordinator = "PER-4"
		f.r.Broken = []model.Broken{{By: "PER-4", Reason: "night", Rule: "you built it", Relation: "builder", Duty: "nobody approves what they requested, coordinate or built"}}
	}, gate.Open, "now its coordinator"},
	{"rfcs-authorised", "all", nil, gate.Met, "all 2: CHG-1, CHG-2"},
	{"rfcs-authorised", "none in scope", func(f *file) { f.r.Changes = nil }, gate.Open, "no RFC"},
	{"rfcs-authorised", "one only assessed, one withdrawn", func(f *file) {
		get[*model.Change](f, "CHG-1").State = model.ChangeAssessed
		get[*model.Change](f, "CHG-2").State = model.ChangeWithdrawn
	}, gate.Open, "CHG-1 is assessed; CHG-2 is withdrawn"},
	{"rfcs-authorised", "one that can't be read", func(f *file) { f.drop("CHG-2") }, gate.Undecidable, "CHG-2 can't be read"},
}

func approval(f *file, n int64) *model.Approval {
	return get[*model.Approval](f, model.MakeID(model.KindApproval, n))
}

var building = []one{
	{"package-in-dml", "in the DML", nil, gate.Met, "DML-1 sha256 0123456789ab…"},
	{"package-in-dml", "no package", func(f *file) { f.r.Package = nil }, gate.Open, "names no DML entry"},
	{"package-in-dml", "withdrawn", func(f *file) { get[*model.Media](f, "DML-1").State = "withdrawn" }, gate.Open, "DML-1 was withdrawn"},
	{"package-in-dml", "only a digest", func(f *file) { get[*model.Media](f, "DML-1").Size = 0 }, gate.Met, "(only the digest is on record)"},
	{"package-in-dml", "altered on disk", func(f *file) {
		get[*model.Media](f, "DML-1").Fault = &model.MediaFault{Check: "MCK-2", What: model.MediaAltered, Found: other}
	}, gate.Open, "DML-1 (shop.tgz): its content in the library was altered"},
	{"package-in-dml", "a licence that is over", func(f *file) {
		get[*model.Media](f, "DML-1").Expires = when.OnDay(when.DateOf(f.now, time.UTC).AddDays(-1), time.UTC)
	}, gate.Open, "the licence of DML-1 (shop.tgz) is over: it was good until"},
	{"package-in-dml", "a licence that ends before", func(f *file) {
		f.now = f.r.Window.Span(time.UTC).Start.AddDate(0, 0, -3)
		get[*model.Media](f, "DML-1").Expires = when.OnDay(when.DateOf(f.r.Window.Span(time.UTC).Start, time.UTC).AddDays(-1), time.UTC)
	}, gate.Open, "and over when it is to be deployed"},
	{"package-in-dml", "a licence of the same day", func(f *file) {
		get[*model.Media](f, "DML-1").Expires = when.OnDay(when.DateOf(f.r.Window.Span(time.UTC).Start, time.UTC), time.UTC)
	}, gate.Met, "DML-1 sha256"},
	{"package-in-dml", "no digest", func(f *file) { get[*model.Media](f, "DML-1").SHA256 = "abc" }, gate.Open, "no SHA-256"},
	{"package-in-dml", "an entry that can't be read", func(f *file) { f.drop("DML-1") }, gate.Undecidable, "DML-1 can't be read"},
	{"package-in-dml", "no software", func(f *file) { f.r.Contents = []string{"hardware"} }, gate.NotApplicable, "the release brings no software"},
	{"items-listed", "complete", nil, gate.Met, "complete: CI-1, CI-2"},
	{"items-listed", "nobody said it is complete", func(f *file) { f.r.ItemsAll = false }, gate.Open, "2 listed, but nobody said"},
	{"items-listed", "none", func(f *file) { f.r.Items = nil }, gate.Open, "no affected configuration item"},
	{"items-listed", "none, with the reason", func(f *file) { f.r.Items, f.r.NoItems = nil, "paper" }, gate.Met, "none: paper"},
	{"items-listed", "one that can't be read", func(f *file) { f.drop("CI-2") }, gate.Undecidable, "CI-2 can't be read"},
	{"procurement-received", "received", nil, gate.Met, "all 1 received"},
	{"procurement-received", "late", func(f *file) { get[*model.Procurement](f, "PRO-1").Received = time.Time{} }, gate.Open, "PRO-1 Server (late: due 2026-03-03 21:00)"},
	{"procurement-received", "nothing on order", func(f *file) { f.drop("PRO-1") }, gate.Open, "nothing is on order"},
	{"procurement-received", "nothing to procure", func(f *file) { f.r.Contents = []string{"software"}; f.drop("PRO-1") }, gate.NotApplicable, "nothing has to be procured"},
	{"hardware-registered", "an item of the release", nil, gate.Met, "1 registered"},
	{"hardware-registered", "no item", func(f *file) { get[*model.Procurement](f, "PRO-1").Item = "" }, gate.Open, "no configuration item yet"},
	{"hardware-registered", "an item not listed", func(f *file) { f.r.Items = []model.ID{"CI-1"} }, gate.Open, "CI-2 came with PRO-1, but is not among"},
	{"hardware-registered", "only a licence procured", func(f *file) { get[*model.Procurement](f, "PRO-1").Hardware = false }, gate.Open, "no hardware was procured"},
	{"hardware-registered", "no hardware", func(f *file) { f.r.Contents = []string{"software"} }, gate.NotApplicable, "the release brings no hardware"},
	{"agreement-signed", "signed", nil, gate.Met, "DOC-8 version 2, approved by Olga Owner"},
	{"agreement-signed", "not signed", func(f *file) { get[*model.Document](f, "DOC-8").Approved = time.Time{} }, gate.Open, "is not approved"},
	{"agreement-signed", "not written", func(f *file) { f.drop("DOC-8") }, gate.Open, "not written"},
	{"agreement-signed", "no hours, no support", func(f *file) { f.r.Contents = []string{"hardware"} }, gate.NotApplicable, "service hours"},
	{"notes-drafted", "drafted", nil, gate.Met, "DOC-7"},
	{"notes-drafted", "empty", func(f *file) { f.set("DOC-7", "notes", "") }, gate.Open, "What is new"},
}

var testings = []one{
	{"criteria-tested", "one passed, one waived", nil, gate.Met, "1 passed, 0 failed, 1 waived"},
	{"criteria-tested", "no criteria", func(f *file) { f.drop("DOC-4") }, gate.Open, "no acceptance criterion"},
	{"criteria-tested", "no report", func(f *file) { f.drop("DOC-5") }, gate.Open, "C1 has no result; C2 has no result"},
	{"criteria-tested", "no evidence", func(f *file) { f.rows("DOC-5", "results")[0]["evidence"] = "" }, gate.Open, "C1 passed without evidence"},
	{"criteria-tested", "two results of one criterion", func(f *file) {
		d := get[*model.Document](f, "DOC-5").Answers
		d.Tables["results"] = append(d.Tables["results"], form.Cells{"id": "C2", "result": "passed", "evidence": "log"})
	}, gate.Open, "C2 has two results"},
	{"rollback-tested", "tested", nil, gate.Met, "tested: said"},
	{"rollback-tested", "tested without evidence", func(f *file) { f.set("DOC-5", "rollback_evidence", "") }, gate.Open, "no evidence"},
	{"rollback-tested", "not tested, with the reason", func(f *file) {
		f.set("DOC-5", "rollback_tested", "no")
		f.set("DOC-5", "rollback_reason", "no\nsecond\nsite")
	}, gate.Met, "not tested: no second site"},
	{"rollback-tested", "not tested, no reason", func(f *file) { f.set("DOC-5", "rollback_tested", "no") }, gate.Open, "no reason is given"},
	{"rollback-tested", "nothing said", func(f *file) { f.set("DOC-5", "rollback_tested", "") }, gate.Open, "does not say"},
	{"rollback-tested", "no report", func(f *file) { f.drop("DOC-5") }, gate.Open, "not written"},
	{"package-tested", "the same digest", nil, gate.Met, "the same SHA-256: DML-1"},
	{"package-tested", "as sha256sum prints it", func(f *file) { f.set("DOC-5", "package_sha256", strings.ToUpper(sum)+"  shop.tgz") }, gate.Met, "DML-1"},
	{"package-tested", "another digest", func(f *file) { f.set("DOC-5", "package_sha256", strings.Repeat("f", 64)) }, gate.Open, "is not what was tested"},
	{"package-tested", "more than the package", func(f *file) { f.set("DOC-5", "package_sha256", sum+"\n"+strings.Repeat("f", 64)) }, gate.Open, "1 tested digests are not in"},
	{"package-tested", "two entries of one content", func(f *file) {
		f.r.Package = []model.ID{"DML-1", "DML-2"}
		f.put(&model.Media{ID: "DML-2", SHA256: sum})
	}, gate.Met, "DML-1, DML-2"},
	{"package-tested", "no package", func(f *file) { f.r.Package = nil }, gate.Open, "names no DML entry"},
	{"package-tested", "no report", func(f *file) { f.drop("DOC-5") }, gate.Open, "not written"},
	{"package-tested", "an entry that can't be read", func(f *file) { f.drop("DML-1") }, gate.Undecidable, "DML-1 can't be read"},
	{"package-tested", "no software", func(f *file) { f.r.Contents = []string{"support"} }, gate.NotApplicable, "no software"},
}

var accepting = []one{
	{"form-written:acceptance", "written", nil, gate.Met, "DOC-6 version 2"},
	{"form-written:acceptance", "not written", func(f *file) { f.drop("DOC-6") }, gate.Open, "the release acceptance form is not written"},
	{"form-written:acceptance", "half written", func(f *file) { f.set("DOC-6", "summary", "") }, gate.Open, "What is accepted is missing"},
	{"form-written:acceptance", "rules without the form", func(f *file) { f.rules.Forms = nil }, gate.Undecidable, "no form"},
	{"failures-decided", "decided", nil, gate.Met, "decided for C2 in DOC-6"},
	{"failures-decided", "not decided", func(f *file) { f.rows("DOC-6", "waivers")[0]["id"] = "C7" }, gate.Open, "C2 has no decision"},
	{"failures-decided", "the organisation alone", func(f *file) { f.rows("DOC-6", "waivers")[0]["party"] = "" }, gate.Open, "both the organisation and an interested party"},
	{"failures-decided", "the party alone", func(f *file) { f.rows("DOC-6", "waivers")[0]["organisation"] = "" }, gate.Open, "both the organisation and an interested party"},
	{"failures-decided", "refused", func(f *file) { f.rows("DOC-6", "waivers")[0]["decision"] = "refuse" }, gate.Open, "C2: refuse"},
	{"failures-decided", "no form", func(f *file) { f.drop("DOC-6") }, gate.Open, "1 criterion not met"},
	{"failures-decided", "nothing failed", func(f *file) { f.rows("DOC-5", "results")[1]["result"] = "passed" }, gate.NotApplicable, "no criterion failed"},
	{"authorised:acceptance", "signed", nil, gate.Met, "APR-2"},
	{"authorised:acceptance", "void", func(f *file) { approval(f, 2).Void = &model.Ending{Reason: "changed"} }, gate.Open, "voided"},
	{"notes-approved", "approved", nil, gate.Met, "DOC-7 version 2"},
	{"notes-approved", "sent back", func(f *file) {
		d := get[*model.Document](f, "DOC-7")
		d.Approved, d.Decided = time.Time{}, &model.Verdict{By: "PER-3", Text: "step 4 is old"}
	}, gate.Open, "DOC-7 version 2 was rejected by Rita Rollback: step 4 is old"},
	{"notes-approved", "on a condition", func(f *file) { get[*model.Document](f, "DOC-7").Decided = conditional(nil) }, gate.Open, "was approved on condition, and Olga Owner has to meet it: tell them"},
	{"notes-approved", "on a condition that is met", func(f *file) { get[*model.Document](f, "DOC-7").Decided = conditional(&model.Met{}) }, gate.Met, "DOC-7 version 2"},
	{"notes-approved", "not approved", func(f *file) { get[*model.Document](f, "DOC-7").Approved = time.Time{} }, gate.Open, "is not approved"},
}

var scheduling = []one{
	{"authorisation-valid:authorisation-1", "still valid", nil, gate.Met, "APR-1"},
	{"authorisation-valid:authorisation-1", "voided by an edit", func(f *file) { approval(f, 1).Void = &model.Ending{Reason: "changed: window"} }, gate.Open, "changed: window"},
	{"authorisation-valid:acceptance", "still valid", nil, gate.Met, "APR-2"},
	{"authorisation-valid:acceptance", "voided by an edit", func(f *file) { approval(f, 2).Void = &model.Ending{Reason: "changed: package"} }, gate.Open, "changed: package"},
	{"inside-window", "inside", nil, gate.Met, "2026-03-12 20:00 UTC to"},
	{"inside-window", "its first moment", func(f *file) { f.now = minute(12, 20).At }, gate.Met, ""},
	{"inside-window", "a moment before", func(f *file) { f.now = minute(12, 20).At.Add(-1) }, gate.Open, "the window opens"},
	{"inside-window", "its end", func(f *file) { f.now = minute(13, 0).At }, gate.Open, "the window closed"},
	{"inside-window", "no window", func(f *file) { f.r.Window = model.Slot{} }, gate.Open, "no window"},
	{"conditions-met", "an RFC authorised on a condition", func(f *file) { get[*model.Change](f, "CHG-1").Decided = conditional(nil) }, gate.Open, "CHG-1 was authorised on condition, and Olga Owner has to meet it: tell them"},
	{"conditions-met", "an exception granted on a condition", func(f *file) { f.put(freeze(true, model.Exception{Release: rel, Decided: conditional(nil)})) }, gate.Open, "its exception from Sale was granted on condition, and Olga Owner has to meet it: tell them"},
	{"no-hard-freeze", "no freeze", nil, gate.Met, "no hard freeze"},
	{"no-hard-freeze", "a hard freeze", func(f *file) { f.put(freeze(true)) }, gate.Open, "inside the hard freeze Sale (WIN-1)"},
	{"no-hard-freeze", "a soft freeze", func(f *file) { f.put(freeze(false)) }, gate.Met, "no hard freeze"},
	{"no-hard-freeze", "an exception asked for", func(f *file) { f.put(freeze(true, model.Exception{Release: rel})) }, gate.Open, "Sale"},
	{"no-hard-freeze", "an exception refused", func(f *file) { f.put(freeze(true, model.Exception{Release: rel, Decided: &model.Verdict{}})) }, gate.Open, "Sale"},
	{"no-hard-freeze", "an exception granted", func(f *file) { f.put(freeze(true, model.Exception{Release: rel, Decided: &model.Verdict{Yes: true}})) }, gate.Met, "no hard freeze"},
	{"no-hard-freeze", "an exception granted to another", func(f *file) {
		f.put(freeze(true, model.Exception{Release: "REL-2", Decided: &model.Verdict{Yes: true}}))
	}, gate.Open, "Sale"},
	{"no-hard-freeze", "a freeze that was withdrawn", func(f *file) { w := freeze(true); w.Withdrawn = "no"; f.put(w) }, gate.Met, "no hard freeze"},
	{"no-hard-conflict", "none", nil, gate.Met, "none"},
	{"no-hard-conflict", "the same item at the same time", func(f *file) { f.put(rival("CI-1")) }, gate.Open, "[same-item:REL-1,REL-2]"},
	{"no-hard-conflict", "the same, decided upon", func(f *file) { f.put(rival("CI-1")); f.r.Accepted = []model.Accepted{{Key: "same-item:REL-1,REL-2"}} }, gate.Met, "1 decided upon"},
	{"no-hard-conflict", "another one decided upon", func(f *file) { f.put(rival("CI-1")); f.r.Accepted = []model.Accepted{{Key: "same-item:REL-1,REL-3"}} }, gate.Open, "same-item"},
	{"no-hard-conflict", "a soft one", func(f *file) { r := rival("CI-9"); r.Service = "SVC-1"; f.put(r) }, gate.Met, "none"},
	{"no-hard-conflict", "a hard freeze is another check's", func(f *file) { f.put(freeze(true)) }, gate.Met, "none"},
	{"items-baselined", "taken", nil, gate.Met, "BSL-1 of"},
	{"items-baselined", "not taken", func(f *file) { f.drop("BSL-1") }, gate.Open, "no baseline was taken"},
	{"items-baselined", "an item is not in it", func(f *file) { f.r.Items = append(f.r.Items, "CI-3") }, gate.Open, "CI-3 is not in BSL-1"},
	{"items-baselined", "an item changed since", func(f *file) { f.digests["CI-1"] = "other" }, gate.Open, "CI-1 changed since BSL-1"},
	{"items-baselined", "no item is affected", func(f *file) { f.r.Items, f.r.NoItems = nil, "paper" }, gate.Met, "no item is affected: paper"},
	{"notice-sent", "nine days before", nil, gate.Met, "NTC-1 to all users, 215h before"},
	{"notice-sent", "none", func(f *file) { f.drop("NTC-1") }, gate.Open, "no notice was sent"},
	{"notice-sent", "of other dates", func(f *file) { f.r.Window.End = minute(13, 2) }, gate.Open, "announced other dates"},
	{"notice-sent", "an hour too late", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = minute(11, 21).At }, gate.Open, "23h before the start; the policy asks for 24h"},
	{"notice-sent", "as it starts", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = minute(12, 20).At }, gate.Open, "NTC-1 was sent as it starts; the policy asks for 24h before it"},
	{"notice-sent", "an hour after it started", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = minute(12, 21).At }, gate.Open, "NTC-1 was sent 1h after the start"},
	{"notice-sent", "by a clock that was behind", func(f *file) { get[*model.Notice](f, "NTC-1").After = minute(11, 21).At }, gate.Open, "23h before the start"},
	{"notice-sent", "with an entry from the future", func(f *file) { get[*model.Notice](f, "NTC-1").After = f.now.AddDate(73, 0, 0) }, gate.Met, "215h before"},
	{"conflicts-scanned", "by a clock that was ahead", func(f *file) { f.r.Scan.At = f.now.AddDate(1, 0, 0) }, gate.Open, "the clock was wrong"},
	{"notice-sent", "just in time", func(f *file) { get[*model.Notice](f, "NTC-1").Sent = minute(11, 20).At }, gate.Met, "24h before"},
	{"notice-sent", "in time, with a reminder", func(f *file) {
		again := *get[*model.Notice](f, "NTC-1")
		again.ID, again.Sent = "NTC-2", minute(12, 19).At
		f.put(&again)
	}, gate.Met, "NTC-1"},
	{"notice-sent", "in time for low, too late for very high", func(f *file) {
		f.r.Risk.Band = "very-high"
		get[*model.Notice](f, "NTC-1").Sent = minute(8, 20).At
	}, gate.Open, "the policy asks for 120h"},
	{"notice-sent", "no window", func(f *file) { f.r.Window = model.Slot{} }, gate.Open, "no window"},
	{"rollback-owned", "owned", nil, gate.Met, "Rita Rollback"},
	{"rollback-owned", "not owned", func(f *file) { f.r.RollbackOwner = "" }, gate.Open, "nobody owns"},
	{"rollback-owned", "its owner has left", func(f *file) { get[*model.Person](f, "PER-3").Left = true }, gate.Open, "has left"},
	{"rollback-owned", "an owner who can't be read", func(f *file) { f.drop("PER-3") }, gate.Undecidable, "PER-3 can't be read"},
}

func freeze(hard bool, exceptions ...model.Exception) *model.Window {
	return &model.Window{ID: "WIN-1", Title: "Sale", Class: model.WindowFreeze, Hard: hard, Everything: true, Slot: model.Slot{Start: minute(12, 0), End: minute(12, 23)}, Exceptions: exceptions}
}

func rival(item model.ID) *model.Release {
	return &model.Release{ID: "REL-2", Name: "Bank", Type: "normal", Stage: "build", Items: []model.ID{item}, Window: model.Slot{Start: minute(12, 19), End: minute(12, 23)}}
}

func rolledBack(f *file) {
	f.run().Result = model.RunRolledBack
	f.run().Rollback = &model.Rollback{Steps: []model.Step{{Text: "switch back", Done: now}}, Ended: now}
	f.set("DOC-9", "outcome", "rolled-back")
}

var deploying = []one{
	{"run-ended", "ended", nil, gate.Met, "RUN-1 ended"},
	{"run-ended", "no run", func(f *file) { f.drop("RUN-1") }, gate.Open, "no deployment run"},
	{"run-ended", "a rehearsal only", func(f *file) { f.run().Production = false }, gate.Open, "no deployment run"},
	{"run-ended", "still running", func(f *file) { f.run().Ended = time.Time{} }, gate.Open, "RUN-1 still runs"},
	{"steps-finished", "done or skipped", nil, gate.Met, "1 done, 1 skipped"},
	{"steps-finished", "one left", func(f *file) { f.run().Steps[1].Skip = "" }, gate.Open, "1 of 2 steps"},
	{"steps-finished", "no run", func(f *file) { f.drop("RUN-1") }, gate.Open, "no deployment run"},
	{"steps-finished", "rolled back", rolledBack, gate.NotApplicable, "rolled-back"},
	{"verification-passed", "passed", nil, gate.Met, "all 1 passed"},
	{"verification-passed", "failed", func(f *file) { f.run().Checks[0].Failed = true }, gate.Open, "verification failed: it answers"},
	{"verification-passed", "not looked at", func(f *file) { f.run().Checks[0].Passed = false }, gate.Open, "not verified yet"},
	{"verification-passed", "nothing to look at", func(f *file) { f.run().Checks = nil }, gate.Open, "no verification list"},
	{"verification-passed", "no run", func(f *file) { f.drop("RUN-1") }, gate.Open, "no deployment run"},
	{"verification-passed", "failed for good", func(f *file) { f.run().Result = model.RunFailed }, gate.NotApplicable, "unsuccessful"},
	{"package-unaltered", "what stands in the DML", nil, gate.Met, "ran the package of the DML"},
	{"package-unaltered", "what was said to be installed, too", func(f *file) { f.put(installed("INS-1", sum)) }, gate.Met, "hashed there as it started (MCK-1), the same as Sam Signer said was installed (INS-1)"},
	{"package-unaltered", "installed was something else", func(f *file) { f.put(installed("INS-1", sum, other)) }, gate.Open, "installed, and not in the package: shop.tgz (INS-1) sha256"},
	{"package-unaltered", "that was withdrawn, and said anew", func(f *file) {
		wrong := installed("INS-1", other)
		wrong.Withdrawn = &model.Ending{Reason: "of another host"}
		f.put(wrong)
		f.put(installed("INS-2", sum))
	}, gate.Met, "the same as Sam Signer said was installed (INS-2)"},
	{"package-unaltered", "not all of it was said", func(f *file) {
		f.put(&model.Media{ID: "DML-2", Name: "db.sql", SHA256: other, Size: 9, State: "in"})
		f.r.Package = append(f.r.Package, "DML-2")
		f.run().Media = nil
		get[*model.MediaCheck](f, "MCK-1").Seen = append(get[*model.MediaCheck](f, "MCK-1").Seen, model.MediaSeen{Media: "DML-2", SHA256: other, Is: model.MediaWhole})
		f.put(installed("INS-1", sum))
	}, gate.Open, "nobody said that DML-2 (db.sql) was installed"},
	{"package-unaltered", "a file that was altered since", func(f *file) {
		get[*model.Media](f, "DML-1").Fault = &model.MediaFault{Check: "MCK-2", What: model.MediaAltered, Found: other}
	}, gate.Open, "DML-1 (shop.tgz): its content in the library was altered"},
	{"package-unaltered", "only a digest, and nothing said", func(f *file) {
		get[*model.MediaCheck](f, "MCK-1").Seen[0].Is = model.MediaDigest
	}, gate.Open, "only the digest of DML-1 (shop.tgz) is on record, and nobody said what was installed"},
	{"package-unaltered", "only a digest, and what was said", func(f *file) {
		get[*model.MediaCheck](f, "MCK-1").Seen[0].Is = model.MediaDigest
		f.put(installed("INS-1", sum))
	}, gate.Met, "only the digest of DML-1 is on record: that rests on what Sam Signer said was installed (INS-1)"},
	{"package-unaltered", "nobody looked, and nothing said", func(f *file) { f.drop("MCK-1") }, gate.Open, "nobody looked at the content of DML-1 as RUN-1 started, and nobody said what was installed"},
	{"package-unaltered", "nobody looked, and what was said", func(f *file) { f.drop("MCK-1"); f.put(installed("INS-1", sum)) }, gate.Met, "the same as Sam Signer said was installed (INS-1); nobody looked at the library as it started"},
	{"package-unaltered", "what came in after it started", func(f *file) {
		f.put(&model.Media{ID: "DML-2", Name: "db.sql", SHA256: other, Size: 9, State: "in"})
		f.r.Package = append(f.r.Package, "DML-2")
	}, gate.Open, "RUN-1 did not run DML-2"},
	{"package-unaltered", "something else", func(f *file) { f.run().Media = []string{"other"} }, gate.Open, "RUN-1 did not run DML-1"},
	{"package-unaltered", "an entry that can't be read", func(f *file) { f.drop("DML-1") }, gate.Undecidable, "DML-1 can't be read"},
	{"package-unaltered", "no run", func(f *file) { f.drop("RUN-1") }, gate.Open, "no deployment run"},
	{"package-unaltered", "no software", func(f *file) { f.r.Contents = nil }, gate.NotApplicable, "no software"},
	{"rollback-finished", "to its end", rolledBack, gate.Met, "rolled back by 2026-03-12"},
	{"rollback-finished", "a step left", func(f *file) { rolledBack(f); f.run().Rollback.Steps[0].Done = time.Time{} }, gate.Open, "not finished: switch back"},
	{"rollback-finished", "still running", func(f *file) { rolledBack(f); f.run().Rollback.Ended = time.Time{} }, gate.Open, "still runs"},
	{"rollback-finished", "rolled back without a trace", func(f *file) { f.run().Result = model.RunRolledBack }, gate.Open, "no rollback was run"},
	{"rollback-finished", "deployed", nil, gate.NotApplicable, "nothing was rolled back"},
}

var earlyLife = []one{
	{"days-passed", "19 of 14", nil, gate.Met, "19 days since"},
	{"days-passed", "the last run counts", func(f *file) {
		again := *f.run()
		again.ID, again.Ended = "RUN-2", now.Add(-24*time.Hour)
		f.put(&again)
	}, gate.Open, "1 day of 14"},
	{"days-passed", "six days do for what is not major", func(f *file) { f.r.Major = false; f.run().Ended = now.AddDate(0, 0, -6) }, gate.Met, "6 days"},
	{"days-passed", "no run", func(f *file) { f.drop("RUN-1") }, gate.Open, "no deployment has ended"},
	{"no-major-incident", "resolved", nil, gate.Met, "1 incident linked"},
	{"no-major-incident", "an open P1 it caused", func(f *file) { get[*model.Incident](f, "INC-1").State = "open" }, gate.Open, "still open: INC-1 P1"},
	{"no-major-incident", "an open P2 it is suspected of", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P2", State: "open", Suspects: []model.ID{rel}})
	}, gate.Open, "INC-2 P2"},
	{"no-major-incident", "an open P3", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P3", State: "open", CausedBy: []model.ID{rel}})
	}, gate.Met, "2 incidents linked"},
	{"no-major-incident", "somebody else's P1", func(f *file) { f.put(&model.Incident{ID: "INC-2", Severity: "P1", State: "open"}) }, gate.Met, "1 incident linked"},
	{"items-updated", "one updated, one unchanged", nil, gate.Met, "1 updated, 1 without change"},
	{"items-updated", "one forgotten", func(f *file) { f.r.Updates = f.r.Updates[:1] }, gate.Open, "CI-2"},
	{"items-updated", "updated before the run", func(f *file) { f.r.Updates[0].At = f.run().Started.Add(-1) }, gate.Open, "CI-1"},
	{"items-updated", "no item is affected", func(f *file) { f.r.Items, f.r.NoItems = nil, "paper" }, gate.Met, "paper"},
	{"no-major-incident", "one that is over counts", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P1", State: "closed", CausedBy: []model.ID{rel}})
		f.put(&model.Incident{ID: "INC-3", Severity: "P3", State: "open", Suspects: []model.ID{rel}, Grades: []model.Regrade{{From: "P2", To: "P3"}}})
	}, gate.Met, "3 incidents of P1 or P2: INC-1 P1, resolved; INC-2 P1, closed; INC-3 P3 (was P2), open"},
	{"hand-over-written", "named", nil, gate.Met, "takes it over: DOC-11 version"},
	{"hand-over-written", "not written", func(f *file) { f.drop("DOC-11") }, gate.Open, "is not written"},
	{"hand-over-written", "with nothing", func(f *file) { f.set("DOC-11", "given", "") }, gate.Open, "With what"},
	{"hand-over-written", "by who has left", func(f *file) { get[*model.Person](f, "PER-4").Left = true }, gate.Open, "has left"},
	{"hand-over-written", "by somebody not among the facts", func(f *file) { f.set("DOC-11", "takes_over", "PER-99") }, gate.Met, "PER-99 takes it over"},
	{"hand-over-written", "not major", func(f *file) { f.r.Major = false }, gate.NotApplicable, "not major"},
	{"authorised:handover", "accepted", nil, gate.Met, "APR-4"},
	{"authorised:handover", "accepted by who deployed", func(f *file) { f.run().By = "PER-4" }, gate.Open, "now its deployer"},
}

var evaluating = []one{
	{"outcome-stated", "stated", nil, gate.Met, "successful"},
	{"outcome-stated", "reopened since", func(f *file) {
		f.r.Reopened = []model.Ending{{Reason: "it came back", At: get[*model.Document](f, "DOC-9").At}}
	}, gate.Open, "(it came back): it is evaluated anew"},
	{"outcome-stated", "evaluated anew", func(f *file) {
		f.r.Reopened = []model.Ending{{Reason: "it came back", At: get[*model.Document](f, "DOC-9").At.Add(-1)}}
	}, gate.Met, "successful"},
	{"outcome-stated", "a success with a grave incident", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P2", State: "closed", CausedBy: []model.ID{rel}, Opened: f.run().Ended.Add(1)})
	}, gate.Open, "but it caused INC-2 P2"},
	{"outcome-stated", "a success with one that was grave", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P4", State: "closed", CausedBy: []model.ID{rel}, Opened: f.run().Started, Grades: []model.Regrade{{From: "P1", To: "P3"}, {From: "P3", To: "P4"}}})
	}, gate.Open, "but it caused INC-2 P4 (was P1)"},
	{"outcome-stated", "with a grave one that is open", func(f *file) {
		f.set("DOC-9", "outcome", "failed")
		f.put(&model.Incident{ID: "INC-2", Severity: "P1", State: "open", CausedBy: []model.ID{rel}, Opened: f.run().Ended.Add(1)})
	}, gate.Open, "it caused INC-2 P1, still open"},
	{"outcome-stated", "of before the run ended", func(f *file) { get[*model.Document](f, "DOC-9").At = f.run().Ended.Add(-1) }, gate.Open, "is of before RUN-1 ended 2026-02-21 21:00 UTC: it is evaluated anew"},
	{"outcome-stated", "while another run goes on", func(f *file) { f.run().Ended = time.Time{} }, gate.Open, "is of before RUN-1 ended: it is evaluated anew"},
	{"objectives-judged", "of before the run ended", func(f *file) { get[*model.Document](f, "DOC-9").At = f.run().Ended.Add(-1) }, gate.Open, "it is evaluated anew"},
	{"outcome-stated", "a success with one that is suspected alone", func(f *file) {
		f.put(&model.Incident{ID: "INC-2", Severity: "P2", State: "closed", Suspects: []model.ID{rel}, Opened: f.run().Ended.Add(1)})
	}, gate.Met, "successful"},
	{"outcome-stated", "not stated", func(f *file) { f.set("DOC-9", "outcome", "") }, gate.Open, "Outcome"},
	{"outcome-stated", "rolled back, and called a success", func(f *file) { rolledBack(f); f.set("DOC-9", "outcome", "successful") }, gate.Open, "but RUN-1 was rolled back"},
	{"outcome-stated", "rolled back, and called so", rolledBack, gate.Met, "rolled-back"},
	{"outcome-stated", "failed, and called a success", func(f *file) { f.run().Result = model.RunFailed }, gate.Open, "but RUN-1 failed"},
	{"outcome-stated", "deployed, and called rolled back", func(f *file) { f.set("DOC-9", "outcome", "rolled-back") }, gate.Open, "but RUN-1 was deployed"},
	{"outcome-stated", "deployed, and failed all the same", func(f *file) { f.set("DOC-9", "outcome", "failed") }, gate.Met, "failed"},
	{"objectives-judged", "judged", nil, gate.Met, "DOC-9"},
	{"objectives-judged", "not judged", func(f *file) { f.set("DOC-9", "objectives", "") }, gate.Open, "Objectives"},
	{"failure-investigated", "investigated", rolledBack, gate.Met, "DOC-9"},
	{"failure-investigated", "not investigated", func(f *file) { rolledBack(f); f.set("DOC-9", "investigation", "") }, gate.Open, "Investigation"},
	{"failure-investigated", "a failure only the outcome tells of", func(f *file) { f.r.Outcome = "failed"; f.set("DOC-9", "investigation", "") }, gate.Open, "Investigation"},
	{"failure-investigated", "it went well", nil, gate.NotApplicable, "the deployment did not fail"},
	{"intent-compared", "compared", nil, gate.Met, "DOC-9"},
	{"intent-compared", "with what was intended", func(f *file) { f.set("DOC-2", "intent", "search in\n150 ms") }, gate.Met, "intended by DOC-2: search in 150 ms"},
	{"intent-compared", "not compared", func(f *file) { f.set("DOC-9", "compared", "") }, gate.Open, "compared with the intent"},
	{"intent-compared", "not major", func(f *file) { f.r.Major = false }, gate.NotApplicable, "not major"},
	{"slip-explained", "explained", slipped, gate.Met, "DOC-9"},
	{"slip-explained", "not explained", func(f *file) { slipped(f); f.set("DOC-9", "slip", "") }, gate.Open, "Why it slipped"},
	{"slip-explained", "a day late is no slip yet", func(f *file) { f.run().Started = f.r.Baseline.Slot.Start.At.Add(24 * time.Hour) }, gate.NotApplicable, "did not slip"},
	{"slip-explained", "no baseline", func(f *file) { slipped(f); f.r.Baseline = nil }, gate.NotApplicable, "did not slip"},
	{"slip-explained", "the first run counts", func(f *file) {
		again := *f.run()
		again.ID, again.Started = "RUN-2", now.AddDate(0, 1, 0)
		f.put(&again)
	}, gate.NotApplicable, "did not slip"},
	{"slip-explained", "late and not started yet", func(f *file) { f.drop("RUN-1"); f.r.Deployed = false; f.now = now.AddDate(0, 1, 0) }, gate.Met, "DOC-9"},
	{"slip-explained", "put off by others alone", func(f *file) {
		slipped(f)
		later := model.Slot{Start: minute(11, 20), End: minute(12, 0)}
		f.r.Moves = []model.Move{{From: f.r.Baseline.Slot, To: later, Reason: "displaced", At: now.AddDate(0, 0, -3)}}
	}, gate.NotApplicable, "did not slip"},
	{"slip-explained", "a whole day ends with the day", func(f *file) {
		f.r.Baseline.Slot.Start = when.Moment{At: minute(10, 0).At, Precision: when.Day}
		f.run().Started = minute(11, 23).At
	}, gate.NotApplicable, "did not slip"},
}

func slipped(f *file) { f.run().Started = f.r.Baseline.Slot.Start.At.Add(24*time.Hour + 1) }

// conditional is a yes on a condition, met or not.
func conditional(by *model.Met) *model.Verdict {
	return &model.Verdict{Yes: true, Checks: []model.Condition{{Text: "tell them", By: "PER-1", Met: by}}}
}

// What was decided on conditions lets nothing into the deployment before they are met, nor
// through any gate from there on, and stands at no gate before that.
func TestConditionsAreAskedFromWhereTheDeploymentBegins(t *testing.T) {
	for _, by := range []*model.Met{nil, {By: "PER-1"}} {
		f := whole()
		get[*model.Change](f, "CHG-1").Decided = conditional(by)
		f.put(freeze(true, model.Exception{Release: rel, Decided: conditional(by)}))
		p, _ := f.rules.Process("normal")
		runs := slices.IndexFunc(p.Stages, func(s process.Stage) bool { return s.Runs })
		for i, s := range p.Stages {
			g, err := gate.At(f.shown(), f.r, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			asked := slices.ContainsFunc(g.Findings, func(f gate.Finding) bool { return f.Check == "conditions-met" })
			if want := by == nil && i+1 < len(p.Stages) && i+1 >= runs; asked != want {
				t.Errorf("met %t, %s: asked %t", by != nil, s.ID, asked)
			}
		}
	}
}

func TestChecks(t *testing.T) {
	for _, c := range cases {
		t.Run(c.check+", "+c.state, func(t *testing.T) {
			f := whole()
			if c.make != nil {
				c.make(f)
			}
			got := f.ask(t, stageOf(c.check), c.check)
			if got.Answer != c.want || !strings.Contains(got.Evidence, c.says) || got.Evidence == "" {
				t.Errorf("%s: %q\nwant %s with %q", got.Answer, got.Evidence, c.want, c.says)
			}
			if got.Blocks() != (len(got.Remedies) > 0) {
				t.Errorf("%s with the remedies %v", got.Answer, got.Remedies)
			}
		})
	}
}

// What is missing is what the remedy writes: without criteria there is nothing to report on.
func TestMissingCriteriaAreMendedByCriteria(t *testing.T) {
	f := whole()
	f.drop("DOC-4")
	got := f.ask(t, stageOf("criteria-tested"), "criteria-tested")
	if len(got.Remedies) != 1 || got.Remedies[0].Form != "criteria" {
		t.Errorf("%v", got.Remedies)
	}
}

// TestEveryCheckIsTried: a check without a case of each kind it can have would
// be a check nobody looked at.
func TestEveryCheckIsTried(t *testing.T) {
	tried := map[string][]gate.Answer{}
	for _, u := range unauthorised {
		tried[u.check] = append(tried[u.check], u.want)
	}
	for _, c := range slices.Concat(cases, emergencies) {
		name, _, _ := strings.Cut(c.check, ":")
		tried[name] = append(tried[name], c.want)
	}
	rules := rules()
	p, _ := rules.Process("normal")
	conditional := map[string]bool{}
	for _, s := range p.Stages {
		for _, c := range s.Checks {
			conditional[c.Name] = conditional[c.Name] || c.When != ""
		}
	}
	for _, name := range gate.Names() {
		if name == "entry-followed" || name == "tool-succeeded" || name == "target-kept" {
			continue // of the standard release: catalogue_test.go; of no process that comes with it: tool_test.go, levels_test.go
		}
		if !slices.Contains(tried[name], gate.Met) && name != "clocks-checked" && name != "conditions-met" { // among the findings only where it is open
			t.Errorf("%s is never met", name)
		}
		if name != "typed" && !slices.Contains(tried[name], gate.Open) { // a release without a process has no gate at all
			t.Errorf("%s is never open", name)
		}
		if conditional[name] && !slices.Contains(tried[name], gate.NotApplicable) {
			t.Errorf("%s has a condition that always holds", name)
		}
	}
}

func TestWithEverythingThereEveryGateIsOpen(t *testing.T) {
	f := whole()
	p, _ := f.rules.Process("normal")
	for _, s := range p.Stages {
		g, err := gate.At(f.shown(), f.r, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range g.Findings {
			if found.Blocks() {
				t.Errorf("%s: %s is %s: %s", s.ID, found.Check, found.Answer, found.Evidence)
			}
		}
		met, all := g.Count()
		if g.Ready() == g.Over() || g.Undecided() || met != all {
			t.Errorf("%s: open %v, undecided %v, %d of %d", s.ID, g.Ready(), g.Undecided(), met, all)
		}
	}
}

// other is a digest of what is not in the package.
const other = "ffff456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// installed is what was said to be installed in the run.
func installed(id model.ID, of ...string) *model.Installation {
	i := &model.Installation{ID: id, Release: "REL-1", Run: "RUN-1", By: "PER-4"}
	for _, sum := range of {
		i.Files = append(i.Files, model.InstalledFile{SHA256: sum, Name: "shop.tgz"})
	}
	return i
}
