package process

import (
	"slices"
	"strings"
)

// ReportsFile lays down which reports the organisation makes of its measures. Rules from
// before it was there have none: those of the default rules are made then.
const ReportsFile = "process/reports.toml"

// Reporting is what is laid down about reports (ISO/IEC 20000-1:2018, 9.4): which there are,
// and the words of what they can hold.
type Reporting struct {
	Reports  []Report        `toml:"report" json:"report,omitempty"`
	Sections []ReportSection `toml:"section" json:"section,omitempty"`
}

// Report is one sort of report: of which periods it is, what stands in it, who gets it and
// until when.
type Report struct {
	ID    string `toml:"id" json:"id"` // monthly, quarterly, trend
	Title string `toml:"title" json:"title"`
	What  string `toml:"what" json:"what"`
	// Units are the periods that one can be of, the usual first: week, month, quarter, year.
	Units []string `toml:"units" json:"units"`
	// Points is over how many periods its trends go, the reported one the last.
	Points int `toml:"points" json:"points"`
	// Sections are what stands in it, in this order (ReportSections).
	Sections []string `toml:"sections" json:"sections"`
	// To are the roles whose holders get it, People others, by their handles.
	To     []string `toml:"to" json:"to,omitempty"`
	People []string `toml:"people" json:"people,omitempty"`
	// DueDays is how many working days after the end of its period it is due.
	DueDays int    `toml:"due_days" json:"due_days"`
	Source  string `toml:"source" json:"source,omitempty"`
}

// ReportSection is a section that reports can have: its title, and a sentence under it.
type ReportSection struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
	Text  string `toml:"text" json:"text,omitempty"`
}

// The sections that the program fills.
const (
	SectionSummary      = "summary"      // what is good, what is not, what is to be done, in short
	SectionEvaluation   = "evaluation"   // what whoever made it says
	SectionNumbers      = "numbers"      // every measure of the period
	SectionTrends       = "trends"       // their course over the last periods
	SectionOutcomes     = "outcomes"     // what became of the deployments of the last periods
	SectionSlips        = "slips"        // who moved what, and why
	SectionChanges      = "changes"      // what became of the RFCs
	SectionDecisions    = "decisions"    // what was decided
	SectionActions      = "actions"      // improvement actions and their effect
	SectionDefects      = "defects"      // what the records lack
	SectionDistribution = "distribution" // who gets it, and when the next is due
)

// ReportSections are those that the program fills, in the order of the default rules.
var ReportSections = []string{SectionSummary, SectionEvaluation, SectionNumbers, SectionTrends, SectionOutcomes, SectionSlips, SectionChanges, SectionDecisions, SectionActions, SectionDefects, SectionDistribution}

// reportUnits are the periods that a report can be of.
var reportUnits = []string{"week", "month", "quarter", "year"}

// Reporting is what the rules lay down about reports.
func (b *Rules) Reporting() Reporting { return Reporting{b.Reports, b.ReportSections} }

// Report finds what is laid down about a report.
func (r Reporting) Report(id string) (Report, bool) {
	if i := slices.IndexFunc(r.Reports, func(one Report) bool { return one.ID == id }); i >= 0 {
		return r.Reports[i], true
	}
	return Report{}, false
}

// Section finds the words of a section; one that is not laid down is called by its id.
func (r Reporting) Section(id string) ReportSection {
	if i := slices.IndexFunc(r.Sections, func(one ReportSection) bool { return one.ID == id }); i >= 0 {
		return r.Sections[i]
	}
	return ReportSection{ID: id, Title: strings.ToUpper(id[:1]) + id[1:]}
}

// reporting looks over what is laid down about reports.
func (l *linter) reporting() {
	seen := map[string]bool{}
	for n, r := range l.rules.Reports {
		at := place{"report " + r.ID, ReportsFile, ""}.on("report", n)
		switch {
		case r.ID == "" || strings.ContainsAny(r.ID, " \t/"):
			l.say(at.on("id"), "id = %q is no word", r.ID)
		case slices.Contains(reportNames, r.ID):
			l.say(at.on("id"), "id = %q is the name of a command about reports", r.ID)
		case seen[r.ID]:
			l.say(at.on("id"), "the report is laid down twice")
		}
		seen[r.ID] = true
		for _, must := range []struct{ key, is string }{{"title", r.Title}, {"what", r.What}} {
			if must.is == "" {
				l.say(at.on(must.key), "%s must be set", must.key)
			}
		}
		if len(r.Units) == 0 {
			l.say(at.on("units"), "no unit is named: of which periods is it? %s", strings.Join(reportUnits, ", "))
		}
		for _, u := range r.Units {
			if !slices.Contains(reportUnits, u) {
				l.say(at.on("units"), "units: %q must be one of %s", u, strings.Join(reportUnits, ", "))
			}
		}
		if r.Points < 2 || r.Points > reportPoints {
			l.say(at.on("points"), "points = %d must be from 2 to %d: over how many periods trends go", r.Points, reportPoints)
		}
		if r.DueDays < 0 || r.DueDays > reportDue {
			l.say(at.on("due_days"), "due_days = %d must be from 0 to %d", r.DueDays, reportDue)
		}
		if len(r.Sections) == 0 {
			l.say(at.on("sections"), "no section is named: nothing would stand in it")
		}
		for k, s := range r.Sections {
			switch {
			case !slices.Contains(ReportSections, s):
				l.say(at.on("sections"), "there is no section %q; known are %s", s, strings.Join(ReportSections, ", "))
			case slices.Contains(r.Sections[:k], s):
				l.say(at.on("sections"), "section %q is named twice", s)
			}
		}
		for _, role := range r.To {
			if _, ok := l.rules.Role(role); !ok {
				l.say(at.on("to"), "there is no role %q", role)
			}
		}
	}
	said := map[string]bool{}
	for n, s := range l.rules.ReportSections {
		at := place{"section " + s.ID, ReportsFile, ""}.on("section", n)
		switch {
		case !slices.Contains(ReportSections, s.ID):
			l.say(at.on("id"), "there is no section %q; known are %s", s.ID, strings.Join(ReportSections, ", "))
		case said[s.ID]:
			l.say(at.on("id"), "the section is laid down twice")
		}
		said[s.ID] = true
		if s.Title == "" {
			l.say(at.on("title"), "title must be set")
		}
	}
}

// reportNames are the commands about reports, which no report is called by.
var reportNames = []string{"list", "show", "keep", "make", "hand-out", "get"}

const (
	reportPoints = 60 // the most periods of a trend
	reportDue    = 60 // the most working days until a report is due
)
