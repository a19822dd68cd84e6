package report

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
)

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

// at is a time in October or November 2026, in the organisation's zone.
func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, berlin).UTC()
}

// world are an organisation of two services and what became of it in October 2026, as of
// 2 November.
func world() Input {
	rules := &model.Rules{ID: "PRC-1", Rules: process.Rules{Title: "Rules", Version: "3",
		Policy: process.Policy{Zone: "Europe/Berlin", WorkEnd: "18:00", Incident: map[string]int{"normal": 7}, Reasons: []process.Reason{{ID: "scope", Title: "the scope grew"}, {ID: "asked", Title: "the customer asked", Customer: true}}},
		Roles:  []process.Role{{ID: "manager", Title: "Manager"}, {ID: "owner", Title: "Owner"}, {ID: "nobody", Title: "Vacant"}}}}
	c := model.NewCase(at(11, 2, 9), model.Actor{}, rules)
	put := func(list ...model.Record) {
		for _, r := range list {
			c.Add(model.Fact{Record: r})
		}
	}
	put(&model.Person{ID: "PER-1", Name: "Rafael", Handle: "rafael", Roles: []model.Grant{{Role: "manager"}}},
		&model.Person{ID: "PER-2", Name: "Hanna", Handle: "hanna", Roles: []model.Grant{{Role: "owner", Service: "SVC-1"}, {Role: "manager"}}},
		&model.Person{ID: "PER-3", Name: "Gone", Handle: "gone", Left: true, Roles: []model.Grant{{Role: "manager"}}},
		&model.Person{ID: "PER-4", Name: "Olga", Handle: "olga", Roles: []model.Grant{{Role: "owner", Service: "SVC-2"}}},
		&model.Service{ID: "SVC-1", Name: "Payroll", Handle: "payroll"}, &model.Service{ID: "SVC-2", Name: "Shop", Handle: "shop"})
	day := func(month time.Month, d int) model.Slot {
		start := when.OnClock(at(month, d, 22), berlin)
		return model.Slot{Start: start, End: when.OnClock(start.At.Add(time.Hour), berlin)}
	}
	put(&model.Release{ID: "REL-1", Name: "Taxes", Version: "2", Service: "SVC-1", Type: "normal", Window: day(10, 20),
		Baseline: &model.Schedule{Slot: day(10, 8), At: at(10, 2, 12)},
		Moves: []model.Move{
			{From: day(10, 1), To: day(10, 8), Reason: "scope", Sentence: "Not ready.", By: "PER-1", At: at(9, 30, 9)}, // before the period
			{From: day(10, 8), To: day(10, 15), Reason: "asked", Customer: true, Sentence: "They wait for the law.", By: "PER-1", At: at(10, 5, 9)},
			{From: day(10, 15), To: day(10, 20), Reason: "scope", Sentence: "Still not ready.", By: "PER-2", At: at(10, 12, 9)}}},
		&model.Release{ID: "REL-2", Name: "Basket", Service: "SVC-2", Type: "normal", Window: day(10, 21),
			Moves:    []model.Move{{From: day(10, 14), To: day(10, 21), Reason: "scope", Sentence: "A bug.", By: "PER-2", At: at(10, 1, 0)}},
			Declared: &model.Declaration{Title: "the service is down", By: "PER-1", At: at(10, 31, 23), Recorded: at(11, 1, 8)}})
	put(&model.Approval{ID: "APR-1", Of: "REL-1", Title: "Authorisation", Decisions: []model.Decision{
		{By: "PER-2", Verdict: model.Approve, Comment: "fine", At: at(10, 2, 12)}, {By: "PER-1", Verdict: model.Remark, Comment: "hm", At: at(10, 2, 13)},
		{By: "PER-1", Verdict: model.Reject, Comment: "no", At: at(10, 3, 12), Retracted: &model.Ending{Reason: "mistake"}}, {By: "PER-1", Verdict: model.Approve, At: at(11, 1, 12)}}},
		&model.Waiver{ID: "WVR-1", Of: "REL-2", Text: "tested", Decided: &model.Verdict{By: "PER-1", At: at(10, 4, 8), Text: "tried by hand"}},
		&model.Change{ID: "CHG-1", Title: "Tax tables", Service: "SVC-1", Category: "problem-fix", Submitted: at(10, 3, 9), Decided: &model.Verdict{Yes: true, By: "PER-2", At: at(10, 6, 9)}},
		&model.Meeting{ID: "CAB-1", Title: "CAB", Chair: "PER-2", Closed: at(10, 7, 15), Items: make([]model.MeetingItem, 3)})
	due := func(month time.Month, d int) when.Moment {
		return when.OnDay(when.Date{Year: 2026, Month: month, Day: d}, berlin)
	}
	put(&model.Improvement{ID: "IMP-1", Of: "REL-1", Service: "SVC-1", Action: "Ask earlier", Owner: "PER-1", Due: due(10, 10), At: at(9, 3, 9), Measure: "slip-rate"},
		&model.Improvement{ID: "IMP-2", Of: "REL-2", Service: "SVC-2", Action: "Test more", Owner: "PER-2", Due: due(10, 10), At: at(10, 3, 9), Done: &model.Answer{By: "PER-2", At: at(10, 12, 9), Text: "twelve tests"}},
		&model.Improvement{ID: "IMP-3", Of: "REL-2", Action: "Write it down", Owner: "PER-2", Due: due(12, 10), At: at(10, 4, 9)},
		&model.Improvement{ID: "IMP-4", Of: "REL-2", Action: "Long done", Owner: "PER-2", Due: due(9, 1), At: at(8, 4, 9), Done: &model.Answer{By: "PER-2", At: at(9, 12, 9)}},
		&model.Improvement{ID: "IMP-5", Of: "REL-2", Action: "Later", Owner: "PER-2", Due: due(12, 1), At: at(11, 1, 9)})

	stretch := metric.Stretch{Period: when.Period{Year: 2026, Number: 10, Unit: when.Monthly}}
	in := Input{Stretch: stretch, Case: c, Changes: model.All[*model.Change](c), Position: 77, Hash: "abcd", By: "Rafael",
		Sort: process.Report{ID: "monthly", Title: "Monthly report", Units: []string{"month"}, Points: 3, Sections: slices.Clone(process.ReportSections), To: []string{"manager", "owner", "nobody"}, People: []string{"olga", "unknown"}, DueDays: 5},
		// 1 November is a Sunday; Monday the 2nd is off.
		Holidays: map[when.Date]bool{{Year: 2026, Month: 11, Day: 2}: true}}
	c.Name(model.Handle{Kind: model.KindPerson, Name: "olga"}, "PER-4")
	target := 15
	laid := []process.Measure{{ID: "slip-rate", Title: "Slip rate", Unit: "%", Good: "less", Target: &target, Frequency: "monthly"}}
	for n := 2; n >= 0; n-- {
		s := stretch.Add(-n)
		f := metric.Facts{Span: s.Span(c.Now, berlin), Zone: berlin, Now: c.Now, Policy: rules.Policy, Measures: laid}
		switch n {
		case 1: // September: one of two slipped
			f.Whole = []metric.Release{planned("REL-3", at(9, 3, 22), at(9, 3, 22), model.RunDeployed), planned("REL-4", at(9, 4, 22), at(9, 20, 22), model.RunFailed)}
		case 0: // October: one of four
			f.Whole = []metric.Release{planned("REL-5", at(10, 3, 22), at(10, 3, 22), model.RunDeployed), planned("REL-6", at(10, 4, 22), at(10, 20, 22), model.RunDeployed),
				planned("REL-7", at(10, 5, 22), at(10, 5, 22), model.RunRolledBack), planned("REL-8", at(10, 6, 22), at(10, 6, 22), model.RunDeployed)}
		}
		in.Accounts = append(in.Accounts, metric.Account{Facts: f, Whole: true})
	}
	return in
}

