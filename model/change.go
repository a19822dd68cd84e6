package model

import "time"

// ChangeCategories are what an RFC can be about.
var ChangeCategories = []string{"problem-fix", "enhancement", "new-requirement", "hardware", "service-hours", "support-arrangement", "retirement"}

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
	Assessed  *Verdict  `json:"assessed,omitempty"`
	Decided   *Verdict  `json:"decided,omitempty"`
	// Voided are the decisions that a later edit took with it, oldest first.
	Voided []VoidVerdict `json:"voided,omitempty"`
	// Retracted are those that whoever decided took back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
	Origin    *Origin     `json:"origin,omitempty"`
	// Entry is the version of a catalogue entry that authorises it, if one does.
	Entry *EntryFollowed `json:"follows,omitempty"`
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
}

// Authorised reports whether the change may be built: it was authorised and
// has not been withdrawn since.
func (c *Change) Authorised() bool {
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
	l = link(l, RelPerson, SortIDs([]ID{c.Requester, c.Builder})...)
	l = link(l, RelAffects, c.Items...)
	l = link(l, RelCloses, c.Closes...)
	return link(l, RelFollows, c.Entry.IDOf())
}

func (c *Change) Row() Row {
	return Row{Title: c.Title, State: c.State, Service: c.Service, Person: c.Requester, At: c.Submitted, Grade: c.Category, Text: c.Text, External: c.Origin.External()}
}

// Problem is the cause of incidents; a known error is one with a workaround.
type Problem struct {
	ID         ID        `json:"id"`
	Title      string    `json:"title"`
	State      State     `json:"state"`
	Workaround string    `json:"workaround,omitempty"`
	Service    ID        `json:"service,omitempty"`
	Opened     time.Time `json:"opened"`
}

func (p *Problem) Kind() Kind { return KindProblem }
func (p *Problem) Key() ID    { return p.ID }

func (p *Problem) Links() []Link { return link(nil, RelService, p.Service) }

func (p *Problem) Row() Row {
	return Row{Title: p.Title, State: p.State, Service: p.Service, At: p.Opened, Text: p.Workaround}
}
