package task

import (
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// reviewChange says what came of an RFC, and closes it.
var reviewChange = Task{
	Name: "review-change", Title: "Review the RFC", Act: action.ReviewChange{}, About: model.KindChange, Stands: []string{"outcome", "text"},
	When: inState(action.Unreviewed),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		ch := model.Get[*model.Change](c, id)
		if v := ch.Reviewed; v != nil {
			f.Help = "Reviewed by " + c.PersonName(v.By) + ", " + strings.ReplaceAll(v.Outcome, "-", " ") + ": " + strings.TrimSuffix(v.Text, ".") + ". " + f.Help
			return begin("outcome", v.Outcome, "text", v.Text), nil
		}
		return begin(), nil
	},
}

// deferChange puts an RFC into a named release, out of the one it is in.
var deferChange = Task{
	Name: "defer-change", Title: "Put it into a release", Act: action.DeferChange{}, About: model.KindChange,
	When: inState(func(ch *model.Change) string {
		if gate.GoesAlone(ch) {
			return "it goes its own way, in no release"
		}
		switch ch.State {
		case model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised, model.ChangeInRelease:
			return ""
		}
		return "it is " + model.StateWords(ch)
	}),
}
