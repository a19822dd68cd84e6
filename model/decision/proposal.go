package decision

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// proposals are decisions on rules that somebody wants put in force.
var proposals = &Kind{
	Act: "decide-rules", Permission: "rules.decide", Verb: "decide", What: "rules", Plural: "proposals of rules", Relations: []string{author},
	Before: []process.Duty{{Act: "decide-rules", Not: []string{author}, Text: "nobody approves their own"}},
	meant: func(_ *model.Case, q Request) any {
		return []any{q.Proposal.ID, q.Proposal.Base, q.Proposal.Files}
	},
	retract: func(q Request, _ Word, back model.Ending) model.Record {
		p := *q.Proposal
		p.Retracted = append(slices.Clone(p.Retracted), model.Retracted{Decided: *p.Decided, Back: back})
		p.Decided = nil
		return &p
	},
	abstained: func(q Request) (model.Record, *[]model.Abstention) {
		p := *q.Proposal
		return &p, &p.Abstained
	},
}

// Proposal is the decision on a proposal of rules, which waits from the beginning.
func Proposal(p *model.Proposal) Request {
	q := Request{Kind: proposals, Record: p, Proposal: p, By: p.Author, At: p.At, Abstained: p.Abstained, Waits: p.Waits(), Title: fmt.Sprintf("%s %s", p.ID, p.Title)}
	if v := p.Decided; v != nil {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, entered: v.Recorded}}
	}
	return q
}
