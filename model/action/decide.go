package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
	"fairway/model/process"
)

// Decide is one person's word on an approval. It takes no permission: everybody
// who is an approver may decide.
type Decide struct {
	Approval   model.ID `json:"approval"`
	Verdict    string   `json:"verdict"` // approve, reject, ask, abstain, comment; downgrade where the rules have a process for that
	Comment    string   `json:"comment,omitempty"`
	Conditions string   `json:"conditions,omitempty"`
	// MeetBy is who has to meet the conditions, one a line; without anybody they are
	// text that shuts no gate.
	MeetBy model.ID `json:"meet_by,omitempty"`
	Seen   int64    `json:"seen,omitempty"`
	// Absent is for whom they decide, of those who delegated it to them; "" is as
	// themselves, or else for one who did.
	Absent model.ID `json:"for,omitempty"`
	// Happened is when they decided, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	// Meeting is that of the CAB in which it is given; "" for none.
	Meeting model.ID `json:"meeting,omitempty"`
	// BreakGlass overrides a duty that should stay apart, with a reason that
	// is marked on the release for ever. Only some roles may.
	BreakGlass string `json:"break_glass,omitempty"`
}

// Do signs as the approver that the person is. A rejection sends the release back where the
// process says so.
func (a Decide) Do(c *model.Case) (Outcome, error) {
	w := &word{Decide: a, doing: "decide " + string(a.Approval), by: c.Who.Person, auth: c.Who.Auth}
	return w.give(c)
}

// word is what somebody says to an approval, in person or taken down by another.
type word struct {
	Decide
	doing  string
	by     *model.Person // nil where they are not known
	auth   string
	verbal *model.Verbal
}

// give writes the word down, and what follows from it.
func (w *word) give(c *model.Case) (Outcome, error) {
	ap, err := known[*model.Approval](c, w.Approval)
	if err != nil {
		return Outcome{}, err
	}
	// What others decided is theirs; what was asked for has to be what was read.
	if err := unmoved(c, ap, w.Seen, "revision", "documents", "seats", "void"); err != nil {
		return Outcome{}, err
	}
	of, p, err := loadSubject(c, ap.Of, 0, w.doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: w.doing}
	since := decision.Replaced(c, decision.Approval(c, ap))
	switch {
	case since != "":
		refusal.Add(since+" was asked for in its place since", decideAgain(c, since)...)
	case ap.Void != nil:
		refusal.Add("it was voided: "+ap.Void.Reason, askAnew(c, of, p, ap)...)
	case ap.State() != model.ApprovalPending:
		refusal.Add("it is " + model.StateWords(ap) + " already")
	}
	def, ok := p.Approval(ap.Purpose)
	if !ok {
		def = &process.Approval{}
	} else if stage := stageOf(c, of).ID; !slices.Contains(def.Stages, stage) && !ap.Disowned() {
		if stage == "" {
			stage = model.StateWords(of.Change)
		}
		refusal.Add(fmt.Sprintf("it is decided in %s; %s is in %s", strings.Join(def.Stages, " or "), theSubject(of), stage), model.Say("wait until it is back there"))
	}
	w.look(c, of, ap, def, refusal)
	needs := append(beforeDecision(c, of, ap, w.verbal != nil), w.voting(c, ap, refusal)...)
	needs = append(needs, w.papers(c, ap)...)
	var me model.ID // of somebody who is not known there is none
	if w.by != nil {
		me = w.by.ID
	}
	needs = append(needs, ownWords(c, ap, me, w.Absent)...)
	at := dated(c, w.Happened, "it can't have been decided", needs, refusal)
	q := decision.Approval(c, ap)
	approver, right := decision.Seat(c, q, w.by, w.Absent, at)
	if right.For != w.Absent {
		dated(c, w.Happened, "it can't have been decided", ownWords(c, ap, right.For), refusal)
	}
	if approver < 0 {
		w.none(c, q, at, refusal)
	}
	checks := conditions(c, len(ap.Decisions), w.Conditions, w.MeetBy, me, refusal)
	var n *model.Release
	if of.Release != nil {
		n = of.Release.Clone()
	}
	marked := w.bars(c, n, q, right, at, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	seat := ap.Approvers[approver]
	basis := decision.BasisOf(c, q, seat, w.by, right)
	var saw []model.DocumentSeen // where they are others than were asked for
	if now := decision.Seen(c, q); !slices.Equal(now, ap.Documents) {
		saw = now
	}
	v := *ap
	v.Decisions = append(decision.Freed(c, q, approver), model.Decision{Documents: saw, Approver: approver, By: w.by.ID, Verdict: w.Verdict, Comment: w.Comment, Conditions: w.Conditions,
		Revision: of.Revision(), At: at, Recorded: recordedLater(c, at), Auth: w.auth, Basis: basis, Verbal: w.verbal, Meeting: w.Meeting})
	v.Checks = append(slices.Clip(ap.Checks), checks...)
	out := wrote(ap.Of, w.note(c, of, &v), &v)
	out.Happened = at
	if w.Verdict != model.Ask && w.Verdict != model.Remark {
		used(c, basis, at, &out)
	}
	if w.Verdict == model.Ask { // whoever coordinates it answers
		out.Writes = append(out.Writes, &model.Question{ID: newQuestion(c), About: ap.ID, Of: ap.Of, Text: w.Comment, By: w.by.ID, At: at, Deciding: true})
	}
	if w.Verdict == model.Abstain || w.Verdict == model.Downgrade && !v.Downgraded() && !v.DowngradedLater() {
		if empty := decision.Vacant(c, of, &v); len(empty) > 0 {
			out.Warning = &model.Reason{Text: "it can't be met any more: " + decision.WaitsForNobody(empty), Remedies: decision.Refill(of, &v, empty)}
		}
	}
	if of.Change != nil {
		return w.turnChange(c, of.Change, def, &v, at, out), nil
	}
	r := of.Release
	switch w.Verdict {
	case model.Reject:
		for _, m := range p.Back(r.Stage) {
			if m.Kind == "reject" {
				n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: m.To, At: at, Recorded: recordedLater(c, at), By: w.by.ID, Kind: "reject", Reason: w.Comment})
				enter(c, n, p, m.To)
				marked = true
				break
			}
		}
	case model.Downgrade:
		if v.Downgraded() {
			downgrade(c, n, def, w.by.ID, w.Comment, at, &v, &out)
			marked = true
		}
	}
	if marked {
		out.Writes = append(out.Writes, n)
	}
	return out, nil
}

