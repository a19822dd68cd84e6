package process

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Conditions are the words a "when" may use, each with what is said when it
// does not hold.
var Conditions = map[string]string{
	"software":      "the release brings no software",
	"hardware":      "the release brings no hardware",
	"service-hours": "the release changes no service hours",
	"support":       "the release changes no support arrangement",
	"major":         "the release is not major",
	"deployed":      "nothing was deployed",
	"rolled-back":   "nothing was rolled back",
	"unsuccessful":  "the deployment did not fail",
	"slipped":       "the release did not slip",
	"failing":       "no criterion failed",
	"procuring":     "nothing has to be procured",
	"items":         "the release touches no configuration item",
	"rfcs":          "the release has no RFC in its scope",
}

// contentConditions are the conditions that ask whether a release brings something: it
// is what the policy calls so in its contents.
var contentConditions = []string{"software", "hardware", "service-hours", "support"}

// holding is what is said of each word of Conditions where it holds.
var holding = map[string]string{
	"software":      "the release brings software",
	"hardware":      "the release brings hardware",
	"service-hours": "the release changes service hours",
	"support":       "the release changes a support arrangement",
	"major":         "the release is major",
	"deployed":      "something was deployed",
	"rolled-back":   "it was rolled back",
	"unsuccessful":  "the deployment failed",
	"slipped":       "the release slipped",
	"failing":       "a criterion failed",
	"procuring":     "something has to be procured",
	"items":         "the release touches configuration items",
}

// Holds evaluates a condition: words joined by "or", each group of words
// joined by "and", each word perhaps after "not". An empty one always holds.
// When it does not hold, because says why in words.
func Holds(when string, is func(word string) bool) (ok bool, because string) {
	if when == "" {
		return true, ""
	}
	var why []string
	for group := range strings.SplitSeq(when, " or ") {
		all := true
		for term := range strings.SplitSeq(group, " and ") {
			word, negated := strings.CutPrefix(strings.TrimSpace(term), "not ")
			word = strings.TrimSpace(word)
			if is(word) == negated {
				all = false
				text := Conditions[word]
				if negated {
					text = "the opposite holds: " + word
				}
				if !slices.Contains(why, text) {
					why = append(why, text)
				}
			}
		}
		if all {
			return true, ""
		}
	}
	return false, strings.Join(why, ", ")
}

// ConditionSentence is a condition in full: "the release brings hardware or the
// deployment failed". A word that is unknown stays as it is written.
func ConditionSentence(when string) string {
	groups := strings.Split(when, " or ")
	for i, group := range groups {
		terms := strings.Split(group, " and ")
		for k, term := range terms {
			word, negated := strings.CutPrefix(strings.TrimSpace(term), "not ")
			said := holding[strings.TrimSpace(word)]
			if negated {
				said = Conditions[strings.TrimSpace(word)]
			}
			terms[k] = cmp.Or(said, ConditionWords(term))
		}
		groups[i] = strings.Join(terms, " and ")
	}
	return strings.Join(groups, " or ")
}

// ConditionWords is a condition in few words, as there is room for at an arrow.
func ConditionWords(when string) string { return strings.ReplaceAll(when, "-", " ") }

// lintCondition says what is wrong with a condition, or "".
func lintCondition(when string) string {
	if when == "" {
		return ""
	}
	for group := range strings.SplitSeq(when, " or ") {
		for term := range strings.SplitSeq(group, " and ") {
			word := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(term), "not "))
			if _, ok := Conditions[word]; !ok {
				return fmt.Sprintf("unknown condition %q in when = %q; known are %s", word, when, strings.Join(sorted(Conditions), ", "))
			}
		}
	}
	return ""
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
