package form

import (
	"slices"
	"strings"
)

// What a form says of whether it reports something that was done, besides a condition on
// its answers.
const (
	ReportsAlways = "always"
	ReportsNever  = "never" // it asks, plans, promises or declares
)

// planning are the forms, by what they are for, that report nothing under rules from before
// a form said so.
var planning = []string{"rfc", "release-plan", "rollback-plan", "communication-plan", "criteria", "assessment", "agreement", "release-policy", "freeze-exception", "emergency-declaration", "emergency-change-declaration"}

// Reported reports whether answers to the form show that something was done, where it was
// and they are complete: a condition of a decision is met by such a paper.
func (f Form) Reported(a Answers) bool {
	switch f.Reports {
	case ReportsAlways:
		return true
	case ReportsNever:
		return false
	case "":
		return !slices.Contains(planning, f.Means())
	}
	return f.holds(f.Reports, a, nil)
}

// LintReports says what is wrong with when the form reports; "" where nothing is.
func (f Form) LintReports() string {
	if slices.Contains([]string{"", ReportsAlways, ReportsNever}, f.Reports) {
		return ""
	}
	wrong := strings.Replace(f.misplaced(f.Reports, -1, -1), "when = ", "reports = ", 1)
	return strings.Replace(wrong, "must be another field's name, =, and its value", "must be always, never, or a field's name, =, and its value", 1)
}
