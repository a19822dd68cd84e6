package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
	"fairway/model/when"
)

// october is what is closed in these tests: the month before the last whole one.
var october = metric.Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 10}}

// closed is a file of a year's releases of which October is signed off.
func closed(t *testing.T) (*file, *model.Period) {
	t.Helper()
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	r := f.do(f.boss, action.ClosePeriod{Period: "2026-10", Reason: "the year is imported"})
	return f, f.period(r.Subject)
}

func (f *file) period(id model.ID) *model.Period {
	f.t.Helper()
	fact, err := f.Record(context.Background(), id, Now)
	if err != nil {
		f.t.Fatal(err)
	}
	return fact.Record.(*model.Period)
}

func (f *file) account(pos Position) metric.Account {
	f.t.Helper()
	a, err := f.Account(context.Background(), FactsQuery{Stretch: october, AsOf: pos, Now: start.AddDate(0, 1, 0)})
	if err != nil {
		f.t.Fatal(err)
	}
	return a
}

// What is signed off are the numbers as of the entry before it, every measure's, and what is
// shown from then on, whatever comes.
func TestAClosedPeriodKeepsItsNumbers(t *testing.T) {
	ctx := context.Background()
	f, p := closed(t)
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if p.Position != int64(head)-1 || len(p.Figures) != len(metric.All(nil)) || p.Rules != "PRC-1" || p.By != f.boss || p.State() != model.PeriodClosed {
		t.Fatalf("signed off was %+v", p)
	}
	before := f.account(Now)
	if len(before.Differences) != 0 || len(before.Signed) != 1 || before.Signed[0].Name != "Bo Boss" {
		t.Fatalf("at once %d differences, signed %v", len(before.Differences), before.Signed)
	}
	incidents, _ := metric.Find(nil, "incidents")
	was := before.Measure(incidents)
	if was.Value != metric.ValueOf(p.Figure("incidents").Amount) || was.Population == 0 {
		t.Fatalf("shown is %v, signed off %+v", was.Value, p.Figure("incidents"))
	}
	// An incident of October comes to be known of, confirmed.
	facts := before.Signed[0].Facts
	run := latest(t, facts)
	opened := run.Ended.Add(time.Hour)
	f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Late news", Severity: "P1", Service: f.pay, Opened: opened, CausedBy: []model.ID{run.release}}})
	after := f.account(Now)
	shown := after.Measure(incidents)
	if shown.Value != was.Value || shown.Signed == nil || fmt.Sprint(shown.Parts) != fmt.Sprint(was.Parts) || fmt.Sprint(shown.Records) != fmt.Sprint(was.Records) {
		t.Errorf("after late news the number is %v, it was %v", shown.Value, was.Value)
	}
	d := shown.Difference
	if d == nil || d.Frozen != was.Value || d.Now.Num != was.Value.Num+1 || d.Now.Den != was.Value.Den {
		t.Fatalf("what would change it is %+v", d)
	}
	i := slices.IndexFunc(d.Records, func(c metric.RecordChange) bool { return c.Record.ID.Kind() == model.KindIncident })
	if i < 0 || d.Records[i].How != metric.Came || len(d.Records[i].Entries) != 1 || d.Records[i].Entries[0].Action != "open-incident" || d.Records[i].Entries[0].Name != "Bo Boss" || d.Records[i].Entries[0].Position != int64(head)+1 {
		t.Errorf("the records that would change it are %+v", d.Records)
	}
	if len(shown.Later) != 1 || !shown.Later[0].Happened.Equal(opened.Truncate(time.Millisecond)) || shown.Later[0].Written.Position != int64(head)+1 || !slices.Contains(shown.Later[0].Measures, "incidents") {
		t.Errorf("recorded later is %+v", shown.Later)
	}
	// A course and a comparison have that number as well, with what it would be now; asked
	// again, out of what is kept.
	for range 2 {
		n, err := f.Numbers(ctx, FactsQuery{Stretch: october, Now: start.AddDate(0, 1, 0)}, []metric.Metric{incidents})
		if r := n.Results["incidents"]; err != nil || r.Value != was.Value || r.Closed == nil || r.Closed.ID != p.ID || r.Closed.Now == nil || *r.Closed.Now != d.Now {
			t.Errorf("in a course it is %v, %+v: %v", r.Value, r.Closed, err)
		}
	}
	year, err := f.Account(ctx, FactsQuery{Stretch: metric.Stretch{Period: when.Period{Unit: when.Quarterly, Year: 2026, Number: 4}}, Now: start.AddDate(0, 1, 0), Plain: true, Within: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range year.By(incidents, metric.ByPeriod) {
		if signed := g.Closed != nil; signed != (g.Key == "2026-10") || signed && (g.Value != was.Value || *g.Closed.Now != d.Now) {
			t.Errorf("of the quarter by months, %s is %v, %+v", g.Key, g.Value, g.Closed)
		}
	}
	// As of before it was signed off it is not; as of then it is, with nothing to change it.
	if a := f.account(head - 1); len(a.Signed) != 0 || a.Measure(incidents).Value != was.Value {
		t.Errorf("as of before it was signed off: %+v", a.Signed)
	}
	if a := f.account(head); len(a.Signed) != 1 || len(a.Differences) != 0 || len(a.Measure(incidents).Later) != 1 {
		t.Errorf("as of when it was signed off: %d differences, %+v", len(a.Differences), a.Measure(incidents).Later)
	}
	f.verified()
}

// What other rules make of a period that was signed off comes of the entry that put them in
// force; what was recorded since, of its own; and what neither did, of time.
func TestWhatRulesMakeOfAClosedPeriodNamesTheirEntry(t *testing.T) {
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	facts, err := f.Facts(context.Background(), FactsQuery{Stretch: october, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	run := latest(t, facts)
	late := f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Late", Severity: "P1", Service: f.pay, Opened: run.Ended.AddDate(0, 0, 15), CausedBy: []model.ID{run.release}}}).Subject
	f.do(f.boss, action.ClosePeriod{Period: "2026-10", Reason: "x"})
	incidents, _ := metric.Find(nil, "incidents")
	if d := f.difference(Now, incidents); d != nil {
		t.Fatalf("at once it says %s", d.Words())
	}
	head, _, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b := rules(t)
	b.Policy.Incident = map[string]int{"*": 20}
	f.do(f.admin, action.AdoptRules{Rules: b})
	adopted := int64(head) + 1
	fresh := f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Late, too", Severity: "P1", Service: f.pay, Opened: run.Ended.AddDate(0, 0, 16), CausedBy: []model.ID{run.release}}}).Subject
	soon := f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Soon", Severity: "P1", Service: f.pay, Opened: run.Ended.Add(time.Hour), CausedBy: []model.ID{run.release}}}).Subject
	d := f.difference(Now, incidents)
	if d == nil || d.Now.Num != d.Frozen.Num+3 || d.Formulas {
		t.Fatalf("by other rules it says %+v", d)
	}
	want := map[model.ID][]int64{late: {adopted}, fresh: {adopted, adopted + 1}, soon: {adopted + 2}}
	for _, c := range d.Records {
		entries, asked := want[c.Record.ID]
		if !asked {
			continue
		}
		delete(want, c.Record.ID)
		if got := model.Each(c.Entries, func(e metric.Entry) int64 { return e.Position }); !slices.Equal(got, entries) || c.Rules != slices.Contains(entries, adopted) {
			t.Errorf("%s %s by the entries %v (rules: %v), want %v", c.Record.ID, c.How, got, c.Rules, entries)
		}
		if words := c.Words(func(time.Time) string { return "" }); strings.Contains(words, "time went on") || c.Rules && !strings.Contains(words, "PRC-2") {
			t.Errorf("%s: %s", c.Record.ID, words)
		}
	}
	if len(want) > 0 {
		t.Errorf("of %v it says nothing: %+v", want, d.Records)
	}
	// As of when they were put in force, those alone.
	if d := f.difference(Position(adopted), incidents); d == nil || d.Now.Num != d.Frozen.Num+1 || d.Now.Den != d.Frozen.Den {
		t.Errorf("as of then it says %+v", d)
	}
}

// So does the tolerance of slips, also where time would have brought others.
func TestAnotherToleranceNamesItsEntry(t *testing.T) {
	f, p := closed(t)
	b := rules(t)
	b.Policy.SlipHours += 24 * 365
	head, _, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f.do(f.admin, action.AdoptRules{Rules: b})
	slips, _ := metric.Find(nil, "slip-rate")
	if p.Figure("slip-rate").Numerator == 0 {
		t.Fatal("nothing had slipped")
	}
	d := f.difference(Now, slips)
	if d == nil || d.Now.Num != 0 {
		t.Fatalf("by another tolerance it says %+v", d)
	}
	for _, c := range d.Records {
		if !c.Rules || len(c.Entries) != 1 || c.Entries[0].Position != int64(head)+1 {
			t.Errorf("%s %s by %+v", c.Record.ID, c.How, c.Entries)
		}
	}
}

func (f *file) difference(pos Position, m metric.Metric) *metric.Difference {
	a := f.account(pos)
	return a.Measure(m).Difference
}

type latestRun struct {
	metric.Run
	release model.ID
}

// latest is the last run of October.
func latest(t *testing.T, f metric.Facts) (out latestRun) {
	t.Helper()
	for r := range f.Each() {
		for _, run := range r.Runs {
			if f.Span.Holds(run.Ended) && run.Ended.After(out.Ended) && r.Cancelled.IsZero() {
				out = latestRun{run, r.ID}
			}
		}
	}
	if out.release == "" {
		t.Fatal("nothing was deployed in October")
	}
	return out
}

// Who signed it off doesn't reopen it; somebody else does, and it is signed off anew as it is
// by then. The record of before stays.
func TestReopeningAndClosingAnew(t *testing.T) {
	ctx := context.Background()
	f, p := closed(t)
	var refusal *model.Refusal
	if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.ReopenPeriod{Closed: p.ID, Reason: "late news"}); !errors.As(err, &refusal) || !strings.Contains(err.Error(), "nobody reopens what they signed off") {
		t.Errorf("who signed it reopens it: %v", err)
	}
	other := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "cleo", Name: "Cleo Change", Roles: []model.Grant{{Role: "change-manager"}}}}).Subject
	if _, err := f.Do(ctx, Who{Person: other, Auth: "test"}, action.ClosePeriod{Period: "2026-10"}); !errors.As(err, &refusal) || !strings.Contains(err.Error(), "2026") {
		t.Errorf("it is closed twice: %v", err)
	}
	f.do(other, action.ReopenPeriod{Closed: p.ID, Reason: "late news"})
	if got := f.period(p.ID); got.State() != model.PeriodReopened || got.Reopened.By != other || got.Reopened.Reason != "late news" {
		t.Errorf("it stands as %+v", got)
	}
	if a := f.account(Now); len(a.Signed) != 0 || len(a.Differences) != 0 {
		t.Errorf("reopened it still shows %+v", a.Signed)
	}
	again := f.do(f.boss, action.ClosePeriod{Period: "2026-10", Reason: "with the late news"})
	if a := f.account(Now); len(a.Signed) != 1 || a.Signed[0].ID != again.Subject {
		t.Errorf("signed off anew it shows %+v", a.Signed)
	}
	f.verified()
}

