package action

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/cab"
)

// chairMeeting is the permission to lead meetings of the CAB that somebody else chairs.
const chairMeeting = "meeting.chair"

// leadsMeeting is nothing besides to read for the chair of a meeting and for whom the lead
// was handed to, and the permission of whoever may lead any for others.
func leadsMeeting(c *model.Case, id model.ID) string {
	if m := model.Get[*model.Meeting](c, id); m != nil && (m.Chair == c.Who.ID() || m.Lead != nil && m.Leader() == c.Who.ID()) {
		return readers(c)
	}
	return chairMeeting
}

// CallMeeting plans a meeting of the CAB, or with Now opens one at once.
type CallMeeting struct {
	Meeting model.Meeting `json:"meeting"`
	Now     bool          `json:"now,omitempty"`
}

// Needs are whom it names, and the meetings that there are.
func (a CallMeeting) Needs() model.Needs {
	n := model.Needs{Meetings: true}
	for _, l := range a.Meeting.Links() {
		n.IDs = append(n.IDs, l.To)
	}
	return n
}

// For is no service: the CAB is the organisation's.
func (CallMeeting) For(*model.Case) model.ID { return "" }

// Do calls it.
func (a CallMeeting) Do(c *model.Case) (Outcome, error) {
	given := a.Meeting
	m := &model.Meeting{Title: given.Title, Planned: given.Planned, By: c.Who.ID(), At: c.Now, Chair: given.Chair, Minutes: cmp.Or(given.Minutes, c.Who.ID()), Invited: model.SortIDs(given.Invited)}
	refusal := &model.Refusal{Doing: "call a meeting of the CAB"}
	titled(refusal, "the title", m.Title, model.AnswerTo("give it a title", "title"))
	switch {
	case a.Now:
		m.Planned = model.Slot{}
	case m.Planned.IsZero():
		refusal.Add("it has no start", model.AnswerTo("say when it begins, or open it at once", "start", "now"))
	case !m.Planned.End.IsZero() && m.Planned.End.At.Before(m.Planned.Start.At):
		refusal.Add("it ends before it begins", model.AnswerTo("give an end after the start", "end"))
	case !m.Planned.Span(c.Rules.Policy.Location()).End.After(c.Now):
		refusal.Add("its start is past: "+tell(c, "", m.Planned), model.AnswerTo("give a time that is to come", "start"))
	}
	for _, who := range []struct {
		id          model.ID
		does, field string
	}{{m.Chair, "chairs it", "chair"}, {m.Minutes, "takes the minutes", "minutes"}} {
		if p := model.Get[*model.Person](c, who.id); p == nil || p.Left {
			refusal.Add("it is not said who "+who.does, model.AnswerTo("name somebody who is here", who.field))
		}
	}
	if m.Chair == m.Minutes {
		refusal.Add("whoever chairs it approves the minutes, and nobody approves their own", model.AnswerTo("name somebody else who takes them", "minutes"))
	}
	refs(c, refusal, model.KindPerson, m.Invited...)
	if a.Now && m.Chair != c.Who.ID() && !Can(c, chairMeeting, "") {
		refusal.Add("its chair opens it", model.Say("name yourself, or call it for later"))
	}
	if a.Now && m.Chair == c.Who.ID() {
		twice(c, "", refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m.ID = c.Mint(model.KindMeeting)
	if a.Now {
		m.Opened = c.Now
		note := fmt.Sprintf("called %s %s and opened it, chaired by %s", m.ID, m.Title, c.PersonName(m.Chair))
		if m.Chair == c.Who.ID() {
			attend(c, m)
		} else { // who calls it for another chair need not be there themselves
			note += ", who has not joined yet"
		}
		return wrote(m.ID, note, m), nil
	}
	return wrote(m.ID, fmt.Sprintf("called %s %s for %s, chaired by %s", m.ID, m.Title, tell(c, m.ID, m.Planned), c.PersonName(m.Chair)), m), nil
}

// attend notes that whoever acts is in a meeting from now on.
func attend(c *model.Case, m *model.Meeting) {
	m.Present = append(m.Present, model.Attendance{Person: c.Who.ID(), Joined: c.Now})
}

// twice adds that who acts is in another meeting: nobody is in two.
func twice(c *model.Case, id model.ID, refusal *model.Refusal) {
	for _, o := range model.All[*model.Meeting](c) {
		if o.ID != id && o.Open() && o.Attends(c.Who.ID()) {
			refusal.Add("you are in "+string(o.ID), model.ByTask("leave-meeting", o.ID).For("leave it first"))
		}
	}
}

// held adds that a meeting is not open, and reports whether it is.
func held(m *model.Meeting, refusal *model.Refusal) bool {
	switch m.State() {
	case model.MeetingOpen:
		return true
	case model.MeetingPlanned:
		refusal.Add("it has not begun", model.ByTask("open-meeting", m.ID).For("its chair opens it"))
	default:
		refusal.Add("it is "+model.StateWords(m), model.ByTask("call-meeting", "", model.With("start", "")).For("call another one"))
	}
	return false
}

// OpenMeeting begins a meeting that was called.
type OpenMeeting struct {
	Meeting model.ID `json:"meeting"`
	// Minutes is who takes them, where that is somebody else than was said.
	Minutes model.ID `json:"minutes,omitempty"`
	// Early confirms that it opens before its time, when whoever is invited need not be there.
	Early bool  `json:"early,omitempty"`
	Seen  int64 `json:"seen,omitempty"`
}

// Takes is nothing for its chair.
func (a OpenMeeting) Takes(c *model.Case) string { return leadsMeeting(c, a.Meeting) }

// For is no service.
func (OpenMeeting) For(*model.Case) model.ID { return "" }

// Needs are the meeting, and the others that are held.
func (a OpenMeeting) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting, a.Minutes}, Meetings: true, Seen: looked(a.Meeting, a.Seen)}
}

