package metric

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
)

func types(name string, leadDays int, perMonth ...int) map[string]process.Process {
	return map[string]process.Process{name: {Name: name, LeadDays: leadDays, PerMonth: perMonth, Frequency: "now and then"}}
}

func serves(id model.ID, name string) func(*Release) {
	return func(r *Release) { r.Service, r.ServiceName = id, name }
}

// Of two services there is a table and no number: nothing is blended.
func TestDORAIsNeverBlended(t *testing.T) {
	f := facts(rel("REL-1"), rel("REL-2", ran(takenBack(false))), rel("REL-3", serves("SVC-2", "Web Shop")), rel("REL-4", serves("", ""), notStarted))
	f.Measures = nil
	f.Handles = map[model.ID]string{"SVC-1": "payroll", "SVC-2": "web"}
	for _, d := range []process.Measure{{ID: "change-fail-rate", Title: "Change fail rate", Unit: "%"}} {
		ten := 10
		d.Target, d.Services = &ten, map[string]int{"payroll": 60}
		f.Measures = append(f.Measures, d)
	}
	r := compute(t, "change-fail-rate", f)
	if r.Value.Known() || r.Target != nil || r.Population != 3 {
		t.Errorf("of two services there is a number: %+v", r)
	}
	var got []string
	for _, g := range r.Services {
		got = append(got, g.Name+" "+g.Value.String()+" "+g.Target.Text+" "+g.Target.Word())
	}
	if text := strings.Join(got, ", "); text != "Payroll 1/2 (50 %) at most 60 % met, Web Shop 0/1 (0 %) at most 10 % met" {
		t.Error(text)
	}
	m, _ := Find(f.Measures, "change-fail-rate")
	if s := m.Sentence(r, Result{}, "November 2026", "October 2026"); !strings.HasPrefix(s, "Change fail rate is told by service, never for all together. In November 2026: Payroll 1/2 (50 %), Web Shop 0/1 (0 %).") {
		t.Error(s)
	}
	for _, id := range []string{"deployment-frequency", "change-fail-rate", "recovery-time", "rework-rate", "rfc-lead-time"} {
		if r := compute(t, id, f); r.Value.Known() || len(r.Services) != 2 {
			t.Errorf("%s: %v, %d services", id, r.Value, len(r.Services))
		}
		m, _ := Find(nil, id)
		// Broken down by what has several services, they stand below it.
		for _, split := range []Split{ByTeam, ByType, ByPeriod} {
			var rows []string
			for _, g := range Each(m.By(f, november, split)) {
				if g.Population > 0 && g.Value.Den == 0 && g.Reading() != "by service" && g.Value.Form != Length {
					t.Errorf("%s by %s: %s is %s of %d", id, split, g.Name, g.Reading(), g.Population)
				}
				rows = append(rows, g.Indented()+" "+g.label())
			}
			if split == ByTeam && len(rows) > 0 && strings.Join(rows, ", ") != "Core Core,   Payroll Core: Payroll,   Web Shop Core: Web Shop" {
				t.Errorf("%s by team: %q", id, rows)
			}
			if c := Broken("x", split, m.By(f, november, split), nil); len(c.Points) != len(rows) {
				t.Errorf("%s by %s: %d bars, %d rows", id, split, len(c.Points), len(rows))
			}
		}
		for _, g := range m.By(f, november, ByService) {
			if len(g.Services) > 0 {
				t.Errorf("%s of %s is a table", id, g.Name)
			}
		}
	}
}

func TestDeploymentFrequency(t *testing.T) {
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"two in thirty days", "0.5 a week (2 in 30 d)", facts(rel("REL-1"), rel("REL-2"))},
		{"failed attempts are deployments", "0.7 a week (3 in 30 d)", facts(rel("REL-1", ran(Run{Result: model.RunFailed}, takenBack(false), Run{Started: at(13, 20, 0)})))},
		{"a run that goes on is none yet", "n/a", facts(rel("REL-1", func(r *Release) { r.Runs[0].Ended = time.Time{} }))},
		{"a run of another month is none", "0.2 a week (1 in 30 d)", facts(rel("REL-1", ran(Run{Started: at(-3, 20, 0)}, Run{})))},
		{"the month goes on", "0.6 a week (1 in 12 d); provisional", facts(rel("REL-1")).at(at(12, 9, 0))},
		{"none", "n/a", facts()},
	} {
		if got := reading(compute(t, "deployment-frequency", c.facts)); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
	two := facts(rel("REL-1"), rel("REL-2"))
	for _, c := range []struct {
		least, most int
		want        string
	}{{1, 2, "1/1 (100 %)"}, {3, 4, "0/1 (0 %)"}, {0, 1, "0/1 (0 %)"}, {2, 2, "1/1 (100 %)"}} {
		f := two
		f.Types = types("normal", 30, c.least, c.most)
		if got := partOf(compute(t, "deployment-frequency", f), PartAsStated); got != c.want {
			t.Errorf("two, stated are %d to %d: %s, by hand it is %s", c.least, c.most, got, c.want)
		}
	}
	f := two.at(at(12, 9, 0))
	f.Types = types("normal", 30, 1, 2)
	if got := partOf(compute(t, "deployment-frequency", f), PartAsStated); got != "0/0 (n/a)" {
		t.Errorf("of less than half a month it says %s", got)
	}
}

