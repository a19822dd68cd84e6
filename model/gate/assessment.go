package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/decision"
	"fairway/model/grammar"
)

// The forms that checks read, by what they are for.
const (
	FormRFC        = decision.FormRFC
	FormAssessment = "assessment"
	FormPlan       = "release-plan"
	FormRollback   = "rollback-plan"
	FormCriteria   = "criteria"
	FormResults    = "test-report"
	FormAcceptance = decision.FormAcceptance
	FormNotes      = decision.FormNotes
	FormAgreement  = decision.FormAgreement
	FormEvaluation = "evaluation"
	FormHandOver   = "hand-over"
	FormMinimum    = "minimum-test"
	// FormEmergencyChange is the way back and the minimum test of an emergency change.
	FormEmergencyChange = "emergency-change"
	FormJudgement       = "emergency-change-review"
	// FormEmergencyReview is the judgement of an emergency release.
	FormEmergencyReview = "emergency-review"
	FormGoNoGo          = "go-no-go"
	FormException       = "freeze-exception"
	FormReport          = "service-report" // a kept report of the measures
	// Those in which the declaration of an emergency is a paper.
	FormDeclaration       = "emergency-declaration"
	FormChangeDeclaration = "emergency-change-declaration"
	FormImprovement       = "improvement-action"
	FormUnauthorised      = "unauthorised-change-review"
	FormAudit             = "ci-audit"
)

// filled checks that a form is there with all the named answers.
func (f facts) filled(formName string, fields ...string) answer {
	d := f.Document(formName, f.of())
	if d == nil {
		return open("%s", f.unwritten(formName))
	}
	form, ok := f.rules.Form(formName)
	if !ok {
		return cannot("these rules have no form %q", formName)
	}
	answers := d.In(form)
	var missing, asked []string
	first := ""
	for _, name := range fields {
		fl, ok := form.Field(name)
		if !ok {
			return cannot("form %q has no field %q", form.Name, name)
		}
		asked = append(asked, fl.Name)
		if answers.Get(fl.Name) == "" && len(answers.Rows(fl.Name)) == 0 {
			missing = append(missing, fl.Title)
			if first == "" {
				first = fl.Name
			}
		}
	}
	if len(missing) > 0 {
		return open("%s version %d says nothing about: %s", d.ID, d.Version, strings.Join(missing, ", ")).in(first, 0)
	}
	for _, m := range form.Missing(answers) {
		if slices.Contains(asked, m.Field) { // a row that is there, but empty
			return open("%s version %d, %s: %s", d.ID, d.Version, m.Where(), m.Text).in(m.Field, m.Row)
		}
	}
	return met("%s version %d", d.ID, d.Version)
}

func (f facts) title(formName string) string {
	if form, ok := f.rules.Form(formName); ok {
		return grammar.Lower(form.Title)
	}
	return formName
}

// unwritten says that there is no document of a form.
func (f facts) unwritten(formName string) string {
	return fmt.Sprintf("the %s %s not written", f.title(formName), grammar.Are(f.title(formName)))
}

func assessedValue(f facts) answer {
	return f.filled(FormAssessment, "risk", "benefit", "feasibility", "cost")
}

func assessedImpact(f facts) answer {
	return f.filled(FormAssessment, "impact_services", "impact_security", "impact_capacity", "impact_releases")
}

func riskScored(f facts) answer {
	risk := f.r.Risk
	if risk == nil {
		return open("no risk score")
	}
	want := Score(f.rules.Policy, risk.Impact, risk.Factors)
	if want.Score != risk.Score || want.Band != risk.Band {
		return open("the score says %d (%s), its inputs say %d (%s): assess again", risk.Score, risk.Band, want.Score, want.Band)
	}
	return met("%d (%s): impact %d × likelihood %d, %s", risk.Score, risk.Band, risk.Impact, risk.Likelihood, grammar.Count(len(risk.Factors), "factor"))
}

func conflictsScanned(f facts) answer {
	scan := f.r.Scan
	if scan == nil {
		return open("no conflict scan was made")
	}
	if scan.At.After(f.Now.Add(time.Minute)) {
		return open("the last scan says that it was made %s, and that is yet to come: the clock was wrong", f.Stamp(scan.At))
	}
	age := f.Now.Sub(scan.At)
	limit := f.rules.Policy.ScanFresh()
	if age > limit {
		return open("the last scan is %d h old; it is good for %d h", int(age/time.Hour), int(limit/time.Hour))
	}
	if !scan.Slot.Same(f.r.Window) {
		return open("the dates changed since the last scan")
	}
	return met("scanned %s, %d found", f.Stamp(scan.At), len(scan.Found))
}

func decidedToProceed(f facts) answer {
	d := f.Document(FormAssessment, f.r.ID)
	if d == nil {
		return open("%s", f.unwritten(FormAssessment))
	}
	switch d.Meant().Get("decision") {
	case "proceed":
		return met("%s: proceed", d.ID)
	case "abandon":
		return open("%s says abandon: cancel the release, or decide again", d.ID).in("decision", 0)
	}
	return open("%s does not say whether to proceed", d.ID).in("decision", 0)
}

func agreementWritten(f facts) answer { return f.filled(FormAgreement, "terms", "effective") }

func days(d time.Duration) string {
	n := int(d / (24 * time.Hour))
	return grammar.Count(n, "day")
}
