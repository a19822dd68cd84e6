package casefile

import (
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// beside adds what was decided on a record that is no approval, where something is to be done
// under that decision, and who abstained while it waits.
func (w Words) beside(b *Brief, c *model.Case, id, release model.ID, owed bool) {
	var v *model.Verdict
	var abstained []model.Abstention
	yes, no := "approved", "rejected"
	f, _ := c.Fact(id)
	switch r := f.Record.(type) {
	case *model.Change:
		v, abstained, yes = r.Decided, r.Abstained, "authorised"
	case *model.Document:
		v, abstained = r.Verdict(), r.Abstained
	case *model.Entry:
		v, abstained, yes = r.Decided, r.Abstained, "authorised"
	case *model.Waiver:
		abstained = r.Abstained
	case *model.Proposal:
		abstained = r.Abstained
	case *model.Window:
		for _, e := range slices.Backward(r.Exceptions) {
			if e.Release == release && e.Void == nil {
				v, abstained, yes, no = e.Decided, e.Abstained, "granted", "refused"
				break
			}
		}
	}
	if owed && v != nil {
		word := no
		if v.Yes {
			word = yes
		}
		b.add("decision", Said{Plain, Unmarked, word + " by " + decision.Signed(c, v.By, v.At, v.Basis) + ", " + w.at(v.At) + decision.After(c, v, w.at)})
	}
	var lines []Said
	for _, text := range decision.Abstentions(c, abstained, w.at) {
		lines = append(lines, Said{Quiet, Unmarked, text})
	}
	if len(lines) > 0 {
		b.add("abstained", lines...)
	}
}

// tellPaper puts into words the case of a document under whose decision something is to be
// done: it was sent back, or approved on conditions.
func (w Words) tellPaper(c *model.Case, d *model.Document) Brief {
	b := Brief{State: model.ApprovalPending}
	if d == nil {
		b.add("document", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	b.add(grammar.Lower(d.Title), t.document(d)...)
	return b
}
