package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/metric"
	"fairway/model/when"
)

// scripted writes records as an action would have at its time. The log knows its name.
type scripted struct {
	Of   model.ID                           `json:"of"`
	Make func(c *model.Case) []model.Record `json:"-"`
}

func (scripted) Name() string             { return "import" }
func (scripted) Needs() model.Needs       { return model.Needs{} }
func (scripted) Takes(*model.Case) string { return "" }
func (a scripted) Do(c *model.Case) (action.Outcome, error) {
	return action.Outcome{Subject: a.Of, Note: "made a past", Writes: a.Make(c)}, nil
}

// diary is a file in which things are written at times of their own.
type diary struct {
	*file
	at time.Time
}

func newDiary(t testing.TB) *diary {
	d := &diary{at: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
	n := 0
	d.file = made(t, Options{Now: func() time.Time { return d.at }, NewID: func() string { n++; return fmt.Sprint("id-", n) }})
	return d
}

// on writes records at a time, as an entry about one of them.
func (d *diary) on(at time.Time, of model.ID, records ...model.Record) {
	d.t.Helper()
	d.at = at
	d.do(d.boss, scripted{of, func(*model.Case) []model.Record { return records }})
}

// mint hands out an id: the first writing of it.
func (d *diary) mint(k model.Kind) (id model.ID) {
	d.t.Helper()
	d.do(d.boss, scripted{"", func(c *model.Case) []model.Record { id = c.Mint(k); return nil }})
	return id
}

func nov(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }

var inNovember = metric.Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 11}}

// deployed is a release of the normal process that went through all its gates, one a day up
// to the one before it ran, on a day in November from 20:00 to 21:00.
func (d *diary) deployed(day int, change func(*model.Release)) *model.Release {
	d.t.Helper()
	begun := nov(day, 20)
	slot := model.Slot{Start: when.Moment{At: begun, Precision: when.Minute}, End: when.Moment{At: begun.Add(3 * time.Hour), Precision: when.Minute}}
	r := &model.Release{ID: d.mint(model.KindRelease), Name: "Payroll", Version: fmt.Sprint(day), Type: "normal", Service: d.pay, Coordinator: d.dev, Registered: begun.AddDate(0, 0, -12), Window: slot, Stage: "registration", Since: begun.AddDate(0, 0, -12), Deployed: true}
	stages := []string{"registration", "assessment", "planning", "build", "test", "acceptance", "scheduled", "deployment"}
	for i, from := range stages[:7] {
		r.Passed = append(r.Passed, model.Passage{From: from, To: stages[i+1], At: begun.AddDate(0, 0, i-7)})
	}
	r.Stage, r.Since = "deployment", r.Passed[6].At
	if change != nil {
		change(r)
	}
	run := &model.Run{ID: d.mint(model.KindRun), Release: r.ID, Production: true, By: d.boss, Started: begun, Ended: begun.Add(time.Hour), Result: model.RunDeployed}
	d.on(begun.Add(2*time.Hour), r.ID, r, run)
	return r
}

func (d *diary) compute(id string, q FactsQuery) metric.Result {
	d.t.Helper()
	if q.Stretch.Period.Year == 0 {
		q.Stretch = inNovember
	}
	if q.Now.IsZero() {
		q.Now = time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC)
	}
	q.Measures = []string{id}
	facts, err := d.Facts(context.Background(), q)
	if err != nil {
		d.t.Fatal(err)
	}
	m, _ := metric.Find(facts.Measures, id)
	return m.Of(facts, facts.Span)
}

// behind says what the records of a result are, each with its section.
func behind(r metric.Result) string {
	var out []string
	for _, rec := range append(slices.Clone(r.Records), r.Defects...) {
		out = append(out, fmt.Sprintf("%s %s: %s", rec.Section, rec.ID, rec.Text))
	}
	return strings.Join(out, "\n")
}

func (d *diary) expect(name string, r metric.Result, value string, lines ...string) {
	d.t.Helper()
	if r.Value.String() != value || behind(r) != strings.Join(lines, "\n") {
		d.t.Errorf("%s: %s\n%s\nwant %s\n%s", name, r.Value, behind(r), value, strings.Join(lines, "\n"))
	}
}

