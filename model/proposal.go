package model

import (
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// Proposal is a set of rules that somebody wants put in force: its files word for
// word, who wrote them and why, who read them, and who decided (ISO/IEC
// 20000-1:2018, 7.5.2). It stays as it was proposed; other words are another
// proposal.
type Proposal struct {
	ID    ID     `json:"id"`
	Title string `json:"title"`
	Note  string `json:"note"` // why
	// Files are the rules as they are to be, all of them.
	Files []process.File `json:"files"`
	// Base are the rules from which they were made. Where others are in force by
	// now, what was changed in those would be lost.
	Base   ID        `json:"base,omitempty"`
	Author ID        `json:"author"`
	At     time.Time `json:"at"`
	// NextReview is the day by which the rules are to be looked at again.
	NextReview when.Moment `json:"next_review,omitzero"`
	// Reviewed is whoever read them, and what they said of them.
	Reviewed *Verdict `json:"reviewed,omitempty"`
	Decided  *Verdict `json:"decided,omitempty"`
	// Abstained are those who decide neither way on it, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Retracted are decisions on it that were taken back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
	Adopted   ID          `json:"adopted,omitempty"` // as which rules
	Withdrawn *Ending     `json:"withdrawn,omitempty"`
	// Shipped are the defaults of a program that it knows of; see Rules.Shipped.
	Shipped *Shipped `json:"shipped,omitempty"`
}

func (p *Proposal) Kind() Kind { return KindProposal }
func (p *Proposal) Key() ID    { return p.ID }

// State is how it stands.
func (p *Proposal) State() State {
	switch {
	case p.Adopted != "":
		return ProposalAdopted
	case p.Withdrawn != nil:
		return ProposalWithdrawn
	case p.Decided != nil && p.Decided.Yes:
		return ProposalApproved
	case p.Decided != nil:
		return ProposalRejected
	case p.Reviewed != nil:
		return ProposalReviewed
	}
	return ProposalProposed
}

// Waits reports whether somebody has to review it or decide on it.
func (p *Proposal) Waits() bool {
	s := p.State()
	return s == ProposalProposed || s == ProposalReviewed
}

// Reviewer and Approver are who read it and who approved it; "" before that.
func (p *Proposal) Reviewer() ID { return by(p.Reviewed) }

// Approver is whoever approved it; "" where nobody did.
func (p *Proposal) Approver() ID {
	if p.Decided != nil && !p.Decided.Yes {
		return ""
	}
	return by(p.Decided)
}

func by(v *Verdict) ID {
	if v == nil {
		return ""
	}
	return v.By
}

func (p *Proposal) Links() []Link {
	people := SortIDs([]ID{p.Author, by(p.Reviewed), by(p.Decided)})
	return link(link(nil, RelRelates, SortIDs([]ID{p.Base, p.Adopted})...), RelPerson, people...)
}

func (p *Proposal) Row() Row {
	return Row{Title: p.Title, State: p.State(), Person: p.Author, At: p.At, Until: p.NextReview.At, Text: p.Note}
}

// Shipped is what a set of rules knows of the defaults of a program: which, and
// the text of each file that is not as it was shipped. Of every other file the
// text of the rules is that of the defaults. With it the defaults of a newer
// program are told from what the organisation wrote.
type Shipped struct {
	// Digest is that of the files of the defaults (process.Digest).
	Digest string `json:"digest"`
	// Differs are those files as they were shipped; without a text one that was
	// not among them.
	Differs []process.File `json:"differs,omitempty"`
}
