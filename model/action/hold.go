package action

import (
	"fmt"

	"fairway/model"
	"fairway/model/when"
)

// Hold stops a release until it is reviewed. The clocks go on.
type Hold struct {
	Release model.ID    `json:"release"`
	Reason  string      `json:"reason"`
	Review  when.Moment `json:"review"`
	Seen    int64       `json:"seen,omitempty"`
}

func (a Hold) Do(c *model.Case) (Outcome, error) {
	doing := "hold " + string(a.Release)
	r, _, err := loadOpen(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	saw, err := asSeen(c, r, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	if r.Hold != nil && saw.Hold == nil {
		return Outcome{}, changedSince(c, r.ID, a.Seen, model.Clash{Field: "hold", Theirs: r.Hold.Reason, Mine: a.Reason})
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Hold != nil {
		refusal.Add("it is on hold already: "+r.Hold.Reason, model.ByTask("resume", r.ID))
	}
	because(refusal, a.Reason)
	if !a.Review.Span(c.Zone(r)).Start.After(c.Now) {
		what := "the review date is not in the future"
		if a.Review.IsZero() {
			what = "a review date is missing"
		}
		refusal.Add(what, model.AnswerTo("say when to look at it again", "review"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	n.Hold = &model.Hold{Reason: a.Reason, Review: a.Review, By: c.Who.ID(), At: c.Now}
	return wrote(r.ID, fmt.Sprintf("put %s on hold until %s", r.ID, tell(c, r.ID, model.Slot{Start: a.Review})), n), nil
}

// Resume takes a release off hold.
type Resume struct {
	Release model.ID `json:"release"`
	Seen    int64    `json:"seen,omitempty"`
}

func (a Resume) Do(c *model.Case) (Outcome, error) {
	doing := "resume " + string(a.Release)
	r, _, err := load(c, a.Release, a.Seen, doing, "hold")
	if err != nil {
		return Outcome{}, err
	}
	if r.Hold == nil {
		return Outcome{}, model.Refuse(doing, "it is not on hold")
	}
	n := r.Clone()
	n.Hold = nil
	return wrote(r.ID, fmt.Sprintf("resumed %s", r.ID), n), nil
}
