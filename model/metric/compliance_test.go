package metric

import (
	"slices"
	"testing"
	"time"
)

// passing is a way through two gates before the deployment, which began on the 10th at
// 20:00, changed by whatever a test says.
func passing(change ...func(*Way)) func(*Release) {
	return func(r *Release) {
		r.Way = &Way{Gates: []Gate{{Stage: "plan", Title: "Plan", Passed: at(1, 9, 0)}, {Stage: "wait", Title: "Wait", Passed: at(10, 19, 59)}}}
		for _, c := range change {
			c(r.Way)
		}
	}
}

// urgent is an emergency of which the papers are due on the 12th at 18:00 and came when
// done says; zero is not yet.
func urgent(done time.Time) func(*Way) {
	return func(w *Way) {
		w.Declared = true
		w.Retro = []Review{{Retro: true, Title: "Retro-completion", Since: at(10, 21, 0), Due: at(12, 18, 0), Done: done}}
	}
}

func TestWhatComplies(t *testing.T) {
	for name, c := range map[string]struct {
		r        Release
		now      time.Time // zero: long after
		section  string    // "" for none
		text     string
		imported int
	}{
		"all gates before":        {r: rel("REL-1", passing()), section: sectionCounted, text: "every check met before it began"},
		"a gate as it began":      {r: rel("REL-1", passing(func(w *Way) { w.Gates[1].Passed = at(10, 20, 0) })), section: sectionCounted, text: "every check met before it began"},
		"a gate an instant after": {r: rel("REL-1", passing(func(w *Way) { w.Gates[1].Passed = at(10, 20, 0).Add(1) })), section: sectionUnmet, text: "it went through the gate of Wait after the deployment had begun"},
		"a gate not at all":       {r: rel("REL-1", passing(func(w *Way) { w.Gates[0].Passed = time.Time{} })), section: sectionUnmet, text: "it did not go through the gate of Plan"},
		"no gates at all":         {r: rel("REL-1", passing(func(w *Way) { w.Gates = nil })), section: sectionCounted, text: "every check met before it began"},
		"entered afterwards":      {r: rel("REL-1", passing(func(w *Way) { w.Gates[1].Recorded = at(11, 9, 0) })), section: sectionCounted, text: "every check met before it began; 1 gate entered afterwards"},
		"a waiver":                {r: rel("REL-1", passing(func(w *Way) { w.Waived = []string{"WVR-1, the notice"} })), section: sectionCounted, text: "every check met before it began; waived: WVR-1, the notice"},
		"a duty overridden":       {r: rel("REL-1", passing(func(w *Way) { w.Broken = []string{"the coordinator approved"} })), section: sectionCounted, text: "every check met before it began; overridden: the coordinator approved"},
		"a word disowned":         {r: rel("REL-1", passing(func(w *Way) { w.Disowned = []string{"APR-1: Max says it was not his"} })), section: sectionUnmet, text: "APR-1: Max says it was not his"},
		"failed first, then deployed": {r: rel("REL-1", passing(), func(r *Release) {
			r.Runs = append(r.Runs, Run{ID: "RUN-2", Started: at(12, 20, 0), Ended: at(12, 21, 0)})
		}), section: sectionCounted, text: "every check met before it began"},
		"the gate between two tries": {r: rel("REL-1", passing(func(w *Way) { w.Gates[1].Passed = at(11, 9, 0) }), func(r *Release) {
			r.Runs = append(r.Runs, Run{ID: "RUN-2", Started: at(12, 20, 0), Ended: at(12, 21, 0)})
		}), section: sectionUnmet, text: "it went through the gate of Wait after the deployment had begun"},
		"an emergency, papers in time": {r: rel("REL-1", passing(urgent(at(12, 18, 0)))), section: sectionCompleted, text: "every check met before it began; its papers came in time"},
		"its papers an instant late":   {r: rel("REL-1", passing(urgent(at(12, 18, 0).Add(1)))), section: sectionCompleted, text: "every check met before it began; its papers came late"},
		"its papers still to come":     {r: rel("REL-1", passing(urgent(time.Time{}))), now: at(12, 18, 0), section: sectionToBeDone, text: "every check met before it began; its papers are to come"},
		"its papers overdue":           {r: rel("REL-1", passing(urgent(time.Time{}))), section: sectionUnmet, text: "its papers are overdue"},
		"an emergency without a gate":  {r: rel("REL-1", passing(urgent(at(11, 9, 0)), func(w *Way) { w.Gates[0].Passed = time.Time{} })), section: sectionUnmet, text: "it did not go through the gate of Plan; its papers came in time"},
		"a downgraded one":             {r: rel("REL-1", passing(urgent(time.Time{}), func(w *Way) { w.Declared = false })), section: sectionCounted, text: "every check met before it began"},
		"cancelled":                    {r: rel("REL-1", passing(), cancelled(at(12, 9, 0)))},
		"not deployed":                 {r: rel("REL-1", passing(), notStarted)},
		"imported behind its gates":    {r: rel("REL-1", passing(func(w *Way) { w.Partly = true })), imported: 1},
		"without an actual start":      {r: rel("REL-1", passing(), func(r *Release) { r.Runs[0].Started = time.Time{} }), section: sectionDefect, text: "when its deployment started is missing: what was met before can't be told"},
		"its way can't be read":        {r: rel("REL-1"), section: sectionDefect, text: "the gates that it went through can't be read"},
	} {
		f := facts(c.r)
		if !c.now.IsZero() {
			f = f.at(c.now)
		}
		r := compute(t, "policy-compliance", f)
		all := append(slices.Clone(r.Records), r.Defects...)
		if c.section == "" {
			if len(all) > 0 || r.Population > 0 || r.Imported != c.imported {
				t.Errorf("%s: %+v, %d imported", name, all, r.Imported)
			}
			continue
		}
		in := c.section == sectionCounted || c.section == sectionUnmet
		if len(all) != 1 || all[0].Section != c.section || all[0].Text != c.text || (r.Population == 1) != in || (r.Value.Num == 1) != (c.section == sectionCounted) || r.Provisional != (c.section == sectionToBeDone) {
			t.Errorf("%s: %v of %d, %+v", name, r.Value, r.Population, all)
		}
	}
}

// Seven were deployed. One lacks a gate, and the papers of one emergency are overdue: 3 of
// 5 comply, one of them with a waiver. Two emergencies stand apart, one completed late.
func TestPolicyCompliance(t *testing.T) {
	f := facts(
		rel("REL-1", passing()), rel("REL-2", passing()),
		rel("REL-3", passing(func(w *Way) { w.Waived = []string{"WVR-1"} })),
		rel("REL-4", passing(func(w *Way) { w.Gates[0].Passed = time.Time{} })),
		rel("REL-5", passing(urgent(time.Time{}))),
		rel("REL-6", passing(urgent(at(11, 9, 0)))),
		rel("REL-7", passing(urgent(at(13, 9, 0)))),
	)
	r := compute(t, "policy-compliance", f)
	if r.Value.String() != "3/5 (60 %)" || r.Population != 5 || r.Part(PartWaived).Num != 1 || r.Part(PartRetroInTime).Num != 1 || r.Part(PartRetroLate).Num != 1 || r.Part(PartRetroToBeDone).Num != 0 {
		t.Errorf("%v: %+v", r.Value, r.Parts)
	}
	if got := sections(r); got[sectionCounted] != 3 || got[sectionUnmet] != 2 || got[sectionCompleted] != 2 {
		t.Errorf("%v", got)
	}
}