// Numbers that changed since somebody looked at them are not signed off by that look.
func TestClosingWhatWasSeen(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := f.Facts(ctx, FactsQuery{Stretch: october, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	run := latest(t, facts)
	f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "News", Severity: "P1", Service: f.pay, Opened: run.Ended.Add(time.Hour), CausedBy: []model.ID{run.release}}})
	seen := action.ClosePeriod{Period: "2026-10", Reason: "x", Seen: int64(head)}
	if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, seen); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("as of entry %d, and is", head)) {
		t.Errorf("numbers that nobody saw are signed off: %v", err)
	}
	seen.Seen++
	f.do(f.boss, seen)
}

// A period that is not over is not signed off, and one of which something is not settled
// only for a reason, which stays with what it was.
func TestWhatIsNotSettledTakesAReason(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "No service", Severity: "P3", Opened: start.AddDate(0, 0, -40)}})
	for _, c := range []struct{ period, want string }{
		{"2026-11", "November 2026 is not over"}, {"2026-13", "month 13"}, {"last-30-days", "no period"}, {"2026-10", "data defect: INC-"},
	} {
		_, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.ClosePeriod{Period: c.period})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.period, err, c.want)
		}
	}
	if _, err := f.Do(ctx, Who{Person: f.boss, Auth: "test"}, action.ClosePeriod{Period: "2026-10", Measures: []string{"no-such"}, Reason: "x"}); err == nil || !strings.Contains(err.Error(), "no measure") {
		t.Errorf("an unknown measure: %v", err)
	}
	p := f.period(f.do(f.boss, action.ClosePeriod{Period: "2026-10", Measures: []string{"incidents"}, Reason: "the board meets"}).Subject)
	if len(p.Figures) != 1 || p.Reason != "the board meets" || !slices.ContainsFunc(p.Open, func(s string) bool { return strings.Contains(s, "it is on no service") }) {
		t.Errorf("signed off was %+v", p)
	}
	// What is left is signed off by itself.
	rest := f.period(f.do(f.boss, action.ClosePeriod{Period: "2026-10", Reason: "the rest"}).Subject)
	if rest.Figure("incidents") != nil || len(rest.Figures) != len(metric.All(nil))-1 {
		t.Errorf("the rest is %v", rest.Measures())
	}
}

