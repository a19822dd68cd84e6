package action

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// TakeZones takes up other rules of time zones, those of the zone data of the
// program that asks for it, and derives the planned dates anew that are not over:
// the same time on the wall, at another instant.
type TakeZones struct {
	Zones []model.ZoneRules `json:"zones"` // name, source and rules of each that differs
}

// Needs are the rules that are followed, and what has planned dates.
func (a TakeZones) Needs() model.Needs {
	return model.Needs{Open: true, Kinds: []model.Kind{model.KindZone, model.KindWindow, model.KindMilestone, model.KindProcurement}}
}

// Do writes the rules, and every record of which a date moves.
func (a TakeZones) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "take up other rules of time zones"}
	taken := map[string]*time.Location{}
	var names []string
	out := Outcome{}
	for _, z := range a.Zones {
		var old *model.ZoneRules
		for _, known := range model.All[*model.ZoneRules](c) {
			if known.Name == z.Name {
				old = known
			}
		}
		zone, err := when.ByRules(z.Name, z.Rules)
		switch {
		case err != nil:
			refusal.Add(err.Error())
			continue
		case old == nil:
			refusal.Add("no date of this file is in the time zone " + z.Name)
			continue
		case old.Rules == z.Rules:
			continue
		}
		n := z
		n.ID, n.Digest, n.Since = old.ID, when.RulesDigest(z.Rules), c.Now
		taken[z.Name], names, out.Writes = zone, append(names, z.Name), append(out.Writes, &n)
	}
	if len(names) == 0 && len(refusal.Reasons) == 0 {
		refusal.Add("the file goes by these rules already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	rules := func(name string) (*time.Location, error) {
		if zone, ok := taken[name]; ok {
			return zone, nil
		}
		return when.Zone(name)
	}
	moved, err := MovedBy(c, rules)
	if err != nil {
		return Outcome{}, err
	}
	out.Writes, out.Subject = append(out.Writes, moved...), out.Writes[0].Key()
	out.Note = "took up the rules of " + strings.Join(names, ", ")
	switch len(moved) {
	case 0:
		out.Note += "; no date moves"
	default:
		var what []string
		for _, r := range moved[:min(len(moved), 20)] {
			what = append(what, movedWords(c, r))
		}
		if more := len(moved) - len(what); more > 0 {
			what = append(what, fmt.Sprintf("and %d more", more))
		}
		out.Note += "; these stand at another instant, at the same time on the wall: " + strings.Join(what, "; ")
	}
	return out, nil
}

// planned are the records with planned dates that are not over. Those of a
// release whose deployment has begun are what they were.
func planned(c *model.Case) (out []model.Record) {
	for _, k := range []model.Kind{model.KindRelease, model.KindWindow, model.KindMilestone, model.KindProcurement} {
		for _, r := range c.Of(k) {
			if release, ok := r.(*model.Release); !ok || !release.Ended() && !release.Deployed {
				out = append(out, r)
			}
		}
	}
	return out
}

// MovedBy are the records of which a planned date is another instant by rules of
// zones, with that instant.
func MovedBy(c *model.Case, rules func(name string) (*time.Location, error)) (out []model.Record, err error) {
	for _, r := range planned(c) {
		n, moved, err := model.Rederived(r, rules)
		if err != nil {
			return nil, err
		}
		if !moved {
			continue
		}
		if release, ok := n.(*model.Release); ok {
			was := r.(*model.Release)
			zone := c.Zone(was)
			if from, to := was.Window.Span(zone), release.Window.Span(zone); from != to {
				release.ZoneMove = &model.ZoneMove{From: from, To: to, Zone: release.Window.Start.Zone, At: c.Now}
			}
		}
		out = append(out, n)
	}
	return out, nil
}

// WithoutZone are the records with a planned date of before zones were kept.
func WithoutZone(c *model.Case) (out []model.Record) {
	for _, r := range planned(c) {
		if model.LacksZone(r) {
			out = append(out, r)
		}
	}
	return out
}

// movedWords names what moved, and who is to know of it.
func movedWords(c *model.Case, r model.Record) string {
	text := string(r.Key()) + " " + r.Row().Title
	if release, ok := r.(*model.Release); ok {
		if release.Coordinator != "" {
			text += " (" + c.PersonName(release.Coordinator) + ")"
		}
	}
	return text
}

// CheckDates says that somebody who may move the dates of a release has looked at
// them since the clocks of its zone were changed.
type CheckDates struct {
	Release model.ID `json:"release"`
}

// Do takes the mark off.
func (a CheckDates) Do(c *model.Case) (Outcome, error) {
	doing := "check the dates of " + string(a.Release)
	r, _, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	if r.ZoneMove == nil || r.ZoneMove.Seen != "" {
		return Outcome{}, model.Refuse(doing, "no clocks changed under its dates since somebody looked")
	}
	n := r.Clone()
	move := *r.ZoneMove
	move.Seen, move.SeenAt = c.Who.ID(), c.Now
	n.ZoneMove = &move
	return wrote(r.ID, fmt.Sprintf("looked at the dates of %s: they stay at %s", r.ID, r.Window.Format(c.Zone(r), when.Long)), n), nil
}
