package model

import (
	"slices"
	"time"
)

// Condition is something that has to be so before what was approved goes on.
type Condition struct {
	// Decision is with which it was given, from 0, of an approval; of anything else there
	// is one.
	Decision int    `json:"decision"`
	Text     string `json:"text"`
	By       ID     `json:"by"` // who has to meet it
	Met      *Met   `json:"met,omitempty"`
}

// Met says by what a condition was met: a record, or a note.
type Met struct {
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	Record ID        `json:"record,omitempty"`
	Note   string    `json:"note,omitempty"`
	// Recorded is when that was entered, where it was not met then.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Conditions lists those of the approval that count, in the order in which they were
// given: their numbers count from 1. Those of a decision that was taken back are gone.
func (a *Approval) Conditions() []*Condition {
	var out []*Condition
	for i := range a.Checks {
		if k := &a.Checks[i]; k.Decision < len(a.Decisions) && a.Decisions[k.Decision].Approves() {
			out = append(out, k)
		}
	}
	return out
}

// SetBy lists those that were set by a decision, counted from 0, whether they count or not.
func (a *Approval) SetBy(decision int) []Condition {
	return slices.DeleteFunc(slices.Clone(a.Checks), func(k Condition) bool { return k.Decision != decision })
}

// Conditions lists those of a verdict, in the order in which they were given: their
// numbers count from 1. There are none of a no, and of none.
func (v *Verdict) Conditions() []*Condition {
	if v == nil || !v.Yes {
		return nil
	}
	out := make([]*Condition, len(v.Checks))
	for i := range v.Checks {
		out[i] = &v.Checks[i]
	}
	return out
}

// bound are those who have to meet the conditions of a verdict.
func (v *Verdict) bound() []ID {
	return Each(v.Conditions(), func(k *Condition) ID { return k.By })
}

// Owed is a condition that counts, with the decision that set it.
type Owed struct {
	*Condition
	Number int // from 1, over all of the record that count
	// Of is what waits for it: a release, an RFC or an entry of the catalogue; of a
	// document what that belongs to.
	Of ID
	// Set is who set it, and when: At is when they decided, Entered when that was entered.
	Set         ID
	At, Entered time.Time
}

// Owing lists the conditions of a record that count, met or not. An RFC that follows an
// entry of the catalogue has none: the entry was decided on.
func Owing(r Record) []Owed {
	var out []Owed
	add := func(k *Condition, of, set ID, at, entered time.Time) {
		out = append(out, Owed{k, len(out) + 1, of, set, at, entered})
	}
	of := func(v *Verdict, of ID) {
		for _, k := range v.Conditions() {
			add(k, of, v.By, v.At, v.Entered())
		}
	}
	switch r := r.(type) {
	case *Approval:
		for _, k := range r.Conditions() {
			d := r.Decisions[k.Decision]
			add(k, r.Of, d.By, d.At, d.Entered())
		}
	case *Change:
		if r.Entry == nil && r.Authorised() {
			of(r.Decided, r.ID)
		}
	case *Document:
		of(r.Decided, r.Of)
	case *Entry:
		if r.Retired == nil {
			of(r.Decided, r.ID)
		}
	case *Window:
		for i := range r.Exceptions {
			if e := &r.Exceptions[i]; e.Void == nil && r.Withdrawn == "" {
				of(e.Decided, e.Release)
			}
		}
	}
	return out
}

// Owes is a copy of a record whose conditions can be written into: Owing lists them.
func Owes(r Record) Record {
	own := func(v *Verdict) *Verdict {
		if v == nil {
			return nil
		}
		n := *v
		n.Checks = slices.Clone(v.Checks)
		return &n
	}
	switch r := r.(type) {
	case *Approval:
		n := *r
		n.Checks = slices.Clone(r.Checks)
		return &n
	case *Change:
		n := *r
		n.Decided = own(r.Decided)
		return &n
	case *Document:
		n := *r
		n.Decided = own(r.Decided)
		return &n
	case *Entry:
		n := *r
		n.Decided = own(r.Decided)
		return &n
	case *Window:
		n := *r
		n.Exceptions = slices.Clone(r.Exceptions)
		for i := range n.Exceptions {
			n.Exceptions[i].Decided = own(n.Exceptions[i].Decided)
		}
		return &n
	}
	return r
}