// planned is a release with a baseline that began at another time, and what became of it.
func planned(id model.ID, baseline, began time.Time, result model.State) metric.Release {
	r := metric.Release{ID: id, Title: string(id), Zone: berlin, Deployed: true, Authorised: baseline.AddDate(0, 0, -20), Baseline: model.Slot{Start: when.OnClock(baseline, berlin)},
		Runs: []metric.Run{{ID: "RUN-1", Started: began, Ended: began.Add(time.Hour), Result: result, Decided: began.Add(time.Minute), Back: began.Add(time.Hour)}}}
	r.Type = "normal"
	return r
}

// find is a section of a report.
func find(t *testing.T, r *Report, id string) Section {
	t.Helper()
	for _, s := range r.Sections {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no section %s", id)
	return Section{}
}

// rows are those of the nth table of a section, those of charts among them.
func rows(t *testing.T, s Section, n int) [][]string {
	t.Helper()
	for _, b := range s.Blocks {
		table := b.Table
		if b.Chart != nil {
			table = &b.Chart.Table
		}
		if table == nil {
			continue
		}
		if n--; n < 0 {
			return table.Rows
		}
	}
	t.Fatalf("%s has fewer tables", s.ID)
	return nil
}

// The numbers of October against September, worked out by hand: 1 of 4 slipped, 1 of 2 before.
func TestNumbersOfAReport(t *testing.T) {
	r := Build(world())
	i := slices.IndexFunc(r.Numbers, func(n Number) bool { return n.Measure == "slip-rate" })
	n := r.Numbers[i]
	if n.Text != "25 %" || n.Fraction != "1/4" || n.Target != "at most 15 %" || n.Met != "missed" || n.Before.Short() != "50 %" || n.Change != "25 points better" || n.Marks != "small n (4)" {
		t.Errorf("%+v", n)
	}
	for _, m := range metric.All(nil) {
		if !slices.ContainsFunc(r.Numbers, func(n Number) bool { return n.Measure == m.ID }) {
			t.Errorf("%s is missing", m.ID)
		}
	}
	if got := r.Position; got != 77 || r.Hash != "abcd" || r.Rules != "PRC-1" || r.RulesTitle != "Rules 3" || r.Period != "2026-10" {
		t.Errorf("%+v", r)
	}
	if about := r.About[0][1]; about != "October 2026: 2026-10-01 to 2026-10-31" {
		t.Error(about)
	}
	if !slices.Equal(model.Each(r.Sections, func(s Section) string { return s.ID }), process.ReportSections) {
		t.Errorf("sections %v", r.Sections)
	}
}

// The course over the periods of which there is something to tell: August has nothing,
// September 1 of 2, October 1 of 4.
func TestTrendsAndOutcomes(t *testing.T) {
	r := Build(world())
	for i, b := range find(t, &r, "trends").Blocks {
		if b.Heading != "Slip rate" {
			continue
		}
		c := find(t, &r, "trends").Blocks[i+1].Chart
		bars := &c.Picture
		if want := [][]string{{"September 2026", "50 %", "1/2", "small n (2)"}, {"October 2026", "25 %", "1/4", "small n (4)"}}; !reflect.DeepEqual(c.Table.Rows, want) {
			t.Errorf("%q", c.Table.Rows)
		}
		if bars.Target == nil || bars.Target.Value != 15 || bars.Points[1].Value != 25 || !strings.Contains(c.Says, "lowest 25 % in October 2026, highest 50 % in September 2026. The target is at most 15 %.") {
			t.Errorf("%+v", c)
		}
	}
	if got := rows(t, find(t, &r, "outcomes"), 0); !reflect.DeepEqual(got, [][]string{{"September 2026", "1", "1", "0", "2"}, {"October 2026", "3", "0", "1", "4"}}) {
		t.Errorf("%q", got)
	}
}

// A measure that has none of all together is told by service: a row of its own, a line of its
// own, and n/a where a service did nothing in a period.
func TestMeasuresByService(t *testing.T) {
	m := metric.Metric{Measure: process.Measure{ID: "rate", Title: "Rate", Good: "less"}, Form: metric.Share, EachService: true}
	of := func(name, key string, num, den int64) metric.Group {
		return metric.Group{Key: key, Name: name, Result: metric.Result{Metric: "rate", Value: metric.Value{Form: metric.Share, Num: num, Den: den}, Population: int(den)}}
	}
	in := world()
	whole := &periods{accounts: in.Accounts, last: in.Stretch, facts: model.Each(in.Accounts, func(a metric.Account) metric.Facts { return a.Facts }), results: map[string][]metric.Result{"rate": {{}, {Services: []metric.Group{of("Shop", "SVC-2", 1, 10)}}, {Services: []metric.Group{of("Shop", "SVC-2", 2, 10), of("Payroll", "SVC-1", 0, 8)}}}}}
	b := &builder{Input: in, all: []metric.Metric{m}, whole: whole, course: whole}
	b.out.Called = "October 2026"
	b.numbers()
	got := model.Each(b.out.Numbers, func(n Number) string { return n.Title + "|" + n.Text + "|" + n.Before.Short() + "|" + n.Change })
	if want := []string{"Rate: Payroll|0 %|n/a|nothing before", "Rate: Shop|20 %|10 %|10 points worse"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	blocks := b.trendBlocks()
	c := blocks[1].Chart
	if want := [][]string{{"August 2026", "0/0 (n/a)", "0/0 (n/a)"}, {"September 2026", "0/0 (n/a)", "1/10 (10 %)"}, {"October 2026", "0/8 (0 %)", "2/10 (20 %)"}}; c == nil || !reflect.DeepEqual(c.Table.Rows, want) {
		t.Fatalf("%+v", blocks)
	}
	if l := c.Picture.Courses; len(l) != 2 || l[0].Name != "Payroll" || l[0].Points[1].Known || l[1].Points[2].Value != 20 {
		t.Errorf("%+v", l)
	}
}

// A year's trends go over its months; trends begin with the first period of which there is
// anything to tell.
func TestOverWhichPeriodsTrendsGo(t *testing.T) {
	trend := process.Report{ID: "trend", Units: []string{"month", "year"}, Sections: []string{process.SectionTrends}}
	year := when.Period{Unit: when.Yearly, Year: 2026, Number: 1}
	var got []string
	for _, p := range Course(trend, year, at(3, 1, 9), berlin) {
		got = append(got, p.String())
	}
	if want := []string{"2026-01", "2026-02", "2026-03"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if n := len(Course(trend, year, at(3, 1, 9).AddDate(1, 0, 0), berlin)); n != 12 {
		t.Errorf("a year that is over has %d months", n)
	}
	for _, none := range [][]when.Period{Course(trend, when.Period{Unit: when.Quarterly, Year: 2026, Number: 1}, at(3, 1, 9), berlin), Course(process.Report{}, year, at(3, 1, 9), berlin)} {
		if none != nil {
			t.Errorf("%v", none)
		}
	}

	in := world()
	empty := in.Accounts[0]
	for n := 3; n < 6; n++ {
		s := in.Stretch.Add(-n)
		empty.Facts.Span = s.Span(in.Case.Now, berlin)
		in.Accounts = append([]metric.Account{empty}, in.Accounts...)
	}
	r := Build(in)
	months := model.Each(rows(t, find(t, &r, "outcomes"), 0), func(row []string) string { return row[0] })
	if want := []string{"September 2026", "October 2026"}; !slices.Equal(months, want) {
		t.Errorf("the trends go over %q", months)
	}
	in.Course, in.CourseLast = in.Accounts[len(in.Accounts)-2:], in.Stretch
	in.Stretch = metric.Stretch{Period: year}
	r = Build(in)
	if months := model.Each(rows(t, find(t, &r, "outcomes"), 0), func(row []string) string { return row[0] }); !slices.Equal(months, []string{"September 2026", "October 2026"}) || r.Called != "2026" {
		t.Errorf("the trends of %s go over %q", r.Called, months)
	}
}

// Two moves of REL-1 in October, one of REL-2 at its first moment; that of September is none of it.
func TestMovesOfAReport(t *testing.T) {
	r := Build(world())
	s := find(t, &r, "slips")
	var got [][]string
	for _, b := range s.Blocks {
		if b.Table != nil && strings.HasPrefix(b.Table.Caption, "Moves") {
			got = b.Table.Rows
		}
	}
	want := [][]string{
		{"2026-10-01 00:00", "REL-2 Basket", "2026-10-14 22:00–23:00", "2026-10-21 22:00–23:00", "Hanna", "the scope grew: A bug.", "before authorisation"},
		{"2026-10-05 09:00", "REL-1 Taxes 2", "2026-10-08 22:00–23:00", "2026-10-15 22:00–23:00", "Rafael", "the customer asked: They wait for the law. (the customer's)", "after authorisation (the baseline)"},
		{"2026-10-12 09:00", "REL-1 Taxes 2", "2026-10-15 22:00–23:00", "2026-10-20 22:00–23:00", "Hanna", "the scope grew: Still not ready.", "after authorisation (the baseline)"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if why := rows(t, s, 0); !reflect.DeepEqual(why, [][]string{{"not rescheduled", "1", "100 %"}}) {
		t.Errorf("%q", why)
	}
	if slipped := rows(t, s, 1); len(slipped) != 1 || slipped[0][0] != "REL-6" || slipped[0][3] != "16 d" {
		t.Errorf("%q", slipped)
	}
}

// What was decided in October, by when that was; of other months, remarks and questions none.
func TestDecisionsOfAReport(t *testing.T) {
	r := Build(world())
	var got []string
	for _, d := range r.Decisions {
		got = append(got, strings.Join([]string{d.At.In(berlin).Format("01-02 15"), string(d.Record), string(d.Of), d.What, d.Word, d.By, d.Why}, "|"))
	}
	want := []string{"10-02 12|APR-1|REL-1|Authorisation|approved|Hanna|fine", "10-03 12|APR-1|REL-1|Authorisation|rejected|Rafael|no; taken back: mistake", "10-04 08|WVR-1|REL-2|Waiver: tested|refused|Rafael|tried by hand",
		"10-06 09|CHG-1|CHG-1|RFC|authorised|Hanna|", "10-07 15|CAB-1||CAB: CAB|held, 3 looked at|Hanna|no minutes", "10-31 23|REL-2|REL-2|Emergency|declared|Rafael|the service is down"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if last := rows(t, find(t, &r, "decisions"), 0)[5][0]; last != "2026-10-31 23:00, recorded 2026-11-01 08:00" {
		t.Error(last)
	}
}

// IMP-1 is overdue and aims at the slip rate, IMP-2 was done late, IMP-3 is open; IMP-4 was
// done before, IMP-5 noted after.
func TestActionsOfAReport(t *testing.T) {
	r := Build(world())
	got := model.Each(r.Actions, func(a Action) string { return strings.Join([]string{string(a.ID), a.Due, a.State, a.Effect}, "|") })
	want := []string{"IMP-1|2026-10-10|overdue|Slip rate: 50 % in September 2026, in which it was noted, and 25 % in October 2026 (25 points better)",
		"IMP-3|2026-12-10|open|", "IMP-2|2026-10-10|done 2026-10-12, late|twelve tests"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	blocks := find(t, &r, "actions").Blocks
	if last := blocks[len(blocks)-1].Text; last != "2 of them name no measure that they aim at: what they did to one can't be told." {
		t.Error(last)
	}
}

// Who holds a role gets it once, with all that they get it as; who has left gets nothing. The
// fifth working day after October is the 9th, since the 2nd is off; after November the 7th.
func TestDistributionOfAReport(t *testing.T) {
	r := Build(world())
	got := model.Each(r.Recipients, func(w Recipient) string { return string(w.Person) + "|" + w.Name + "|" + w.As })
	want := []string{"PER-2|Hanna|Manager, Owner of Payroll", "PER-4|Olga|Owner of Shop, named in the rules", "PER-1|Rafael|Manager", "|nobody|Vacant", "|unknown|named in the rules, and not known here"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if r.Due != "2026-11-09" || r.Next != "November 2026" || r.NextDue != "2026-12-07" {
		t.Errorf("due %s, next %s by %s", r.Due, r.Next, r.NextDue)
	}
	often := rows(t, find(t, &r, "distribution"), 2)
	if last := often[len(often)-1]; last[0] != "monthly" || last[2] != "2026-12-01" {
		t.Errorf("%q", often)
	}
}

// A report of one service has nothing of another, and of meetings, which are of all.
func TestAReportOfOneService(t *testing.T) {
	in := world()
	in.Service, in.Scope = "SVC-2", "Shop"
	in.Within = func(service, _ model.ID) bool { return service == "SVC-2" }
	r := Build(in)
	for _, d := range r.Decisions {
		if d.Of != "REL-2" {
			t.Errorf("%+v", d)
		}
	}
	if got := model.Each(r.Actions, func(a Action) string { return string(a.ID) }); !slices.Equal(got, []string{"IMP-3", "IMP-2"}) {
		t.Errorf("%q", got)
	}
	if text := find(t, &r, "changes").Blocks[0].Text; text != "No RFC was submitted, decided or closed." {
		t.Error(text)
	}
	for _, w := range r.Recipients {
		if strings.Contains(w.As, "Payroll") {
			t.Errorf("%+v", w)
		}
	}
}

// The order of the facts changes nothing.
func TestTheOrderOfFactsChangesNothing(t *testing.T) {
	want := Build(world())
	in := world()
	for i := range in.Accounts {
		slices.Reverse(in.Accounts[i].Facts.Whole)
	}
	slices.Reverse(in.Changes)
	other := model.NewCase(in.Case.Now, model.Actor{}, in.Case.Rules)
	other.Name(model.Handle{Kind: model.KindPerson, Name: "olga"}, "PER-4")
	for _, k := range slices.Backward(model.Kinds()) {
		for _, r := range slices.Backward(in.Case.Of(k)) {
			other.Add(model.Fact{Record: r})
		}
	}
	in.Case = other
	if got := Build(in); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// Which period is meant: one of the units of the report, one that has begun, and without a
// word the last that is over.
func TestThePeriodOfAReport(t *testing.T) {
	now := at(11, 2, 9)
	monthly, trend := process.Report{Title: "Monthly report", Units: []string{"month"}}, process.Report{Title: "Trend report", Units: []string{"month", "quarter"}}
	for _, one := range []struct {
		sort        process.Report
		text, wants string
	}{
		{monthly, "", "2026-10"}, {monthly, "2026-11", "2026-11"}, {trend, "2026-Q4", "2026-Q4"}, {trend, "", "2026-10"}, {process.Report{Units: []string{"quarter"}}, "", "2026-Q3"},
		{monthly, "2026-Q4", "2026-Q4 is a quarter; the monthly report is of a month"}, {monthly, "2026-12", "December 2026 has not begun: there is nothing to report of it"}, {monthly, "x", "x is no period"},
	} {
		p, err := Period(one.sort, one.text, now, berlin)
		got := p.String()
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, one.wants) {
			t.Errorf("%q: %s, not %s", one.text, got, one.wants)
		}
	}
	in := world()
	in.Case.Now = at(10, 30, 9)
	r := Build(in)
	if about := r.About[0][1]; !strings.HasSuffix(about, "it is not over: what comes in it still changes every number") {
		t.Error(about)
	}
}

// What a kept report says fits into the answers of its form, whatever was typed.
func TestAnswersAreLines(t *testing.T) {
	in := world()
	in.Evaluation = "first\nsecond"
	r := Build(in)
	r.Decisions[0].What = strings.Repeat("long ", 300) + "\nand a line"
	a := r.Answers(in.Evaluation, berlin)
	if a.Get("evaluation") != "first\nsecond" || a.Get("to") != "PER-2\nPER-4\nPER-1" || a.Get("next_due") != "2026-12-07" || a.Get("period") != "2026-10" {
		t.Errorf("%+v", a.Values)
	}
	if len(a.Rows("numbers")) != len(r.Numbers) || len(a.Rows("decisions")) != 6 || len(a.Rows("actions")) != 3 {
		t.Errorf("%+v", a.Tables)
	}
	for _, table := range a.Tables {
		for _, row := range table {
			for _, cell := range row {
				if len(cell) > 400 || strings.Contains(cell, "\n") {
					t.Errorf("%q", cell)
				}
			}
		}
	}
}

// said is the summary of a report, a line each.
func said(t *testing.T, r *Report) string {
	t.Helper()
	return strings.Join(model.Each(find(t, r, "summary").Blocks[0].Said, func(s Said) string { return s.About + ": " + s.Text }), "\n")
}

// What a reader has to know first: what is good, what is bad, what to do, in three lines. The
// slip rate missed its target and IMP-1 aims at it; it is overdue.
func TestTheSummaryOfAReport(t *testing.T) {
	in := world()
	r := Build(in)
	want := "Good: 0 of 1 target met.\nBad: missed Slip rate (25 %; asked: at most 15 %). Worse than in September 2026: Deployment frequency: no service (0.9 a week, 0.4 worse).\n" +
		"To do: overdue: IMP-1 (Rafael, due 2026-10-10). 1 improvement action is open. 25 records to put right, by the list of data defects. The numbers are to be signed off."
	got := said(t, &r)
	if got != want {
		t.Errorf("%s", got)
	}
	// Without an action that aims at it, one is missing; before the period is over it says so.
	in = world()
	in.Case.Now = at(10, 30, 9)
	model.Get[*model.Improvement](in.Case, "IMP-1").Measure = ""
	r = Build(in)
	got = said(t, &r)
	if !strings.HasPrefix(got, "So far: October 2026 is not over") || !strings.Contains(got, "No improvement action aims at what was missed: Slip rate.") || strings.Contains(got, "signed off") {
		t.Errorf("%s", got)
	}
	// Nothing counted, nothing laid down.
	in = world()
	for i := range in.Accounts {
		in.Accounts[i].Facts.Whole, in.Accounts[i].Facts.Measures = nil, nil
	}
	r = Build(in)
	if got = said(t, &r); !strings.HasPrefix(got, "Good: the rules lay down no target.\nBad: no target was missed, and nothing became worse.\n") {
		t.Errorf("%s", got)
	}
}

// A report of a period that was signed off has the numbers of then, says who signed, and
// beside them what would change them; its trend has them too.
func TestAReportOfAClosedPeriod(t *testing.T) {
	in := world()
	account := &in.Accounts[2]
	then := account.Facts
	then.Whole = slices.Clone(then.Whole[:3]) // REL-8 was recorded later
	figures, _ := metric.Figures(then, then.Span)
	p := &model.Period{ID: "PRD-1", Period: "2026-10", From: then.Span.Start, To: then.Span.End, Position: 60, By: "PER-2", At: at(11, 1, 9), Figures: figures[:3], Open: []string{"INC-9 is open"}, Reason: "the board meets"}
	if f := p.Figure("slip-rate"); f == nil {
		t.Fatal("the slip rate is not among the first")
	}
	account.Signed = []metric.Signed{{Period: p, Name: "Hanna", Facts: then}}
	slip, _ := metric.Find(then.Measures, "slip-rate")
	d := metric.Diff(p, slip.Of(then, then.Span), slip.Of(account.Facts, then.Span))
	d.Records[0].Entries = []metric.Entry{{Position: 71, At: at(11, 1, 20), Name: "Olga"}}
	account.Differences = []metric.Difference{*d}
	account.Later = []metric.Later{{ID: "RUN-1", Title: "REL-8", What: "ended a run", Happened: at(10, 6, 23), Written: metric.Entry{Position: 71, At: at(11, 1, 20), Name: "Olga"}, Measures: []string{"slip-rate"}}}
	r := Build(in)
	i := slices.IndexFunc(r.Numbers, func(n Number) bool { return n.Measure == "slip-rate" })
	if n := r.Numbers[i]; n.Text != "33 %" || n.Fraction != "1/3" || n.Marks != "small n (3), signed off, now 1/4 (25 %)" {
		t.Errorf("%+v", n)
	}
	if len(r.Closed) != 1 || len(r.Closed[0].Measures) != 3 || r.Closed[0].Position != 60 || len(r.Closed[0].Differences) != 1 || len(r.Later) != 1 {
		t.Errorf("%+v", r.Closed)
	}
	about := map[string]string{}
	for _, l := range r.About {
		about[l[0]] = l[1]
	}
	if about["signed off"] != "2026-11-01 09:00 by Hanna, 3 measures as of entry 60 of the log, taken for 2026-11-01 09:00 (PRD-1): the board meets" || !strings.HasSuffix(about["not signed off"], "of this report, which what is recorded later still changes") {
		t.Errorf("%q", about)
	}
	var texts []string
	var changes, later [][]string
	for _, b := range find(t, &r, "numbers").Blocks {
		texts = append(texts, b.Text)
		if b.Table != nil && strings.HasPrefix(b.Table.Caption, "What would change") {
			changes = b.Table.Rows
		}
		if b.Table != nil && b.Table.Caption == "What happened in October 2026 and was recorded after it had ended" {
			later = b.Table.Rows
		}
	}
	if all := strings.Join(texts, "\n"); !strings.Contains(all, "Signed off by Hanna, 2026-11-01 09:00 (PRD-1): ") || !strings.Contains(all, "those of entry 60 of the log, taken for 2026-11-01 09:00.") || strings.Contains(all, "a part of that") || !strings.Contains(all, "Not settled then: INC-9 is open.") {
		t.Error(all)
	}
	if want := []string{"Slip rate", "1/3 (33 %)", "1/4 (25 %)"}; len(changes) != 1 || !slices.Equal(changes[0][:3], want) || changes[0][4] != "REL-8 REL-8 came, by entry 71 (Olga, 2026-11-01 20:00)" {
		t.Errorf("%q", changes)
	}
	if len(later) != 1 || !slices.Equal(later[0], []string{"RUN-1", "REL-8", "ended a run", "2026-10-06 23:00", "2026-11-01 20:00", "Olga", "71", "Slip rate"}) {
		t.Errorf("%q", later)
	}
	for k, b := range find(t, &r, "trends").Blocks {
		if b.Heading == "Slip rate" {
			rows := find(t, &r, "trends").Blocks[k+1].Chart.Table.Rows
			if last := rows[len(rows)-1]; !slices.Equal(last, []string{"October 2026", "33 %", "1/3", "small n (3), signed off, now 1/4 (25 %)"}) {
				t.Errorf("%q", last)
			}
		}
	}
	if text := said(t, &r); !strings.Contains(text, "1 number that was signed off would be another by what is known now: decide whether the period is to be reopened.") {
		t.Error(text)
	}
}