// The scope is that of the record as it stood with the entry that authorised the plan,
// whatever was written to it before and after.
func TestScopesAreReadAsTheyWere(t *testing.T) {
	d := newDiary(t)
	var rfcs []model.ID
	for range 4 {
		id := d.mint(model.KindChange)
		rfcs = append(rfcs, id)
		d.on(nov(1, 9), id, &model.Change{ID: id, Title: "Change", Type: "normal", State: model.ChangeAuthorised, Service: d.pay, Submitted: nov(1, 9)})
	}
	early := model.Release{ID: d.mint(model.KindRelease), Name: "Payroll", Type: "normal", Service: d.pay, Stage: "planning", Registered: nov(1, 9), Since: nov(1, 9), Changes: rfcs[:1]}
	d.on(nov(2, 9), early.ID, early.Clone())
	planned := early.Clone()
	planned.Changes, planned.Baseline = rfcs[:3], &model.Schedule{At: nov(3, 9), Scope: 3, Slot: model.Slot{Start: minute(2026, 11, 10, 20, 0)}}
	d.on(nov(3, 9), early.ID, planned)
	later := planned.Clone()
	later.Changes, later.Deferred, later.Deployed, later.Stage = []model.ID{rfcs[0], rfcs[2], rfcs[3]}, rfcs[1:2], true, "deployment"
	run := &model.Run{ID: d.mint(model.KindRun), Release: early.ID, Production: true, Started: nov(10, 20), Ended: nov(10, 21), Result: model.RunDeployed}
	d.on(nov(10, 22), early.ID, later, run)
	d.expect("as it is", d.compute("scope-accuracy", FactsQuery{}), "2/3 (67 %)",
		"counted CHG-1: planned, and deployed with it", "counted CHG-3: planned, and deployed with it", "deferred CHG-2: planned, then taken out", "added later, apart CHG-4: put into its scope after its plan was authorised")
	head, _, err := d.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	d.on(nov(12, 9), rfcs[2], &model.Change{ID: rfcs[2], Title: "Change", Type: "normal", State: model.ChangeWithdrawn, Service: d.pay, Submitted: nov(1, 9)})
	d.expect("one withdrawn", d.compute("scope-accuracy", FactsQuery{}), "1/3 (33 %)",
		"counted CHG-1: planned, and deployed with it", "deferred CHG-2: planned, then taken out", "deferred CHG-3: planned, then withdrawn or rejected", "added later, apart CHG-4: put into its scope after its plan was authorised")
	if r := d.compute("scope-accuracy", FactsQuery{AsOf: head}); r.Value.String() != "2/3 (67 %)" {
		t.Errorf("as of before it is %s", r.Value)
	}
	// Of a baseline that no entry about the release brought nothing is known.
	d.deployed(15, func(r *model.Release) { r.Baseline = &model.Schedule{At: nov(3, 10), Scope: 1} })
	if r := d.compute("scope-accuracy", FactsQuery{}); len(r.Defects) != 1 || r.Value.Den != 3 {
		t.Errorf("%s\n%s", r.Value, behind(r))
	}
}

