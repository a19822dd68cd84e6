package recompute

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// papers are what the lists say of what was asked for, reviewed, told and checked.
type papers struct {
	approvals    []*approval
	waivers      []*waiver
	notices      []*notice
	improvements []*improvement
	windows      []*window
	documents    []*document
	audits       []*audit
	looks        []*look
	agreements   []*agreement
	outages      []*outage
	rehearsals   []*run
	byID         map[string]*release
	books        map[string]*rules
	scopes       map[string][]string // as planned, of each release that was asked for
	ask          func(args ...string) []byte
	off          map[string]bool // dates off for everybody
	odd          []string        // holidays that can't be told
	written      map[string]int  // record → the entry that wrote it last
	words        []string        // the fields of each list, and the actions in the log
	asked        []*request
}

type verbal struct{ Said string }

// word is what somebody said to a request.
type word struct {
	Yes          bool
	Seat         int
	Verdict      string
	At, Recorded time.Time
	Verbal       *verbal
	Retracted    *ending
}

// back is a word that was taken back.
type back struct{ Decided word }

type approval struct {
	ID, Of, Purpose, Title string
	Seats                  []struct{ Role string }
	At                     time.Time
	Decisions              []word
	Void                   *ending
	Escalated              *struct{ Due time.Time }
}

type waiver struct {
	ID, Of, Check   string
	Until           moment
	At              time.Time
	Decided         *word
	Retracted       []back
	Withdrawn, Void *ending
}

type window struct {
	ID, Class, Rule, Zone, Withdrawn string
	Everything                       bool
	Services, Environments           []string
	Slot                             slot
	Except                           []time.Time
	Skipped                          []moment
	Extra                            []slot
	Exceptions                       []struct {
		Release   string
		At        time.Time
		Decided   *word
		Retracted []back
		Void      *ending
	}
}

type notice struct {
	ID, Release           string
	Slot                  slot
	Sent, After, Recorded time.Time
}

type improvement struct {
	ID, Of        string
	Due           moment
	Done, Dropped *ending
	Handed        []struct{ Due moment }
}

type change struct {
	ID, Type, State, Service string
	Submitted, Awaits        time.Time
	AssessBy                 time.Time `json:"assess_by"`
	Assessed, Decided        *word
	Voided                   []struct {
		Assessed, Decided *word
		Void              ending
	}
	Retracted []back
	Origin    *json.RawMessage
	Follows   *json.RawMessage
	Declared  *struct {
		At    time.Time
		Ended *ending
	}
	Captured *struct{ Outcome string }
	Moved    []passage
	Due      time.Time
	Ended    time.Time
}

// emergency says that it was declared one, and is.
func (c *change) emergency() bool { return c.Declared != nil && c.Declared.Ended == nil }

func (c *change) over() bool {
	return slices.Contains([]string{"closed", "rejected", "withdrawn"}, c.State)
}

