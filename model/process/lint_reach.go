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
