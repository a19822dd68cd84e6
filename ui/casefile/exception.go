package casefile

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
)

// tellException puts into words the case of a release that asks to be let into a
// freeze.
func (w Words) tellException(c *model.Case, freeze *model.Window, release model.ID) Brief {
	b := Brief{State: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil || freeze == nil {
		b.add("release", Said{Bad, No, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	at := slices.IndexFunc(freeze.Exceptions, func(e model.Exception) bool { return e.Release == release && decision.ExceptionWaits(r, freeze, e) })
	if at < 0 || freeze.Withdrawn != "" {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it was decided or withdrawn meanwhile"})
		return b
	}
	e := freeze.Exceptions[at]
	q := decision.Exception(r, freeze, e)
	t := teller{w, c, &model.Approval{Of: r.ID, Purpose: q.Purpose}, r, &b}
	decide := func(Yes bool) action.Action {
		return action.DecideException{Window: freeze.ID, Release: r.ID, Yes: Yes, Comment: "why"}
	}
	t.may(q, "you may let a release into a freeze", decide(false), decide(true))
	b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(e.By, e.At), t.at(e.At), t.ago(e.At))}, Said{Plain, Unmarked, "for " + t.slot(q.Slot)}, Said{Plain, Unmarked, e.Reason},
		Said{Quiet, Unmarked, "it waits for " + decision.WaitsFor(c, q)})
	t.release()
	lines := []Said{{Plain, Unmarked, fmt.Sprintf("%s %s (%s), %s", freeze.ID, freeze.Title, freeze.Row().Grade, t.slot(freeze.Slot))}}
	if freeze.Reason != "" {
		lines = append(lines, Said{Quiet, Unmarked, freeze.Reason})
	}
	b.add("freeze", lines...)
	t.risk()
	t.calendar()
	t.gate()
	t.scope()
	return b
}
