package ui

import (
	"testing"

	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// TestHelpExplainsTheTerms: ? on a screen lists its terms with their meaning below
// the keys, in a file whose rules have no glossary, too.
func TestHelpExplainsTheTerms(t *testing.T) {
	for tab, says := range map[string]string{"1": "Slip", "2": "On hold", "3": "Signatory", "4": "Slip", "5": "Service owner"} {
		sit(t, screentest.New(3), theme.Options{}, 100, 40).Press(tab, "?").See("Keys").Press("end").See(says)
	}
}
