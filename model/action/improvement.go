package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
)

// named is an improvement action as a document names it.
type namedAction struct {
	action string
	owner  model.ID
	due    when.Moment
	done   bool
	effect string
	// measure is the one that it aims at, where that was said.
	measure string
}

// actionsIn are those that a document names, of the forms that ask for some. One of them
// has a table (several), the others one each.
func actionsIn(c *model.Case, d *model.Document) (list []namedAction, several bool) {
	if d == nil {
		return nil, false
	}
	zone, a := c.ZoneOf(d.Of), d.Meant()
	done, effect := "done", "effect"
	switch d.Means() {
	case gate.FormEvaluation:
		for _, row := range a.Rows("actions") {
			cells := form.Answers{Values: row}
			list = append(list, namedAction{action: strings.TrimSpace(row["action"]), owner: model.ID(row["owner"]), due: cells.Moment("due", zone), measure: strings.TrimSpace(row["measure"])})
		}
		several = true
	case gate.FormUnauthorised:
		done, effect = "prevented", "learnt"
		fallthrough
	case gate.FormImprovement:
		list = []namedAction{{a.Get("action"), model.ID(a.Get("owner")), a.Moment("due", zone), a.Yes(done), a.Get(effect), a.Get("measure")}}
	}
	return slices.DeleteFunc(list, func(n namedAction) bool { return n.action == "" || n.owner == "" || n.due.IsZero() }), several
}

// like finds the one that says the same; of a document that has one only, that one.
func like(list []namedAction, several bool, action string) (namedAction, bool) {
	for _, n := range list {
		if !several || strings.EqualFold(n.action, action) {
			return n, true
		}
	}
	return namedAction{}, false
}

// noteActions notes the improvement actions that a document names, so that they wait for
// their owners until they are done: new ones, and what it says otherwise of those that
// it named before. One that it names no more is dropped.
func noteActions(c *model.Case, before, d *model.Document, out *Outcome) {
	list, several := actionsIn(c, d)
	earlier, _ := actionsIn(c, before)
	var noted []string
	known := map[string]bool{}
	for _, i := range model.All[*model.Improvement](c) {
		if i.Document != d.ID || i.State() != model.ImprovementOpen {
			known[strings.ToLower(i.Action)] = known[strings.ToLower(i.Action)] || i.Document == d.ID && i.Done != nil
			continue
		}
		n := *i
		now, named := like(list, several, i.Action)
		if !named {
			n.Dropped = &model.Ending{Reason: fmt.Sprintf("%s version %d does not name it any more", d.ID, d.Version), By: c.Who.ID(), At: c.Now}
			out.Writes = append(out.Writes, &n)
			continue
		}
		known[strings.ToLower(now.action)] = true
		was, _ := like(earlier, several, i.Action)
		n.Action, n.Measure = now.action, now.measure
		if was.owner != now.owner {
			n.Owner = now.owner
		}
		if was.due != now.due {
			n.Due = now.due
		}
		if now.done {
			n.Done = &model.Answer{By: c.Who.ID(), At: c.Now, Text: now.effect}
		}
		if n.Action != i.Action || n.Owner != i.Owner || n.Due != i.Due || n.Measure != i.Measure || n.Done != nil {
			out.Writes = append(out.Writes, &n)
		}
	}
	for _, now := range list {
		if known[strings.ToLower(now.action)] || now.done && before != nil {
			continue
		}
		known[strings.ToLower(now.action)] = true
		i := &model.Improvement{ID: c.Mint(model.KindImprovement), Of: d.Of, Document: d.ID, Service: serviceOf(c, d.Of), Action: now.action, Owner: now.owner, Due: now.due, Measure: now.measure, By: c.Who.ID(), At: c.Now}
		if now.done {
			i.Done = &model.Answer{By: c.Who.ID(), At: c.Now, Text: now.effect}
		}
		out.Writes = append(out.Writes, i)
		noted = append(noted, fmt.Sprintf("%s for %s", i.ID, c.PersonName(i.Owner)))
	}
	if len(noted) > 0 {
		out.Note += "; noted " + strings.Join(noted, ", ")
	}
}

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
