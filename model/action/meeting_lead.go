package action

import (
	"fmt"

	"fairway/model"
)

// HandLead hands the lead of a meeting that is held to somebody who is there: they go on
// from item to item and close it, until they leave or it is handed on. The chair stays who
// approves the minutes, and can always take the lead back.
type HandLead struct {
	Meeting model.ID `json:"meeting"`
	To      model.ID `json:"to"`
	Seen    int64    `json:"seen,omitempty"`
}

// Takes is nothing for its chair and for whoever leads it.
func (a HandLead) Takes(c *model.Case) string { return leadsMeeting(c, a.Meeting) }

// For is no service.
func (HandLead) For(*model.Case) model.ID { return "" }

// Needs are the meeting, and whom it is handed to.
func (a HandLead) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting, a.To}, Meetings: true, Seen: looked(a.Meeting, a.Seen)}
}

// Do hands it over. Two who hand it over at once do not undo each other.
func (a HandLead) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, m, a.Seen, "lead"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "hand over the lead of " + string(m.ID)}
	if held(m, refusal) {
		a.mayHand(c, m, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	if n.Lead = nil; a.To != m.Chair {
		n.Lead = &model.LeadHanded{To: a.To, By: c.Who.ID(), At: c.Now}
	}
	note := fmt.Sprintf("handed the lead of %s to %s", m.ID, c.PersonName(a.To))
	if a.To == c.Who.ID() {
		note = "took the lead of " + string(m.ID)
	}
	return wrote(m.ID, note, n), nil
}

// mayHand adds why whoever acts can't hand the lead of a meeting to whom they name.
func (a HandLead) mayHand(c *model.Case, m *model.Meeting, refusal *model.Refusal) {
	leader := m.Leader()
	if c.Who.ID() != m.Chair {
		leadsNow(c, m, refusal)
	}
	switch p := model.Get[*model.Person](c, a.To); {
	case p == nil || p.Left:
		refusal.Add("it is not said who leads it from now on", model.AnswerTo("name somebody who is there", "to"))
	case !m.Attends(a.To):
		refusal.Add(p.Name+" is not in it", model.AnswerTo("name somebody who is there", "to"), model.Say("they join it first"))
	case leader == a.To && (leader == c.Who.ID()):
		refusal.Add("you lead it already", model.AnswerTo("name somebody else who is there", "to"))
	case leader == a.To:
		refusal.Add(p.Name+" leads it already", model.AnswerTo("name somebody else who is there", "to"))
	}
}
