// Package standup works out what a team has to know in its standup: what came of things
// since the last one, what comes next, what is blocked and on whom, what collides, and
// what is owed. It looks at facts that were loaded for that (store.Standup), decides
// nothing and writes nothing. What it says is lines of words: the dashboard and the
// command line show the same.
package standup

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Standup is what there is to say, in its order.
type Standup struct {
	// Team is whose it is; Name is "everybody" without one.
	Team model.ID `json:"team,omitempty"`
	Name string   `json:"name"`
	// At is the moment it is worked out for, Since from when on things are new to
	// whoever is there: when this standup was last held, else the working day before.
	At    time.Time `json:"at"`
	Since time.Time `json:"since"`
	// Held says that Since is when it was last held; false where somebody asked for it, or
	// it never was. Now is when it was held just now: it is still about what was new then.
	Held bool      `json:"held,omitempty"`
	Now  time.Time `json:"held_now,omitzero"`
	Zone string    `json:"zone"` // in which times and days are said
	// Teams are those of which there are standups.
	Teams []Team `json:"teams,omitempty"`

	Sections []Section `json:"sections"`

	where *time.Location
}

// Where is the zone in which its times and days are said.
func (s Standup) Where() *time.Location {
	if s.where == nil {
		return time.UTC
	}
	return s.where
}

// Team is one of which there is a standup.
type Team struct {
	ID   model.ID `json:"id"`
	Name string   `json:"name"`
}

// The sections, in their order.
const (
	SinceLast = "since"
	Days      = "days"
	Week      = "week"
	Blocked   = "blocked"
	Conflicts = "conflicts"
	EarlyLife = "early-life"
	Overdue   = "overdue"
)

// Section is one part of it.
type Section struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// None says that there is nothing, in words.
	None  string `json:"none,omitempty"`
	Lines []Line `json:"lines"`
}

// Line is one thing to know.
type Line struct {
	// Word is what happened or is so, in a word or a date: "moved", "Thu 3 Dec".
	Word string `json:"word"`
	// ID is the record it is about; "" of several, which IDs are then.
	ID   model.ID   `json:"id,omitempty"`
	IDs  []model.ID `json:"ids,omitempty"`
	Text string     `json:"text"`
	// parts are what Text says of each of several, by what stands between them.
	parts []string
	by    string
	// Grave marks what has to be talked about: late, failed, in conflict.
	Grave bool `json:"grave,omitempty"`
}

// WeekDays are how many days after tomorrow it looks ahead.
const WeekDays = 7

// Just is for how long after it was held a standup is the one that is being held: the
// page doesn't empty itself while people talk about what is on it.
const Just = time.Hour

// Facts are what it is worked out from.
type Facts struct {
	Case *model.Case // everything that is spoken of, with services, people and rules
	Team *model.Team // nil: everybody
	// Since, Held and Now are as of Standup.
	Since time.Time
	Held  bool
	Now   time.Time
	Zone  *time.Location // in which times and days are said
	// Written are the records that were written since, More that there are more.
	Written []model.ID
	More    bool
	// Planned are the releases that lie in the days looked at, by their start; Late those
	// that should have begun by now.
	Planned, Late []Planned
	// Running are those that are being deployed now, whenever they were planned.
	Running []Planned
	// Urgent are the emergencies that nobody planned, and that were not deployed yet.
	Urgent     []model.ID
	Milestones []*model.Milestone
	Waiting    []Waiting
	// Gates are those of releases that begin soon, by their ids.
	Gates map[model.ID]gate.Gate
	// Unusable are, of the same releases, the entries of their packages that can't be
	// deployed as they are, in words.
	Unusable map[model.ID][]string
	OnHold   []model.ID
	Freezes  []Freeze
	// Windows are those that were written since.
	Windows   []Window
	Deployed  []model.ID // and not closed yet
	Owed      []Owed
	Unnamed   bool // people, and what they wrote in their own words, are left out
	Conflicts map[model.ID][]gate.Conflict
}

// Planned is a release with what it takes on the calendar.
type Planned struct {
	ID   model.ID
	Slot model.Slot
	Span when.Span
	Look string // its risk, as the policy calls it
}

