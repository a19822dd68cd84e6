package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Run is one execution of a release's plan: its steps, verification and, when
// a trigger was met, its rollback. Each production run is one deployment.
type Run struct {
	ID         ID     `json:"id"`
	Release    ID     `json:"release"`
	Env        string `json:"environment,omitempty"`
	Production bool   `json:"production"`
	By         ID     `json:"by"`
	// Media are the digests of the package as they were when the run started.
	Media   []string  `json:"media,omitempty"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
	Result  State     `json:"result,omitempty"` // how it ended
	// When the start and the end were recorded, where that was not when they
	// happened.
	StartedRecorded time.Time `json:"started_recorded,omitzero"`
	EndedRecorded   time.Time `json:"ended_recorded,omitzero"`
	Steps           []Step    `json:"steps,omitempty"`
	Checks          []Check   `json:"checks,omitempty"`
	Rollback        *Rollback `json:"rollback,omitempty"`
	// Intervention is what had to be done at once: none, hotfix, forward-fix, rollback.
	Intervention string    `json:"intervention,omitempty"`
	Failed       time.Time `json:"failed,omitzero"`
	Restored     time.Time `json:"restored,omitzero"`
	// RestoredRecorded is when that was recorded, where it was not then.
	RestoredRecorded time.Time `json:"restored_recorded,omitzero"`
	// Back is the run of which this is the way back: a rollback is a run of its own, and
	// no deployment.
	Back ID `json:"back,omitempty"`
	// Wave says which part of a deployment in several runs it is; nil of the whole.
	Wave *Wave `json:"wave,omitempty"`
	// Contacts are whom to call, as the plan had them.
	Contacts []Contact `json:"contacts,omitempty"`
	// Lead leads it now, and Go is the last word on going on: both as its marks say.
	Lead ID    `json:"lead,omitempty"`
	Go   *Mark `json:"go,omitempty"`
	// Marks are what happened in it, in the order in which it was recorded: records of
	// their own, which are read into the run (with), and never written with it. Those of
	// before there were such records stand in the run itself.
	Marks []*Mark `json:"marks,omitempty"`
	// Stored is the run as it is written, without its marks; nil where it has none.
	Stored *Run `json:"-"`
}

// InterventionNone says that nothing had to be done at once.
const InterventionNone = "none"

// Check is one line of the verification list after the deployment.
type Check struct {
	Text   string    `json:"text"`
	Passed bool      `json:"passed,omitempty"`
	Failed bool      `json:"failed,omitempty"`
	Note   string    `json:"note,omitempty"`
	By     ID        `json:"by,omitempty"`
	At     time.Time `json:"at,omitzero"`
	// Recorded is when it was marked, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Rollback is the way back, run and logged step by step.
type Rollback struct {
	// Run is the run of its own that it is: its steps are those of that. "" of one from
	// before it was, whose steps stand here.
	Run     ID        `json:"run,omitempty"`
	Trigger string    `json:"trigger"`
	By      ID        `json:"by"`
	Decided time.Time `json:"decided"`
	// Recorded is when that was entered, where it was not then.
	Recorded time.Time `json:"recorded,omitzero"`
	Partial  bool      `json:"partial,omitempty"`
	// Data is what became of the data: one of DataFates; "" where nobody said.
	Data  string    `json:"data,omitempty"`
	Steps []Step    `json:"steps,omitempty"`
	Ended time.Time `json:"ended,omitzero"`
}

// Open reports whether the run still goes on.
func (r *Run) Open() bool { return r.Ended.IsZero() }

// GoesBack reports whether it is being rolled back: also one that had ended before somebody
// decided to go back.
func (r *Run) GoesBack() bool {
	return r.Rollback != nil && r.Rollback.Ended.IsZero() && r.Result != RunRolledBack
}

// Going reports whether there is something to be done in it still: it goes on, or back.
func (r *Run) Going() bool { return r.Open() || r.GoesBack() }

// BackLater reports whether it had ended before it was rolled back.
func (r *Run) BackLater() bool {
	return r.Rollback != nil && !r.Open() && r.Rollback.Decided.After(r.Ended)
}

// FailedKnown reports whether the run says itself when it failed: a rollback was decided, or
// it ended otherwise than deployed. Else somebody has to.
func (r *Run) FailedKnown() bool {
	return r.Rollback != nil || !r.Open() && r.Result != RunDeployed
}

// Intervened reports whether something had to be done at once.
func (r *Run) Intervened() bool {
	return r.Rollback != nil || r.Intervention != "" && r.Intervention != InterventionNone
}

// Unrestorable says why no service can be restored after it; "" where one can.
func (r *Run) Unrestorable() string {
	switch {
	case r.Open() && r.GoesBack():
		return "it is being rolled back still"
	case r.Open():
		return "it is running still"
	case !r.Production:
		return "it is a rehearsal: no service failed"
	case r.Back != "":
		return "it is the rollback of " + string(r.Back) + ": say it of that"
	case r.Result == RunDeployed && !r.Intervened() && r.Restored.IsZero():
		return "it is deployed, and nothing had to be done at once"
	}
	return ""
}

// Words say what sort of run it is, and where: "production", "production in
// live-eu", "rehearsal in staging".
func (r *Run) Words() string {
	word := "rehearsal"
	if r.Production {
		word = "production"
	}
	switch {
	case r.Back != "":
		word = "rollback of " + string(r.Back) + ", " + word
	case r.Wave != nil:
		word += ", " + r.Wave.Words()
	}
	if r.Env == "" || r.Production && strings.Contains(strings.ToLower(r.Env), word) {
		return word
	}
	return word + " in " + r.Env
}

// GoesOnWords say that it goes on, or back, for a sentence: "still runs".
func (r *Run) GoesOnWords() string {
	if r.GoesBack() {
		return "is being rolled back"
	}
	return "still runs"
}

// SortRuns brings the runs of a release into the order in which they are
// offered: those that go on first, among them production, then the newest.
// Several can go on at once: a rehearsal beside production.
func SortRuns(runs []*Run) {
	no := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(runs, func(a, b *Run) int {
		return cmp.Or(no(a.Going())-no(b.Going()), no(a.Production)-no(b.Production), -CompareIDs(a.ID, b.ID))
	})
}

func (r *Run) Kind() Kind { return KindRun }
func (r *Run) Key() ID    { return r.ID }

func (r *Run) Links() []Link {
	return link(link(link(nil, RelOf, r.Release), RelPerson, r.By), RelRelates, r.Back)
}

func (r *Run) Row() Row {
	state := r.Result
	switch {
	case r.GoesBack():
		state = RunGoesBack
	case r.Open():
		state = RunRunning
	}
	title := "Run of " + string(r.Release)
	if !r.Production {
		title = "Rehearsal of " + string(r.Release)
	}
	switch {
	case r.Back != "":
		title = "Rollback of " + string(r.Release)
		if !r.Production {
			title = "Rehearsed rollback of " + string(r.Release)
		}
	case r.Wave != nil:
		title += ", " + r.Wave.Words()
	}
	return Row{Title: title, State: state, Subject: r.Release, Person: r.By, At: r.Started, Until: r.Ended, Grade: r.Env}
}
