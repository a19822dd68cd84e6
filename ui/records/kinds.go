package records

import (
	"strings"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
)

// kindLog stands for the log among the kinds of record.
const kindLog model.Kind = "log"

// kind is one table: what it is called, and how a row of it begins.
type kind struct {
	of        model.Kind
	one, many string
	what      string // what it is for, for those who see it empty
	sort      string // the column it is sorted by at first
	desc      bool
	// make and edit are the tasks that make and change one; where there is none,
	// why says who does it, or how.
	make, edit string
	why        string
}

// kinds lists the tables in the order in which they are offered.
var kinds = []kind{
	{of: model.KindChange, one: "change", many: "Changes", what: "Requests for change (RFC), each authorised before it is built and part of a release.", desc: true, make: "submit-change", edit: "edit-change"},
	{of: model.KindIncident, one: "incident", many: "Incidents", what: "Interruptions of services, and the releases that caused them.", desc: true, make: "open-incident", why: "an incident is linked and resolved, not edited"},
	{of: model.KindItem, one: "item", many: "Items", what: "The configuration items of the CMDB: what services are made of, and what depends on what.", make: "add-item", edit: "edit-item"},
	{of: model.KindMedia, one: "DML entry", many: "DML", what: "The definitive media library: what may be deployed, named by the SHA-256 of its content.", desc: true, why: "a package comes in with its file: fairway media add"},
	{of: model.KindService, one: "service", many: "Services", what: "What customers use and releases change.", make: "add-service", edit: "edit-service"},
	{of: model.KindWindow, one: "window", many: "Windows", what: "Freezes, maintenance windows and holidays of the calendar.", sort: "start", desc: true, make: "add-window", why: "a window is withdrawn and announced anew, not edited"},
	{of: model.KindPerson, one: "person", many: "People", what: "Who does, approves and reads things, and in which roles.", make: "add-person", edit: "edit-person"},
	{of: model.KindTeam, one: "team", many: "Teams", what: "Groups of people who build or run services.", make: "add-team", edit: "edit-team"},
	{of: model.KindProblem, one: "problem", many: "Problems", what: "Causes of incidents; known errors are those with a workaround.", desc: true, make: "open-problem", why: "a problem is resolved, not edited"},
	{of: model.KindDocument, one: "document", many: "Documents", what: "The filled forms of releases and changes, with their versions and approvers.", sort: "written", desc: true, why: "a document is written on its release or change"},
	{of: model.KindApproval, one: "approval", many: "Approvals", what: "Requests for authorisation and acceptance, with every decision on them.", sort: "asked", desc: true, why: "an approval is asked for on its release, and decided, not edited"},
	{of: model.KindBaseline, one: "baseline", many: "Baselines", what: "The state of the affected items before each deployment.", desc: true, why: "a baseline is taken on its release, and stays as it is"},
	{of: model.KindRun, one: "run", many: "Runs", what: "Deployments: the steps of the plan as they were carried out.", desc: true, why: "a run is started and led on its release"},
	{of: model.KindNotice, one: "notice", many: "Notices", what: "What was announced to whom, and when.", desc: true, why: "a notice is sent from its release, and stays as it was"},
	{of: model.KindProcurement, one: "procurement", many: "Procurement", what: "What was ordered for releases.", sort: "due", why: "something is ordered on its release"},
	{of: model.KindMilestone, one: "milestone", many: "Milestones", what: "Dates that people watch which are no deployments.", sort: "date", desc: true, make: "set-milestone", why: "a milestone is set on the calendar or its release"},
	{of: kindLog, one: "entry", many: "Log", what: "Every change that was ever made, chained so that none can be taken away unnoticed.", desc: true, why: "the log is written by what people do, and never by hand"},
}

// columnsOf are the columns of a kind, as store has them; those of the log are
// its own.
func columnsOf(k kind) []store.TableColumn {
	if k.of == kindLog {
		return []store.TableColumn{{Name: "position", Of: "id"}, {Name: "at", Of: "at"}, {Name: "who", Of: "person"}, {Name: "action", Of: "grade"}, {Name: "subject", Of: "subject"}, {Name: "note", Of: "title"}}
	}
	return store.TableColumns(k.of)
}

// needs says how much room a column needs and how soon it goes without. What
// names the record never goes.
func needs(k kind, c store.TableColumn) kit.TableColumn {
	out := kit.TableColumn{Name: c.Name}
	switch c.Of {
	case "id":
		out.Least, out.Ideal = 8, 9
	case "title":
		out.Least, out.Ideal, out.Grow = 18, 44, 3
	case "state":
		out.Least, out.Ideal, out.Rank = 11, 14, 1
	case "at":
		out.Least, out.Ideal, out.Rank = dateWidth, dateWidth, 3
	case "until":
		out.Least, out.Ideal, out.Rank = dateWidth, dateWidth, 6
	case "grade":
		out.Least, out.Ideal, out.Rank = 11, 18, 4
	case "service":
		out.Least, out.Ideal, out.Rank, out.Grow = 10, 22, 2, 1
	case "person":
		out.Least, out.Ideal, out.Rank, out.Grow = 12, 20, 5, 1
	case "subject":
		out.Least, out.Ideal, out.Rank = 8, 9, 2
	case "handle":
		out.Least, out.Ideal, out.Rank = 9, 14, 3
	}
	switch k.of {
	case model.KindIncident:
		if c.Of == "grade" {
			out.Least, out.Ideal, out.Rank = 8, 9, 1
		}
	case model.KindPerson:
		if c.Of == "grade" {
			out.Ideal, out.Grow, out.Rank = 40, 4, 1
		}
	case model.KindWindow, model.KindMilestone:
		if c.Of == "at" {
			out.Rank = 1
		}
	case kindLog:
		switch c.Of {
		case "title":
			out.Least = 30
		case "id":
			out.Right = true
		case "at":
			out.Rank = 1
		case "person":
			out.Rank = 2
		case "grade":
			out.Rank = 6
		case "subject":
			out.Rank = 3
		}
	}
	return out
}

// counted is so many of a kind, in words.
func (k kind) counted(n int) string {
	if n == 1 {
		return "1 " + k.one
	}
	switch k.of {
	case model.KindMedia:
		return thousands(n) + " DML entries"
	case model.KindProcurement:
		return thousands(n) + " procurements"
	case kindLog:
		return thousands(n) + " entries"
	}
	return thousands(n) + " " + strings.ToLower(k.many)
}
