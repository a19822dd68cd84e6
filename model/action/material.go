package action

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// revise is what every edit of a release passes through: if what was changed
// is material in the release's process, the approvals that depend on it are
// voided and the release gets a new revision. Unless confirmed, an edit that
// takes somebody's signature with it is refused first, with their names, so
// that whoever edits is told before saving.
//
// So are waivers of its checks, and exceptions from freezes and accepted conflicts that
// count no more after it: those of the release, and of others that collide with it (gate.Lapses).
//
// docs are documents that were rewritten: an approval that covers one of them
// goes with it, whatever the rules say of its form.
//
// The revision moves only when an approval hangs on it: before the first
// request there is nothing that a revision would tell apart.
func revise(c *model.Case, p *process.Process, n *model.Release, what []string, confirmed bool, doing string, out *Outcome, docs ...model.ID) error {
	before := model.Get[*model.Release](c, n.ID)
	n.Edited = maps.Clone(n.Edited)
	var purposes []string
	var edits []string
	var why changes
	for _, w := range what {
		if before == nil {
			edits = append(edits, w)
			continue
		}
		is := decision.Material(before, n, w)
		edits = append(edits, is...)
		for _, e := range is {
			why.add(p.Voids(e, n.Stage), thingWords(c, before, n, w, out))
		}
	}
	for _, w := range edits {
		purposes = append(purposes, p.Voids(w, n.Stage)...)
		if decision.OfRelease(w) {
			if n.Edited == nil {
				n.Edited = map[string]time.Time{}
			}
			if at := entered(c, out); at.After(n.Edited[w]) {
				n.Edited[w] = at
			}
		}
	}
	for _, d := range docs {
		purposes = append(purposes, covered(c, n.ID, d)...)
		why.add(covered(c, n.ID, d), paperWords(out, func(w *model.Document) bool { return w.ID == d }))
	}
	signed := &model.Refusal{Doing: doing}
	touched := false
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != n.ID || !slices.Contains(purposes, a.Purpose) {
			continue
		}
		touched = touched || a.Revision == n.Revision // also what was rejected was said of this revision
		if !a.Live() {
			continue
		}
		var names, voted []string
		for _, d := range a.Decisions {
			switch {
			case d.Approves():
				names = append(names, decision.Signed(c, d.By, d.At, d.Basis))
			case d.Verdict == model.Downgrade && d.Retracted == nil:
				voted = append(voted, decision.Signed(c, d.By, d.At, d.Basis))
			}
		}
		if len(voted) > 0 {
			signed.Voids = append(signed.Voids, a.ID)
			signed.Add(fmt.Sprintf("it voids %s (%s), in which %s voted for its downgrade", a.ID, a.Title, strings.Join(voted, ", ")), goOn("void"))
		}
		if len(names) > 0 {
			signed.Voids = append(signed.Voids, a.ID)
			signed.Add(fmt.Sprintf("it voids %s (%s), which %s approved", a.ID, a.Title, strings.Join(names, ", ")), goOn("void"))
		}
	}
	lost := signersLost(c, n, purposes, signed)
	lapsed := gate.Lapses(c, n)
	for _, l := range lapsed {
		if l.Given {
			signed.Voids = append(signed.Voids, l.Record)
			signed.Add("it ends "+l.Text, goOn("void"))
		}
	}
	waivers := decision.WaiversLost(c, c.With(n), n.ID)
	for _, w := range waivers {
		signed.Voids = append(signed.Voids, w.ID)
		signed.Add(fmt.Sprintf("it voids %s, the waiver of a check (%s), which %s granted", w.ID, w.Text, decision.Signed(c, w.Decided.By, w.Decided.At, w.Decided.Basis)), goOn("void"))
	}
	if !confirmed {
		if err := signed.Or(); err != nil {
			return err
		}
	}
	var all []string
	for _, w := range what {
		all = append(all, thingWords(c, before, n, w, out)...)
	}
	voidWaivers(c, waivers, changedWords(all), out)
	out.Lapsed = lapsesOnce(out.Lapsed, lapsed)
	if touched {
		n.Revision++
	}
	for i, purpose := range purposes {
		if !slices.Contains(purposes[:i], purpose) {
			void(c, n, []string{purpose}, changedWords(why[purpose]), out)
		}
	}
	if len(lost) > 0 {
		void(c, n, lost, "whoever approved it has now a hand in it", out)
	}
	return nil
}

