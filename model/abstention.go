package model

// Abstention is the word of somebody who decides neither way on something that others may
// decide as well: it waits for those. Its text says why. Of an approval it is a decision
// like any other, at its place among the approvers.
type Abstention struct {
	Verdict
	// Retracted says that they took it back, and why: it waits for them again.
	Retracted *Ending `json:"retracted,omitempty"`
}
