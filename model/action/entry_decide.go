package action

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// ofEntry are an entry as it was read, and everybody: who else may?
func ofEntry(id model.ID, seen int64) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(id, seen)}
}

// entryAsRead is an entry for somebody who decides on it.
func entryAsRead(c *model.Case, id model.ID, seen int64, verb string) (*model.Entry, *model.Refusal, error) {
	e, err := known[*model.Entry](c, id)
	if err != nil {
		return nil, nil, err
	}
	if err := unmoved(c, e, seen, "version", "decided", "suspended", "retired"); err != nil {
		return nil, nil, err
	}
	if !current(c, id, seen) { // what it says is what is decided on
		saw, err := asSeen(c, e, seen)
		if err != nil {
			return nil, nil, err
		}
		read := *saw
		if read.Uses = e.Uses; changed(&read, e) {
			return nil, nil, changedSince(c, id, seen)
		}
	}
	return e, &model.Refusal{Doing: verb + " " + string(id)}, nil
}

// DecideEntry authorises an entry, or rejects it.
type DecideEntry struct {
	Entry   model.ID `json:"entry"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment,omitempty"`
	Words
	Seen int64 `json:"seen,omitempty"`
}

// Needs are those of every decision on an entry, and what the words take.
func (a DecideEntry) Needs() model.Needs { return a.needs(ofEntry(a.Entry, a.Seen), a.Entry, "") }

func (a DecideEntry) For(c *model.Case) model.ID { return serviceOf(c, a.Entry) }

// Do decides. Nobody decides on what they wrote a version of.
func (a DecideEntry) Do(c *model.Case) (Outcome, error) {
	e, refusal, err := entryAsRead(c, a.Entry, a.Seen, "decide on")
	if err != nil {
		return Outcome{}, err
	}
	if e.State != model.EntryProposed {
		refusal.Add("it is " + string(e.State) + " already")
	}
	s := speech{Words: a.Words, q: decision.Entry(e), yes: a.Yes, comment: a.Comment, before: append([]need{{e.Proposed, fmt.Sprintf("version %d of %s was proposed", e.Version, e.ID)}, {e.Edited, string(e.ID) + " was edited"}}, takenBack(e.Retracted)...)}
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	n := *e
	n.Decided = v
	n.State = n.Stands()
	out := wrote(e.ID, fmt.Sprintf("%s %s %s, version %d%s", n.State, e.ID, e.Title, e.Version, onConditions(v.Checks)), &n)
	s.given(c, &out, v)
	return out, nil
}

// SuspendEntry keeps an entry from being followed until somebody resumes it.
type SuspendEntry struct {
	Entry  model.ID `json:"entry"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

func (a SuspendEntry) Needs() model.Needs { return ofEntry(a.Entry, a.Seen) }

func (a SuspendEntry) For(c *model.Case) model.ID { return serviceOf(c, a.Entry) }

func (a SuspendEntry) Do(c *model.Case) (Outcome, error) {
	return endEntry(c, a.Entry, a.Seen, "suspend", a.Reason, func(e, n *model.Entry, why *model.Ending) string {
		if e.State != model.EntryAuthorised {
			return "it is " + string(e.State) + ", not authorised"
		}
		n.Suspended = why
		return ""
	})
}

// ResumeEntry lets a suspended entry be followed again.
type ResumeEntry struct {
	Entry  model.ID `json:"entry"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

func (a ResumeEntry) Needs() model.Needs { return ofEntry(a.Entry, a.Seen) }

func (a ResumeEntry) For(c *model.Case) model.ID { return serviceOf(c, a.Entry) }

func (a ResumeEntry) Do(c *model.Case) (Outcome, error) {
	return endEntry(c, a.Entry, a.Seen, "resume", a.Reason, func(e, n *model.Entry, _ *model.Ending) string {
		if e.State != model.EntrySuspended {
			return "it is " + string(e.State) + ", not suspended"
		}
		n.Suspended = nil
		return ""
	})
}

// RetireEntry takes an entry out of the catalogue for ever.
type RetireEntry struct {
	Entry  model.ID `json:"entry"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

func (a RetireEntry) Needs() model.Needs { return ofEntry(a.Entry, a.Seen) }

func (a RetireEntry) For(c *model.Case) model.ID { return serviceOf(c, a.Entry) }

func (a RetireEntry) Do(c *model.Case) (Outcome, error) {
	return endEntry(c, a.Entry, a.Seen, "retire", a.Reason, func(e, n *model.Entry, why *model.Ending) string {
		if e.Retired != nil {
			return "it is retired already"
		}
		n.Retired = why
		return ""
	})
}

// endEntry changes whether an entry may be followed, with a reason that the log
// keeps.
func endEntry(c *model.Case, id model.ID, seen int64, verb, reason string, change func(e, n *model.Entry, why *model.Ending) string) (Outcome, error) {
	e, refusal, err := entryAsRead(c, id, seen, verb)
	if err != nil {
		return Outcome{}, err
	}
	n := *e
	if why := change(e, &n, &model.Ending{Reason: reason, By: c.Who.ID(), At: c.Now}); why != "" {
		refusal.Add(why)
	}
	because(refusal, reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.State = n.Stands()
	past := map[string]string{"suspend": "suspended", "resume": "resumed", "retire": "retired"}[verb]
	return wrote(id, fmt.Sprintf("%s %s %s: %s", past, id, e.Title, strings.TrimSpace(reason)), &n), nil
}
