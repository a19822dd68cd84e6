package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
)

// RegradeIncident gives an incident another severity. What it was, and why it is another,
// stays on record.
type RegradeIncident struct {
	Incident model.ID `json:"incident"`
	Severity string   `json:"severity"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// Do grades it anew, however it stands: what it was may be known only once it is over.
func (a RegradeIncident) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Incident](c, a.Incident)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, i, a.Seen, "severity"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "grade " + string(i.ID) + " anew"}
	oneOf(refusal, "severity", a.Severity, c.Rules.Policy.Severities)
	if a.Severity == i.Severity {
		refusal.Add("it is "+i.Severity+" already", model.AnswerTo("give another severity", "severity"))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *i
	n.Severity = a.Severity
	n.Grades = append(slices.Clip(i.Grades), model.Regrade{From: i.Severity, To: a.Severity, Reason: a.Reason, By: c.Who.ID(), At: c.Now})
	return wrote(i.ID, fmt.Sprintf("graded %s %s, which was %s: %s", i.ID, n.Severity, i.Severity, a.Reason), &n), nil
}

// ReopenIncident opens an incident again that was resolved or closed: it came back, or was
// no more over than before. The gates that it keeps shut follow.
type ReopenIncident struct {
	Incident model.ID  `json:"incident"`
	Reason   string    `json:"reason"`
	Happened time.Time `json:"happened,omitzero"` // when it came back
	Seen     int64     `json:"seen,omitempty"`
}

// Do opens it again. It is the same incident still: when it was opened first stays.
func (a ReopenIncident) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Incident](c, a.Incident)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, i, a.Seen, "state", "resolved"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "reopen " + string(i.ID)}
	if i.State == model.IncidentOpen {
		refusal.Add("it is " + model.StateWords(i))
	}
	needs := whenBegun(i)
	if !i.Resolved.IsZero() {
		needs = append(needs, need{i.Resolved, "it was resolved"})
	}
	at := happened(c, a.Happened, "it can't have come back", needs, refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *i
	n.State, n.Resolved, n.ResolvedRecorded = model.IncidentOpen, time.Time{}, time.Time{}
	n.Reopenings = append(slices.Clip(i.Reopenings), model.Reopening{Was: i.State, Resolved: i.Resolved, Reason: a.Reason, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)})
	out := wrote(i.ID, fmt.Sprintf("reopened %s, which was %s: %s", i.ID, model.StateWords(i), a.Reason), &n)
	out.Happened = at
	return out, nil
}

// whenBegun is what lies before anything that happens to an incident: that it began, and that it
// came back last.
func whenBegun(i *model.Incident) []need {
	out := []need{{i.Opened, "it began"}}
	if !i.ImpactStart.IsZero() {
		out = append(out, need{i.ImpactStart, "its impact began"})
	}
	if n := len(i.Reopenings); n > 0 {
		out = append(out, need{i.Reopenings[n-1].At, "it came back"})
	}
	return out
}
