package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// advanceRelease moves an emergency on, which may have happened before it is entered.
// Other releases go on at a key: there is nothing to ask.
var advanceRelease = Task{
	Name: "advance-release", Title: "Move the emergency on", Act: action.Advance{}, About: model.KindRelease, Needs: gate.Needs,
	When: on(open, func(_ *model.Case, r *model.Release) string {
		if r.Emergency() == nil {
			return "it is no emergency: it goes on when its gate is found open"
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if g, err := gate.At(c, model.Get[*model.Release](c, id), ""); err == nil {
			f.Help = gateWords(c, g)
		}
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		act := action.Advance{Release: id, Happened: at(a, "happened", c.ZoneOf(id)), Seen: seen(c, id)}
		if r := model.Get[*model.Release](c, id); r != nil {
			act.From = r.Stage
		}
		return act, nil
	},
}