// look adds what is wrong with the verdict and what is said with it.
func (w *word) look(c *model.Case, of model.Subject, ap *model.Approval, def *process.Approval, refusal *model.Refusal) {
	verdicts := of.Verdicts(c, ap.Purpose)
	switch {
	case !slices.Contains(verdicts, w.Verdict):
		refusal.Add(fmt.Sprintf("%q is no verdict", w.Verdict), model.Say(strings.Join(verdicts[:len(verdicts)-1], ", ")+" or "+verdicts[len(verdicts)-1]))
	case w.Verdict == model.Downgrade && begun(of):
		refusal.Add("its deployment has started: it can't go on as if it had not been an emergency", model.Say("judge that in the evaluation"))
	case w.Verdict == model.Approve:
		datesPassed(c, of, ap.Purpose, refusal)
	case w.Verdict != model.Abstain && model.Blank(w.Comment):
		refusal.Add("a comment is missing", model.AnswerTo("say why, for whoever has to mend it", "comment"))
	}
	if w.Verdict == model.Approve {
		said(refusal, "the comment", w.Comment)
	} else {
		sane(refusal, "the comment", w.Comment)
	}
	said(refusal, "the conditions", w.Conditions)
}

// none adds why they sign as none of the approvers.
func (w *word) none(c *model.Case, q decision.Request, at time.Time, refusal *model.Refusal) {
	ap := q.Record.(*model.Approval)
	who, are, have := "you", "are", "have"
	if w.verbal != nil {
		if w.by == nil {
			return // that nobody is named was said
		}
		who, are, have = w.by.Name, "is", "has"
	}
	if w.by != nil && ap.Spoke(w.by.ID) {
		refusal.Add(fmt.Sprintf("%s %s %s already", who, have, spoken(ap, w.by.ID)), model.Say("the other signatures are other people's"))
		return
	}
	if w.by != nil {
		name := ""
		if w.verbal != nil {
			name = w.by.Name
		}
		unlent(c, q, w.by, name, at, refusal)
	}
	if w.Absent != "" {
		refusal.Add(fmt.Sprintf("nothing that %s has to decide there was delegated to %s for then", c.PersonName(w.Absent), who), model.AnswerTo("leave it out, to decide as yourself", "for"))
		return
	}
	if ap.State() == model.ApprovalApproved && len(refusal.Reasons) > 0 {
		return // that all have signed was said: nobody is asked any more
	}
	var waits []model.Remedy // nobody, where all have signed
	if names := ap.WaitsFor(); names != "" {
		waits = append(waits, model.Say("it waits for: "+names))
	}
	if decision.ComesLater(c, q, w.by) {
		refusal.Add(fmt.Sprintf("it is not %s turn yet: others are asked first", map[bool]string{true: "your", false: who + "'s"}[w.verbal == nil]), waits...)
		return
	}
	refusal.Add(fmt.Sprintf("%s %s none of its approvers", who, are), waits...)
}