// Do opens it.
func (a OpenMeeting) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, m, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "open " + string(m.ID)}
	if m.State() != model.MeetingPlanned {
		refusal.Add("it is " + model.StateWords(m) + " already")
	}
	n := m.Clone()
	n.Minutes = cmp.Or(a.Minutes, m.Minutes)
	if p := model.Get[*model.Person](c, n.Minutes); a.Minutes != "" && (p == nil || p.Left) {
		refusal.Add("it is not said who takes the minutes", model.AnswerTo("name somebody who is here", "minutes"))
	}
	if n.Minutes == n.Chair {
		refusal.Add("whoever chairs it approves the minutes, and nobody approves their own", model.AnswerTo("name somebody else who takes them", "minutes"))
	}
	early := m.Early(c.Now)
	switch {
	case early && !a.Early:
		refusal.Add(fmt.Sprintf("it is planned for %s: whoever is invited comes then", tell(c, m.ID, m.Planned)), model.AnswerTo("say that it opens before its time", "early"))
	case a.Early && !early && m.State() == model.MeetingPlanned:
		refusal.Add("its time has come: it does not open before that", model.AnswerTo("leave it out", "early"))
	}
	twice(c, m.ID, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.Opened = c.Now
	attend(c, n) // who opens it is there
	note := fmt.Sprintf("opened %s %s", m.ID, m.Title)
	if early {
		note += ", before its time: it was planned for " + tell(c, m.ID, m.Planned)
	}
	return wrote(m.ID, note, n), nil
}

// JoinMeeting says that who acts is there. Everybody may who reads: members vote, and
// others answer what they are asked.
type JoinMeeting struct {
	Meeting model.ID `json:"meeting"`
}

// Takes is nothing for whoever may read.
func (JoinMeeting) Takes(c *model.Case) string { return readers(c) }

// For is no service.
func (JoinMeeting) For(*model.Case) model.ID { return "" }

// Needs are the meeting, and the others that are held.
func (a JoinMeeting) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting}, Meetings: true}
}

