package model

import (
	"slices"
	"strings"
	"time"
)

// Meeting is one of the change advisory board (CAB): who called it for when, who leads
// it, who was there, what was looked at and for how long, and the minutes. What is
// decided in it stands in the approvals (Decision.Meeting), as every decision does.
type Meeting struct {
	ID    ID     `json:"id"`
	Title string `json:"title"`
	// Planned is for when it was called; one that was called and held at once has none.
	Planned Slot      `json:"planned,omitzero"`
	By      ID        `json:"by"` // who called it
	At      time.Time `json:"at"`
	// Chair leads it and approves the minutes, which Minutes writes: nobody approves
	// their own.
	Chair   ID   `json:"chair"`
	Minutes ID   `json:"minutes"`
	Invited []ID `json:"invited,omitempty"`
	// Present are those who joined, in that order; who came back stands there again.
	Present []Attendance `json:"present,omitempty"`
	// Lead is whom the lead was handed to, by whom and when, while that holds: until they
	// leave, or it is handed on. nil where the chair leads, or who may while they are away.
	Lead *LeadHanded `json:"lead,omitempty"`
	// Items are what was looked at, in the order in which it was begun, and Current
	// what is now: the id of an approval, or a standing item (ItemFailed …).
	Items   []MeetingItem `json:"items,omitempty"`
	Current string        `json:"current,omitempty"`
	Opened  time.Time     `json:"opened,omitzero"`
	Closed  time.Time     `json:"closed,omitzero"`
	// ClosedBy closed it: its chair, or who led it in their absence; "" where that was not
	// kept yet.
	ClosedBy ID `json:"closed_by,omitempty"`
	// Document are the minutes; "" before the end, and under rules that have no form
	// for them.
	Document  ID      `json:"document,omitempty"`
	Cancelled *Ending `json:"cancelled,omitempty"`
}

// Attendance is how long somebody was there.
type Attendance struct {
	Person ID        `json:"person"`
	Joined time.Time `json:"joined"`
	Left   time.Time `json:"left,omitzero"` // zero: still there
}

// LeadHanded is that the lead of a meeting was handed to somebody who is there.
type LeadHanded struct {
	To ID        `json:"to"`
	By ID        `json:"by"`
	At time.Time `json:"at"`
}

// The standing items of every agenda.
const (
	ItemFailed     = "failed"     // what failed or was rolled back since the last meeting
	ItemConditions = "conditions" // of earlier meetings, not met yet
	ItemSchedule   = "schedule"   // the forward schedule of change
)

// MeetingItem is something that was looked at in a meeting.
type MeetingItem struct {
	Item string `json:"item"`         // as Meeting.Current
	Of   ID     `json:"of,omitempty"` // the release or change that an approval is of
	// Began is when it was taken up first, Since when it was taken up last, zero while
	// another one is looked at; Spent is how long it was before that, in seconds.
	Began time.Time `json:"began"`
	Since time.Time `json:"since,omitzero"`
	Spent int64     `json:"spent,omitempty"`
	// By took it up last: whoever led the meeting then; "" where that was not kept yet.
	By ID `json:"by,omitempty"`
	// Outcome is the state of the approval when it was left; "" of a standing item.
	Outcome State `json:"outcome,omitempty"`
	// Lines are what a standing item said when it was left; what is known later changes
	// nothing of what was looked at.
	Lines []MeetingLine `json:"lines,omitempty"`
}

// MeetingLine is one line of a standing item, and what it is about.
type MeetingLine struct {
	ID   ID     `json:"id"`
	Text string `json:"text"`
}

// Took is how long an item was looked at by a moment.
func (i MeetingItem) Took(now time.Time) time.Duration {
	out := time.Duration(i.Spent) * time.Second
	if !i.Since.IsZero() && now.After(i.Since) {
		out += now.Sub(i.Since)
	}
	return out.Truncate(time.Second)
}

func (m *Meeting) Kind() Kind { return KindMeeting }
func (m *Meeting) Key() ID    { return m.ID }

