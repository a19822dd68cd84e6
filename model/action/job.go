package action

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"fairway/model"
	"fairway/model/outbox"
)

// QueueJob puts something that a tool of the organisation's own is to do into the outbox,
// because something happened. Nobody but a server asks for it: who acts can neither name a
// tool nor shape what it is told.
type QueueJob struct {
	Tool  string       `json:"tool"`
	Event outbox.Event `json:"event"`
}

// ByProgram says that the program does it.
func (QueueJob) ByProgram() {}

// For is no service: nobody takes a permission for it.
func (QueueJob) For(*model.Case) model.ID { return "" }

// Needs are what it is of, with its jobs.
func (a QueueJob) Needs() model.Needs { return ofJob(a.Event.Of, a.Event.Record) }

// ofJob is what a job needs of what it is about.
func ofJob(of ...model.ID) model.Needs {
	n := model.Needs{IDs: of}
	for _, id := range of {
		if id.Kind() == model.KindRelease && !slices.Contains(n.Releases, id) {
			n.Releases = append(n.Releases, id)
		}
	}
	return n
}

// Do puts it there.
func (a QueueJob) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "put a job for " + a.Tool + " into the outbox"}
	if !c.Who.Program {
		refusal.Add("a server alone does it, by its settings", model.Say("whoever runs the server names the tool there"))
	}
	if a.Tool == "" || !outbox.Known(a.Event.On) {
		refusal.Add("it names no tool, or nothing that can happen", model.Say("a server does it, by its settings"))
	}
	if slices.ContainsFunc(c.Jobs(a.Event.Of), func(j *model.Job) bool {
		return a.Event.Of != "" && j.Tool == a.Tool && j.Entry == a.Event.Entry && j.Record == a.Event.Record && j.On == a.Event.On
	}) {
		refusal.Add("it is there already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	e := a.Event
	j := &model.Job{ID: c.Mint(model.KindJob), Tool: a.Tool, On: e.On, Stage: e.Stage, What: e.What, Record: e.Record, Of: e.Of, Service: serviceOf(c, e.Of), Entry: e.Entry, By: e.By, At: c.Now, Next: c.Now}
	return wrote(j.ID, fmt.Sprintf("%s is to act on entry %d: %s", j.Tool, j.Entry, j.What), j), nil
}

// OutputMost is how much of what a tool said is kept, in bytes.
const OutputMost = 16 << 10

// ReportJob writes down what came of a try.
type ReportJob struct {
	Job model.ID  `json:"job"`
	Try model.Try `json:"try"`
	// Next is when it is tried again, where it failed; zero: not any more.
	Next time.Time `json:"next,omitzero"`
	Seen int64     `json:"seen,omitempty"`
}

// ByProgram says that the program does it.
func (ReportJob) ByProgram() {}

// For is no service: nobody takes a permission for it.
func (ReportJob) For(*model.Case) model.ID { return "" }

// Needs is the job.
func (a ReportJob) Needs() model.Needs { return model.Needs{IDs: []model.ID{a.Job}} }

// Do writes it down. A job that somebody dropped meanwhile keeps what came of it.
func (a ReportJob) Do(c *model.Case) (Outcome, error) {
	j, err := known[*model.Job](c, a.Job)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "write down what came of " + string(j.ID)}
	if !c.Who.Program {
		refusal.Add("the server that ran it alone does it", model.Say("have it tried again"))
	}
	if len(a.Try.Output) > OutputMost || !utf8.ValidString(a.Try.Output) {
		refusal.Add(fmt.Sprintf("what the tool said is text of %d bytes at most", OutputMost))
	}
	if last := j.LastTry(); last != nil && last.OK {
		refusal.Add("it is done already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *j
	n.Tries = append(slices.Clone(j.Tries), a.Try)
	if n.Next = a.Next; j.Dropped != nil {
		n.Next = time.Time{} // nobody waits for it any more
	}
	note := fmt.Sprintf("%s (try %d): %s", j.Title(), len(n.Tries), a.Try.Result)
	if !a.Try.OK && !n.Next.IsZero() {
		note += "; the next try is at " + stamp(a.Next)
	}
	return wrote(j.ID, note, &n), nil
}

// RetryJob has a job that failed tried again.
type RetryJob struct {
	Job    model.ID `json:"job"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// For is the service of the release that it is of.
func (a RetryJob) For(c *model.Case) model.ID { return serviceOfJob(c, a.Job) }

// Needs is the job.
func (a RetryJob) Needs() model.Needs { return model.Needs{IDs: []model.ID{a.Job}} }

func serviceOfJob(c *model.Case, id model.ID) model.ID {
	if j := model.Get[*model.Job](c, id); j != nil {
		return j.Service
	}
	return ""
}

// Do has it tried again as soon as a server looks.
func (a RetryJob) Do(c *model.Case) (Outcome, error) {
	j, err := known[*model.Job](c, a.Job)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, j, a.Seen, "tries", "dropped"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "have " + string(j.ID) + " tried again"}
	switch j.State() {
	case model.JobDone:
		refusal.Add("it is over: " + j.LastTry().Result)
	case model.JobDropped:
		refusal.Add("it is over, dropped: " + j.Dropped.Reason)
	case model.JobWaiting:
		if !j.Next.After(c.Now) {
			refusal.Add("it waits for its next try already", model.Say("the server looks every minute"))
		}
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *j
	n.Next = c.Now
	n.Asked = append(slices.Clone(j.Asked), model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	return wrote(j.ID, fmt.Sprintf("%s is to be tried again: %s", j.Title(), a.Reason), &n), nil
}

// DropJob says that a job is not to be done any more.
type DropJob struct {
	Job    model.ID `json:"job"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// For is the service of the release that it is of.
func (a DropJob) For(c *model.Case) model.ID { return serviceOfJob(c, a.Job) }

// Needs is the job.
func (a DropJob) Needs() model.Needs { return model.Needs{IDs: []model.ID{a.Job}} }

// Do drops it. What was tried stays on record.
func (a DropJob) Do(c *model.Case) (Outcome, error) {
	j, err := known[*model.Job](c, a.Job)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, j, a.Seen, "tries", "dropped"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "drop " + string(j.ID)}
	switch j.State() {
	case model.JobDone:
		refusal.Add("it is over: " + j.LastTry().Result)
	case model.JobDropped:
		refusal.Add("it is over, dropped: " + j.Dropped.Reason)
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *j
	n.Next, n.Dropped = time.Time{}, &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(j.ID, fmt.Sprintf("dropped %s: %s", j.Title(), a.Reason), &n), nil
}
