package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
)

// Redact removes the content of one record for the law's sake. Its digest
// stays in the log, so the chain still holds and says that something was
// removed.
type Redact struct {
	ID     model.ID `json:"id"`
	Reason string   `json:"reason"`
}

// Needs are the record, and what hangs on it.
func (a Redact) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.ID}, Around: []model.ID{a.ID}}
}

// For no single service: who removes content by law does so in the whole file.
func (a Redact) For(*model.Case) model.ID { return "" }

// Do asks for a reason, and that nothing in force depends on the record; the
// store removes every body of it.
func (a Redact) Do(c *model.Case) (Outcome, error) {
	doing := "redact " + string(a.ID)
	refusal := &model.Refusal{Doing: doing}
	if !c.Has(a.ID) {
		if c.IsRedacted(a.ID) {
			refusal.Add("its content was removed already")
		} else {
			return Outcome{}, &model.NotFound{What: describe(a.ID.Kind(), a.ID)}
		}
	}
	if a.ID == c.Who.ID() {
		refusal.Add("you can't redact yourself", model.Say("another administrator can, once you have left"))
	}
	if f, ok := c.Fact(a.ID); ok {
		if proves(f.Record) {
			refusal.Add("measures, gates and decisions rest on this "+a.ID.Kind().Words()+", also when it is over", model.Say("redact what names people instead: a person who has left, or a document, an incident or a notice of what is closed"))
		}
		dependedOn(c, f.Record, refusal)
	}
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("name the law or the request", "reason"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return Outcome{Subject: a.ID, Note: fmt.Sprintf("redacted %s", a.ID)}, nil
}

// proves reports whether the proof of a deployment rests on a record: what was
// planned and authorised, run, baselined and approved, under which rules. A
// release that was cancelled before it was authorised proves nothing.
func proves(r model.Record) bool {
	switch r := r.(type) {
	case *model.Run, *model.Mark, *model.Baseline, *model.Approval, *model.Rules:
		return true
	case *model.Release:
		return r.Cancelled == nil || r.Baseline != nil || r.Deployed
	}
	return false
}

// dependedOn adds why a record can't go yet: it is in force itself, what it
// belongs to is, or something in force points at it. Gates, decisions and freezes
// would otherwise change with it, and nobody would see why. Somebody who left is
// in force for nothing: what they did stays theirs, under their id.
func dependedOn(c *model.Case, r model.Record, refusal *model.Refusal) {
	if why, ends := inForce(r, c.Now); why != "" {
		refusal.Add(why, ends...)
	}
	if r.Kind() == model.KindPerson || r.Kind() == model.KindRules {
		return
	}
	for _, id := range belongsTo(r) {
		f, ok := c.Fact(id)
		if !ok {
			continue
		}
		if why, ends := inForce(f.Record, c.Now); why != "" {
			refusal.Add(fmt.Sprintf("it belongs to %s, and %s", id, why), ends...)
		}
	}
	for _, o := range pointing(c, r.Key()) {
		if why, _ := inForce(o, c.Now); why != "" && !slices.Contains(belongsTo(r), o.Key()) {
			refusal.Add(fmt.Sprintf("%s (%s) depends on it, and %s", o.Key(), o.Row().Title, why), model.Say("change that first, so that it no longer does"))
		}
	}
}

// pointing are the records of the case that point at one, in the order of their
// kinds and ids.
func pointing(c *model.Case, id model.ID) []model.Record {
	var out []model.Record
	for _, k := range model.Kinds() {
		for _, r := range c.Of(k) {
			if r.Key() != id && slices.ContainsFunc(r.Links(), func(l model.Link) bool { return l.To == id }) {
				out = append(out, r)
			}
		}
	}
	return out
}

// belongsTo is what a record is a part of: it is over with that.
func belongsTo(r model.Record) []model.ID {
	switch r := r.(type) {
	case *model.Document:
		return []model.ID{r.Of}
	case *model.Approval:
		return []model.ID{r.Of}
	case *model.Notice:
		return []model.ID{r.Release}
	case *model.Run:
		return []model.ID{r.Release}
	case *model.Mark:
		return []model.ID{r.Run}
	case *model.Baseline:
		return []model.ID{r.Release}
	case *model.Procurement:
		return []model.ID{r.Release}
	case *model.Incident:
		return slices.Concat(r.CausedBy, r.Suspects)
	}
	return nil
}

func one(r model.Remedy) []model.Remedy { return []model.Remedy{r} }

// inForce says why a record is not over by itself, and what ends it; "" where it
// is, or where it is over with what it belongs to.
func inForce(r model.Record, now time.Time) (why string, ends []model.Remedy) {
	switch r := r.(type) {
	case *model.Rules:
		return "the rules are no personal data, and every release needs them", nil
	case *model.Person:
		if !r.Left {
			return r.Name + " has not left", one(model.ByTask("leave-person", r.ID).By(r.Handle))
		}
	case *model.Release:
		if !r.Ended() {
			return fmt.Sprintf("%s is open (%s)", r.ID, r.Stage), one(model.Say("it has to be closed or cancelled first"))
		}
	case *model.Change:
		switch r.State {
		case model.ChangeClosed, model.ChangeRejected, model.ChangeWithdrawn:
		default:
			return fmt.Sprintf("%s is %s", r.ID, model.StateWords(r)), one(model.ByTask("withdraw-change", r.ID).For("it has to be closed, or withdrawn"))
		}
	case *model.Incident:
		if r.State != model.IncidentClosed {
			return fmt.Sprintf("%s is %s", r.ID, model.StateWords(r)), one(model.ByTask("resolve-incident", r.ID).For("resolve and close it first"))
		}
	case *model.Problem:
		if r.State != model.ProblemClosed {
			return fmt.Sprintf("%s is %s", r.ID, model.StateWords(r)), one(model.ByTask("resolve-problem", r.ID, model.With("close", "yes")).For("close it first"))
		}
	case *model.Window:
		until := r.Slot.Span(r.Location(time.UTC)).End
		if r.Withdrawn == "" && (r.Rule != "" || until.After(now)) {
			return fmt.Sprintf("%s (%s) is in force", r.ID, r.Row().Grade), one(model.ByTask("withdraw-window", r.ID, model.With("reason", "")).For("withdraw it first"))
		}
	case *model.Milestone:
		if r.Withdrawn == "" && max(r.At.At.Unix(), r.Until.At.Unix()) > now.Unix() {
			return fmt.Sprintf("%s is on the calendar", r.ID), one(model.Say("take it off first"))
		}
	case *model.Service:
		if r.State != model.ServiceRetired {
			return fmt.Sprintf("%s (%s) is in service", r.ID, r.Name), one(model.ByTask("edit-service", r.ID, model.With("state", "retired")).By(r.Handle).For("retire it first"))
		}
	case *model.Item:
		if r.State != model.ItemRetired {
			return fmt.Sprintf("%s is %s", r.ID, model.StateWords(r)), one(model.ByTask("edit-item", r.ID, model.With("state", "retired")).For("retire it first"))
		}
	case *model.Media:
		if r.State != model.MediaWithdrawn {
			return fmt.Sprintf("%s can be deployed", r.ID), one(model.ByTask("withdraw-media", r.ID, model.With("reason", "")).For("withdraw it first"))
		}
	case *model.Team:
		if len(r.Members) > 0 {
			return fmt.Sprintf("%s has members", r.ID), one(model.ByTask("edit-team", r.ID, model.With("members", "")).By(r.Handle).For("take them out first"))
		}
	}
	return "", nil
}
