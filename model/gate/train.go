package gate

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/grammar"
	"fairway/model/when"
)

// furthest is how far ahead departures are looked for.
const furthest = 3 * 366 * 24 * time.Hour

// StopsAhead is how many departures to come are shown, and compared with the calendar.
const StopsAhead = 6

// Stop is a departure of a train, whether or not it has a release.
type Stop struct {
	Slot   model.Slot
	Cutoff when.Moment
	// Release is that of the departure; "" where it has none yet. Off says that the train
	// has no such departure any more.
	Release model.ID
	Off     bool
	// Conflicts are what it collides with, the worst first; nil before Collide.
	Conflicts []Conflict
}

// TrainNeeds are the facts that the departures of a train are worked out from: itself, its
// open releases, and the holidays.
func TrainNeeds(id model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Departing: []model.ID{id}, Kinds: []model.Kind{model.KindWindow}}
}

// TimetableNeeds are besides these what its departures may collide with.
func TimetableNeeds(t *model.Train) model.Needs {
	n := TrainNeeds(t.ID)
	n.Calendar, n.Timetables = true, []*model.Train{t}
	return n
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
	stop := Stop{Slot: slot, Cutoff: Cutoff(c, t, slot.Start), Release: t.ReleaseAt(s.Start)}
	if r := model.Get[*model.Release](c, stop.Release); r != nil && r.Departs != nil && r.Cancelled == nil {
		stop.Cutoff = r.Departs.Cutoff // it was moved
	}
	return stop
}

// Timetable are the next departures of a train, at most so many, and besides the open
// releases of departures that it has no more, since it was edited: by their dates.
func Timetable(c *model.Case, t *model.Train, most int) ([]Stop, error) {
	stops, err := Stops(c, t, c.Now, most)
	if t.Ended != nil {
		stops = nil
	}
	for _, r := range Aboard(c, t) {
		if d := r.Departs; d.Start.At.After(c.Now) && !slices.ContainsFunc(stops, func(s Stop) bool { return s.Release == r.ID }) && off(c, t, d.Start.At) {
			stops = append(stops, Stop{Slot: r.Window, Cutoff: d.Cutoff, Release: r.ID, Off: true})
		}
	}
	slices.SortStableFunc(stops, func(a, b Stop) int { return a.Slot.Start.At.Compare(b.Slot.Start.At) })
	return stops, err
}

// off reports whether a train does not depart at a time.
func off(c *model.Case, t *model.Train, at time.Time) bool {
	found, err := calendar.Beginning(Window(t.Timetable(), TrainZone(c, t)), when.Span{Start: at, End: at.Add(time.Second)})
	return err != nil || len(found) == 0 || t.Ended != nil
}

// OffTimetable are the open releases of a train to come that go at no departure of it.
func OffTimetable(c *model.Case, t *model.Train) []*model.Release {
	return slices.DeleteFunc(Aboard(c, t), func(r *model.Release) bool {
		return !r.Departs.Start.At.After(c.Now) || !off(c, t, r.Departs.Start.At)
	})
}

// Words say what a departure is to be known for: the release with where it stands, that
// it was moved, that the train goes then no more. "" where it has no release.
func (s Stop) Words(c *model.Case, zone *time.Location) string {
	r := model.Get[*model.Release](c, s.Release)
	switch {
	case r == nil:
		return string(s.Release)
	case r.Cancelled != nil:
		return fmt.Sprintf("%s, cancelled: %s", r.ID, r.Cancelled.Reason)
	}
	text := fmt.Sprintf("%s %s, %s", r.ID, r.Title(), grammar.Count(len(r.Changes), "RFC"))
	if d := r.Departs; d != nil && !s.Off && !r.Window.Start.Same(s.Slot.Start) {
		text += ", moved to " + when.Format(r.Window.Start, zone, when.Long)
	}
	if s.Off {
		text += ", not at a departure of the train any more"
	}
	return text
}

// TrainZone is the zone of a train's own clock.
func TrainZone(c *model.Case, t *model.Train) *time.Location {
	return t.Timetable().Location(c.ZoneOf(t.Service))
}

// Cutoff is until when an RFC comes on board of a departure: the end of the working day
// so many working days before its day (CutoffBefore).
func Cutoff(c *model.Case, t *model.Train, start when.Moment) when.Moment {
	return CutoffBefore(c, t.Cutoff, start, TrainZone(c, t))
}

// CutoffBefore is the end of the working day that lies so many working days before the day
// on which a date begins, in a zone or by the clock of the organisation, whose working days
// they are: what departs early on a day in Auckland does so on the day before in Berlin. The
// earlier of both days counts. The case has to hold the holidays.
func CutoffBefore(c *model.Case, days int, start when.Moment, in *time.Location) when.Moment {
	policy, work := c.Rules.Policy, c.Rules.Policy.Week()
	days = max(days, 0)
	begins := start.Span(in).Start
	work.Holidays = Holidays(c, policy, when.Span{Start: begins.AddDate(0, 0, -31-7*days), End: begins.AddDate(0, 0, 1)})
	day := start.On(in)
	if office := when.DateOf(begins, policy.Location()); office.Before(day) {
		day = office
	}
	at, ok := policy.EndBefore(days, day, work)
	if !ok {
		at = begins
	}
	return when.OnClock(at, policy.Location())
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

// Boardable are those of them whose cut-off is to come.
func Boardable(c *model.Case, t *model.Train) []*model.Release {
	return slices.DeleteFunc(Aboard(c, t), func(r *model.Release) bool { return r.Departs.Past(c.Now) })
}

// ToRegister are the departures that are to get a release, so that as many can be boarded
// as the train says: the next without one whose cut-off is to come. One whose release was
// cancelled gets no other by itself.
func ToRegister(c *model.Case, t *model.Train, most int) ([]Stop, error) {
	var out []Stop
	stops, err := Stops(c, t, c.Now, most+len(t.Departed)+t.Cutoff+1)
	for _, s := range stops {
		if len(out) < most && s.Release == "" && c.Now.Before(s.Cutoff.At) {
			out = append(out, s)
		}
	}
	return out, err
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
