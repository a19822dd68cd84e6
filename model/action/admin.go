package action

import (
	"fmt"

	"fairway/model"
)

// Redact removes the content of one record for the law's sake. Its digest
// stays in the log, so the chain still holds and says that something was
// removed.
type Redact struct {
	ID     model.ID `json:"id"`
	Reason string   `json:"reason"`
}

// Name is the word the log keeps.
func (Redact) Name() string { return "redact" }

// Needs are the record; with a person everybody, to know whether an
// administrator is left.
func (a Redact) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.ID}}
	if a.ID.Kind() == model.KindPerson {
		n.Kinds = []model.Kind{model.KindPerson}
	}
	return n
}

// Asks is the permission it takes.
func (Redact) Asks(*model.Case) (string, model.ID) { return "redact", "" }

// Do asks for a reason; the store removes every body of the record.
func (a Redact) Do(c *model.Case) (Outcome, error) {
	doing := "redact " + string(a.ID)
	refusal := &model.Refusal{Doing: doing}
	if !c.Has(a.ID) {
		if c.IsRedacted(a.ID) {
			refusal.Add("its content was removed already", "")
		} else {
			return Outcome{}, &model.NotFound{What: describe(a.ID.Kind(), a.ID)}
		}
	}
	if a.ID.Kind() == model.KindBook {
		refusal.Add("the rules are no personal data, and every release needs them", "")
	}
	if a.ID == c.Who.ID() {
		refusal.Add("you can't redact yourself", "another administrator can")
	}
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", "name the law or the request with --reason")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if p := model.Get[*model.Person](c, a.ID); p != nil {
		gone := *p
		gone.Left = true
		if err := administered(c, &gone, doing); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Subject: a.ID, Note: fmt.Sprintf("redacted %s", a.ID)}, nil
}