// Ways and notices: one release by the book; one through a waiver of its notice, which was
// late; one that lacks a gate; an emergency.
func TestWaysAndNoticesAreReadFromTheFile(t *testing.T) {
	d := newDiary(t)
	notice := func(of *model.Release, ahead time.Duration, slot model.Slot) *model.Notice {
		return &model.Notice{ID: d.mint(model.KindNotice), Release: of.ID, Audience: "all", Slot: slot, Sent: of.Window.Start.At.Add(-ahead)}
	}
	book := d.deployed(10, nil)
	moved := book.Window
	moved.Start.At = moved.Start.At.AddDate(0, 0, 1)
	d.on(nov(11, 9), book.ID, notice(book, 72*time.Hour, book.Window), notice(book, time.Hour, book.Window), notice(book, 90*time.Hour, moved))
	late := d.deployed(11, func(r *model.Release) {
		r.Broken = []model.Broken{{Rule: "whoever accepted deploys", Reason: "night", At: nov(11, 19)}, {Rule: "later", Reason: "no matter", At: nov(11, 23)}}
	})
	waiver := &model.Waiver{ID: d.mint(model.KindWaiver), Of: late.ID, Check: "notice-sent", Text: "the notice was sent in time", Until: minute(2026, 12, 1, 0, 0), At: nov(9, 9), Decided: &model.Verdict{Yes: true, At: nov(9, 10)}}
	d.on(nov(12, 9), late.ID, notice(late, 47*time.Hour, late.Window), waiver)
	lacks := d.deployed(12, func(r *model.Release) { r.Passed = r.Passed[1:] })
	urgent := d.deployed(13, func(r *model.Release) {
		r.Type = "emergency"
		r.Declared = &model.Declaration{Process: "emergency", At: nov(13, 18)}
		r.Passed = []model.Passage{{From: "declared", To: "build", At: nov(13, 19)}, {From: "build", To: "before-deployment", At: nov(13, 19)}, {From: "before-deployment", To: "deployment", At: nov(13, 20), Recorded: nov(14, 9)}, {From: "deployment", To: "retro-completion", At: nov(13, 22)}}
		r.Stage = "retro-completion"
	})
	d.expect("compliance", d.compute("policy-compliance", FactsQuery{}), "2/4 (50 %)",
		"counted "+string(book.ID)+": every check met before it began",
		"counted "+string(late.ID)+": every check met before it began; waived: "+string(waiver.ID)+" (the notice was sent in time); overridden: whoever accepted deploys: night",
		"not compliant "+string(lacks.ID)+": it did not go through the gate of Registration",
		"not compliant "+string(urgent.ID)+": its papers are overdue; 1 gate entered afterwards")
	// On Monday the 16th the second working day after Friday night is not over.
	d.expect("in time yet", d.compute("policy-compliance", FactsQuery{Now: nov(17, 17)}), "2/3 (67 %)",
		"counted "+string(book.ID)+": every check met before it began",
		"counted "+string(late.ID)+": every check met before it began; waived: "+string(waiver.ID)+" (the notice was sent in time); overridden: whoever accepted deploys: night",
		"not compliant "+string(lacks.ID)+": it did not go through the gate of Registration",
		"to be completed, apart "+string(urgent.ID)+": every check met before it began; its papers are to come; 1 gate entered afterwards")
	d.expect("notices", d.compute("notice-in-time", FactsQuery{}), "1/3 (33 %)",
		"counted "+string(book.ID)+": NTC-1 was sent 3 d before the planned start, asked for: 2 d",
		"late, or none "+string(late.ID)+": NTC-4 was sent 1 d 23 h before the planned start, asked for: 2 d; "+string(waiver.ID)+" lets it go",
		"late, or none "+string(lacks.ID)+": nobody was told, asked for: 2 d",
		"none asked for, apart "+string(urgent.ID)+": its process asks for none some time ahead")
	// The papers of an emergency are due, and a review of the others is when they are evaluated.
	d.expect("reviews", d.compute("overdue-reviews", FactsQuery{}), "1/1 (100 %)",
		"counted "+string(urgent.ID)+": Retro-completion overdue by 76 d, waits for Dee Deploy")
	done := urgent.Clone()
	done.Passed, done.Stage = append(done.Passed, model.Passage{From: "retro-completion", To: "early-life", At: nov(17, 18)}), "early-life"
	d.on(nov(17, 18), urgent.ID, done)
	d.expect("done in time", d.compute("overdue-reviews", FactsQuery{}), "0/1 (0 %)", "in time "+string(urgent.ID)+": Retro-completion in time, by Dee Deploy")
	if r := d.compute("policy-compliance", FactsQuery{}); r.Part(metric.PartRetroInTime).Num != 1 || r.Value.String() != "2/3 (67 %)" {
		t.Errorf("%s\n%s", r.Value, behind(r))
	}
}

// Downtime begins with the impact of an incident, not when it was opened, and ends as it was
// resolved; an impact that began before the deployment is none of its.
func TestOutagesAreReadFromTheFile(t *testing.T) {
	d := newDiary(t)
	r := d.deployed(10, nil)
	incident := func(opened, impact, resolved time.Time) model.ID {
		id := d.mint(model.KindIncident)
		d.on(nov(12, 9), id, &model.Incident{ID: id, Title: "no wages", Severity: "P1", State: model.IncidentResolved, Service: d.pay, Opened: opened, ImpactStart: impact, Resolved: resolved, CausedBy: []model.ID{r.ID}})
		return id
	}
	first := incident(nov(10, 23), nov(10, 20).Add(30*time.Minute), nov(11, 1))
	d.expect("with an impact", d.compute("downtime", FactsQuery{}), "4 h 30 min", "counted "+string(r.ID)+": "+string(first)+" P1")
	second := incident(nov(10, 20).Add(time.Minute), time.Time{}, nov(10, 21))
	incident(nov(10, 20), nov(10, 19), nov(11, 1)) // before it
	incident(nov(11, 9), time.Time{}, nov(11, 10)) // after it
	d.expect("as it was opened", d.compute("downtime", FactsQuery{}), "4 h 59 min", "counted "+string(r.ID)+": "+string(second)+" P1; "+string(first)+" P1")
	if v := d.compute("downtime", FactsQuery{Filter: "type:emergency"}).Value; v.Known() {
		t.Errorf("of emergencies it is %s", v)
	}
}

