package approvals

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/gate"
)

// tellChangeApproval puts into words the case of an approval of an RFC that goes its own
// way: an emergency, on which its board decides, or the review of what was made without
// authorisation.
func (w words) tellChangeApproval(c *model.Case, ap *model.Approval, ch *model.Change) brief {
	b := brief{state: ap.State()}
	t := teller{w, c, ap, nil, &b}
	t.you()
	lines := []said{{plain, unmarked, fmt.Sprintf("%s %s, %s, %s", ch.ID, ch.Title, ch.Type, ch.Category)}}
	if d := ch.Declared; d != nil {
		lines = append(lines, said{plain, unmarked, fmt.Sprintf("declared by %s, %s: %s", c.PersonName(d.By), t.at(d.At), d.Words())})
	}
	if p := ch.Captured; p != nil {
		made := "nobody knows by whom"
		if ch.Builder != "" {
			made = "by " + c.PersonName(ch.Builder)
		}
		lines = append(lines, said{warn, caution, fmt.Sprintf("made without authorisation, %s, %s", t.at(p.Made), made)},
			said{plain, unmarked, fmt.Sprintf("captured by %s, %s: %s", c.PersonName(p.By), t.at(ch.Submitted), p.Words())})
		if v := ch.Assessed; v != nil {
			lines = append(lines, said{plain, unmarked, fmt.Sprintf("risk %s, assessed by %s: %s", c.Rules.Policy.BandTitle(ch.Risk), c.PersonName(v.By), v.Text)})
		}
	}
	if s := model.Get[*model.Service](c, ch.Service); s != nil {
		lines = append(lines, said{plain, unmarked, "service " + s.Name})
	}
	if ch.Text != "" {
		lines = append(lines, said{plain, unmarked, ch.Text})
	}
	b.add("rfc", lines...)
	t.asked()
	t.approvers()
	if g, err := gate.ChangeAt(c, ch); err == nil {
		var checks []said
		for _, f := range g.Findings {
			sign, tone := yes, good
			if f.Blocks() {
				sign, tone = no, warn
			}
			checks = append(checks, said{tone, sign, f.Text + ": " + f.Evidence})
		}
		b.add("gate", checks...)
	}
	for _, d := range model.All[*model.Document](c) {
		if d.Of == ch.ID {
			b.add("form", t.document(d)...)
		}
	}
	return b
}

// tellChange puts into words the case of an RFC that waits to be authorised, or to be
// assessed by a certain time.
func (w words) tellChange(c *model.Case, ch *model.Change) brief {
	b := brief{state: model.ApprovalPending}
	if ch == nil {
		b.add("rfc", said{bad, no, "it can't be read: its content was removed by law"})
		return b
	}
	if ch.State != model.ChangeAssessed && (ch.State != model.ChangeSubmitted || ch.AssessBy.IsZero()) {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it is " + model.StateWords(ch) + ": there is nothing to decide any more"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	if ch.State == model.ChangeSubmitted {
		assess := action.AssessChange{Change: ch.ID, Text: "why"}
		t.may(decision.Assessment(ch), "you may assess RFCs", assess, assess)
		by := said{plain, unmarked, "by " + t.at(ch.AssessBy) + ", as its priority asks"}
		if ch.Late(c.Now) {
			by = said{bad, no, fmt.Sprintf("late: it was due %s (%s)", t.at(ch.AssessBy), t.ago(ch.AssessBy))}
		}
		b.add("due", by)
	} else {
		t.may(decision.Change(ch), "you may authorise RFCs", action.DecideChange{Change: ch.ID, Comment: "why"}, action.DecideChange{Change: ch.ID, Yes: true})
	}
	b.add("asked", said{plain, unmarked, fmt.Sprintf("by %s, %s (%s)", c.PersonName(ch.Requester), t.at(ch.Submitted), t.ago(ch.Submitted))})
	lines := []said{{plain, unmarked, fmt.Sprintf("%s %s, %s, %s", ch.ID, ch.Title, ch.Type, ch.Category)}}
	if ch.Priority != "" {
		u, _ := c.Rules.Policy.Urgent(ch.Urgency)
		lines = append(lines, said{plain, unmarked, fmt.Sprintf("priority %s: impact %d, urgency %s", c.Rules.Policy.PriorityTitle(ch.Priority), ch.Impact, u.Title)})
	}
	if ch.Text != "" {
		lines = append(lines, said{plain, unmarked, ch.Text})
	}
	b.add("rfc", lines...)
	if v := ch.Assessed; v != nil {
		b.add("risk", said{plain, yes, fmt.Sprintf("%s, assessed by %s, %s: %s", ch.Risk, c.PersonName(v.By), t.at(v.At), v.Text)})
	}
	for _, d := range model.All[*model.Document](c) {
		if d.Of == ch.ID {
			b.add("form", t.document(d)...)
		}
	}
	return b
}
