package process

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fairway/model/when"
)

// Reason is one entry of a list of reasons.
type Reason struct {
	ID       string `toml:"id" json:"id"`
	Title    string `toml:"title" json:"title"`
	Customer bool   `toml:"customer" json:"customer,omitempty"`
	// Displaced says that another release was put before it: that is no slip.
	Displaced bool `toml:"displaced" json:"displaced,omitempty"`
	// Direction says which way a move goes that it gives a reason for: Sooner, Later, or
	// either where it is empty.
	Direction string `toml:"direction" json:"direction,omitempty"`
	// Incident says of a way to find a change that an incident is named with it.
	Incident bool `toml:"incident" json:"incident,omitempty"`
}

// The ways in which a move goes.
const (
	Sooner = "sooner"
	Later  = "later"
)

// Fits reports whether it can be the reason of a move that goes some way, "" for one that
// leaves the start where it is.
func (r Reason) Fits(direction string) bool {
	return r.Direction == "" || direction == "" || r.Direction == direction
}

// Factor is one yes/no question that makes failure likelier.
type Factor struct {
	ID      string `toml:"id" json:"id"`
	Purpose string `toml:"purpose" json:"purpose,omitempty"` // many-items: the program counts these itself
	Title   string `toml:"title" json:"title"`
	Adds    int    `toml:"adds" json:"adds"`
}

// Band is a stretch of risk scores.
type Band struct {
	ID    string `toml:"id" json:"id"`
	Title string `toml:"title" json:"title"`
	Up    int    `toml:"up_to" json:"up_to"`
}

