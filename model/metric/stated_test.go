package metric

import (
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// November 2026, two months' worth of nothing else: a type that states one or two a month for
// each service and at most ten days. Payroll had three (too often), Shop one; of the four two
// took eleven and twenty days. Of the standard one, which states no number, there was one of
// three days; of the emergency, which states a day, none.
func TestWhatTypesStateIsHeldAgainstWhatCame(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.UTC) }
	release := func(id model.ID, of, service string, registered time.Time, ended ...time.Time) Release {
		r := Release{ID: id, Title: string(id), Zone: time.UTC, Registered: registered, Deployed: true}
		r.Type, r.Service, r.ServiceName = of, model.ID("SVC-"+service), service
		for _, at := range ended {
			r.Runs = append(r.Runs, Run{ID: "RUN-" + id[4:], Started: at.Add(-time.Hour), Ended: at, Result: model.RunDeployed})
		}
		return r
	}
	f := Facts{Span: when.Span{Start: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}, Zone: time.UTC, Now: time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC),
		Types: map[string]process.Process{"normal": {Name: "normal", Title: "Normal release", Frequency: "monthly", PerMonth: []int{1, 2}, LeadDays: 10}, "standard": {Name: "standard", Frequency: "often"}, "emergency": {Name: "emergency", LeadDays: 1}},
		Whole: []Release{release("REL-1", "normal", "Payroll", day(1), day(10)), release("REL-2", "normal", "Payroll", day(1), day(12)), release("REL-3", "normal", "Payroll", day(1), day(21)), release("REL-4", "normal", "Shop", day(10), day(20)),
			release("REL-5", "standard", "Shop", day(1), day(4))}}
	for _, id := range []string{"lead-time", "deployment-frequency"} {
		m, _ := Find(nil, id)
		r := m.Of(f, f.Span)
		var got [][]string
		for i := range r.Stated {
			got = append(got, r.Stated[i].Row())
		}
		want := [][]string{
			{"Normal release", "monthly (1 to 2 a month)", "Payroll 3 (not as stated), Shop 1", "1/2 (50 %)", "at most 10 days", "10 d 12 h", "2/4 (50 %)"},
			{"emergency", "nothing", "none", "–", "at most 1 day", "n/a", "–"},
			{"standard", "often", "Shop 1", "–", "nothing", "3 d", "–"}}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %q", id, got)
		}
		f := f
		f.Brief = true
		if r := m.Of(f, f.Span); r.Stated != nil {
			t.Error("in brief it is left out")
		}
	}
}

// One service alone is named, though its number is that of all.
func TestTheOneServiceOfAMeasureIsNamed(t *testing.T) {
	at := time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	r := Release{ID: "REL-1", Zone: time.UTC, Runs: []Run{{ID: "RUN-1", Started: at, Ended: at.Add(time.Hour), Result: model.RunDeployed}}}
	r.Service, r.ServiceName = "SVC-1", "Payroll"
	span := when.Span{Start: at.AddDate(0, 0, -9), End: at.AddDate(0, 0, 20)}
	f := Facts{Span: span, Zone: time.UTC, Whole: []Release{r}}
	m, _ := Find(nil, "change-fail-rate")
	got := m.Of(f, span)
	if each := got.EachService(); len(got.Services) != 0 || len(each) != 1 || each[0].Key != "SVC-1" || each[0].Name != "Payroll" || each[0].Value != got.Value || !m.EachService {
		t.Errorf("%+v", each)
	}
	if got = m.Of(Facts{Span: span, Zone: time.UTC}, span); len(got.EachService()) != 0 {
		t.Errorf("%+v", got)
	}
}
