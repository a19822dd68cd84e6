package model

import (
	"time"

	"fairway/model/when"
)

// Improvement is something that is to be done better (ISO/IEC 20000-1:2018, 8.5.3-i): who
// sees to it, until when, and what came of it. It is noted with the document that names it,
// and outlives what that is of.
type Improvement struct {
	ID ID `json:"id"`
	// Of is the release or change that it came from, Document the one that names it.
	Of       ID     `json:"of"`
	Document ID     `json:"document"`
	Service  ID     `json:"service,omitempty"`
	Action   string `json:"action"`
	// Measure is the one that it aims at, by its id, where that was said.
	Measure string      `json:"measure,omitempty"`
	Owner   ID          `json:"owner"`
	Due     when.Moment `json:"due"`
	By      ID          `json:"by"`
	At      time.Time   `json:"at"`
	// Done says what came of it, and Dropped that it is not to be done any more, and why.
	Done    *Answer `json:"done,omitempty"`
	Dropped *Ending `json:"dropped,omitempty"`
	// Handed are those who had it before, and until when it was to be done then, oldest
	// first.
	Handed []Handed `json:"handed,omitempty"`
}

// Handed is how an improvement action came to somebody else, or to another date.
type Handed struct {
	From   ID          `json:"from"`
	Due    when.Moment `json:"due"` // as it was
	Reason string      `json:"reason"`
	By     ID          `json:"by"`
	At     time.Time   `json:"at"`
}

// State works out how it stands; that it is overdue is told by its date.
func (i *Improvement) State() State {
	switch {
	case i.Dropped != nil:
		return ImprovementDropped
	case i.Done != nil:
		return ImprovementDone
	}
	return ImprovementOpen
}

// First is when it was to be done at first, before it was put off.
func (i *Improvement) First() when.Moment {
	if len(i.Handed) > 0 {
		return i.Handed[0].Due
	}
	return i.Due
}

// PutOff is how often it was given a later date.
func (i *Improvement) PutOff() (n int) {
	for k, h := range i.Handed {
		next := i.Due
		if k+1 < len(i.Handed) {
			next = i.Handed[k+1].Due
		}
		if next.Over().After(h.Due.Over()) {
			n++
		}
	}
	return n
}

// Overdue reports whether it should be done by now, and is not: a day is that whole day.
func (i *Improvement) Overdue(now time.Time) bool {
	return i.State() == ImprovementOpen && !i.Due.IsZero() && !now.Before(i.Due.Over())
}

func (i *Improvement) Kind() Kind { return KindImprovement }
func (i *Improvement) Key() ID    { return i.ID }

// Links name what it is of: that brings it along.
func (i *Improvement) Links() []Link {
	people := []ID{i.Owner, i.By}
	if i.Done != nil {
		people = append(people, i.Done.By)
	}
	return link(link(link(link(nil, RelOf, i.Of), RelRelates, i.Document), RelService, i.Service), RelPerson, SortIDs(people)...)
}

func (i *Improvement) Row() Row {
	row := Row{Title: i.Action, State: i.State(), Service: i.Service, Person: i.Owner, Subject: i.Of, At: i.At, Until: i.Due.At, Dates: Slot{End: i.Due}, Text: i.Action}
	if i.Done != nil {
		row.Text += " " + i.Done.Text
	}
	return row
}

// Improvements are those of a record that are among the facts.
func (c *Case) Improvements(of ID) []*Improvement {
	var out []*Improvement
	for _, i := range All[*Improvement](c) {
		if i.Of == of {
			out = append(out, i)
		}
	}
	return out
}
