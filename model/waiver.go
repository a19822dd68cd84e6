package model

import (
	"time"

	"fairway/model/when"
)

// Waiver lets a release, or an RFC that goes its own way, through a gate although one
// check of it is not met: who asked, why, until when, and what was decided. It stays on
// record for ever, and so does what was found open.
type Waiver struct {
	ID ID `json:"id"`
	// Of is the release or RFC; Check is what its rules call the check, with what it is
	// asked about: "notice-sent", "form-written:acceptance".
	Of       ID     `json:"of"`
	Check    string `json:"check"`
	Text     string `json:"text"`               // what the check asks for, in words
	Evidence string `json:"evidence,omitempty"` // what was missing when it was asked
	Reason   string `json:"reason"`
	// Until is when it ends: a day is that whole day.
	Until when.Moment `json:"until"`
	By    ID          `json:"by"`
	At    time.Time   `json:"at"`
	// Recorded is when it was entered, where it was not asked for then.
	Recorded time.Time `json:"recorded,omitzero"`
	// Decided is what was said to it, and Retracted what somebody took back of that.
	Decided   *Verdict    `json:"decided,omitempty"`
	Retracted []Retracted `json:"retracted,omitempty"`
	// Abstained are those who decide neither way on it, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	Withdrawn *Ending      `json:"withdrawn,omitempty"`
	// Void is why one that was granted counts no more: what it was granted for was
	// changed.
	Void *Ending `json:"void,omitempty"`
}

// State works out how it stands; that it has ended is told by its date.
func (w *Waiver) State() State {
	switch {
	case w.Withdrawn != nil:
		return WaiverWithdrawn
	case w.Void != nil:
		return WaiverVoid
	case w.Decided == nil:
		return WaiverAsked
	case w.Decided.Yes:
		return WaiverGranted
	}
	return WaiverRefused
}

// Waits reports whether it is to be decided.
func (w *Waiver) Waits() bool { return w.State() == WaiverAsked }

// Ended reports whether its time is over.
func (w *Waiver) Ended(now time.Time) bool { return !now.Before(w.Until.Over()) }

// Disowned is the last decision that whoever was said to have taken it says was none of
// theirs; nil without one.
func (w *Waiver) Disowned() *Retracted {
	for i := range w.Retracted {
		if r := &w.Retracted[len(w.Retracted)-1-i]; r.Decided.Verbal.Disowned() {
			return r
		}
	}
	return nil
}

func (w *Waiver) Kind() Kind { return KindWaiver }
func (w *Waiver) Key() ID    { return w.ID }

// Links name what it is of: that brings it along.
func (w *Waiver) Links() []Link {
	people := []ID{w.By, by(w.Decided)}
	if w.Decided != nil && w.Decided.Verbal != nil {
		people = append(people, w.Decided.Verbal.By)
	}
	for _, r := range w.Retracted {
		if people = append(people, r.Decided.By); r.Decided.Verbal != nil {
			people = append(people, r.Decided.Verbal.By)
		}
	}
	return link(link(nil, RelOf, w.Of), RelPerson, SortIDs(people)...)
}

func (w *Waiver) Row() Row {
	row := Row{Title: w.Text, State: w.State(), Person: w.By, Subject: w.Of, At: w.At, Until: w.Until.At, Dates: Slot{End: w.Until}, Grade: w.Check, Text: w.Reason + " " + w.Evidence}
	if w.Decided != nil {
		row.Text += " " + w.Decided.Text
	}
	return row
}
