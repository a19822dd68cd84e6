package model

import (
	"fmt"
	"time"

	"fairway/model/when"
)

// Procurement is something ordered for a release. Received hardware becomes configuration
// items; what is ordered in numbers may come in parts.
type Procurement struct {
	ID       ID          `json:"id"`
	Release  ID          `json:"release"`
	Title    string      `json:"title"`
	Hardware bool        `json:"hardware,omitempty"`
	Supplier string      `json:"supplier,omitempty"`
	Order    string      `json:"order,omitempty"`
	Due      when.Moment `json:"due,omitzero"`
	// Received is when all of it was here, Item the first that it became.
	Received time.Time `json:"received,omitzero"`
	Item     ID        `json:"item,omitempty"`
	Dropped  string    `json:"dropped,omitempty"` // why it is no longer needed
	// Count is how many were ordered, where that is not one.
	Count int `json:"count,omitempty"`
	// By ordered it, and At is when; orders from before that was kept don't say.
	By ID        `json:"by,omitempty"`
	At time.Time `json:"at,omitzero"`
	// Receipts are what came in, the oldest first; orders from before parts have none.
	Receipts []Receipt `json:"receipts,omitempty"`
}

// Receipt is what came in of an order at once.
type Receipt struct {
	Count int       `json:"count"`
	Items []ID      `json:"items,omitempty"` // that it became
	By    ID        `json:"by"`
	At    time.Time `json:"at"`
	// Recorded is when it was entered, where that is not when it came in.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Ordered is how many were ordered.
func (p *Procurement) Ordered() int { return max(p.Count, 1) }

// Came is how many are here, and Left how many are not.
func (p *Procurement) Came() int {
	if len(p.Receipts) == 0 && !p.Received.IsZero() {
		return p.Ordered()
	}
	n := 0
	for _, r := range p.Receipts {
		n += r.Count
	}
	return n
}

// Left is how many have not come in.
func (p *Procurement) Left() int { return p.Ordered() - p.Came() }

// Became are the items that it became.
func (p *Procurement) Became() []ID {
	out := link(nil, RelBecame, p.Item)
	for _, r := range p.Receipts {
		out = link(out, RelBecame, r.Items...)
	}
	return SortIDs(Each(out, func(l Link) ID { return l.To }))
}

// State works out how it stands.
func (p *Procurement) State() State {
	switch {
	case p.Dropped != "":
		return ProcurementDropped
	case !p.Received.IsZero():
		return ProcurementReceived
	case p.Came() > 0:
		return ProcurementPart
	}
	return ProcurementOrdered
}

// Waits reports whether something of it is still to come.
func (p *Procurement) Waits() bool { return p.Dropped == "" && p.Received.IsZero() }

// Late reports whether it should be here, and is not: a day is that whole day.
func (p *Procurement) Late(now time.Time) bool {
	return p.Waits() && !p.Due.IsZero() && !now.Before(p.Due.Over())
}

// Awaited reports whether something of it is still to come for a release: for one that is
// over nothing is.
func (p *Procurement) Awaited(c *Case) bool {
	r := Get[*Release](c, p.Release)
	return p.Waits() && (r == nil || !r.Ended())
}

// Parts say how many of how many are here; "" of one alone.
func (p *Procurement) Parts() string {
	if p.Ordered() == 1 {
		return ""
	}
	return fmt.Sprintf("%d of %d received", p.Came(), p.Ordered())
}

func (p *Procurement) Kind() Kind { return KindProcurement }
func (p *Procurement) Key() ID    { return p.ID }

func (p *Procurement) Links() []Link {
	people := []ID{p.By}
	for _, r := range p.Receipts {
		people = append(people, r.By)
	}
	return link(link(link(nil, RelOf, p.Release), RelBecame, p.Became()...), RelPerson, SortIDs(people)...)
}

func (p *Procurement) Row() Row {
	return Row{Title: p.Title, State: p.State(), Subject: p.Release, Person: p.By, At: p.Due.At, Dates: Slot{Start: p.Due}, Until: p.Received, Text: p.Supplier + " " + p.Order}
}
