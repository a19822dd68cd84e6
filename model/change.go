package model

import (
	"time"

	"fairway/model/process"
)

// ChangeCategories are what an RFC can be about.
var ChangeCategories = process.ChangeCategories

// ChangeOutcomes are those with which an RFC is closed, best first: as an evaluation
// says them of a release.
var ChangeOutcomes = []string{OutcomeSuccessful, OutcomeWithIssues, OutcomeFailed, OutcomeRolledBack}

// Change is a request for change (RFC).
type Change struct {
	ID        ID        `json:"id"`
	Title     string    `json:"title"`
	Text      string    `json:"text,omitempty"`
	Category  string    `json:"category"`
	Type      string    `json:"type"` // normal, standard, emergency, unauthorised
	State     State     `json:"state"`
	Service   ID        `json:"service,omitempty"`
	Requester ID        `json:"requester,omitempty"`
	Builder   ID        `json:"builder,omitempty"`
	Items     []ID      `json:"items,omitempty"`
	Closes    []ID      `json:"closes,omitempty"` // problems and known errors
	Submitted time.Time `json:"submitted"`
	Risk      string    `json:"risk,omitempty"`
	// Impact, from 1 to 5, and Urgency give its Priority, and that by when it has to
	// be assessed; those of before these were asked have none.
	Impact   int       `json:"impact,omitempty"`
	Urgency  string    `json:"urgency,omitempty"`
	Priority string    `json:"priority,omitempty"`
	Awaits   time.Time `json:"awaits,omitzero"` // since when it waits to be assessed
	AssessBy time.Time `json:"assess_by,omitzero"`
	// Scored is what its risk was derived from, where it was: the band is Risk.
	Scored   *Risk    `json:"scored,omitempty"`
	Assessed *Verdict `json:"assessed,omitempty"`
	Decided  *Verdict `json:"decided,omitempty"`
	// Abstained are those who decide neither way on it as it stands, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Reviewed is what its review said; Outcome that with which it was closed
	// (ChangeOutcomes), "" before, and Ended when.
	Reviewed *ChangeReview `json:"reviewed,omitempty"`
	Outcome  string        `json:"outcome,omitempty"`
	ClosedAt time.Time     `json:"ended,omitzero"`
	// Tried are the deployments of it that were no success, and Deferrals how it came
	// from one release into another, the oldest first.
	Tried     []Attempt  `json:"tried,omitempty"`
	Deferrals []Deferral `json:"deferrals,omitempty"`
	// Edited is when what its board decides on was changed last, of one that goes its own
	// way: nothing was decided on that before.
	Edited time.Time `json:"edited,omitzero"`
	// Voided are the decisions that a later edit took with it, oldest first.
	Voided []VoidVerdict `json:"voided,omitempty"`
	// Retracted are those that whoever decided took back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
	Origin    *Origin     `json:"origin,omitempty"`
	// Entry is the version of a catalogue entry that authorises it, if one does.
	Entry *EntryFollowed `json:"follows,omitempty"`
	// Declared says why an emergency is one, of a change whose process takes reasons.
	Declared *Declaration `json:"declared,omitempty"`
	// Captured says how one came to be known that was made without authorisation.
	Captured *Capture `json:"captured,omitempty"`
	// Moved are the moves of a change that goes its own way, from one stage to the
	// next; Due is by when it has to be through the one that it is in, where its
	// process gives that so many working days.
	Moved []Passage `json:"moved,omitempty"`
	Due   time.Time `json:"due,omitzero"`
}

// Emergency is the declaration that holds for it: nil of what never was declared, or
// turned out to be none. Such a change is decided by its process's board, and goes its
// own way.
func (c *Change) Emergency() *Declaration {
	if c.Declared == nil || c.Declared.Ended != nil {
		return nil
	}
	return c.Declared
}

// DeclaredAt is when it was declared, else when it was submitted.
func (c *Change) DeclaredAt() (at time.Time, what string) {
	if d := c.Declared; d != nil {
		return d.At, string(c.ID) + " was declared"
	}
	if c.Unauthorised() {
		return c.Submitted, string(c.ID) + " was captured"
	}
	return c.Submitted, string(c.ID) + " was submitted"
}

// Ended reports whether nothing happens to it any more.
func (c *Change) Ended() bool {
	switch c.State {
	case ChangeClosed, ChangeRejected, ChangeWithdrawn:
		return true
	}
	return false
}

// Overdue reports whether it should have been through its stage by now.
func (c *Change) Overdue(now time.Time) bool {
	return !c.Due.IsZero() && !c.Ended() && now.After(c.Due)
}

// ChangeReview says what came of a change, compared with what it was for.
type ChangeReview struct {
	Outcome string    `json:"outcome"`
	Text    string    `json:"text"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
}

// Attempt is a deployment of a change with a release that was no success.
type Attempt struct {
	Release ID        `json:"release"`
	Outcome string    `json:"outcome"` // failed, rolled-back
	At      time.Time `json:"at"`
}

// Deferral is how a change came from one release into another.
type Deferral struct {
	From   ID        `json:"from,omitempty"` // "" where it was in none
	To     ID        `json:"to"`
	Reason string    `json:"reason,omitempty"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
}

