package model

import (
	"slices"
	"testing"

	"fairway/model/form"
)

// What a gate calls failing has to be decided on; what isn't met after that, no measure
// counts as a success.
func TestCriteriaAreMetWaivedOrAccepted(t *testing.T) {
	set := form.Answers{Tables: map[string][]form.Cells{"criteria": {{"id": "C1"}, {"id": "C2"}, {"id": "C3"}, {"id": "C4"}, {"id": "C5"}}}}
	results := form.Answers{Tables: map[string][]form.Cells{"results": {{"id": "c1", "result": "passed"}, {"id": "C2", "result": "failed"}, {"id": "C3", "result": "waived"}, {"id": "C4", "result": "failed"}}}}
	words := form.Answers{Tables: map[string][]form.Cells{"waivers": {
		{"id": "c2", "decision": "accept", "organisation": "Rafael", "party": "Oscar"},
		{"id": "C4", "decision": "accept", "organisation": "Rafael"}, // the interested party is missing
	}}}
	c := Criteria{CriteriaSet(set), CriteriaResults(results), CriteriaAccepted(words)}
	if got := c.Failing(); !slices.Equal(got, []string{"C2", "C3", "C4"}) {
		t.Errorf("failing are %v", got)
	}
	if got := c.Unmet(); !slices.Equal(got, []string{"C4", "C5"}) {
		t.Errorf("unmet are %v", got)
	}
	if got := (Criteria{}).Unmet(); len(got) != 0 {
		t.Errorf("where none is set, unmet are %v", got)
	}
}
