package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// Release is a collection of authorised changes to a service that is planned,
// built, tested, accepted, deployed and evaluated as one.
type Release struct {
	ID      ID     `json:"id"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	// Type names the process it follows (normal, emergency, standard …), and
	// TypePurpose what that is for where its name does not say it: see Follows.
	Type        string `json:"type"`
	TypePurpose string `json:"type_purpose,omitempty"`
	// Contents says what it brings: software, hardware, service-hours, support.
	Contents []string `json:"contents,omitempty"`
	Major    bool     `json:"major,omitempty"` // ISO/IEC 20000-1:2018, 8.5.2
	Notes    string   `json:"notes,omitempty"`

	Service     ID `json:"service,omitempty"`
	Team        ID `json:"team,omitempty"`
	Requester   ID `json:"requester,omitempty"`
	Owner       ID `json:"owner,omitempty"`
	Coordinator ID `json:"coordinator,omitempty"`

	// Entry is the version of a catalogue entry that it follows, if it does one.
	Entry *EntryFollowed `json:"follows,omitempty"`
	// Departs is the departure of a train that it is, if it is one.
	Departs *Departs `json:"departs,omitempty"`
	// Copied is the release of which it is the next of its kind.
	Copied ID `json:"copied,omitempty"`

	// Rules are the version of the rules under which it was registered.
	Rules ID     `json:"book,omitempty"`
	Stage string `json:"stage"`
	// AtEnd says that this stage is the last of its process, where that is not
	// called closed: see Closed, and Enter, which sets all three.
	AtEnd bool      `json:"at_end,omitempty"`
	Since time.Time `json:"since"` // in this stage since
	// StageDue is until when it has to be through this stage, where that was promised
	// within so many working days (gate.Deadline).
	StageDue   time.Time `json:"stage_due,omitzero"`
	Registered time.Time `json:"registered"`
	Passed     []Passage `json:"passed,omitempty"`
	Deployed   bool      `json:"deployed,omitempty"` // its deployment has started once

	// Revision counts material edits; approvals bind to it.
	Revision int `json:"revision"`
	// Edited is when each material thing of it (process.Materials, process.Firsts) was
	// changed last: nothing was decided on that before.
	Edited    map[string]time.Time `json:"edited,omitempty"`
	Hold      *Hold                `json:"hold,omitempty"`
	Cancelled *Ending              `json:"cancelled,omitempty"`
	Broken    []Broken             `json:"broken,omitempty"`
	Reopened  []Ending             `json:"reopened,omitempty"`
	Returned  []Passage            `json:"returned,omitempty"` // rework and rejections

	Changes   []ID     `json:"changes,omitempty"`
	Deferred  []ID     `json:"deferred,omitempty"`
	DependsOn []ID     `json:"depends_on,omitempty"`
	Items     []ID     `json:"items,omitempty"` // affected CIs
	NoItems   string   `json:"no_items,omitempty"`
	ItemsAll  bool     `json:"items_complete,omitempty"`
	Package   []ID     `json:"package,omitempty"`
	People    []ID     `json:"people,omitempty"` // booked for the deployment
	Env       string   `json:"environment,omitempty"`
	Updates   []Update `json:"updates,omitempty"` // CMDB updates after deployment

	// Declared says what it was declared for, where its process takes a reason.
	Declared *Declaration `json:"declared,omitempty"`

	Window        Slot      `json:"window,omitzero"`    // planned deployment
	Baseline      *Schedule `json:"baseline,omitempty"` // frozen, never moved
	Moves         []Move    `json:"moves,omitempty"`
	ZoneMove      *ZoneMove `json:"zone_move,omitempty"` // the clocks there were changed
	RollbackOwner ID        `json:"rollback_owner,omitempty"`

	Risk     *Risk      `json:"risk,omitempty"`
	Scan     *Scan      `json:"scan,omitempty"`
	Accepted []Accepted `json:"accepted,omitempty"` // conflicts decided upon

	Outcome string  `json:"outcome,omitempty"`
	Origin  *Origin `json:"origin,omitempty"`
}

// Passage is one move between stages.
type Passage struct {
	From   string    `json:"from"`
	To     string    `json:"to"`
	At     time.Time `json:"at"`
	By     ID        `json:"by"`
	Kind   string    `json:"kind,omitempty"` // "", rework, reject, reopen
	Reason string    `json:"reason,omitempty"`
	// Recorded is when it was entered, where that is not when it happened.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Hold stops work on a release until somebody reviews it. The clocks go on.
type Hold struct {
	Reason string      `json:"reason"`
	Review when.Moment `json:"review"`
	By     ID          `json:"by"`
	At     time.Time   `json:"at"`
}

// Ending says who ended or reopened something, when and why.
type Ending struct {
	Reason string    `json:"reason"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	// Recorded is when it was entered, of a downgrade that was decided before that.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Broken marks, for ever, that a rule was overridden by somebody who may.
type Broken struct {
	Rule   string    `json:"rule"`
	Reason string    `json:"reason"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	// Relation is how they stood to the release then, and Duty what the rules say
	// of it; both "" in marks that say it in Rule alone.
	Relation string `json:"relation,omitempty"`
	Duty     string `json:"duty,omitempty"`
}

// Schedule is the plan as it stood at the first authorisation.
type Schedule struct {
	Slot     Slot      `json:"slot"`
	At       time.Time `json:"at"`
	Revision int       `json:"revision"`
	Scope    int       `json:"scope"` // how many RFCs were planned then
}

// Move is one rescheduling, with its reason from the policy's list.
type Move struct {
	From     Slot      `json:"from"`
	To       Slot      `json:"to"`
	Reason   string    `json:"reason"`
	Sentence string    `json:"sentence"`
	Customer bool      `json:"customer,omitempty"`
	By       ID        `json:"by"`
	At       time.Time `json:"at"`
}

// Risk is a score with the inputs it can be derived from again.
type Risk struct {
	Impact     int       `json:"impact"`     // 1 to 5
	Likelihood int       `json:"likelihood"` // 1 to 5
	Factors    []string  `json:"factors,omitempty"`
	Score      int       `json:"score"` // impact × likelihood
	Band       string    `json:"band"`
	By         ID        `json:"by"`
	At         time.Time `json:"at"`
}

// Scan is the outcome of a conflict scan: what was found, and when.
type Scan struct {
	At    time.Time `json:"at"`
	By    ID        `json:"by"`
	Slot  Slot      `json:"slot"`
	Found []string  `json:"found,omitempty"` // conflict keys
}

// Accepted is a conflict somebody decided to live with.
type Accepted struct {
	Key    string    `json:"key"`
	Text   string    `json:"text"`
	Reason string    `json:"reason"`
	Slot   Slot      `json:"slot,omitzero"` // for which it was accepted
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	Basis  Basis     `json:"basis,omitzero"`
	// Retracted says that they took it back, and why.
	Retracted *Ending `json:"retracted,omitempty"`
}

// Update says that a configuration item was brought up to date after the
// deployment, or that the deployment did not change it.
type Update struct {
	Item     ID   `json:"item"`
	Run      ID   `json:"run,omitempty"` // after which it was made
	NoChange bool `json:"no_change,omitempty"`
	// From and To are what was written of it, of updates since that is kept: its version
	// and state before and after. Both are nil of one without change.
	From *ItemStood `json:"from,omitempty"`
	To   *ItemStood `json:"to,omitempty"`
	By   ID         `json:"by"`
	At   time.Time  `json:"at"`
}

// ItemStood is what an update of an item says of it.
type ItemStood struct {
	Version string `json:"version,omitempty"`
	State   State  `json:"state"`
}

// Words say what was changed: "5.1 → 5.2", with the arrow that is given; "" of an older
// update, which doesn't say it.
func (u Update) Words(arrow string) string {
	if u.NoChange {
		return "no change"
	}
	if u.From == nil || u.To == nil {
		return ""
	}
	var parts []string
	if u.From.Version != u.To.Version {
		parts = append(parts, cmp.Or(u.From.Version, "no version")+" "+arrow+" "+cmp.Or(u.To.Version, "no version"))
	}
	if u.From.State != u.To.State {
		parts = append(parts, string(u.From.State)+" "+arrow+" "+string(u.To.State))
	}
	if len(parts) == 0 {
		return "as it was: " + cmp.Or(u.To.Version, "no version")
	}
	return strings.Join(parts, ", ")
}

// After reports whether the update was made after a run. Older ones don't name
// the run, and are told by their times.
func (u Update) After(run *Run) bool {
	if u.Run != "" {
		return u.Run == run.ID
	}
	return !u.At.Before(run.Started)
}

// Changed reports whether the update says that the item is another than it was.
func (u Update) Changed() bool {
	return !u.NoChange && (u.From == nil || u.To == nil || *u.From != *u.To)
}

// Updated is what was said last of an item after a run, or at all where run is nil; nil
// where nothing was.
func (r *Release) Updated(item ID, run *Run) *Update {
	for i := len(r.Updates) - 1; i >= 0; i-- {
		if u := r.Updates[i]; u.Item == item && (run == nil || u.After(run)) {
			return &u
		}
	}
	return nil
}

// Title is the release's name with its version.
func (r *Release) Title() string { return strings.TrimSpace(r.Name + " " + r.Version) }

func (r *Release) Kind() Kind { return KindRelease }
func (r *Release) Key() ID    { return r.ID }

// Brings reports whether the release contains the given sort of thing.
func (r *Release) Brings(content string) bool { return slices.Contains(r.Contents, content) }

// PlannedAt is the slot that the release had at a time in its past, by its moves.
func (r *Release) PlannedAt(at time.Time) Slot {
	for _, m := range r.Moves {
		if m.At.After(at) {
			return m.From
		}
	}
	return r.Window
}

// Ended reports whether nothing more can happen: closed or cancelled.
func (r *Release) Ended() bool { return r.Cancelled != nil || r.Closed() }

// Closed reports whether it went through all its stages.
func (r *Release) Closed() bool { return r.AtEnd || r.Stage == StageClosed }

// StageClosed is the id of a stage that is always a last one. Others end a process
// by standing there.
const StageClosed = process.StageClosed

// Enter puts it into a stage of its process.
func (r *Release) Enter(p *process.Process, stage string, now time.Time) {
	r.Stage, r.Since, r.StageDue = stage, now, time.Time{}
	r.AtEnd = stage == p.Last().ID && stage != StageClosed
}

// Means is what its process is for: see process.Process.Means.
func (r *Release) Means() string { return cmp.Or(r.TypePurpose, r.Type) }

// PolicyKeys are the keys under which the policy may have a number for releases of
// a type, the first first: a type's name or what it is for, and before both that of
// major releases, which have entries of their own.
func PolicyKeys(kind, purpose string, major bool) []string {
	if major {
		return []string{process.KeyMajor}
	}
	return []string{kind, purpose}
}

// Follows reports whether its process is for something: TypeEmergency.
func (r *Release) Follows(purpose string) bool { return r.Means() == purpose }

// State is one word for lists.
func (r *Release) State() State {
	switch {
	case r.Cancelled != nil:
		return ReleaseCancelled
	case r.Closed():
		return ReleaseClosed
	case r.Hold != nil:
		return ReleaseHold
	}
	return ReleaseOpen
}

func (r *Release) Links() []Link {
	var l []Link
	l = link(l, RelService, r.Service)
	l = link(l, RelTeam, r.Team)
	l = link(l, RelPerson, SortIDs(append([]ID{r.Requester, r.Owner, r.Coordinator, r.RollbackOwner}, r.People...))...)
	l = link(l, RelUnderRules, r.Rules)
	l = link(l, RelFollows, r.Entry.IDOf())
	l = link(l, RelTrain, r.Departs.IDOf())
	l = link(l, RelRelates, r.Copied)
	l = link(l, RelScopes, r.Changes...)
	l = link(l, RelDefers, r.Deferred...)
	l = link(l, RelDependsOn, r.DependsOn...)
	l = link(l, RelAffects, r.Items...)
	l = link(l, RelPackage, r.Package...)
	if r.Declared != nil {
		l = link(l, RelRelates, r.Declared.Incident)
	}
	return l
}

func (r *Release) Row() Row {
	row := Row{Title: r.Title(), State: r.State(), Service: r.Service, Person: r.Coordinator, At: r.Window.Start.At,
		Until: r.Window.End.At, Dates: r.Window, Grade: r.Type, Means: r.Means(), Text: r.Notes, External: r.Origin.External()}
	return row
}

// Clone copies the release so deep that the copy can be changed freely.
func (r *Release) Clone() *Release {
	c := *r
	c.Contents, c.Passed, c.Broken = slices.Clone(r.Contents), slices.Clone(r.Passed), slices.Clone(r.Broken)
	c.Reopened, c.Returned, c.Changes = slices.Clone(r.Reopened), slices.Clone(r.Returned), slices.Clone(r.Changes)
	c.Deferred, c.DependsOn, c.Items = slices.Clone(r.Deferred), slices.Clone(r.DependsOn), slices.Clone(r.Items)
	c.Package, c.People, c.Updates = slices.Clone(r.Package), slices.Clone(r.People), slices.Clone(r.Updates)
	c.Moves, c.Accepted = slices.Clone(r.Moves), slices.Clone(r.Accepted)
	return &c
}