// Waiting is something that waits for somebody's word about a release, or an RFC that goes
// its own way.
type Waiting struct {
	Of    model.ID
	Title string
	Who   []string // roles, or people
	Since time.Time
}

// Freeze is an occurrence of one.
type Freeze struct {
	ID         model.ID
	Title, For string
	Hard       bool
	Slot       model.Slot
	Span       when.Span
}

// Owed is a paper, or another thing, past its deadline.
type Owed struct {
	ID    model.ID
	Title string
	Due   time.Time
	Who   []string
}

// Of works it out.
func Of(f Facts) Standup {
	s := Standup{Name: "everybody", At: f.Case.Now, Since: f.Since, Held: f.Held, Now: f.Now, Zone: f.Zone.String(), where: f.Zone}
	if f.Team != nil {
		s.Team, s.Name = f.Team.ID, f.Team.Name
	}
	for _, t := range model.All[*model.Team](f.Case) {
		s.Teams = append(s.Teams, Team{t.ID, t.Name})
	}
	f.Case.Shown = f.Zone
	add := func(id, title, none string, lines []Line) {
		if lines == nil {
			lines = []Line{}
		}
		one := Section{ID: id, Title: title, Lines: lines}
		if len(lines) == 0 {
			one.None = none
		}
		s.Sections = append(s.Sections, one)
	}
	add(SinceLast, "Since last time", "nothing happened", f.since())
	add(Days, "Today and tomorrow", "nothing is planned", f.days())
	add(Week, "Next seven days", "nothing is planned", f.week())
	add(Blocked, "Blocked, and on whom", "nothing waits for anybody", f.blocked())
	add(Conflicts, "Conflicts and freezes", "none", f.conflicts())
	add(EarlyLife, "Early life", "nothing is in early life", f.life())
	add(Overdue, "Overdue papers", "none", f.overdue())
	return s
}

// Release is a release in a line: its id and title.
func (f *Facts) release(id model.ID) string {
	return strings.TrimSpace(string(id) + " " + f.Case.Title(id))
}

func (f *Facts) get(id model.ID) *model.Release { return model.Get[*model.Release](f.Case, id) }

// date writes a planned moment, with the year where it isn't this one.
func (f *Facts) date(m when.Moment) string {
	style := when.Short
	if !m.IsZero() && m.On(f.Zone).Year != f.Case.Now.In(f.Zone).Year() {
		style = when.Long
	}
	return when.Format(m, f.Zone, style)
}

// moment writes when something happened.
func (f *Facts) moment(t time.Time) string {
	return f.date(when.Moment{At: t, Precision: when.Minute})
}

// by names somebody, after a word; "" where people aren't named.
func (f *Facts) by(word string, who ...model.ID) string {
	if f.Unnamed || len(who) == 0 {
		return ""
	}
	return " " + word + " " + names(model.Each(who, f.Case.PersonName))
}

// own is what somebody wrote, after a colon; "" where people aren't named.
func (f *Facts) own(text string) string {
	if text = line(text); f.Unnamed || text == "" {
		return ""
	}
	return ": " + brief(text)
}

// today is the date that it is for whoever looks.
func (f *Facts) today() when.Date { return when.DateOf(f.Case.Now, f.Zone) }

// isNew reports whether something came to be known since: what was entered later counts
// from then.
func (f *Facts) isNew(at, recorded time.Time) bool {
	if !recorded.IsZero() {
		at = recorded
	}
	return at.After(f.Since) && !at.After(f.Case.Now)
}

// stage is what a stage of a release is called.
func (f *Facts) stage(r *model.Release, id string) string {
	if p, ok := f.Case.Under(r).Process(r.Type); ok {
		if s, _ := p.Stage(id); s != nil {
			return s.Title
		}
	}
	return id
}

// urgent reports whether a release is an emergency.
func urgent(r *model.Release) bool { return r.Follows(process.TypeEmergency) }

// writes are the records of one type that were written since.
func written[T model.Record](f *Facts) []T {
	var out []T
	for _, id := range f.Written {
		if r, ok := f.record(id).(T); ok {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b T) int { return model.CompareIDs(a.Key(), b.Key()) })
	return out
}

func (f *Facts) record(id model.ID) model.Record {
	fact, _ := f.Case.Fact(id)
	return fact.Record
}