// bars adds the duties that keep them from it, and reports whether the glass was
// broken over one: nobody breaks it for another. Nobody who takes down what others
// say gives a word of their own beside it: a quorum would be one person's.
func (w *word) bars(c *model.Case, n *model.Release, q decision.Request, right decision.Right, at time.Time, refusal *model.Refusal) bool {
	ap := q.Record.(*model.Approval)
	var bars []decision.Bar
	if w.Verdict != model.Remark && w.by != nil { // a comment decides nothing
		name := ""
		if w.verbal != nil {
			name = w.by.Name
		}
		bars = decision.Kept(c, q, w.by.ID, name, right, at, refusal)
	}
	if w.verbal == nil {
		for _, d := range ap.Decisions {
			if d.Verbal != nil && (d.Verbal.By == c.Who.ID() || d.Verbal.By == right.For) && d.Verdict != model.Disowned && d.Retracted == nil {
				who := "you"
				if d.Verbal.By != c.Who.ID() {
					who = c.PersonName(d.Verbal.By)
				}
				refusal.Add(fmt.Sprintf("%s took down what %s decided: whoever does gives no word of their own", who, c.PersonName(d.By)), model.Say("somebody else has to decide"))
				break
			}
		}
		if n == nil { // the glass is broken on a release, where it is seen for ever
			for _, bar := range bars {
				refusal.Add(bar.String(), decision.WhoElse(c, q, c.Who.ID())...)
			}
			if !model.Blank(w.BreakGlass) {
				refusal.Add("no glass is broken over a change", model.AnswerTo("leave the reason out", "break_glass"))
			}
			return false
		}
		return breakGlass(c, n, bars, w.BreakGlass, refusal)
	}
	if right.For != "" && right.For == c.Who.ID() {
		refusal.Add("it would be decided for you: whoever takes down what others say gives no word of their own", model.Say("somebody else has to take it down"))
	}
	for _, d := range ap.Decisions {
		if (d.By == c.Who.ID() && d.Verbal == nil || d.Basis.For == c.Who.ID()) && d.Verdict != model.Ask && d.Verdict != model.Remark && d.Retracted == nil {
			refusal.Add("you decided on it yourself: whoever does takes down no other's word", model.Say("somebody else has to take it down, or they decide themselves"))
			break
		}
	}
	for _, bar := range bars {
		refusal.Add(fmt.Sprintf("%s can't decide: %s", w.by.Name, bar.OfThem()), decision.WhoElse(c, q, w.by.ID)...)
	}
	return false
}

// spoken is what somebody did who has spoken to an approval: "approved it".
func spoken(ap *model.Approval, who model.ID) string {
	for _, d := range ap.Decisions {
		switch {
		case d.By != who || d.Retracted != nil:
		case d.Verdict == model.Abstain:
			return "abstained"
		case d.Verdict == model.Downgrade:
			return "asked for its downgrade"
		}
	}
	return "approved it"
}

