package model

import (
	"slices"
	"strings"
	"time"
)

// Severities are those of incidents, the gravest first.
var Severities = []string{"P1", "P2", "P3", "P4"}

// Incident is an unplanned interruption or loss of quality of a service.
type Incident struct {
	ID       ID        `json:"id"`
	Title    string    `json:"title"`
	Text     string    `json:"text,omitempty"`
	Severity string    `json:"severity"` // one of Severities
	State    State     `json:"state"`
	Service  ID        `json:"service,omitempty"`
	Items    []ID      `json:"items,omitempty"`
	Opened   time.Time `json:"opened"`
	Resolved time.Time `json:"resolved,omitzero"`
	// When both were recorded, where that was not when they happened.
	OpenedRecorded   time.Time `json:"opened_recorded,omitzero"`
	ResolvedRecorded time.Time `json:"resolved_recorded,omitzero"`
	By               ID        `json:"by,omitempty"`
	CausedBy         []ID      `json:"caused_by,omitempty"` // confirmed
	Suspects         []ID      `json:"suspects,omitempty"`
	Cleared          []ID      `json:"cleared,omitempty"` // somebody said that it was not these
	Problem          ID        `json:"problem,omitempty"`
	Origin           *Origin   `json:"origin,omitempty"`
	// ImpactStart is when the service was first hit, where somebody knows: as a rule before
	// it was opened.
	ImpactStart time.Time `json:"impact_start,omitzero"`
	// Grades are how its severity became what it is, and Reopenings how it was opened again;
	// both the oldest first.
	Grades     []Regrade   `json:"grades,omitempty"`
	Reopenings []Reopening `json:"reopenings,omitempty"`
	// Clearances are who said of a release that it was not the cause, and why, the oldest
	// first; also of one that was linked again since.
	Clearances []Clearance `json:"clearances,omitempty"`
	// References are what other tools call what it has to do with. They are kept as they
	// were typed, and name nothing in this file, whatever they look like.
	References []Reference `json:"references,omitempty"`
}

// Regrade is one change of an incident's severity.
type Regrade struct {
	From   string    `json:"from"`
	To     string    `json:"to"`
	Reason string    `json:"reason"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
}

// Clearance is that somebody said of a release that it did not cause an incident.
type Clearance struct {
	Release ID        `json:"release"`
	Was     string    `json:"was"` // how it was linked: confirmed, suspected, none
	Reason  string    `json:"reason"`
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
}

// Reopening is how an incident that was over was opened again: when it came back, and how
// it had stood.
type Reopening struct {
	Was      State     `json:"was"`
	Resolved time.Time `json:"resolved"`
	Reason   string    `json:"reason"`
	By       ID        `json:"by"`
	At       time.Time `json:"at"`
	// Recorded is when it was entered, where that was not then.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Reference is the id of something in another tool, as it was typed.
type Reference struct {
	// To says what it is there: "change", "problem", "caused by"; "" where nobody said.
	To string `json:"to,omitempty"`
	ID string `json:"id"`
}

func (r Reference) String() string { return strings.TrimSpace(r.To + " " + r.ID) }

// Began is when it began, as far as is known: when it was opened, or before that when the
// service was first hit.
func (i *Incident) Began() time.Time {
	if !i.ImpactStart.IsZero() && i.ImpactStart.Before(i.Opened) {
		return i.ImpactStart
	}
	return i.Opened
}

// ClearedFrom is the last word that cleared a release of it; nil where it is linked, or nobody
// said so, or why.
func (i *Incident) ClearedFrom(release ID) *Clearance {
	for n := len(i.Clearances) - 1; n >= 0 && slices.Contains(i.Cleared, release); n-- {
		if i.Clearances[n].Release == release {
			return &i.Clearances[n]
		}
	}
	return nil
}

func (i *Incident) Kind() Kind { return KindIncident }
func (i *Incident) Key() ID    { return i.ID }

func (i *Incident) Links() []Link {
	l := link(nil, RelService, i.Service)
	l = link(l, RelAffects, i.Items...)
	l = link(l, RelCausedBy, i.CausedBy...)
	l = link(l, RelSuspects, i.Suspects...)
	l = link(l, RelCleared, i.Cleared...)
	l = link(l, RelRelates, i.Problem)
	return link(l, RelPerson, i.By)
}

func (i *Incident) Row() Row {
	text := i.Text
	for _, r := range i.References {
		text += "\n" + r.ID
	}
	return Row{Title: i.Title, State: i.State, Service: i.Service, Person: i.By, At: i.Opened, Until: i.Resolved, Grade: i.Severity, Text: text, External: i.Origin.External()}
}
