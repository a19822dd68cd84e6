package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/grammar"
)

// minutesOf are the minutes of a meeting that ends now, as the form of the rules in
// force has them; nil where there is none. They are by who takes them, not by the chair,
// who approves them.
func minutesOf(c *model.Case, m *model.Meeting, doing string) (*model.Document, error) {
	f := c.FormOf(cab.FormMinutes, m.ID)
	if f == nil || f.Of != string(model.KindMeeting) {
		return nil, nil
	}
	zone := c.Rules.Policy.Location()
	minutes := cab.Minutes(c, cab.Of(c, m), zone)
	cab.ForForm(f, minutes)
	filled := f.Own(minutes)
	for _, name := range append(slices.Clone(cab.New), "remarks") {
		if _, asked := f.Field(name); !asked { // by rules from before; else it has the form's own name by now
			delete(filled.Values, name)
		}
	}
	answers, wrong := f.Tidy(filled, form.Ground{Now: c.Now, Zone: zone, Lookup: func(kind, text string) (string, bool) {
		return text, model.ID(text).Kind() == model.Kind(kind)
	}})
	if len(wrong) > 0 {
		refusal := &model.Refusal{Doing: doing}
		for _, w := range wrong {
			refusal.Wrong(w)
		}
		return nil, refusal
	}
	return &model.Document{ID: c.Mint(model.KindDocument), Form: f.Name, Purpose: f.Purpose, Meanings: f.Meanings(), Title: f.Title, Of: m.ID, Version: 1, Answers: answers, Author: m.Minutes, At: c.Now}, nil
}

// meetingOf is the meeting that a document belongs to; nil for none.
func meetingOf(c *model.Case, id model.ID) *model.Meeting {
	if d := model.Get[*model.Document](c, id); d != nil {
		id = d.Of
	}
	return model.Get[*model.Meeting](c, id)
}

// onMeeting says whether somebody may write the minutes, after the meeting: who takes
// them, or who called it; not the chair, who approves them. An approval goes with a new
// version.
func (a WriteForm) onMeeting(c *model.Case, m *model.Meeting, f *form.Form, before, d *model.Document, doing string, out Outcome) (Outcome, error) {
	refusal := &model.Refusal{Doing: doing}
	switch {
	case f.Means() != cab.FormMinutes:
	case m.State() != model.MeetingClosed:
		refusal.Add("they are filled when the meeting ends; it is "+model.StateWords(m), model.ByTask("close-meeting", m.ID).For("its chair closes it"))
	case m.Chair == c.Who.ID():
		refusal.Add("you chair it and approve the minutes: nobody approves their own", model.Say(c.PersonName(m.Minutes)+" writes them"))
	case !slices.Contains([]model.ID{m.Minutes, m.By}, c.Who.ID()):
		refusal.Add(fmt.Sprintf("%s takes the minutes", c.PersonName(m.Minutes)), model.Say("they write them, or whoever called the meeting"))
	}
	if f.Means() == cab.FormMinutes && before != nil {
		was, is := before.Meant(), d.Meant()
		for _, name := range cab.Fixed {
			if !was.Only(name).Same(is.Only(name)) {
				refusal.Add(fmt.Sprintf("%s: that is as the meeting was held, and is not written otherwise", f.Asked(name).Title), model.AnswerTo("say what was wrong in the remarks", "remarks"))
			}
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if unapproved := a.unapprove(c, f, before, d, doing, &out); unapproved != nil {
		return Outcome{}, unapproved
	}
	return out, nil
}

// chairApproves adds that somebody else approves the minutes: the chair of the meeting, or
// who does since that one has left. Where the chair is absent and let somebody decide on
// documents, they do.
func chairApproves(c *model.Case, d *model.Document, refusal *model.Refusal) {
	m := meetingOf(c, d.ID)
	if m == nil || decision.ApprovesMinutes(c, d, m, c.Who.Person) || decision.StandsFor(c, decision.Document(c, d), c.Who.ID(), m.Chair, c.Now) {
		return
	}
	if len(decision.Heirs(c, d, m)) > 0 {
		refusal.Add(fmt.Sprintf("%s has left, and whoever chairs the CAB by now approves the %s", c.PersonName(m.Chair), grammar.Lower(d.Title)), model.Say("ask "+decision.MinutesWaitFor(c, d, m)))
		return
	}
	if p := model.Get[*model.Person](c, m.Chair); p != nil && p.Left {
		return // whoever may approve documents: their permission was looked at
	}
	refusal.Add(fmt.Sprintf("the chair of %s approves the %s", m.ID, grammar.Lower(d.Title)), model.Say("ask "+c.PersonName(m.Chair)))
}

// minutesHanded says of meetings that somebody who leaves chaired, and whose minutes nobody
// has approved, for whom those wait once they have left; "" for none. after is the case as
// it would be.
func minutesHanded(c, after *model.Case, who model.ID) (text string, remedies []model.Remedy) {
	var said []string
	for _, d := range model.All[*model.Document](c) {
		m := model.Get[*model.Meeting](c, d.Of)
		if m == nil || m.Chair != who || m.Document != d.ID || !d.Approved.IsZero() {
			continue
		}
		waits := decision.MinutesWaitFor(after, d, m)
		if waits == "" {
			waits = "nobody who may approve them"
			remedies = []model.Remedy{decision.Grant(after, decision.Document(after, d))}
		}
		said = append(said, fmt.Sprintf("the minutes of %s (%s), which they chaired, wait for %s now", m.ID, d.ID, waits))
	}
	return strings.Join(said, "; "), remedies
}