func TestChangeFailRate(t *testing.T) {
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none", "0/1 (0 %)", facts(rel("REL-1"))},
		{"each run counts", "1/2 (50 %)", facts(rel("REL-1", ran(takenBack(false), Run{})))},
		{"a hotfix", "1/1 (100 %)", facts(rel("REL-1", ran(Run{Intervention: "hotfix"})))},
		{"a partial rollback", "1/1 (100 %)", facts(rel("REL-1", ran(takenBack(true))))},
		{"it failed, and nothing had to be done", "0/1 (0 %)", facts(rel("REL-1", ran(Run{Result: model.RunFailed, Intervention: "none"})))},
		{"an incident later is none", "0/1 (0 %)", facts(rel("REL-1")).with(caused("INC-1", "P1", at(12, 9, 0), "REL-1"))},
	} {
		if got := reading(compute(t, "change-fail-rate", c.facts)); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestRecoveryTime(t *testing.T) {
	failed := func(restored time.Time) Run {
		return Run{Result: model.RunFailed, Ended: at(10, 22, 0), Failed: at(10, 22, 0), Restored: restored, Intervention: "hotfix"}
	}
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"nothing failed", "n/a; not restored yet 0", facts(rel("REL-1"))},
		{"rolled back in 40 min", "40 min; not restored yet 0", facts(rel("REL-1", ran(takenBack(false))))},
		{"mended the next day", "11 h; not restored yet 0", facts(rel("REL-1", ran(failed(at(11, 9, 0)))))},
		{"the median of two is the mean", "5 h 50 min; not restored yet 0", facts(rel("REL-1", ran(takenBack(false))), rel("REL-2", ran(failed(at(11, 9, 0)))))},
		{"not restored yet", "n/a; not restored yet 1; 1 defects; provisional", facts(rel("REL-1", ran(failed(time.Time{}))))},
		{"restored before it failed", "n/a; not restored yet 0; 1 defects", facts(rel("REL-1", ran(failed(at(10, 21, 0)))))},
		{"when it failed is missing", "n/a; not restored yet 0; 1 defects", facts(rel("REL-1", ran(Run{Intervention: "hotfix"})))},
	} {
		if got := reading(compute(t, "recovery-time", c.facts), PartUnrestored); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestReworkRate(t *testing.T) {
	over := func(r *Release) { r.ForIncident = "INC-9" }
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"planned", "0/1 (0 %)", facts(rel("REL-1"))},
		{"one of two over an incident", "1/2 (50 %)", facts(rel("REL-1"), rel("REL-2", over))},
		{"both runs of one", "2/3 (67 %)", facts(rel("REL-1"), rel("REL-2", over, ran(Run{Result: model.RunFailed}, Run{})))},
		{"an emergency over a vulnerability is none", "0/1 (0 %)", facts(rel("REL-1", of("emergency"), func(r *Release) { r.Declared = true }))},
	} {
		if got := reading(compute(t, "rework-rate", c.facts)); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestRFCLeadTime(t *testing.T) {
	brings := func(submitted ...time.Time) func(*Release) {
		return func(r *Release) {
			for i, t := range submitted {
				r.RFCs = append(r.RFCs, RFC{ID: model.ID("CHG-" + string(rune('1'+i))), Submitted: t})
			}
		}
	}
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none", "n/a; submitted afterwards 0", facts(rel("REL-1"))},
		{"one", "4 d; submitted afterwards 0", facts(rel("REL-1", brings(at(6, 21, 0))))},
		{"each RFC counts", "3 d; submitted afterwards 0", facts(rel("REL-1", brings(at(6, 21, 0), at(8, 21, 0))))},
		{"what was rolled back brings none", "n/a; submitted afterwards 0", facts(rel("REL-1", brings(at(6, 21, 0)), ran(takenBack(false))))},
		{"papers that came later stand apart", "4 d; submitted afterwards 1", facts(rel("REL-1", brings(at(6, 21, 0), at(11, 9, 0))))},
	} {
		if got := reading(compute(t, "rfc-lead-time", c.facts), PartAfterwards); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestChangeLeadTimeHasNoRecordsYet(t *testing.T) {
	f := facts(rel("REL-1"))
	f.Measures = []process.Measure{{ID: "change-lead-time", Title: "Change lead time", Missing: "no pipeline reports commit times"}}
	if r := compute(t, "change-lead-time", f); r.Missing != "no pipeline reports commit times" || r.Value.Known() {
		t.Errorf("%+v", r)
	}
}
