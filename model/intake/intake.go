// Package intake reads what other programs export, iCalendar (RFC 5545) and CSV
// (RFC 4180), into proposals: rows that say in Fairway's words what each event
// or line would become. It also writes a calendar as iCalendar.
//
// A source is a stream, read one record at a time, so that a large file needs
// little memory. A Mapping, a small TOML file, says what means what. Nothing is
// lost without a word: whatever can't be used, or had to be guessed, comes out
// as a Problem with its line. Whether a proposal is new, changed or refused is
// for the caller to say: no record of the store, no SQL, no file name, no clock
// may come in here.
package intake

import (
	"fmt"
	"time"

	"fairway/model/when"
)

// The kinds of rows.
const (
	KindRelease     = "release"
	KindMilestone   = "milestone"
	KindFreeze      = "freeze"
	KindMaintenance = "maintenance"
	KindHoliday     = "holiday"
	KindIncident    = "incident"
	KindItem        = "item"     // a configuration item
	KindRelation    = "relation" // how one stands to another
	// KindSkip is what a mapping says of events nobody wants. Their rows have
	// an empty Kind.
	KindSkip = "skip"
)

// Limits that keep one record from filling the memory.
const (
	MaxLine  = 1 << 20  // bytes of an unfolded iCalendar line, and of a CSV record
	MaxTitle = 1000     // characters of a title; longer ones are cut, with a warning
	MaxText  = 64 << 10 // bytes of any other text; longer ones are cut, with a warning

	maxRecordLines = 1000 // lines of a CSV record
	maxProperties  = 2000 // properties of an event, of those that are looked at
	maxEventBytes  = 4 * MaxLine
)

// The stages a row without a stage of its own is given: work that is over, and
// work that is expected.
const (
	StageDone      = "closed"
	StageExpected  = "registration"
	stageCancelled = "cancelled"
)

// Row is one proposal. Start and End are both zero where the source has no
// date.
type Row struct {
	Line int // where it begins in the source, from 1
	// Key is the stable identity within the source: the UID (with the
	// RECURRENCE-ID behind a slash), or the key columns. It is empty only for a
	// record that can't be used.
	Key string
	// Kind is one of the Kind constants, or empty for what the mapping leaves out.
	Kind string
	// Fields holds the mapped texts under Fairway's names; see FieldNames. Dates
	// in it are written 2006-01-02 or as RFC 3339 in UTC. Empty texts are absent.
	Fields map[string]string
	// Start and End say when, as a record's slot does: an End of Day precision is
	// the last day and covers it, an End to the minute is the first one after. A
	// single day, and something without duration, have End equal to Start; an
	// incident that is not over has no End.
	Start, End when.Moment
	// Rule is an RFC 5545 recurrence rule without its name, such as
	// FREQ=WEEKLY;BYDAY=SA, and Except the occurrences that don't take place.
	Rule   string
	Except []time.Time
	// Lasts is how long each occurrence takes in time that passes, where the source
	// says that; 0 where it says when the first ends.
	Lasts time.Duration
	// Zone is the IANA name of the zone in which the dates were meant.
	Zone string
	// StageByDate says that the source names no stage, and that the one in Fields
	// was derived from the dates and from today's.
	StageByDate bool
	// Digest is the SHA-256, in hex, of everything above except Line and Key,
	// and except a stage that was derived from today's date: equal digests mean
	// that the source says the same as last time.
	Digest string
}

// Severity says what became of a record.
type Severity = string

// The severities. A record with an error gives no usable row; one with warnings
// only does.
const (
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Problem is something to know about one place in a source.
type Problem struct {
	Line, Column int      // from 1; Column counts bytes, and is 0 where it says nothing
	Severity     Severity //
	Reason       string   // what is wrong, without a full stop
	Remedy       string   `json:"Cure"` // what to do about it
	Option       string   `json:"-"`    // the option of the import that does it, if one does
}

// String writes the problem in one line, ready to stand behind a file's name.
func (p Problem) String() string {
	s := fmt.Sprintf("line %d: ", p.Line)
	if p.Column > 0 {
		s = fmt.Sprintf("line %d, column %d: ", p.Line, p.Column)
	}
	s += p.Severity + ": " + p.Reason
	if p.Remedy != "" {
		s += "; " + p.Remedy
	}
	return s
}

// Reader gives the records of a source, in their order.
type Reader interface {
	// Next reads one record. A record that can't be used gives a Row with an
	// empty Key and at least one Problem that is an error; the next call goes on
	// behind it. The end is io.EOF, which may come with problems of its own (a
	// file that is cut short, a header that lacks a column). Any other error
	// means that reading failed, and nothing more will come.
	Next() (Row, []Problem, error)
}

// warn and fail make a problem of either severity.
func warn(line, column int, reason, remedy string) Problem {
	return Problem{Line: line, Column: column, Severity: Warning, Reason: reason, Remedy: remedy}
}

func fail(line, column int, reason, remedy string) Problem {
	return Problem{Line: line, Column: column, Severity: Error, Reason: reason, Remedy: remedy}
}

func hasError(problems []Problem) bool {
	for _, p := range problems {
		if p.Severity == Error {
			return true
		}
	}
	return false
}
