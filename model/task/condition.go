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

// meetCondition says by what a condition of an approval, or of another decision, is met.
var meetCondition = Task{
	Name: "meet-condition", Title: "Meet a condition", Act: action.MeetCondition{}, About: model.KindApproval, Also: []model.Kind{model.KindChange, model.KindDocument, model.KindEntry, model.KindWindow},
	Needs: func(id model.ID) model.Needs { return action.MeetCondition{Approval: id}.Needs() },
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

// unmet are the conditions of a record that are not met, with their numbers.
func unmet(c *model.Case, id model.ID) []option {
	var out []option
	f, ok := c.Fact(id)
	if ap, is := f.Record.(*model.Approval); !ok || f.Record == nil || is && ap.Void != nil {
		return nil
	}
	for _, k := range model.Owing(f.Record) {
		if k.Met == nil {
			text := fmt.Sprintf("%s (%s)", k.Text, c.PersonName(k.By))
			if id.Kind() == model.KindWindow {
				text = string(k.Of) + ": " + text
			}
			out = append(out, option{strconv.Itoa(k.Number), text})
		}
	}
	return out
}
