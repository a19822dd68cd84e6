package task

// all lists every task, in the order in which they are offered. A new one is a
// value in the file of what it is about, a line here, and a form in
// assets/tasks.
var all = []Task{
	// What is entered anew.
	register, submitChange, openIncident, openProblem, addWindow, addItem, addService, addTeam, addPerson,

	// A release, in the order of its life.
	editRelease, scope, affect, scan, reschedule, procure, receive, dropProcurement,
	requestApproval, decideApproval, approveDocument, addMedia,
	acceptConflict, askException, decideException, takeBaseline, sendNotice,
	startRun, doStep, skipStep, passVerification, failVerification, rollBack, endRun,
	updateItem, resolveIncident, linkIncident, setMilestone,
	hold, resume, sendBack, undo, cancel, reopen,

	// The other records.
	assessChange, decideChange, editChange, withdrawChange,
	resolveProblem, withdrawMedia, editItem, withdrawWindow,
	editService, editTeam, editPerson, grantRole, revokeRole, leavePerson, returnPerson,
}
