package casefile

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/when"
)

// tellMeeting puts into words a meeting of the CAB to which somebody is to come.
func (w Words) tellMeeting(c *model.Case, m *model.Meeting) Brief {
	b := Brief{State: model.ApprovalPending}
	if m == nil {
		b.add("meeting", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	switch {
	case m.Open():
		b.add("you", Said{Good, Yes, "can join it"})
		b.add("held", Said{Plain, Unmarked, "since " + t.at(m.Opened)})
	case m.State() == model.MeetingPlanned:
		b.add("you", Said{Plain, Unmarked, "are invited; it is joined once it is opened"})
		b.add("planned", Said{Plain, Unmarked, when.Tell(m.Planned.Start, m.Planned.End, c.Rules.Policy.Location(), c.Days())})
	default:
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(m) + ": nobody is waited for any more"})
	}
	b.add("meeting", Said{Plain, Unmarked, fmt.Sprintf("%s %s", m.ID, m.Title)})
	b.add("called", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(m.By, m.At), t.at(m.At), t.ago(m.At))})
	b.add("chair", Said{Plain, Unmarked, c.PersonName(m.Chair)})
	b.add("minutes", Said{Plain, Unmarked, c.PersonName(m.Minutes)})
	if len(m.Invited) > 0 {
		b.add("invited", Said{Plain, Unmarked, strings.Join(model.Each(m.Invited, c.PersonName), ", ")})
	}
	return b
}