// Do joins it.
func (a JoinMeeting) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "join " + string(m.ID)}
	if held(m, refusal) && m.Attends(c.Who.ID()) {
		refusal.Add("you are in it already")
	}
	twice(c, m.ID, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	attend(c, n)
	return wrote(m.ID, fmt.Sprintf("joined %s: %s", m.ID, cab.QuorumWords(cab.Of(c, n))), n), nil
}

// LeaveMeeting says that who acts is there no more.
type LeaveMeeting struct {
	Meeting model.ID `json:"meeting"`
}

// Takes is nothing for whoever may read.
func (LeaveMeeting) Takes(c *model.Case) string { return readers(c) }

// For is no service.
func (LeaveMeeting) For(*model.Case) model.ID { return "" }

// Needs are the meeting with who is there.
func (a LeaveMeeting) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting}, Meetings: true}
}

// Do leaves it.
func (a LeaveMeeting) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "leave " + string(m.ID)}
	if held(m, refusal) && !m.Attends(c.Who.ID()) {
		refusal.Add("you are not in it", model.ByTask("join-meeting", m.ID))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	for i := range n.Present {
		if p := &n.Present[i]; p.Person == c.Who.ID() && p.Left.IsZero() {
			p.Left = c.Now
		}
	}
	if n.Lead != nil && n.Lead.To == c.Who.ID() {
		n.Lead = nil // it does not come back with them
	}
	return wrote(m.ID, fmt.Sprintf("left %s: %s", m.ID, cab.QuorumWords(cab.Of(c, n))), n), nil
}

// TakeUp is the chair going on to an item of the agenda.
type TakeUp struct {
	Meeting model.ID `json:"meeting"`
	// Item is the id of an approval, or of the release or change that it is of, or a
	// standing item; "" for the next one.
	Item string `json:"item,omitempty"`
	Seen int64  `json:"seen,omitempty"`
}

// Takes is nothing for its chair.
func (a TakeUp) Takes(c *model.Case) string { return leadsMeeting(c, a.Meeting) }

// For is no service.
func (TakeUp) For(*model.Case) model.ID { return "" }

// Needs are the meeting with its agenda.
func (a TakeUp) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Meeting}, Agenda: true, Seen: looked(a.Meeting, a.Seen)}
}

// Do takes it up. Two who lead do not skip one by both going on.
func (a TakeUp) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Meeting](c, a.Meeting)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, m, a.Seen, "current"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "go on in " + string(m.ID)}
	agenda := cab.Of(c, m)
	item, ok := agenda.Next()
	if a.Item != "" {
		item, ok = agenda.Find(a.Item)
	}
	switch {
	case !held(m, refusal):
	case !leadsNow(c, m, refusal):
	case !ok && a.Item != "":
		refusal.Add(fmt.Sprintf("%s is not on the agenda: only what waits for the CAB is", a.Item), model.Say(agendaWords(agenda)))
	case !ok:
		refusal.Add("nothing is left on the agenda", model.ByTask("close-meeting", m.ID).For("close the meeting"))
	case item.Current:
		refusal.Add("it is looked at now")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := m.Clone()
	put(c, n, agenda)
	n.Current = item.Item
	if kept := n.Item(item.Item); kept != nil {
		kept.Since, kept.Outcome, kept.By = c.Now, "", c.Who.ID()
	} else {
		n.Items = append(n.Items, model.MeetingItem{Item: item.Item, Of: item.Of, Began: c.Now, Since: c.Now, By: c.Who.ID()})
	}
	what := item.Title
	if item.Of != "" {
		what = fmt.Sprintf("%s, %s of %s %s", item.Item, item.Title, item.Of, item.Name)
	}
	return wrote(m.ID, fmt.Sprintf("took up %s in %s", what, m.ID), n), nil
}

