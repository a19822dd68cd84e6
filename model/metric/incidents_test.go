package metric

import (
	"testing"
	"time"

	"fairway/model"
)

// inc is an incident that REL-1 caused.
func inc(opened time.Time, change ...func(*Incident)) Incident {
	i := Incident{ID: "INC-1", Title: "Wrong figures", Severity: "P2", Opened: opened, CausedBy: []model.ID{"REL-1"}}
	for _, c := range change {
		c(&i)
	}
	return i
}

func suspects(ids ...model.ID) func(*Incident) {
	return func(i *Incident) { i.CausedBy, i.Suspects = nil, ids }
}

func near(service model.ID, items ...model.ID) func(*Incident) {
	return func(i *Incident) { i.CausedBy, i.Service, i.Items = nil, service, items }
}

func cleared(ids ...model.ID) func(*Incident) {
	return func(i *Incident) { i.Cleared = ids }
}

func TestWhereAnIncidentCounts(t *testing.T) {
	end := at(10, 21, 0)
	major := func(r *Release) { r.Major = true }
	rolledBack := func(r *Release) {
		r.Runs[0].Result, r.Runs[0].Ended = model.RunRolledBack, at(11, 2, 0)
		r.Runs[0].Decided, r.Runs[0].Back = at(10, 22, 0), at(11, 2, 0)
	}
	twice := func(r *Release) {
		r.Runs = append(r.Runs, Run{ID: "RUN-2", Started: at(12, 20, 0), Ended: at(12, 21, 0), Result: model.RunDeployed})
		r.Runs[0].Result = model.RunFailed
	}
	inNewYork := func(r *Release) {
		// Clocks went back in New York on 1 November: seven days later is at the
		// same time of day, 169 hours after the end.
		z, _ := time.LoadLocation("America/New_York")
		r.Zone = z
		r.Runs[0].Started, r.Runs[0].Ended = time.Date(2026, 10, 31, 23, 30, 0, 0, z), time.Date(2026, 10, 31, 23, 59, 0, 0, z)
	}
	items := func(r *Release) { r.Items, r.Service = []model.ID{"CI-1"}, "SVC-9" }
	for name, c := range map[string]struct {
		release  Release
		incident Incident
		section  string // "" is nowhere
	}{
		"at the very end":                      {rel("REL-1"), inc(end), sectionDuring},
		"right after":                          {rel("REL-1"), inc(end.Add(time.Millisecond)), sectionCounted},
		"after seven days":                     {rel("REL-1"), inc(end.AddDate(0, 0, 7)), sectionCounted},
		"later than seven days":                {rel("REL-1"), inc(end.AddDate(0, 0, 7).Add(time.Millisecond)), sectionLate},
		"major: after fourteen days":           {rel("REL-1", major), inc(end.AddDate(0, 0, 14)), sectionCounted},
		"major: later":                         {rel("REL-1", major), inc(end.AddDate(0, 0, 14).Add(time.Second)), sectionLate},
		"emergency: after three days":          {rel("REL-1", of("emergency")), inc(end.AddDate(0, 0, 3)), sectionCounted},
		"emergency: later":                     {rel("REL-1", of("emergency")), inc(end.AddDate(0, 0, 3).Add(time.Second)), sectionLate},
		"a major emergency":                    {rel("REL-1", of("emergency"), major), inc(end.AddDate(0, 0, 10)), sectionCounted},
		"while it was deployed":                {rel("REL-1"), inc(at(10, 20, 30)), sectionDuring},
		"as it began":                          {rel("REL-1"), inc(at(10, 20, 0)), sectionDuring},
		"before it began":                      {rel("REL-1"), inc(at(10, 19, 59)), sectionBefore},
		"rolled back: during the rollback":     {rel("REL-1", rolledBack), inc(at(11, 1, 0)), sectionDuring},
		"rolled back: seven days after that":   {rel("REL-1", rolledBack), inc(at(18, 1, 59)), sectionCounted},
		"rolled back: later":                   {rel("REL-1", rolledBack), inc(at(18, 2, 1)), sectionLate},
		"between two attempts":                 {rel("REL-1", twice), inc(at(11, 9, 0)), sectionDuring},
		"seven days after the second":          {rel("REL-1", twice), inc(at(19, 21, 0)), sectionCounted},
		"a week with an hour more":             {rel("REL-1", inNewYork), inc(time.Date(2026, 11, 8, 4, 59, 0, 0, time.UTC)), sectionCounted},
		"a week with an hour more, and later":  {rel("REL-1", inNewYork), inc(time.Date(2026, 11, 8, 5, 0, 0, 0, time.UTC)), sectionLate},
		"suspected":                            {rel("REL-1"), inc(end.Add(time.Hour), suspects("REL-1")), sectionSuspected},
		"suspected, but during":                {rel("REL-1"), inc(at(10, 20, 30), suspects("REL-1")), ""},
		"suspected, but late":                  {rel("REL-1"), inc(end.AddDate(0, 0, 8), suspects("REL-1")), ""},
		"on the same service":                  {rel("REL-1"), inc(end.Add(time.Hour), near("SVC-1")), sectionSuspected},
		"on another service":                   {rel("REL-1"), inc(end.Add(time.Hour), near("SVC-2")), ""},
		"on an affected item":                  {rel("REL-1", items), inc(end.Add(time.Hour), near("SVC-2", "CI-1")), sectionSuspected},
		"on one that depends on it":            {rel("REL-1", items), inc(end.Add(time.Hour), near("", "CI-5", "CI-1")), sectionSuspected},
		"on another item":                      {rel("REL-1", items), inc(end.Add(time.Hour), near("", "CI-2")), ""},
		"same service, cleared of it":          {rel("REL-1"), inc(end.Add(time.Hour), near("SVC-1"), cleared("REL-1")), ""},
		"affected item, cleared of it":         {rel("REL-1", items), inc(end.Add(time.Hour), near("SVC-2", "CI-1"), cleared("REL-1")), ""},
		"same service, cleared of another":     {rel("REL-1"), inc(end.Add(time.Hour), near("SVC-1"), cleared("REL-7")), sectionSuspected},
		"same service, of another known cause": {rel("REL-1"), inc(end.Add(time.Hour), func(i *Incident) { i.CausedBy, i.Service = []model.ID{"REL-7"}, "SVC-1" }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			span := november
			if c.release.Zone != berlin {
				span.Start = span.Start.AddDate(0, -1, 0)
			}
			r := incidentsOf(facts(c.release).with(c.incident), span)
			if r.Population != 1 {
				t.Fatalf("%d releases were deployed", r.Population)
			}
			want := map[string]int{sectionPopulation: 1}
			if c.section != "" {
				want[c.section]++
			}
			got := sections(r)
			if len(got) != len(want) || got[c.section] != want[c.section] {
				t.Errorf("it is in %v, not in %q", got, c.section)
			}
			counts := int64(0)
			if c.section == sectionCounted {
				counts = 1
			}
			if r.Value.Num != counts || r.Value.Den != 1 || r.Part(PartWithout) != (Value{Share, 1 - counts, 1}) {
				t.Errorf("%v, without %v", r.Value, r.Part(PartWithout))
			}
		})
	}
}

