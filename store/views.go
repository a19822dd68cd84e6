package store

import (
	"cmp"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Position is a place in the log. Now (0) means its end: what is true now.
type Position int64

// Now reads the present.
const Now Position = 0

// last is the last position that counts as of this one.
func (p Position) last() int64 {
	if p == Now {
		return 1 << 62
	}
	return int64(p)
}

// RiskLook is how a band of risk is shown: as the policy calls it, and how much it
// is to be marked.
type RiskLook struct {
	Title  string
	Danger process.Danger
}

// LookOf is how a policy has a band shown.
func LookOf(p process.Policy, band string) RiskLook {
	if band == "" {
		return RiskLook{}
	}
	return RiskLook{p.BandTitle(band), p.Danger(band)}
}

// stageWords is a stage in a sentence: its title, with a capital where that is not
// the id in words.
func stageWords(rules *model.Rules, stage string) string {
	plain := strings.ReplaceAll(stage, "-", " ")
	if title := Words(rules, model.KindRelease, "stage", stage); !strings.EqualFold(title, plain) {
		return title
	}
	return plain
}

// Card is a release as the board and the calendar show it.
type Card struct {
	ID          model.ID    `json:"id"`
	Name        string      `json:"name"`
	Version     string      `json:"version,omitempty"`
	Type        string      `json:"type"`
	TypePurpose string      `json:"type_purpose,omitempty"` // as that of a release
	Stage       string      `json:"stage"`
	StageWords  string      `json:"-"` // the stage as it is called in a sentence
	State       model.State `json:"state"`
	Band        string      `json:"risk,omitempty"`
	Look        RiskLook    `json:"-"`
	Service     model.ID    `json:"service,omitempty"`
	ServiceName string      `json:"service_name,omitempty"`
	Coordinator string      `json:"coordinator,omitempty"`
	Start       when.Moment `json:"start,omitzero"`
	End         when.Moment `json:"end,omitzero"`
	Since       time.Time   `json:"stage_since"`
	Major       bool        `json:"major,omitempty"`
	Imported    bool        `json:"imported,omitempty"`
	// Late: its start is past, of a day the whole of it, and it was not deployed; or
	// it should be through its stage.
	Late bool `json:"late,omitempty"`
	// Due is until when it has to be through its stage, where that comes before its
	// start, or it was deployed.
	Due time.Time `json:"stage_due,omitzero"`
	// Conflict says that its slot collides with something now, and nobody has
	// accepted that; Conflicts are all of them, the accepted ones too.
	Conflict  bool            `json:"conflict,omitempty"`
	Conflicts []gate.Conflict `json:"conflicts,omitempty"`
	// Slip says how far it is behind the start that was first authorised.
	Slip *Slip `json:"slip,omitempty"`
	// Moved says that its dates were moved since they were authorised first.
	Moved bool `json:"moved_after_authorisation,omitempty"`
	// Changed says that its record was written since the working day before today
	// began.
	Changed bool `json:"changed,omitempty"`
	// Questions are how many about it, or what belongs to it, wait for an answer.
	Questions int `json:"questions,omitempty"`
	// OrdersLate are how many of its orders should be here, and are not.
	OrdersLate int `json:"orders_late,omitempty"`
	// GoesBack says that a deployment of it is being rolled back.
	GoesBack bool  `json:"rolling_back,omitempty"`
	Position int64 `json:"position"` // log position that wrote it: pass it back as Seen
	promised bool  // its plan was authorised once, with a date
}

// LateFrom is what it is late by: its planned start, or until when it had to be
// through its stage.
func (c Card) LateFrom() when.Moment {
	if !c.Due.IsZero() {
		return when.Moment{At: c.Due, Precision: when.Minute}
	}
	return c.Start
}

// Follows reports whether the process of the release is for something.
func (c Card) Follows(purpose string) bool { return cmp.Or(c.TypePurpose, c.Type) == purpose }

// BoardQuery says which releases the board wants.
type BoardQuery struct {
	Filter string
	AsOf   Position
	Me     model.ID
	Now    time.Time
	Zone   *time.Location // in which the dates of the filter are meant; nil is the organisation's
	// PerStage is how many cards of each stage are fetched, Skip from which on.
	PerStage int
	Skip     map[string]int
	// Ended adds closed and cancelled releases.
	Ended bool
	// Lanes says how the cards are divided beside the stages. Of service lanes
	// LaneLimit are fetched, LaneSkip from which on.
	Lanes               Lanes
	LaneSkip, LaneLimit int
}

// Board is what the board shows: every stage of the process with its count,
// and the first cards of each.
type Board struct {
	Process string        `json:"process"`
	Columns []BoardColumn `json:"columns"`
	Phases  []PhaseCount  `json:"phases"`
	Head    Position      `json:"head"`
	// Shown is how many releases pass the filter, All how many there are.
	Shown int `json:"shown"`
	All   int `json:"all"`
	// Lanes hold the cards that don't lie in the columns themselves: the
	// emergencies first, then services. LaneCount is how many services there are.
	Lanes     []BoardLane `json:"lanes,omitempty"`
	LaneCount int         `json:"lane_count,omitempty"`
}

// BoardColumn is one stage, and those stages of other processes that come at
// the same point.
type BoardColumn struct {
	Stage string   `json:"stage"`
	Also  []string `json:"also,omitempty"`
	Title string   `json:"title"`
	Phase string   `json:"phase"`
	Count int      `json:"count"`
	Late  int      `json:"late"`
	Cards []Card   `json:"cards"`
}

// PhaseCount is how many open releases stand in one phase.
type PhaseCount struct {
	Phase string `json:"phase"`
	Count int    `json:"count"`
}

// CalendarQuery asks for a stretch of the calendar.
type CalendarQuery struct {
	Span    when.Span
	Filter  string
	AsOf    Position
	Me      model.ID
	Now     time.Time
	Zone    *time.Location // the viewer's, in which the stretch and its days are
	Limit   int            // most releases fetched; the count says how many there are
	Zones   bool           // the entries say where their services are
	Windows bool           // windows, too, where there is a filter: those for the services of what fits it
	Tracks  bool           // the releases say how they came to their dates, and what became of them
	Since   bool           // the conflicts say since when they are there: for few releases
	Late    int            // so many releases besides, at most, that are late and lie before the stretch
	// DatesIn is where the dates of the filter are meant; nil is the organisation's.
	DatesIn *time.Location
	// Instead are dates that releases would have, for whoever asks what that would look like,
	// and collide with.
	Instead map[model.ID]model.Slot
}

// Calendar is what a stretch of the calendar holds.
type Calendar struct {
	Entries []Entry `json:"entries"` // by start
	Total   int     `json:"total"`
	// PerDay counts the releases and milestones of each day (ISO date in the
	// viewer's zone), also those beyond Limit.
	PerDay map[string]int `json:"per_day"`
	Head   Position       `json:"head"`
	// Late are the releases before the stretch that are late, where they were asked for, by
	// their start; LateMore says that there are more, which begin earlier.
	Late     []Entry `json:"late,omitempty"`
	LateMore bool    `json:"late_more,omitempty"`
	// Before is how many others of the releases before the stretch pass the filter, where the
	// late ones were asked for with one, and BeforeLast when the last of them begins.
	Before     int       `json:"before,omitempty"`
	BeforeLast time.Time `json:"before_last,omitzero"`
}

// Entry is one thing on the calendar: a release, a milestone, or one
// occurrence of a window.
type Entry struct {
	ID    model.ID    `json:"id"`
	Kind  string      `json:"kind"` // release, change (an emergency), milestone, freeze, maintenance, holiday
	Hard  bool        `json:"hard,omitempty"`
	Title string      `json:"title"`
	Start when.Moment `json:"start"`
	End   when.Moment `json:"end,omitzero"`
	Span  when.Span   `json:"span"`
	Zone  string      `json:"zone,omitempty"` // of its service, where that has one of its own
	Card  *Card       `json:"release,omitempty"`
	Track *Track      `json:"track,omitempty"` // of a release, where it was asked for
	// UnderWay is from when on a release is being deployed, until now; zero where it isn't.
	UnderWay when.Span `json:"under_way,omitzero"`
	// Unplanned says that it was declared an emergency and has no dates: it is shown from
	// its declaration until it was made, and until now where it was not yet.
	Unplanned bool `json:"unplanned,omitempty"`
	// Emergency, Stage, Late and Due are those of a change, which has no card: that it was
	// declared one, where it stands, that it should be through that, and since when.
	Emergency bool      `json:"emergency,omitempty"`
	Stage     string    `json:"stage,omitempty"`
	Late      bool      `json:"late,omitempty"`
	Due       time.Time `json:"stage_due,omitzero"`
	// What a window is for: the names of its services and items, or everything.
	Covers     []string `json:"covers,omitempty"`
	Everything bool     `json:"everything,omitempty"`
	// Occurs tells the occurrences of a window apart in feeds, whatever the clocks do.
	Occurs string `json:"-"`
	// Recurs says of a window that it has other occurrences.
	Recurs bool `json:"-"`
	// Tried says that it stands at dates that it would have (CalendarQuery.Instead), in place
	// of Was; Ghost that it stands where it lies, and is shown elsewhere.
	Tried bool       `json:"-"`
	Ghost bool       `json:"-"`
	Was   model.Slot `json:"-"`
}

// For says what a window is for, "everything" or the names of its services and
// items; "" where that goes without saying, as of a holiday.
func (e *Entry) For() string {
	if e.Everything && e.Kind == model.WindowHoliday {
		return ""
	}
	if e.Everything {
		return strings.Join(append([]string{"everything"}, e.Covers...), ", ")
	}
	return strings.Join(e.Covers, ", ")
}

// Background reports whether it is a window that says what can be done when, and whom to
// turn to: views fold these.
func (e *Entry) Background() bool {
	return e.Kind == model.WindowMaintenance || e.Kind == model.WindowAbsence || e.Kind == model.WindowOnCall
}

// Tints reports whether days that it is on are to be seen at once: a freeze, or an event of
// the business, which is as a soft one.
func (e *Entry) Tints() bool { return e.Kind == model.WindowFreeze || e.Kind == model.WindowEvent }

// Urgent reports whether it was declared an emergency.
func (e *Entry) Urgent() bool {
	return e.Emergency || e.Card != nil && e.Card.Follows(model.TypeEmergency)
}

// Slot is when the entry lies.
func (e *Entry) Slot() model.Slot { return model.Slot{Start: e.Start, End: e.End} }

// Dots is the gate of one release in short, with the first check that blocks it,
// if any, and the role that can meet it.
type Dots struct {
	Met, All    int
	Ready       bool
	Check, Role string
}

// GateView is a gate with what a person needs to act on it.
type GateView struct {
	gate.Gate
	StageTitle string `json:"stage_title"`
	NextTitle  string `json:"next_title,omitempty"`
	Process    string `json:"process"`
	// Emergency says that it was declared one: it may have gone on before that is entered.
	Emergency bool     `json:"emergency,omitempty"`
	Position  int64    `json:"position"`
	Head      Position `json:"head"`
}
