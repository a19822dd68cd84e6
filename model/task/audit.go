package task

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
)

// drawAudit begins an audit of a service's items with a sample.
var drawAudit = Task{
	Name: "draw-audit", Title: "Draw a sample of its items for an audit", Act: action.DrawAudit{}, About: model.KindService,
	When: func(c *model.Case, id model.ID) string {
		if left, d := action.Unlooked(c, id); len(left) > 0 {
			return fmt.Sprintf("the audit of %s goes on: %d to look at", d.Meant().Get("held"), len(left))
		}
		return ""
	},
}

// findItem says how an item was found in an audit.
var findItem = Task{
	Name: "find-item", Title: "Say how an item was found in the audit", Act: action.FindItem{}, About: model.KindService,
	When: func(c *model.Case, id model.ID) string {
		left, d := action.Unlooked(c, id)
		if d == nil {
			return "no audit of its items was begun"
		}
		if len(left) == 0 {
			return "all items of its last audit were looked at"
		}
		return ""
	},
	Needs: func(id model.ID) model.Needs {
		return model.Needs{IDs: []model.ID{id}}
	},
	Kinds: []model.Kind{model.KindItem},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		left, _ := action.Unlooked(c, id)
		list := records(c, left)
		offer(f, "item", list)
		offerFound(f)
		return begin("item", list[0].value), nil
	},
}

func offerFound(f *form.Form) {
	offer(f, "found", []option{{gate.FoundRight, "Right"}, {gate.FoundDiffers, "It differs"}, {gate.FoundMissing, "It is missing"}, {gate.FoundUnchecked, "It was not looked at"}})
}
