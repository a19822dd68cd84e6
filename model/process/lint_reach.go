package process

import (
	"slices"
	"strings"
)

// reach finds stages into which no way leads, and gates that nobody could get
// through: those that ask for an approval which can't be asked for up to there.
func (l *linter) reach(p *Process, where place) {
	into := make([]bool, len(p.Stages))
	into[0] = true
	for i, s := range p.Stages {
		if !into[i] {
			l.say(where.at("stage "+s.ID, "stage", i), "no way leads into it: an exit before it is always taken")
			continue
		}
		on := true // whether the plain way to the next stage is ever taken
		for _, e := range s.Exits {
			if _, to := p.Stage(e.To); to > i && can(e.When, true) {
				into[to] = true
			}
			on = on && can(e.When, false)
		}
		if on && i+1 < len(p.Stages) {
			into[i+1] = true
		}
		for n, c := range s.Checks {
			if a, ok := p.Approval(c.Arg); ok && c.Name == "authorised" && !slices.ContainsFunc(p.Stages[:i+1], func(s Stage) bool { return slices.Contains(a.Stages, s.ID) }) {
				l.say(where.at("stage "+s.ID, "stage", i).at("check "+c.Name, "check", n).on("arg"), "nobody gets through: %s can't be asked for here or before", a.ID)
			}
		}
	}
}

// can reports whether there is a release of which a condition holds, or does not.
func can(when string, hold bool) bool {
	words := conditionWords(when)
	if len(words) > len(Conditions) {
		return true // lint says what is wrong with it
	}
	for set := range 1 << len(words) {
		ok, _ := Holds(when, func(word string) bool {
			i := slices.Index(words, word)
			return i >= 0 && set&(1<<i) != 0
		})
		if ok == hold {
			return true
		}
	}
	return false
}

// conditionWords lists the words of a condition, each once.
func conditionWords(when string) []string {
	var out []string
	for group := range strings.SplitSeq(when, " or ") {
		for term := range strings.SplitSeq(group, " and ") {
			word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(term), "not "))
			if word != "" && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

// unread refuses keys that nothing reads yet: whoever writes them would believe
// that they do something. They come with emergency processes.
func (l *linter) unread() {
	yet := func(at place, key string) {
		l.say(at, "nothing reads %s yet: it belongs to emergency processes, which this program does not have; leave it out", key)
	}
	for i := range l.rules.Processes {
		p := &l.rules.Processes[i]
		where := place{words: "process " + p.Name, file: p.File}
		for n := range p.Reasons {
			yet(where.on("reason", n), "[[reason]]")
		}
		for n, a := range p.Approvals {
			at := where.at("approval "+a.ID, "approval", n)
			if a.Downgrade != "" {
				yet(at.on("downgrade"), "downgrade")
			}
			if a.Verbal {
				yet(at.on("verbal"), "verbal")
			}
		}
		for n, s := range p.Stages {
			if s.WorkLimit != 0 {
				yet(where.at("stage "+s.ID, "stage", n).on("limit_work_days"), "limit_work_days")
			}
		}
	}
	if l.rules.Policy.CertifyHours != 0 {
		yet(place{words: "policy", file: PolicyFile}.on("countersign_hours"), "countersign_hours")
	}
}
