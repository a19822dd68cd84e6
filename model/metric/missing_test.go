package metric

import (
	"strings"
	"testing"

	"fairway/model/process"
)

// A measure without records has no number: n/a, never 0, and says why in the words of the
// rules.
func TestWithoutRecordsThereIsNoNumber(t *testing.T) {
	const id = "change-lead-time"
	f := facts(rel("REL-1"))
	f.Measures = []process.Measure{{ID: id, Title: "Ours", Missing: "nobody writes it down"}}
	r := compute(t, id, f)
	if r.Value.Known() || r.Value.Short() != "n/a" || r.Population != 0 || r.Missing != "nobody writes it down" {
		t.Errorf("%+v", r)
	}
	m, _ := Find(f.Measures, id)
	if said := m.Sentence(r, r, "November 2026", ""); !strings.Contains(said, "no records yet") || !strings.Contains(said, "nobody writes it down") {
		t.Error(said)
	}
	if bare := compute(t, id, facts()); bare.Missing == "" {
		t.Error("it says nothing of why")
	}
}
