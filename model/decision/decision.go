// Package decision is what every decision has in common, whatever record keeps
// it: who asked for what, who may decide and whom a duty keeps away, to what it
// is bound, and whether it still holds.
//
// The records keep their shapes: an approval its signatures, an RFC and an
// exception from a freeze a verdict, a document its approver, a release the
// conflicts that were accepted. Each kind is one value (Kind) that reads its
// record as a Request; a new kind is such a value and a line in kinds. What is
// written stands in model/action, what a gate makes of it in model/gate.
package decision

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/process"
)

// Kind is one kind of decision.
type Kind struct {
	// Act is what duties call it. A duty may be narrowed by a request's purpose:
	// decide:acceptance, approve-document:release-notes.
	Act string
	// Permission is what whoever decides needs; "" where the request names its
	// approvers.
	Permission string
	// Verb is what somebody does who decides.
	Verb string
	// What is the word for it where it is delegated, and Plural what it is in words; ""
	// where nobody does it for another.
	What, Plural string
	// Relations are those that its duties may name.
	Relations []string
	// Before are its duties under rules that name none: those from before it was
	// rules that said so.
	Before []process.Duty
	// meant is what is decided on, as it is digested; documents are those that it
	// covers.
	meant     func(c *model.Case, q Request) any
	documents func(c *model.Case, q Request) []*model.Document
	// outgrown says why a word counts no more, besides what holds for every kind,
	// as it follows "approved by somebody, "; "" where it does.
	outgrown func(c *model.Case, q Request, w Word) string
	// retract is the record with a word taken back; nil where none can be.
	retract func(q Request, w Word, back model.Ending) model.Record
	// abstained is a copy of the record, with the list in it of those who decide neither
	// way on the request; nil where each of them takes up a place among the approvers, or
	// nobody decides for another.
	abstained func(q Request) (model.Record, *[]model.Abstention)
}

// kinds lists every kind of decision, with where its requests are among the facts:
// those of which somebody else than who acts has to know that they wait.
var kinds = []struct {
	*Kind
	requests func(c *model.Case) []Request
}{
	{approvals, func(c *model.Case) []Request {
		return each(c, func(a *model.Approval) Request { return Approval(c, a) })
	}},
	{changes, func(c *model.Case) []Request { return each(c, Change) }},
	{assessments, nil},
	{exceptions, everyException},
	{documents, func(c *model.Case) []Request {
		return each(c, func(d *model.Document) Request { return Document(c, d) })
	}},
	{conflicts, nil},
	{proposals, func(c *model.Case) []Request { return each(c, Proposal) }},
	{entries, func(c *model.Case) []Request { return each(c, Entry) }},
	{waivers, func(c *model.Case) []Request {
		return each(c, func(w *model.Waiver) Request { return Waiver(c, w) })
	}},
}

// Kinds lists every kind of decision.
func Kinds() []*Kind {
	out := make([]*Kind, len(kinds))
	for i, k := range kinds {
		out[i] = k.Kind
	}
	return out
}

func each[T model.Record](c *model.Case, one func(T) Request) []Request {
	return model.Each(model.All[T](c), one)
}

// Request is something to be decided on, or that was.
type Request struct {
	*Kind
	// Record keeps it.
	Record model.Record
	// Release, Change, Proposal or Entry is what it is about.
	Release  *model.Release
	Change   *model.Change
	Proposal *model.Proposal
	Entry    *model.Entry
	// Purpose narrows the duties: authorisation-1, exception, a document's form.
	Purpose string
	// Title is what it is, in a list of what waits.
	Title string
	// By asked for it; "" where nobody did.
	By    model.ID
	At    time.Time // when; of what nobody asks for since when it is there to be decided on
	Waits bool
	// Words are what was said to it.
	Words []Word
	// Abstained are those who decide neither way on it, and the ones who took that back.
	Abstained []model.Abstention
	// Slot is that for which it was asked, of what is bound to one.
	Slot model.Slot
	Void *model.Ending
	// frozen is the freeze that an exception is from, where Record is another one now.
	frozen *model.Frozen
	// left is when the release of an exception was moved away from its dates.
	left time.Time
	// found is the conflict that is accepted.
	found calendar.Conflict
	// free says that no duty is about it: it is a conflict that only warns.
	free bool
}

// Word is what somebody said to a request.
type Word struct {
	By    model.ID
	At    time.Time
	Yes   bool
	Slot  model.Slot // for which it was given, where it is bound to one
	Basis model.Basis
	// Documents are those that it covers, as they stood.
	Documents []model.DocumentSeen
	place     int // among what the record keeps
	// entered is when it was written down, where it was not given then.
	entered time.Time
	// spoken says that it was given by word of mouth and waits for its countersignature.
	spoken bool
}

