package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/when"
)

// ReportImprovement says that an improvement action is done, and what came of it.
type ReportImprovement struct {
	Improvement model.ID `json:"improvement"`
	Text        string   `json:"text"`
	Seen        int64    `json:"seen,omitempty"`
}

// Takes is nothing for whoever may read: who reports it is said by the action.
func (ReportImprovement) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (ReportImprovement) For(*model.Case) model.ID { return "" }

// Needs are the improvement action, and what it is of.
func (a ReportImprovement) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Improvement}, Seen: looked(a.Improvement, a.Seen)}
}

// Do reports it. Its owner does, or whoever leads what it came from.
func (a ReportImprovement) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Improvement](c, a.Improvement)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, i, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "report " + string(i.ID)}
	concerned(c, i, refusal)
	sane(refusal, "what came of it", a.Text)
	if model.Blank(a.Text) {
		refusal.Add("it is not said what came of it", model.AnswerTo("say what it changed", "text"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *i
	n.Done = &model.Answer{By: c.Who.ID(), At: c.Now, Text: a.Text}
	late := ""
	if i.Overdue(c.Now) {
		late = ", late"
	} else if first := i.First(); !first.IsZero() && !c.Now.Before(first.Over()) {
		late = ", after " + tell(c, i.Of, model.Slot{Start: first}) + ", when it was due at first"
	}
	return wrote(i.Of, fmt.Sprintf("reported %s of %s done%s: %s", i.ID, i.Of, late, a.Text), &n), nil
}

// HandImprovement gives an improvement action to somebody else, or another date.
type HandImprovement struct {
	Improvement model.ID    `json:"improvement"`
	Owner       model.ID    `json:"owner,omitempty"` // "" for the same
	Due         when.Moment `json:"due,omitzero"`    // zero for the same
	Reason      string      `json:"reason"`
	Seen        int64       `json:"seen,omitempty"`
}

// Takes is nothing for whoever may read: who hands it on is said by the action.
func (HandImprovement) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (HandImprovement) For(*model.Case) model.ID { return "" }

// Needs are the improvement action, what it is of, and who is to have it.
func (a HandImprovement) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Improvement, a.Owner}, Seen: looked(a.Improvement, a.Seen)}
}

// Do hands it on. How it was stays on record.
func (a HandImprovement) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Improvement](c, a.Improvement)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, i, a.Seen, "owner", "due"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "hand " + string(i.ID) + " on"}
	concerned(c, i, refusal)
	n := *i
	if a.Owner != "" {
		n.Owner = a.Owner
		if p := model.Get[*model.Person](c, a.Owner); p == nil {
			return Outcome{}, &model.NotFound{What: describe(model.KindPerson, a.Owner)}
		} else if p.Left {
			refusal.Add(c.PersonName(a.Owner)+" has left", model.AnswerTo("name somebody else", "owner"))
		}
	}
	if !a.Due.IsZero() {
		if n.Due = a.Due; !a.Due.Over().After(c.Now) {
			refusal.Add("it would have to be done in the past", model.AnswerTo("give a date to come", "due"))
		}
	}
	if n.Owner == i.Owner && n.Due == i.Due {
		refusal.Add("nothing is changed", model.AnswerTo("name somebody else, or another date", "owner"))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.Handed = append(slices.Clip(i.Handed), model.Handed{From: i.Owner, Due: i.Due, Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	return wrote(i.Of, fmt.Sprintf("%s of %s is for %s, until %s: %s", i.ID, i.Of, c.PersonName(n.Owner), tell(c, i.Of, model.Slot{Start: n.Due}), a.Reason), &n), nil
}

// concerned refuses what is over, and whom an improvement action does not concern.
func concerned(c *model.Case, i *model.Improvement, refusal *model.Refusal) {
	if i.State() != model.ImprovementOpen {
		refusal.Add("it is " + model.StateWords(i) + " already")
	}
	if why := theirs(c, i.ID); why != nil {
		refusal.Reasons = append(refusal.Reasons, *why)
	}
}
