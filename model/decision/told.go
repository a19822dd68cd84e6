package decision

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
)

// After is what is told of a verdict besides who gave it and when, as it follows that: when
// it was entered, where that was later, what was said with it, and its conditions, met or
// not. at writes a time. It is "" of none, and of one of which that is all.
func After(c *model.Case, v *model.Verdict, at func(time.Time) string) string {
	if v == nil {
		return ""
	}
	var out strings.Builder
	if !v.Recorded.IsZero() {
		fmt.Fprintf(&out, " (recorded %s)", at(v.Recorded))
	}
	if v.Text != "" {
		out.WriteString(": " + strings.TrimSpace(v.Text))
	}
	for i, k := range v.Conditions() {
		before := "; on condition: "
		if i > 0 {
			before = "; and: "
		}
		out.WriteString(before + k.Text + " (" + conditionWords(c, k, at) + ")")
	}
	return out.String()
}

// conditionWords say who has to meet a condition, or by what it is met.
func conditionWords(c *model.Case, k *model.Condition, at func(time.Time) string) string {
	if k.Met == nil {
		return c.PersonName(k.By) + " has to meet it"
	}
	return strings.TrimSpace(fmt.Sprintf("met by %s %s, %s", k.Met.Record, k.Met.Note, at(k.Met.At)))
}

// Abstentions say who decides neither way on something, and why, with those who took that
// back: a line each.
func Abstentions(c *model.Case, list []model.Abstention, at func(time.Time) string) []string {
	return model.Each(list, func(a model.Abstention) string {
		text := fmt.Sprintf("%s abstained %s", Signed(c, a.By, a.At, a.Basis), at(a.At)) + After(c, &a.Verdict, at)
		if a.Retracted != nil {
			text += fmt.Sprintf("; taken back %s: %s", at(a.Retracted.At), a.Retracted.Reason)
		}
		return text
	})
}
