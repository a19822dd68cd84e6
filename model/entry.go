package model

import (
	"fmt"
	"slices"
	"time"

	"fairway/model/when"
)

// Entry is one of the catalogue of work that is authorised beforehand: a standard
// release or a standard change (ISO/IEC 20000-1:2018, 8.5.1 and 8.5.3). What it says
// is decided once; what follows it need not be decided again, as long as it does
// what stands there. An edit makes a new version, which has to be authorised anew.
type Entry struct {
	ID      ID    `json:"id"`
	Version int   `json:"version"`
	State   State `json:"state"`
	Work
	Proposed time.Time `json:"proposed"`
	Author   ID        `json:"author"` // of this version
	// Edited is when this version was changed last while it waited for its decision.
	Edited time.Time `json:"edited,omitzero"`
	// Authors are those who wrote it before: what they wrote still stands in it.
	Authors []ID     `json:"authors,omitempty"`
	From    ID       `json:"from,omitempty"` // the release that it was made of
	Decided *Verdict `json:"decided,omitempty"`
	// Abstained are those who decide neither way on this version, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Retracted are decisions on it that were taken back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
	// Suspended says why it may not be followed for now, Retired why never again.
	Suspended *Ending `json:"suspended,omitempty"`
	Retired   *Ending `json:"retired,omitempty"`
	// Earlier are the versions that were authorised before, oldest first: what was
	// begun under one goes on.
	Earlier []EntryVersion `json:"earlier,omitempty"`
	// Uses are what followed it, oldest first.
	Uses []EntryUse `json:"uses,omitempty"`
}

// Work is what an entry authorises.
type Work struct {
	Title string `json:"title"`
	Text  string `json:"text"` // what it is for
	// Process is that of what follows it, by its purpose: standard, standard-change.
	Process string `json:"process"`
	// Services, items and contents are all that it may touch and bring.
	Services []ID     `json:"services,omitempty"`
	Items    []ID     `json:"items,omitempty"`
	Contents []string `json:"contents,omitempty"`
	Category string   `json:"category,omitempty"` // of a change
	// Environment is the only one that a release goes to; "" where it is left open.
	Environment string `json:"environment,omitempty"`
	// Impact and factors are those of its risk, from which the score is made.
	Impact  int      `json:"impact,omitempty"`
	Factors []string `json:"factors,omitempty"`
	// The deployment, as the release plan says it.
	Deliverables string     `json:"deliverables,omitempty"`
	Method       string     `json:"method,omitempty"`
	Duration     string     `json:"duration,omitempty"` // 90m
	Steps        []WorkStep `json:"steps,omitempty"`
	Verification []string   `json:"verification,omitempty"`
	Notice       string     `json:"notice,omitempty"` // who is told what, and when
	// The way back, as the rollback plan says it.
	Trigger      string      `json:"trigger,omitempty"`
	BackSteps    []WorkStep  `json:"back_steps,omitempty"`
	BackDuration string      `json:"back_duration,omitempty"`
	NoReturn     string      `json:"no_return,omitempty"`
	Criteria     []Criterion `json:"criteria,omitempty"`
	NextReview   when.Moment `json:"next_review,omitzero"`
}

// WorkStep is one step of a plan.
type WorkStep struct {
	Text   string `json:"text"`
	Owner  string `json:"owner,omitempty"`
	NoBack bool   `json:"no_back,omitempty"`
}

// Criterion is one acceptance criterion.
type Criterion struct {
	ID        string `json:"id"`
	Criterion string `json:"criterion"`
	How       string `json:"how,omitempty"`
}

// EntryVersion is one version of an entry that was authorised.
type EntryVersion struct {
	Version int `json:"version"`
	Work
	Author    ID       `json:"author"`
	Authors   []ID     `json:"authors,omitempty"`
	Decided   *Verdict `json:"decided"`
	Suspended *Ending  `json:"suspended,omitempty"`
}

// EntryUse is one release or change that follows an entry.
type EntryUse struct {
	Record  ID        `json:"record"`
	Version int       `json:"version"` // of the entry
	Begun   time.Time `json:"begun"`
	// Outcome is that of a release which is closed, as its evaluation has it.
	Outcome string `json:"outcome,omitempty"`
	// Failed says that this is no success: it failed, or was rolled back. Cancelled says
	// that it came to nothing: the release was cancelled, or the RFC withdrawn.
	Failed    bool      `json:"failed,omitempty"`
	Cancelled bool      `json:"cancelled,omitempty"`
	Ended     time.Time `json:"ended,omitzero"`
}

// EntryFollowed is the version of an entry that a release or a change follows.
type EntryFollowed struct {
	Entry   ID  `json:"entry"`
	Version int `json:"version"`
}

// IDOf is the entry that is followed; "" where none is.
func (f *EntryFollowed) IDOf() ID {
	if f == nil {
		return ""
	}
	return f.Entry
}

// OutcomeSuccessful and OutcomeWithIssues are the outcomes of what was one.
const (
	OutcomeSuccessful = "successful"
	OutcomeWithIssues = "with-issues"
)

