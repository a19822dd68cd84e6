package action

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// Follower is a release that moves along with one on which it depends, in the same act
// and for the same reason.
type Follower struct {
	Release model.ID   `json:"release"`
	Window  model.Slot `json:"window"`
}

// Dependents are the open releases with dates that depend on one, through any number of
// others, in the order of their ids.
func Dependents(c *model.Case, id model.ID) []*model.Release {
	on := map[model.ID]bool{id: true}
	var out []*model.Release
	for grown := true; grown; {
		grown = false
		for _, r := range model.All[*model.Release](c) {
			if on[r.ID] || r.Ended() || !slices.ContainsFunc(r.DependsOn, func(d model.ID) bool { return on[d] }) {
				continue
			}
			on[r.ID], grown = true, true
			if !r.Window.IsZero() && !r.Deployed {
				out = append(out, r)
			}
		}
	}
	slices.SortFunc(out, func(a, b *model.Release) int { return model.CompareIDs(a.ID, b.ID) })
	return out
}

// Along is another release moved by as much as one is that gets a window: by as many
// days on the calendar, and what the clock differs by besides.
func Along(c *model.Case, r *model.Release, to model.Slot, other model.ID) Follower {
	out := Follower{Release: other}
	f := model.Get[*model.Release](c, other)
	if r == nil || f == nil || r.Window.IsZero() || to.IsZero() {
		return out
	}
	zone, from := c.Zone(r), r.Window.Start
	days := to.Start.On(zone).Sub(from.On(zone))
	var by time.Duration
	if from.Precision == when.Minute && to.Start.Precision == when.Minute {
		by = when.OnWall(to.Start.At, zone).Sub(when.OnWall(from.At, zone)) - time.Duration(days)*24*time.Hour
	}
	own := c.Zone(f)
	out.Window = model.Slot{Start: f.Window.Start.Shift(days, by, own), End: f.Window.End.Shift(days, by, own)}
	return out
}

// moved is the case as it would be with the dates of the release and of what follows it.
func (a Reschedule) moved(c *model.Case, n *model.Release) *model.Case {
	c = c.With(n)
	for _, f := range a.Follow {
		if r := model.Get[*model.Release](c, f.Release); r != nil {
			other := r.Clone()
			other.Window = f.Window
			c = c.With(other)
		}
	}
	return c
}

// followers are the releases that follow, with their dates and the move, judged as the
// release itself is: the permission, whether it may still be planned, and its dates.
func (a Reschedule) followers(c *model.Case, move model.Move, refusal *model.Refusal) []*model.Release {
	dependents := Dependents(c, a.Release)
	permission, _ := Asks(c, a)
	var out []*model.Release
	for i, f := range a.Follow {
		doing := "move " + string(f.Release) + " along"
		r := model.Get[*model.Release](c, f.Release)
		switch {
		case slices.ContainsFunc(a.Follow[:i], func(o Follower) bool { return o.Release == f.Release }):
			continue
		case !slices.ContainsFunc(dependents, func(d *model.Release) bool { return d.ID == f.Release }):
			refusal.Add(fmt.Sprintf("%s has no dates that follow %s: it doesn't depend on it, or has none", f.Release, a.Release))
			continue
		}
		if reason := lacks(c, permission, r.Service); reason != nil {
			reason.Text = string(f.Release) + ": " + reason.Text
			refusal.Reasons = append(refusal.Reasons, *reason)
			continue
		}
		_, p, err := load(c, f.Release, 0, doing)
		if err == nil {
			err = unlocked(r, p, doing)
		}
		var against *model.Refusal
		if errors.As(err, &against) {
			refusal.Reasons = append(refusal.Reasons, against.Reasons...)
			continue
		} else if err != nil {
			refusal.Add(err.Error())
			continue
		}
		n := r.Clone()
		n.Window = f.Window
		checkSlot(c, n, refusal)
		move.From, move.To = r.Window, f.Window
		n.Moves = append(n.Moves, move)
		n.ZoneMove = r.ZoneMove.SeenBy(c.Who.ID(), c.Now)
		out = append(out, n)
	}
	return out
}

// alongside writes the followers, each with what it voids; what is to be confirmed of
// all of them is said at once, with what the release itself voids.
func (a Reschedule) alongside(c *model.Case, list []*model.Release, doing string, out *Outcome, first error) error {
	signed := &model.Refusal{Doing: doing}
	add := func(err error, of model.ID) error {
		var against *model.Refusal
		if !errors.As(err, &against) {
			return err
		}
		for _, reason := range against.Reasons {
			if slices.ContainsFunc(signed.Reasons, func(r model.Reason) bool { return r.Text == reason.Text }) {
				continue // what two of them end is ended once
			}
			if of != "" {
				reason.Text = string(of) + ": " + reason.Text
			}
			signed.Reasons = append(signed.Reasons, reason)
		}
		signed.Voids = append(signed.Voids, against.Voids...)
		return nil
	}
	if err := add(first, ""); err != nil {
		return err
	}
	for _, n := range list {
		_, p, err := load(c, n.ID, 0, doing)
		if err == nil {
			err = revise(c, p, n, []string{"window"}, a.Void, doing, out)
		}
		if err := add(err, n.ID); err != nil {
			return err
		}
		out.Writes = append(out.Writes, n)
	}
	return signed.Or()
}

// followersCollide adds the conflicts of what follows to those of the release, each with
// whose it is: one that both have is named once, as it stands worse.
func (a Reschedule) followersCollide(c *model.Case, out []gate.Conflict) []gate.Conflict {
	for _, f := range a.Follow {
		r := model.Get[*model.Release](c, f.Release)
		if r == nil {
			continue
		}
		for _, found := range gate.Conflicts(c, r) {
			found.Text = string(f.Release) + ": " + found.Text
			switch at := slices.IndexFunc(out, func(o gate.Conflict) bool { return o.Key == found.Key }); {
			case at < 0:
				out = append(out, found)
			case gate.Worse(&found, &out[at]) < 0:
				out[at] = found
			}
		}
	}
	return out
}
