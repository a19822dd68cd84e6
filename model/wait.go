package model

import "time"

// Wait is something that waits for somebody besides an approval, as a list of what waits
// says it: by what it is (Purpose), in which record, and which part of that.
type Wait struct {
	ID      ID
	Purpose string // one of process.Reminded, or another
	Part    string
	Title   string
	// Since is since when it waits, and Due by when it has to be done; zero where nothing
	// says so.
	Since, Due time.Time
	For        []string // whom it waits for, in words
	// Reminded is when the clock reminded them; zero for not yet.
	Reminded time.Time
}
