package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// undecide is what every change of what an RFC says passes through. One that was
// assessed has to be assessed again. One that was authorised as well, which takes
// a yes first: what was decided stays on record as void, and the approvals of
// open releases that scope it go as with any change of their scope. It returns
// the RFC as it stands then, nil where nothing of it changes.
//
// What is being built is not rewritten under the hands of those who build it:
// it is taken out of its release first, which says so there. What was rejected,
// withdrawn or implemented stays as it is.
func undecide(c *model.Case, ch *model.Change, why string, confirmed bool, doing string, out *Outcome) (*model.Change, error) {
	n := *ch
	switch ch.State {
	case model.ChangeSubmitted:
		return nil, nil
	case model.ChangeAssessed:
	case model.ChangeAuthorised:
		if err := unscope(c, ch, confirmed, doing, out); err != nil {
			return nil, err
		}
		n.Voided = append(slices.Clone(ch.Voided), model.VoidVerdict{Assessed: ch.Assessed, Decided: ch.Decided, Void: model.Ending{Reason: why, By: c.Who.ID(), At: c.Now}})
		out.Voided = append(out.Voided, ch.ID)
	case model.ChangeInRelease:
		return nil, model.Refuse(doing, string(ch.ID)+" is being built"+builtIn(c, ch.ID), takeOut(c, ch.ID).For("take it out first"), model.ByTask("submit-change", "").For("submit a new RFC"))
	default:
		return nil, model.Refuse(doing, fmt.Sprintf("it is %s: that stays as it is", ch.State), model.Say("submit a new RFC"))
	}
	resubmit(c, &n)
	out.Note += "; it has to be assessed again"
	return &n, nil
}

// builtIn names the release in which an RFC is being built, where it is known.
func builtIn(c *model.Case, id model.ID) string {
	if r := carrier(c, id); r != nil {
		return " in " + string(r.ID)
	}
	return ""
}

// carrier is the release that has an RFC in its scope; nil where none is known.
func carrier(c *model.Case, change model.ID) *model.Release {
	for _, r := range model.All[*model.Release](c) {
		if !r.Ended() && slices.Contains(r.Changes, change) {
			return r
		}
	}
	return nil
}

// unscope voids what hangs on an authorised RFC, or says what that would be.
func unscope(c *model.Case, ch *model.Change, confirmed bool, doing string, out *Outcome) error {
	refusal := &model.Refusal{Doing: doing, Voids: []model.ID{ch.ID}}
	text := "it voids the authorisation of " + string(ch.ID)
	if d := ch.Decided; d != nil {
		text += fmt.Sprintf(" by %s on %s", decision.Signed(c, d.By, d.At, d.Basis), d.At.UTC().Format("2006-01-02"))
	}
	refusal.Add(text+": it has to be assessed and decided again", goOn("void"))
	notAgain(c, decision.Change(ch), refusal)
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() || !slices.Contains(r.Changes, ch.ID) {
			continue
		}
		p, ok := c.Under(r).Process(r.Type)
		if !ok || locked(r, p) {
			continue // what was deployed stays approved
		}
		n := r.Clone()
		err := revise(c, p, n, []string{"scope"}, confirmed, doing, out)
		if more, ok := err.(*model.Refusal); ok {
			refusal.Reasons, refusal.Voids = append(refusal.Reasons, more.Reasons...), append(refusal.Voids, more.Voids...)
		} else if err != nil {
			return err
		}
		if n.Revision != r.Revision {
			out.Writes = append(out.Writes, n)
		}
	}
	if confirmed {
		return nil
	}
	return refusal
}

func locked(r *model.Release, p *process.Process) bool {
	s, _ := p.Stage(r.Stage)
	return s != nil && s.Locked
}

// covered lists the approvals in force that were given, or are asked for, on a
// document, by what they are of.
func covered(c *model.Case, release, document model.ID) []string {
	var out []string
	d := model.Get[*model.Document](c, document)
	handOver := d != nil && d.Means() == gate.FormHandOver // what is accepted by it, also where that was not written then
	for _, a := range model.All[*model.Approval](c) {
		of := slices.ContainsFunc(a.Documents, func(d model.DocumentSeen) bool { return d.ID == document }) || handOver && a.Purpose == gate.PurposeHandOver && slices.ContainsFunc(a.Decisions, model.Decision.Approves)
		if a.Of == release && a.Live() && of && !slices.Contains(out, a.Purpose) {
			out = append(out, a.Purpose)
		}
	}
	return out
}
