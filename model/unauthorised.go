package model

import "time"

// Capture says how a change came to be known that was made without authorisation: it
// is reviewed afterwards, and never counts as authorised because it is there.
type Capture struct {
	Process string `json:"process"` // as which it was captured, by its name
	Found   string `json:"found"`   // one of the ways of the process to find one
	Title   string `json:"title"`   // that way, in words
	// Incident is that by which it was found, where one showed it.
	Incident ID `json:"incident,omitempty"`
	// Made is when it was made, as far as that is known. Unknown says that nobody
	// knows who made it; else that is the change's builder.
	Made    time.Time `json:"made"`
	Unknown bool      `json:"unknown,omitempty"`
	// By captured it, which is no part in it.
	By ID `json:"by"`
	// Items are the records of its items as they were when it was found: what was
	// changed in them since says what it made of them.
	Items []ItemSeen `json:"items,omitempty"`
	// Outcome is what its review decided (Ratified, BackedOut, Corrected); "" before.
	Outcome string `json:"outcome,omitempty"`
	// Back is how it was backed out, FollowUp the RFC that corrects it: what there is
	// of them.
	Back     *BackOut `json:"back,omitempty"`
	FollowUp ID       `json:"follow_up,omitempty"`
}

// BackOut is how a change was taken back, as seen by somebody else.
type BackOut struct {
	By ID `json:"by"`
	// At is when it was taken back, and Recorded when that was entered, where it was
	// not then.
	At       time.Time `json:"at"`
	Recorded time.Time `json:"recorded,omitzero"`
	// Verifier saw that it is gone; Evidence says by what.
	Verifier ID     `json:"verifier"`
	Evidence string `json:"evidence"`
}

// The outcomes of the review of a change that was made without authorisation, with
// which it is closed.
const (
	Ratified  = "ratified"   // accepted afterwards
	BackedOut = "backed-out" // taken back
	Corrected = "corrected"  // put right by an RFC
)

// UnauthorisedOutcomes lists them.
var UnauthorisedOutcomes = []string{Ratified, BackedOut, Corrected}

// Words say in a line how it came to be known: "an incident showed it: INC-3".
func (c *Capture) Words() string {
	if c.Incident == "" {
		return c.Title
	}
	return c.Title + ": " + string(c.Incident)
}

// Unauthorised reports whether it was made without authorisation, and captured
// afterwards. That stays so, whatever its review decided.
func (c *Change) Unauthorised() bool { return c.Captured != nil }

// Implemented reports whether an RFC was made and has not failed.
func (c *Change) Implemented() bool {
	switch c.State {
	case ChangeImplemented, ChangeReviewed:
		return !c.Unauthorised()
	case ChangeClosed:
		return c.Outcome == OutcomeSuccessful || c.Outcome == OutcomeWithIssues
	}
	return false
}
