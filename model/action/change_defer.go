package action

import (
	"errors"
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// DeferChange puts an RFC into a named release: out of that which has it in its scope,
// with a reason, or out of the backlog.
type DeferChange struct {
	Change  model.ID `json:"change"`
	Release model.ID `json:"release"`
	Reason  string   `json:"reason,omitempty"` // needed where it leaves a release
	Void    bool     `json:"void,omitempty"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the RFC, the release it goes into, and that which it leaves.
func (a DeferChange) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change}, Releases: []model.ID{a.Release}, Scoping: []model.ID{a.Change}, Seen: looked(a.Change, a.Seen)}
}

// For is the service of the release that it goes into.
func (a DeferChange) For(c *model.Case) model.ID { return serviceOf(c, a.Release) }

// Do changes the scope of both, and says so in the RFC.
func (a DeferChange) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("defer %s to %s", a.Change, a.Release)
	ch, err := known[*model.Change](c, a.Change)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ch, a.Seen); err != nil {
		return Outcome{}, err
	}
	to, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	from := carrier(c, ch.ID)
	if slices.Contains(to.Changes, ch.ID) {
		refusal.Add(string(ch.ID) + " is in its scope already")
	} else {
		carriable(ch, refusal)
	}
	n, moved := to.Clone(), *ch
	n.Changes = model.SortIDs(append(n.Changes, ch.ID))
	n.Deferred = slices.DeleteFunc(n.Deferred, func(id model.ID) bool { return id == ch.ID })
	deferral := model.Deferral{To: to.ID, Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	out := wrote(ch.ID, fmt.Sprintf("put %s into %s", ch.ID, to.ID), &moved, n)
	if from != nil && from.ID != to.ID {
		because(refusal, a.Reason)
		if !Can(c, PermissionOf(a), from.Service) {
			refusal.Add(fmt.Sprintf("%s has no role with the permission %s for %s, which it leaves", c.PersonName(c.Who.ID()), PermissionOf(a), from.ID), whoHas(c.Rules, PermissionOf(a)))
		}
		_, fp, err := loadUnlocked(c, from.ID, 0, doing)
		if err := take(err, refusal); err != nil {
			return Outcome{}, err
		}
		if err == nil {
			left := from.Clone()
			left.Changes = slices.DeleteFunc(left.Changes, func(id model.ID) bool { return id == ch.ID })
			left.Deferred = model.SortIDs(append(left.Deferred, ch.ID))
			out.Writes = append(out.Writes, left)
			if err := a.rescope(c, fp, left, doing, &out, refusal); err != nil {
				return Outcome{}, err
			}
		}
		deferral.From = from.ID
		out.Note = fmt.Sprintf("deferred %s from %s to %s", ch.ID, from.ID, to.ID)
	}
	if moved.State == model.ChangeInRelease {
		moved.State = model.ChangeAuthorised
	}
	moved.Deferrals = append(slices.Clip(ch.Deferrals), deferral)
	if err := a.rescope(c, p, n, doing, &out, refusal); err != nil {
		return Outcome{}, err
	}
	return out, refusal.Or()
}

// rescope is what follows from the new scope of one of the two releases.
func (a DeferChange) rescope(c *model.Case, p *process.Process, n *model.Release, doing string, out *Outcome, refusal *model.Refusal) error {
	return take(revise(c, p, n, []string{"scope"}, a.Void, doing, out), refusal)
}

// take adds the reasons of a refusal to another; what is no refusal it returns.
func take(err error, into *model.Refusal) error {
	var more *model.Refusal
	if !errors.As(err, &more) {
		return err
	}
	into.Reasons, into.Voids = append(into.Reasons, more.Reasons...), append(into.Voids, more.Voids...)
	return nil
}
