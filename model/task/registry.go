package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
)

// all lists every task, in the order in which they are offered. A new one is a
// line here, and a form in assets/tasks; one that needs more than its form says is
// a value in the file of what it is about.
var all = completed([]Task{
	// What is entered anew.
	register, submitChange, captureChange, openIncident,
	openProblem,
	addWindow, addItem, addService,
	{Name: "add-team", Title: "Add a team", Act: action.WriteTeam{}, Makes: model.KindTeam},
	addPerson, callMeeting, planTrain, closePeriod,

	// A release, in the order of its life.
	editRelease, scope, affect,
	{Name: "scan", Title: "Scan for conflicts", Act: action.Scan{}, About: model.KindRelease, When: on(open), Needs: gate.Needs},
	reschedule,
	checkDates, procure, receive, dropProcurement,
	requestApproval, decideApproval, takeDown, countersign, retractApproval, withdrawApproval, readdressApproval, meetCondition, approveDocument, retractDocument, addMedia,
	acceptConflict, retractConflict, askException, decideException, retractException, askWaiver, decideWaiver, takeDownWaiver, countersignWaiver, retractWaiver, withdrawWaiver, takeBaseline, sendNotice,
	startRun, doStep, skipStep, passVerification, failVerification, rollBack, endRun, restoreService, stateInstalled, withdrawInstallation,
	updateItem, reportEarlyLife, resolveIncident, linkIncident, setMilestone,
	hold, resume, sendBack, undo, cancel, reopen, migrateRelease, copyRelease, advanceRelease,
	beginStep, failStep, noteRun, addStep, giveStep, decideGo, handRun,

	// The other records.
	assessChange, decideChange, advanceChange, verifyBackOut, followUpChange, retractChange, editChange, deferChange, reviewChange, withdrawChange,
	editIncident, regradeIncident, reopenIncident, resolveProblem, reopenProblem, reopenPeriod, withdrawMedia, editItem, relateItem, editWindow, skipOccurrence, moveOccurrence, addOccurrence, withdrawWindow,
	editTrain, skipDeparture, registerDeparture, boardTrain, endTrain,
	editService, drawAudit, findItem,
	{Name: "edit-team", Title: "Edit the team", Act: action.WriteTeam{}, About: model.KindTeam, Edits: true},
	{Name: "edit-person", Title: "Edit the person", Act: action.WritePerson{}, About: model.KindPerson, Edits: true},
	grantRole, revokeRole, leavePerson, returnPerson,
	reviewRules, decideRules, retractProposal, adoptRules, withdrawProposal,
	proposeEntry, editEntry, decideEntry, retractEntry, suspendEntry, resumeEntry, retireEntry,

	// A meeting of the CAB.
	openMeeting, joinMeeting, nextItem, takeUp, vote, handLead, leaveMeeting, closeMeeting, cancelMeeting,

	// Whatever the record.
	askQuestion, answerQuestion, withdrawQuestion, comment,
	delegate, withdrawDelegation,
	reportImprovement, handImprovement,
	annotate, withdrawAnnotation,
	draftNotes,
	agree, withdrawAgreement, recordOutage, endOutage, cancelOutage,
	retryJob, dropJob,
	keepReport, handOutReport,
	holdStandup,
})
