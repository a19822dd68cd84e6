package task

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/process"
)

// submitChange enters a request for change.
var submitChange = Task{
	Name: "submit-change", Title: "Submit an RFC", Act: action.SubmitChange{}, Makes: model.KindChange, Needs: ofServices, Kinds: []model.Kind{model.KindEntry},
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		list := changeTypes(c, f)
		offerEntries(c, f, model.KindChange)
		first := ""
		if len(list) > 0 {
			first = list[0].value
		}
		declaring(c, f, model.KindChange)
		return begin("category", "enhancement", "type", first), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		impact, _ := strconv.Atoi(a.Get("impact")) // the form's rules saw that it is a number
		ch := model.Change{Impact: impact, Urgency: a.Get("urgency"), Title: a.Get("title"), Text: a.Get("text"), Category: a.Get("category"), Type: a.Get("type"), Service: model.ID(a.Get("service")),
			Requester: model.ID(a.Get("requester")), Builder: model.ID(a.Get("builder")), Items: ids(a, "items"), Closes: ids(a, "closes"), Entry: followed(a), Declared: declaration(c, id, a)}
		return action.SubmitChange{Change: ch}, nil
	},
}

// changeTypes fills in what an RFC can be, and returns the processes it can
// follow: the normal one first.
func changeTypes(c *model.Case, f *form.Form) []option {
	var types []option
	for _, p := range c.Rules.Processes {
		switch one := (option{p.ChangeType(), p.Title}); {
		case !submitted(&p):
		case p.Means() == process.NormalChange:
			types = slices.Insert(types, 0, one)
		default:
			types = append(types, one)
		}
	}
	offer(f, "category", plain(model.ChangeCategories...))
	offerUrgency(c, f)
	offer(f, "type", types)
	for _, p := range c.Rules.Processes {
		if submitted(&p) {
			mean(f, "type", p.ChangeMeans(), p.ChangeType())
		}
	}
	return types
}

// advanceChange moves on a change that goes its own way.
var advanceChange = Task{
	Name: "advance-change", Title: "Move the change on", Act: action.AdvanceChange{}, About: model.KindChange, Needs: gate.ChangeNeeds,
	When: inState(func(ch *model.Change) string {
		switch {
		case !gate.GoesAlone(ch):
			return "it goes with its release"
		case ch.Ended():
			return "it is " + model.StateWords(ch)
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if g, err := gate.ChangeAt(c, model.Get[*model.Change](c, id)); err == nil {
			f.Help = gateWords(c, g)
		}
		return begin(), nil
	},
}

// gateWords say how the gate of a release or change stands: what is still missing, or where it
// leads.
func gateWords(c *model.Case, g gate.Gate) string {
	if met, all := g.Count(); !g.Ready() {
		var open []string
		for _, f := range g.Findings {
			if f.Blocks() {
				open = append(open, f.Text+": "+f.Evidence)
			}
		}
		return fmt.Sprintf("%d of %d checks are met%s. Missing: %s.", met, all, g.WaivedWords(), strings.Join(open, "; "))
	}
	if p := c.SubjectOf(g.Release).Process(c); p != nil {
		if next, _ := p.Stage(g.Next); next != nil {
			return "Every check is met" + g.WaivedWords() + ". It goes on to " + next.Title + "."
		}
	}
	return ""
}

// offerUrgency fills in how urgent an RFC can be; under rules that say nothing of it
// that is not asked.
func offerUrgency(c *model.Case, f *form.Form) {
	if len(c.Rules.Policy.Urgencies) == 0 {
		without(f, "the policy in force has no urgencies", "urgency")
		return
	}
	offer(f, "urgency", model.Each(c.Rules.Policy.Urgencies, func(u process.Urgency) option { return option{u.ID, u.Title} }))
}

// editChange changes an RFC, as long as nobody builds it.
var editChange = Task{
	Name: "edit-change", Title: "Edit the RFC", Act: action.EditChange{}, About: model.KindChange, Edits: true,
	When: inState(func(ch *model.Change) string {
		switch ch.State {
		case model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised, model.ChangeCaptured, model.ChangeUnderReview:
			return ""
		case model.ChangeInRelease:
			return "it is being built: take it out of its release first"
		}
		return fmt.Sprintf("it is %s: that stays as it is", ch.State)
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		changeTypes(c, f)
		if ch := model.Get[*model.Change](c, id); ch != nil && ch.Unauthorised() { // that stays so
			offer(f, "type", []option{{ch.Type, ch.Type}})
		}
		return asItStands(c, id, *f), nil
	},
}

// inState makes a When of what has to hold of an RFC.
func inState(holds func(*model.Change) string) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			return holds(ch)
		}
		return ""
	}
}

