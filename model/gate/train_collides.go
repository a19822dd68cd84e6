package gate

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/grammar"
	"fairway/model/when"
)

// Unregistered stands for the id of a release that was not registered yet.
const Unregistered model.ID = "REL-0"

// ReleaseOf is what the release of a departure says at first.
func ReleaseOf(c *model.Case, t *model.Train, slot model.Slot) model.Release {
	coordinator := t.Coordinator
	if coordinator == "" {
		coordinator = t.By
	}
	return model.Release{
		Name: t.Title, Version: departureVersion(c, t, slot.Start), Type: t.Type, Contents: t.Contents, Service: t.Service, Team: t.Team,
		Requester: t.By, Owner: t.Owner, Coordinator: coordinator, RollbackOwner: t.RollbackOwner, Env: t.Env, Window: slot,
	}
}

// departureVersion names the release of a departure by its day, and where the train goes
// again on that day by its time, too.
func departureVersion(c *model.Case, t *model.Train, start when.Moment) string {
	zone := TrainZone(c, t)
	day := start.On(zone)
	if found, err := calendar.Beginning(Window(t.Timetable(), zone), day.Span(zone)); err == nil && len(found) > 1 {
		return start.At.In(zone).Format("2006-01-02 15:04")
	}
	return day.String()
}

// Collide finds what departures of a train collide with: their releases, and of those that
// have none the release that each would get. What was cancelled collides with nothing. The
// case has to hold the calendar around them (TimetableNeeds).
func Collide(c *model.Case, t *model.Train, stops []Stop) []Stop {
	out := slices.Clone(stops)
	for i, s := range out {
		r := model.Get[*model.Release](c, s.Release)
		in := c
		if s.Release == "" {
			n := ReleaseOf(c, t, s.Slot)
			n.ID, n.Rules = Unregistered, c.Rules.ID
			r, in = &n, c.With(&n)
		}
		out[i].Conflicts = []Conflict{}
		if r == nil || r.Ended() {
			continue
		}
		out[i].Conflicts = append(out[i].Conflicts, Conflicts(in, r)...)
		if r.ID != Unregistered {
			continue
		}
		for k := range out[i].Conflicts {
			f := &out[i].Conflicts[k]
			f.Text, f.Remedies = strings.ReplaceAll(f.Text, " ("+string(Unregistered)+")", ""), nil // no release is to be moved yet
			if t.ID != "" {
				f.Remedies = []model.Remedy{model.ByTask("skip-departure", t.ID, model.With("on", s.Slot.Start.TextIn(TrainZone(c, t)))).For("skip it, or register it and move that")}
			}
		}
	}
	return out
}

// Colliding are the conflicts of departures as one list, the worst first: each names its
// departure, and what several have with the same is said once, of the first.
func Colliding(c *model.Case, t *model.Train, stops []Stop) []Conflict {
	type said struct {
		Conflict
		at     []string
		differ bool
	}
	zone := TrainZone(c, t)
	var list []said
	for _, s := range stops {
		for _, f := range s.Conflicts {
			i := slices.IndexFunc(list, func(o said) bool {
				return o.Kind == f.Kind && o.Standing() == f.Standing() && slices.Equal(o.With, f.With)
			})
			if i < 0 {
				i = len(list)
				list = append(list, said{Conflict: f})
			}
			list[i].at = append(list[i].at, when.Format(s.Slot.Start, zone, when.Short))
			list[i].differ = list[i].differ || list[i].Text != f.Text
		}
	}
	slices.SortStableFunc(list, func(a, b said) int { return Worse(&a.Conflict, &b.Conflict) })
	out := []Conflict{}
	for _, f := range list {
		n := len(f.at)
		which := "the departure of " + f.at[0]
		switch {
		case n > 1 && n == len(stops):
			which = "each of the next " + grammar.Count(n, "departure")
		case n > 1:
			which = "the departures of " + strings.Join(f.at, ", ")
		}
		if n > 1 {
			f.Remedies = nil
			if t.ID != "" {
				f.Remedies = []model.Remedy{model.ByTask("edit-train", t.ID).For("have it depart at another time")}
			}
		}
		if zone != c.Rules.Policy.Location() && n < len(stops) {
			which += " " + zone.String()
		}
		if f.differ {
			which += ", the first of which"
		}
		f.Text = which + ": " + f.Text
		out = append(out, f.Conflict)
	}
	return out
}
