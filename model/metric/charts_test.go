package metric

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/process"
	"fairway/model/when"
)

// months are the periods of a course, the last one November 2026.
func months(results ...Result) (out []Past) {
	for i, r := range results {
		s := Stretch{Period: when.Period{Unit: when.Monthly, Year: 2026, Number: 11}}.Add(i - len(results) + 1)
		out = append(out, Past{Stretch: s, Span: s.Span(time.Time{}, time.UTC), Result: r})
	}
	return out
}

func kindsOf(list []chart.Chart) (out []string) {
	for _, c := range list {
		out = append(out, string(c.Kind))
	}
	return out
}

// What a measure is looked at as stands in the rules; where they name nothing it follows
// from its numbers, and its course is always there.
func TestWhichChartsAMeasureHas(t *testing.T) {
	share := Result{Value: Value{Share, 1, 4}, Buckets: []Bucket{{Label: "a defect was found", Count: 1}}}
	times := Result{Value: Value{Length, 60_000, 1}, Buckets: []Bucket{{Label: "under 1 h", From: "0 min", Count: 2}}}
	for i := range 3 {
		times.Records = append(times.Records, Record{In: true, ID: "REL-1", At: time.Unix(int64(i), 0), Value: Value{Length, int64(60_000 * (i + 1)), 1}})
	}
	target := share
	target.Target = &Target{Text: "at least 90 %", Known: true, Met: true, Goal: Value{Share, 90, 100}}
	for name, c := range map[string]struct {
		measure Metric
		result  Result
		want    []string
	}{
		"reasons":              {Metric{Form: Share}, share, []string{"pareto", "bars"}},
		"times":                {Metric{Form: Length}, times, []string{"histogram", "control", "lines", "bars"}},
		"a plain number":       {Metric{Form: Count}, Result{Value: Value{Count, 3, 1}}, []string{"bars"}},
		"named":                {Metric{Form: Length, Measure: process.Measure{Charts: []string{"control", "lines"}}}, times, []string{"control", "lines"}},
		"named, without bars":  {Metric{Form: Length, Measure: process.Measure{Charts: []string{"histogram"}}}, times, []string{"histogram", "lines"}},
		"named, but nothing":   {Metric{Form: Share, Measure: process.Measure{Charts: []string{"control", "histogram", "outcomes", "bars"}}}, Result{Value: Value{Share, 0, 4}}, []string{"bars"}},
		"the target of a part": {Metric{Form: Per100, Measure: process.Measure{Charts: []string{"bars"}, Part: "without"}}, target, []string{"bars", "lines"}},
	} {
		if got := kindsOf(c.measure.Pictures(months(c.result), nil)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
	if list := (&Metric{}).Pictures(nil, nil); list != nil {
		t.Errorf("of no period: %v", list)
	}
}

func TestWhatTheChartsShow(t *testing.T) {
	target := &Target{Text: "at most 15 %", Known: true, Goal: Value{Share, 15, 100}}
	m := Metric{Measure: process.Measure{ID: "slip-rate", Title: "Slip rate", Charts: []string{"bars", "pareto"}}, Form: Share, Chart: "slips by reason"}
	past := months(Result{Value: Value{Share, 1, 4}}, Result{Value: Value{Form: Share}}, Result{Value: Value{Share, 3, 4}, Target: target,
		Buckets: []Bucket{{Label: "defect", Count: 2}, {Label: "customer", Count: 1, Mark: "customer"}}})
	noted := []Annotation{{ID: "ANN-1", At: time.Date(2026, 9, 30, 22, 0, 0, 0, time.UTC), Day: "2026-09-30", Text: "new data centre"}, {ID: "ANN-2", At: time.Date(2026, 8, 31, 23, 0, 0, 0, time.UTC), Text: "before all of them"}}
	list := m.Pictures(past, noted)
	bars, pareto := list[0], list[1]
	for i, want := range []chart.Point{{Label: "Sep", Value: 25, Text: "25%", Known: true, More: "1/4", Marks: "a"}, {Label: "Oct", Text: "n/a", More: "0/0"}, {Label: "Nov", Value: 75, Text: "75%", Known: true, Here: true, More: "3/4"}} {
		if got := bars.Points[i]; got.Label != want.Label || got.Value != want.Value || got.Text != want.Text || got.Known != want.Known || got.Here != want.Here || got.More != want.More || got.Marks != want.Marks {
			t.Errorf("%+v, not %+v", got, want)
		}
	}
	if l := bars.Target; l == nil || l.Value != 15 || l.Text != "≤15%" || l.Word != "missed" || len(bars.Notes) != 1 {
		t.Errorf("%+v %+v", bars.Target, bars.Notes)
	}
	if p := pareto.Points; p[0].More != "together 67 %" || p[1].More != "together 100 %, the customer's" {
		t.Errorf("%+v", p)
	}

	// Outcomes are parted in the order of the chosen period, others behind.
	m.Measure.Charts = []string{"outcomes"}
	past = months(Result{Buckets: []Bucket{{Label: "failed", Count: 1}, {Label: "successful", Count: 2}}}, Result{Buckets: []Bucket{{Label: "successful", Count: 4}}})
	c := m.Pictures(past, nil)[0]
	if !slices.Equal(c.Series, []string{"successful", "failed"}) || !slices.Equal(c.Points[0].Parts, []int{2, 1}) || !slices.Equal(c.Points[1].Parts, []int{4, 0}) || c.Points[0].More != "1 failed, 2 successful" {
		t.Errorf("%v %+v", c.Series, c.Points)
	}
}

// What is never blended has its services beside each other, and the course of each.
func TestChartsOfWhatIsToldByService(t *testing.T) {
	group := func(key string, n, den int64) Group {
		return Group{Key: key, Name: strings.ToUpper(key), Result: Result{Value: Value{Share, n, den}, Population: int(den), Small: den < 5}}
	}
	m := Metric{Measure: process.Measure{Title: "Rework rate", Charts: []string{"lines"}}, Form: Share}
	now := Result{Value: Value{Form: Share}, Services: []Group{group("shop", 1, 4), group("pay", 0, 8)}}
	now.Services[1].Target = &Target{Text: "at most 10 %", Known: true, Met: true, Goal: Value{Share, 10, 100}}
	list := m.Pictures(months(Result{Value: Value{Form: Share}, Services: []Group{group("pay", 2, 8)}}, now), nil)
	if got := kindsOf(list); !slices.Equal(got, []string{"groups", "lines", "lines"}) {
		t.Fatalf("%v", got)
	}
	if p := list[0].Points; p[0].More != "small n 4" || p[1].More != "n 8, met: at most 10 %" || list[0].Title != "Rework rate by service" {
		t.Errorf("%+v", list[0])
	}
	if shop, pay := list[1], list[2]; shop.Points[0].Known || shop.Points[1].Text != "25%" || pay.Points[0].Text != "25%" || pay.Points[1].Text != "0%" || pay.Title != "Rework rate of PAY by month" || pay.Target == nil || shop.Target != nil {
		t.Errorf("%+v %+v", shop, pay)
	}
}

// A control chart has single values in the order of their time, whatever order they are
// listed in; what doesn't count isn't among them.
func TestAControlChartOfTimes(t *testing.T) {
	m := Metric{Measure: process.Measure{Title: "Deployment time", Charts: []string{"control"}}, Form: Length, Counts: [2]string{"deployment", "deployments"}}
	minutes := []int64{60, 65, 58, 62, 61, 120, 59, 63, 60, 64}
	r := Result{Value: Value{Length, 61, 1}, Records: []Record{{ID: "REL-99", Value: Value{Length, 1, 1}}}}
	day := time.Date(2026, 11, 1, 20, 0, 0, 0, time.UTC)
	for i, n := range minutes {
		r.Records = slices.Insert(r.Records, 0, Record{In: true, ID: "REL-" + ids[i], At: day.AddDate(0, 0, i), Value: Value{Length, n * 60_000, 1}})
	}
	noted := []Annotation{{At: day.AddDate(0, 0, 5).Add(-time.Hour), Text: "new tool"}, {At: day.AddDate(0, 0, 30), Text: "after all"}}
	c := m.Pictures(months(r), noted)[0]
	if c.Title != "Deployment time, 10 in order, XmR (3 sigma)" || c.Rule == "" || len(c.Points) != len(minutes) || c.Points[0].Label != "REL-1" {
		t.Fatalf("%s: %+v", c.Title, c.Points)
	}
	// By hand: the mean is 67.2 min, the moving ranges add up to 148 over 9 steps.
	centre, reach := 67.2*60_000, 2.66*148/9*60_000
	for i, want := range []float64{centre, centre + reach, centre - reach} {
		if d := c.Limits[i].Value - want; d > 1 || d < -1 {
			t.Errorf("%s is %v, not %v", c.Limits[i].Name, c.Limits[i].Value, want)
		}
	}
	for i, p := range c.Points {
		if (p.Out != "") != (i == 5) || (p.Marks == "a") != (i == 5) {
			t.Errorf("%s: %q, noted %q", p.Label, p.Out, p.Marks)
		}
	}
	r.Records = r.Records[:1]
	if got := kindsOf(m.Pictures(months(r), nil)); !slices.Equal(got, []string{"lines"}) {
		t.Errorf("one value has %s", strings.Join(got, ", "))
	}
}

var ids = []model.ID{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}

func TestAnnotationsOfAMeasure(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC) }
	list := []Annotation{{ID: "ANN-2", At: at(2)}, {ID: "ANN-10", At: at(1), Measure: "slip-rate", By: "Cora"}, {ID: "ANN-3", At: at(1), Service: "Payroll"}, {ID: "ANN-4", At: at(1), Measure: "incidents"}}
	var got []string
	for _, a := range About(list, "slip-rate") {
		got = append(got, string(a.ID)+" "+a.Whose())
	}
	if want := []string{"ANN-3 about Payroll", "ANN-10 about slip-rate, by Cora", "ANN-2 about everything"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// What was signed off is marked on a course, with what it would be now in words.
func TestACourseMarksWhatWasSignedOff(t *testing.T) {
	now := Value{Share, 2, 4}
	list := months(Result{Value: Value{Share, 1, 4}, Closed: &Closing{ID: "PRD-1"}}, Result{Value: Value{Share, 1, 4}, Closed: &Closing{ID: "PRD-2", Now: &now}}, Result{Value: Value{Share, 3, 4}})
	for _, kind := range []string{"bars", "lines"} {
		m := Metric{Form: Share, Measure: process.Measure{Charts: []string{kind}}}
		p := m.Pictures(list, nil)[0].Points
		if !p[0].Signed || p[0].Other || p[0].More != "1/4, signed off" || !p[1].Other || p[1].More != "1/4, signed off, now 2/4 (50 %)" || p[2].Signed || p[2].More != "3/4" {
			t.Errorf("%s: %+v", kind, p)
		}
	}
	parted := Metric{Form: Share, Measure: process.Measure{Charts: []string{"bars"}, Part: "without"}}
	for i := range list {
		list[i].Parts = []Part{{"without", Value{Share, 1, 2}, More}}
		list[i].Target = &Target{}
	}
	list[0].Closed.Parts = []Part{{"without", Value{Share, 0, 2}, More}}
	if p := parted.Pictures(list, nil)[1].Points; !p[0].Other || p[0].More != "1/2, signed off, now 0/2 (0 %)" || !p[1].Signed || p[1].Other {
		t.Errorf("of a part: %+v", p)
	}
	service := func(c *Closing) Result {
		return Result{Value: Value{Form: Share}, Services: []Group{{Key: "SVC-1", Name: "Payroll", Result: Result{Value: Value{Share, 1, 4}, Closed: c}}}}
	}
	m := Metric{Form: Share}
	if p := m.Pictures(months(service(&Closing{ID: "PRD-1"}), service(nil)), nil)[1].Points; !p[0].Signed || p[1].Signed {
		t.Errorf("of a service: %+v", p)
	}
}