// assessChange records what an RFC does to services, security and the rest.
var assessChange = Task{
	Name: "assess-change", Title: "Assess an RFC", Act: action.AssessChange{}, About: model.KindChange, Also: []model.Kind{model.KindRelease},
	Which: changesIn(model.ChangeSubmitted, model.ChangeCaptured), None: "no RFC of it waits for an assessment",
	When: inState(func(ch *model.Change) string {
		if ch.Emergency() != nil {
			return "it is an emergency: its board decides on it as it is"
		}
		if ch.State != model.ChangeSubmitted && ch.State != model.ChangeCaptured {
			return "it is " + model.StateWords(ch)
		}
		return ""
	}),
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		offerRisk(c, f)
		offerUrgency(c, f)
		return begin(), nil
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		ch := model.ID(a.Get("change"))
		impact, _ := strconv.Atoi(a.Get("impact"))
		return action.AssessChange{Change: ch, Text: a.Get("text"), Risk: a.Get("risk"), Impact: impact, Urgency: a.Get("urgency"), Factors: a.List("factors"), Seen: read(c, ch)}, nil
	},
}

// decideChange authorises an RFC, or rejects it.
var decideChange = Task{
	Name: "decide-change", Title: "Decide on an RFC", Act: action.DecideChange{}, About: model.KindChange, Also: []model.Kind{model.KindRelease}, Needs: ofServices,
	Which: changesIn(model.ChangeAssessed), None: "no RFC of it waits for a decision",
	When: inState(func(ch *model.Change) string {
		if gate.GoesAlone(ch) {
			return "it is " + gate.Alone(ch) + ": its board decides on it"
		}
		if ch.State != model.ChangeAssessed {
			return "it is " + model.StateWords(ch) + ", not assessed"
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		if list := changesIn(model.ChangeAssessed)(c, id); len(list) == 1 {
			if ch := model.Get[*model.Change](c, model.ID(list[0].value)); ch.Assessed != nil {
				f.Help = fmt.Sprintf("Assessed as %s: %s. ", ch.Risk, strings.TrimSuffix(ch.Assessed.Text, ".")) + f.Help
			}
		}
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		ch := model.ID(a.Get("change"))
		said, yes := said(c, id, a, "decision", "authorise", c.SubjectOf(ch).Leads())
		return action.DecideChange{Change: ch, Yes: yes, Comment: a.Get("comment"), Words: said, Seen: read(c, ch)}, nil
	},
}

// changesIn are the RFCs in a state: the record itself, or those in the scope
// of a release.
func changesIn(states ...model.State) func(*model.Case, model.ID) []option {
	return func(c *model.Case, id model.ID) []option {
		r := model.Get[*model.Release](c, id)
		var out []option
		for _, ch := range model.All[*model.Change](c) {
			if slices.Contains(states, ch.State) && ch.Emergency() == nil && (ch.ID == id || r != nil && slices.Contains(r.Changes, ch.ID)) {
				out = append(out, option{string(ch.ID), titled(ch)})
			}
		}
		return out
	}
}

// withdrawChange takes an RFC back.
var withdrawChange = Task{
	Name: "withdraw-change", Title: "Withdraw the RFC", Act: action.WithdrawChange{}, About: model.KindChange,
	When: inState(func(ch *model.Change) string {
		switch ch.State {
		case model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised:
			return ""
		case model.ChangeInRelease:
			return "it is in a release: defer it there first"
		}
		return "it is " + model.StateWords(ch)
	}),
}
