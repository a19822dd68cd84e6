package metric

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Papers are what measures know of what was asked for, reviewed, told and checked. Each
// fact says what it is of as a Release: a release, or an RFC by its id, title, type,
// service and zone. More of them than a formula needs change nothing.
type Papers struct {
	Requests     []Request
	Reviews      []Review
	Submitted    []Submission
	Improvements []Improvement
	Audits       []Audit
	Looks        []Look
	Levels       []ServiceLevel
	Rehearsals   []Rehearsal
}

// The readings of papers.
const (
	// ReadsRequests are what somebody was asked to decide: what was decided first in the
	// period, ended in it undecided, or waited at its end.
	ReadsRequests Reading = "requests"
	// ReadsScopes, ReadsWays and ReadsNotices are, of the releases that ReadsRuns has of the
	// period, what was planned in them, the gates that they went through, and what was told.
	ReadsScopes  Reading = "scopes"
	ReadsWays    Reading = "ways"
	ReadsNotices Reading = "notices"
	// ReadsReviews are the reviews and retro-completions that were due in the period.
	ReadsReviews Reading = "reviews"
	// ReadsSubmitted are the RFCs that were submitted or captured in the period.
	ReadsSubmitted Reading = "submissions"
	// ReadsImprovements are the improvement actions that were due in the period.
	ReadsImprovements Reading = "improvements"
	// ReadsAudits are the audits of configuration items that were made in the period.
	ReadsAudits Reading = "audits"
)

func (r *Request) traits() *Traits     { return &r.Of.Traits }
func (v *Review) traits() *Traits      { return &v.Of.Traits }
func (c *Submission) traits() *Traits  { return &c.Of.Traits }
func (i *Improvement) traits() *Traits { return &i.Of.Traits }
func (a *Audit) traits() *Traits       { return &a.Of.Traits }

// only are the papers of which the traits pass; looks at the DML have none.
func (p Papers) only(keep func(*Traits) bool) Papers {
	return Papers{
		Requests:     only(p.Requests, (*Request).traits, keep),
		Reviews:      only(p.Reviews, (*Review).traits, keep),
		Submitted:    only(p.Submitted, (*Submission).traits, keep),
		Improvements: only(p.Improvements, (*Improvement).traits, keep),
		Audits:       only(p.Audits, (*Audit).traits, keep),
		Levels:       only(p.Levels, (*ServiceLevel).traits, keep),
		Rehearsals:   only(p.Rehearsals, (*Rehearsal).traits, keep),
	}
}

// traits goes through those of all papers.
func (p Papers) traits(each func(*Traits)) {
	through(p.Requests, (*Request).traits, each)
	through(p.Reviews, (*Review).traits, each)
	through(p.Submitted, (*Submission).traits, each)
	through(p.Improvements, (*Improvement).traits, each)
	through(p.Audits, (*Audit).traits, each)
	through(p.Levels, (*ServiceLevel).traits, each)
	through(p.Rehearsals, (*Rehearsal).traits, each)
}

func through[T any](all []T, traits func(*T) *Traits, each func(*Traits)) {
	for i := range all {
		each(traits(&all[i]))
	}
}

// Request is something that somebody was asked to decide: an approval, the assessment or
// authorisation of an RFC, a waiver, an exception from a freeze.
type Request struct {
	Of *Release
	ID model.ID // of the record that keeps it
	// Kind is what is decided, by purpose, and Title in words.
	Kind, Title string
	Asked       time.Time
	// First is the first word that decides: yes, no, or that it is something else. A
	// question, a comment and an abstention decide nothing. Verdict is that word.
	First   time.Time
	Verdict string
	// Ended is when it came to nothing without such a word: voided, withdrawn, or over with
	// what it is of.
	Ended time.Time
	// Waited is the time until First, or until now where there is none, as the deadline
	// counts it: working time, or all of it.
	Waited time.Duration
	// Due is by when it has to be decided; zero where nothing says so.
	Due time.Time
	// Later says why it is no wait: it was decided first and entered afterwards. "" of others.
	Later string
}

