package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// TakeDownWaiver writes down what somebody decided on a waiver by word of mouth, where
// the process lets approvals be given so: it counts at once, and they countersign it in
// time.
type TakeDownWaiver struct {
	Waiver  model.ID `json:"waiver"`
	Decider model.ID `json:"decider"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment"`
	Channel string   `json:"channel"` // phone, chat, in the room …
	// Happened is when they said it.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the waiver, what it is of, and everybody.
func (a TakeDownWaiver) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Waiver, a.Decider}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(a.Waiver, a.Seen)}
}

// For is the service of what it is of.
func (a TakeDownWaiver) For(c *model.Case) model.ID { return serviceOf(c, a.Waiver) }

// Do takes it down. Nobody takes down their own word: they decide.
func (a TakeDownWaiver) Do(c *model.Case) (Outcome, error) {
	doing := "take down a decision on " + string(a.Waiver)
	w, err := known[*model.Waiver](c, a.Waiver)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, "decided", "withdrawn"); err != nil {
		return Outcome{}, err
	}
	of := c.SubjectOf(w.Of)
	if !of.Known() {
		return Outcome{}, &model.NotFound{What: describe(w.Of.Kind(), w.Of)}
	}
	refusal := &model.Refusal{Doing: doing}
	if !Spoken(c, of) {
		refusal.Add("its process lets nobody decide by word of mouth", model.ByTask("decide-waiver", w.ID, model.With("verdict", "")).For("whoever it waits for decides"))
	}
	decider := model.Get[*model.Person](c, a.Decider)
	who := "they"
	switch {
	case decider == nil:
		refusal.Add("it is not said who decided", model.AnswerTo("name them", "decider"))
	case decider.ID == c.Who.ID():
		refusal.Add("it is your own decision", model.ByTask("decide-waiver", w.ID, model.With("verdict", "")).For("decide yourself"))
	case decider.Left:
		refusal.Add(decider.Name+" has left", model.AnswerTo("name who decided, and is there", "decider"))
	}
	if decider != nil {
		who = decider.Name
	}
	titled(refusal, "the channel", a.Channel, model.AnswerTo("say by which channel: phone, chat, in the room", "channel"))
	word := waiverWord{w: w, by: decider, yes: a.Yes, comment: a.Comment, said: a.Happened, verbal: &model.Verbal{By: c.Who.ID(), Channel: a.Channel}}
	at := word.at(c, refusal)
	word.verbal.Due = at.Add(c.Rules.Policy.Countersign())
	q := decision.Waiver(c, w)
	right, may := decision.RightOf(c, q, decider, at)
	if decider != nil && !decider.Left {
		if !may {
			refusal.Add(fmt.Sprintf("%s has no role with the permission %s", who, q.Permission), whoHas(c.Rules, q.Permission))
			unlent(c, q, decider, who, at, refusal)
		}
		for _, bar := range decision.Kept(c, q, decider.ID, who, right, at, refusal) {
			refusal.Add(fmt.Sprintf("%s can't decide: %s", who, bar.OfThem()), decision.WhoElse(c, q, decider.ID)...)
		}
	}
	if right.For != "" && right.For == c.Who.ID() {
		refusal.Add("it would be decided for you: whoever takes down what others say gives no word of their own", model.Say("somebody else has to take it down"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return word.write(c, &model.Verdict{Yes: a.Yes, Text: a.Comment, By: decider.ID, At: at, Recorded: recordedLater(c, at), Basis: decision.BasisAs(c, q, decider, right), Verbal: word.verbal}), nil
}

// Spoken reports whether what is decided about a release or an RFC may be said, and
// written down afterwards: its process has an approval that is given so.
func Spoken(c *model.Case, of model.Subject) bool {
	p := of.Process(c)
	if p == nil {
		return false
	}
	for i := range p.Approvals {
		if p.Approvals[i].Verbal {
			return true
		}
	}
	return false
}

// waiverWord is what somebody decides on a waiver, in person or taken down by another.
type waiverWord struct {
	w       *model.Waiver
	by      *model.Person
	yes     bool
	comment string
	said    time.Time
	verbal  *model.Verbal
}

// at is when it was decided, with what is wrong with that and with the decision itself.
func (d waiverWord) at(c *model.Case, refusal *model.Refusal) time.Time {
	at := dated(c, d.said, "it can't have been decided", d.before(c), refusal)
	d.look(c, at, refusal)
	if model.Blank(d.comment) {
		refusal.Add("a comment is missing", model.AnswerTo("say why", "comment"))
	}
	sane(refusal, "the comment", d.comment)
	return at
}

// before are what has to have happened before it is decided.
func (d waiverWord) before(c *model.Case) []need {
	of := c.SubjectOf(d.w.Of)
	declared, what := of.DeclaredAt()
	needs := []need{{declared, what}}
	// What was said may be asked for in writing afterwards; where it is said when it was
	// asked for, nobody granted it before.
	if of.Emergency() == nil && d.verbal == nil || !d.w.Recorded.IsZero() {
		needs = append(needs, need{d.w.At, string(d.w.ID) + " was asked for"})
	}
	return slices.Concat(needs, afterEdits(c, of, ""), takenBack(d.w.Retracted), waivedBefore(c, d.w))
}

// look adds why nothing is to be decided on it.
func (d waiverWord) look(c *model.Case, at time.Time, refusal *model.Refusal) {
	switch {
	case !d.w.Waits():
		refusal.Add("it is " + model.StateWords(d.w) + " already")
	case decision.Replaced(c, decision.Waiver(c, d.w)) != "":
		since := decision.Replaced(c, decision.Waiver(c, d.w))
		refusal.Add(since+" was asked for in its place since", model.ByTask("decide-waiver", model.ID(since), model.With("verdict", "")))
	case c.SubjectOf(d.w.Of).Ended():
		refusal.Add(fmt.Sprintf("%s is over: nothing is to be waived", d.w.Of))
	case d.yes && d.w.Ended(at):
		refusal.Add("it was asked until "+until(c, d.w)+", which is over", model.ByTask("withdraw-waiver", d.w.ID).For("withdraw it, and ask anew"))
	}
}

// write is the waiver with the decision.
func (d waiverWord) write(c *model.Case, v *model.Verdict) Outcome {
	w := *d.w
	w.Decided = v
	note := "refused"
	if d.yes {
		note = "granted"
	}
	note = fmt.Sprintf("%s %s: a check of %s (%s) until %s", note, w.ID, w.Of, w.Text, until(c, &w))
	if d.verbal != nil {
		note = fmt.Sprintf("took down that %s %s, by %s", d.by.Name, note, d.verbal.Channel)
	}
	out := wrote(w.Of, note, &w)
	if !d.said.IsZero() {
		out.Happened = v.At
	}
	used(c, v.Basis, v.At, &out)
	return out
}

// CountersignWaiver is the word of somebody who decided on a waiver by word of mouth on
// what was taken down: that it was so, or that it was not. It takes no permission: it is
// about their own decision.
type CountersignWaiver struct {
	Waiver  model.ID `json:"waiver"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment,omitempty"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the waiver, and what it is of.
func (a CountersignWaiver) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Waiver}, Seen: looked(a.Waiver, a.Seen)}
}

// Do countersigns. What is disowned is no decision: the waiver waits again.
func (a CountersignWaiver) Do(c *model.Case) (Outcome, error) {
	w, err := known[*model.Waiver](c, a.Waiver)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, "decided"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "countersign " + string(a.Waiver)}
	notMine(c, a, w.ID, refusal)
	owned(refusal, a.Yes, a.Comment)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n, v, verbal := *w, *w.Decided, *w.Decided.Verbal
	verbal.Signed, verbal.Comment = c.Now, a.Comment
	v.Verbal, n.Decided = &verbal, &v
	note, stays := "countersigned", ""
	if !a.Yes {
		verbal.Said, note = v.Word(), "disowned"
		n.Retracted = append(slices.Clip(w.Retracted), model.Retracted{Decided: v, Back: model.Ending{Reason: a.Comment, By: c.Who.ID(), At: c.Now}})
		n.Decided = nil
		if since := decision.Replaced(c, decision.Waiver(c, w)); since != "" {
			n.Void = askedAgain(c, since)
			stays = ": it stays replaced by " + since
		}
	}
	note = fmt.Sprintf("%s what was taken down of %s (%s)", note, w.ID, w.Of)
	if c.Now.After(verbal.Due) {
		note += ", late"
	}
	return wrote(w.Of, note+stays, &n), nil
}
