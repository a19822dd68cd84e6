package metric

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"fairway/model/process"
)

func TestSentences(t *testing.T) {
	slipped := func(n int) (out []Release) {
		base := exactly(at(10, 20, 0))
		for i := range 14 {
			r := rel("REL-1")
			if i < n {
				r = rel("REL-1", moved(base, 3, "defect"), started(at(13, 20, 0)))
			}
			out = append(out, r)
		}
		return out
	}
	m, _ := Find(laid, "slip-rate")
	three, five := m.Of(facts(slipped(3)...), november), m.Of(facts(slipped(5)...), november)
	for _, c := range []struct {
		now, before Result
		want        string
	}{
		{three, five, "Slip rate: 3/14 (21 %) in November 2026, 14.3 points better than in October 2026 (5/14, 36 %); the main reason was: a defect was found (3 of 3)."},
		{five, three, "Slip rate: 5/14 (36 %) in November 2026, 14.3 points worse than in October 2026 (3/14, 21 %); the main reason was: a defect was found (5 of 5)."},
		{five, five, "Slip rate: 5/14 (36 %) in November 2026, as in October 2026; the main reason was: a defect was found (5 of 5)."},
		{three, m.Of(facts(), november), "Slip rate: 3/14 (21 %) in November 2026, with nothing to compare in October 2026; the main reason was: a defect was found (3 of 3)."},
		{m.Of(facts(), november), three, "Slip rate is n/a for November 2026: there was no release with a baseline."},
		{m.Of(facts(rel("REL-1")), november), Result{}, "Slip rate: 0/1 (0 %) in November 2026, with nothing to compare in October 2026; none slipped. Small n (1)."},
	} {
		if got := m.Sentence(c.now, c.before, "November 2026", "October 2026"); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	inc, _ := Find(laid, "incidents")
	got := inc.Sentence(inc.Of(facts(rel("REL-1"), rel("REL-2")).with(Incident{ID: "INC-1", Opened: at(10, 22, 0), CausedBy: rel("REL-1").ids()}).at(at(11, 0, 0)), november), Result{}, "November 2026", "")
	if want := "Incidents after release: 50 for every 100 deployed releases (1/2) in November 2026; 1/2 (50 %) of the releases had none. Small n (2), provisional."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	dep, _ := Find(laid, "deployment-time")
	got = dep.Sentence(dep.Of(facts(lasting("REL-1", time.Hour)), november), dep.Of(facts(lasting("REL-1", 2*time.Hour)), november), "November 2026", "October 2026")
	if want := "Deployment time: a median of 1 h in November 2026, 1 h better than in October 2026 (2 h); nine in ten took at most 1 h, and all together 100 % of the planned time. Small n (1)."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestExports(t *testing.T) {
	m, _ := Find(laid, "slip-rate")
	r := rel("REL-1", moved(exactly(at(10, 20, 0)), 3, "defect"), started(at(13, 20, 0)))
	r.Title = "=cmd|'x' | *bold*\nnext"
	report := Report{Metric: m, Result: m.Of(facts(r, rel("REL-2"), rel("REL-3", func(r *Release) { r.Runs = nil })), november), Period: "2026-11", Title: "November 2026", Zone: berlin}
	report.Groups = m.By(facts(r, rel("REL-2")), november, ByType)
	report.Split = ByType
	var b bytes.Buffer
	if err := report.CSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || rows[1][3] != "1" || rows[1][6] != "'"+r.Title || rows[1][10] != "3" || rows[1][11] != "d" || rows[1][9] != "2026-11-10T20:00:00+01:00" || rows[3][2] != sectionDefect {
		t.Errorf("%q", rows)
	}
	b.Reset()
	if err := report.Markdown(&b); err != nil {
		t.Fatal(err)
	}
	titled := report
	titled.Metric.Title = "<b>|Slip|</b> `rate`"
	var hostile bytes.Buffer
	if err := titled.Markdown(&hostile); err != nil || !strings.HasPrefix(hostile.String(), "## "+Escape(titled.Metric.Title)+", November 2026\n") {
		t.Errorf("%v: %s", err, hostile.String())
	}
	for _, want := range []string{"## Slip rate, November 2026", "| Slip rate | 50 % | 1/2 |", "| target: at most 15 % | missed | |", `=cmd\|'x' \| \*bold\* next`, "### Data defects", "| normal | 1/2 (50 %), missed: at most 15 % | 2 |", "Source: ISO/IEC 20000-1:2018"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, b.String())
		}
	}
}

