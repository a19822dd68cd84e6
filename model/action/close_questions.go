package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// closeQuestions closes the questions that an outcome leaves nobody to need an answer of:
// they belong to a request that it ends, whoever decided on it, withdrew or voided it. They
// stay on record, with why. Those that nobody asked for a decision, about a record that
// lives on, go on waiting.
func closeQuestions(c *model.Case, out *Outcome) {
	for _, q := range model.All[*model.Question](c) {
		if !q.Waits() || slices.ContainsFunc(out.Writes, func(r model.Record) bool { return r.Key() == q.ID }) {
			continue
		}
		for _, now := range out.Writes {
			f, ok := c.Fact(now.Key())
			if !ok || f.Record == nil {
				continue
			}
			if why := endsFor(q, f.Record, now); why != "" {
				n := *q
				n.Closed = &model.Ending{Reason: why, By: c.Who.ID(), At: c.Now}
				out.Writes = append(out.Writes, &n)
				break
			}
		}
	}
}

// endsFor says what of a change of a record ends the request that a question belongs to; ""
// where it goes on, or the question belongs to none of it.
func endsFor(q *model.Question, was, now model.Record) string {
	is := func() string { return fmt.Sprintf("%s is %s", now.Key(), model.StateWords(now)) }
	about := q.About == now.Key()
	switch n := now.(type) {
	case *model.Approval:
		o := was.(*model.Approval)
		switch {
		case !about:
		case o.Void == nil && n.Void != nil:
			return fmt.Sprintf("%s counts no more: %s", n.ID, n.Void.Reason)
		case o.State() == model.ApprovalPending && n.State() != model.ApprovalPending:
			return is()
		}
	case *model.Waiver:
		if about && was.(*model.Waiver).Waits() && !n.Waits() {
			return is()
		}
	case *model.Proposal:
		if about && was.(*model.Proposal).Waits() && !n.Waits() {
			return is()
		}
	case *model.Entry:
		if about && q.Deciding && was.(*model.Entry).Stands() == model.EntryProposed && n.Stands() != model.EntryProposed {
			return is()
		}
	case *model.Document:
		if v := n.Verdict(); about && q.Deciding && was.(*model.Document).Verdict() == nil && v != nil {
			return fmt.Sprintf("version %d of %s was %s", n.Version, n.ID, map[bool]string{true: "approved", false: "rejected"}[v.Yes])
		}
	case *model.Change:
		switch o := was.(*model.Change); {
		case o.State == n.State:
		case n.State == model.ChangeWithdrawn && (about || q.Of == n.ID):
			return is()
		case about && q.Deciding && o.State == model.ChangeAssessed && n.State != model.ChangeSubmitted:
			return is()
		case n.State == model.ChangeRejected && q.Of == n.ID && q.About.Kind() == model.KindWaiver:
			return is()
		}
	case *model.Window:
		if about && exceptionWaits(was.(*model.Window), q.Of) && !exceptionWaits(n, q.Of) {
			return exceptionEnd(n, q.Of)
		}
	case *model.Release:
		if q.Of == n.ID && !was.(*model.Release).Ended() && n.Ended() && (q.Deciding || slices.Contains([]model.Kind{model.KindApproval, model.KindWaiver, model.KindWindow}, q.About.Kind())) {
			return is()
		}
	}
	return ""
}

// exceptionWaits reports whether a freeze has an exception for a release that waits.
func exceptionWaits(w *model.Window, release model.ID) bool {
	return w.Withdrawn == "" && slices.ContainsFunc(w.Exceptions, func(e model.Exception) bool { return e.Release == release && e.Waits() })
}

// exceptionEnd says how the last exception of a release came to its end.
func exceptionEnd(w *model.Window, release model.ID) string {
	if w.Withdrawn != "" {
		return fmt.Sprintf("%s was withdrawn: %s", w.ID, w.Withdrawn)
	}
	for _, e := range slices.Backward(w.Exceptions) {
		if e.Release != release {
			continue
		}
		switch {
		case e.Void != nil:
			return fmt.Sprintf("the exception from %s for %s counts no more: %s", w.ID, release, e.Void.Reason)
		case e.Decided != nil && e.Decided.Yes:
			return fmt.Sprintf("the exception from %s for %s is granted", w.ID, release)
		case e.Decided != nil:
			return fmt.Sprintf("the exception from %s for %s is refused", w.ID, release)
		}
	}
	return fmt.Sprintf("no exception from %s waits for %s any more", w.ID, release)
}
