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
	"fairway/model/grammar"
)

// SubmitChange enters a request for change (RFC).
type SubmitChange struct {
	Change model.Change `json:"change"`
}

// Needs are the records it points at.
func (a SubmitChange) Needs() model.Needs {
	ch := a.Change
	n := model.Needs{IDs: slices.Concat([]model.ID{ch.Service, ch.Requester, ch.Builder, ch.Entry.IDOf()}, ch.Items, ch.Closes), Kinds: []model.Kind{model.KindPerson, model.KindWindow}}
	if d := ch.Declared; d != nil {
		n.IDs = append(n.IDs, d.Incident)
	}
	return n
}

func (a SubmitChange) For(c *model.Case) model.ID {
	return filledService(c, a.Change.Service, a.Change.Entry)
}

func (a SubmitChange) Do(c *model.Case) (Outcome, error) {
	ch := a.Change
	refusal := &model.Refusal{Doing: "submit an RFC"}
	p, _ := c.Rules.Change(ch.Type)
	e := entryFor(c, p, ch.Entry.IDOf(), refusal)
	ch.Entry, ch.Risk, ch.Scored = nil, "", nil
	checkChange(c, &ch, refusal)
	checkCloses(c, &ch, nil, refusal)
	if p, ok := c.Rules.Change(ch.Type); ok {
		if p.Captures() {
			refusal.Add(fmt.Sprintf("nobody submits an RFC of the process %q: such a change was made already", p.Title), model.ByTask("capture-change", "").For("capture it"))
		}
		ch.Declared = declared(c, p, ch.Declared, concern{ch.Service, ch.Items}, refusal)
	} else {
		ch.Declared = nil
	}
	if e != nil && e.Decided != nil {
		authorise(c, &ch, e)
		covers(e, e.Version, &ch, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	ch.ID, ch.Submitted = c.Mint(model.KindChange), c.Now
	ch.Assessed, ch.Voided, ch.Origin, ch.Captured = nil, nil, nil, nil
	if e == nil {
		ch.State, ch.Decided, ch.Awaits = model.ChangeSubmitted, nil, c.Now
	}
	ch.Retracted, ch.Moved, ch.Due = nil, nil, time.Time{}
	gate.Prioritise(c, &ch)
	if ch.Requester == "" {
		ch.Requester = c.Who.ID()
	}
	out := wrote(ch.ID, fmt.Sprintf("submitted %s %s", ch.ID, ch.Title), &ch)
	if e != nil {
		out.Writes = append(out.Writes, e.Used(model.EntryUse{Record: ch.ID, Version: e.Version, Begun: c.Now}))
		out.Note += ", authorised by " + string(e.ID)
		return out, nil
	}
	if d := ch.Declared; d != nil {
		of := model.Subject{Change: &ch}
		ch.Due = gate.StageDeadline(c, c.Rules.Policy, of.Stage(c), d.At)
		out.Note, out.Happened = fmt.Sprintf("%s, declared an emergency (%s)", out.Note, d.Words()), d.At
		return out, nil
	}
	if q := decision.Change(&ch); !decision.Decidable(c, q, c.Who.ID()) {
		warning := model.Because("nobody who may decide it is left", decision.Grant(c, q))
		out.Warning = &warning
	}
	next := model.Because("it is assessed once its RFC form is filled", model.ByForm(gate.FormRFC, ch.ID))
	out.Next = &next
	return out, nil
}

func checkChange(c *model.Case, ch *model.Change, refusal *model.Refusal) {
	titled(refusal, "the title", ch.Title, model.AnswerTo("give it a title", "title"))
	sane(refusal, "the description", ch.Text)
	oneOf(refusal, "category", ch.Category, model.ChangeCategories)
	if _, ok := c.Rules.Change(ch.Type); !ok {
		var types []string
		for _, p := range c.Rules.Processes {
			if p.Of == string(model.KindChange) {
				types = append(types, p.ChangeType())
			}
		}
		refusal.Add(fmt.Sprintf("there is no change process for type %q", ch.Type), model.OneOf(types...))
	}
	checkPriority(c, ch.Impact, ch.Urgency, refusal)
	refs(c, refusal, model.KindService, ch.Service)
	refs(c, refusal, model.KindPerson, ch.Requester, ch.Builder)
	refs(c, refusal, model.KindItem, ch.Items...)
	refs(c, refusal, model.KindProblem, ch.Closes...)
}

// checkCloses adds what keeps an RFC from closing a problem that it did not name before:
// one that is closed has nothing to be closed, and one of another service is not touched.
func checkCloses(c *model.Case, ch *model.Change, before []model.ID, refusal *model.Refusal) {
	for _, id := range ch.Closes {
		p := model.Get[*model.Problem](c, id)
		switch {
		case p == nil || slices.Contains(before, id):
		case p.State == model.ProblemClosed:
			refusal.Add(string(id)+" is closed already", model.AnswerTo("name problems and known errors that are open", "closes"), model.ByTask("reopen-problem", id, model.With("reason", "")).For("reopen it, if it came back"))
		case p.Service != "" && ch.Service != "" && p.Service != ch.Service:
			refusal.Add(fmt.Sprintf("%s is of another service, %s", id, cmp.Or(c.Title(p.Service), string(p.Service))), model.AnswerTo("name problems and known errors of its service", "closes"))
		}
	}
}

// EditChange changes an RFC. One that was authorised has to be assessed and
// decided again.
type EditChange struct {
	Change model.Change `json:"change"`
	Seen   int64        `json:"seen,omitempty"`
	Void   bool         `json:"void,omitempty"` // confirmed that the decision goes
}

// Needs are the RFC and the records it points at.
func (a EditChange) Needs() model.Needs {
	n := Needs(SubmitChange{a.Change})
	n.IDs = append(n.IDs, a.Change.ID)
	n.Seen = looked(a.Change.ID, a.Seen)
	n.Scoping = []model.ID{a.Change.ID}
	return n
}

func (a EditChange) For(c *model.Case) model.ID { return serviceOf(c, a.Change.ID) }

// Do replaces what may be edited; an assessed RFC has to be assessed again.
func (a EditChange) Do(c *model.Case) (Outcome, error) {
	doing := "edit " + string(a.Change.ID)
	old, err := known[*model.Change](c, a.Change.ID)
	if err != nil {
		return Outcome{}, err
	}
	if old.State != model.ChangeSubmitted { // an edit takes no assessment or decision with it that its writer did not know of
		for _, field := range []string{"state", "assessed", "decided"} {
			if err := unmoved(c, old, a.Seen, field); err != nil {
				return Outcome{}, err
			}
		}
	}
	merged, err := onto(c, old, a.Seen, func(saw *model.Change) *model.Change {
		mine := a.Change
		mine.ID, mine.State, mine.Submitted, mine.Origin = saw.ID, saw.State, saw.Submitted, saw.Origin
		mine.Requester, mine.Assessed, mine.Decided, mine.Risk = saw.Requester, saw.Assessed, saw.Decided, saw.Risk
		mine.Voided, mine.Entry, mine.Retracted, mine.Declared, mine.Moved, mine.Due = saw.Voided, saw.Entry, saw.Retracted, saw.Declared, saw.Moved, saw.Due
		mine.Captured, mine.Reviewed, mine.Outcome, mine.ClosedAt, mine.Tried, mine.Deferrals = saw.Captured, saw.Reviewed, saw.Outcome, saw.ClosedAt, saw.Tried, saw.Deferrals
		mine.Priority, mine.Awaits, mine.AssessBy, mine.Scored = saw.Priority, saw.Awaits, saw.AssessBy, saw.Scored
		mine.Edited = saw.Edited
		return &mine
	})
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	n := *merged
	if !changed(old, &n) { // the same again takes no decision with it
		refusal.Add("nothing was changed")
	}
	checkChange(c, &n, refusal)
	checkCloses(c, &n, old.Closes, refusal)
	moved(c, a, old.Service, n.Service, refusal)
	keepsProcess(c, old, &n, refusal)
	staysDeclared(c, model.Subject{Change: old}, model.Subject{Change: &n}, refusal)
	p, _ := c.Rules.Change(n.Type)
	kept := n.Entry != nil && p != nil && p.Catalogued()
	switch {
	case kept: // it stays authorised by its entry, as far as that goes
		if e := model.Get[*model.Entry](c, n.Entry.Entry); e != nil {
			covers(e, n.Entry.Version, &n, refusal)
		} else {
			refusal.Add(describe(model.KindEntry, n.Entry.Entry) + ", which it follows, can't be read")
		}
		if n.State != model.ChangeAuthorised {
			refusal.Add("it is " + model.StateWords(&n) + ": that stays as it is")
		}
	case p != nil && p.Catalogued():
		refusal.Add(fmt.Sprintf("a %s follows an entry of the catalogue", grammar.Lower(p.Title)), model.ByTask("submit-change", "").For("submit it anew, with its entry"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if gate.GoesAlone(old) {
		return editAlone(c, old, &n, a.Void, doing)
	}
	if kept {
		gate.Prioritise(c, &n)
		return wrote(n.ID, fmt.Sprintf("edited %s", n.ID), &n), nil
	}
	n.Entry = nil
	resubmit(c, &n)
	out := wrote(n.ID, fmt.Sprintf("edited %s", n.ID), &n)
	back, err := undecide(c, old, "it was edited", a.Void, doing, &out)
	if err != nil {
		return Outcome{}, err
	}
	if back != nil {
		n.Voided = back.Voided
	}
	return out, nil
}

// AssessChange records the assessment of an RFC.
type AssessChange struct {
	Change model.ID `json:"change"`
	Text   string   `json:"text"`
	Risk   string   `json:"risk"` // low, medium, high, very-high; "" is what impact and factors give
	// Impact and Urgency correct what its requester said; 0 and "" leave that.
	Impact  int      `json:"impact,omitempty"`
	Urgency string   `json:"urgency,omitempty"`
	Factors []string `json:"factors,omitempty"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the RFC and its form, and everybody: is there somebody to decide it?
func (a AssessChange) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(a.Change, a.Seen)}
}

// Do assesses: the RFC form has to be filled first.
func (a AssessChange) Do(c *model.Case) (Outcome, error) {
	doing := "assess " + string(a.Change)
	ch, err := changeAsRead(c, a.Change, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if ch.Emergency() != nil {
		return Outcome{}, model.Refuse(doing, "it is an emergency: its board decides on it as it is", askBoard(c, ch)...)
	}
	if ch.Unauthorised() {
		return a.afterwards(c, ch, refusal)
	}
	if ch.State != model.ChangeSubmitted {
		refusal.Add("it is "+model.StateWords(ch), nextOf(c, ch)...)
	}
	n := *ch
	a.judge(c, &n, refusal)
	if model.Blank(a.Text) {
		refusal.Add("the assessment is empty", model.AnswerTo("say what it does to services, security and other changes", "text"))
	}
	sane(refusal, "the assessment", a.Text)
	for _, want := range gate.FormWants(c, ch) {
		refusal.Add(want.Text, want.Remedies...)
	}
	q := decision.Assessment(ch)
	decision.May(c, q, refusal)
	if next := decision.Change(ch); ch.State == model.ChangeSubmitted && !decision.Decidable(c, next) {
		refusal.Add("it would wait for ever: nobody who may decide it is left", decision.Grant(c, next))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.State = model.ChangeAssessed
	n.Assessed = &model.Verdict{Yes: true, Text: a.Text, By: c.Who.ID(), At: c.Now, Basis: decision.Basis(c, q), Documents: decision.Seen(c, q)}
	return wrote(ch.ID, fmt.Sprintf("assessed %s", ch.ID), &n), nil
}

// DecideChange authorises an RFC, or rejects it.
type DecideChange struct {
	Change  model.ID `json:"change"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment,omitempty"`
	Words
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the RFC, and what the words take.
func (a DecideChange) Needs() model.Needs {
	return a.needs(model.Needs{IDs: []model.ID{a.Change}, Seen: looked(a.Change, a.Seen)}, a.Change, "")
}

// Do decides. Nobody authorises what they submitted, asked for or build, or
// ever did.
func (a DecideChange) Do(c *model.Case) (Outcome, error) {
	doing := "decide " + string(a.Change)
	ch, err := changeAsRead(c, a.Change, a.Seen)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if gate.GoesAlone(ch) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("it is %s: its board decides on it", gate.Alone(ch)), askBoard(c, ch)...)
	}
	if ch.State != model.ChangeAssessed {
		var first []model.Remedy
		if ch.State == model.ChangeSubmitted {
			first = append(first, model.ByTask("assess-change", ch.ID, model.With("risk", ""), model.With("text", "")))
		}
		refusal.Add("it is "+model.StateWords(ch)+", not assessed", first...)
	}
	s := speech{Words: a.Words, q: decision.Change(ch), yes: a.Yes, comment: a.Comment, before: append([]need{{ch.Submitted, string(ch.ID) + " was submitted"}}, append(takenBack(ch.Retracted), voidedVerdicts(ch)...)...)}
	if ch.Assessed != nil {
		s.before = append(s.before, need{ch.Assessed.At, string(ch.ID) + " was assessed"})
	}
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	n := *ch
	n.State = model.ChangeRejected
	word := "rejected"
	if a.Yes {
		n.State, word = model.ChangeAuthorised, "authorised"
	}
	n.Decided = v
	out := wrote(ch.ID, fmt.Sprintf("%s %s%s", word, ch.ID, onConditions(v.Checks)), &n)
	s.given(c, &out, v)
	return out, nil
}

// WithdrawChange takes an RFC back before it is in a build.
type WithdrawChange struct {
	Change model.ID `json:"change"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

// Needs are the RFC, and the catalogue, in which the end of a standard one is counted.
func (a WithdrawChange) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change}, Seen: looked(a.Change, a.Seen), Kinds: []model.Kind{model.KindEntry}}
}

func (a WithdrawChange) Do(c *model.Case) (Outcome, error) {
	doing := "withdraw " + string(a.Change)
	ch, err := known[*model.Change](c, a.Change)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ch, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	switch ch.State {
	case model.ChangeSubmitted, model.ChangeAssessed, model.ChangeAuthorised:
	case model.ChangeCaptured, model.ChangeUnderReview, model.ChangePutRight:
		refusal.Add("it was made, and nobody takes that back: it is reviewed", model.Say("where it was authorised after all, its review says so and accepts it"))
	case model.ChangeInRelease:
		refusal.Add("it is "+model.StateWords(ch), takeOut(c, ch.ID).For("take it out of its release first"))
	default: // it is over, or was made
		refusal.Add("it is " + model.StateWords(ch))
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *ch
	n.State = model.ChangeWithdrawn
	n.Decided = &model.Verdict{Text: a.Reason, By: c.Who.ID(), At: c.Now}
	out := wrote(ch.ID, fmt.Sprintf("withdrew %s", ch.ID), &n)
	voidOf(c, ch.ID, nil, "withdrawn: "+a.Reason, &out)
	cameToNothing(c, ch.ID, ch.Entry, &out)
	if in := gate.Carriers(c, ch.ID, ""); len(in) > 0 {
		names := model.Each(in, func(r *model.Release) string { return string(r.ID) })
		verb, whose := "has", "its"
		if len(names) > 1 {
			verb, whose = "have", "their"
		}
		warning := model.Because(fmt.Sprintf("%s %s it in %s scope, and %s gates stay shut while it is there", strings.Join(names, " and "), verb, whose, whose),
			model.ByTask("scope", in[0].ID, model.With("defer", string(ch.ID))).For("take it out"))
		out.Warning = &warning
	}
	return out, nil
}

// changeAsRead is an RFC for somebody who judges it: neither it nor its form was
// changed since they read them.
func changeAsRead(c *model.Case, id model.ID, position int64) (*model.Change, error) {
	ch, err := known[*model.Change](c, id)
	if err != nil {
		return nil, err
	}
	if err := unmoved(c, ch, position); err != nil {
		return nil, err
	}
	if d := c.Document(gate.FormRFC, id); d != nil && !current(c, d.ID, position) {
		return nil, changedSince(c, d.ID, position)
	}
	return ch, nil
}
