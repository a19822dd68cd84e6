package store

import (
	"slices"

	"fairway/model"
)

// TableColumn is one column of the table of a kind of record.
type TableColumn struct {
	// Name is what people call it in this kind: severity, opened. It stands over
	// the column and is the field to filter on.
	Name string
	// Of is the same for every kind: id, title, state, grade, service, person,
	// subject, at, until, handle. It works in a filter as well.
	Of string
	// Values are those it can have, in their order, where they are fixed.
	Values []string
	// Several says that it holds any number of values with blanks between them.
	Several bool
}

// tables lists the columns of each kind that is shown as a table, the most
// telling first.
var tables = map[model.Kind][]TableColumn{
	model.KindRelease: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "state", Of: "state", Values: []string{"open", "hold", "closed", "cancelled"}}, {Name: "type", Of: "grade"}, {Name: "service", Of: "service"},
		{Name: "coordinator", Of: "person"}, {Name: "start", Of: "at"}, {Name: "end", Of: "until"}},
	model.KindChange: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"},
		{Name: "state", Of: "state", Values: []string{model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised, model.ChangeInRelease, model.ChangeImplemented, model.ChangeReviewed, model.ChangeClosed, model.ChangeRejected, model.ChangeWithdrawn}},
		{Name: "category", Of: "grade", Values: model.ChangeCategories}, {Name: "service", Of: "service"}, {Name: "requester", Of: "person"}, {Name: "submitted", Of: "at"}},
	model.KindIncident: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "severity", Of: "grade", Values: []string{"P1", "P2", "P3", "P4"}},
		{Name: "state", Of: "state", Values: []string{"open", "resolved", "closed"}}, {Name: "service", Of: "service"}, {Name: "reporter", Of: "person"}, {Name: "opened", Of: "at"}, {Name: "resolved", Of: "until"}},
	model.KindProblem: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "state", Of: "state", Values: []string{"open", "known-error", "closed"}}, {Name: "service", Of: "service"}, {Name: "opened", Of: "at"}},
	model.KindItem: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "class", Of: "grade"}, {Name: "state", Of: "state", Values: []string{"planned", "live", "retired"}},
		{Name: "service", Of: "service"}, {Name: "owner", Of: "person"}},
	model.KindMedia: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "medium", Of: "grade"}, {Name: "state", Of: "state", Values: []string{"in", "withdrawn"}},
		{Name: "by", Of: "person"}, {Name: "added", Of: "at"}},
	model.KindService: {{Name: "id", Of: "id"}, {Name: "name", Of: "title"}, {Name: "handle", Of: "handle"}, {Name: "state", Of: "state", Values: []string{"active", "retired"}},
		{Name: "criticality", Of: "grade"}, {Name: "owner", Of: "person"}},
	model.KindWindow: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "class", Of: "grade", Values: []string{"hard freeze", model.WindowFreeze, model.WindowMaintenance, model.WindowHoliday}},
		{Name: "start", Of: "at"}, {Name: "end", Of: "until"}, {Name: "service", Of: "service"}, {Name: "state", Of: "state", Values: []string{"active", "withdrawn"}}},
	model.KindPerson: {{Name: "id", Of: "id"}, {Name: "name", Of: "title"}, {Name: "handle", Of: "handle"}, {Name: "role", Of: "grade", Several: true},
		{Name: "state", Of: "state", Values: []string{"active", "left"}}},
	model.KindTeam: {{Name: "id", Of: "id"}, {Name: "name", Of: "title"}, {Name: "handle", Of: "handle"}, {Name: "lead", Of: "person"}},
	model.KindDocument: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "form", Of: "grade"},
		{Name: "state", Of: "state", Values: []string{"written", "approved"}}, {Name: "author", Of: "person"}, {Name: "written", Of: "at"}},
	model.KindApproval: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "state", Of: "state", Values: []string{"pending", "approved", "rejected", "void"}},
		{Name: "asker", Of: "person"}, {Name: "asked", Of: "at"}, {Name: "purpose", Of: "grade"}},
	model.KindBaseline: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "by", Of: "person"}, {Name: "taken", Of: "at"}},
	model.KindRun: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "state", Of: "state", Values: []string{"running", model.RunDeployed, model.RunFailed, model.RunRolledBack}},
		{Name: "environment", Of: "grade"}, {Name: "by", Of: "person"}, {Name: "started", Of: "at"}, {Name: "ended", Of: "until"}},
	model.KindNotice: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "channel", Of: "grade"}, {Name: "by", Of: "person"}, {Name: "sent", Of: "at"}},
	model.KindProcurement: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "subject", Of: "subject"}, {Name: "state", Of: "state", Values: []string{"ordered", "received", "dropped"}},
		{Name: "due", Of: "at"}, {Name: "received", Of: "until"}},
	model.KindMilestone: {{Name: "id", Of: "id"}, {Name: "title", Of: "title"}, {Name: "date", Of: "at"}, {Name: "until", Of: "until"}, {Name: "subject", Of: "subject"},
		{Name: "service", Of: "service"}, {Name: "state", Of: "state", Values: []string{"set", "withdrawn"}}},
}

// TableColumns lists the columns of a kind's table; none for a kind without one.
func TableColumns(kind model.Kind) []TableColumn { return slices.Clone(tables[kind]) }

// gone is the state of a record whose body was removed, whatever its kind.
const gone = "redacted"