// VoidVerdict is a decision on an RFC that no longer holds, with who changed
// what it was about, when and how.
type VoidVerdict struct {
	Assessed *Verdict `json:"assessed,omitempty"`
	Decided  *Verdict `json:"decided,omitempty"`
	Void     Ending   `json:"void"`
}

// Verdict is one person's judgement.
type Verdict struct {
	Yes  bool      `json:"yes"`
	Text string    `json:"text,omitempty"`
	By   ID        `json:"by"`
	At   time.Time `json:"at"`
	// Basis is that of a decision; a withdrawal has none.
	Basis Basis `json:"basis,omitzero"`
	// Documents are those that it covers.
	Documents []DocumentSeen `json:"documents,omitempty"`
	// Recorded is when it was entered, where that is not when it was given, and Verbal how
	// it came to be written down, of one that somebody else did: that of waivers alone.
	Recorded time.Time `json:"recorded,omitzero"`
	Verbal   *Verbal   `json:"verbal,omitempty"`
	// Checks are the conditions under which it says yes, in the order in which they were
	// given: what the record lets on its way waits for them.
	Checks []Condition `json:"checks,omitempty"`
}

// Entered is when it was entered.
func (v *Verdict) Entered() time.Time {
	if v.Recorded.IsZero() {
		return v.At
	}
	return v.Recorded
}

// Word is what somebody did who gave it: "granted", "refused".
func (v *Verdict) Word() string {
	if v.Yes {
		return "granted"
	}
	return "refused"
}

// Authorised reports whether the change may be built: it was authorised and
// has not been withdrawn since. What was made without authorisation is not, however
// far its review is.
func (c *Change) Authorised() bool {
	if c.Unauthorised() {
		return false
	}
	switch c.State {
	case ChangeAuthorised, ChangeInRelease, ChangeImplemented, ChangeReviewed, ChangeClosed:
		return true
	}
	return false
}

func (c *Change) Kind() Kind { return KindChange }
func (c *Change) Key() ID    { return c.ID }

func (c *Change) Links() []Link {
	var l []Link
	l = link(l, RelService, c.Service)
	people := append([]ID{c.Requester, c.Builder}, c.Decided.bound()...)
	if p := c.Captured; p != nil {
		if people = append(people, p.By); p.Back != nil {
			people = append(people, p.Back.By, p.Back.Verifier)
		}
	}
	l = link(l, RelPerson, SortIDs(people)...)
	l = link(l, RelAffects, c.Items...)
	l = link(l, RelCloses, c.Closes...)
	l = link(l, RelFollows, c.Entry.IDOf())
	if d := c.Declared; d != nil {
		l = link(l, RelRelates, d.Incident)
	}
	if p := c.Captured; p != nil {
		l = link(l, RelRelates, p.Incident, p.FollowUp)
	}
	return l
}

func (c *Change) Row() Row {
	return Row{Title: c.Title, State: c.State, Service: c.Service, Person: c.Requester, At: c.Submitted, Until: c.DueBy(), Grade: c.Category, Text: c.Text, External: c.Origin.External()}
}

// DueBy is by when it has to be assessed, while it waits for that, or through the
// stage that it is in; the zero time where there is no limit, or no more.
func (c *Change) DueBy() time.Time {
	switch {
	case c.State == ChangeSubmitted && !c.AssessBy.IsZero():
		return c.AssessBy
	case c.Ended():
		return time.Time{}
	}
	return c.Due
}

// Late reports whether it should have been assessed, or through its stage, by now.
func (c *Change) Late(now time.Time) bool { return !c.DueBy().IsZero() && c.DueBy().Before(now) }

// Problem is the cause of incidents; a known error is one with a workaround.
type Problem struct {
	ID         ID        `json:"id"`
	Title      string    `json:"title"`
	State      State     `json:"state"`
	Workaround string    `json:"workaround,omitempty"`
	Service    ID        `json:"service,omitempty"`
	Opened     time.Time `json:"opened"`
	// Closed is when it was closed last, while it is; zero where that was before this was kept.
	Closed time.Time `json:"closed,omitzero"`
	// Reopenings are how it was opened again, the oldest first; Resolved of one is when it
	// had been closed.
	Reopenings []Reopening `json:"reopenings,omitempty"`
}

func (p *Problem) Kind() Kind { return KindProblem }
func (p *Problem) Key() ID    { return p.ID }

func (p *Problem) Links() []Link { return link(nil, RelService, p.Service) }

func (p *Problem) Row() Row {
	return Row{Title: p.Title, State: p.State, Service: p.Service, At: p.Opened, Text: p.Workaround}
}
