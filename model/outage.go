package model

import (
	"strings"
	"time"
)

// Outage is a stretch of time in which a service was not there, or will not be, as somebody
// entered it: what runs and incidents say of themselves needs none. One that is of such a
// record stands in the place of what that says.
type Outage struct {
	ID      ID `json:"id"`
	Service ID `json:"service"`
	// Sort is OutagePlanned, OutageUnplanned, or OutageNone: what it is of was none.
	Sort string `json:"sort"`
	Text string `json:"text"`
	// Of is the release, run or incident that it comes from, where it comes from one.
	Of ID `json:"of,omitempty"`
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

// Links name what it is of: that brings it along.
func (o *Outage) Links() []Link {
	return link(link(link(nil, RelOf, o.Of), RelService, o.Service), RelPerson, o.By)
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
	return Row{Title: title, State: o.State(), Service: o.Service, Person: o.By, Subject: o.Of, Grade: o.Sort, At: at, Until: o.Slot.End.At, Dates: o.Slot, Text: o.Text}
}
