package metric

import (
	"cmp"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Facts are what formulas are computed from: the releases that may belong to a
// period, and the incidents around them. A formula picks its own population out
// of them; more facts than it needs change nothing.
type Facts struct {
	// Span is the period for which they were fetched, Zone the organisation's.
	Span when.Span
	Zone *time.Location
	// Now is the moment for which it is asked: what is overdue or provisional
	// depends on it.
	Now    time.Time
	Policy process.Policy
	// Rules are those that all that is laid down here is of.
	Rules model.ID
	// Measures are what the rules lay down about measures, Handles those of services, by
	// which targets name them, and For that of the one service that they are about, if any.
	Measures []process.Measure
	Handles  map[model.ID]string
	For      string
	// Before is what rules before those in force laid down, the newest first, as far back as
	// the period goes.
	Before []Laid
	// Types are what the rules say of each type of release: how often it is planned to
	// happen, and how long it takes. Stages are the titles of their stages.
	Types  map[string]process.Process
	Stages map[string]string
	// some are the places of the releases that are meant, where not all are: see numbered.
	some []int32
	// dated says that none of these was deployed by its word alone: see undated.
	dated bool
	// Brief leaves out the records behind the numbers, for whoever wants many
	// numbers and looks at none of them.
	Brief bool
	// Whole are the releases that are held whole, as a few can be, and Packed the others: Each goes
	// through all of them.
	Whole     []Release
	Packed    Packed
	Incidents []Incident
	// Imported counts the imported releases of the period that could not pass a
	// gate: they have neither a run nor a baseline, and stand apart.
	Imported []Imported
	// Awaited are the approvals that wait for somebody's decision, of releases whose plan was
	// never authorised.
	Awaited map[model.ID][]Awaited
	// Annotations are what was noted about the period: they count nowhere.
	Annotations []Annotation
	Papers
}

// Laid is what rules laid down about measures until others came into force.
type Laid struct {
	Until    time.Time
	Measures []process.Measure
	Policy   process.Policy
}

// Release is what measures know about a release.
type Release struct {
	ID    model.ID
	Title string
	Traits
	Major     bool
	Imported  bool
	Zone      *time.Location // of its service; days are counted in it
	Ended     bool           // closed or cancelled
	Cancelled time.Time
	Deployed  bool       // its record says that a deployment has started
	Window    model.Slot // planned now
	// Planned is how long the release plan says that the deployment takes.
	Planned time.Duration
	Runs    []Run // production runs; rehearsals are no deployments
	// Registered is when it was, and Passages how it left its stages since, the first first, and the one in which it is, in time to come;
	// Holds are the stretches in which it was on hold, one that goes on without an end.
	Registered time.Time
	Passages   []Passage
	Holds      []when.Span
	// Declared says that its process was chosen for a reason alone, as an emergency's is,
	// Downgraded that whoever decided on it put it on another one, and Judged what its
	// review says: yes, no, or "" before. ForIncident is the incident it was declared over.
	Declared    bool
	Downgraded  bool
	Judged      string
	ForIncident model.ID
	// Outcome is that of its evaluation, Criteria how those of its acceptance stand.
	Outcome  string
	Criteria *model.Criteria // nil where none was set
	// RFCs are those that it brings, and Why it was cancelled, if it was.
	RFCs []RFC
	Why  string
	// Items are the affected configuration items.
	Items []model.ID

	Baseline   model.Slot // as first authorised
	Authorised time.Time  // when; zero where it never was
	Rebased    int        // how often its plan was authorised again
	Moves      []model.Move

	// What measures of papers ask; nil where it was not asked for.
	Scope  *Scope
	Way    *Way
	Notice *Notice
}

// Run is one deployment.
type Run struct {
	ID             model.ID
	Started, Ended time.Time
	Result         model.State
	// Decided and Back are the decision to roll back, and the end of that; Partial says that
	// only a part of it was.
	Decided, Back time.Time
	Partial       bool
	// Intervention is what had to be done at once: none, hotfix, forward-fix, rollback; ""
	// of a run that hasn't ended, and of old ones. Failed and Restored are when it failed,
	// and when the service was there again.
	Intervention     string
	Failed, Restored time.Time
}

// Passage is the moment at which a release left a stage, onwards or back.
type Passage struct {
	From string
	At   time.Time
}

// RFC is a request for change that a release brings.
type RFC struct {
	ID        model.ID
	Title     string
	Submitted time.Time
}

// Incident is what measures know about an incident.
type Incident struct {
	ID       model.ID
	Title    string
	Severity string
	Opened   time.Time
	Service  model.ID
	// Items are those it is about, and all those that they depend on.
	Items    []model.ID
	CausedBy []model.ID // confirmed
	Suspects []model.ID
	Cleared  []model.ID // of these it is not suspected
	Over     bool       // resolved or closed
	// Began is when its impact began, as far as is known, and Until when it was resolved; of
	// those of which ReadsOutages has them.
	Began, Until time.Time
}

// Awaited is an approval that waits.
type Awaited struct {
	ID    model.ID
	Title string
}

// Imported is a count of imported releases of one sort that were planned in one part of the
// period.
type Imported struct {
	Traits
	// Part is that part of it: see Parts.
	Part when.Span
	// Deployed are those without a run, Planned those without a baseline.
	Deployed, Planned int
}

// last is the production run that ended last: the deployment that is counted,
// since a release has any number of runs and its incident window counts from
// the last one (2-process, Deployment).
func (r *Release) last() (Run, bool) {
	var last Run
	for _, run := range r.Runs {
		if run.Ended.IsZero() {
			continue
		}
		if c := run.Ended.Compare(last.Ended); last.Ended.IsZero() || c > 0 || c == 0 && model.CompareIDs(run.ID, last.ID) > 0 {
			last = run
		}
	}
	return last, !last.Ended.IsZero()
}

// began is the first known start of a production run.
func (r *Release) began() time.Time {
	var first time.Time
	for _, run := range r.Runs {
		if !run.Started.IsZero() && (first.IsZero() || run.Started.Before(first)) {
			first = run.Started
		}
	}
	return first
}

// Began is when its deployment began: the first known start of a production run.
func (r *Release) Began() time.Time { return r.began() }

// running reports whether a production run has not ended yet.
func (r *Release) running() bool {
	return slices.ContainsFunc(r.Runs, func(run Run) bool { return run.Ended.IsZero() })
}

// deployedIn reports whether the release belongs to Deployed(period): its
// production deployment reached an end (deployed, failed, rolled back), and
// that end falls in the half-open period. Cancelled releases never do
// (3-metrics, common ground).
func (r *Release) deployedIn(span when.Span) (Run, bool) {
	run, ok := r.last()
	return run, ok && r.Cancelled.IsZero() && span.Holds(run.Ended)
}

// holds reports whether a plan begins in a period: a whole day by its date, which
// is that of the period wherever it is meant.
func (f *Facts) holds(span when.Span, start when.Moment) bool {
	at := start.At
	if start.Precision == when.Day {
		at = start.On(f.Zone).Start(f.Zone)
	}
	return span.Holds(at)
}

// without reports whether the release has no actual times although its record
// says that it was deployed. Such a one is dated by its plan, the only date it
// has.
func (r *Release) without(f *Facts, span when.Span) bool {
	return r.Deployed && !r.Imported && r.Cancelled.IsZero() && len(r.Runs) == 0 && !r.Window.IsZero() && f.holds(span, r.Window.Start)
}

// window is how long after a deployment's end an incident counts, in days: by
// the policy for its type, major releases having an entry of their own.
func (f *Facts) window(r *Release) int {
	return f.Policy.IncidentWindow(model.PolicyKeys(r.Type, r.Purpose, r.Major)...)
}

// means is what the release's process is for.
func (r *Release) means() string { return cmp.Or(r.Purpose, r.Type) }

// watchedUntil is the end of an incident window, in the service's zone.
func (r *Release) watchedUntil(end time.Time, days int) time.Time {
	return process.WatchedUntil(end, days, r.zone())
}

func (r *Release) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// Rebased counts how often a plan was authorised again after its baseline was
// frozen: how often the release left, forwards, the stage in which that happened.
func Rebased(passed []model.Passage, frozen time.Time) int {
	stage, n := "", 0
	for _, p := range passed {
		switch {
		case p.At.Equal(frozen):
			stage = p.From
		case stage != "" && p.From == stage && p.At.After(frozen):
			n++
		}
	}
	return n
}
