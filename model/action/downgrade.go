package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// What follows where a board says that something is none of what its process is for.

// downgrade puts a release onto another process, at its first stage: what was
// declared was none. What was written stays; every approval goes with the reason,
// also the one in which it is said. at is when it was decided: approvals and waivers go when
// that is entered.
func downgrade(c *model.Case, n *model.Release, def *process.Approval, by model.ID, why string, at time.Time, ap *model.Approval, out *Outcome) {
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
	n.Returned = append(n.Returned, model.Passage{From: from, To: to.Stages[0].ID, At: at, Recorded: recordedLater(c, at), By: by, Kind: "downgrade", Reason: why})
	enter(c, n, to, to.Stages[0].ID)
	if n.Declared != nil {
		d := *n.Declared
		d.Ended = &model.Ending{Reason: why, By: by, At: at, Recorded: recordedLater(c, at)}
		n.Declared = &d
	}
	out.Note += fmt.Sprintf(": it is a %s from here on", to.Title)
}

// downgradeChange puts an RFC onto another process, to be assessed and decided on.
func downgradeChange(c *model.Case, ch *model.Change, def *process.Approval, by model.ID, why string, at time.Time, ap *model.Approval, out *Outcome) {
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
	d.Ended = &model.Ending{Reason: why, By: by, At: at, Recorded: recordedLater(c, at)}
	n.Declared = &d
	n.Awaits = c.Now
	gate.Prioritise(c, &n)
	out.Note += fmt.Sprintf(": it is a %s from here on", to.Title)
	out.Writes = append(out.Writes, &n)
}

// voted adds that a board has voted for a downgrade that only its countersignatures are
// missing for: whoever declared it doesn't take the vote away by asking no more, or anew.
func voted(c *model.Case, ap *model.Approval, refusal *model.Refusal) {
	if ap.State() != model.ApprovalPending || !ap.DowngradedLater() {
		return
	}
	_, unsigned := ap.Downgrades()
	refusal.Add(fmt.Sprintf("it was voted to downgrade it: %s has to be countersigned by %s first", ap.ID, strings.Join(model.Each(unsigned, c.PersonName), " and ")),
		model.ByTask("countersign", ap.ID, model.With("verdict", "")).For("whoever it was countersigns, or disowns it"))
}

// countersignedDowngrade is what follows where the last word for a downgrade that was
// taken down is countersigned: until then it goes on as what it is. What was deployed
// meanwhile, or decided otherwise, stays what it is, and they are told so.
func countersignedDowngrade(c *model.Case, of model.Subject, ap *model.Approval, word model.Decision, out *Outcome) {
	def := of.Approval(c, ap.Purpose)
	if word.Verdict != model.Downgrade || word.Retracted != nil || def == nil {
		return
	}
	to, ok := of.Rules(c).Process(def.Downgrade)
	if !ok || to.Of != string(of.ID().Kind()) {
		return
	}
	q := decision.ApprovalOf(of, ap)
	against := ""
	switch {
	case ap.Void != nil:
		against = fmt.Sprintf("%s was voided: %s", ap.ID, ap.Void.Reason)
	case decision.Replaced(c, q) != "":
		against = decision.Replaced(c, q) + " was asked for in its place since"
	case ap.State() != model.ApprovalPending:
		against = fmt.Sprintf("%s is %s by now", ap.ID, model.StateWords(ap))
	case of.Change != nil && begun(of):
		against = fmt.Sprintf("%s is %s by now", of.ID(), model.StateWords(of.Change))
	case begun(of):
		against = fmt.Sprintf("the deployment of %s has started", of.ID())
	default:
		for _, d := range ap.Decisions {
			if bars := slices.Concat(decision.Bars(c, q, d.By), decision.Bars(c, q, d.Basis.For)); d.Verdict == model.Downgrade && d.Retracted == nil && len(bars) > 0 {
				against = fmt.Sprintf("%s was for it, %s", decision.Signed(c, d.By, d.At, d.Basis), bars[0].OfOne()) // they have a hand in it by now
			}
		}
	}
	if against != "" {
		out.Note += "; it downgrades nothing any more: " + against
		return
	}
	if !ap.Downgraded() {
		return
	}
	out.Note += fmt.Sprintf(", and downgraded %s", of.ID())
	if of.Change != nil {
		downgradeChange(c, of.Change, def, word.By, word.Comment, c.Now, ap, out)
		return
	}
	n := of.Release.Clone()
	downgrade(c, n, def, word.By, word.Comment, c.Now, ap, out)
	out.Writes = append(out.Writes, n)
}

// begun reports whether it can't go on any more as if it had been no emergency: its
// deployment has started, or the change was made.
func begun(of model.Subject) bool {
	return of.Release != nil && of.Release.Deployed || of.Change != nil && of.Change.State != model.ChangeSubmitted
}
