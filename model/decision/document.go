package decision

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// The documents that gates ask to be approved, and the one that is accepted by
// signatures; by what they are for.
const (
	FormNotes      = "release-notes"
	FormAgreement  = "agreement"
	FormAcceptance = "acceptance"
)

// documents are approvals of one version of a document.
var documents = &Kind{
	Act: "approve-document", Permission: "document.approve", Verb: "approve", What: "document", Plural: "approvals of documents", Relations: append([]string{author}, toRelease...),
	Before: []process.Duty{{Act: "approve-document", Not: []string{author}, Text: "nobody approves their own"}},
	meant: func(c *model.Case, q Request) any {
		d := q.Record.(*model.Document)
		out := []any{d.ID, d.Version, d.Answers.Lean()}
		if q.Release != nil {
			out = append(out, boundTo(q.Rules(c), d.Form, q.Release))
		}
		return out
	},
	outgrown: func(c *model.Case, q Request, w Word) string {
		if now := moved(c, q, w); now != "" && q.Release != nil && w.Basis.Revision == q.Release.Revision {
			return "for another " + strings.Join(bound(q.Rules(c), q.Purpose), " and ")
		}
		return ""
	},
	retract: func(q Request, _ Word, back model.Ending) model.Record {
		was := q.Record.(*model.Document)
		d := was.Undecided()
		d.Retracted = append(slices.Clone(d.Retracted), model.Retracted{Decided: *was.Verdict(), Back: back})
		return d
	},
	abstained: func(q Request) (model.Record, *[]model.Abstention) {
		d := *q.Record.(*model.Document)
		return &d, &d.Abstained
	},
}

// Document is the approval of a document as it stands.
func Document(c *model.Case, d *model.Document) Request {
	q := Request{Kind: documents, Record: d, Release: model.Get[*model.Release](c, d.Of), Change: model.Get[*model.Change](c, d.Of), Purpose: d.Form, At: d.At, Abstained: d.Abstained,
		Title: fmt.Sprintf("%s (%s of %s)", d.ID, d.Title, d.Of)}
	if v := d.Verdict(); v == nil {
		q.Waits = q.Release != nil && (d.Means() == FormNotes || d.Means() == FormAgreement)
	} else {
		q.Words = []Word{{By: v.By, At: v.At, Yes: v.Yes, Basis: v.Basis, entered: v.Recorded}}
	}
	return q
}

// Outdated says why a document's approval counts no more, as it follows "approved
// by Milan"; "" where it does, or there is none.
func Outdated(c *model.Case, d *model.Document) string {
	for _, w := range Document(c, d).Words {
		if !w.Yes {
			continue // it was sent back
		}
		if why := Against(c, Document(c, d), w); why != "" {
			return ", " + why
		}
	}
	return ""
}

// Bound names the things of a release for which a form is written, with those that were
// said for the first time after it.
func Bound(rules *model.Rules, form string) []string {
	of := bound(rules, form)
	out := slices.Clone(of)
	for _, first := range process.Firsts {
		if slices.Contains(of, first.Of) {
			out = append(out, first.Name)
		}
	}
	return out
}

// bound names the things of a release for which a form is written. What gates
// read as approved or accepted says what the release brings, also under rules
// from before a form said to what it is bound.
func bound(rules *model.Rules, form string) []string {
	f, ok := rules.Form(form)
	if ok && f.Bound == nil && slices.Contains([]string{FormNotes, FormAgreement, FormAcceptance}, f.Means()) {
		return []string{"scope"}
	}
	if !ok {
		return nil
	}
	return f.Bound
}

// Unaccepted says that an acceptance form was written for another release than
// there is now, as it follows "was written ": whoever accepts would accept that.
func Unaccepted(c *model.Case, d *model.Document, r *model.Release) string {
	if d.Means() != FormAcceptance {
		return ""
	}
	return Outgrown(c.Under(r), d, r)
}

func boundTo(rules *model.Rules, form string, r *model.Release) map[string]any {
	names := bound(rules, form)
	return content(r, func(name string) bool { return slices.Contains(names, name) })
}

// Bind notes for what of the release a document is written.
func Bind(rules *model.Rules, d *model.Document, r *model.Release) {
	d.Revision, d.Bound = r.Revision, ""
	if to := boundTo(rules, d.Form, r); len(to) > 0 {
		d.Bound = digest(to)
	}
}

// Outgrown says that a document was written for something else than the release
// brings now, as it follows "was written "; "" where it fits, and of what was
// written before documents said so.
func Outgrown(rules *model.Rules, d *model.Document, r *model.Release) string {
	if !comparable(d.Bound) || d.Bound == digest(boundTo(rules, d.Form, r)) {
		return ""
	}
	if d.Revision != r.Revision {
		return fmt.Sprintf("for revision %d; the release is at revision %d", d.Revision, r.Revision)
	}
	return "for another " + strings.Join(bound(rules, d.Form), " and ")
}
