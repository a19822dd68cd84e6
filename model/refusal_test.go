package model

import (
	"strings"
	"testing"
)

// What is so or not is said as yes or no, also where "no" is not written down; a text that is
// empty is nothing.
func TestWhatChangedMeanwhileIsInWords(t *testing.T) {
	for want, clash := range map[string]Clash{
		"hard: it says no now, and you saw yes":                                       {Field: "hard", Was: "true", Mine: "true"},
		"hard: it says yes now, and you saw no":                                       {Field: "hard", Theirs: "true"},
		"hard: it says yes now, and you wrote no (it was yes)":                        {Field: "hard", Was: "true", Theirs: "true"},
		`rule: it says nothing now, and you saw "FREQ=WEEKLY"`:                        {Field: "rule", Was: "FREQ=WEEKLY", Mine: "FREQ=WEEKLY"},
		`rollback owner: it says "PER-1" now, and you wrote nothing (it was "PER-2")`: {Field: "rollback_owner", Was: "PER-2", Theirs: "PER-1"},
	} {
		if got := (&Changed{ID: "WIN-1", Clashes: []Clash{clash}}).Error(); !strings.Contains(got, "- "+want+"\n") {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}
