package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
)

// delegate lets somebody decide for whoever acts; begun from a person, it is that one.
var delegate = Task{
	Name: "delegate", Title: "Delegate what you decide", Act: action.Delegate{}, Makes: model.KindDelegation, Also: []model.Kind{model.KindPerson}, Needs: ofServices,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		var scopes []option
		for _, s := range decision.Delegable(c.Rules) {
			scopes = append(scopes, option{s.ID, s.Title})
		}
		offer(f, "what", scopes)
		if id != "" && id != c.Who.ID() {
			return begin("person", string(id), "start", "today"), nil
		}
		return begin("start", "today"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		zone := Zone(c, id, a)
		return action.Delegate{Person: model.ID(a.Get("person")), From: a.Moment("start", zone), Until: a.Moment("end", zone), What: a.List("what"), Service: model.ID(a.Get("service")), Reason: a.Get("reason")}, nil
	},
}

// withdrawDelegation ends one before its time.
var withdrawDelegation = Task{
	Name: "withdraw-delegation", Title: "Withdraw it", Act: action.WithdrawDelegation{}, About: model.KindDelegation,
	When: func(c *model.Case, id model.ID) string {
		if d := model.Get[*model.Delegation](c, id); d != nil && !d.Open(c.Now) {
			if d.Withdrawn != nil {
				return "it is withdrawn already"
			}
			return "it is over"
		}
		return ""
	},
}
