package model

import (
	"slices"
	"strings"

	"fairway/model/form"
)

// Criteria is how the acceptance criteria of a release stand: what was set, how each was
// tested, and what was decided on those that are not met. A gate and a measure ask it alike.
type Criteria struct {
	Set     []string          // their ids, as they were written down
	Results map[string]string // by id in lower case: passed, failed, waived
	// Accepted are those, by id in lower case, that organisation and interested parties
	// decided to accept as they are.
	Accepted map[string]bool
}

// The results of a criterion.
const (
	CriterionPassed = "passed"
	CriterionFailed = "failed"
	CriterionWaived = "waived"
)

// CriteriaSet are the ids of the criteria in the answers of their form.
func CriteriaSet(a form.Answers) []string {
	return Each(a.Rows("criteria"), func(c form.Cells) string { return c["id"] })
}

// CriteriaResults are the results in the answers of a test report, by id in lower case.
func CriteriaResults(a form.Answers) map[string]string {
	out := map[string]string{}
	for _, row := range a.Rows("results") {
		out[strings.ToLower(row["id"])] = row["result"]
	}
	return out
}

// CriteriaAccepted are the criteria that both the organisation and an interested party
// decided to accept though they are not met (ISO/IEC 20000-1:2018, 8.5.3), in the answers
// of an acceptance, by id in lower case.
func CriteriaAccepted(a form.Answers) map[string]bool {
	out := map[string]bool{}
	for _, row := range a.Rows("waivers") {
		out[strings.ToLower(row["id"])] = row["organisation"] != "" && row["party"] != "" && row["decision"] == "accept"
	}
	return out
}

// Failing are the criteria that failed or were waived in the test.
func (c Criteria) Failing() []string {
	return slices.DeleteFunc(slices.Clone(c.Set), func(id string) bool {
		r := c.Results[strings.ToLower(id)]
		return r != CriterionFailed && r != CriterionWaived
	})
}

// Unmet are the criteria that are neither met nor waived: without a result, or failed and
// not accepted.
func (c Criteria) Unmet() []string {
	return slices.DeleteFunc(slices.Clone(c.Set), func(id string) bool {
		id = strings.ToLower(id)
		r := c.Results[id]
		return r == CriterionPassed || r == CriterionWaived || r == CriterionFailed && c.Accepted[id]
	})
}
