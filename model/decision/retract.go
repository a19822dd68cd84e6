package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// Own is the last word of somebody to a request that they have not taken back.
func Own(q Request, who model.ID) (Word, bool) {
	for _, w := range slices.Backward(q.Words) {
		if w.By == who {
			return w, true
		}
	}
	return Word{}, false
}

// BuiltOn says what was built on a word since it was given, so that it can't be taken
// back any more; "" for nothing. A release that passed a gate went on by it, and so did
// one that a rejection sent back; whoever approved after it approved what it decided.
func BuiltOn(c *model.Case, q Request, w Word) string {
	if ch := q.Change; q.Kind == changes && ch != nil && ch.State != model.ChangeAuthorised && ch.State != model.ChangeRejected {
		return fmt.Sprintf("%s is %s by now", ch.ID, model.StateWords(ch))
	}
	if e := q.Entry; e != nil {
		if at := slices.IndexFunc(e.Uses, func(u model.EntryUse) bool { return u.Version == e.Version }); at >= 0 {
			return fmt.Sprintf("%s follows it since", e.Uses[at].Record)
		}
		if e.State != model.EntryAuthorised && e.State != model.EntryRejected {
			return fmt.Sprintf("%s is %s by now", e.ID, model.StateWords(e))
		}
	}
	if p := q.Proposal; p != nil && p.Adopted != "" {
		return fmt.Sprintf("%s is in force by it", p.Adopted)
	}
	if q.Kind == approvals && q.Release == nil && q.Change != nil {
		if later := signedAfter(c, q.Record.(*model.Approval), w); later != "" {
			return later
		}
		for _, m := range q.Change.Moved {
			if m.Kind == "reject" {
				continue // it is what the word did
			}
			if entered := cmp.Or(m.Recorded, m.At); !entered.Before(w.Entered()) {
				return fmt.Sprintf("%s went from %s to %s since", q.Change.ID, m.From, m.To)
			}
		}
		return ""
	}
	for _, r := range model.All[*model.Release](c) {
		if q.Release == nil && (q.Change == nil || !slices.Contains(r.Changes, q.Change.ID)) || q.Release != nil && q.Release.ID != r.ID {
			continue
		}
		if r.Ended() {
			return fmt.Sprintf("%s is %s", r.ID, r.State())
		}
		for _, p := range slices.Concat(r.Passed, r.Returned) {
			if entered := cmp.Or(p.Recorded, p.At); !entered.Before(w.Entered()) {
				return fmt.Sprintf("%s went from %s to %s since", r.ID, p.From, p.To)
			}
		}
		if q.Kind == approvals { // the other signatures are given each for themselves, but for those who are asked after it
			if later := signedAfter(c, q.Record.(*model.Approval), w); later != "" {
				return later
			}
			continue
		}
		for _, a := range model.All[*model.Approval](c) {
			if a.Of != r.ID || !a.Live() {
				continue
			}
			for _, d := range a.Decisions {
				if d.Approves() && !cmp.Or(d.Recorded, d.At).Before(w.Entered()) {
					return fmt.Sprintf("%s approved %s (%s) since", Signed(c, d.By, d.At, d.Basis), a.ID, a.Title)
				}
			}
		}
	}
	return ""
}

// signedAfter says who has signed that was asked only once a word was given, of what is
// approved in order; "" for nobody.
func signedAfter(c *model.Case, a *model.Approval, w Word) string {
	step := a.Approvers[a.Decisions[w.place].Approver].Step
	for _, d := range a.Decisions {
		if d.Approves() && a.Approvers[d.Approver].Step > step {
			return fmt.Sprintf("%s, who is asked after it, approved %s (%s) since", Signed(c, d.By, d.At, d.Basis), a.ID, a.Title)
		}
	}
	return ""
}

// Dead says of an approval that was asked for or given why a signature on it counts no
// more, and whose it is; "" where all that there are count.
func Dead(c *model.Case, a *model.Approval) string {
	q := Approval(c, a)
	if !q.Subject().Known() {
		return ""
	}
	for _, w := range q.Words {
		if against := Against(c, q, w); w.Yes && against != "" {
			return fmt.Sprintf("approved by %s, %s", Signed(c, w.By, w.At, w.Basis), against)
		}
	}
	return ""
}

// Retract is the record of a request with a word taken back.
func Retract(q Request, w Word, back model.Ending) (model.Record, error) {
	if q.retract == nil {
		return nil, model.Refuse("take back a decision", "nothing that was decided there can be taken back")
	}
	return q.retract(q, w, back), nil
}

// Accepted is the acceptance of a conflict by its key, whether it is still found or
// not.
func Accepted(c *model.Case, r *model.Release, key string) Request {
	kind, _, _ := strings.Cut(key, ":")
	q := Request{Kind: conflicts, Record: r, Release: r, Title: key, At: planned(r), Slot: r.Window, free: !c.Under(r).Policy.HardConflict(kind)}
	for i, a := range r.Accepted {
		if a.Key == key && a.Retracted == nil {
			q.Title = a.Text
			q.Words = append(q.Words, Word{By: a.By, At: a.At, Yes: true, Slot: a.Slot, Basis: a.Basis, place: i})
		}
	}
	return q
}
