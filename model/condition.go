package model

import "time"

// Condition is something that has to be so before what was approved goes on.
type Condition struct {
	Decision int    `json:"decision"` // with which it was given, from 0
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
