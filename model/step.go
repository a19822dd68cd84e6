package model

import (
	"time"

	"fairway/model/when"
)

// Step is one thing to do in a run: as it was planned, and as it went.
type Step struct {
	Text  string    `json:"text"`
	Owner string    `json:"owner,omitempty"` // a person or a role; of older plans as it was typed
	Done  time.Time `json:"done,omitzero"`
	// Recorded is when it was marked as done, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
	Skip     string    `json:"skip,omitempty"` // why it was skipped
	By       ID        `json:"by,omitempty"`   // who did, skipped or failed it
	NoBack   bool      `json:"no_back,omitempty"`
	// Sort is one of StepSorts; "" is manual. Command is the line that whoever does the step
	// runs: the program runs nothing.
	Sort    string `json:"sort,omitempty"`
	Command string `json:"command,omitempty"`
	// After are the steps, from 1, that have to be finished before it; Free says that it
	// waits for none. Without either it waits for all before it.
	After []int `json:"after,omitempty"`
	Free  bool  `json:"free,omitempty"`
	// Starts and Takes are what is planned.
	Starts Offset        `json:"starts,omitzero"`
	Takes  time.Duration `json:"takes,omitempty"`
	// Begun is when somebody began with it, and who.
	Begun         time.Time `json:"begun,omitzero"`
	BegunBy       ID        `json:"begun_by,omitempty"`
	BegunRecorded time.Time `json:"begun_recorded,omitzero"`
	// Skipped is when it was skipped.
	Skipped time.Time `json:"skipped,omitzero"`
	// Failed is when it failed last, and Why; it may be tried again.
	Failed time.Time `json:"failed,omitzero"`
	Why    string    `json:"why,omitempty"`
	// Added says that it was added while the run went on, by whom and why.
	Added *Ending `json:"added,omitempty"`
	// Given says to whom it was given while the run went on; Was had it before.
	Given *Ending `json:"given,omitempty"`
	Was   string  `json:"was,omitempty"`
}

// The sorts of steps.
const (
	StepManual  = "manual"
	StepWait    = "wait"    // nothing is done until something has happened or time has passed
	StepCheck   = "check"   // something is looked at
	StepCommand = "command" // a command line is run, by hand
)

// StepSorts lists them.
var StepSorts = []string{StepManual, StepWait, StepCheck, StepCommand}

// Offset is a planned time: counted from the start of the run, or a moment.
type Offset struct {
	From time.Duration `json:"from,omitempty"`
	// Counted says that it is From the start, which may be 0.
	Counted bool        `json:"counted,omitempty"`
	At      when.Moment `json:"at,omitzero"`
}

// IsZero reports whether nothing is planned.
func (o Offset) IsZero() bool { return !o.Counted && o.From == 0 && o.At.IsZero() }

// Of is the instant for a run that started at a time; zero where nothing is planned.
func (o Offset) Of(started time.Time) time.Time {
	if o.Counted {
		return started.Add(o.From)
	}
	return o.At.At
}

// Finished reports whether the step was done, or skipped with a reason.
func (s Step) Finished() bool { return !s.Done.IsZero() || s.Skip != "" }

// Fails reports whether it failed, and was not begun again since.
func (s Step) Fails() bool { return !s.Finished() && !s.Failed.IsZero() }

// GoesOn reports whether somebody is at it.
func (s Step) GoesOn() bool { return !s.Finished() && s.Failed.IsZero() && !s.Begun.IsZero() }

// WaitLeft is what is left of a step that waits for a length of time: that from when it was
// begun, or all of it before; false of any other, and once it is over.
func (s Step) WaitLeft(now time.Time) (time.Duration, bool) {
	if s.Sort != StepWait || s.Takes == 0 || s.Finished() {
		return 0, false
	}
	left := s.Takes
	if !s.Begun.IsZero() {
		left -= now.Sub(s.Begun)
	}
	return left, left > 0
}

// WaitWords say how a wait that was begun stands; "" of any other step.
func (s Step) WaitWords(now time.Time) string {
	if s.Sort != StepWait || s.Takes == 0 || !s.GoesOn() {
		return ""
	}
	if left, waits := s.WaitLeft(now); waits {
		return when.FormatDuration(max(left.Truncate(time.Minute), time.Minute)) + " left of " + when.FormatDuration(s.Takes)
	}
	return "the " + when.FormatDuration(s.Takes) + " are over"
}

// Ends is when it is planned to end in a run that started at a time.
func (s Step) Ends(started time.Time) time.Time {
	at := s.Starts.Of(started)
	if at.IsZero() || s.Takes == 0 {
		return time.Time{}
	}
	return at.Add(s.Takes)
}

// Ended is when it was done or skipped; zero before, and where an older program did not
// keep when it was skipped.
func (s Step) Ended() time.Time {
	if !s.Done.IsZero() {
		return s.Done
	}
	return s.Skipped
}

// Waiting are the steps, from 1, that the n-th still waits for.
func Waiting(steps []Step, n int) []int {
	var out []int
	for _, on := range WaitsFor(steps, n) {
		if on <= len(steps) && !steps[on-1].Finished() {
			out = append(out, on)
		}
	}
	return out
}

// WaitsFor are the steps, from 1, that have to be finished before the n-th.
func WaitsFor(steps []Step, n int) []int {
	s := steps[n-1]
	if s.Free || len(s.After) > 0 {
		return s.After
	}
	out := make([]int, 0, n-1)
	for i := 1; i < n; i++ {
		out = append(out, i)
	}
	return out
}

// Ready are the steps, from 1, that can be done now: they wait for none.
func Ready(steps []Step) []int {
	var out []int
	first := 0 // the first that is not finished: whoever waits for all before waits for it
	for i, s := range steps {
		switch {
		case s.Finished():
			continue
		case s.Free || len(s.After) > 0:
			if len(Waiting(steps, i+1)) == 0 {
				out = append(out, i+1)
			}
		case first == 0:
			out = append(out, i+1)
		}
		if first == 0 {
			first = i + 1
		}
	}
	return out
}

// NoReturn is the step, from 1, with which the point of no return was passed; 0 where it
// was not: it is passed once somebody has begun with it, also where it then failed.
func (r *Run) NoReturn() int {
	for i, s := range r.Steps {
		if s.NoBack && (!s.Done.IsZero() || !s.Begun.IsZero() || !s.Failed.IsZero()) {
			return i + 1
		}
	}
	return 0
}
