package task

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
)

// askWaiver asks to go through a gate without one of its checks.
var askWaiver = Task{
	Name: "ask-waiver", Title: "Ask for the waiver of a check", Act: action.AskWaiver{}, About: model.KindRelease, Also: []model.Kind{model.KindChange}, Makes: model.KindWaiver,
	Needs: func(id model.ID) model.Needs { return action.AskWaiver{Of: id}.Needs() },
	When: func(c *model.Case, id model.ID) string {
		of := c.SubjectOf(id)
		if of.Known() && of.Ended() {
			return "it is over"
		}
		return nothing(waivable(c, id), "no check that may be waived blocks its gate")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return begin("check", offerOnly(f, "check", waivable(c, id))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.AskWaiver{Of: id, Check: a.Get("check"), Reason: a.Get("reason"), Until: a.Moment("until", c.ZoneOf(id)), Seen: seen(c, id)}, nil
	},
}

// waivable are the checks that block a gate, may be waived, and for which nobody asked.
func waivable(c *model.Case, id model.ID) []option {
	of := c.SubjectOf(id)
	if !of.Known() {
		return nil
	}
	list, err := gate.Blocking(c, of)
	if err != nil {
		return nil
	}
	var out []option
	for _, f := range list {
		if gate.Waivable(of.Rules(c), f.Name()) && decision.WaiverAsked(c, id, f.Check) == nil {
			out = append(out, option{f.Check, f.Text})
		}
	}
	return out
}

// decideWaiver grants a waiver, or refuses it.
var decideWaiver = Task{
	Name: "decide-waiver", Title: "Decide on a waiver", Act: action.DecideWaiver{}, About: model.KindWaiver,
	Needs: withPeople,
	When:  waiverIs("nothing is to be decided on it", model.WaiverAsked),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if w := model.Get[*model.Waiver](c, id); w != nil {
			f.Help = fmt.Sprintf("%s, of %s, asked by %s until %s: %s. Found open: %s. ", w.Text, w.Of, c.PersonName(w.By), w.Until.TextIn(c.ZoneOf(w.Of)), w.Reason, w.Evidence) + f.Help
		}
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.DecideWaiver{Waiver: id, Yes: a.Get("verdict") == "grant", Comment: a.Get("comment"), Seen: seen(c, id)}, nil
	},
}

// withdrawWaiver ends one, or the request for it.
var withdrawWaiver = Task{
	Name: "withdraw-waiver", Title: "Withdraw the waiver", Act: action.WithdrawWaiver{}, About: model.KindWaiver,
	When: waiverIs("it is over", model.WaiverAsked, model.WaiverGranted),
}

// waiverIs makes a When of the states that a waiver has to be in.
func waiverIs(why string, states ...model.State) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		w := model.Get[*model.Waiver](c, id)
		if w == nil {
			return ""
		}
		for _, s := range states {
			if w.State() == s {
				return ""
			}
		}
		return why + ": it is " + model.StateWords(w)
	}
}
