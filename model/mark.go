package model

import (
	"fmt"
	"time"
)

// Mark is one thing that happened in a run: a step was done or skipped, a line of the
// verification was looked at. Each is a small record of its own, written once and never
// again, so that a tick costs the same in a run of any length, and what one person ticks
// is not lost in what another does at the same moment.
type Mark struct {
	ID  ID     `json:"id"`
	Run ID     `json:"run"`
	Did string `json:"did"` // one of the Marked words
	// Step and Line are of what it is, from 1; 0 of the run as a whole.
	Step int `json:"step,omitempty"`
	Line int `json:"line,omitempty"`
	// Back says that the step is one of the rollback.
	Back bool `json:"back,omitempty"`
	// Of is the words of the step or the line, as they stood.
	Of   string `json:"of,omitempty"`
	Text string `json:"text,omitempty"` // why, or what was seen
	// To is who has the step or leads the run from then on; Present who decided on going
	// on.
	To      string `json:"to,omitempty"`
	Present []ID   `json:"present,omitempty"`
	// Adds is the step that was added, and Before the one that waits for it; 0 for none.
	Adds   *Step     `json:"adds,omitempty"`
	Before int       `json:"before,omitempty"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"` // when it happened
	// Recorded is when it was entered, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
}

// What a mark can say.
const (
	MarkBegun   = "begun"
	MarkDone    = "done"
	MarkSkipped = "skipped"
	MarkFailed  = "failed" // a step, or a line of the verification
	MarkPassed  = "passed" // a line of the verification
	MarkAdded   = "added"
	MarkGiven   = "given"
	MarkNoted   = "noted"
	MarkGo      = "go"
	MarkNoGo    = "no-go"
	MarkHanded  = "handed-over"
)

func (m *Mark) Kind() Kind { return KindMark }
func (m *Mark) Key() ID    { return m.ID }

// Links name its run alone. Whose it is says the row: people would otherwise be linked
// with each tick they ever made.
func (m *Mark) Links() []Link { return link(nil, RelOf, m.Run) }

func (m *Mark) Row() Row {
	return Row{Title: m.Title(), State: State(m.Did), Subject: m.Run, Person: m.By, At: m.At, Text: m.Text}
}

// Title says of what it is: "step 3: Switch the traffic".
func (m *Mark) Title() string {
	switch {
	case m.Step > 0 && m.Back:
		return fmt.Sprintf("step %d of the rollback: %s", m.Step, m.Of)
	case m.Step > 0:
		return fmt.Sprintf("step %d: %s", m.Step, m.Of)
	case m.Line > 0:
		return fmt.Sprintf("verification %d: %s", m.Line, m.Of)
	}
	switch m.Did {
	case MarkNoted:
		return "note"
	case MarkGo, MarkNoGo:
		return "decision on going on"
	case MarkHanded:
		return "handed over"
	}
	return string(m.Run)
}
