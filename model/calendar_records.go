package model

import (
	"slices"
	"time"

	"fairway/model/when"
)

// The classes of calendar windows.
const (
	WindowFreeze      = "freeze"
	WindowMaintenance = "maintenance"
	WindowHoliday     = "holiday"
	WindowEvent       = "event"   // of the business: month end, a sale
	WindowAbsence     = "absence" // of people
	WindowOnCall      = "on-call" // people who can be called for a service
)

// HardFreeze is the grade of a freeze that blocks.
const HardFreeze = "hard freeze"

// WindowWords are what people call a window of a class, the same wherever it shows.
func WindowWords(class string, hard bool) string {
	switch class {
	case WindowFreeze:
		if hard {
			return HardFreeze
		}
		return "soft freeze"
	case WindowMaintenance:
		return "maintenance window"
	case WindowEvent:
		return "business event"
	case WindowOnCall:
		return "on call"
	}
	return class
}

// Window is a stretch of the calendar with a meaning: a freeze (blackout), a
// maintenance window of a service, a holiday, an event of the business, an absence of
// people, or who is on call. It may recur.
type Window struct {
	ID         ID     `json:"id"`
	Title      string `json:"title"`
	Class      string `json:"class"`
	Hard       bool   `json:"hard,omitempty"` // a hard freeze blocks, a soft one warns
	Everything bool   `json:"everything,omitempty"`
	Services   []ID   `json:"services,omitempty"`
	Items      []ID   `json:"items,omitempty"`
	// Sites and Customers are those of the services that it is for besides. Environments
	// are those that it is for alone, of all of these; none is any.
	Sites        []string `json:"sites,omitempty"`
	Customers    []string `json:"customers,omitempty"`
	Environments []string `json:"environments,omitempty"`
	// People are those who are absent, or on call.
	People []ID   `json:"people,omitempty"`
	Slot   Slot   `json:"slot"`           // the first occurrence
	Zone   string `json:"zone,omitempty"` // IANA
	Rule   string `json:"rule,omitempty"` // RFC 5545 RRULE
	// Lasts is how long each occurrence takes in time that passes, as "6h0m0s",
	// where that is what was said. Else each ends when the wall shows what it shows
	// at the end of the first.
	Lasts  string      `json:"lasts,omitempty"`
	Except []time.Time `json:"except,omitempty"` // starts of occurrences that don't take place, as a file said them
	// Skipped are starts of more that don't, and Extra occurrences besides those of the
	// rule, each as long as it is. One that was moved is in both.
	Skipped []when.Moment `json:"skipped,omitempty"`
	Extra   []Slot        `json:"extra,omitempty"`
	// Parted is the window of which it was a part, until that was edited from a date
	// on, or on one.
	Parted     ID          `json:"parted,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`
	Reason     string      `json:"reason,omitempty"`
	Withdrawn  string      `json:"withdrawn,omitempty"`
	Origin     *Origin     `json:"origin,omitempty"`
}

