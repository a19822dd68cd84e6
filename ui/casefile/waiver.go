package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/when"
)

// tellWaiver puts into words the case of a check that is to be waived.
func (w Words) tellWaiver(c *model.Case, v *model.Waiver) Brief {
	b := Brief{State: model.ApprovalPending}
	if v == nil {
		b.add("waiver", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	if !v.Waits() {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(v) + ": there is nothing to decide any more"})
		b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s", c.Signatory(v.By, v.At), w.at(v.At)+w.recorded(v.Recorded))}, Said{Plain, Unmarked, v.Reason})
		if d := v.Decided; d != nil {
			b.add("decision", Said{Plain, Unmarked, decision.VerdictWords(c, d, w.zone)}, Said{Plain, Unmarked, d.Text})
		}
		return b
	}
	q := decision.Waiver(c, v)
	t := teller{w, c, &model.Approval{Of: v.Of, Purpose: q.Purpose}, q.Release, &b}
	t.may(q, "you may waive checks of gates", action.DecideWaiver{Waiver: v.ID, Comment: "why"}, action.DecideWaiver{Waiver: v.ID, Yes: true, Comment: "why"})
	b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(v.By, v.At), t.at(v.At)+t.recorded(v.Recorded), t.ago(v.At))}, Said{Plain, Unmarked, "until " + when.Tell(v.Until, when.Moment{}, c.ZoneOf(v.Of), c.Days())}, Said{Plain, Unmarked, v.Reason})
	b.add("check", Said{Plain, Unmarked, v.Text}, Said{Warn, No, "found open: " + v.Evidence})
	if q.Release != nil {
		t.release()
		t.risk()
		t.calendar()
		t.gate()
		t.scope()
	}
	return b
}
