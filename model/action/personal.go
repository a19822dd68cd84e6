package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// Personal is an action that only certain people do to a record, whatever their roles:
// who asked, who is asked, whose word it is. NotMine says why it isn't for the person who
// acts, nil where it is, and of a record that it isn't done to.
type Personal interface {
	NotMine(c *model.Case, id model.ID) *model.Reason
}

// notMine puts onto a refusal that it is for others.
func notMine(c *model.Case, a Personal, id model.ID, refusal *model.Refusal) {
	if why := a.NotMine(c, id); why != nil {
		refusal.Reasons = append(refusal.Reasons, *why)
	}
}

// NotMine: whoever asked, or leads what it is of.
func (WithdrawApproval) NotMine(c *model.Case, id model.ID) *model.Reason {
	ap := model.Get[*model.Approval](c, id)
	if ap == nil {
		return nil
	}
	of := c.SubjectOf(id)
	if me := c.Who.ID(); !of.Known() || me == ap.By || me == of.Leads() {
		return nil
	}
	return new(model.Because(fmt.Sprintf("%s asked for it, and %s %s %s", c.PersonName(ap.By), c.PersonName(of.Leads()), leads(of), of.ID()), model.Say("either of them withdraws it")))
}

// NotMine: whoever asked, or leads what it is of.
func (WithdrawWaiver) NotMine(c *model.Case, id model.ID) *model.Reason {
	w := model.Get[*model.Waiver](c, id)
	if w == nil || c.Who.ID() == w.By || c.Who.ID() == c.SubjectOf(w.Of).Leads() {
		return nil
	}
	return new(model.Because("whoever asked for it, or leads what it is of, withdraws it", model.Say("who granted it takes back their decision")))
}

// NotMine: whoever asked.
func (WithdrawQuestion) NotMine(c *model.Case, id model.ID) *model.Reason {
	q := model.Get[*model.Question](c, id)
	if q == nil || q.By == c.Who.ID() {
		return nil
	}
	return new(model.Because("it is not yours", model.Say("whoever asked withdraws it: "+c.PersonName(q.By))))
}

// NotMine: whoever is asked, by name or by what they lead; nobody answers themselves.
func (AnswerQuestion) NotMine(c *model.Case, id model.ID) *model.Reason {
	q := model.Get[*model.Question](c, id)
	if q == nil {
		return nil
	}
	who := c.Answerers(q)
	switch {
	case q.By == c.Who.ID():
		return new(model.Because("it is your own question", model.ByTask("withdraw-question", q.ID).For("withdraw it, if you know by now")))
	case len(who) > 0 && !slices.Contains(who, c.Who.ID()):
		return new(model.Because("you are not asked", model.Say("it waits for "+c.PersonName(who[0]))))
	}
	return nil
}

// NotMine: either of the two.
func (WithdrawDelegation) NotMine(c *model.Case, id model.ID) *model.Reason {
	d := model.Get[*model.Delegation](c, id)
	if me := c.Who.ID(); d == nil || me == d.By || me == d.To {
		return nil
	}
	return new(model.Because("it is not yours", model.Say(fmt.Sprintf("%s withdraws it, or %s", c.PersonName(d.By), c.PersonName(d.To)))))
}

// NotMine: whoever decided by word of mouth.
func (Countersign) NotMine(c *model.Case, id model.ID) *model.Reason {
	ap := model.Get[*model.Approval](c, id)
	if ap == nil || slices.ContainsFunc(ap.Decisions, func(d model.Decision) bool { return d.By == c.Who.ID() && d.Unsigned() }) {
		return nil
	}
	return new(model.Because("no decision of yours in it waits to be countersigned"))
}

// NotMine: whoever decided by word of mouth.
func (CountersignWaiver) NotMine(c *model.Case, id model.ID) *model.Reason {
	w := model.Get[*model.Waiver](c, id)
	if w == nil || w.Decided != nil && w.Decided.By == c.Who.ID() && w.Decided.Verbal.Waits() {
		return nil
	}
	return new(model.Because("no decision of yours on it waits to be countersigned"))
}

// NotMine: see theirs.
func (ReportImprovement) NotMine(c *model.Case, id model.ID) *model.Reason { return theirs(c, id) }

// NotMine: see theirs.
func (HandImprovement) NotMine(c *model.Case, id model.ID) *model.Reason { return theirs(c, id) }

// theirs says that an improvement action does not concern the person: it is for its owner,
// whoever leads what it came from, and the owner of the service.
func theirs(c *model.Case, id model.ID) *model.Reason {
	i := model.Get[*model.Improvement](c, id)
	if i == nil {
		return nil
	}
	of := c.SubjectOf(i.Of)
	mine := i.Owner == c.Who.ID() || of.Known() && of.Leads() == c.Who.ID()
	if s := model.Get[*model.Service](c, serviceOf(c, i.Of)); s != nil {
		mine = mine || s.Owner == c.Who.ID()
	}
	if mine {
		return nil
	}
	return new(model.Because("it is not yours", model.Say("whoever it is for says so: "+c.PersonName(i.Owner))))
}