// Policy is everything with a number or a list in it.
type Policy struct {
	Title     string   `toml:"title" json:"title"`
	Version   string   `toml:"version" json:"version"`
	Zone      string   `toml:"zone" json:"zone"`
	FirstDay  string   `toml:"first_day" json:"first_day"`
	WorkStart string   `toml:"work_start" json:"work_start"`
	WorkEnd   string   `toml:"work_end" json:"work_end"`
	WorkDays  []string `toml:"work_days" json:"work_days"`
	Contents  []string `toml:"contents" json:"contents"`
	Quorum    int      `toml:"cab_quorum" json:"cab_quorum"`
	// ItemMinutes are those that an item of a CAB meeting is given, and ForwardDays
	// how far its schedule looks ahead; 0 of rules from before meetings, see ItemTime
	// and Forward.
	ItemMinutes int            `toml:"cab_item_minutes" json:"cab_item_minutes,omitempty"`
	ForwardDays int            `toml:"cab_forward_days" json:"cab_forward_days,omitempty"`
	ScanHours   int            `toml:"scan_fresh_hours" json:"scan_fresh_hours"`
	NoticeHours map[string]int `toml:"notice_hours" json:"notice_hours"`
	EarlyDays   map[string]int `toml:"early_life_days" json:"early_life_days"`
	// Reminders are for what waits besides approvals (Reminded) how many working hours
	// before its deadline, or where it has none after it began to wait, whoever has to
	// see to it is reminded.
	Reminders map[string]int    `toml:"reminders" json:"reminders,omitempty"`
	Incident  map[string]int    `toml:"incident_window_days" json:"incident_window_days"`
	SlipHours int               `toml:"slip_tolerance_hours" json:"slip_tolerance_hours"`
	Conflicts map[string]string `toml:"conflicts" json:"conflicts"` // kind → hard or soft
	// Capacity is how many deployments can be done at a time; none is any number.
	Capacity    []Capacity `toml:"capacity" json:"capacity,omitempty"`
	Reasons     []Reason   `toml:"reason" json:"reason"`
	Factors     []Factor   `toml:"factor" json:"factor"`
	Bands       []Band     `toml:"band" json:"band"`
	Severities  []string   `toml:"severities" json:"severities"`
	ItemClasses []string   `toml:"item_classes" json:"item_classes"`
	// Relation are the ways in which items can stand to each other; none in rules from
	// before there were several, see Relations.
	Relation     []Relation `toml:"relation" json:"relation,omitempty"`
	BaseLikely   int        `toml:"base_likelihood" json:"base_likelihood"`
	ManyItems    int        `toml:"many_items" json:"many_items"`
	CertifyHours int        `toml:"countersign_hours" json:"countersign_hours"`
	// CatalogueFailures is after how many failures in a row an entry of the catalogue
	// is to be suspended; 0 asks for it never.
	CatalogueFailures int `toml:"catalogue_failures" json:"catalogue_failures,omitempty"`
	// RemindHours, EscalateHours and ExpireDays are those of every approval whose process
	// does not say them (Approval.RemindHours); 0 is never, as under rules from before.
	RemindHours   int `toml:"remind_hours" json:"remind_hours,omitempty"`
	EscalateHours int `toml:"escalate_hours" json:"escalate_hours,omitempty"`
	ExpireDays    int `toml:"expire_days" json:"expire_days,omitempty"`
	// WaiverDays is for how long a check of a gate is waived at most; 0 lets nobody waive
	// any, as under rules from before there were waivers. NeverWaived are the checks that
	// nobody waives: what they ask for is decided in a way of its own.
	WaiverDays  int      `toml:"waiver_days" json:"waiver_days,omitempty"`
	NeverWaived []string `toml:"never_waived" json:"never_waived,omitempty"`
	// MediaVerifyDays is after how many days the clock compares the whole DML with what stands
	// on record, and MediaVerifyAt at which time of the day; 0 is never, as under rules from
	// before. See MediaDue.
	MediaVerifyDays int    `toml:"media_verify_days" json:"media_verify_days,omitempty"`
	MediaVerifyAt   string `toml:"media_verify_at" json:"media_verify_at,omitempty"`
	// Urgencies and Priorities make the priority of an RFC, the most pressing first;
	// rules from before have neither.
	Urgencies  []Urgency  `toml:"urgency" json:"urgency,omitempty"`
	Priorities []Priority `toml:"priority" json:"priority,omitempty"`
	// Phases are the titles of the phases that stages are grouped by, where they are
	// not those words.
	Phases map[string]string `toml:"phase_titles" json:"phase_titles,omitempty"`
	// Metrics are those on the first page, in their order; Targets are what
	// some of them should reach, in per cent.
	Metrics []string       `toml:"metrics" json:"metrics,omitempty"`
	Targets map[string]int `toml:"metric_targets" json:"metric_targets,omitempty"`
	// Retention says how long records are kept at least, by their kind.
	Retention []Retention `toml:"retention" json:"retention,omitempty"`
}

// FactorTitle is what people call a risk factor; of one that the policy no longer
// has, its id in words.
func (p Policy) FactorTitle(id string) string {
	for _, f := range p.Factors {
		if f.ID == id {
			return f.Title
		}
	}
	return strings.ReplaceAll(id, "-", " ")
}

// BandTitle is what people call a risk band.
func (p Policy) BandTitle(id string) string {
	for _, b := range p.Bands {
		if b.ID == id && b.Title != "" {
			return b.Title
		}
	}
	return strings.ReplaceAll(id, "-", " ")
}

// BandRank is the place of a risk band among those of the policy, from 1 for the lowest; 0
// for none.
func (p Policy) BandRank(id string) int {
	return 1 + slices.IndexFunc(p.Bands, func(b Band) bool { return b.ID == id })
}

// PhaseTitle is what people call a phase of stages.
func (p Policy) PhaseTitle(phase string) string {
	if title := p.Phases[phase]; title != "" {
		return title
	}
	r, n := utf8.DecodeRuneInString(phase)
	return string(unicode.ToUpper(r)) + phase[n:]
}

// ReasonTitle is the same for a reason for moving a release.
func (p Policy) ReasonTitle(id string) string {
	if r, ok := p.Reason(id); ok {
		return r.Title
	}
	return strings.ReplaceAll(id, "-", " ")
}

