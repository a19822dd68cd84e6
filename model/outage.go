package model

import (
	"cmp"
	"strings"
	"time"
)

// Outage is a stretch of time in which a service was not there, or will not be, as somebody
// entered it: what runs and incidents say of themselves needs none. It counts beside that,
// what lies over each other once, unless it says that it stands in its place.
type Outage struct {
	ID      ID `json:"id"`
	Service ID `json:"service"`
	// Sort is OutagePlanned, OutageUnplanned, or OutageNone: what it stands in the place of
	// was none.
	Sort string `json:"sort"`
	Text string `json:"text"`
	// Cause is the release, run or incident that it comes from, which goes on counting.
	Cause ID `json:"cause,omitempty"`
	// Of is the run or incident in whose place it stands: what that says itself is not
	// counted. Reason is why.
	Of     ID     `json:"of,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Slot is from when until when, as it was meant where the service is; a planned one may
	// lie ahead. One without an end goes on, and one that was none has neither.
	Slot Slot      `json:"slot,omitzero"`
	By   ID        `json:"by"`
	At   time.Time `json:"at"`
	// Cancelled says that it is not counted: it did not take place, or was entered in error.
	Cancelled *Ending `json:"cancelled,omitempty"`
}

// The sorts of outages.
const (
	OutagePlanned   = "planned"
	OutageUnplanned = "unplanned"
	OutageNone      = "none"
)

// State works out how it stands, whatever time it is.
func (o *Outage) State() State {
	switch {
	case o.Cancelled != nil:
		return OutageCancelled
	case o.Sort != OutageNone && o.Slot.End.IsZero():
		return OutageOpen
	}
	return OutageOver
}

func (o *Outage) Kind() Kind { return KindOutage }
func (o *Outage) Key() ID    { return o.ID }

// Links name what it is of or comes from: that brings it along.
func (o *Outage) Links() []Link {
	return link(link(link(nil, RelOf, SortIDs([]ID{o.Of, o.Cause})...), RelService, o.Service), RelPerson, o.By)
}

func (o *Outage) Row() Row {
	at := o.Slot.Start.At
	if at.IsZero() {
		at = o.At
	}
	title := o.Text
	if o.Sort == OutageNone {
		title = strings.TrimSpace("no outage: " + o.Text)
	}
	return Row{Title: title, State: o.State(), Service: o.Service, Person: o.By, Subject: cmp.Or(o.Of, o.Cause), Grade: o.Sort, At: at, Until: o.Slot.End.At, Dates: o.Slot, Text: strings.TrimSpace(o.Text + " " + o.Reason)}
}
