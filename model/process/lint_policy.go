package process

import (
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// quorumMost is how many one approval may ask for.
const quorumMost = 50

// hoursMost is the longest of the limits in hours or days: ten years of hours.
const hoursMost = 10 * 366 * 24

func (l *linter) policy() {
	p, at := l.rules.Policy, place{words: "policy", file: PolicyFile}
	if p.Title == "" || p.Version == "" {
		l.say(at, "title and version must be set: by them one version of the rules is told from another")
	}
	if _, err := when.Zone(p.Zone); err != nil || p.Zone == "" {
		l.say(at.on("zone"), "zone %q is no IANA time zone, such as Europe/Berlin or UTC", p.Zone)
	}
	if p.Quorum < 1 {
		l.say(at.on("cab_quorum"), "cab_quorum is %d; it must be at least 1", p.Quorum)
	}
	if p.Quorum > quorumMost {
		l.say(at.on("cab_quorum"), "cab_quorum is %d; nobody could reach more than %d", p.Quorum, quorumMost)
	}
	l.office(at, p)
	l.limits(at, p)
	l.priorities(at, p)
	l.relations(at, p)
	top, seen := 0, map[string]bool{}
	for n, b := range p.Bands {
		if b.Up <= top {
			l.say(at.on("band", n), "band %s ends at %d, not above the band before it", b.ID, b.Up)
		}
		if seen[b.ID] {
			l.say(at.on("band", n), "band %s is there twice", b.ID)
		}
		top, seen[b.ID] = b.Up, true
	}
	if top != 25 {
		l.say(at.on("band"), "the risk bands end at %d; scores go up to 25", top)
	}
	seen = map[string]bool{}
	for n, f := range p.Factors {
		if seen[f.ID] {
			l.say(at.on("factor", n), "factor %s is there twice", f.ID)
		}
		seen[f.ID] = true
		if f.ID == "" || f.Title == "" {
			l.say(at.on("factor", n), "id and title must be set")
		}
		if f.Adds < -4 || f.Adds > 4 {
			l.say(at.on("factor", n, "adds"), "factor %s adds %d; the likelihood goes from 1 to 5, so that it can add -4 to 4", f.ID, f.Adds)
		}
	}
	for _, phase := range sorted(p.Phases) {
		if !slices.Contains(Phases, phase) {
			l.say(at.on("phase_titles", phase), "phase %q must be one of %s", phase, strings.Join(Phases, ", "))
		}
	}
	for _, kind := range sorted(p.Conflicts) {
		grade := p.Conflicts[kind]
		if grade != "hard" && grade != "soft" {
			l.say(at.on("conflicts", kind), "conflict %s = %q must be hard or soft", kind, grade)
		}
	}
	l.capacity(at, p)
	if len(p.Reasons) == 0 {
		l.say(at, "there is no [[reason]]; a reschedule needs one")
	}
	if p.CertifyHours < 0 || p.CertifyHours > 24*31 {
		l.say(at.on("countersign_hours"), "countersign_hours = %d must be from 1 to %d: within so many hours a decision by word of mouth is countersigned", p.CertifyHours, 24*31)
	}
	l.reasons(at, p.Reasons)
}

// weekdays are how the days of a week are written in a policy, whatever language
// people read.
var weekdays = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// office looks over when people work.
func (l *linter) office(at place, p Policy) {
	if p.FirstDay != "" && !slices.Contains(weekdays, p.FirstDay) {
		l.say(at.on("first_day"), "first_day = %q must be one of %s", p.FirstDay, strings.Join(weekdays, ", "))
	}
	for n, d := range p.WorkDays {
		if !slices.Contains(weekdays, d) {
			l.say(at.on("work_days", n), "work_days: %q must be one of %s", d, strings.Join(weekdays, ", "))
		}
	}
	var hours []time.Time
	for _, of := range []struct{ key, at string }{{"work_start", p.WorkStart}, {"work_end", p.WorkEnd}} {
		h, err := time.Parse("15:04", of.at)
		switch {
		case of.at == "":
		case err != nil:
			l.say(at.on(of.key), "%s = %q must be a time of day, such as 08:00", of.key, of.at)
		default:
			hours = append(hours, h)
		}
	}
	if _, err := time.Parse("15:04", p.MediaVerifyAt); p.MediaVerifyAt != "" && err != nil {
		l.say(at.on("media_verify_at"), "media_verify_at = %q must be a time of day, such as 02:00", p.MediaVerifyAt)
	}
	if len(hours) == 2 && !hours[0].Before(hours[1]) {
		l.say(at.on("work_end"), "work_end = %q does not lie after work_start = %q", p.WorkEnd, p.WorkStart)
	}
}

// limits looks over the numbers of a policy, and what the tables of them are by.
func (l *linter) limits(at place, p Policy) {
	for _, n := range []struct {
		key         string
		is          int
		least, most int
	}{
		{"cab_item_minutes", p.ItemMinutes, 0, 24 * 60},
		{"cab_forward_days", p.ForwardDays, 0, 366},
		{"scan_fresh_hours", p.ScanHours, 1, hoursMost},
		{"slip_tolerance_hours", p.SlipHours, 0, hoursMost},
		{"base_likelihood", p.BaseLikely, 1, 5},
		{"many_items", p.ManyItems, 0, 1_000_000},
		{"catalogue_failures", p.CatalogueFailures, 0, 1000},
		{"waiver_days", p.WaiverDays, 0, hoursMost / 24},
		{"media_verify_days", p.MediaVerifyDays, 0, hoursMost / 24},
		{"remind_hours", p.RemindHours, 0, hoursMost},
		{"escalate_hours", p.EscalateHours, 0, hoursMost},
		{"expire_days", p.ExpireDays, 0, hoursMost / 24},
	} {
		if n.is < n.least || n.is > n.most {
			l.say(at.on(n.key), "%s is %d; it must be from %d to %d", n.key, n.is, n.least, n.most)
		}
	}
	for n, name := range p.NeverWaived {
		if !slices.Contains(l.known, name) {
			l.say(at.on("never_waived", n), "never_waived: there is no check %q; known are %s", name, strings.Join(l.known, ", "))
		}
	}
	bands := []string{"*"}
	for _, b := range p.Bands {
		bands = append(bands, b.ID)
	}
	types := []string{"*", TypeNormal, TypeEmergency, "major"}
	for i := range l.rules.Processes {
		if r := &l.rules.Processes[i]; r.Of == "release" {
			types = append(types, r.Name, r.Means())
		}
	}
	for _, table := range []struct {
		key   string
		is    map[string]int
		by    string
		known []string
	}{
		{"notice_hours", p.NoticeHours, "risk band", bands},
		{"early_life_days", p.EarlyDays, "type of release", types},
		{"incident_window_days", p.Incident, "type of release", types},
		{"reminders", p.Reminders, "thing that waits", slices.Clone(Reminded)},
	} {
		for _, key := range sorted(table.is) {
			if !slices.Contains(table.known, key) {
				slices.Sort(table.known)
				l.say(at.on(table.key, key), "%s: unknown %s %q; known are %s", table.key, table.by, key, strings.Join(slices.Compact(table.known), ", "))
			}
			if n := table.is[key]; n < 0 || n > hoursMost {
				l.say(at.on(table.key, key), "%s of %q is %d; it must be from 0 to %d", table.key, key, n, hoursMost)
			}
		}
	}
	for _, list := range []struct {
		key string
		is  []string
	}{{"contents", p.Contents}, {"severities", p.Severities}, {"item_classes", p.ItemClasses}} {
		if len(list.is) == 0 {
			l.say(at.on(list.key), "%s is empty: there would be nothing to choose from", list.key)
		}
		for n, word := range list.is {
			if strings.TrimSpace(word) == "" || slices.Contains(list.is[:n], word) {
				l.say(at.on(list.key, n), "%s: %q is blank, or there twice", list.key, word)
			}
		}
	}
}