// OutcomeFailed and OutcomeRolledBack are the outcomes, as an evaluation has them,
// that are no success.
const (
	OutcomeFailed     = RunFailed
	OutcomeRolledBack = RunRolledBack
)

// EntryCount says what came of an entry: each use succeeded, failed, was cancelled, or is
// open.
type EntryCount struct {
	Used      int `json:"used"`
	Succeeded int `json:"succeeded"`
	Failed    int `json:"failed"`
	Cancelled int `json:"cancelled"`
	Open      int `json:"open"`
	// InARow is how many of the last ones failed.
	InARow int `json:"failed_in_a_row,omitempty"`
}

// Count is what came of an entry so far.
func (e *Entry) Count() EntryCount {
	n := EntryCount{Used: len(e.Uses)}
	for _, u := range e.Uses {
		switch {
		case u.Outcome != "":
		case u.Cancelled:
			n.Cancelled++
		default:
			n.Open++
		}
	}
	ended := slices.DeleteFunc(slices.Clone(e.Uses), func(u EntryUse) bool { return u.Outcome == "" })
	slices.SortStableFunc(ended, func(a, b EntryUse) int { return a.Ended.Compare(b.Ended) })
	for _, u := range ended {
		if u.Failed {
			n.Failed++
			n.InARow++
		} else {
			n.Succeeded++
			n.InARow = 0
		}
	}
	return n
}

// String says it: "used 4 times: 2 succeeded, 1 failed, 1 open".
func (n EntryCount) String() string {
	switch n.Used {
	case 0:
		return "never used"
	case 1:
		return "used once: " + n.parts()
	}
	return fmt.Sprintf("used %d times: %s", n.Used, n.parts())
}

// InList is the same in a column: "4: 2 succeeded, 1 failed, 1 open".
func (n EntryCount) InList() string {
	if n.Used == 0 {
		return ""
	}
	return fmt.Sprintf("%d: %s", n.Used, n.parts())
}

func (n EntryCount) parts() string {
	text := fmt.Sprintf("%d succeeded, %d failed", n.Succeeded, n.Failed)
	if n.Cancelled > 0 {
		text += fmt.Sprintf(", %d cancelled", n.Cancelled)
	}
	if n.Open > 0 {
		text += fmt.Sprintf(", %d open", n.Open)
	}
	return text
}

// At is a version of an entry with the decision on it; false where there is none
// such, or it was never authorised and is another by now.
func (e *Entry) At(version int) (EntryVersion, bool) {
	if version == e.Version {
		return EntryVersion{Version: e.Version, Work: e.Work, Author: e.Author, Authors: e.Authors, Decided: e.Decided, Suspended: e.Suspended}, true
	}
	for _, v := range e.Earlier {
		if v.Version == version {
			return v, true
		}
	}
	return EntryVersion{}, false
}

// Used is the entry with another use, or with what became of one.
func (e *Entry) Used(u EntryUse) *Entry {
	n := *e
	n.Uses = slices.Clone(e.Uses)
	if i := slices.IndexFunc(n.Uses, func(o EntryUse) bool { return o.Record == u.Record }); i >= 0 {
		n.Uses[i] = u
	} else {
		n.Uses = append(n.Uses, u)
	}
	return &n
}

// Use finds what is kept of a release or change that follows the entry.
func (e *Entry) Use(of ID) EntryUse {
	for _, u := range e.Uses {
		if u.Record == of {
			return u
		}
	}
	return EntryUse{Record: of}
}

// Stands works out the state from what was decided.
func (e *Entry) Stands() State {
	switch {
	case e.Retired != nil:
		return EntryRetired
	case e.Suspended != nil:
		return EntrySuspended
	case e.Decided == nil:
		return EntryProposed
	case !e.Decided.Yes:
		return EntryRejected
	}
	return EntryAuthorised
}

// Service is the one that an entry is for; "" where it is for several.
func (w *Work) Service() ID {
	if len(w.Services) == 1 {
		return w.Services[0]
	}
	return ""
}

func (e *Entry) Kind() Kind { return KindEntry }
func (e *Entry) Key() ID    { return e.ID }

func (e *Entry) Links() []Link {
	l := link(nil, RelService, e.Services...)
	l = link(l, RelAffects, e.Items...)
	return link(link(l, RelPerson, SortIDs(slices.Concat([]ID{e.Author, by(e.Decided)}, e.Authors, e.Decided.bound()))...), RelRelates, e.From)
}

func (e *Entry) Row() Row {
	return Row{Title: e.Title, State: e.State, Service: e.Service(), Person: e.Author, At: e.Proposed, Until: e.NextReview.At, Dates: Slot{End: e.NextReview}, Grade: e.grade(), Text: e.Text}
}

// grade says how often an entry was used: "4, 1 failed". Lists say more (InList); what is
// kept of rows stays as it was.
func (e *Entry) grade() string {
	n := e.Count()
	if n.Used == 0 {
		return ""
	}
	return fmt.Sprintf("%d, %d failed", n.Used, n.Failed)
}
