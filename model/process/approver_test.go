package process_test

import (
	"slices"
	"testing"

	"fairway/model/process"
)

// TestApproversByRule: who is asked follows from the risk, and besides from the service,
// its criticality, what is brought and what the RFCs are about; each once, as many as the
// rule that asks the most.
func TestApproversByRule(t *testing.T) {
	a := process.Approval{
		Route: map[string][]string{"low": {"change-manager"}, "*": {"cab", "change-manager"}},
		Also: []process.Also{
			{Service: []string{"web", "payroll"}, Approvers: []string{"person:hanna"}},
			{Criticality: []string{"high"}, Risk: []string{"low", "medium"}, Approvers: []string{"change-manager*2", "service-owner"}},
			{Content: []string{"hardware"}, Approvers: []string{"configuration-manager", "signatories"}},
			{Category: []string{"retirement"}, Content: []string{"software"}, Approvers: []string{"signatories"}},
		},
	}
	for name, c := range map[string]struct {
		of   process.Traits
		want []string
	}{
		"by its risk alone":         {process.Traits{Band: "low", Service: "hr", Criticality: "low", Contents: []string{"software"}}, []string{"change-manager"}},
		"of any other risk":         {process.Traits{Band: "high", Service: "hr"}, []string{"cab", "change-manager"}},
		"of a service":              {process.Traits{Band: "high", Service: "WEB"}, []string{"cab", "change-manager", "person:hanna"}},
		"two of a role, not one":    {process.Traits{Band: "low", Service: "hr", Criticality: "High"}, []string{"change-manager*2", "service-owner"}},
		"both keys have to hold":    {process.Traits{Band: "high", Criticality: "high"}, []string{"cab", "change-manager"}},
		"by what it brings":         {process.Traits{Band: "low", Contents: []string{"software", "hardware"}}, []string{"change-manager", "configuration-manager", "signatories"}},
		"by what its RFCs are":      {process.Traits{Band: "low", Contents: []string{"software"}, Categories: []string{"problem-fix", "retirement"}}, []string{"change-manager", "signatories"}},
		"each once":                 {process.Traits{Band: "low", Contents: []string{"software", "hardware"}, Categories: []string{"retirement"}}, []string{"change-manager", "configuration-manager", "signatories"}},
		"whatever it will be":       {process.Traits{Band: "low", Any: true}, []string{"change-manager", "configuration-manager", "signatories"}},
		"an RFC without a category": {process.Traits{Band: "low", Contents: []string{"software"}}, []string{"change-manager"}},
	} {
		got, known := a.Asked(c.of)
		if !known || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	few := process.Approval{Route: map[string][]string{"low": {"change-manager"}}}
	if got, known := few.Asked(process.Traits{Band: "high"}); known {
		t.Errorf("a risk without a route: %v", got)
	}
	if got := a.Route["low"]; !slices.Equal(got, []string{"change-manager"}) {
		t.Errorf("the rule itself was changed: %v", got)
	}
}