// agendaWords lists what is on an agenda.
func agendaWords(a cab.Agenda) string {
	if len(a.Items) == 0 {
		return "nothing is on it"
	}
	text := "on it:"
	for i, item := range a.Items {
		if i > 0 {
			text += ","
		}
		text += " " + item.Item
	}
	return text
}

// put ends the time of what is looked at, and notes how it stands.
func put(c *model.Case, m *model.Meeting, agenda cab.Agenda) {
	kept := m.Item(m.Current)
	if kept == nil {
		return
	}
	kept.Spent, kept.Since = int64(kept.Took(c.Now).Seconds()), time.Time{}
	if item, ok := agenda.Find(m.Current); ok {
		kept.Outcome = item.State
		kept.Lines = nil
		for _, l := range item.Lines {
			kept.Lines = append(kept.Lines, model.MeetingLine(l))
		}
	}
	m.Current = ""
}

// leadsNow adds why whoever acts doesn't lead a meeting that is held, and reports whether they
// do: whom the lead was handed to, else its chair while they are there, else whoever is there
// and may for others. One whom the lead was handed to and who is gone leads it no more, and
// nobody, its chair neither, leads a meeting in which they are not: the minutes say who was.
func leadsNow(c *model.Case, m *model.Meeting, refusal *model.Refusal) bool {
	who, leader := c.Who.ID(), m.Leader()
	switch {
	case leader == who:
		return true
	case leader != "" && leader != m.Chair:
		text := fmt.Sprintf("%s leads it: %s handed them the lead", c.PersonName(leader), c.PersonName(m.Lead.By))
		if who == m.Chair && m.Attends(who) {
			refusal.Add(text, model.ByTask("hand-lead", m.ID, model.With("to", string(who))).For("take it back"))
		} else {
			refusal.Add(text, model.Say("ask "+c.PersonName(leader)))
		}
		return false
	case leader == m.Chair:
		refusal.Add(fmt.Sprintf("%s chairs it and is there", c.PersonName(m.Chair)), model.Say(fmt.Sprintf("ask %s, who can hand the lead over; without that somebody else leads it only once they have left it", c.PersonName(m.Chair))))
		return false
	case !m.Attends(who):
		refusal.Add("you are not in it", model.ByTask("join-meeting", m.ID).For("join it"))
		return false
	}
	return true
}

// takesMinutes is who writes the minutes of a meeting that whoever acts closes: who was to
// take them, where they came; else who closes it, unless they chair it and approve them.
func takesMinutes(c *model.Case, m *model.Meeting) model.ID {
	if m.Chair == c.Who.ID() || slices.Contains(m.Came(), m.Minutes) {
		return m.Minutes
	}
	return c.Who.ID()
}

// voting adds why a word can't be given in the meeting that it names: it is a decision
// like others, by somebody who is there, on what was taken up. Without a quorum it
// counts as well: what an approval takes is said by its own rule.
func (w *word) voting(c *model.Case, ap *model.Approval, refusal *model.Refusal) []need {
	if w.Meeting == "" {
		return nil
	}
	m := model.Get[*model.Meeting](c, w.Meeting)
	outside := c.SubjectOf(ap.ID).DecideOn(c, ap).For("decide without it")
	switch {
	case m == nil:
		refusal.Add(fmt.Sprintf("there is no %s %s", model.KindMeeting.Words(), w.Meeting))
		return nil
	case !m.Open():
		refusal.Add(fmt.Sprintf("%s is %s", m.ID, model.StateWords(m)), outside)
	case !m.Attends(c.Who.ID()):
		refusal.Add("you are not in "+string(m.ID), model.ByTask("join-meeting", m.ID).For("join it"), outside)
	case m.Item(string(ap.ID)) == nil:
		refusal.Add(fmt.Sprintf("%s has not come to %s", m.ID, ap.ID), model.Say("wait until its chair takes it up"), outside)
	}
	var out []need
	if item := m.Item(string(ap.ID)); item != nil {
		out = append(out, need{item.Began, fmt.Sprintf("%s was taken up in %s", ap.ID, m.ID)})
	}
	return out
}