// State works out how it stands.
func (m *Meeting) State() State {
	switch {
	case m.Cancelled != nil:
		return MeetingCancelled
	case !m.Closed.IsZero():
		return MeetingClosed
	case !m.Opened.IsZero():
		return MeetingOpen
	}
	return MeetingPlanned
}

// early is how long before its time a meeting opens as if it were at it.
const early = 30 * time.Minute

// Early reports whether a time is before that for which it was planned: whoever is invited
// need not be there yet.
func (m *Meeting) Early(at time.Time) bool {
	return !m.Planned.IsZero() && !at.IsZero() && at.Before(m.Planned.Start.At.Add(-early))
}

// Open reports whether it is held just now.
func (m *Meeting) Open() bool { return m != nil && m.State() == MeetingOpen }

// Attends reports whether somebody is there now.
func (m *Meeting) Attends(who ID) bool {
	return slices.ContainsFunc(m.Present, func(a Attendance) bool { return a.Person == who && a.Left.IsZero() })
}

// Leader is who leads it: whom the lead was handed to, else its chair while they are there;
// "" where neither is, so that whoever is there and may for others leads it.
func (m *Meeting) Leader() ID {
	switch {
	case !m.Open():
	case m.Lead != nil && m.Attends(m.Lead.To):
		return m.Lead.To
	case m.Attends(m.Chair):
		return m.Chair
	}
	return ""
}

// There are those who are there now, and Came all who ever were, each once, in the
// order in which they came.
func (m *Meeting) There() []ID {
	return m.people(func(a Attendance) bool { return a.Left.IsZero() })
}

// ThereAt are those who were there at a moment.
func (m *Meeting) ThereAt(at time.Time) []ID {
	return m.people(func(a Attendance) bool { return !at.Before(a.Joined) && (a.Left.IsZero() || at.Before(a.Left)) })
}

// Came are all who ever were there.
func (m *Meeting) Came() []ID { return m.people(func(Attendance) bool { return true }) }

func (m *Meeting) people(that func(Attendance) bool) []ID {
	var out []ID
	for _, a := range m.Present {
		if that(a) && !slices.Contains(out, a.Person) {
			out = append(out, a.Person)
		}
	}
	return out
}

// Led are those who went on from item to item in it, in the order in which they first did.
func (m *Meeting) Led() []ID {
	var out []ID
	for _, i := range m.Items {
		if i.By != "" && !slices.Contains(out, i.By) {
			out = append(out, i.By)
		}
	}
	return out
}

// Item is what the meeting keeps of an item; nil where it was not taken up.
func (m *Meeting) Item(item string) *MeetingItem {
	for i := range m.Items {
		if m.Items[i].Item == item {
			return &m.Items[i]
		}
	}
	return nil
}

// Clone is a copy that can be changed.
func (m *Meeting) Clone() *Meeting {
	n := *m
	n.Present, n.Items, n.Invited = slices.Clone(m.Present), slices.Clone(m.Items), slices.Clone(m.Invited)
	return &n
}

// Links name the approvals that were looked at, so that each leads to its meetings.
func (m *Meeting) Links() []Link {
	people := append(append(append([]ID{m.By, m.Chair, m.Minutes, m.ClosedBy}, m.Invited...), m.Led()...), m.Came()...)
	if m.Lead != nil {
		people = append(people, m.Lead.To, m.Lead.By)
	}
	l := link(nil, RelPerson, SortIDs(people)...)
	var items []ID
	for _, i := range m.Items {
		if id := ID(i.Item); id.Kind() != "" {
			items = append(items, id)
		}
	}
	return link(l, RelRelates, SortIDs(items)...)
}

// Row is dated by when it was held, else by when it is planned for.
func (m *Meeting) Row() Row {
	row := Row{Title: m.Title, State: m.State(), Person: m.Chair, At: m.Planned.Start.At, Until: m.Planned.End.At, Dates: m.Planned}
	if !m.Opened.IsZero() {
		row.At, row.Until, row.Dates = m.Opened, m.Closed, Slot{}
	}
	var items []string
	for _, i := range m.Items {
		items = append(items, i.Item, string(i.Of))
	}
	row.Text = strings.Join(items, " ")
	return row
}
