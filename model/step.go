package model

import "time"

// Step is one thing to do in a run.
type Step struct {
	Text  string    `json:"text"`
	Owner string    `json:"owner,omitempty"`
	Done  time.Time `json:"done,omitzero"`
	// Recorded is when it was marked as done, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
	Skip     string    `json:"skip,omitempty"` // why it was skipped
	By       ID        `json:"by,omitempty"`
	NoBack   bool      `json:"no_back,omitempty"` // the point of no return
}

// Finished reports whether the step was done, or skipped with a reason.
func (s Step) Finished() bool { return !s.Done.IsZero() || s.Skip != "" }
