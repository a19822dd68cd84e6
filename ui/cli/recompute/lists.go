// Package recompute computes the measures anew out of the JSON of the list commands alone,
// as an auditor would who trusts the records and not the program: it uses nothing of
// Fairway, and is written from the definitions (assets/process/measures.toml), not from the
// formulas (model/metric). What differs is a fault of one of the two.
package recompute

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Lists are what commands print with --json, with all rows (--limit 0) and their records
// (--whole), of one moment: now, or --as-of the same.
type Lists struct {
	Releases, Runs, Documents, Incidents, Items, Services, Teams, Changes, Log []byte
	Approvals, Waivers, Windows, Notices, Improvements, Media, Checks          []byte
	Agreements, Outages                                                        []byte
	// Rules is what process show prints with --whole.
	Rules []byte
	// Ask gives a command, in its words, and is what that prints with --whole: for other
	// rules than those in force, and for lists as they stood at an entry of the log.
	Ask func(args ...string) []byte
}

// Commands are the command lines that print them, by the fields of Lists.
var Commands = map[string]string{
	"Releases": "release list", "Runs": "run list", "Documents": "document list", "Incidents": "incident list", "Items": "item list",
	"Services": "service list", "Teams": "team list", "Changes": "change list", "Log": "log show", "Rules": "process show",
	"Approvals": "approval list", "Waivers": "waiver list", "Windows": "window list", "Notices": "notice list", "Improvements": "improvement list", "Media": "media list", "Checks": "media check list",
	"Agreements": "service agreement list", "Outages": "service outage list",
}

// moment is a planned time: an instant, or a whole day wherever it is.
type moment struct {
	At              time.Time
	Precision       string
	Day, Wall, Zone string
}

type slot struct{ Start, End moment }

type passage struct {
	From, To, Kind string
	At, Recorded   time.Time
}

type move struct {
	From, To slot
	Reason   string
	Customer bool
	At       time.Time
}

type ending struct{ At time.Time }

type release struct {
	ID, Type, Service, Team string
	Purpose                 string `json:"type_purpose"`
	Major, Deployed         bool
	AtEnd                   bool `json:"at_end"`
	Stage                   string
	Rules                   string
	Since, Registered       time.Time
	StageDue                time.Time `json:"stage_due"`
	Passed, Returned        []passage
	Risk                    *struct{ Band string }
	Broken                  []ending
	Cancelled               *ending
	Changes, Deferred       []string
	Items                   []string
	Window                  slot
	Baseline                *struct {
		Slot slot
		At   time.Time
	}
	Moves    []move
	Outcome  string
	Origin   *json.RawMessage
	Declared *struct {
		Incident string
		Ended    *ending
	}

	runs []*run
	docs map[string]*document // the latest of each form
	hold [][2]time.Time       // from, to; zero while it goes on
}

type run struct {
	ID, Release    string
	Production     bool
	Back           string
	Started, Ended time.Time
	Result         string
	Rollback       *struct {
		Decided, Ended time.Time
		Partial        bool
	}
	Intervention     string
	Failed, Restored time.Time
}

type document struct {
	ID, Form, Purpose, Of, Title string
	At                           time.Time
	Answers                      struct {
		Values map[string]string
		Tables map[string][]map[string]string
	}
}

type incident struct {
	ID, Severity, Service string
	State                 string
	Reopenings            []struct{ Resolved, At time.Time }
	Opened, Resolved      time.Time
	Impact                time.Time `json:"impact_start"`
	Items                 []string
	CausedBy              []string `json:"caused_by"`
	Suspects, Cleared     []string
}

type item struct {
	ID        string
	DependsOn []string `json:"depends_on"`
	Relations []struct{ To, Felt string }
}

type service struct{ ID, Name, Handle, Zone, Team string }

type team struct{ ID, Name string }

type entry struct {
	Position        int
	Action, Subject string
	At, Happened    time.Time
}

// World is what the lists say, ready to be counted.
type World struct {
	releases  []*release
	incidents []*incident
	services  map[string]*service
	teams     map[string]*team
	changes   map[string]*change
	needs     map[string][]string // item → what it depends on, by all steps
	log       []entry             // the oldest first
	papers
	rules *rules         // in force
	zone  *time.Location // the organisation's
	now   time.Time
}