// A measure is signed off by who owns it.
func TestAMeasureIsSignedOffByItsOwner(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	b := rules(t)
	for i := range b.Measures {
		if b.Measures[i].ID == "slip-rate" {
			b.Measures = slices.Clone(b.Measures)
			b.Measures[i].Owner = "Change Manager"
		}
	}
	f.do(f.admin, action.AdoptRules{Rules: b})
	person := func(handle string, roles ...model.Grant) model.ID {
		return f.do(f.admin, action.WritePerson{Person: model.Person{Handle: handle, Name: "Cleo " + handle, Roles: roles}}).Subject
	}
	change, release := person("change", model.Grant{Role: "change-manager"}), person("release", model.Grant{Role: "release-manager"})
	narrow := person("narrow", model.Grant{Role: "change-manager", Service: f.pay})
	who := func(id model.ID, a action.Action) error {
		_, err := f.Do(ctx, Who{Person: id, Auth: "test"}, a)
		return err
	}
	if err := who(narrow, action.ClosePeriod{Period: "2026-10", Reason: "x"}); err == nil {
		t.Error("somebody signs the organisation's numbers off with a role for one service")
	}
	if err := who(release, action.ClosePeriod{Period: "2026-10", Measures: []string{"slip-rate"}, Reason: "x"}); err == nil || !strings.Contains(err.Error(), "signed off by its owner, Change Manager") {
		t.Errorf("another's measure: %v", err)
	}
	if err := who(change, action.ClosePeriod{Period: "2026-10", Reason: "x"}); err != nil {
		t.Fatal(err)
	}
	if p := f.period("PRD-1"); !slices.Contains(p.Measures(), "slip-rate") || slices.Contains(p.Measures(), "incidents") || p.Role != "change-manager" {
		t.Errorf("the change manager signed off %v as %s", p.Measures(), p.Role)
	}
	if err := who(release, action.ClosePeriod{Period: "2026-10", Reason: "x"}); err != nil {
		t.Fatal(err)
	}
	if p := f.period("PRD-2"); slices.Contains(p.Measures(), "slip-rate") || !slices.Contains(p.Measures(), "incidents") {
		t.Errorf("the release manager signed off %v", p.Measures())
	}
	a := f.account(Now)
	for _, id := range []string{"slip-rate", "incidents"} {
		m, _ := metric.Find(nil, id)
		if s := a.Measure(m); s.Signed == nil || s.Signed.Figure(id) == nil {
			t.Errorf("%s is not shown as signed off", id)
		}
	}
	f.verified()
}

