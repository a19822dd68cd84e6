package metric

import (
	"strings"
	"testing"

	"fairway/model/when"
)

// A month falls into its weeks, cut at both ends of it; a quarter into its months, and a
// week into its days. None is left out, and none is there twice.
func TestThePartsOfAPeriod(t *testing.T) {
	for _, c := range []struct {
		period when.Period
		want   string
	}{
		{when.Period{Unit: when.Monthly, Year: 2026, Number: 11}, "2026-W44 from 2026-11-01, 2026-W45, 2026-W46, 2026-W47, 2026-W48, 2026-W49 to 2026-11-30"},
		{when.Period{Unit: when.Monthly, Year: 2027, Number: 2}, "2027-W05, 2027-W06, 2027-W07, 2027-W08"},
		{when.Period{Unit: when.Quarterly, Year: 2026, Number: 4}, "2026-10, 2026-11, 2026-12"},
		{when.Period{Unit: when.Weekly, Year: 2026, Number: 43}, "2026-10-19, 2026-10-20, 2026-10-21, 2026-10-22, 2026-10-23, 2026-10-24, 2026-10-25"},
	} {
		var names []string
		span := c.period.Span(berlin)
		end := span.Start
		for _, p := range parts(span, berlin) {
			names = append(names, p.name)
			if !p.Start.Equal(end) || !p.End.After(p.Start) {
				t.Errorf("%s begins %s, not where the one before ends", p.name, p.Start)
			}
			end = p.End
		}
		if got := strings.Join(names, ", "); got != c.want || !end.Equal(span.End) {
			t.Errorf("%s is %s, to %s", c.period, got, end)
		}
	}
}

// By period each part has its own number; one in which there was nothing says so, one that
// is yet to come doesn't stand there.
func TestByPeriod(t *testing.T) {
	f := facts(rel("REL-1", started(at(2, 20, 0))), rel("REL-2", started(at(3, 20, 0))), rel("REL-3", started(at(17, 20, 0)))).at(at(24, 12, 0))
	f.Zone = berlin
	m, _ := Find(nil, "deployment-time")
	var got []string
	for _, g := range m.By(f, november, ByPeriod) {
		got = append(got, g.Name+" "+g.Value.Short())
	}
	if text := strings.Join(got, ", "); text != "2026-W44 from 2026-11-01 n/a, 2026-W45 1 h, 2026-W46 n/a, 2026-W47 1 h, 2026-W48 n/a" {
		t.Error(text)
	}
}

// Every lists those of the first page and then the others, each once.
func TestEveryMeasureOnce(t *testing.T) {
	f := Facts{}
	f.Policy.Metrics = []string{"slip-rate"}
	list := Every(&f)
	if len(list) != len(All(nil)) || list[0].ID != "slip-rate" {
		t.Errorf("%d measures, the first %s", len(list), list[0].ID)
	}
	seen := map[string]bool{}
	for _, m := range list {
		if seen[m.ID] || len(m.Reads) == 0 && m.Of(Facts{}, november).Missing == "" {
			t.Errorf("%s is there twice, or reads nothing", m.ID)
		}
		seen[m.ID] = true
	}
}

// What the rules lay down stands in their order.
func TestMeasuresStandInTheOrderOfTheRules(t *testing.T) {
	list := All(laid)
	for i, want := range []string{"incidents", "deployment-time", "slip-rate"} {
		if list[i].ID != want {
			t.Errorf("%d is %s, not %s", i, list[i].ID, want)
		}
	}
}

// A measure without records says why, by what is laid down about it.
func TestNoRecordsYet(t *testing.T) {
	f := facts()
	f.Measures = nil
	for _, m := range laid {
		if m.ID == "slip-rate" {
			m.Missing = "audits come with the night"
		}
		f.Measures = append(f.Measures, m)
	}
	m, _ := f.metric("slip-rate")
	r := Result{Metric: m.ID, Value: Value{Form: Share}}
	r.noRecords(&f)
	if got := m.Sentence(r, Result{}, "November 2026", "October 2026"); got != "Slip rate: no records yet for November 2026: audits come with the night." {
		t.Error(got)
	}
}
