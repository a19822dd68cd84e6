package model

import (
	"fmt"
	"slices"
	"time"
)

// Job is one thing that a tool of the organisation's own is to do because something
// happened in the file: announce a deployment, open a ticket. The jobs of a file are its
// outbox. What the tool is, a command or an address, is in the settings of the server alone,
// and in no file; here is its name.
type Job struct {
	ID   ID     `json:"id"`
	Tool string `json:"tool"`
	// On is what happened (outbox.On…), Stage the one that a release came into, by its id,
	// and What that in words.
	On    string `json:"on"`
	Stage string `json:"stage,omitempty"`
	What  string `json:"what"`
	// Record is what changed, Of the release or RFC that it belongs to, Entry that of the
	// log, and By whoever did it.
	Record ID `json:"record"`
	Of     ID `json:"of,omitempty"`
	// Service is the one of that.
	Service ID    `json:"service,omitempty"`
	Entry   int64 `json:"entry"`
	By      ID    `json:"by,omitempty"`
	// At is when it came into the outbox.
	At time.Time `json:"at"`
	// Next is when it is tried next; zero: not any more.
	Next  time.Time `json:"next,omitzero"`
	Tries []Try     `json:"tries,omitempty"`
	// Asked are those who had it tried again after it had failed.
	Asked   []Ending `json:"asked,omitempty"`
	Dropped *Ending  `json:"dropped,omitempty"`
}

// Try is one attempt at a job.
type Try struct {
	At    time.Time `json:"at"`
	Ended time.Time `json:"ended"`
	OK    bool      `json:"ok,omitempty"`
	// Result says in words what came of it: "exit code 3", "503 Service Unavailable".
	Result string `json:"result"`
	// Output is the end of what the tool said, Cut that there was more before.
	Output string `json:"output,omitempty"`
	Cut    bool   `json:"cut,omitempty"`
}

// State works out how it stands.
func (j *Job) State() State {
	switch last := j.LastTry(); {
	case last != nil && last.OK: // also where somebody dropped it while it was tried: it was done
		return JobDone
	case j.Dropped != nil:
		return JobDropped
	case j.Next.IsZero():
		return JobFailed
	}
	return JobWaiting
}

// Ended is when it was over: with its last try, or when it was dropped; zero while it waits.
func (j *Job) Ended() time.Time {
	last := j.LastTry()
	switch state := j.State(); {
	case state == JobDropped:
		return j.Dropped.At
	case state == JobWaiting || last == nil:
		return time.Time{}
	}
	return last.Ended
}

// LastTry is the one that was made last; nil before the first.
func (j *Job) LastTry() *Try {
	if len(j.Tries) == 0 {
		return nil
	}
	return &j.Tries[len(j.Tries)-1]
}

func (j *Job) Kind() Kind { return KindJob }
func (j *Job) Key() ID    { return j.ID }

// Links name what it is of: that brings it along.
func (j *Job) Links() []Link {
	return link(link(link(nil, RelOf, j.Of), RelService, j.Service), RelPerson, j.By)
}

// Title is the tool, and on what it acts.
func (j *Job) Title() string { return fmt.Sprintf("%s: %s", j.Tool, j.What) }

func (j *Job) Row() Row {
	row := Row{Title: j.Title(), State: j.State(), Service: j.Service, Person: j.By, Subject: j.Of, Grade: j.On, At: j.At, Text: j.Title()}
	if last := j.LastTry(); last != nil {
		row.Text += " " + last.Result
	}
	row.Until = j.Ended()
	return row
}

// asOf is the job as it stood then: tries and who dropped it are of their time.
func (j *Job) asOf(t time.Time) Record {
	if j.At.After(t) {
		return nil
	}
	n := *j
	n.Tries = slices.DeleteFunc(slices.Clone(j.Tries), func(one Try) bool { return one.Ended.After(t) })
	if len(n.Tries) < len(j.Tries) {
		n.Next = j.At // it waited for the next
	}
	n.Asked = slices.DeleteFunc(slices.Clone(j.Asked), func(e Ending) bool { return e.At.After(t) })
	if j.Dropped != nil && j.Dropped.At.After(t) {
		n.Dropped = nil
	}
	return &n
}

// Jobs are those of a release or RFC that are among the facts, the oldest first.
func (c *Case) Jobs(of ID) []*Job {
	var out []*Job
	for _, j := range All[*Job](c) {
		if j.Of == of {
			out = append(out, j)
		}
	}
	return out
}