// note says it to others: who decided what, and for whom it still waits.
func (w *word) note(c *model.Case, of model.Subject, v *model.Approval) string {
	past := map[string]string{model.Approve: "approved", model.Reject: "rejected", model.Ask: "asked about", model.Abstain: "abstained on", model.Remark: "commented on", model.Downgrade: "asked for a downgrade of"}[w.Verdict]
	if w.Verdict == model.Downgrade && v.Downgraded() {
		past = "downgraded"
	}
	note := fmt.Sprintf("%s %s (%s)", past, of.ID(), grammar.Lower(v.Title))
	if last := v.Decisions[len(v.Decisions)-1]; last.Basis.For != "" {
		note += fmt.Sprintf(" for %s (%s)", c.PersonName(last.Basis.For), last.Basis.Delegation)
	}
	if w.verbal != nil {
		note = fmt.Sprintf("took down that %s %s, by %s", w.by.Name, note, w.verbal.Channel)
	}
	if w.Meeting != "" {
		note += " in " + string(w.Meeting)
	}
	if !model.Blank(w.BreakGlass) {
		note += ", glass broken: " + w.BreakGlass
	}
	note += onConditions(v.SetBy(len(v.Decisions) - 1))
	if missing := v.Missing(); w.Verdict == model.Approve && len(missing) > 0 {
		note += fmt.Sprintf("; %d of %d have approved, it waits for %s", len(v.Approvers)-len(missing), len(v.Approvers), v.WaitsFor())
	}
	if w.Verdict == model.Downgrade && !v.Downgraded() {
		count, unsigned := v.Downgrades()
		if v.DowngradedLater() {
			note += fmt.Sprintf("; it is downgraded once it is countersigned by %s", strings.Join(model.Each(unsigned, c.PersonName), " and "))
		} else {
			note += fmt.Sprintf("; %d of %d are for it, it waits for %s", count+len(unsigned), len(v.Approvers), v.WaitsFor())
		}
	}
	return note
}

// papers are those that the approval covers and that did not say then what they say now:
// nobody has decided on what was not written.
func (w *word) papers(c *model.Case, ap *model.Approval) []need {
	if w.Happened.IsZero() {
		return nil
	}
	then := c.AsOf(w.Happened)
	saw := decision.Seen(then, decision.Approval(then, ap))
	var out []need
	for _, now := range decision.Seen(c, decision.Approval(c, ap)) {
		d := model.Get[*model.Document](c, now.ID)
		if d != nil && !slices.ContainsFunc(saw, func(s model.DocumentSeen) bool { return s.ID == now.ID && s.Digest == now.Digest }) {
			out = append(out, need{d.At, fmt.Sprintf("version %d of %s, the %s, was written", d.Version, d.ID, d.Title)})
		}
	}
	return out
}

// afterTheFirst are the words of those who were asked before whoever is asked now, of
// what is approved in order.
func afterTheFirst(c *model.Case, ap *model.Approval) []need {
	var out []need
	now, _ := ap.Asked()
	for _, d := range ap.Decisions {
		if d.Approves() && len(now) > 0 && ap.Approvers[d.Approver].Step < now[0].Step {
			out = append(out, need{d.At, fmt.Sprintf("%s, who is asked first, approved it", c.PersonName(d.By))})
		}
	}
	return out
}

// beforeDecision is what has to have happened before somebody decides: it was asked
// for, or, of what may be said before it is written down, declared; and nothing that
// an approval was voided for came after.
func beforeDecision(c *model.Case, of model.Subject, ap *model.Approval, verbal bool) []need {
	var out []need
	at, what := of.DeclaredAt()
	out = append(out, need{at, what})
	if of.Emergency() == nil && !verbal {
		out = append(out, need{ap.At, string(ap.ID) + " was asked for"})
	}
	for _, o := range model.All[*model.Approval](c) {
		if o.Of == ap.Of && o.Purpose == ap.Purpose && o.ID != ap.ID && o.Void != nil && !o.Void.At.After(ap.At) { // what is disowned there afterwards says nothing of this one
			out = append(out, need{o.Void.At, fmt.Sprintf("%s was voided (%s)", o.ID, o.Void.Reason)})
		}
	}
	out = append(out, rejectedBefore(c, ap)...)
	out = append(out, afterTheFirst(c, ap)...)
	out = append(out, afterEdits(c, of, ap.Purpose)...)
	r := of.Release
	if r == nil {
		return out
	}
	for _, m := range r.Returned {
		out = append(out, need{m.At, fmt.Sprintf("%s was sent back to %s", r.ID, stageTitle(c, r, m.To))})
	}
	return out
}
