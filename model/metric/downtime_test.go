package metric

import (
	"testing"
	"time"

	"fairway/model"
)

// Two releases of payroll on the evening of the 10th, and one of the shop. A run failed from
// 20:30 to 22:00; the impact of a P1 began at 20:10 though it was opened at 23:00, and it was
// resolved at 21:30: together 20:10 to 22:00. At the shop a P2 from 20:45 to 21:15. A P3, one of
// before the run, one of after it and one that is suspected alone count nothing.
func TestDowntime(t *testing.T) {
	failed := rel("REL-1", func(r *Release) {
		r.Runs[0].Result, r.Runs[0].Failed, r.Runs[0].Restored = model.RunFailed, at(10, 20, 30), at(10, 22, 0)
	})
	shop := rel("REL-3", func(r *Release) { r.Service, r.ServiceName = "SVC-2", "Shop" })
	lasted := func(id model.ID, severity string, from, to time.Time, caused ...model.ID) Incident {
		return inc(from, func(i *Incident) {
			i.ID, i.Severity, i.Began, i.Until, i.CausedBy = id, severity, from, to, caused
		})
	}
	early := lasted("INC-1", "P1", at(10, 20, 10), at(10, 21, 30), "REL-2")
	early.Opened = at(10, 23, 0)
	f := facts(failed, rel("REL-2"), shop).with(early, lasted("INC-2", "P2", at(10, 20, 45), at(10, 21, 15), "REL-3"),
		lasted("INC-3", "P3", at(10, 20, 45), at(10, 23, 15), "REL-3"), lasted("INC-4", "P1", at(10, 19, 59), at(10, 23, 0), "REL-3"),
		lasted("INC-5", "P1", at(10, 21, 1), at(10, 23, 0), "REL-3"), lasted("INC-6", "P1", at(10, 20, 5), at(10, 23, 0)))
	r := compute(t, "downtime", f)
	if r.Value.Short() != "2 h 20 min" || r.Population != 3 || r.Part(PartOutages).Num != 3 || r.Part(PartLongest).Short() != "1 h 30 min" || r.Provisional {
		t.Errorf("%v of %d, parts %+v", r.Value.Short(), r.Population, r.Parts)
	}
	for i, want := range []string{"RUN-1 failed", "INC-1 P1", "INC-2 P2"} {
		if r.Records[i].Text != want {
			t.Errorf("%d: %q, want %q", i, r.Records[i].Text, want)
		}
	}
	// One that goes on counts until now.
	if r := compute(t, "downtime", facts(rel("REL-2")).with(lasted("INC-1", "P1", at(10, 20, 10), time.Time{}, "REL-2")).at(at(11, 20, 10))); r.Value.Short() != "1 d" || !r.Provisional {
		t.Errorf("one that goes on: %v", r.Value.Short())
	}
	// What nobody said to be restored is no outage without an end.
	failed.Runs[0].Restored = time.Time{}
	if r := compute(t, "downtime", facts(failed)); r.Value.Short() != "0 min" || len(r.Defects) != 1 || r.Part(PartLongest).Known() {
		t.Errorf("without an end: %v, %+v", r.Value.Short(), r.Defects)
	}
	if r := compute(t, "downtime", facts()); r.Value.Known() {
		t.Errorf("of no deployment: %v", r.Value)
	}
}