func TestOneIncidentOfTwoReleases(t *testing.T) {
	i := inc(at(10, 22, 0))
	i.CausedBy = []model.ID{"REL-1", "REL-2"}
	r := compute(t, "incidents", facts(rel("REL-1"), rel("REL-2"), rel("REL-3")).with(i))
	if r.Value != (Value{Per100, 1, 3}) {
		t.Errorf("in the total it is %v", r.Value)
	}
	if r.Part(PartWithout) != (Value{Share, 1, 3}) {
		t.Errorf("without: %v", r.Part(PartWithout))
	}
	if n := sections(r)[sectionCounted]; n != 2 {
		t.Errorf("it is listed %d times", n)
	}
	if r.Value.Short() != "33" || r.Value.String() != "1/3 (33 per 100)" {
		t.Errorf("it reads %q, %q", r.Value.Short(), r.Value)
	}
}

func TestReopenedIsNotNew(t *testing.T) {
	// The same incident, open again: it has one record and one opening. The same
	// release, reopened: it has one run.
	r := rel("REL-1")
	r.Ended = false
	got := compute(t, "incidents", facts(r).with(inc(at(10, 22, 0))))
	if got.Value != (Value{Per100, 1, 1}) {
		t.Errorf("%v", got.Value)
	}
}

func TestProvisionalUntilTheWindowEnds(t *testing.T) {
	f := facts(rel("REL-1"))
	end := at(17, 21, 0)
	if r := compute(t, "incidents", f.at(end.Add(-time.Second))); !r.Provisional {
		t.Error("a second before the window ends it is not provisional")
	}
	if r := compute(t, "incidents", f.at(end)); r.Provisional {
		t.Error("it is provisional after its window")
	}
	running := rel("REL-1")
	running.Runs[0].Result = model.RunFailed
	running.Runs = append(running.Runs, Run{ID: "RUN-2", Started: at(12, 20, 0)})
	if r := compute(t, "incidents", facts(running)); !r.Provisional || r.Population != 1 {
		t.Errorf("while it is tried again: %+v", r)
	}
}