// Location is the organisation's time zone.
func (p Policy) Location() *time.Location {
	if zone, err := when.Zone(p.Zone); err == nil && p.Zone != "" {
		return zone
	}
	return time.UTC
}

// Notice is how long before the start the notice has to be out, by risk band.
func (p Policy) Notice(band string) time.Duration {
	return time.Duration(pick(p.NoticeHours, band)) * time.Hour
}

// EarlyLife is how many days early life lasts at least, by release type (see
// model.PolicyKeys); major releases have an entry of their own.
func (p Policy) EarlyLife(keys ...string) int { return pick(p.EarlyDays, keys...) }

// IncidentWindow is for how many days after a deployment an incident counts as
// one after it, by release type; major releases have an entry of their own.
func (p Policy) IncidentWindow(keys ...string) int { return pick(p.Incident, keys...) }

// WatchedUntil is the end of the incident window of a deployment that ended then: the same time
// of day so many days later, in the service's zone. The measure of incidents after release and
// the proposal of suspected releases both end there.
func WatchedUntil(end time.Time, days int, zone *time.Location) time.Time {
	at, _ := when.FromWall(when.OnWall(end, zone).AddDate(0, 0, days), zone)
	return at
}

// Slip is the tolerance within which a late start is no slip.
func (p Policy) Slip() time.Duration { return time.Duration(p.SlipHours) * time.Hour }

// Countersign is how long somebody has to countersign what they decided by word of
// mouth; a day where the policy does not say.
func (p Policy) Countersign() time.Duration {
	hours := p.CertifyHours
	if hours == 0 {
		hours = 24
	}
	return time.Duration(hours) * time.Hour
}

// ItemTime is what an item of a CAB meeting is given: ten minutes where the policy does
// not say.
func (p Policy) ItemTime() time.Duration {
	return time.Duration(cmp.Or(p.ItemMinutes, 10)) * time.Minute
}

// Forward is how far ahead the schedule of a CAB meeting looks, in days: two weeks where
// the policy does not say.
func (p Policy) Forward() int { return cmp.Or(p.ForwardDays, 14) }

// Grave reports whether an incident of a severity is grave. One that the policy no
// longer has is judged as the defaults did when it was written.
func (p Policy) Grave(severity string) bool {
	if at := slices.Index(p.Severities, severity); at >= 0 {
		return at < graveOnes
	}
	return severity == "P1" || severity == "P2"
}

// GraveWords are these severities: "P1 or P2".
func (p Policy) GraveWords() string {
	return strings.Join(p.Severities[:min(graveOnes, len(p.Severities))], " or ")
}

// ScanFresh is how long a conflict scan is good for.
func (p Policy) ScanFresh() time.Duration { return time.Duration(p.ScanHours) * time.Hour }

// Band is the risk band of a score.
func (p Policy) Band(score int) string {
	for _, b := range p.Bands {
		if score <= b.Up {
			return b.ID
		}
	}
	return ""
}

// HardConflict reports whether a kind of conflict blocks until decided upon.
func (p Policy) HardConflict(kind string) bool { return p.Conflicts[kind] == "hard" }

// Reason finds a reason for moving a release.
func (p Policy) Reason(id string) (Reason, bool) { return reason(p.Reasons, id) }

// pick is the entry of the first key that has one, else that of "*".
func pick(m map[string]int, keys ...string) int {
	for _, key := range keys {
		if v, ok := m[key]; ok {
			return v
		}
	}
	return m["*"]
}

// PolicyOrder lists the keys of a table by type, without "*": major releases
// first.
func PolicyOrder(m map[string]int) []string {
	keys := slices.DeleteFunc(sorted(m), func(k string) bool { return k == "*" })
	if at := slices.Index(keys, KeyMajor); at > 0 {
		keys = slices.Insert(slices.Delete(keys, at, at+1), 0, KeyMajor)
	}
	return keys
}