// Requests: the first word that decides counts; what was edited since is asked anew; a
// filter of releases lets those through that are of one, and of RFCs what it says of these.
func TestRequestsAreReadFromTheFile(t *testing.T) {
	d := newDiary(t)
	shop := d.do(d.admin, action.WriteService{Service: model.Service{Handle: "shop", Name: "Shop", Owner: d.boss, Zone: "UTC"}}).Subject
	r := &model.Release{ID: d.mint(model.KindRelease), Name: "Payroll", Type: "normal", Service: d.pay, Stage: "planning", Registered: nov(1, 9), Since: nov(1, 9)}
	d.on(nov(1, 9), r.ID, r)
	seat := []model.Approver{{Role: "change-manager", Title: "Change Manager"}}
	approval := func(asked time.Time, words ...model.Decision) *model.Approval {
		return &model.Approval{ID: d.mint(model.KindApproval), Of: r.ID, Purpose: "authorisation-1", Title: "Authorisation 1 (plan)", Approvers: seat, By: d.dev, At: asked, Decisions: words}
	}
	word := func(verdict string, at time.Time) model.Decision {
		return model.Decision{Verdict: verdict, At: at, By: d.boss}
	}
	// Asked on Monday 09:00; a question on Monday, a no on Tuesday 10:00, a yes on Wednesday:
	// 9 + 2 = 11 h of working time.
	first := approval(nov(2, 9), word(model.Ask, nov(2, 10)), word(model.Reject, nov(3, 10)), word(model.Approve, nov(4, 10)))
	// Friday 17:00 to Monday 09:00: 2 h.
	second := approval(nov(6, 17), word(model.Approve, nov(9, 9)))
	void := approval(nov(10, 9))
	void.Void = &model.Ending{At: nov(11, 9), Reason: "edited"}
	said := approval(nov(12, 9), model.Decision{Verdict: model.Approve, At: nov(12, 8), Recorded: nov(12, 10), Verbal: &model.Verbal{Channel: "phone"}})
	waits := approval(nov(20, 9))
	d.on(nov(21, 9), r.ID, first, second, void, said, waits)
	ch := &model.Change{ID: d.mint(model.KindChange), Title: "Change", Type: "normal", Service: shop, State: model.ChangeAuthorised, Submitted: nov(2, 8), AssessBy: nov(5, 18), Awaits: nov(4, 9),
		Voided:   []model.VoidVerdict{{Assessed: &model.Verdict{Yes: true, At: nov(3, 8)}, Void: model.Ending{At: nov(4, 9)}}},
		Assessed: &model.Verdict{Yes: true, At: nov(5, 9)}, Decided: &model.Verdict{Yes: true, At: nov(6, 9)}}
	d.on(nov(21, 10), ch.ID, ch)
	waiver := &model.Waiver{ID: d.mint(model.KindWaiver), Of: r.ID, Check: "notice-sent", Text: "the notice", Until: minute(2026, 12, 1, 0, 0), At: nov(13, 9), Decided: &model.Verdict{At: nov(13, 10)}}
	d.on(nov(21, 11), waiver.ID, waiver)
	all := d.compute("approval-wait", FactsQuery{})
	// Of 11, 2, 10 (an RFC first assessed), 10 (assessed again), 10 (authorised), 1 (the
	// waiver) hours the two in the middle are 10.
	d.expect("all", all, "10 h",
		"counted "+string(ch.ID)+": asked 2026-11-02, then assessed, no deadline",
		"counted "+string(first.ID)+": asked 2026-11-02, then rejected, in time",
		"counted "+string(ch.ID)+": asked 2026-11-04, then assessed, in time",
		"counted "+string(ch.ID)+": asked 2026-11-05, then authorised, no deadline",
		"counted "+string(second.ID)+": asked 2026-11-06, then approved, in time",
		"counted "+string(waiver.ID)+": asked 2026-11-13, then refused, no deadline",
		"retrospective, apart "+string(said.ID)+": by word of mouth",
		"waiting, apart "+string(waits.ID)+": not decided yet",
		"ended undecided, apart "+string(ch.ID)+": came to nothing: asked 2026-11-03",
		"ended undecided, apart "+string(void.ID)+": came to nothing: asked 2026-11-10")
	if v := all.Part(metric.PartInTime); v.String() != "3/3 (100 %)" {
		t.Errorf("in time %v", v)
	}
	if v := all.Part("Assessment of an RFC"); v.Short() != "10 h" {
		t.Errorf("assessments %v: %+v", v, all.Parts)
	}
	// A filter of releases lets those through that are of one; of RFCs it asks what they have.
	for filter, want := range map[string]int{"service:payments": 3, "service:shop": 3, "type:normal": 6, "type:emergency": 0, "-major": 6, "major": 0, "service:payments -major": 3} {
		if got := d.compute("approval-wait", FactsQuery{Filter: filter}); got.Population != want {
			t.Errorf("%s: %d\n%s", filter, got.Population, behind(got))
		}
	}
	// What was decided in November counts there, however late it is asked for; what waited at
	// its end is the same once it was decided in December, but how long it waits by now.
	signed := *waits
	signed.Decisions = []model.Decision{word(model.Approve, time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC))}
	d.on(time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC), r.ID, &signed)
	later := d.compute("approval-wait", FactsQuery{})
	if later.Value != all.Value || later.Part(metric.PartPending) != all.Part(metric.PartPending) || later.Population != all.Population {
		t.Errorf("after December: %s\n%s", later.Value, behind(later))
	}
	december := metric.Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 12}}
	// From Friday the 20th 09:00: 9 h, 7 days of 10 h, and Wednesday 1 h.
	if got := d.compute("approval-wait", FactsQuery{Stretch: december}); got.Value.Short() != "80 h" || got.Population != 1 {
		t.Errorf("December: %s\n%s", got.Value, behind(got))
	}
	// A day off is no working time.
	d.on(time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC), "", &model.Window{ID: d.mint(model.KindWindow), Title: "Day off", Class: model.WindowHoliday, Everything: true, Slot: model.Slot{Start: day(2026, 12, 1, time.UTC), End: day(2026, 12, 1, time.UTC)}})
	if got := d.compute("approval-wait", FactsQuery{Stretch: december}); got.Value.Short() != "70 h" {
		t.Errorf("with a day off: %s", got.Value)
	}
}

