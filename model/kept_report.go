package model

import (
	"slices"
	"time"
)

// KeptReport is a report of a period that was kept (ISO/IEC 20000-1:2018, 9.4): its document
// has what it says, in as many versions as it was kept, each with its approval and the files
// in which it was written.
type KeptReport struct {
	ID ID `json:"id"`
	// Report is which of the reports of the rules it is: monthly, quarterly, trend.
	Report string `json:"report"`
	Title  string `json:"title"`
	Period string `json:"period"` // 2026-10
	// Service and Filter are what it is about, where that is not everything.
	Service ID     `json:"service,omitempty"`
	Filter  string `json:"filter,omitempty"`
	// Document is what it says, Version that of its last one.
	Document ID        `json:"document"`
	Version  int       `json:"version"`
	By       ID        `json:"by"` // who kept that
	At       time.Time `json:"at"`
	// Position is the entry of the log as of which the last version was made.
	Position int64 `json:"position"`
	// NextDue is the day by which the report of the next period is due: 2026-12-07; "" where
	// no working day comes.
	NextDue string `json:"next_due,omitempty"`
	// Handed is who got which version, the oldest first.
	Handed []HandedOut `json:"handed,omitempty"`
}

// HandedOut is that a version of a report was given to people.
type HandedOut struct {
	Version int       `json:"version"`
	To      []ID      `json:"to"`
	Channel string    `json:"channel"` // mail, meeting, portal …
	By      ID        `json:"by"`
	At      time.Time `json:"at"`
	// Recorded is when that was entered, where it was later.
	Recorded time.Time `json:"recorded,omitzero"`
}

func (r *KeptReport) Kind() Kind { return KindReport }
func (r *KeptReport) Key() ID    { return r.ID }

// Same reports whether it is the report of the same period, about the same.
func (r *KeptReport) Same(report, period string, service ID, filter string) bool {
	return r.Report == report && r.Period == period && r.Service == service && r.Filter == filter
}

// Got are those who got its last version.
func (r *KeptReport) Got() []ID {
	var out []ID
	for _, h := range r.Handed {
		if h.Version == r.Version {
			out = append(out, h.To...)
		}
	}
	return SortIDs(out)
}

// State works out how it stands.
func (r *KeptReport) State() State {
	if len(r.Got()) > 0 {
		return ReportHandedOut
	}
	return ReportKept
}

// Links name its document and whoever it has to do with.
func (r *KeptReport) Links() []Link {
	people := []ID{r.By}
	for _, h := range r.Handed {
		people = append(append(people, h.By), h.To...)
	}
	return link(link(link(nil, RelRelates, r.Document), RelService, r.Service), RelPerson, SortIDs(people)...)
}

func (r *KeptReport) Row() Row {
	return Row{Title: r.Title, State: r.State(), Service: r.Service, Person: r.By, Subject: r.Document, At: r.At, Grade: r.Report, Text: r.Period + " " + r.Filter}
}

// Reported finds the report of a period among the facts.
func (c *Case) Reported(report, period string, service ID, filter string) *KeptReport {
	all := All[*KeptReport](c)
	if i := slices.IndexFunc(all, func(r *KeptReport) bool { return r.Same(report, period, service, filter) }); i >= 0 {
		return all[i]
	}
	return nil
}
