package model

import (
	"cmp"
	"time"

	"fairway/model/form"
)

// Document is a filled form: versioned, with its author and approver
// (ISO/IEC 20000-1:2018, 7.5). Every save is a new version; old ones stay.
type Document struct {
	ID   ID     `json:"id"`
	Form string `json:"form"`
	// Purpose and Meanings are what the form and its questions were for, where the
	// rules called them otherwise (form.Form.Meanings): a document is understood
	// whatever they are called later. See Means and Meant.
	Purpose  string            `json:"purpose,omitempty"`
	Meanings map[string]string `json:"meanings,omitempty"`
	Title    string            `json:"title"`
	Of       ID                `json:"of"` // the release or change it belongs to
	Version  int               `json:"version"`
	// Revision is the revision of the release for which it was written.
	Revision int `json:"revision,omitempty"`
	// Bound is the digest of what of the release it was written for, where its form
	// is bound to something.
	Bound   string       `json:"bound,omitempty"`
	Answers form.Answers `json:"answers"`
	Author  ID           `json:"author"`
	// At is when this version was written, or, of a paper of an emergency, when what it
	// says was done; Recorded is when it was entered, where it was not then.
	At       time.Time `json:"at"`
	Recorded time.Time `json:"recorded,omitzero"`
	Approver ID        `json:"approver,omitempty"`
	Approved time.Time `json:"approved,omitzero"`
	Basis    Basis     `json:"basis,omitzero"` // of its approval
	// Decided is what was decided on this version where that is more than who approved it
	// and when: that it was rejected, and why, a comment, conditions, or that it was
	// entered later.
	Decided *Verdict `json:"decided,omitempty"`
	// Abstained are those who decide neither way on this version, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Attached are the files that its answers name, as they were when it was written.
	Attached []Attached `json:"attached,omitempty"`
	// Drafted is what the program proposed for its answers when it was drafted last, by what
	// the questions are for: so that it can be drafted anew without losing what people typed.
	Drafted map[string]string `json:"drafted,omitempty"`
	// Sample are the items that were drawn for it, of an audit that began with a sample.
	Sample []ID `json:"sample,omitempty"`
	// Retracted are approvals that were taken back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
}

// Attached is a file that an answer of a document names: an entry of the DML, with what
// that was called and the SHA-256 of its content, in hex.
type Attached struct {
	Media  ID     `json:"media"`
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Telling is how the answers of the document are shown: as a reader has it, and files
// with the SHA-256 of their content.
func (d *Document) Telling(r form.Reader) form.Reader {
	if len(d.Attached) == 0 {
		return r
	}
	title := r.Title
	r.Title = func(id string) string {
		for _, a := range d.Attached {
			if string(a.Media) == id {
				return a.Name + ", SHA-256 " + a.SHA256
			}
		}
		if title == nil {
			return ""
		}
		return title(id)
	}
	return r
}

// Entered is when this version was entered.
func (d *Document) Entered() time.Time {
	if d.Recorded.IsZero() {
		return d.At
	}
	return d.Recorded
}

// Verdict is what was decided on this version, whether it was kept in full or as who
// approved it and when; nil where nobody did.
func (d *Document) Verdict() *Verdict {
	switch {
	case d.Decided != nil:
		return d.Decided
	case d.Approved.IsZero():
		return nil
	}
	return &Verdict{Yes: true, By: d.Approver, At: d.Approved, Basis: d.Basis}
}

// Rejected is what was said of a version that was sent back; nil of any other.
func (d *Document) Rejected() *Verdict {
	if d.Decided == nil || d.Decided.Yes {
		return nil
	}
	return d.Decided
}

// Undecided is the document without what was decided on this version.
func (d *Document) Undecided() *Document {
	n := *d
	n.Approver, n.Approved, n.Basis, n.Decided = "", time.Time{}, Basis{}, nil
	return &n
}

func (d *Document) Kind() Kind { return KindDocument }
func (d *Document) Key() ID    { return d.ID }

// Means is what the document is for: see form.Form.Means.
func (d *Document) Means() string { return cmp.Or(d.Purpose, d.Form) }

// Meant are the answers by what their questions are for, as the program reads
// them.
func (d *Document) Meant() form.Answers { return d.Answers.Meant(d.Meanings) }

// In are the answers by the names that the questions of a form have: it may be
// the form of other rules than those it was written under. f may be nil.
func (d *Document) In(f *form.Form) form.Answers { return f.Own(d.Meant()) }

func (d *Document) Links() []Link {
	l := link(link(nil, RelOf, d.Of), RelPerson, SortIDs(append([]ID{d.Author, d.Approver, d.Basis.For, by(d.Decided)}, d.Decided.bound()...))...)
	return link(l, RelRelates, Each(d.Attached, func(a Attached) ID { return a.Media })...)
}

func (d *Document) Row() Row {
	state := DocumentWritten
	switch {
	case d.Rejected() != nil:
		state = DocumentRejected
	case !d.Approved.IsZero():
		state = DocumentApproved
	}
	return Row{Title: d.Title, State: state, Person: d.Author, Subject: d.Of, At: d.At, Grade: d.Form, Means: d.Means(), Text: d.Answers.Text()}
}

// The verdicts of a decision. Who abstains counts neither way, and signs no more; a
// remark is no verdict, and a question is one that waits for an answer.
const (
	Approve = "approve"
	Reject  = "reject"
	Ask     = "ask"
	Abstain = "abstain"
	Remark  = "comment"
	// Downgrade says that it is none of what its process is for: once as many say so as
	// would have to approve, it goes on as the
	// rules say, from their first stage on.
	Downgrade = "downgrade"
	// Disowned is the verdict of a decision by word of mouth that was none of theirs,
	// says who is said to have taken it.
	Disowned = "disowned"
)
