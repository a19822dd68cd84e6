package task

import (
	"cmp"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// holdStandup says that a standup was held; begun from a team, it is that one's.
var holdStandup = Task{
	Name: "hold-standup", Title: "Say that a standup was held", Act: action.HoldStandup{}, Also: []model.Kind{model.KindTeam},
	Open: func(_ *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("team", string(id)), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.HoldStandup{Team: cmp.Or(model.ID(a.Get("team")), id), Happened: at(a, "happened", c.Rules.Policy.Location())}, nil
	},
}
