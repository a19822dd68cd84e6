package gate

import (
	"fairway/model"
	"fairway/model/cab"
	"fairway/model/process"
)

// FormNeeds is what the checks and the other code read in forms, by what the forms
// and their questions are for.
var FormNeeds = []process.Need{
	{Purpose: FormRFC},
	{Purpose: FormAssessment, Fields: []string{"risk", "benefit", "feasibility", "cost", "impact_services", "impact_security", "impact_capacity", "impact_releases", "decision"},
		May: risksRead, Options: map[string][]string{"decision": {"proceed", "abandon"}, "risks/state": {riskOpen}}},
	{Purpose: FormPlan, Fields: []string{"duration", "deliverables", "method", "steps", "steps/text", "verification", "verification/text", "communication"},
		May: append([]string{"downtime", "downtime_after"}, risksRead...), Options: map[string][]string{"risks/state": {riskOpen}}},
	{Purpose: FormGoNoGo, May: risksRead, Options: map[string][]string{"risks/state": {riskOpen}}},
	{Purpose: FormRollback, Fields: []string{"trigger", "owner", "duration", "no_return", "steps", "steps/text"}},
	{Purpose: FormCriteria, Fields: []string{"criteria", "criteria/id", "criteria/criterion"}},
	{Purpose: FormResults, Fields: []string{"results", "results/id", "results/result", "results/evidence", "rollback_tested"},
		Options: map[string][]string{"results/result": {"passed", "failed", "waived"}}},
	{Purpose: FormAcceptance, Fields: []string{"waivers", "waivers/id", "waivers/decision", "waivers/organisation", "waivers/party"},
		Options: map[string][]string{"waivers/decision": {"accept"}}},
	{Purpose: FormMinimum, Fields: []string{"tested", "evidence", "waived_by", "waived_why"}},
	{Purpose: FormEmergencyChange, Fields: []string{"trigger", "steps", "tested", "evidence", "waived_by", "waived_why"}},
	{Purpose: FormJudgement, May: []string{"result"}, Options: map[string][]string{"result": model.ChangeOutcomes}},
	{Purpose: FormEmergencyReview, May: []string{"true_emergency"}},
	{Purpose: FormUnauthorised, Fields: []string{"outcome", "items", "prevented"},
		Options: map[string][]string{"outcome": model.UnauthorisedOutcomes, "items": {"updated", "unchanged"}}},
	{Purpose: cab.FormMinutes, Fields: []string{"held", "until", "chair", "taken_by", "present", "absent", "quorum", "items", "items/item", "items/subject", "items/outcome", "items/minutes",
		"votes", "votes/item", "votes/person", "votes/verdict", "votes/comment", "conditions", "conditions/item", "conditions/condition", "conditions/owner", "failed", "followed_up", "schedule"},
		May:     []string{"led_by", "closed_by", "votes/given", "votes/beforehand"},
		Options: map[string][]string{"items/outcome": {"approved", "rejected", "undecided", "void", "looked-at"}}},
	{Purpose: FormReport, Fields: []string{"report", "period", "about", "as_of", "files", "files/form", "files/file", "numbers", "numbers/measure", "numbers/value"},
		May: []string{"evaluation", "numbers/fraction", "numbers/target", "numbers/met", "numbers/before", "numbers/change", "decisions/when", "decisions/what", "decisions/decision", "decisions/by",
			"actions/action", "actions/owner", "actions/due", "actions/state", "actions/effect", "to", "next_due"}},
	{Purpose: FormNotes, Fields: []string{"notes"}, May: []string{"problems", "known_errors", "delivered", "components", "downtime"}},
	{Purpose: FormAgreement, Fields: []string{"terms", "effective"}},
	{Purpose: FormHandOver, Fields: []string{"takes_over", "given"}},
	{Purpose: FormEvaluation, Fields: []string{"outcome", "objectives_met", "objectives", "investigation", "compared", "slip"},
		Options: map[string][]string{"outcome": {"successful", "failed", "rolled-back"}}},
}

// risksRead are the columns of a table of risks that say of which it is, and whether it
// is open.
var risksRead = []string{"risks/risk", "risks/state"}

// FormsRead are the forms that checks read, by what the forms are for: such a check
// is never met under rules that have no such form.
var FormsRead = map[string][]string{
	"assessed-value":        {FormAssessment},
	"assessed-impact":       {FormAssessment},
	"decided-to-proceed":    {FormAssessment},
	"requirements-signed":   {FormAgreement},
	"agreement-signed":      {FormAgreement},
	"planned-deliverables":  {FormPlan},
	"planned-method":        {FormPlan},
	"planned-communication": {FormPlan},
	"major-planned":         {FormPlan},
	"fits-window":           {FormPlan, FormRollback},
	checkTarget:             {FormPlan},
	"rollback-planned":      {FormRollback},
	"backout-planned":       {FormRollback},
	"minimum-tested":        {FormMinimum},
	"criteria-set":          {FormCriteria},
	"criteria-tested":       {FormCriteria, FormResults},
	"rollback-tested":       {FormResults},
	"package-tested":        {FormResults},
	"failures-decided":      {FormAcceptance},
	"put-right":             {FormUnauthorised},
	"prevention-done":       {FormUnauthorised},
	"notes-drafted":         {FormNotes},
	"notes-approved":        {FormNotes},
	"hand-over-written":     {FormHandOver},
	"outcome-stated":        {FormEvaluation},
	"objectives-judged":     {FormEvaluation},
	"failure-investigated":  {FormEvaluation},
	"intent-compared":       {FormEvaluation},
	"slip-explained":        {FormEvaluation},
}

// RunsRead are the checks that look at a deployment run: none is met where no
// stage up to theirs has runs.
var RunsRead = []string{"run-ended", "steps-finished", "verification-passed", "package-unaltered", "rollback-finished"}