// RFCs, improvement actions and audits, each with what it is of.
func TestRFCsActionsAndAuditsAreReadFromTheFile(t *testing.T) {
	d := newDiary(t)
	rfc := func(submitted time.Time, of model.ID, captured *model.Capture) *model.Change {
		ch := &model.Change{ID: d.mint(model.KindChange), Title: "Change", Category: "enhancement", Type: "normal", Service: of, State: model.ChangeSubmitted, Submitted: submitted, Captured: captured}
		if captured != nil {
			ch.Type, ch.State = "unauthorised", model.ChangeCaptured
		}
		d.on(submitted, ch.ID, ch)
		return ch
	}
	rfc(nov(1, 0).Add(-time.Second), d.pay, nil)
	one, found := rfc(nov(1, 0), d.pay, nil), rfc(nov(5, 9), "", &model.Capture{Title: "an audit found it", Made: nov(3, 9), Outcome: model.BackedOut})
	rfc(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), d.pay, nil)
	d.expect("changes", d.compute("unauthorised-changes", FactsQuery{}), "1/2 (50 %)",
		"counted "+string(found.ID)+": an audit found it, made 2026-11-03, backed out", "submitted "+string(one.ID)+": enhancement")
	if r := d.compute("unauthorised-changes", FactsQuery{Filter: "service:payments"}); r.Value.String() != "0/1 (0 %)" {
		t.Errorf("of payments %s", r.Value)
	}
	// Of the captured one the assessment was due with the working time of Friday.
	d.expect("reviews", d.compute("overdue-reviews", FactsQuery{}), "1/1 (100 %)", "counted "+string(found.ID)+": Captured overdue by 87 d")

	action := func(due when.Moment, done time.Time, handed ...model.Handed) model.ID {
		i := &model.Improvement{ID: d.mint(model.KindImprovement), Of: one.ID, Document: "DOC-1", Action: "Do better", Owner: d.dev, Due: due, By: d.boss, At: nov(2, 9), Handed: handed}
		if !done.IsZero() {
			i.Done = &model.Answer{By: d.dev, At: done}
		}
		d.on(nov(28, 9), i.ID, i)
		return i.ID
	}
	berlin := zone(t, "Europe/Berlin")
	due := func(n int) when.Moment {
		m := day(2026, 11, n, berlin)
		m.Zone, m.Date = "Europe/Berlin", when.Date{Year: 2026, Month: 11, Day: n}.String()
		return m
	}
	// Done in Berlin on the evening of the 20th, and half an hour after its end.
	inTime := action(due(20), nov(20, 22))
	tooLate := action(due(20), nov(20, 23).Add(30*time.Minute), model.Handed{Due: due(10)})
	open := action(due(30), time.Time{}, model.Handed{Due: due(30)})
	d.expect("actions", d.compute("improvements", FactsQuery{}), "1/3 (33 %)",
		"counted "+string(inTime)+": done 2026-11-20", "late, or not done "+string(tooLate)+": done 2026-11-21, late, put off once", "late, or not done "+string(open)+": overdue, waits for Dee Deploy")

	item := d.mint(model.KindItem)
	d.on(nov(2, 9), item, &model.Item{ID: item, Name: "Server", Class: "server", Service: d.pay})
	doc := d.mint(model.KindDocument)
	audit := func(at time.Time, version int, held string, found ...string) {
		a := form.Answers{Values: map[string]string{"held": held}, Tables: map[string][]form.Cells{}}
		for _, f := range found {
			a.Tables["items"] = append(a.Tables["items"], form.Cells{"item": string(item), "found": f, "what": "version 4"})
		}
		d.on(at, doc, &model.Document{ID: doc, Form: "ci-audit", Title: "Audit", Of: d.pay, Version: version, Answers: a, At: at})
	}
	audit(nov(3, 9), 1, "2026-10-30", "right", "missing")
	audit(nov(10, 9), 2, "2026-11-10", "right", "right", "missing")
	audit(nov(11, 9), 3, "2026-11-10", "right", "right", "differs")
	d.expect("audits", d.compute("cmdb-accuracy", FactsQuery{}), "2/3 (67 %)",
		"counted "+string(item)+": right, "+string(doc)+": version 4", "counted "+string(item)+": right, "+string(doc)+": version 4", "differs, or missing "+string(item)+": differs, "+string(doc)+": version 4")
	october := metric.Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 10}}
	if r := d.compute("cmdb-accuracy", FactsQuery{Stretch: october}); r.Value.String() != "1/2 (50 %)" {
		t.Errorf("in October %s", r.Value)
	}
	if r := d.compute("cmdb-accuracy", FactsQuery{Filter: "service:payments"}); r.Population != 3 {
		t.Errorf("of payments %s", r.Value)
	}

	// Looks at the whole library count, by hand and by the clock; one at a package does not, and
	// of a part of the releases there is none.
	media := d.mint(model.KindMedia)
	d.on(nov(2, 9), media, &model.Media{ID: media, Name: "payroll.tar.gz", Version: "5.2", SHA256: "ab", State: model.MediaIn, At: nov(2, 9)})
	look := func(at time.Time, why string, seen ...model.MediaSeen) {
		id := d.mint(model.KindMediaCheck)
		d.on(at, id, &model.MediaCheck{ID: id, Why: why, At: at, Entries: 4, Digests: 1, Seen: seen})
	}
	look(nov(3, 9), model.CheckedByHand, model.MediaSeen{Media: media, SHA256: "ab", Is: model.MediaAltered, Found: "cd"})
	look(nov(4, 9), model.CheckedByClock)
	look(nov(5, 9), model.CheckedAtStart, model.MediaSeen{Media: media, SHA256: "ab", Is: model.MediaMissing})
	d.expect("looks", d.compute("dml-accuracy", FactsQuery{}), "5/6 (83 %)",
		"not as on record "+string(media)+": altered, MCK-1", "counted MCK-1: 2 of 3 hold what is on record", "counted MCK-2: 3 of 3 hold what is on record")
	for _, q := range []FactsQuery{{Filter: "service:payments"}, {Stretch: october}} {
		if r := d.compute("dml-accuracy", q); r.Value.Known() {
			t.Errorf("of %+v it is %s", q, r.Value)
		}
	}
}
