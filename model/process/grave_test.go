package process

import "testing"

// TestGraveIncidentsAreThoseOfThePolicy: the first two of its severities are,
// whatever they are called; one from before it was changed is judged as then.
func TestGraveIncidentsAreThoseOfThePolicy(t *testing.T) {
	own := Policy{Severities: []string{"red", "amber", "green"}}
	for severity, want := range map[string]bool{"red": true, "amber": true, "green": false, "P1": true, "P3": false, "": false} {
		if own.Grave(severity) != want {
			t.Errorf("%q is grave: %v", severity, !want)
		}
	}
	if turned := (Policy{Severities: []string{"P4", "P3", "P2", "P1"}}); turned.Grave("P1") || !turned.Grave("P4") {
		t.Error("their order is not asked for")
	}
	if got := own.GraveWords(); got != "red or amber" {
		t.Error(got)
	}
}
