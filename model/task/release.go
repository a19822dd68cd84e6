package task

import (
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// hold stops the work on a release until a date.
var hold = Task{
	Name: "hold", Title: "Put on hold", About: model.KindRelease,
	When: func(c *model.Case, id model.ID) string {
		if r := model.Get[*model.Release](c, id); r != nil && r.Hold != nil {
			return "it is on hold already"
		}
		return ""
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		h := action.Hold{Release: id, Reason: a.Get("reason")}
		if m := a.Moment("review", zoneOf(c, id)); !m.IsZero() {
			h.Review = m.At
		}
		if f, ok := c.Fact(id); ok {
			h.Seen = f.Since
		}
		return h, nil
	},
}

// zoneOf is the zone in which dates about a record are meant.
func zoneOf(c *model.Case, id model.ID) *time.Location {
	return c.Zone(model.Get[*model.Release](c, id))
}
