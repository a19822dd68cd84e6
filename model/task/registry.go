package task

// all lists every task, in the order in which they are offered. A new one is a
// value in the file of what it is about, a line here, and a form in
// assets/tasks.
var all = []Task{
	register,
	editRelease, scope, affect, reschedule, scan, acceptConflict, askException, decideException,
	procure, receive, dropProcurement, hold, resume, sendBack, setMilestone, undo, cancel, reopen,
}