// Read reads lists that were made for a moment.
func Read(l Lists, now time.Time) (*World, error) {
	w := &World{services: map[string]*service{}, teams: map[string]*team{}, changes: map[string]*change{}, needs: map[string][]string{}, now: now}
	var err error
	if w.rules, err = readRules(l.Rules); err != nil {
		return nil, err
	}
	if w.zone, err = time.LoadLocation(w.rules.Policy.Zone); err != nil {
		return nil, err
	}
	if w.releases, err = records[release](l.Releases); err != nil {
		return nil, fmt.Errorf("releases: %w", err)
	}
	byID := map[string]*release{}
	for _, r := range w.releases {
		byID[r.ID], r.docs = r, map[string]*document{}
	}
	runs, err := records[run](l.Runs)
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	for _, r := range runs {
		if of := byID[r.Release]; of != nil && r.Production && r.Back == "" { // neither rehearsals nor rollbacks are deployments
			of.runs = append(of.runs, r)
		} else if of != nil && r.Back == "" {
			w.rehearsals = append(w.rehearsals, r)
		}
	}
	docs, err := records[document](l.Documents)
	if err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	for _, d := range docs {
		form := d.Purpose
		if form == "" {
			form = d.Form
		}
		if of := byID[d.Of]; of != nil && (of.docs[form] == nil || d.At.After(of.docs[form].At)) {
			of.docs[form] = d
		}
	}
	if w.incidents, err = records[incident](l.Incidents); err != nil {
		return nil, fmt.Errorf("incidents: %w", err)
	}
	return w, w.rest(l, byID)
}

func (w *World) rest(l Lists, byID map[string]*release) error {
	items, err := records[item](l.Items)
	if err != nil {
		return fmt.Errorf("items: %w", err)
	}
	for _, i := range items {
		w.needs[i.ID] = append(w.needs[i.ID], i.DependsOn...)
		for _, r := range i.Relations {
			if r.Felt == "here" || r.Felt == "both" {
				w.needs[i.ID] = append(w.needs[i.ID], r.To)
			}
			if r.Felt == "there" || r.Felt == "both" {
				w.needs[r.To] = append(w.needs[r.To], i.ID)
			}
		}
	}
	services, err := records[service](l.Services)
	if err != nil {
		return fmt.Errorf("services: %w", err)
	}
	for _, s := range services {
		w.services[s.ID] = s
	}
	teams, err := records[team](l.Teams)
	if err != nil {
		return fmt.Errorf("teams: %w", err)
	}
	for _, t := range teams {
		w.teams[t.ID] = t
	}
	changes, err := records[change](l.Changes)
	if err != nil {
		return fmt.Errorf("changes: %w", err)
	}
	for _, c := range changes {
		w.changes[c.ID] = c
	}
	var log struct{ Rows []entry }
	if err := json.Unmarshal(l.Log, &log); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	for i := range log.Rows { // the newest first
		e := log.Rows[len(log.Rows)-1-i]
		w.log = append(w.log, e)
		at, of := e.At, byID[e.Subject]
		if !e.Happened.IsZero() {
			at = e.Happened
		}
		if of == nil {
			continue
		}
		switch n := len(of.hold); {
		case e.Action == "hold" && (n == 0 || !of.hold[n-1][1].IsZero()):
			of.hold = append(of.hold, [2]time.Time{at})
		case e.Action == "resume" && n > 0:
			of.hold[n-1][1] = at
		}
	}
	return w.readPapers(l)
}

// records are those beside the rows of a list.
func records[T any](text []byte) ([]*T, error) {
	var l struct {
		LeftOut int `json:"left_out"`
		Rows    []struct{ Record *T }
	}
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, err
	}
	if l.LeftOut > 0 {
		return nil, fmt.Errorf("%d are left out", l.LeftOut)
	}
	var out []*T
	for _, r := range l.Rows {
		if r.Record != nil { // else it was removed by law
			out = append(out, r.Record)
		}
	}
	return out, nil
}

// number is what an id ends with.
func number(id string) (n int) {
	_, after, _ := strings.Cut(id, "-")
	_, _ = fmt.Sscanf(after, "%d", &n)
	return n
}
