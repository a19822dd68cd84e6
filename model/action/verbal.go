package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// TakeDown writes down what somebody decided by word of mouth, where the rules let
// an approval be given so: it counts at once, and they countersign it in time. A
// downgrade counts only then.
type TakeDown struct {
	Approval   model.ID `json:"approval"`
	Decider    model.ID `json:"decider"`
	Verdict    string   `json:"verdict"` // as in Decide
	Comment    string   `json:"comment,omitempty"`
	Conditions string   `json:"conditions,omitempty"`
	// MeetBy is who has to meet them, as in Decide.
	MeetBy  model.ID `json:"meet_by,omitempty"`
	Channel string   `json:"channel"` // phone, chat, in the room …
	// Happened is when they said it.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the facts of the release, and everybody: who decides for whom?
func (a TakeDown) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Approval, a.Decider, a.MeetBy}, Seen: looked(a.Approval, a.Seen)}
}

// For is the service of the release that is decided on.
func (a TakeDown) For(c *model.Case) model.ID { return serviceOf(c, a.Approval) }

// Do takes it down. Nobody takes down their own word: they decide.
func (a TakeDown) Do(c *model.Case) (Outcome, error) {
	doing := "take down a decision on " + string(a.Approval)
	ap, err := known[*model.Approval](c, a.Approval)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if def := c.SubjectOf(ap.ID).Approval(c, ap.Purpose); def != nil && !def.Verbal {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s is not given by word of mouth", ap.Title), whoWaits(c, ap)...)
	}
	decider := model.Get[*model.Person](c, a.Decider)
	switch {
	case decider == nil:
		refusal.Add("it is not said who decided", model.AnswerTo("name them", "decider"))
	case decider.ID == c.Who.ID():
		refusal.Add("it is your own decision", c.SubjectOf(ap.ID).DecideOn(c, ap).For("decide yourself"))
	case decider.Left:
		refusal.Add(decider.Name+" has left", model.AnswerTo("name who decided, and is there", "decider"))
	}
	titled(refusal, "the channel", a.Channel, model.AnswerTo("say by which channel: phone, chat, in the room", "channel"))
	said := a.Happened
	if said.IsZero() {
		said = c.Now
	}
	w := &word{doing: doing, by: decider,
		Decide: Decide{Approval: a.Approval, Verdict: a.Verdict, Comment: a.Comment, Conditions: a.Conditions, MeetBy: a.MeetBy, Seen: a.Seen, Happened: a.Happened},
		verbal: &model.Verbal{By: c.Who.ID(), Channel: a.Channel, Due: said.Add(c.Rules.Policy.Countersign())}}
	if len(refusal.Reasons) > 0 {
		if _, err := w.give(c); err != nil {
			return Outcome{}, gathered(refusal, err)
		}
		return Outcome{}, refusal
	}
	return w.give(c)
}

// gathered are the reasons of a refusal with those of another; an error that is
// none goes before.
func gathered(refusal *model.Refusal, err error) error {
	more, ok := err.(*model.Refusal)
	if !ok {
		return err
	}
	refusal.Reasons = append(refusal.Reasons, more.Reasons...)
	return refusal
}

// Countersign is the word of somebody who decided by word of mouth on what was taken
// down: that it was so, or that it was not. It takes no permission: it is about
// their own decision.
type Countersign struct {
	Approval model.ID `json:"approval"`
	Yes      bool     `json:"yes"`
	Comment  string   `json:"comment,omitempty"`
	Seen     int64    `json:"seen,omitempty"`
}

// Do countersigns. What is disowned counts no more.
func (a Countersign) Do(c *model.Case) (Outcome, error) {
	doing := "countersign " + string(a.Approval)
	ap, err := known[*model.Approval](c, a.Approval)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ap, a.Seen, "decisions"); err != nil {
		return Outcome{}, err
	}
	of := c.SubjectOf(ap.ID)
	if !of.Known() {
		return Outcome{}, &model.NotFound{What: describe(ap.Of.Kind(), ap.Of)}
	}
	refusal := &model.Refusal{Doing: doing}
	v := *ap
	v.Decisions = slices.Clone(ap.Decisions)
	at := slices.IndexFunc(v.Decisions, func(d model.Decision) bool { return d.By == c.Who.ID() && d.Unsigned() })
	notMine(c, a, ap.ID, refusal)
	owned(refusal, a.Yes, a.Comment)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	d := &v.Decisions[at]
	verbal := *d.Verbal
	d.Verbal = &verbal
	verbal.Signed, verbal.Comment = c.Now, a.Comment
	note := "countersigned"
	if !a.Yes {
		verbal.Said, d.Verdict, note = d.Verdict, model.Disowned, "disowned"
	}
	note = fmt.Sprintf("%s what was taken down of %s (%s)", note, ap.ID, ap.Of)
	if c.Now.After(verbal.Due) {
		note += ", late"
	}
	if since := decision.Replaced(c, decision.Approval(c, ap)); since != "" && !a.Yes && v.Void == nil && v.State() != model.ApprovalRejected {
		v.Void = askedAgain(c, since)
		note += ": it stays replaced by " + since
	}
	out := wrote(ap.Of, note, &v)
	if a.Yes {
		countersignedDowngrade(c, of, &v, *d, &out)
	}
	revive(c, &v, &out)
	return out, nil
}

// askedAgain is why a request waits for nobody any more which was asked for again: that
// was over a rejection that somebody says now was none of theirs.
func askedAgain(c *model.Case, since string) *model.Ending {
	return &model.Ending{Reason: "asked for again: " + since, By: c.Who.ID(), At: c.Now}
}

// owned judges what somebody says of a decision that was taken down as theirs: whoever
// disowns it says why.
func owned(refusal *model.Refusal, yes bool, comment string) {
	if yes {
		said(refusal, "the comment", comment)
		return
	}
	if model.Blank(comment) {
		refusal.Add("a comment is missing", model.AnswerTo("say why it was not your decision", "comment"))
	}
	sane(refusal, "the comment", comment)
}
