package gate

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/when"
)

// furthest is how far ahead departures are looked for.
const furthest = 3 * 366 * 24 * time.Hour

// Stop is a departure of a train, whether or not it has a release.
type Stop struct {
	Slot   model.Slot
	Cutoff when.Moment
	// Release is that of the departure; "" where it has none yet.
	Release model.ID
}

// TrainNeeds are the facts that the departures of a train are worked out from: itself, its
// open releases, and the holidays.
func TrainNeeds(id model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Departing: []model.ID{id}, Kinds: []model.Kind{model.KindWindow}}
}

// Stops are the next departures of a train that begin after a time, at most so many.
// The case has to hold the holidays of the calendar.
func Stops(c *model.Case, t *model.Train, after time.Time, most int) ([]Stop, error) {
	zone := TrainZone(c, t)
	rules := Window(t.Timetable(), zone)
	var out []Stop
	// A rule that repeats seldom is looked through in longer stretches each time.
	for from, step := after.Add(time.Second), 60*24*time.Hour; len(out) < most && from.Before(after.Add(furthest)); step *= 2 {
		found, err := calendar.Beginning(rules, when.Span{Start: from, End: from.Add(step)})
		if err != nil {
			return nil, err
		}
		for _, s := range found[:min(len(found), most-len(out))] {
			out = append(out, StopAt(c, t, s))
		}
		from = from.Add(step)
	}
	return out, nil
}

// StopAt is the departure that takes place in a span.
func StopAt(c *model.Case, t *model.Train, s when.Span) Stop {
	zone := TrainZone(c, t)
	slot := model.Slot{Start: when.OnClock(s.Start, zone), End: when.OnClock(s.End, zone)}
	switch {
	case t.Slot.Start.Precision == when.Day:
		slot = model.Slot{Start: when.OnDay(when.DateOf(s.Start, zone), zone), End: when.OnDay(when.DateOf(s.End.Add(-time.Minute), zone), zone)}
	case t.Slot.End.IsZero():
		slot.End = when.Moment{}
	}
	return Stop{slot, Cutoff(c, t, slot.Start), t.ReleaseAt(s.Start)}
}

// TrainZone is the zone of a train's own clock.
func TrainZone(c *model.Case, t *model.Train) *time.Location {
	return t.Timetable().Location(c.ZoneOf(t.Service))
}

// Cutoff is until when an RFC comes on board of a departure: the end of the working day
// so many working days before its day.
func Cutoff(c *model.Case, t *model.Train, start when.Moment) when.Moment {
	policy, work := c.Rules.Policy, c.Rules.Policy.Week()
	days := max(t.Cutoff, 0)
	work.Holidays = holidays(c, policy, when.Span{Start: start.At.AddDate(0, 0, -31-7*days), End: start.At.AddDate(0, 0, 1)})
	zone := policy.Location()
	at, ok := policy.EndBefore(days, start.On(TrainZone(c, t)), work)
	if !ok {
		at = start.At
	}
	return when.OnClock(at, zone)
}

// Aboard are the open releases of a train that are among the facts, by their departure.
func Aboard(c *model.Case, t *model.Train) []*model.Release {
	var out []*model.Release
	for _, r := range model.All[*model.Release](c) {
		if r.Departs.IDOf() == t.ID && !r.Ended() {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *model.Release) int { return a.Departs.Start.At.Compare(b.Departs.Start.At) })
	return out
}

// Unready are the RFCs of a release that nobody has authorised.
func Unready(c *model.Case, r *model.Release) []*model.Change {
	var out []*model.Change
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil && (ch.State == model.ChangeSubmitted || ch.State == model.ChangeAssessed) {
			out = append(out, ch)
		}
	}
	return out
}