// Exception lets one release into a freeze, or refuses to.
type Exception struct {
	Release ID     `json:"release"`
	Reason  string `json:"reason"`
	// Slot is when the release may deploy there. Those from before it was kept
	// are for the dates the release had when they were asked for (Release.PlannedAt).
	Slot    Slot      `json:"slot,omitzero"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
	Decided *Verdict  `json:"decided,omitempty"`
	// Abstained are those who decide neither way on it, the oldest first.
	Abstained []Abstention `json:"abstained,omitempty"`
	// Frozen is the freeze from which it was asked, where that was changed since and
	// holds at its dates as before.
	Frozen *Frozen `json:"frozen,omitempty"`
	// Void says that the freeze was changed since, and is another one than what
	// the exception was granted from; or that it was asked for anew.
	Void *Ending `json:"void,omitempty"`
	// Retracted are decisions on it that were taken back, the oldest first.
	Retracted []Retracted `json:"retracted,omitempty"`
}

// Holds reports whether the exception was granted, and has not ended. Whether it
// counts for the release as it is planned says model/decision.
func (e *Exception) Holds() bool { return e.Decided != nil && e.Decided.Yes && e.Void == nil }

// Waits reports whether nobody has decided on it.
func (e *Exception) Waits() bool { return e.Decided == nil && e.Void == nil }

func (w *Window) Kind() Kind { return KindWindow }
func (w *Window) Key() ID    { return w.ID }

func (w *Window) Links() []Link {
	l := link(nil, RelService, w.Services...)
	l = link(l, RelAffects, w.Items...)
	l = link(l, RelPerson, w.People...)
	for _, e := range w.Exceptions {
		l = link(link(l, RelRelates, e.Release), RelPerson, e.Decided.bound()...)
	}
	return link(l, RelRelates, w.Parted)
}

// Recurs reports whether it may take place more than once, or not where it begins.
func (w *Window) Recurs() bool { return w.Rule != "" || len(w.Extra)+len(w.Skipped) > 0 }

func (w *Window) Row() Row {
	state := WindowActive
	if w.Withdrawn != "" {
		state = WindowWithdrawn
	}
	grade := w.Class
	if w.Class == WindowFreeze && w.Hard {
		grade = HardFreeze
	}
	row := Row{Title: w.Title, State: state, At: w.Slot.Start.At, Until: w.Slot.End.At, Dates: w.Slot, Grade: grade, Text: w.Reason, External: w.Origin.External()}
	if row.Until.IsZero() {
		row.Until, row.Dates.End = row.At, row.Dates.Start
	}
	for _, s := range w.Extra {
		if s.Start.At.Before(row.At) {
			row.At, row.Dates.Start = s.Start.At, s.Start
		}
		if s.End.At.After(row.Until) {
			row.Until, row.Dates.End = s.End.At, s.End
		}
	}
	if w.Rule != "" {
		row.Until, row.Dates.End = time.Time{}, when.Moment{} // it recurs: it may lie anywhere after its start
	}
	if len(w.Services) == 1 {
		row.Service = w.Services[0]
	}
	if len(w.People) == 1 {
		row.Person = w.People[0]
	}
	return row
}

// Named reports whether something is named that the window is for, besides environments.
func (w *Window) Named() bool {
	return len(w.Services)+len(w.Items)+len(w.Sites)+len(w.Customers) > 0
}

// Covers says in words what it is for: services, items and people as called says, sites,
// customers and environments. Without any it is empty.
func (w *Window) Covers(called func(ID) string) []string {
	var out []string
	for _, id := range slices.Concat(w.People, w.Services, w.Items) {
		out = append(out, called(id))
	}
	out = append(append(out, w.Sites...), w.Customers...)
	for _, e := range w.Environments {
		out = append(out, "in "+e)
	}
	return out
}

// Inside reports whether it is one of those outside of which something collides: maintenance
// windows, and people on call.
func (w *Window) Inside() bool { return w.Class == WindowMaintenance || w.Class == WindowOnCall }

// OfPeople reports whether it is about people: who is absent, or on call.
func (w *Window) OfPeople() bool { return w.Class == WindowAbsence || w.Class == WindowOnCall }

// Location is the window's own zone, else the one in which its start is meant,
// else the given one.
func (w *Window) Location(other *time.Location) *time.Location {
	if w.Zone == "" {
		return w.Slot.Start.In(other)
	}
	if zone, err := when.Zone(w.Zone); err == nil {
		return zone
	}
	return other
}

// Length is Lasts; 0 where the window ends at a time on the wall.
func (w *Window) Length() time.Duration {
	d, err := time.ParseDuration(w.Lasts)
	if err != nil || d < 0 || w.Slot.Start.Precision == when.Day {
		return 0
	}
	return d
}

// Milestone is a date people watch that is not a deployment.
type Milestone struct {
	ID      ID          `json:"id"`
	Title   string      `json:"title"`
	Text    string      `json:"text,omitempty"`
	Release ID          `json:"release,omitempty"`
	Service ID          `json:"service,omitempty"`
	At      when.Moment `json:"at"`
	Until   when.Moment `json:"until,omitzero"`
	// Cutoff says that it is that of its release, a departure of a train: it moves along.
	Cutoff bool `json:"cutoff,omitempty"`
	// Withdrawn says why it is no longer on the calendar.
	Withdrawn string  `json:"withdrawn,omitempty"`
	Origin    *Origin `json:"origin,omitempty"`
}

func (m *Milestone) Kind() Kind { return KindMilestone }
func (m *Milestone) Key() ID    { return m.ID }

func (m *Milestone) Links() []Link {
	return link(link(nil, RelOf, m.Release), RelService, m.Service)
}

func (m *Milestone) Row() Row {
	state := MilestoneSet
	if m.Withdrawn != "" {
		state = MilestoneWithdrawn
	}
	return Row{Title: m.Title, State: state, Service: m.Service, Subject: m.Release, At: m.At.At, Until: m.Until.At, Dates: Slot{m.At, m.Until}, Text: m.Text, External: m.Origin.External()}
}

// Notice tells those concerned that a release comes, and when.
type Notice struct {
	ID       ID        `json:"id"`
	Release  ID        `json:"release"`
	Audience string    `json:"audience"`
	Channel  string    `json:"channel"` // mail, meeting, phone, portal …
	Text     string    `json:"text"`
	Slot     Slot      `json:"slot"` // the dates it announced
	Sent     time.Time `json:"sent"`
	// After is the latest time in the log, where the clock stood before that.
	After time.Time `json:"after,omitzero"`
	// Recorded is when it was entered, where it was not sent then: for its gate it
	// counts from there.
	Recorded time.Time `json:"recorded,omitzero"`
	By       ID        `json:"by"`
}

// Counts is from when it counts as sent: from when it is on record.
func (n *Notice) Counts() time.Time {
	if n.Recorded.After(n.Sent) {
		return n.Recorded
	}
	return n.Sent
}

func (n *Notice) Kind() Kind { return KindNotice }
func (n *Notice) Key() ID    { return n.ID }

func (n *Notice) Links() []Link { return link(link(nil, RelOf, n.Release), RelPerson, n.By) }

func (n *Notice) Row() Row {
	return Row{Title: "Notice to " + n.Audience, State: NoticeSent, Subject: n.Release, Person: n.By, At: n.Sent, Grade: n.Channel, Text: n.Text}
}