// forged changes the body of a version behind the store's back, and whatever vouches for
// it: its digest, the entry that names that, and the hashes from there on.
func (f *file) forged(id model.ID, change func(body string) string) {
	f.t.Helper()
	ctx := context.Background()
	var n, since int64
	var body, old string
	if err := f.reader.QueryRowContext(ctx, "SELECT n, since, body, digest FROM version WHERE id = ? ORDER BY n LIMIT 1", string(id)).Scan(&n, &since, &body, &old); err != nil {
		f.t.Fatal(err)
	}
	now := change(body)
	if now == body || !json.Valid([]byte(now)) {
		f.t.Fatalf("nothing was changed in %s", body)
	}
	f.tampered("UPDATE version SET body = ?, digest = ? WHERE n = ?", now, digest([]byte(now)), n)
	lines, err := f.Lines(ctx, 0, 1<<40, 1<<30)
	if err != nil {
		f.t.Fatal(err)
	}
	previous := genesis
	for _, l := range lines {
		text := l.Line
		if int64(l.Position) == since {
			text = strings.ReplaceAll(text, old, digest([]byte(now)))
		}
		hash := chain(previous, text)
		if int64(l.Position) >= since {
			f.tampered("UPDATE log SET line = ?, hash = ? WHERE pos = ?", text, hash, int64(l.Position))
		}
		previous = hash
	}
}

