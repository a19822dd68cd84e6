// Package outbox says of what is written to a file what has happened by it, in the words in
// which the tools of an organisation are told to act: a release came into a stage, a
// deployment began or ended, somebody decided. It runs nothing.
package outbox

import (
	"strings"
	"time"

	"fairway/model"
)

// What can happen. A stage may be named: stage:deployment.
const (
	OnStage    = "stage"
	OnRunStart = "run-start"
	OnRunEnd   = "run-end"
	OnDecision = "decision"
)

// All lists them.
func All() []string { return []string{OnStage, OnRunStart, OnRunEnd, OnDecision} }

// Event is something that happened by one entry of the log.
type Event struct {
	On    string   `json:"on"`
	Stage string   `json:"stage,omitempty"` // into which a release or RFC came, by its id
	What  string   `json:"what"`            // in words
	Of    model.ID `json:"of,omitempty"`    // the release or RFC
	// Record is what changed: the release itself, a run, an approval.
	Record model.ID  `json:"record"`
	Entry  int64     `json:"entry"`
	By     model.ID  `json:"by,omitempty"`
	At     time.Time `json:"at"`
}

// Known reports whether an event can be called so.
func Known(on string) bool {
	kind, stage, named := strings.Cut(on, ":")
	for _, one := range All() {
		if kind == one {
			return !named || one == OnStage && stage != ""
		}
	}
	return false
}

// Is reports whether an event is one that is called so.
func (e Event) Is(on string) bool {
	kind, stage, named := strings.Cut(on, ":")
	return kind == e.On && (!named || stage == e.Stage)
}

// Of is what happened when a record became another; before is nil of a new one. By whom and
// when, and by which entry, is for the caller to say.
func Of(before, after model.Record) []Event {
	switch after := after.(type) {
	case *model.Release:
		was, _ := before.(*model.Release)
		if was == nil || was.Stage != after.Stage {
			return []Event{{On: OnStage, Stage: after.Stage, What: "stage " + after.Stage, Of: after.ID, Record: after.ID}}
		}
	case *model.Run:
		return ofRun(before, after)
	default:
		return ofDecision(before, after)
	}
	return nil
}

func ofRun(before model.Record, after *model.Run) []Event {
	was, _ := before.(*model.Run)
	what := "the run (" + after.Words() + ") "
	var out []Event
	if was == nil {
		out = append(out, Event{On: OnRunStart, What: what + "began", Of: after.Release, Record: after.ID})
	}
	if !after.Open() && (was == nil || was.Open()) {
		out = append(out, Event{On: OnRunEnd, What: what + "ended: " + strings.ReplaceAll(string(after.Result), "-", " "), Of: after.Release, Record: after.ID})
	}
	return out
}

// ofDecision are the decisions of a record: there is a verdict that was not there before.
func ofDecision(before, after model.Record) []Event {
	said := verdictOf(after)
	if said == "" || before != nil && verdictOf(before) == said {
		return nil
	}
	what := after.Kind().Info().One
	if after.Kind() == model.KindChange {
		what = "RFC"
	}
	return []Event{{On: OnDecision, What: what + " " + said, Of: about(after), Record: after.Key()}}
}

// verdictOf says what was decided on a record, "" where nothing is.
func verdictOf(r model.Record) string {
	of := func(v *model.Verdict, yes, no string) string {
		switch {
		case v == nil:
			return ""
		case v.Yes:
			return yes
		}
		return no
	}
	switch r := r.(type) {
	case *model.Approval:
		switch r.State() {
		case model.ApprovalApproved:
			return "approved"
		case model.ApprovalRejected:
			return "rejected"
		}
	case *model.Waiver:
		return of(r.Decided, "granted", "refused")
	case *model.Change:
		return of(r.Decided, string(model.ChangeAuthorised), "rejected")
	case *model.Document:
		return of(r.Verdict(), "approved", "sent back")
	case *model.Entry:
		return of(r.Decided, string(model.EntryAuthorised), "rejected")
	case *model.Proposal:
		return of(r.Decided, "approved", "rejected")
	}
	return ""
}

// about is the release or RFC that a record belongs to.
func about(r model.Record) model.ID {
	if ch, ok := r.(*model.Change); ok {
		return ch.ID
	}
	return model.DecidedOf(r)
}