// lapsesOnce adds lapses to some, each once: where several records are written in one act
// each of them may end the same.
func lapsesOnce(list, more []gate.Lapse) []gate.Lapse {
	for _, l := range more {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

// entered is when an edit was so: now, or, of a paper that says when what it says was done,
// then.
func entered(c *model.Case, out *Outcome) time.Time {
	if out.Happened.IsZero() {
		return c.Now
	}
	return out.Happened
}

// revised is the outcome of an edit that has passed through revise.
func revised(c *model.Case, p *process.Process, n *model.Release, what []string, confirmed bool, doing string, out Outcome, docs ...model.ID) (Outcome, error) {
	if err := revise(c, p, n, what, confirmed, doing, &out, docs...); err != nil {
		return Outcome{}, err
	}
	return out, nil
}

// afterEdits are the material edits of what somebody decides on: they decided on nothing
// that was not so then. purpose is that of an approval; "" of a waiver.
func afterEdits(c *model.Case, of model.Subject, purpose string) []need {
	var out []need
	if ch := of.Change; ch != nil && !ch.Edited.IsZero() {
		out = append(out, need{ch.Edited, fmt.Sprintf("%s was edited", ch.ID)})
	}
	r, p := of.Release, of.Process(c)
	if r == nil || p == nil {
		return out
	}
	for _, what := range slices.Sorted(maps.Keys(r.Edited)) {
		if purpose == "" && decision.Waives(p, what) || slices.Contains(p.Voids(what, r.Stage), purpose) {
			out = append(out, need{r.Edited[what], fmt.Sprintf("%s was edited (%s)", r.ID, strings.ReplaceAll(what, "-", " "))})
		}
	}
	return out
}

// signersLost are the purposes beyond those given of which a signature would
// count no more, since whoever gave it comes under a duty by the edit: an
// approver who is made the coordinator. Each is added to what is confirmed first.
func signersLost(c *model.Case, n *model.Release, purposes []string, signed *model.Refusal) []string {
	before := model.Get[*model.Release](c, n.ID)
	if before == nil {
		return nil
	}
	var lost []string
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != n.ID || !a.Live() || slices.Contains(purposes, a.Purpose) {
			continue
		}
		q := decision.Approval(c, a)
		after := q
		after.Release = n
		for _, d := range a.Decisions {
			barred := func(q decision.Request) int {
				return len(decision.Bars(c, q, d.By)) + len(decision.Bars(c, q, d.Basis.For))
			}
			if !d.Approves() || barred(after) <= barred(q) {
				continue
			}
			lost = append(lost, a.Purpose)
			signed.Voids = append(signed.Voids, a.ID)
			signed.Add(fmt.Sprintf("it voids %s (%s): %s approved it, and nobody approves what they have a hand in", a.ID, a.Title, decision.Signed(c, d.By, d.At, d.Basis)), model.Say("name somebody else"), goOn("void"))
			break
		}
	}
	return lost
}

// void ends the release's live approvals of these purposes; nil means all. What
// was rejected stays rejected.
func void(c *model.Case, n *model.Release, purposes []string, why string, out *Outcome) {
	voidOf(c, n.ID, purposes, why, out)
}

// voidOf is the same for whatever approvals are of.
func voidOf(c *model.Case, id model.ID, purposes []string, why string, out *Outcome) {
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != id || !a.Live() || (purposes != nil && !slices.Contains(purposes, a.Purpose)) {
			continue
		}
		v := *a
		v.Void = &model.Ending{Reason: why, By: c.Who.ID(), At: c.Now}
		out.Writes = append(out.Writes, &v)
		out.Voided = append(out.Voided, a.ID)
	}
}

// voidWaivers ends waivers that were granted: what they were granted for is another by now.
func voidWaivers(c *model.Case, list []*model.Waiver, why string, out *Outcome) {
	for _, w := range list {
		n := *w
		n.Void = &model.Ending{Reason: why, By: c.Who.ID(), At: c.Now}
		out.Writes = append(out.Writes, &n)
		out.Voided = append(out.Voided, w.ID)
	}
}

// grantedWaivers are those of something that let it through a gate.
func grantedWaivers(c *model.Case, of model.ID) []*model.Waiver {
	return slices.DeleteFunc(model.All[*model.Waiver](c), func(w *model.Waiver) bool {
		return w.Of != of || w.State() != model.WaiverGranted
	})
}

// unlocked refuses edits once the deployment has begun.
func unlocked(r *model.Release, p *process.Process, doing string) error {
	if err := ended(r, doing); err != nil {
		return err
	}
	if s, _ := p.Stage(r.Stage); s != nil && s.Locked {
		return model.Refuse(doing, fmt.Sprintf("%s is in %s: what is being deployed can't be changed", r.ID, s.Title), model.Say("write what you found into the evaluation, or register a new release"))
	}
	return nil
}
