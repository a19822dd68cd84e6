package task

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
		return action.AskWaiver{Of: id, Check: checkCalled(c, id, a.Get("check")), Reason: a.Get("reason"), Until: a.Moment("until", c.ZoneOf(id)), Happened: at(a, "happened", c.ZoneOf(id)), Seen: seen(c, id)}, nil
	},
}

// checkCalled is the check that somebody means: by its name, also with spaces as lists
// write it, or in its words; else what they said.
func checkCalled(c *model.Case, id model.ID, text string) string {
	list, err := gate.Standing(c, c.SubjectOf(id))
	if err != nil {
		return text // the action says what is wrong
	}
	list = append(list, gate.Unwaived(c, c.SubjectOf(id))...)
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	for _, f := range list {
		if slices.Contains([]string{plain(f.Check), plain(strings.ReplaceAll(f.Check, "-", " ")), plain(f.Text)}, plain(text)) {
			return f.Check
		}
	}
	return text
}

// waivable are the checks that block a gate, may be waived, and for which nobody asked. Of
// an emergency those that are met by now come after them: what was missing then can have
// been waived then.
func waivable(c *model.Case, id model.ID) []option {
	of := c.SubjectOf(id)
	if !of.Known() {
		return nil
	}
	list, err := gate.Standing(c, of)
	if err != nil {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(list), func(f gate.Finding) bool { return f.Answer != gate.Met || of.Emergency() == nil })
	list = slices.Concat(slices.DeleteFunc(list, func(f gate.Finding) bool { return !f.Blocks() }), gate.Unwaived(c, of), rest)
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
		said, yes := said(c, id, a, "verdict", "grant", "")
		return action.DecideWaiver{Waiver: id, Yes: yes, Comment: a.Get("comment"), Words: said, Seen: seen(c, id)}, nil
	},
}

// waiverAt is when something happened to a waiver, on the clock of what it is of.
func waiverAt(c *model.Case, id model.ID, a form.Answers) time.Time {
	zone := c.ZoneOf(id)
	if w := model.Get[*model.Waiver](c, id); w != nil {
		zone = c.ZoneOf(w.Of)
	}
	return at(a, "happened", zone)
}

// takeDownWaiver writes down what somebody decided on one by word of mouth.
var takeDownWaiver = Task{
	Name: "take-down-waiver", Title: "Take down a decision on a waiver", Act: action.TakeDownWaiver{}, About: model.KindWaiver,
	Needs: withPeople,
	When: func(c *model.Case, id model.ID) string {
		if why := waiverIs("nothing is to be decided on it", model.WaiverAsked)(c, id); why != "" {
			return why
		}
		if w := model.Get[*model.Waiver](c, id); w != nil && !action.Spoken(c, c.SubjectOf(w.Of)) {
			return "it is not given by word of mouth"
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		return begin("channel", "phone"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.TakeDownWaiver{Waiver: id, Decider: model.ID(a.Get("decider")), Yes: a.Get("verdict") == "grant", Channel: a.Get("channel"), Comment: a.Get("comment"), Happened: waiverAt(c, id, a), Seen: seen(c, id)}, nil
	},
}

// countersignWaiver is what somebody says to what was taken down of them.
var countersignWaiver = Task{
	Name: "countersign-waiver", Title: "Countersign what you decided", Act: action.CountersignWaiver{}, About: model.KindWaiver,
	When: func(c *model.Case, id model.ID) string {
		if w := model.Get[*model.Waiver](c, id); w != nil && (w.Decided == nil || !w.Decided.Verbal.Waits()) {
			return "nothing of it waits to be countersigned"
		}
		return ""
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.CountersignWaiver{Waiver: id, Yes: a.Get("verdict") == "countersign", Comment: a.Get("comment"), Seen: seen(c, id)}, nil
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
