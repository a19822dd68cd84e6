package action

import (
	"os"
	"testing"

	"fairway/model"
	"fairway/model/intake"
)

// A severity or a state is read as others write it, or not at all: none becomes one that is
// not grave.
func TestGradesAndStatesOfAFileAreReadOrRefused(t *testing.T) {
	known := []string{"P1", "P2", "P3", "P4"}
	data, err := os.ReadFile("../../assets/intake/words.toml")
	if err != nil {
		t.Fatal(err)
	}
	words, err := intake.DecodeWords(data)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"": "P3", "p1": "P1", " P2 ": "P2", "1": "", "5": "", "2 - High": "P2", "3 - Moderate": "P3", "1 very low": "P4", "5 very high": "P1", "Sev 4": "P4", "P2 - wichtig": "P2", "CRITICAL": "P1", "Highest": "P1", "Alta": "", "1 - Alta": "", "Major": "", "P0": "", "P9": "", "urgent!!": "", "P12": "", "0": ""} {
		if got, ok := severity(text, known, words); got != want || ok != (want != "") {
			t.Errorf("severity %q: %q, %v", text, got, ok)
		}
	}
	for text, want := range map[string]model.State{"": model.IncidentOpen, "New": model.IncidentOpen, "OPEN": model.IncidentOpen, " closed ": model.IncidentClosed, "Resolved": model.IncidentResolved, "Done": model.IncidentClosed, "Processing  (planned)": model.IncidentOpen, "Solved": model.IncidentResolved, "closed unsuccessful": model.IncidentClosed, "Fechado": "", "7": "", "merged": "", "Weird": ""} {
		if got, ok := incidentState(text, words); got != want || ok != (want != "") {
			t.Errorf("state %q: %q, %v", text, got, ok)
		}
	}
}
