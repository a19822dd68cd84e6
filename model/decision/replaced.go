package decision

import (
	"slices"

	"fairway/model"
)

// Replaced names the request that was made in place of one since, as it begins a
// sentence; "" where there is none. What was asked for again is decided there alone:
// whatever is taken back or disowned in the one before, that waits no more, and opens
// no gate.
func Replaced(c *model.Case, q Request) string {
	switch r := q.Record.(type) {
	case *model.Approval:
		if last := c.ApprovalFor(r.Of, r.Purpose); r.ID != "" && last != nil && last.ID != r.ID && model.CompareIDs(r.ID, last.ID) < 0 {
			return string(last.ID)
		}
	case *model.Waiver:
		if last := lastWaiver(c, r.Of, r.Check); r.ID != "" && last != nil && model.CompareIDs(r.ID, last.ID) < 0 {
			return string(last.ID)
		}
	case *model.Window:
		if q.Kind == exceptions && exceptionAfter(c, q, r) {
			return "another exception for these dates"
		}
	}
	return ""
}

// lastWaiver is the latest request to waive a check; nil without one.
func lastWaiver(c *model.Case, of model.ID, check string) *model.Waiver {
	for _, w := range slices.Backward(model.All[*model.Waiver](c)) {
		if w.Of == of && w.Check == check {
			return w
		}
	}
	return nil
}

// exceptionAfter reports whether an exception of the same release was asked for after
// one, for its dates or for some of them alone.
func exceptionAfter(c *model.Case, q Request, w *model.Window) bool {
	zone := c.Zone(q.Release)
	mine := q.Slot.Span(zone)
	return slices.ContainsFunc(ofRelease(q.Release, w), func(o Request) bool {
		if o.Void != nil || !o.At.After(q.At) {
			return false
		}
		span := o.Slot.Span(zone)
		return span.Contains(mine) || mine.Contains(span)
	})
}

// RejectedAsIs is the last request for an approval that was rejected, and by which word,
// where what was decided on is as it was then, and it was not approved since; nil
// otherwise. Asking others for the same is no answer to a no.
func RejectedAsIs(c *model.Case, of model.Subject, purpose string) (*model.Approval, *model.Decision) {
	for _, a := range slices.Backward(model.All[*model.Approval](c)) {
		if a.Of != of.ID() || a.Purpose != purpose {
			continue
		}
		q := ApprovalOf(of, a)
		for _, w := range slices.Backward(q.Words) {
			if d := &a.Decisions[w.place]; d.Rejects() && moved(c, q, w) == "" && !editedSince(c, q, w, d.Revision) {
				return a, d
			}
		}
		if len(a.Approvers) > 0 && len(a.Missing()) == 0 {
			return nil, nil
		}
	}
	return nil, nil
}

// editedSince reports whether what a word was given on was edited after it in something
// that the process has its approval go for, also where that is not part of its digest since
// a later stage lets it go on.
func editedSince(c *model.Case, q Request, w Word, revision int) bool {
	r := q.Release
	if r == nil {
		return q.Change != nil && q.Change.Edited.After(w.Entered())
	}
	p, ok := q.Rules(c).Process(r.Type)
	if !ok || r.Revision <= revision {
		return false
	}
	for what, at := range r.Edited {
		if !at.Before(w.Entered()) && slices.Contains(p.Voids(what, r.Stage), q.Purpose) {
			return true
		}
	}
	return false
}

// AskedAgain says of a request that it is one after a rejection of the same, and why, as
// it follows what was asked for; "" of others.
func AskedAgain(a *model.Approval) string {
	text := ""
	if a.Again != "" {
		text = ", though " + string(a.Again) + " was rejected"
	}
	if a.Reason != "" {
		text += ": " + a.Reason
	}
	return text
}
