package decision

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// changes are the authorisations of RFCs, assessments what they rest on.
var (
	changes = &Kind{
		Act: "decide-change", Permission: "change.decide", Verb: "decide", What: "change", Plural: "authorisation of RFCs", Relations: []string{"requester", "builder", assessor, author},
		Before: []process.Duty{{Act: "decide-change", Not: []string{"requester", "builder"}, Text: "nobody approves their own"}},
		meant: func(_ *model.Case, q Request) any {
			out := append(rfc(q.Change), q.Change.Risk, q.Change.Assessed)
			if q.Change.Scored != nil { // what was decided on before has none
				out = append(out, q.Change.Impact, q.Change.Urgency, q.Change.Scored)
			}
			return out
		},
		documents: ofRFC,
		retract: func(q Request, _ Word, back model.Ending) model.Record {
			ch := *q.Change
			ch.Retracted = append(slices.Clone(ch.Retracted), model.Retracted{Decided: *ch.Decided, Back: back})
			ch.Decided, ch.State = nil, model.ChangeAssessed
			return &ch
		},
		abstained: func(q Request) (model.Record, *[]model.Abstention) {
			ch := *q.Change
			return &ch, &ch.Abstained
		},
	}
	assessments = &Kind{
		Act: "assess-change", Permission: "change.assess", Verb: "assess", Relations: []string{"requester", "builder"},
		meant:     func(_ *model.Case, q Request) any { return rfc(q.Change) },
		documents: ofRFC,
	}
)

// Change is the decision on an RFC, which waits from its submission on. That on an
// emergency is an approval of its own.
func Change(ch *model.Change) Request {
	q := Request{Kind: changes, Record: ch, Change: ch, Title: fmt.Sprintf("%s %s", ch.ID, ch.Title), At: ch.Submitted, Abstained: ch.Abstained,
		Waits: ch.Emergency() == nil && (ch.State == model.ChangeSubmitted || ch.State == model.ChangeAssessed)}
	if v := ch.Decided; v != nil {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, Documents: v.Documents, entered: v.Recorded}}
	}
	return q
}

// Assessment is that of an RFC, or of what was made without authorisation.
func Assessment(ch *model.Change) Request {
	return Request{Kind: assessments, Record: ch, Change: ch, Title: fmt.Sprintf("%s %s", ch.ID, ch.Title), At: ch.Submitted,
		Waits: ch.Emergency() == nil && ch.State == model.ChangeSubmitted || ch.State == model.ChangeCaptured && ch.Assessed == nil}
}

// rfc is what an RFC says.
func rfc(ch *model.Change) []any {
	return []any{ch.ID, ch.Title, ch.Text, ch.Category, ch.Type, ch.Service, sorted(ch.Items), sorted(ch.Closes)}
}

// ofRFC are the documents that are part of what is decided about an RFC.
func ofRFC(c *model.Case, q Request) []*model.Document {
	return slices.DeleteFunc(model.All[*model.Document](c), func(d *model.Document) bool {
		return d.Of != q.Change.ID || !DecidedOn(q.Rules(c), q.Change, q.Rules(c).FormName(d.Means()))
	})
}

// FormRFC is the form in which an RFC says what it is for.
const FormRFC = "rfc"

// DecidedOn reports whether a form is part of what is decided about an RFC: the
// request itself, and what the stages up to the decision ask for.
func DecidedOn(rules *model.Rules, ch *model.Change, form string) bool {
	if ch.Emergency() != nil || ch.Unauthorised() {
		return false // its papers come after the decision, or are what an approval is of
	}
	if form == rules.FormName(FormRFC) {
		return true
	}
	p, ok := rules.Change(ch.Type)
	if !ok {
		return false
	}
	_, last := p.Stage(string(model.ChangeAuthorised))
	if last < 0 {
		last = len(p.Stages) - 1
	}
	return slices.ContainsFunc(p.Stages[:last+1], func(s process.Stage) bool { return slices.Contains(s.Forms, form) })
}
