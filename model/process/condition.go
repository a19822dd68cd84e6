package process

import (
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

// ConditionWords is a condition as people read it.
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
