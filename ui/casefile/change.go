package casefile

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
func (w Words) tellChangeApproval(c *model.Case, ap *model.Approval, ch *model.Change) Brief {
	b := Brief{State: ap.State()}
	t := teller{w, c, ap, nil, &b}
	t.you()
	lines := []Said{{Plain, Unmarked, fmt.Sprintf("%s %s, %s, %s", ch.ID, ch.Title, ch.Type, ch.Category)}}
	lines = append(lines, t.declared(ch.Declared)...)
	lines = append(lines, t.captured(ch)...)
	if s := model.Get[*model.Service](c, ch.Service); s != nil {
		lines = append(lines, Said{Plain, Unmarked, "service " + s.Name})
	}
	if ch.Text != "" {
		lines = append(lines, Said{Plain, Unmarked, ch.Text})
	}
	b.add("rfc", lines...)
	t.asked()
	t.approvers()
	if g, err := gate.ChangeAt(c, ch); err == nil {
		var checks []Said
		for _, f := range g.Findings {
			Sign, Tone := Yes, Good
			if f.Blocks() {
				Sign, Tone = No, Warn
			}
			checks = append(checks, Said{Tone, Sign, f.Text + ": " + f.Evidence})
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

// declared says why and when something was declared an emergency, and that it was put on
// another process since; nothing of what was not.
func (t *teller) declared(d *model.Declaration) []Said {
	if d == nil {
		return nil
	}
	entered := ""
	if !d.Recorded.IsZero() {
		entered = ", entered " + t.at(d.Recorded)
	}
	out := []Said{{Warn, Caution, fmt.Sprintf("declared an emergency by %s, %s%s: %s", t.c.Signatory(d.By, d.At), t.at(d.At), entered, d.Because(t.c))}}
	if d.Ended != nil {
		entered := ""
		if !d.Ended.Recorded.IsZero() {
			entered = ", entered " + t.at(d.Ended.Recorded)
		}
		out = append(out, Said{Quiet, Unmarked, fmt.Sprintf("downgraded by %s, %s%s: %s", t.c.Signatory(d.Ended.By, d.Ended.At), t.at(d.Ended.At), entered, d.Ended.Reason)})
	}
	return out
}

// captured says of what was made without authorisation how it came to be known; nothing
// of any other.
func (t *teller) captured(ch *model.Change) []Said {
	p := ch.Captured
	if p == nil {
		return nil
	}
	made := "nobody knows by whom"
	if ch.Builder != "" {
		made = "by " + t.c.PersonName(ch.Builder)
	}
	out := []Said{{Warn, Caution, fmt.Sprintf("made without authorisation, %s, %s", t.at(p.Made), made)},
		{Plain, Unmarked, fmt.Sprintf("captured by %s, %s: %s", t.c.Signatory(p.By, ch.Submitted), t.at(ch.Submitted), p.Words())}}
	if v := ch.Assessed; v != nil {
		out = append(out, Said{Plain, Unmarked, fmt.Sprintf("risk %s, assessed by %s: %s", t.c.Rules.Policy.BandTitle(ch.Risk), t.c.Signatory(v.By, v.At), v.Text)})
	}
	return out
}

// tellChange puts into words the case of an RFC that waits to be authorised, or to be
// assessed by a certain time.
func (w Words) tellChange(c *model.Case, ch *model.Change) Brief {
	b := Brief{State: model.ApprovalPending}
	if ch == nil {
		b.add("rfc", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	assessed := decision.Assessment(ch)
	if ch.State != model.ChangeAssessed && !assessed.Waits {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(ch) + ": there is nothing to decide any more"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	if assessed.Waits {
		assess := action.AssessChange{Change: ch.ID, Text: "why"}
		if bands := c.Rules.Policy.Bands; ch.Impact == 0 && len(bands) > 0 { // whoever assesses it says one of them
			assess.Risk = bands[0].ID
		}
		t.may(assessed, "you may assess RFCs", assess, assess)
		by := Said{Plain, Unmarked, "nobody said how urgent it is: it has no limit yet"}
		switch due := ch.DueBy(); {
		case due.IsZero():
		case ch.Late(c.Now):
			by = Said{Bad, No, fmt.Sprintf("late: it was due %s (%s)", t.at(due), t.ago(due))}
		case ch.Unauthorised():
			by = Said{Plain, Unmarked, "by " + t.at(due) + ", as its process asks"}
		default:
			by = Said{Plain, Unmarked, "by " + t.at(due) + ", as its priority asks"}
		}
		b.add("due", by)
	} else {
		t.may(decision.Change(ch), "you may authorise RFCs", action.DecideChange{Change: ch.ID, Comment: "why"}, action.DecideChange{Change: ch.ID, Yes: true})
	}
	if ch.Captured == nil {
		b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.PersonName(ch.Requester), t.at(ch.Submitted), t.ago(ch.Submitted))})
	}
	lines := append([]Said{{Plain, Unmarked, fmt.Sprintf("%s %s, %s, %s", ch.ID, ch.Title, ch.Type, ch.Category)}}, t.captured(ch)...)
	if ch.Priority != "" {
		u, _ := c.Rules.Policy.Urgent(ch.Urgency)
		lines = append(lines, Said{Plain, Unmarked, fmt.Sprintf("priority %s: impact %d, urgency %s", c.Rules.Policy.PriorityTitle(ch.Priority), ch.Impact, u.Title)})
	}
	if ch.Text != "" {
		lines = append(lines, Said{Plain, Unmarked, ch.Text})
	}
	b.add("rfc", lines...)
	if v := ch.Assessed; v != nil {
		b.add("risk", Said{Plain, Yes, fmt.Sprintf("%s, assessed by %s, %s: %s", ch.Risk, c.Signatory(v.By, v.At), t.at(v.At), v.Text)})
	}
	for _, d := range model.All[*model.Document](c) {
		if d.Of == ch.ID {
			b.add("form", t.document(d)...)
		}
	}
	return b
}
