package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// tellMinutes puts into words the case of minutes that the chair of a meeting of the CAB
// is to approve: what they say.
func (w Words) tellMinutes(c *model.Case, d *model.Document) Brief {
	b := Brief{State: model.ApprovalPending}
	var m *model.Meeting
	if d != nil {
		m = model.Get[*model.Meeting](c, d.Of)
	}
	if m == nil {
		b.add("minutes", Said{Bad, No, "they can't be read: their content was removed by law"})
		return b
	}
	if !d.Approved.IsZero() {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "they were approved meanwhile"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: d.Of}, nil, &b}
	approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
	switch writer := decision.MinutesWriter(c, d, m); {
	case writer != "" && writer == c.Who.ID():
		b.add("you", Said{Good, Yes, "write them: add what was said, and send them, changed or not"},
			Said{Quiet, Unmarked, fmt.Sprintf("the meeting kept what follows; %s approves them", decision.MinutesWaitFor(c, d, m))})
	default:
		t.may(decision.Document(c, d), "you chair the meeting", approve, approve)
		if writer != "" {
			b.add("written", Said{Warn, Ask, fmt.Sprintf("not yet: %s has them to add what was said", c.PersonName(writer))})
		}
	}
	b.add("meeting", Said{Plain, Unmarked, fmt.Sprintf("%s %s, %s", m.ID, m.Title, t.at(m.Opened))},
		Said{Quiet, Unmarked, fmt.Sprintf("version %d, by %s, %s (%s)", d.Version, c.Signatory(d.Author, d.At), t.at(d.At), t.ago(d.At))})
	t.answers(d)
	return b
}
