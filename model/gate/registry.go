package gate

import "slices"

// Checks that are asked about elsewhere: that a deployment is inside its window, which time
// alone brings, and that early life has lasted its days, which makes a stage one of early life.
const (
	InsideWindow = "inside-window"
	NoHardFreeze = "no-hard-freeze"
	FreezeKnown  = "freeze-known"
	// NoHardConflict is open until each hard conflict is accepted or gone.
	NoHardConflict = "no-hard-conflict"
	DaysPassed     = "days-passed"
	// NoticeSent is met by a notice of the planned dates that was sent in time.
	NoticeSent = "notice-sent"
)

// registry names every check. Process data refers to these names; a name that
// was once released keeps its meaning.
var registry = map[string]func(facts) answer{
	// Registration
	"declared":      declared,
	"typed":         typed,
	"titled":        titled,
	"service-named": serviceNamed,
	"owned":         owned,
	"contents-said": contentsSaid,
	"rfc-linked":    rfcLinked,
	checkExclusive:  rfcExclusive,
	checkClocks:     clocksChecked,
	checkEntry:      entryFollowed,

	// Assessment
	"assessed-value":      assessedValue,
	"assessed-impact":     assessedImpact,
	"risk-scored":         riskScored,
	"conflicts-scanned":   conflictsScanned,
	"decided-to-proceed":  decidedToProceed,
	"requirements-signed": agreementWritten,

	// Planning
	checkDates:              plannedDates,
	"planned-deliverables":  plannedDeliverables,
	"planned-method":        plannedMethod,
	"planned-communication": plannedCommunication,
	"planned-procurement":   plannedProcurement,
	"rollback-planned":      rollbackPlanned,
	"backout-planned":       backoutPlanned,
	"criteria-set":          criteriaSet,
	"fits-window":           fitsWindow,
	"major-planned":         majorPlanned,
	checkTarget:             targetKept,
	checkAuthorised:         rfcsAuthorised,
	"authorised":            authorised,

	// Build
	"package-in-dml":       packageInDML,
	"items-listed":         itemsListed,
	"procurement-received": procurementReceived,
	"hardware-registered":  hardwareRegistered,
	"agreement-signed":     agreementSigned,
	"notes-drafted":        notesDrafted,

	// Test
	"criteria-tested": criteriaTested,
	"rollback-tested": rollbackTested,
	"package-tested":  packageTested,
	"minimum-tested":  minimumTested,

	// Acceptance
	"failures-decided": failuresDecided,
	"form-written":     formWritten,
	"notes-approved":   notesApproved,

	// Scheduled
	"authorisation-valid": authorisationValid,
	InsideWindow:          insideWindow,
	NoHardFreeze:          noHardFreeze,
	checkConditions:       conditionsMet,
	NoHardConflict:        noHardConflict,
	FreezeKnown:           freezeKnown,
	"items-baselined":     itemsBaselined,
	NoticeSent:            noticeSent,
	"told":                told,
	"rollback-owned":      rollbackOwned,

	// Deployment
	"run-ended":           runEnded,
	"steps-finished":      stepsFinished,
	"verification-passed": verificationPassed,
	"package-unaltered":   packageUnaltered,
	"rollback-finished":   rollbackFinished,

	// Early life
	DaysPassed:          daysPassed,
	"no-major-incident": noMajorIncident,
	"items-updated":     itemsUpdated,
	"hand-over-written": handedOver,

	// Anywhere
	checkTool: toolSucceeded,

	// What was made without authorisation
	"risk-assessed":   riskAssessed,
	"put-right":       putRight,
	"prevention-done": preventionDone,

	// Evaluation
	"outcome-stated":       outcomeStated,
	"objectives-judged":    objectivesJudged,
	"failure-investigated": failureInvestigated,
	"intent-compared":      intentCompared,
	"slip-explained":       slipExplained,
}

// Names lists every check, sorted, for linting process data.
func Names() []string {
	out := make([]string, 0, len(registry))
	for name := range registry {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// WantApproved are the checks that want a document approved, with what it is for.
var WantApproved = map[string]string{"notes-approved": FormNotes, "agreement-signed": FormAgreement}

// countersigned asks again what was waived, by any of the others.
func init() { registry[Countersigned] = countersigned }
