package decision

import (
	"fmt"
	"slices"

	"fairway/model"
)

// approvals are authorisations, acceptances and hand-overs of a release, and those of
// an RFC whose process has approvals. Each is signed by its approvers.
var approvals = &Kind{
	Act: "decide", Verb: "decide", What: EveryApproval, Plural: "every approval that is asked for, but not the authorisation of RFCs", Relations: slices.Concat(toRelease, []string{asker, author}),
	meant: func(c *model.Case, q Request) any {
		if q.Release == nil {
			return rfc(q.Change)
		}
		p, ok := q.Rules(c).Process(q.Release.Type)
		if !ok {
			return nil
		}
		return content(q.Release, func(name string) bool { return always(p, name, q.Purpose) })
	},
	documents: func(c *model.Case, q Request) []*model.Document {
		var out []*model.Document
		for _, seen := range q.Record.(*model.Approval).Documents {
			if d := model.Get[*model.Document](c, seen.ID); d != nil {
				out = append(out, d)
			}
		}
		return out
	},
	retract: func(q Request, w Word, back model.Ending) model.Record {
		a := *q.Record.(*model.Approval)
		a.Decisions = slices.Clone(a.Decisions)
		a.Decisions[w.place].Retracted = &back
		return &a
	},
}

// Approval is the request that an approval is.
func Approval(c *model.Case, a *model.Approval) Request {
	return ApprovalOf(c.SubjectOf(a.Of), a)
}

// ApprovalOf is the same of what it is of as it would be, or as it is not among the
// facts.
func ApprovalOf(of model.Subject, a *model.Approval) Request {
	q := Request{Kind: approvals, Record: a, Release: of.Release, Change: of.Change, Purpose: a.Purpose, By: a.By, At: a.At, Waits: a.State() == model.ApprovalPending}
	if of.Known() {
		q.Title = fmt.Sprintf("%s (%s of %s %s)", a.ID, a.Title, of.ID(), of.Title())
	}
	for i, d := range a.Decisions {
		if d.Retracted == nil {
			q.Words = append(q.Words, Word{By: d.By, At: d.At, Yes: d.Approves(), Basis: d.Basis, Documents: a.Covered(d), place: i, entered: d.Recorded, spoken: d.Unsigned()})
		}
	}
	return q
}
