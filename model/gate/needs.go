package gate

import "fairway/model/process"

// FormNeeds is what the checks and the other code read in forms, by what the forms
// and their questions are for.
var FormNeeds = []process.Need{
	{Purpose: FormRFC},
	{Purpose: FormAssessment, Fields: []string{"risk", "benefit", "feasibility", "cost", "impact_services", "impact_security", "impact_capacity", "impact_releases", "decision"},
		Options: map[string][]string{"decision": {"proceed", "abandon"}}},
	{Purpose: FormPlan, Fields: []string{"duration", "deliverables", "method", "steps", "steps/text", "verification", "verification/text", "communication"}},
	{Purpose: FormRollback, Fields: []string{"trigger", "owner", "duration", "no_return", "steps", "steps/text"}},
	{Purpose: FormCriteria, Fields: []string{"criteria", "criteria/id", "criteria/criterion"}},
	{Purpose: FormResults, Fields: []string{"results", "results/id", "results/result", "results/evidence", "rollback_tested"},
		Options: map[string][]string{"results/result": {"passed", "failed", "waived"}}},
	{Purpose: FormAcceptance, Fields: []string{"waivers", "waivers/id", "waivers/decision", "waivers/organisation", "waivers/party"},
		Options: map[string][]string{"waivers/decision": {"accept"}}},
	{Purpose: FormNotes, Fields: []string{"notes"}},
	{Purpose: FormAgreement, Fields: []string{"terms", "effective"}},
	{Purpose: FormEvaluation, Fields: []string{"outcome", "objectives_met", "objectives", "investigation", "compared", "slip"},
		Options: map[string][]string{"outcome": {"successful", "failed", "rolled-back"}}},
}