func (w *World) readPapers(l Lists) (err error) {
	w.ask, w.books, w.scopes, w.byID, w.written = l.Ask, map[string]*rules{}, map[string][]string{}, map[string]*release{}, map[string]int{}
	for _, r := range w.releases {
		w.byID[r.ID] = r
	}
	if w.approvals, err = records[approval](l.Approvals); err != nil {
		return fmt.Errorf("approvals: %w", err)
	}
	if w.waivers, err = records[waiver](l.Waivers); err != nil {
		return fmt.Errorf("waivers: %w", err)
	}
	if w.windows, err = records[window](l.Windows); err != nil {
		return fmt.Errorf("windows: %w", err)
	}
	if w.notices, err = records[notice](l.Notices); err != nil {
		return fmt.Errorf("notices: %w", err)
	}
	if w.improvements, err = records[improvement](l.Improvements); err != nil {
		return fmt.Errorf("improvements: %w", err)
	}
	if w.looks, err = records[look](l.Checks); err != nil {
		return fmt.Errorf("checks of the DML: %w", err)
	}
	if w.agreements, err = records[agreement](l.Agreements); err != nil {
		return fmt.Errorf("agreements: %w", err)
	}
	if w.outages, err = records[outage](l.Outages); err != nil {
		return fmt.Errorf("outages: %w", err)
	}
	if w.documents, err = records[document](l.Documents); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	for _, text := range [][]byte{l.Changes, l.Releases} {
		var list struct {
			Rows []struct {
				ID       string
				Position int
			}
		}
		if err := json.Unmarshal(text, &list); err != nil {
			return err
		}
		for _, r := range list.Rows {
			w.written[r.ID] = r.Position
		}
	}
	w.holidays()
	if w.audits, err = w.readAudits(); err != nil {
		return fmt.Errorf("audits: %w", err)
	}
	w.asked = w.requests()
	fields := map[string]bool{}
	for list, text := range map[string][]byte{"release": l.Releases, "run": l.Runs, "document": l.Documents, "incident": l.Incidents, "item": l.Items, "service": l.Services, "change": l.Changes, "window": l.Windows, "media": l.Media} {
		for _, f := range field.FindAllSubmatch(text, -1) {
			fields[list+" "+string(f[1])] = true
		}
	}
	for _, e := range w.log {
		fields["log "+e.Action] = true
	}
	for f := range fields {
		w.words = append(w.words, f)
	}
	return nil
}

// field finds what a JSON text has fields for.
var field = regexp.MustCompile(`"([a-z_]+)":`)

// Without are the measures that say that there are no records yet, each with what their
// records would be called: a field of a list, or an action in the log.
var Without = map[string]*regexp.Regexp{
	"change-lead-time": regexp.MustCompile(`commit|pushed`),
}

// Records are what the lists have that a measure without records would be made of.
func (w *World) Records(id string) []string {
	out := slices.DeleteFunc(slices.Clone(w.words), func(f string) bool { return !Without[id].MatchString(f) })
	slices.Sort(out)
	return out
}

// subject is what a paper is of: a release, an RFC or a service, by what papers are told
// apart.
type subject struct{ id, kind, service, team string }

func (t subject) by(split string) string {
	return map[string]string{"type": t.kind, "service": t.service, "team": t.team}[split]
}

// about is what a paper is of; false where it isn't there.
func (w *World) about(id string) (t subject, ok bool) {
	t.id = id
	if r := w.byID[id]; r != nil {
		t.kind, t.service, t.team, ok = r.means(), r.Service, r.Team, true
	} else if c := w.changes[id]; c != nil {
		t.kind, t.service, ok = c.Type, c.Service, true
		if p := w.rules.ofChanges(c.Type); p != nil {
			t.kind = strings.TrimSuffix(p.means(), "-change")
		}
	}
	if s := w.services[t.service]; s != nil && t.team == "" {
		t.team = s.Team
	}
	return t, ok
}

// subjects are all that papers can be of.
func (w *World) subjects() (out []subject) {
	for _, r := range w.releases {
		t, _ := w.about(r.ID)
		out = append(out, t)
	}
	for id := range w.changes {
		t, _ := w.about(id)
		out = append(out, t)
	}
	for _, a := range w.audits {
		out = append(out, a.of)
	}
	for _, s := range w.services {
		out = append(out, ofService(s))
	}
	return out
}

// Papers are the measures of papers that are of releases and of RFCs: of those of which the
// subjects pass.
var Papers = map[string]func(*World, Span, func(subject) bool) Number{
	"approval-wait": approvalWait, "overdue-reviews": overdueReviews, "unauthorised-changes": unauthorisedChanges,
	"improvements": improvementsInTime, "cmdb-accuracy": cmdbAccuracy, "dml-accuracy": dmlAccuracy, "availability": availability,
	"rehearsals": rehearsals,
}

// Known says whether a measure can be recomputed.
func Known(id string) bool { return Measures[id] != nil || Papers[id] != nil }

// Count is how many measures there are.
func Count() int { return len(Measures) + len(Papers) + len(Without) }
