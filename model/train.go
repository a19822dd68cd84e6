package model

import (
	"slices"
	"time"

	"fairway/model/when"
)

// Train is a release train: a plan by which releases of a service depart at fixed
// times, whoever is on board. An RFC that isn't ready at the cut-off of one goes with
// the next. Each departure is a release of its own, registered from the train.
type Train struct {
	ID      ID     `json:"id"`
	Title   string `json:"title"`
	Service ID     `json:"service"`
	// Slot is the deployment window of the first departure; Rule, Zone and Lasts repeat
	// it as they do that of a calendar window, and Skipped are starts that are left out.
	Slot    Slot          `json:"slot"`
	Rule    string        `json:"rule"`
	Zone    string        `json:"zone,omitempty"`
	Lasts   string        `json:"lasts,omitempty"`
	Skipped []SkippedStop `json:"skipped,omitempty"`
	// Cutoff is how many working days before a departure no RFC comes on board any more,
	// and Ahead how many departures to come the clock registers releases for.
	Cutoff int `json:"cutoff"`
	Ahead  int `json:"ahead"`
	// What each of its releases says at first.
	Type          string   `json:"type"`
	Contents      []string `json:"contents,omitempty"`
	Coordinator   ID       `json:"coordinator,omitempty"`
	Owner         ID       `json:"owner,omitempty"`
	Team          ID       `json:"team,omitempty"`
	RollbackOwner ID       `json:"rollback_owner,omitempty"`
	Env           string   `json:"environment,omitempty"`
	// Departed are the departures that have a release, oldest first.
	Departed []Departure `json:"departed,omitempty"`
	By       ID          `json:"by"`
	At       time.Time   `json:"at"`
	Ended    *Ending     `json:"ended,omitempty"`
}

// Departure is one that has a release.
type Departure struct {
	Start   when.Moment `json:"start"`
	Release ID          `json:"release"`
}

// SkippedStop is a departure that doesn't take place, and why.
type SkippedStop struct {
	Start  when.Moment `json:"start"`
	Reason string      `json:"reason"`
	By     ID          `json:"by"`
	At     time.Time   `json:"at"`
}

// Departs says of a release with which train it goes, with which of its departures, and
// until when RFCs come on board. Where the release is moved, the departure stays what it
// is, and the cut-off moves along.
type Departs struct {
	Train  ID          `json:"train"`
	Start  when.Moment `json:"start"`
	Cutoff when.Moment `json:"cutoff"`
	// Days are how many working days before the deployment the cut-off lies.
	Days int `json:"days"`
}

// Past reports whether the cut-off is over.
func (d *Departs) Past(now time.Time) bool { return d != nil && !now.Before(d.Cutoff.At) }

// IDOf is the train; "" of a release that goes with none.
func (d *Departs) IDOf() ID {
	if d == nil {
		return ""
	}
	return d.Train
}

func (t *Train) Kind() Kind { return KindTrain }
func (t *Train) Key() ID    { return t.ID }

// Links name what its releases are of, and those who have to do with it.
func (t *Train) Links() []Link {
	l := link(link(nil, RelService, t.Service), RelTeam, t.Team)
	l = link(l, RelPerson, SortIDs([]ID{t.Coordinator, t.Owner, t.RollbackOwner, t.By})...)
	return link(l, RelRelates, Each(t.Departed, func(d Departure) ID { return d.Release })...)
}

// State works out whether it goes.
func (t *Train) State() State {
	if t.Ended != nil {
		return TrainEnded
	}
	return TrainRunning
}

func (t *Train) Row() Row {
	return Row{Title: t.Title, State: t.State(), Service: t.Service, Person: t.Coordinator, At: t.Slot.Start.At, Dates: Slot{Start: t.Slot.Start}, Grade: t.Type, Text: t.Rule}
}

// Timetable is the train as a window of the calendar: when it goes.
func (t *Train) Timetable() *Window {
	return &Window{Title: t.Title, Class: WindowMaintenance, Services: []ID{t.Service}, Slot: t.Slot, Zone: t.Zone, Rule: t.Rule, Lasts: t.Lasts,
		Skipped: Each(t.Skipped, func(s SkippedStop) when.Moment { return s.Start })}
}

// ReleaseAt is the release of a departure; "" where it has none.
func (t *Train) ReleaseAt(start time.Time) ID {
	if at := slices.IndexFunc(t.Departed, func(d Departure) bool { return d.Start.At.Equal(start) }); at >= 0 {
		return t.Departed[at].Release
	}
	return ""
}
