package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// draftNotes drafts the release notes, or drafts them anew.
var draftNotes = Task{
	Name: "renew-notes", Title: "Draft the release notes from the records", Act: action.DraftNotes{}, About: model.KindRelease, When: on(open),
	Needs: func(id model.ID) model.Needs { return action.DraftNotes{Release: id}.Needs() },
	Make: func(c *model.Case, id model.ID, answers form.Answers) (action.Action, error) {
		a := action.DraftNotes{Release: id, All: answers.Yes("all")}
		if d := c.Document(gate.FormNotes, id); d != nil {
			a.Document, a.Seen = d.ID, seen(c, d.ID)
		}
		return a, nil
	},
}
