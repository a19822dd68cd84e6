package decision

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
)

// ConditionWords say what a condition asks, who has to meet it, or when and by what it was
// met; stamp writes a time.
func ConditionWords(c *model.Case, k model.Owed, stamp func(time.Time) string) string {
	if k.Met == nil {
		return fmt.Sprintf("condition %d to be met by %s: %s", k.Number, c.PersonName(k.By), k.Text)
	}
	entered := ""
	if !k.Met.Recorded.IsZero() {
		entered = ", recorded " + stamp(k.Met.Recorded)
	}
	return fmt.Sprintf("condition %d met by %s %s%s: %s (%s)", k.Number, c.Signatory(k.Met.By, k.Met.At), stamp(k.Met.At), entered, k.Text, strings.TrimSpace(string(k.Met.Record)+" "+k.Met.Note))
}

// Unmet says how many conditions of a record are still to be met, as it follows how that
// stands; "" where there are none.
func Unmet(r model.Record) string {
	n := 0
	for _, k := range model.Owing(r) {
		if k.Met == nil {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return ", " + grammar.Count(n, "condition") + " to be met"
}
