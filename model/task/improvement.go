package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// reportImprovement says that an improvement action is done: the action itself, or one of
// the release or change that it is begun from.
var reportImprovement = Task{
	Name: "report-improvement", Title: "Report an improvement action done", Act: action.ReportImprovement{}, About: model.KindImprovement, Also: []model.Kind{model.KindRelease, model.KindChange},
	Which: openImprovements, None: "no improvement action of it is open",
	When: func(c *model.Case, id model.ID) string {
		if i := model.Get[*model.Improvement](c, id); i != nil && i.State() != model.ImprovementOpen {
			return "it is " + model.StateWords(i)
		}
		return nothing(openImprovements(c, id), "no improvement action of it is open")
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		id := model.ID(a.Get("improvement"))
		return action.ReportImprovement{Improvement: id, Text: a.Get("text"), Seen: seen(c, id)}, nil
	},
}

// openImprovements are those of a record that are not done, or the action itself.
func openImprovements(c *model.Case, id model.ID) []option {
	var out []option
	list := c.Improvements(id)
	if i := model.Get[*model.Improvement](c, id); i != nil {
		list = []*model.Improvement{i}
	}
	for _, i := range list {
		if i.State() == model.ImprovementOpen {
			out = append(out, option{string(i.ID), string(i.ID) + "  " + i.Action})
		}
	}
	return out
}

// handImprovement gives one to somebody else, or another date.
var handImprovement = Task{
	Name: "hand-improvement", Title: "Hand it on", Act: action.HandImprovement{}, About: model.KindImprovement,
	When: func(c *model.Case, id model.ID) string {
		if i := model.Get[*model.Improvement](c, id); i != nil && i.State() != model.ImprovementOpen {
			return "it is " + model.StateWords(i)
		}
		return ""
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		of := id
		if i := model.Get[*model.Improvement](c, id); i != nil {
			of = i.Of
		}
		return action.HandImprovement{Improvement: id, Owner: model.ID(a.Get("owner")), Due: a.Moment("due", c.ZoneOf(of)), Reason: a.Get("reason"), Seen: seen(c, id)}, nil
	},
}
