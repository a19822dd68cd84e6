package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/calendar"
)

// RuledOut is a rule of the calendar with how many candidates for a slot it ruled out.
type RuledOut struct {
	Kind  string   `json:"kind"`  // of calendar.Kinds
	With  []string `json:"with"`  // what it did so with, the most frequent first
	Count int      `json:"count"` // of candidates, each counted once
}

// ByRule counts what ruled the candidates out, the rule that did so most often first. A
// candidate that several ruled out is counted for each.
func ByRule(passed []PassedOver) []RuledOut {
	type tally struct {
		count int
		with  map[string]int
	}
	of := map[string]*tally{}
	for _, p := range passed {
		counted := map[string]bool{}
		for _, c := range p.By {
			t := of[c.Kind]
			if t == nil {
				t = &tally{with: map[string]int{}}
				of[c.Kind] = t
			}
			if !counted[c.Kind] {
				counted[c.Kind] = true
				t.count++
			}
			for _, id := range c.With {
				t.with[id]++
			}
		}
	}
	var out []RuledOut
	for _, kind := range calendar.Kinds() {
		t := of[kind]
		if t == nil {
			continue
		}
		r := RuledOut{Kind: kind, Count: t.count, With: []string{}}
		for id := range t.with {
			r.With = append(r.With, id)
		}
		slices.SortFunc(r.With, func(a, b string) int {
			return cmp.Or(t.with[b]-t.with[a], model.CompareIDs(model.ID(a), model.ID(b)))
		})
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b RuledOut) int { return b.Count - a.Count })
	return out
}

// ruleWords says what rules a candidate out, as it follows "by".
var ruleWords = map[string]string{
	calendar.SameItem:           "releases that change the same items",
	calendar.DependentItem:      "releases that change items on which its own depend, or the reverse",
	calendar.SameService:        "releases for the same service",
	calendar.OutsideMaintenance: "the maintenance windows",
	calendar.FreezeHard:         "hard freezes",
	calendar.FreezeSoft:         "soft freezes",
	calendar.PersonTwice:        "people who are needed twice",
	calendar.EnvironmentTwice:   "environments that are used twice",
	calendar.Order:              "what has to come before or after it",
	calendar.TooLittleNotice:    "too little notice",
	calendar.PersonAbsent:       "people who are absent",
	calendar.NobodyOnCall:       "nobody being on call",
	calendar.BusinessEvent:      "business events",
	calendar.OverCapacity:       "too many deployments at a time",
}

// ruleNamed is how many ids stand behind the words of a rule at most.
const ruleNamed = 2

// Words names the rule, with the ids of what it is about as far as they are few.
func (r RuledOut) Words() string {
	if len(r.With) == 0 {
		return ruleWords[r.Kind]
	}
	ids := strings.Join(r.With[:min(len(r.With), ruleNamed)], ", ")
	if len(r.With) > ruleNamed {
		ids += " and others"
	}
	return ruleWords[r.Kind] + " (" + ids + ")"
}

// TellPassed says how many candidates were passed over, and by what most of them were.
func TellPassed(passed []PassedOver) string {
	by := ByRule(passed)
	if len(by) == 0 {
		return "nothing had to be passed over"
	}
	text := fmt.Sprintf("%d candidates passed over", len(passed))
	if len(passed) == 1 {
		text = "1 candidate passed over"
	}
	if by[0].Count == len(passed) {
		return text + ", by " + by[0].Words()
	}
	return fmt.Sprintf("%s, %d of them by %s", text, by[0].Count, by[0].Words())
}
