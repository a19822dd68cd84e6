package task

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// meetCondition says by what a condition of an approval is met.
var meetCondition = Task{
	Name: "meet-condition", Title: "Meet a condition", Act: action.MeetCondition{}, About: model.KindApproval,
	When: func(c *model.Case, id model.ID) string {
		return nothing(unmet(c, id), "no condition of it waits to be met")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := unmet(c, id)
		offer(f, "number", list)
		return begin("number", list[0].value), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		n, err := strconv.Atoi(a.Get("number"))
		if err != nil {
			return nil, model.Refuse("meet a condition of "+string(id), fmt.Sprintf("%q is no number of a condition", a.Get("number")))
		}
		return action.MeetCondition{Approval: id, Number: n, Record: model.ID(strings.ToUpper(strings.TrimSpace(a.Get("by")))), Note: a.Get("note"), Happened: conditionMet(c, id, a), Seen: seen(c, id)}, nil
	},
}

// conditionMet is when it was met, on the clock of what was approved.
func conditionMet(c *model.Case, id model.ID, a form.Answers) time.Time {
	if ap := model.Get[*model.Approval](c, id); ap != nil {
		id = ap.Of
	}
	return at(a, "happened", c.ZoneOf(id))
}

// unmet are the conditions of an approval that are not met, with their numbers.
func unmet(c *model.Case, id model.ID) []option {
	var out []option
	if ap := model.Get[*model.Approval](c, id); ap != nil && ap.Void == nil {
		for i, k := range ap.Conditions() {
			if k.Met == nil {
				out = append(out, option{strconv.Itoa(i + 1), fmt.Sprintf("%s (%s)", k.Text, c.PersonName(k.By))})
			}
		}
	}
	return out
}
