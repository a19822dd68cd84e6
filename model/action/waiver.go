package action

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/when"
)

// AskWaiver asks that a release, or an RFC that goes its own way, may go through its
// gate without one check, until a date.
type AskWaiver struct {
	Of     model.ID    `json:"of"`
	Check  string      `json:"check"`
	Reason string      `json:"reason"`
	Until  when.Moment `json:"until"`
	// Happened is when it was asked for, of what was declared an emergency, where that was
	// before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the facts of the gate, and everybody: is there somebody to decide it?
func (a AskWaiver) Needs() model.Needs {
	n := waiverNeeds(a.Of)
	n.Seen = looked(a.Of, a.Seen)
	return n
}

// waiverNeeds are the facts of the gate of a release or RFC, and everybody.
func waiverNeeds(of model.ID) model.Needs {
	n := gate.Needs(of)
	if of.Kind() == model.KindChange {
		n = gate.ChangeNeeds(of)
	}
	if !slices.Contains(n.Kinds, model.KindPerson) {
		n.Kinds = append(slices.Clip(n.Kinds), model.KindPerson)
	}
	return n
}

// For is the service of what it is of.
func (a AskWaiver) For(c *model.Case) model.ID { return serviceOf(c, a.Of) }

// Do asks, for a check that is open at the gate as it stands.
func (a AskWaiver) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("ask for a waiver of a check of %s", a.Of)
	of, _, err := loadOpenSubject(c, a.Of, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	because(refusal, a.Reason)
	a.Happened = onlyDeclared(of.Emergency() != nil, a.Happened, "it is asked for when it is entered", refusal)
	declared, what := of.DeclaredAt()
	needs := []need{{declared, what}} // and only where it is it waits for the check
	if of.Release != nil {
		needs = append(needs, beforeStage(c, of.Release)...)
	} else {
		needs = append(needs, movedBefore(c, of.Change)...)
	}
	asked := dated(c, a.Happened, "it can't have been asked for", needs, refusal)
	then := c
	if asked.Before(c.Now) { // what was missing then is waived, whatever was written since
		then = c.AsOf(asked)
	}
	open, err := gate.Blocking(then, then.SubjectOf(a.Of))
	if err != nil {
		return Outcome{}, err
	}
	open = append(open, gate.Unwaived(c, of)...)
	at := slices.IndexFunc(open, func(f gate.Finding) bool { return f.Check == a.Check })
	switch {
	case a.Check == "":
		refusal.Add("no check is named", mayBeWaived(of.Rules(c), open))
	case at < 0:
		refusal.Add(fmt.Sprintf("%s is none of the checks that block its gate now", a.Check), mayBeWaived(of.Rules(c), open))
	case of.Rules(c).Policy.WaiverDays == 0:
		refusal.Add("its rules let nobody waive a check", open[at].Remedies...)
	case !gate.Waivable(of.Rules(c), open[at].Name()):
		refusal.Add(fmt.Sprintf("%s: that is never waived by its rules", open[at].Text), open[at].Remedies...)
	default:
		if w := decision.WaiverAsked(c, a.Of, a.Check); w != nil {
			refusal.Add(fmt.Sprintf("%s asks for that already, and waits for %s", w.ID, decision.WaitsFor(c, decision.Waiver(c, w))), model.ByTask("decide-waiver", w.ID, model.With("verdict", "")).For("whoever it waits for decides"))
		}
	}
	waivedUntil(asked, of.Rules(c), a.Until, refusal)
	if last := waiverBefore(c, a.Of, a.Check); last != nil {
		anotherReason(c, string(last.ID), last.Decided, last.Reason, a.Reason, refusal)
	}
	w := &model.Waiver{Of: a.Of, Check: a.Check, Reason: a.Reason, Until: a.Until, By: c.Who.ID(), At: asked, Recorded: recordedLater(c, asked)}
	if at >= 0 {
		w.Text, w.Evidence = open[at].Text, open[at].Evidence
	}
	if q := decision.Waiver(c, w); c.KnowsHolders(q.Permission) && !decision.Decidable(c, q) {
		refusal.Add("it would wait for ever: nobody who may decide it is left", decision.Grant(c, q))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	w.ID = c.Mint(model.KindWaiver)
	out := wrote(a.Of, fmt.Sprintf("asked to waive a check of %s (%s, %s) until %s: %s", a.Of, w.ID, w.Text, until(c, w), a.Reason), w)
	if !a.Happened.IsZero() {
		out.Happened = asked
	}
	return out, nil
}

// mayBeWaived names those of some findings that may be waived.
func mayBeWaived(rules *model.Rules, open []gate.Finding) model.Remedy {
	var out []string
	for _, f := range open {
		if gate.Waivable(rules, f.Name()) {
			out = append(out, fmt.Sprintf("%s (%s)", f.Check, f.Text))
		}
	}
	if len(out) == 0 {
		return model.Say("none of those that do may be waived")
	}
	return model.AnswerTo("name one that does: "+strings.Join(out, "; "), "check")
}

// waivedUntil looks at until when a check is to be waived that is asked for at a time.
func waivedUntil(asked time.Time, rules *model.Rules, m when.Moment, refusal *model.Refusal) {
	most := rules.Policy.WaiverDays
	switch {
	case m.IsZero():
		refusal.Add("it is not said until when", model.AnswerTo("give the date until which the release may go without it", "until"))
	case !m.Over().After(asked):
		refusal.Add("it would end in the past", model.AnswerTo("give a date to come", "until"))
	case most > 0 && m.At.After(asked.Add(time.Duration(most)*24*time.Hour)):
		refusal.Add(fmt.Sprintf("its rules waive a check for at most %d days", most), model.AnswerTo("give an earlier date, and ask again when it is over", "until"))
	}
}

// until is when a waiver ends, in words.
func until(c *model.Case, w *model.Waiver) string {
	return tell(c, w.Of, model.Slot{Start: w.Until})
}

// DecideWaiver grants a waiver, or refuses it.
type DecideWaiver struct {
	Waiver  model.ID `json:"waiver"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment"`
	Words
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the waiver, what it is of, and what the words take.
func (a DecideWaiver) Needs() model.Needs {
	return a.needs(model.Needs{IDs: []model.ID{a.Waiver}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(a.Waiver, a.Seen)}, a.Waiver, "")
}

// For is the service of what it is of.
func (a DecideWaiver) For(c *model.Case) model.ID { return serviceOf(c, a.Waiver) }

// Do decides. Whoever asked, and whoever the duties keep away, does not.
func (a DecideWaiver) Do(c *model.Case) (Outcome, error) {
	doing := "decide on " + string(a.Waiver)
	w, err := known[*model.Waiver](c, a.Waiver)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, "decided", "withdrawn"); err != nil {
		return Outcome{}, err
	}
	q := decision.Waiver(c, w)
	if !q.Subject().Known() {
		return Outcome{}, &model.NotFound{What: describe(w.Of.Kind(), w.Of)}
	}
	refusal := &model.Refusal{Doing: doing}
	word := waiverWord{w: w, by: c.Who.Person, yes: a.Yes, said: a.Happened}
	s := speech{Words: a.Words, q: q, yes: a.Yes, comment: a.Comment, always: true, before: word.before(c),
		bare: "a waiver is until a date, and lets through what is not met: a condition of it is the check that it waives"}
	word.look(c, cmp.Or(a.Happened, c.Now), refusal)
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	return word.write(c, v), nil
}

// WithdrawWaiver takes back the request for a waiver, or ends one that was granted:
// the check blocks its gate again.
type WithdrawWaiver struct {
	Waiver model.ID `json:"waiver"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// Needs are the waiver, and what it is of.
func (a WithdrawWaiver) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Waiver}, Seen: looked(a.Waiver, a.Seen)}
}

// For is the service of what it is of.
func (a WithdrawWaiver) For(c *model.Case) model.ID { return serviceOf(c, a.Waiver) }

// Do ends it. What went through the gate by it has gone through.
func (a WithdrawWaiver) Do(c *model.Case) (Outcome, error) {
	w, err := known[*model.Waiver](c, a.Waiver)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, "decided", "withdrawn"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(w.ID)}
	if s := w.State(); s != model.WaiverAsked && s != model.WaiverGranted {
		refusal.Add("it is " + model.StateWords(w) + " already")
	}
	notMine(c, a, w.ID, refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *w
	n.Withdrawn = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(w.Of, fmt.Sprintf("withdrew %s, the waiver of a check of %s (%s): %s", w.ID, w.Of, w.Text, a.Reason), &n), nil
}

// afterWaivers are the waivers that let something through a gate: it did not go through
// before they were granted.
func afterWaivers(c *model.Case, g gate.Gate) []need {
	return model.Each(gate.WaivedBy(c, g), func(w *model.Waiver) need {
		return need{w.Decided.At, fmt.Sprintf("%s, the waiver of a check, was granted", w.ID)}
	})
}
