package action

import (
	"testing"

	"fairway/model"
)

// A severity or a state is read as others write it, or not at all: none becomes one that is
// not grave.
func TestGradesAndStatesOfAFileAreReadOrRefused(t *testing.T) {
	known := []string{"P1", "P2", "P3", "P4"}
	for text, want := range map[string]string{"": "P3", "p1": "P1", " P2 ": "P2", "1": "P1", "2 - High": "P2", "Sev 4": "P4", "Critical": "", "P9": "", "urgent!!": "", "P12": "", "0": ""} {
		if got, ok := severity(text, known); got != want || ok != (want != "") {
			t.Errorf("severity %q: %q, %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.State{"": model.IncidentOpen, "New": model.IncidentOpen, "OPEN": model.IncidentOpen, " closed ": model.IncidentClosed, "Resolved": model.IncidentResolved, "Weird": ""} {
		if got, ok := incidentState(text); got != want || ok != (want != "") {
			t.Errorf("state %q: %q, %v", text, got, ok)
		}
	}
}
