package decision

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// waivers let a release through a gate without one of its checks.
var waivers = &Kind{
	Act: "decide", Permission: "waiver.decide", Verb: "decide", What: "waiver", Plural: "waivers of checks", Relations: slices.Concat(toRelease, []string{asker}),
	Before: []process.Duty{{Act: "decide:waiver", Not: []string{asker}, Text: "nobody approves their own"}},
	// It is given for what the release brings, and when: whatever of that changes, it was
	// not about that. The risk and the roll-back plan are among the papers that the same
	// gate asks for, and change nothing of it.
	meant: func(_ *model.Case, q Request) any {
		w := q.Record.(*model.Waiver)
		out := []any{w.ID, w.Of, w.Check, w.Reason, w.Until.Meant()}
		if q.Release != nil {
			return append(out, content(q.Release, ofWaivers))
		}
		return append(out, rfc(q.Change))
	},
	abstained: func(q Request) (model.Record, *[]model.Abstention) {
		w := *q.Record.(*model.Waiver)
		return &w, &w.Abstained
	},
	retract: func(q Request, _ Word, back model.Ending) model.Record {
		w := *q.Record.(*model.Waiver)
		w.Retracted, w.Decided = append(slices.Clone(w.Retracted), model.Retracted{Decided: *w.Decided, Back: back}), nil
		return &w
	},
}

// ofWaivers reports whether a waiver is given for a material thing.
func ofWaivers(what string) bool {
	return what != "risk" && what != rollbackPlan && what != rollbackOwner
}

// Waives is the same of something in which a release was edited, for the first time or not:
// what its process lets be said later than it is decided on, a waiver leaves open as well.
func Waives(p *process.Process, what string) bool {
	return ofWaivers(what) && what != firstRollbackOwner && !slices.ContainsFunc(later(p, waiverPurpose), func(f first) bool { return f.name == what })
}

// waiverPurpose is what duties and processes call the decision on a waiver.
const waiverPurpose = "waiver"

// Waiver is the decision on one.
func Waiver(c *model.Case, w *model.Waiver) Request {
	of := c.SubjectOf(w.Of)
	q := Request{Kind: waivers, Record: w, Release: of.Release, Change: of.Change, Purpose: waiverPurpose, By: w.By, At: w.At, Waits: w.Waits(), Void: w.Void, Abstained: w.Abstained,
		Title: fmt.Sprintf("%s, the waiver of a check of %s (%s)", w.ID, w.Of, w.Text)}
	if v := w.Decided; v != nil {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, entered: v.Recorded, spoken: v.Verbal != nil && v.Verbal.Waits()}}
	}
	return q
}

// Unwaivable says why somebody can't waive a check of a release or RFC in their own
// word, asked by nobody, as it follows their name: "now its coordinator: …"; "" where
// they can. Under rules that let no role waive, the duties alone keep people from it.
func Unwaivable(c *model.Case, of model.Subject, who model.ID) string {
	q := Request{Kind: waivers, Release: of.Release, Change: of.Change, Purpose: waiverPurpose}
	for _, bar := range Bars(c, q, who) {
		return bar.OfOne()
	}
	if p := model.Get[*model.Person](c, who); len(c.Rules.RolesWith(q.Permission)) > 0 && !c.Rules.Lets(p, q.Permission, q.Service()) {
		return fmt.Sprintf("who has no role with the permission %s", q.Permission)
	}
	return ""
}

// Waived finds the waiver of a check that lets what it is of through now, and says of
// one that was granted and does not why, as it follows its id; both are nothing where
// none was granted. It is the one that was asked for last: whatever was said to others
// before it opens nothing.
func Waived(c *model.Case, of model.ID, check string) (holds *model.Waiver, against string) {
	w := lastWaiver(c, of, check)
	if w == nil || w.Decided == nil || !w.Decided.Yes || w.State() != model.WaiverGranted && w.State() != model.WaiverVoid {
		return nil, "" // as of a moment before it was granted it may be void, and not granted
	}
	q := Waiver(c, w)
	why := ""
	if len(q.Words) > 0 {
		why = Against(c, q, q.Words[0])
	}
	if w.Ended(c.Now) {
		why = "which ended"
	}
	if w.Void != nil {
		why = "which is void: " + w.Void.Reason
	}
	if why == "" {
		return w, ""
	}
	return nil, fmt.Sprintf("%s, granted by %s, %s", w.ID, Signed(c, w.Decided.By, w.Decided.At, w.Decided.Basis), why)
}

// WaiversLost are those that let something through a gate as it is among the facts of one
// case, and would not as it is among those of another.
func WaiversLost(c, after *model.Case, of model.ID) []*model.Waiver {
	return slices.DeleteFunc(model.All[*model.Waiver](c), func(w *model.Waiver) bool {
		if w.Of != of || w.State() != model.WaiverGranted || w.Ended(c.Now) || served(c, w) {
			return true
		}
		q, then := Waiver(c, w), Waiver(after, w)
		return Against(c, q, q.Words[0]) != "" || Against(after, then, then.Words[0]) == "" && !edited(c, q.Release, then.Release)
	})
}

// edited reports whether a release means something else in what waivers of its checks are
// given for: that something was said for the first time may be nothing else, that it is
// another one later is.
func edited(c *model.Case, before, after *model.Release) bool {
	if before == nil || after == nil {
		return false
	}
	p, ok := c.Under(before).Process(before.Type)
	return ok && slices.ContainsFunc(Differs(before, after), func(facet string) bool {
		return slices.ContainsFunc(Material(before, after, facet), func(what string) bool { return Waives(p, what) })
	})
}

// served reports whether a waiver has let through what it was granted for: whatever
// changes afterwards, as the papers that come later do, it stays on record as it was.
func served(c *model.Case, w *model.Waiver) bool {
	if w.Decided == nil {
		return false
	}
	through := c.SubjectOf(w.Of).Passages()
	given := w.Decided.At
	if w.Decided.Recorded.After(given) {
		given = w.Decided.Recorded
	}
	return slices.ContainsFunc(through, func(p model.Passage) bool {
		at := p.At
		if p.Recorded.After(at) {
			at = p.Recorded
		}
		return p.Kind == "" && at.After(given)
	})
}

// WaiverAsked finds the one of a check that waits for a decision; nil without one.
func WaiverAsked(c *model.Case, of model.ID, check string) *model.Waiver {
	if w := lastWaiver(c, of, check); w != nil && w.Waits() {
		return w
	}
	return nil
}
