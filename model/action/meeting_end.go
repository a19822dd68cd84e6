package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/process"
)

// CloseMeeting ends a meeting, and has its minutes written.
type CloseMeeting struct {
	Meeting model.ID `json:"meeting"`
	Seen    int64    `json:"seen,omitempty"`
}

// Takes is nothing for its chair.
func (a CloseMeeting) Takes(c *model.Case) string { return leadsMeeting(c, a.Meeting) }

// For is no service.
func (CloseMeeting) For(*model.Case) model.ID { return "" }

// Needs are the meeting with its agenda.
func (a CloseMeeting) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting}, Agenda: true, Seen: looked(a.Meeting, a.Seen)}
}

// Do closes it. What was not decided goes on waiting, for the next meeting or for
// whoever decides without one.
func (a CloseMeeting) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, m, a.Seen, "current"); err != nil {
		return Outcome{}, err
	}
	doing := "close " + string(m.ID)
	refusal := &model.Refusal{Doing: doing}
	switch {
	case !held(m, refusal):
	case len(m.Came()) == 0: // minutes say who was there
		refusal.Add("nobody has joined it", model.ByTask("join-meeting", m.ID).For("join it"), model.ByTask("cancel-meeting", m.ID, model.With("reason", "")).For("or cancel it: then it was none"))
	case len(m.There()) > 0: // one that everybody has left is closed by whoever may
		leadsNow(c, m, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	put(c, n, cab.Of(c, m))
	n.Minutes, n.ClosedBy = takesMinutes(c, m), c.Who.ID()
	minutes, err := minutesOf(c, n, doing)
	if err != nil {
		return Outcome{}, err
	}
	n.Closed = c.Now
	for i := range n.Present {
		if n.Present[i].Left.IsZero() {
			n.Present[i].Left = c.Now
		}
	}
	out := wrote(m.ID, fmt.Sprintf("closed %s %s", m.ID, m.Title), n)
	if minutes == nil {
		out.Warning = &model.Reason{Text: "no minutes were written: the rules have no form for them", Remedies: []model.Remedy{model.ByDoing(process.ProposeRules, "").For("propose one")}}
		return out, nil
	}
	n.Document = minutes.ID
	out.Writes = append(out.Writes, minutes)
	absent := ""
	if !slices.Contains(m.Came(), n.Minutes) {
		absent = ", who was not there,"
	}
	out.Note += fmt.Sprintf("; %s%s writes the minutes, %s, and %s approves them", c.PersonName(n.Minutes), absent, minutes.ID, c.PersonName(m.Chair))
	return out, nil
}

// CancelMeeting calls off a meeting that has not begun, or that nobody has joined.
type CancelMeeting struct {
	Meeting model.ID `json:"meeting"`
	Reason  string   `json:"reason"`
	Seen    int64    `json:"seen,omitempty"`
}

// For is no service.
func (CancelMeeting) For(*model.Case) model.ID { return "" }

// Do cancels it.
func (a CancelMeeting) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, m, a.Seen, "opened", "present", "cancelled"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "cancel " + string(m.ID)}
	switch {
	case m.State() == model.MeetingPlanned, m.Open() && len(m.Came()) == 0:
	case m.Open():
		refusal.Add("it is held", model.ByTask("close-meeting", m.ID).For("close it"))
	default:
		refusal.Add("it is " + model.StateWords(m) + " already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	n.Cancelled = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(m.ID, fmt.Sprintf("cancelled %s %s: %s", m.ID, m.Title, a.Reason), n), nil
}