// Scope is what a release was to bring when its plan was first authorised, and what it has.
type Scope struct {
	// Unknown says that what was planned then can't be read.
	Unknown bool
	// Planned are the RFCs in it when its plan was first authorised, Has those in it now.
	Planned, Has []model.ID
	// Dropped are those of them that were withdrawn or rejected.
	Dropped []model.ID
}

// Way is how a release came to its deployment.
type Way struct {
	// Gates are those that lie before the deployment by the rules of the release, in order.
	Gates []Gate
	// Partly says that it was entered behind the first of them, as imported history is.
	Partly bool
	// Disowned are decisions without which a gate would have been shut, and that whoever was
	// said to have taken them says were none of theirs: each with which and whose.
	Disowned []string
	// Waived are the waivers by which it came through gates, in words.
	Waived []string
	// Broken are the duties that were overridden before the deployment, in words.
	Broken []string
	// Declared says that it was declared an emergency, and is one: papers come afterwards.
	Declared bool
	// Retro are the stages behind the deployment in which they do, in order.
	Retro []Review
}

// Gate is one that a release has to go through.
type Gate struct {
	Stage, Title string
	// Passed is when it went through the last time, zero where it did not; Recorded when
	// that was entered, where it was not then. A gate lets through only what has every
	// mandatory check met, or waived, at that time.
	Passed, Recorded time.Time
}

// Review is something that has to be looked at, or written, after what happened: by when,
// and when it was done.
type Review struct {
	Of *Release
	ID model.ID
	// Retro says that it is the papers of what happened first; else it is a review.
	Retro        bool
	Stage, Title string
	Since, Due   time.Time // Due is zero where nothing says by when
	Done         time.Time // zero where it is still to be done
	Gone         time.Time // when it went another way: nothing is to be done any more
	Whose        string    // who is to see to it
}

// Submission is an RFC as far as measures count it.
type Submission struct {
	Of        *Release
	Submitted time.Time
	Category  string
	// Unauthorised says that it was made without authorisation and captured afterwards, How
	// how it came to be known, and Outcome what its review decided; "" before.
	Unauthorised bool
	How, Outcome string
	Made         time.Time // when it was made, as far as that is known
}

// Notice is what was told before a deployment, and what had to be.
type Notice struct {
	// Asked says that the process of the release wants a notice some time ahead, Need how
	// long before the start.
	Asked bool
	Need  time.Duration
	Start time.Time // as planned when it was deployed
	// ID is the first notice of these dates, Given from when it counts; "" without one.
	ID    model.ID
	Given time.Time
	// Other is a notice of other dates, where there is none of these.
	Other  model.ID
	Waived model.ID // the waiver that lets it go without
}

// Improvement is an improvement action.
type Improvement struct {
	Of     *Release
	ID     model.ID
	Action string
	Owner  string
	Noted  time.Time
	// First is when it was due at first, Due when it is now: it was put off PutOff times.
	First   when.Moment
	Due     when.Moment
	Done    time.Time
	Dropped time.Time
	PutOff  int
}

// Audit is one configuration item that was compared with what is really there.
type Audit struct {
	Of   *Release    // the service, as far as it is said
	ID   model.ID    // the document
	Held when.Moment // when the audit was made
	Item model.ID
	Name string // of the item
	// Found is how it was found: right, differs or missing; What differs.
	Found, What string
}

// recordOf is a record about a fact that is no deployment: the release is named where it is
// of one.
func (r *Release) recordOf(section string, id model.ID, title string, at time.Time) Record {
	rec := r.record(section, id, title, at)
	if r.ID.Kind() != model.KindRelease {
		rec.Release = ""
	}
	return rec
}

// besides are the ids of one list that are not in another, in order.
func besides(list, other []model.ID) []model.ID {
	return model.SortIDs(slices.DeleteFunc(slices.Clone(list), func(id model.ID) bool { return slices.Contains(other, id) }))
}