// Entered is when it was written down: what came after that was built on it.
func (w Word) Entered() time.Time {
	if w.entered.IsZero() {
		return w.At
	}
	return w.entered
}

// Of names the release that a request is about; "" for an RFC or a proposal.
func (q Request) Of() model.ID {
	if q.Release == nil {
		return ""
	}
	return q.Release.ID
}

// Subject is what it is about: a release, else an RFC.
func (q Request) Subject() model.Subject { return model.Subject{Release: q.Release, Change: q.Change} }

// Service is that for which a permission has to be held.
func (q Request) Service() model.ID {
	switch {
	case q.Release != nil:
		return q.Release.Service
	case q.Change != nil:
		return q.Change.Service
	case q.Entry != nil:
		return q.Entry.Service()
	}
	return ""
}

// Rules are those under which it is decided: the release's own, else those in
// force.
func (q Request) Rules(c *model.Case) *model.Rules {
	if q.Release != nil {
		return c.Under(q.Release)
	}
	return c.Rules
}

// Acts lists what duties can be about, with the relations that each may name.
func Acts() map[string][]string {
	out := map[string][]string{}
	for _, k := range append(Kinds(), writings, closings) {
		for _, r := range k.Relations {
			if !slices.Contains(out[k.Act], r) {
				out[k.Act] = append(out[k.Act], r)
			}
		}
	}
	return out
}

// Basis is what somebody who decides now decides on, in which role, and for whom. The
// request has no approvers.
func Basis(c *model.Case, q Request) model.Basis {
	right, _ := RightOf(c, q, c.Who.Person, c.Now)
	return BasisAs(c, q, c.Who.Person, right)
}

// BasisOf is the same of an approval, for the approver as whom they sign.
func BasisOf(c *model.Case, q Request, seat model.Approver, who *model.Person, right Right) model.Basis {
	in := seat.Role
	if right.For != "" {
		who = model.Get[*model.Person](c, right.For)
	}
	if a, ok := q.Record.(*model.Approval); ok && a.Escalated != nil && !fills(c, who, seat, q.Service()) {
		in = a.Escalated.Role // for whoever is missing
	}
	if in == "" {
		in = role(c, q, who)
	}
	return basis(c, q, in, right)
}

func basis(c *model.Case, q Request, role string, right Right) model.Basis {
	b := model.Basis{Digest: Digest(c, q), Rules: q.Rules(c).ID, Role: role, For: right.For, Delegation: right.Delegation}
	if q.Release != nil {
		b.Revision = q.Release.Revision
	}
	return b
}

// role is one that lets a person decide.
func role(c *model.Case, q Request, who *model.Person) string {
	if who == nil {
		return ""
	}
	for _, own := range []bool{true, false} { // one for this very service first
		for _, g := range who.Roles {
			if own != (g.Service != "") || g.Service != "" && g.Service != q.Service() {
				continue
			}
			if role, ok := c.Rules.Role(g.Role); q.Permission == "" || ok && c.Rules.Allows(role, q.Permission) {
				return g.Role
			}
		}
	}
	return ""
}

// Against says why somebody's yes counts no more, as it follows "approved by
// Milan, "; "" where it counts: a duty keeps them from it by now and no glass
// was broken over it, or it was given for something else than what stands there.
func Against(c *model.Case, q Request, w Word) string {
	if q.Kind == changes && q.Change.Entry != nil { // its entry was decided on, not the RFC
		return byEntry(c, q.Change)
	}
	for _, bar := range Bars(c, q, w.By) {
		if q.Release == nil || !broken(q.Release, w.By, bar) {
			return bar.OfOne()
		}
	}
	if w.Basis.For != "" {
		for _, bar := range Bars(c, q, w.Basis.For) {
			return fmt.Sprintf("for %s %s", c.PersonName(w.Basis.For), bar.OfOne())
		}
	}
	if p := model.Get[*model.Person](c, w.By); w.spoken && p != nil && p.Left {
		return "who left without countersigning that"
	}
	if q.outgrown != nil {
		if why := q.outgrown(c, q, w); why != "" {
			return why
		}
	}
	return moved(c, q, w)
}

// Holds finds the last yes that counts, by its place among what its record keeps;
// -1 without one, and why the last one doesn't count, by whom it was given.
func Holds(c *model.Case, q Request) (place int, against string) {
	for _, w := range slices.Backward(q.Words) {
		if !w.Yes {
			continue
		}
		why := Against(c, q, w)
		if why == "" {
			return w.place, ""
		}
		if against == "" {
			against = fmt.Sprintf("%s, %s", Signed(c, w.By, w.At, w.Basis), why)
		}
	}
	return -1, against
}
