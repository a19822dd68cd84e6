package task

import (
	"cmp"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// said reads what somebody says in a decision: in the question called name they decide yes,
// which is the answer called yes, or no, or say one of the words that decide nothing. id is
// the record that the task was begun from, on whose clock its time is read, and leads who has
// to meet the conditions of a yes where nobody is named.
func said(c *model.Case, id model.ID, a form.Answers, name, yes string, leads model.ID) (action.Words, bool) {
	w := action.Words{Happened: at(a, "happened", Zone(c, id, a))}
	if verdict := a.Get(name); slices.Contains([]string{model.Ask, model.Abstain, model.Remark}, verdict) {
		w.Verdict = verdict
	}
	if a.Get(name) != yes {
		return w, false
	}
	if w.Conditions = a.Get("conditions"); w.Conditions != "" {
		w.MeetBy = cmp.Or(model.ID(a.Get("meet_by")), leads)
	}
	return w, true
}

// leadsPaper is who leads what a document is of, else who wrote it.
func leadsPaper(c *model.Case, d *model.Document) model.ID {
	if of := c.SubjectOf(d.Of); of.Known() {
		return cmp.Or(of.Leads(), d.Author)
	}
	return d.Author
}