// Numbers that were signed off are counted again from the log: who forges them has to forge
// everything that they were counted from.
func TestForgedNumbersAreFound(t *testing.T) {
	ctx := context.Background()
	whole, p := closed(t)
	number := fmt.Sprintf(`"denominator":%d`, p.Figure("incidents").Denominator)
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		change func(string) string
		want   string
	}{
		"a number": {func(body string) string { return strings.Replace(body, number, `"denominator":99`, 1) }, "the numbers signed off are not those of the log"},
		"a place": {func(body string) string {
			return strings.Replace(body, fmt.Sprintf(`"position":%d`, p.Position), `"position":3`, 1)
		}, "another place in the log"},
		"a signature": {func(body string) string { return strings.Replace(body, `"by":"`+string(p.By), `"by":"PER-1`, 1) }, "another signature"},
	} {
		f := whole.again(t)
		f.forged(p.ID, c.change)
		if err := f.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		v, err := f.Verify(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(v.Findings, func(x Finding) bool { return strings.Contains(x.What, c.want) }) {
			t.Errorf("%s is forged, and found is %v", what, v.Findings)
		}
	}
}

// What was removed by law can't be counted again: that is said, and is no damage.
func TestNumbersOfWhatWasRemoved(t *testing.T) {
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	facts, err := f.Facts(context.Background(), FactsQuery{Stretch: october, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	run := latest(t, facts)
	news := f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "A name", Severity: "P1", Service: f.pay, Opened: run.Ended.Add(time.Hour), CausedBy: []model.ID{run.release}}}).Subject
	p := f.period(f.do(f.boss, action.ClosePeriod{Period: "2026-10", Reason: "x"}).Subject)
	if v := f.verified(); len(v.Notices) > 0 {
		t.Fatalf("notices: %v", v.Notices)
	}
	f.do(f.boss, action.ResolveIncident{Incident: news})
	f.do(f.boss, action.ResolveIncident{Incident: news, Close: true})
	f.do(f.admin, action.Redact{ID: news, Reason: "the law"})
	if v := f.verified(); !slices.ContainsFunc(v.Notices, func(n string) bool { return strings.Contains(n, string(p.ID)) && strings.Contains(n, "removed by law") }) {
		t.Errorf("of what was removed it says %v", v.Notices)
	}
	m, _ := metric.Find(nil, "incidents")
	if got := f.account(Now); got.Measure(m).Value != metric.ValueOf(p.Figure("incidents").Amount) {
		t.Errorf("the number that was signed off is shown as %v", got.Measure(m).Value)
	}
}

// A reopening writes nothing else into what was signed off.
func TestAReopeningChangesNothingElse(t *testing.T) {
	ctx := context.Background()
	f, p := closed(t)
	other := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "cleo", Name: "Cleo Change", Roles: []model.Grant{{Role: "change-manager"}}}}).Subject
	f.do(other, action.ReopenPeriod{Closed: p.ID, Reason: "late news"})
	f.verified()
	f.tampered("UPDATE version SET body = replace(body, '\"reason\":\"the year is imported\"', '\"reason\":\"nothing\"') WHERE id = ? AND until IS NULL", string(p.ID))
	v, err := f.Verify(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(v.Findings, func(x Finding) bool { return strings.Contains(x.What, "nothing but its reopening") }) {
		t.Errorf("found is %v", v.Findings)
	}
}