func TestWhoWasDeployed(t *testing.T) {
	ends := func(t time.Time) func(*Release) {
		return func(r *Release) { r.Runs[0].Started, r.Runs[0].Ended = t.Add(-time.Hour), t }
	}
	result := func(s model.State) func(*Release) { return func(r *Release) { r.Runs[0].Result = s } }
	for name, c := range map[string]struct {
		r    Release
		n    int
		list int // data defects
	}{
		"deployed":                 {rel("REL-1"), 1, 0},
		"failed":                   {rel("REL-1", result(model.RunFailed)), 1, 0},
		"cancelled":                {rel("REL-1", func(r *Release) { r.Cancelled = at(12, 0, 0) }), 0, 0},
		"at the first instant":     {rel("REL-1", ends(november.Start)), 1, 0},
		"just before":              {rel("REL-1", ends(november.Start.Add(-1))), 0, 0},
		"at the end of the period": {rel("REL-1", ends(november.End)), 0, 0},
		"still running":            {rel("REL-1", func(r *Release) { r.Runs[0].Ended = time.Time{} }), 0, 0},
		"dated by its last run": {rel("REL-1", func(r *Release) {
			r.Runs = append(r.Runs, Run{ID: "RUN-2", Started: november.End, Ended: november.End.Add(time.Hour)})
		}), 0, 0},
		"without a run":                 {rel("REL-1", func(r *Release) { r.Runs = nil }), 0, 1},
		"imported, without a run":       {rel("REL-1", func(r *Release) { r.Runs, r.Imported = nil, true }), 0, 0},
		"imported, and deployed in it":  {rel("REL-1", func(r *Release) { r.Imported = true }), 1, 0},
		"without a run, planned before": {rel("REL-1", func(r *Release) { r.Runs = nil; r.Window.Start.At = november.Start.Add(-1) }), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := compute(t, "incidents", facts(c.r))
			if r.Population != c.n || len(r.Defects) != c.list {
				t.Errorf("%d deployed, %d defects", r.Population, len(r.Defects))
			}
			if c.n == 0 && (r.Value.Known() || r.Value.Short() != "n/a" || r.Part(PartWithout).Short() != "n/a") {
				t.Errorf("of none it is %v, %v", r.Value, r.Part(PartWithout))
			}
		})
	}
}
