package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// What happens to a change that goes its own way: an emergency, decided by a board, made
// at once, and written down afterwards; or one that was made without authorisation.

// AdvanceChange moves such a change through the gate of the stage that it is in.
type AdvanceChange struct {
	Change model.ID `json:"change"`
	// Happened is when it came so far, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the facts of the gate.
func (a AdvanceChange) Needs() model.Needs {
	n := gate.ChangeNeeds(a.Change)
	n.Seen = looked(a.Change, a.Seen)
	return n
}

// For is the service of the change.
func (a AdvanceChange) For(c *model.Case) model.ID { return serviceOf(c, a.Change) }

// Do evaluates the gate, and moves the change.
func (a AdvanceChange) Do(c *model.Case) (Outcome, error) {
	doing := "move on " + string(a.Change)
	ch, err := known[*model.Change](c, a.Change)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, ch, a.Seen, "state"); err != nil { // the gate is judged as it is now
		return Outcome{}, err
	}
	if !gate.GoesAlone(ch) {
		return Outcome{}, model.Refuse(doing, "it goes with its release", model.Say("assess it, decide on it, and put it into the scope of a release"))
	}
	g, err := gate.ChangeAt(onClock(c, a.Happened), ch)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	for _, f := range g.Findings {
		if f.Blocks() {
			refusal.Add(fmt.Sprintf("%s: %s", f.Text, f.Evidence), f.Remedies...)
		}
	}
	if g.Next == "" {
		refusal.Add("no stage follows " + g.Stage)
	}
	p, _ := c.Rules.Change(ch.Type)
	if ch.Unauthorised() {
		decision.MayMove(c, p, ch, PermissionOf(a), refusal)
	}
	needs := append(beforeMove(c, ch), afterWaivers(c, g)...)
	at := dated(c, a.Happened, "it can't have come there", needs, refusal)
	at, err = letThrough(c, a.Happened, at, "it can't have come there", needs, blocking(g), func(c *model.Case) ([]gate.Finding, error) {
		g, err := gate.ChangeAt(c, model.Get[*model.Change](c, ch.ID))
		return blocking(g), err
	}, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	next, _ := p.Stage(g.Next)
	n := *ch
	n.State = model.State(next.Means())
	n.Moved = append(slices.Clip(ch.Moved), model.Passage{From: g.Stage, To: next.ID, At: at, By: c.Who.ID(), Recorded: recordedLater(c, at)})
	n.Due = gate.StageDeadline(c, c.Rules.Policy, next, at)
	out := wrote(ch.ID, fmt.Sprintf("moved %s to %s", ch.ID, next.Title), &n)
	out.Happened = at
	switch {
	case ch.Unauthorised():
		reviewed(c, ch, &n, next == p.Last(), &out)
	case next == p.Last():
		closeChange(c, &n, judged(c, ch), &out)
	}
	return out, nil
}

// judged is what came of an emergency change, as its papers say at the end; "" where
// these rules do not ask that.
func judged(c *model.Case, ch *model.Change) string {
	if d := c.Document(gate.FormJudgement, ch.ID); d != nil {
		return d.Meant().Get("result")
	}
	return ""
}

// beforeMove is what has to have happened before a change moves on: it was declared,
// decided on, and came where it is.
func beforeMove(c *model.Case, ch *model.Change) []need {
	at, what := ch.DeclaredAt()
	out := append([]need{{at, what}}, movedBefore(c, ch)...)
	return append(out, approvedBefore(c, ch.ID)...)
}

// movedBefore is that a change came where it is.
func movedBefore(c *model.Case, ch *model.Change) []need {
	n := len(ch.Moved)
	if n == 0 {
		return nil
	}
	last := ch.Moved[n-1]
	of := model.Subject{Change: ch}
	title := last.To
	if s := of.Stage(c); s != nil {
		title = s.Title
	}
	return []need{{last.At, fmt.Sprintf("%s came into %s", ch.ID, title)}}
}

// approvedBefore are the approvals of something: it went on by them.
func approvedBefore(c *model.Case, of model.ID) []need {
	var out []need
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != of || a.State() != model.ApprovalApproved {
			continue
		}
		last := need{what: fmt.Sprintf("%s (%s) was approved", a.ID, a.Title)}
		for _, d := range a.Decisions {
			if d.Approves() && d.At.After(last.at) {
				last.at = d.At
			}
		}
		out = append(out, last)
	}
	return out
}

// turnChange is what follows for a change from a word on an approval of it: it is
// rejected, or goes on as a change of another process, to be assessed and decided on.
func (w *word) turnChange(c *model.Case, ch *model.Change, def *process.Approval, ap *model.Approval, at time.Time, out Outcome) Outcome {
	n := *ch
	switch {
	case ch.Unauthorised(), ch.State == model.ChangeImplemented, ch.State == model.ChangeReviewed:
		// It was made, whatever they say: what they reject is its review, which is written
		// again, or what it went on by, which is decided again where it has come.
		return out
	case w.Verdict == model.Reject:
		n.State, n.Due = model.ChangeRejected, time.Time{}
		n.Moved = append(slices.Clip(ch.Moved), model.Passage{From: string(ch.State), To: string(model.ChangeRejected), At: at, By: w.by.ID, Kind: "reject", Reason: w.Comment, Recorded: recordedLater(c, at)})
	case w.Verdict == model.Downgrade && ap.Downgraded():
		downgradeChange(c, ch, def, w.by.ID, w.Comment, at, ap, &out)
		return out
	default:
		return out
	}
	out.Writes = append(out.Writes, &n)
	return out
}

