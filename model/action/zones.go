package action

import (
	"fmt"
	"slices"
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
	// Home is the organisation's zone, in a file that kept no rules before: those
	// that its zones have as it is brought up to date are the first.
	Home string `json:"home,omitempty"`
}

// ByProgram says that a server does it as it starts, and whichever opens an older
// file.
func (TakeZones) ByProgram() {}

// Needs are the rules that are followed, and what has planned dates.
func (a TakeZones) Needs() model.Needs {
	return model.Needs{Open: true, Kinds: []model.Kind{model.KindZone, model.KindWindow, model.KindMilestone, model.KindProcurement, model.KindMeeting, model.KindImprovement, model.KindTrain, model.KindOutage, model.KindAgreement, model.KindPerson}}
}

// Do writes the rules, and every record of which a date moves.
func (a TakeZones) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "take up other rules of time zones"}
	taken := map[string]*time.Location{}
	var names []string
	out := Outcome{}
	if a.Home != "" && !c.Who.Program {
		refusal.Add("the first rules of an older file are taken up as it is opened")
	}
	for _, z := range a.Zones {
		var old *model.ZoneRules
		for _, known := range model.All[*model.ZoneRules](c) {
			if known.Name == z.Name {
				old = known
			}
		}
		zone, err := when.ByRules(z.Name, z.Rules)
		n := z
		switch {
		case err != nil:
			refusal.Add(err.Error())
			continue
		case old == nil && a.Home == "":
			refusal.Add("no date of this file is in the time zone " + z.Name)
			continue
		case old == nil:
			n.ID = c.Mint(model.KindZone)
		case old.Rules == z.Rules || a.Home != "":
			continue
		default:
			n.ID, taken[z.Name] = old.ID, zone
		}
		n.Digest, n.Since = when.RulesDigest(z.Rules), c.Now
		names, out.Writes = append(names, z.Name), append(out.Writes, &n)
	}
	if len(names) == 0 && len(refusal.Reasons) == 0 {
		refusal.Add("the file goes by these rules already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out.Subject = out.Writes[0].Key()
	if a.Home != "" {
		out.Note = "began to keep the rules of time zones: " + strings.Join(names, ", ")
		return out, nil // nothing was derived by others that are known
	}
	rules := func(name string) (*time.Location, error) {
		if zone, ok := taken[name]; ok {
			return zone, nil
		}
		return when.Zone(name)
	}
	moved, err := movedBy(c, rules)
	if err != nil {
		return Outcome{}, err
	}
	out.Note = "took up the rules of " + strings.Join(names, ", ")
	var what []string
	for _, m := range moved {
		out.Writes = append(out.Writes, m.now)
		if m.plan {
			what = append(what, m.words(c, rules))
		}
	}
	if len(what) == 0 {
		out.Note += "; no date moves"
		return out, nil
	}
	shown := what[:min(len(what), 20)]
	if more := len(what) - len(shown); more > 0 {
		shown = append(slices.Clip(shown), fmt.Sprintf("and %d more", more))
	}
	out.Note += "; these stand at another instant, at the same time on the wall where the clocks show it: " + strings.Join(shown, "; ")
	return out, nil
}

// planned are the records with planned dates that are not over. Those of a
// release whose deployment has begun are what they were.
func planned(c *model.Case) (out []model.Record) {
	for _, k := range []model.Kind{model.KindRelease, model.KindWindow, model.KindMilestone, model.KindProcurement, model.KindMeeting, model.KindImprovement, model.KindTrain, model.KindOutage, model.KindAgreement} {
		for _, r := range c.Of(k) {
			switch r := r.(type) {
			case *model.Release:
				if r.Ended() || r.Deployed {
					continue
				}
			case *model.Meeting:
				if r.State() != model.MeetingPlanned {
					continue
				}
			case *model.Train:
				if r.State() != model.TrainRunning {
					continue
				}
			case *model.Outage: // what was is an instant
				if r.Cancelled != nil || r.Sort != model.OutagePlanned || !r.Slot.End.Over().After(c.Now) {
					continue
				}
			case *model.Agreement:
				if r.Withdrawn != nil {
					continue
				}
			case *model.Improvement:
				if r.State() != model.ImprovementOpen {
					continue
				}
			}
			out = append(out, r)
		}
	}
	return out
}

// rederived is a record of which a date is another instant by some rules of zones.
type rederived struct {
	was, now model.Record
	// plan says that it is a date that lies ahead: what a release was planned for
	// before, and promised, is derived anew with it and tells nobody anything.
	plan bool
}

func movedBy(c *model.Case, rules func(name string) (*time.Location, error)) (out []rederived, err error) {
	for _, r := range planned(c) {
		n, differs, err := model.Rederived(r, rules)
		if err != nil {
			return nil, err
		}
		if !differs {
			continue
		}
		m := rederived{was: r, now: n, plan: true}
		if w, ok := r.(*model.Window); ok { // an exception is from it, and moves with its release
			alone := *w
			alone.Exceptions = nil
			if _, m.plan, err = model.Rederived(&alone, rules); err != nil {
				return nil, err
			}
		}
		if release, ok := n.(*model.Release); ok {
			was := r.(*model.Release)
			zone := c.Zone(was)
			from, to := was.Window.Span(zone), release.Window.Span(zone)
			m.plan = from != to || was.Hold != nil && !was.Hold.Review.At.Equal(release.Hold.Review.At)
			if from != to {
				release.ZoneMove = &model.ZoneMove{From: from, To: to, Zone: release.Window.Start.Zone, At: c.Now}
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// MovedBy are the records of which a date that lies ahead is another instant by
// rules of zones, with that instant.
func MovedBy(c *model.Case, rules func(name string) (*time.Location, error)) (out []model.Record, err error) {
	list, err := movedBy(c, rules)
	for _, m := range list {
		if m.plan {
			out = append(out, m.now)
		}
	}
	return out, err
}

// words name what moved, who is to know of it, and what the clocks don't show any
// more.
func (m rederived) words(c *model.Case, rules func(name string) (*time.Location, error)) string {
	text := string(m.now.Key()) + " " + m.now.Row().Title
	release, ok := m.now.(*model.Release)
	if !ok {
		return text
	}
	var people []string
	for _, p := range []struct {
		as string
		id model.ID
	}{{"owner", release.Owner}, {"coordinator", release.Coordinator}} {
		if p.id != "" {
			people = append(people, p.as+" "+c.PersonName(p.id))
		}
	}
	if len(people) > 0 {
		text += " (" + strings.Join(people, ", ") + ")"
	}
	for _, at := range []when.Moment{release.Window.Start, release.Window.End} {
		if unfit := at.Unfit(rules); unfit != "" {
			text += ", of which " + unfit
		}
	}
	return text
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
	n.ZoneMove = r.ZoneMove.SeenBy(c.Who.ID(), c.Now)
	return wrote(r.ID, fmt.Sprintf("looked at the dates of %s: they stay at %s", r.ID, tell(c, r.ID, r.Window)), n), nil
}
