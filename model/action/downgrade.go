package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// What follows where a board says that something is none of what its process is for.

// downgrade puts a release onto another process, at its first stage: what was
// declared was none. What was written stays; every approval goes with the reason,
// also the one in which it is said.
func downgrade(c *model.Case, n *model.Release, def *process.Approval, by model.ID, why string, ap *model.Approval, out *Outcome) {
	to, _ := c.Under(n).Process(def.Downgrade)
	from := n.Stage
	reason := fmt.Sprintf("downgraded to %s: %s", to.Name, why)
	void(c, n, nil, reason, out)
	voidWaivers(c, grantedWaivers(c, n.ID), reason, out)
	for i, w := range out.Writes { // as it stands with the word given
		if w.Key() == ap.ID && w != model.Record(ap) {
			out.Writes = slices.Delete(out.Writes, i, i+1)
			break
		}
	}
	ap.Void = &model.Ending{Reason: reason, By: by, At: c.Now}
	n.Type, n.TypePurpose = to.Name, to.Purpose
	n.Returned = append(n.Returned, model.Passage{From: from, To: to.Stages[0].ID, At: c.Now, By: by, Kind: "downgrade", Reason: why})
	enter(c, n, to, to.Stages[0].ID)
	if n.Declared != nil {
		d := *n.Declared
		d.Ended = &model.Ending{Reason: why, By: by, At: c.Now}
		n.Declared = &d
	}
	out.Note += fmt.Sprintf(": it is a %s from here on", to.Title)
}

// downgradeChange puts an RFC onto another process, to be assessed and decided on.
func downgradeChange(c *model.Case, ch *model.Change, def *process.Approval, by model.ID, why string, ap *model.Approval, out *Outcome) {
	n := *ch
	to, _ := c.Rules.Process(def.Downgrade)
	reason := fmt.Sprintf("downgraded to %s: %s", to.Name, why)
	ap.Void = &model.Ending{Reason: reason, By: by, At: c.Now}
	for _, other := range model.All[*model.Approval](c) {
		if other.Of == ch.ID && other.ID != ap.ID && other.Live() {
			v := *other
			v.Void = ap.Void
			out.Writes, out.Voided = append(out.Writes, &v), append(out.Voided, other.ID)
		}
	}
	voidWaivers(c, grantedWaivers(c, ch.ID), reason, out)
	n.Type, n.State, n.Due = to.ChangeType(), model.ChangeSubmitted, time.Time{}
	d := *n.Declared
	d.Ended = &model.Ending{Reason: why, By: by, At: c.Now}
	n.Declared = &d
	n.Awaits = c.Now
	gate.Prioritise(c, &n)
	out.Note += fmt.Sprintf(": it is a %s from here on", to.Title)
	out.Writes = append(out.Writes, &n)
}

// countersignedDowngrade is what follows where the last word for a downgrade that was
// taken down is countersigned: until then it goes on as what it is. What was deployed
// meanwhile, or decided otherwise, stays what it is.
func countersignedDowngrade(c *model.Case, of model.Subject, ap *model.Approval, word model.Decision, out *Outcome) {
	def := of.Approval(c, ap.Purpose)
	if word.Verdict != model.Downgrade || !ap.Downgraded() || ap.State() != model.ApprovalPending || def == nil {
		return
	}
	to, ok := of.Rules(c).Process(def.Downgrade)
	if !ok || to.Of != string(of.ID().Kind()) || begun(of) {
		return
	}
	q := decision.ApprovalOf(of, ap)
	if slices.ContainsFunc(ap.Decisions, func(d model.Decision) bool {
		return d.Verdict == model.Downgrade && len(decision.Bars(c, q, d.By))+len(decision.Bars(c, q, d.Basis.For)) > 0
	}) {
		return // they have a hand in it by now
	}
	out.Note += fmt.Sprintf(", and downgraded %s", of.ID())
	if of.Change != nil {
		downgradeChange(c, of.Change, def, word.By, word.Comment, ap, out)
		return
	}
	n := of.Release.Clone()
	downgrade(c, n, def, word.By, word.Comment, ap, out)
	out.Writes = append(out.Writes, n)
}

// begun reports whether it can't go on any more as if it had been no emergency: its
// deployment has started, or the change was made.
func begun(of model.Subject) bool {
	return of.Release != nil && of.Release.Deployed || of.Change != nil && of.Change.State != model.ChangeSubmitted
}
