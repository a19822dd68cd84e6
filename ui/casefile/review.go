package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// tellReview puts into words the case of a document of a service that is to be reviewed.
func (w Words) tellReview(c *model.Case, d *model.Document) Brief {
	b := Brief{State: model.ApprovalPending}
	if d == nil {
		b.add("you", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: d.Of}, nil, &b}
	f, ok := c.Rules.Form(d.Means())
	if !ok {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "the rules have no such form any more"})
		return b
	}
	due := process.Review(f, d.At, d.Approved, c.ZoneOf(d.Of))
	if due.IsZero() || due.At.After(c.Now) {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it was written or approved anew meanwhile"})
		return b
	}
	b.add("you", Said{Warn, Caution, fmt.Sprintf("review it: it was due %s", t.ago(due.At))})
	b.add("what", Said{Plain, Unmarked, fmt.Sprintf("%s of %s, version %d by %s, %s", d.Title, c.Title(d.Of), d.Version, c.Signatory(d.Author, d.At), t.at(d.At))})
	b.add("form", t.document(d)...)
	return b
}
