package process

import (
	"slices"
	"strings"

	"fairway/model/when"
)

// quorumMost is how many one approval may ask for.
const quorumMost = 50

func (l *linter) policy() {
	p, at := l.rules.Policy, place{words: "policy", file: PolicyFile}
	if _, err := when.Zone(p.Zone); err != nil || p.Zone == "" {
		l.say(at.on("zone"), "zone %q is no IANA time zone, such as Europe/Berlin or UTC", p.Zone)
	}
	if p.Quorum < 1 {
		l.say(at.on("cab_quorum"), "cab_quorum is %d; it must be at least 1", p.Quorum)
	}
	if p.Quorum > quorumMost {
		l.say(at.on("cab_quorum"), "cab_quorum is %d; nobody could reach more than %d", p.Quorum, quorumMost)
	}
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
	if len(p.Reasons) == 0 {
		l.say(at, "there is no [[reason]]; a reschedule needs one")
	}
	l.reasons(at, p.Reasons)
}