// revive opens a change again that was rejected, where that word is taken back or was
// none.
func revive(c *model.Case, ap *model.Approval, out *Outcome) {
	ch := c.SubjectOf(ap.Of).Change
	if ch == nil || ch.State != model.ChangeRejected || ap.State() == model.ApprovalRejected || ap.State() == model.ApprovalVoid || len(ch.Moved) == 0 {
		return
	}
	n := *ch
	n.State = model.State(ch.Moved[len(ch.Moved)-1].From)
	n.Moved = append(slices.Clip(ch.Moved), model.Passage{From: string(ch.State), To: string(n.State), At: c.Now, By: c.Who.ID(), Kind: "reopen", Reason: "the rejection was taken back"})
	of := model.Subject{Change: &n}
	n.Due = gate.StageDeadline(c, c.Rules.Policy, of.Stage(c), c.Now)
	out.Writes = append(out.Writes, &n)
}

// editAlone changes what a change that goes its own way says while its board can decide
// again; their word goes with what it was given on, and so does the risk of what is
// reviewed.
func editAlone(c *model.Case, old, n *model.Change, confirmed bool, doing string) (Outcome, error) {
	switch old.State {
	case model.ChangeSubmitted, model.ChangeAuthorised, model.ChangeCaptured, model.ChangeUnderReview:
	default:
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("it is %s: that stays as it is", model.StateWords(old)), model.Say("write what you found into its papers, or submit a new RFC"))
	}
	refusal := &model.Refusal{Doing: doing, Voids: []model.ID{old.ID}}
	var goes []string
	for _, a := range model.All[*model.Approval](c) {
		if a.Of == old.ID && a.Live() {
			goes = append(goes, wordFalls(c, a))
			notAgain(c, decision.Approval(c, a), refusal)
		}
	}
	waivers := decision.WaiversLost(c, c.With(n), n.ID)
	for _, w := range waivers {
		goes = append(goes, fmt.Sprintf("%s (the waiver of a check)", w.ID))
	}
	if len(goes) > 0 && !confirmed {
		refusal.Add("it voids "+strings.Join(goes, "; ")+": the board has to decide again", goOn("void"))
		return Outcome{}, refusal
	}
	out := wrote(n.ID, fmt.Sprintf("edited %s", n.ID), n)
	n.State, n.Edited = old.State, c.Now
	switch old.State {
	case model.ChangeAuthorised:
		n.State = model.ChangeSubmitted
	case model.ChangeUnderReview:
		n.State = model.ChangeCaptured
	}
	if old.Unauthorised() {
		p := *n.Captured
		p.Unknown, p.Items = n.Builder == "", asFound(c, p.Items, n.Items)
		n.Captured = &p
		n.Assessed, n.Risk, n.Scored = nil, "", nil
		gate.Prioritise(c, n)
	}
	if n.State != old.State {
		n.Moved = append(slices.Clip(old.Moved), model.Passage{From: string(old.State), To: string(n.State), At: c.Now, By: c.Who.ID(), Kind: "rework", Reason: "it was edited"})
		of := model.Subject{Change: n}
		n.Due = gate.StageDeadline(c, c.Rules.Policy, of.Stage(c), c.Now)
	}
	voidOf(c, n.ID, nil, "it was edited", &out)
	voidWaivers(c, waivers, "it was edited", &out)
	return out, nil
}

// keepsProcess adds that nobody makes an emergency of a change, or none of one, by an
// edit: it is declared, and its board puts it on another process.
func keepsProcess(c *model.Case, old, n *model.Change, refusal *model.Refusal) {
	if old.Type == n.Type {
		return
	}
	p, ok := c.Rules.Change(n.Type)
	if ok && len(p.Reasons) > 0 {
		refusal.Add(fmt.Sprintf("the process %q is declared, with a reason", p.Title), model.ByTask("submit-change", "").For("declare a new one"))
	}
	if ok && p.Captures() {
		refusal.Add(fmt.Sprintf("the process %q is for what was made already", p.Title), model.ByTask("capture-change", "").For("capture it"))
	}
	switch {
	case old.Unauthorised():
		refusal.Add("it was made without authorisation: that stays so", model.Say("its review decides what becomes of it"))
	case gate.GoesAlone(old):
		refusal.Add("it was declared an emergency", model.Say("whoever decides on it puts it on another process: they downgrade it"))
	}
}

// askBoard is how the board of an emergency change comes to decide on it.
func askBoard(c *model.Case, ch *model.Change) []model.Remedy {
	p, ok := c.Rules.Change(ch.Type)
	if !ok || len(p.Approvals) == 0 {
		return nil
	}
	if a := c.ApprovalFor(ch.ID, p.Approvals[0].Means()); a != nil && a.State() == model.ApprovalPending {
		return []model.Remedy{c.SubjectOf(a.ID).DecideOn(c, a)}
	}
	return []model.Remedy{model.ByTask("request-approval", ch.ID, model.With("purpose", p.Approvals[0].ID))}
}
