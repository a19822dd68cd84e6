package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
)

// Retract takes back one's own decision while nothing was built on it: what was decided
// stays on record, with the reason. It takes no permission: it is their own word.
type Retract struct {
	// Record keeps the decision: an approval, an RFC, a document, a waiver, an entry of the
	// catalogue, proposed rules, of an exception the freeze, of an accepted conflict the
	// release.
	Record model.ID `json:"record"`
	// Of is the release, of an exception; Conflict the key of a conflict.
	Of       model.ID `json:"of,omitempty"`
	Conflict string   `json:"conflict,omitempty"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// Needs are the record, and the releases that could have gone on by it.
func (a Retract) Needs() model.Needs {
	n := model.Needs{IDs: []model.ID{a.Record}, Seen: looked(a.Record, a.Seen)}
	switch a.Record.Kind() {
	case model.KindChange:
		n.Scoping = n.IDs
	case model.KindRelease:
		n.Releases, n.IDs = n.IDs, nil
	}
	if a.Of != "" {
		n.Releases = append(n.Releases, a.Of)
	}
	return n
}

// For is no service: a decision is taken back by whoever gave it.
func (Retract) For(*model.Case) model.ID { return "" }

// Do takes the decision back.
func (a Retract) Do(c *model.Case) (Outcome, error) {
	doing := "take back the decision on " + string(a.Record)
	q, err := a.request(c)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, q.Record, a.Seen, "void"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	sane(refusal, "the reason", a.Reason)
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why, for whoever relied on it", "reason"))
	}
	back := model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	if record, abstained := decision.Unabstain(q, c.Who.ID(), back); abstained && len(q.Words) == 0 {
		if err := refusal.Or(); err != nil {
			return Outcome{}, err
		}
		return wrote(about(q), fmt.Sprintf("took back that they abstained on %s: %s", a.Record, a.Reason), record), nil
	}
	w, own := decision.Own(q, c.Who.ID())
	since := decision.Replaced(c, q)
	switch ap, _ := q.Record.(*model.Approval); {
	case ap != nil && ap.Void != nil:
		refusal.Add("it was voided: " + ap.Void.Reason)
	case q.Proposal != nil && q.Proposal.Withdrawn != nil:
		refusal.Add("it was withdrawn: " + q.Proposal.Withdrawn.Reason)
	case q.Void != nil:
		refusal.Add("it was voided: " + q.Void.Reason)
	case !own:
		refusal.Add("there is no decision of yours on it", model.Say("whoever decided takes their own word back"))
	case since != "":
		refusal.Add(since+" was asked for in its place since: what was said before that stays on record as it is", decideAgain(c, since)...)
	default:
		if built := decision.BuiltOn(c, q, w); built != "" {
			refusal.Add(built+": what was built on the decision stands", model.Say("send the release back, put it on hold, or write down what you know now"))
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	record, err := decision.Retract(q, w, back)
	if err != nil {
		return Outcome{}, err
	}
	out := wrote(about(q), fmt.Sprintf("took back their decision on %s: %s", a.Record, a.Reason), record)
	if ap, ok := record.(*model.Approval); ok {
		revive(c, ap, &out)
		unask(c, ap, w, back, &out)
	}
	return out, nil
}

// decideAgain is that whoever the request made since waits for decides on it; nothing
// where it waits for nobody.
func decideAgain(c *model.Case, since string) []model.Remedy {
	id := model.ID(since)
	const who = "whoever that waits for decides"
	if a := model.Get[*model.Approval](c, id); a != nil && a.State() == model.ApprovalPending {
		return []model.Remedy{c.SubjectOf(id).DecideOn(c, a).For(who)}
	}
	if w := model.Get[*model.Waiver](c, id); w != nil && w.Waits() {
		return []model.Remedy{model.ByTask("decide-waiver", id, model.With("verdict", "")).For(who)}
	}
	return nil
}

// about is the record that the log files what is said to a request under: what it is of, else
// itself.
func about(q decision.Request) model.ID {
	if id := q.Subject().ID(); id != "" {
		return id
	}
	return q.Record.Key()
}

// unask withdraws the question that came with a word that is taken back, where nobody
// has answered it: it waits for nobody any more.
func unask(c *model.Case, ap *model.Approval, w decision.Word, back model.Ending, out *Outcome) {
	for _, q := range model.All[*model.Question](c) {
		if q.About == ap.ID && q.By == w.By && q.At.Equal(w.At) && q.Waits() {
			n := *q
			n.Withdrawn = &back
			out.Writes = append(out.Writes, &n)
		}
	}
}

// request is what was decided on.
func (a Retract) request(c *model.Case) (decision.Request, error) {
	none := decision.Request{}
	switch a.Record.Kind() {
	case model.KindApproval:
		ap, err := known[*model.Approval](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Approval(c, ap), nil
	case model.KindChange:
		ch, err := known[*model.Change](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Change(ch), nil
	case model.KindDocument:
		d, err := known[*model.Document](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Document(c, d), nil
	case model.KindWindow:
		w, err := known[*model.Window](c, a.Record)
		if err != nil {
			return none, err
		}
		r, err := known[*model.Release](c, a.Of)
		if err != nil {
			return none, err
		}
		for _, e := range slices.Backward(w.Exceptions) {
			if e.Release == r.ID && (e.Decided != nil || decision.Abstains(decision.Exception(r, w, e), c.Who.ID())) {
				return decision.Exception(r, w, e), nil
			}
		}
		return none, model.Refuse("take back the decision on "+string(w.ID), fmt.Sprintf("no exception of %s from it was decided", r.ID))
	case model.KindEntry:
		e, err := known[*model.Entry](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Entry(e), nil
	case model.KindProposal:
		p, err := known[*model.Proposal](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Proposal(p), nil
	case model.KindWaiver:
		w, err := known[*model.Waiver](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Waiver(c, w), nil
	case model.KindRelease:
		r, err := known[*model.Release](c, a.Record)
		if err != nil {
			return none, err
		}
		return decision.Accepted(c, r, a.Conflict), nil
	}
	return none, model.Refuse("take back a decision", fmt.Sprintf("nothing is decided on %s", describe(a.Record.Kind(), a.Record)))
}
