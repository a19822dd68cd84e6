package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// ReviewChange says what came of an RFC, and closes it where nothing more is to be
// done.
type ReviewChange struct {
	Change  model.ID `json:"change"`
	Outcome string   `json:"outcome"` // "" is that of the review before
	Text    string   `json:"text"`
	Close   bool     `json:"close,omitempty"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the RFC with what it closes, and the releases that scope it.
func (a ReviewChange) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change}, Scoping: []model.ID{a.Change}, Around: []model.ID{a.Change}, Kinds: []model.Kind{model.KindProblem}, Seen: looked(a.Change, a.Seen)}
}

// For is the service of the RFC.
func (a ReviewChange) For(c *model.Case) model.ID { return serviceOf(c, a.Change) }

// Do reviews what was implemented, or failed; and closes it unless an open release
// still carries it.
func (a ReviewChange) Do(c *model.Case) (Outcome, error) {
	ch, err := known[*model.Change](c, a.Change)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ch, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "review " + string(ch.ID)}
	if why := Unreviewed(ch); why != "" {
		refusal.Add(why, beforeReview(c, ch)...)
	}
	n := *ch
	if a.Outcome != "" || a.Text != "" || ch.Reviewed == nil {
		oneOf(refusal, "outcome", a.Outcome, model.ChangeOutcomes)
		if model.Blank(a.Text) {
			refusal.Add("the review is empty", model.AnswerTo("say what came of it, compared with what it was for", "text"))
		}
		sane(refusal, "the review", a.Text)
		n.Reviewed = &model.ChangeReview{Outcome: a.Outcome, Text: a.Text, By: c.Who.ID(), At: c.Now}
	} else if !a.Close {
		refusal.Add("it was reviewed, and nothing new is said", model.AnswerTo("say more, or close it", "text", "close"))
	}
	if a.Close {
		if unmet, meet := gate.Unmet(c, model.Owing(ch), ch.ID); len(unmet) > 0 {
			refusal.Add("it was authorised on condition, and "+strings.Join(unmet, "; and "), meet...)
		}
		if r := carrier(c, ch.ID); r != nil {
			refusal.Add(fmt.Sprintf("%s has it in its scope, and is not closed", r.ID), model.Say("it is closed with that release"))
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.State = model.ChangeReviewed
	out := wrote(ch.ID, fmt.Sprintf("reviewed %s: %s", ch.ID, outcomeWords(n.Reviewed.Outcome)), &n)
	if a.Close {
		out.Note = fmt.Sprintf("closed %s as %s", ch.ID, outcomeWords(n.Reviewed.Outcome))
		closeChange(c, &n, "", &out)
	}
	return out, nil
}

// Unreviewed says why an RFC can't be reviewed yet, or any more; "" where it can.
func Unreviewed(ch *model.Change) string {
	switch {
	case ch.Unauthorised():
		return "it was made without authorisation: it has a review of its own"
	case gate.GoesAlone(ch):
		return "it was declared an emergency: its papers say what came of it"
	case ch.State == model.ChangeImplemented, ch.State == model.ChangeReviewed, ch.State == model.ChangeAuthorised && len(ch.Tried) > 0:
		return ""
	case ch.Ended():
		return "it is " + model.StateWords(ch)
	}
	return "it is " + model.StateWords(ch) + ", and was not implemented yet"
}

// beforeReview is what comes first for an RFC that can't be reviewed yet; nothing for one
// that is over.
func beforeReview(c *model.Case, ch *model.Change) []model.Remedy {
	switch {
	case ch.Ended():
		return nil
	case ch.Unauthorised():
		return []model.Remedy{model.ByForm(gate.FormUnauthorised, ch.ID).For("write that")}
	case gate.GoesAlone(ch):
		return []model.Remedy{model.ByForm(gate.FormJudgement, ch.ID).For("write them")}
	}
	if r := carrier(c, ch.ID); r != nil {
		return []model.Remedy{model.ByDoing(process.Advance, r.ID).For("it is implemented when " + string(r.ID) + ", which has it in its scope, was deployed")}
	}
	if ch.State == model.ChangeAuthorised {
		return []model.Remedy{model.ByTask("defer-change", ch.ID, model.With("release", "")).For("put it into a release, which implements it")}
	}
	return nextOf(c, ch)
}

// nextOf is the next step of an RFC on its way to its authorisation: its form, its assessment,
// the decision.
func nextOf(c *model.Case, ch *model.Change) []model.Remedy {
	switch ch.State {
	case model.ChangeSubmitted:
		if wants := gate.FormWants(c, ch); len(wants) > 0 {
			return wants[0].Remedies
		}
		return []model.Remedy{model.ByTask("assess-change", ch.ID, model.With("text", ""))}
	case model.ChangeAssessed:
		return []model.Remedy{model.ByTask("decide-change", ch.ID, model.With("decision", ""))}
	}
	return nil
}

func outcomeWords(outcome string) string { return strings.ReplaceAll(outcome, "-", " ") }

// closeChange closes an RFC with the outcome of its review, else with that of its
// release; one that was successful closes the problems and known errors that it is
// for.
func closeChange(c *model.Case, n *model.Change, outcome string, out *Outcome) {
	if n.Reviewed != nil {
		outcome = n.Reviewed.Outcome
	}
	n.State, n.Outcome, n.ClosedAt = model.ChangeClosed, outcome, c.Now
	if outcome != model.OutcomeSuccessful {
		return
	}
	var closed []string
	for _, id := range n.Closes {
		p := model.Get[*model.Problem](c, id)
		if p == nil || p.State == model.ProblemClosed || slices.ContainsFunc(out.Writes, func(w model.Record) bool { return w.Key() == id }) {
			continue
		}
		done := *p
		done.State, done.Closed = model.ProblemClosed, c.Now
		out.Writes = append(out.Writes, &done)
		closed = append(closed, string(id))
	}
	if len(closed) > 0 {
		out.Note += fmt.Sprintf("; %s closed %s", n.ID, strings.Join(closed, ", "))
	}
}
