package decision

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// The documents that gates ask to be approved.
const (
	FormNotes     = "release-notes"
	FormAgreement = "agreement"
)

// documents are approvals of one version of a document.
var documents = &Kind{
	Act: "approve-document", Permission: "document.approve", Verb: "approve", Relations: append([]string{author}, ofRelease...),
	Before: []process.Duty{{Act: "approve-document", Not: []string{author}, Text: "nobody approves their own"}},
	meant: func(_ *model.Case, q Request) any {
		d := q.Record.(*model.Document)
		return []any{d.ID, d.Version, d.Answers.Lean()}
	},
}

// Document is the approval of a document as it stands.
func Document(c *model.Case, d *model.Document) Request {
	q := Request{Kind: documents, Record: d, Release: model.Get[*model.Release](c, d.Of), Change: model.Get[*model.Change](c, d.Of), Purpose: d.Form,
		Title: fmt.Sprintf("%s (%s of %s)", d.ID, d.Title, d.Of)}
	if d.Approved.IsZero() {
		q.Waits = q.Release != nil && (d.Form == FormNotes || d.Form == FormAgreement)
	} else {
		q.Words = []Word{{By: d.Approver, Yes: true, Basis: d.Basis}}
	}
	return q
}