func TestPageAndTargets(t *testing.T) {
	if got := Page(&Facts{Policy: process.Policy{Metrics: []string{"slip-rate", "none-such", "incidents"}}}); len(got) != 2 || got[0].ID != "slip-rate" || got[1].ID != "incidents" {
		t.Errorf("%v", got)
	}
	if got := Page(&Facts{}); len(got) != len(All(nil)) {
		t.Errorf("without a word there are %d", len(got))
	}
	seen := map[string]bool{}
	for _, m := range All(nil) {
		if m.Title == "" || m.Form == "" || m.Counts[0] == "" || m.Counts[1] == "" || m.Beside == nil || m.StandsOut == nil || seen[m.ID] {
			t.Errorf("%s is not there whole, or twice", m.ID)
		}
		seen[m.ID] = true
	}
	// 3 of 20 is exactly 15 %: at most that is met. One more of a hundred is not.
	m, _ := Find(laid, "slip-rate")
	for _, c := range []struct {
		num, den int64
		met      bool
	}{{3, 20, true}, {152, 1000, false}, {149, 1000, true}} {
		if got := m.target(&Result{Value: Value{Share, c.num, c.den}}, &Facts{Policy: policy}); got.Met != c.met || !got.Known {
			t.Errorf("%d/%d: %+v", c.num, c.den, got)
		}
	}
	if got := m.target(&Result{Value: Value{Form: Share}}, &Facts{Policy: policy}); got.Known || got.Met || got.Word() != "not decidable" {
		t.Errorf("of nothing: %+v", got)
	}
	inc, _ := Find(laid, "incidents")
	if r := inc.Of(facts(rel("REL-1")), november); r.Target == nil || !r.Target.Met || r.Target.Text != "at least 90 %" || r.Target.Word() != "met" {
		t.Errorf("%+v", r.Target)
	}
	if got := m.target(&Result{Value: Value{Share, 1, 2}}, &Facts{}); got != nil {
		t.Errorf("nothing is to be reached, and %+v", got)
	}
}

// TestTargetsAsTheRulesLayThemDown: of the value or a further one, in its unit, at most or
// at least, and of one service that has its own.
func TestTargetsAsTheRulesLayThemDown(t *testing.T) {
	n := func(i int) *int { return &i }
	result := Result{Value: Value{Length, 7_200_000, 1}, Parts: []Part{{"share", Value{Share, 9, 10}, More}, {"size", Value{Days, 7, 2}, Less}, {"found", Value{Count, 0, 1}, Less}, {"moves", Value{Rate, 5, 2}, Less}, {"rate", Value{Per100, 3, 10}, Less}}}
	for _, c := range []struct {
		measure process.Measure
		service string
		text    string
		met     bool
	}{
		{process.Measure{Target: n(2), Unit: "hours"}, "", "at most 2 h", true},
		{process.Measure{Target: n(119), Unit: "minutes"}, "", "at most 1 h 59 min", false},
		{process.Measure{Target: n(1), Unit: "days", Least: true}, "", "at least 1 d", false},
		{process.Measure{Target: n(90), Unit: "%", Part: "share", Least: true}, "", "at least 90 %", true},
		{process.Measure{Target: n(3), Unit: "days", Part: "size"}, "", "at most 3 d", false},
		{process.Measure{Target: n(0), Unit: "count", Part: "found"}, "", "at most 0", true},
		{process.Measure{Target: n(2), Unit: "each", Part: "moves"}, "", "at most 2", false},
		{process.Measure{Target: n(30), Unit: "per 100", Part: "rate"}, "", "at most 30", true},
		{process.Measure{Target: n(2), Unit: "hours", Services: map[string]int{"payroll": 1}}, "payroll", "at most 1 h", false},
		{process.Measure{Unit: "hours", Services: map[string]int{"payroll": 1}}, "payroll", "at most 1 h", false},
	} {
		m := Metric{Measure: c.measure}
		if got := m.target(&result, &Facts{For: c.service}); got == nil || got.Text != c.text || got.Met != c.met || !got.Known {
			t.Errorf("%s: %+v", c.text, got)
		}
	}
	m := Metric{Measure: process.Measure{Services: map[string]int{"payroll": 1}}}
	if got := m.target(&result, &Facts{}); got != nil {
		t.Errorf("only payroll has one, and %+v", got)
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		v           Value
		short, full string
	}{
		{Value{Share, 3, 14}, "21 %", "3/14 (21 %)"}, {Value{Share, 0, 0}, "n/a", "0/0 (n/a)"}, {Value{Share, 0, 5}, "0 %", "0/5 (0 %)"}, {Value{Share, 1, 200}, "1 %", "1/200 (1 %)"},
		{Value{Per100, 1, 0}, "n/a", "1/0 (n/a)"}, {Value{Rate, 5, 4}, "1.25", "1.25 (5/4)"}, {Value{Count, 7, 1}, "7", "7"}, {Value{Days, 7, 2}, "3.5 d", "3.5 d"}, {Value{Days, -7, 2}, "-3.5 d", "-3.5 d"},
		{Value{Length, 90_000, 1}, "1 min", "1 min"}, {Value{Form: Length}, "n/a", "n/a"}, {Value{OfPlan, 3_600_000, 7_200_000}, "50 %", "50 % (1 h of 2 h)"},
	} {
		if c.v.Short() != c.short || c.v.String() != c.full {
			t.Errorf("%+v reads %q, %q", c.v, c.v.Short(), c.v)
		}
	}
}

// A number of none is n/a, and not one of few besides.
func TestNothingIsNotSmall(t *testing.T) {
	for n, want := range map[int]string{0: "provisional", 3: "small n (3), provisional", few: "provisional"} {
		r := Result{Population: n, Small: n < few, Provisional: true}
		if got := strings.Join(r.Marks(), ", "); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
