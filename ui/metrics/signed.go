package metrics

import (
	"strings"

	"fairway/model/metric"
	"fairway/ui/chart"
	"fairway/ui/kit"
)

// signedWords say that a number was signed off and what it would be now, in full and in ever
// fewer cells: what it says of a number must not be cut off with it.
func signedWords(c *metric.Closing) []string {
	out := []string{c.Words()}
	if c.Now != nil {
		is := c.Now.Fraction()
		if is == "" || c.Now.Form == metric.OfPlan || c.Now.Form == metric.PerWeek {
			is = c.Now.Tight()
		}
		out = append(out, chart.SignedOther+" now "+is)
	}
	if c.Changed() {
		out = append(out, chart.SignedOther)
	}
	return out
}

// fitting is the first of some texts that has room, or the last where none has.
func fitting(texts []string, room int) string {
	for _, text := range texts {
		if kit.Width(text) <= room {
			return text
		}
	}
	return texts[len(texts)-1]
}

// countedWords are those about how a number was counted that it must not be shown without.
func countedWords(r *metric.Result) []string {
	var out []string
	if r.Small && r.Population > 0 {
		out = append(out, "small n")
	}
	if r.Provisional {
		out = append(out, "provisional")
	}
	if r.Closed == nil && len(r.Reopened) > 0 {
		out = append(out, "reopened")
	}
	return out
}

// marks are all words that a number must not be shown without, in so much room: first what
// was signed off.
func marks(r *metric.Result, room int) string {
	rest := countedWords(r)
	if r.Closed == nil {
		return strings.Join(rest, ", ")
	}
	tail := strings.Join(append([]string{""}, rest...), ", ")
	return fitting(signedWords(r.Closed), room-kit.Width(tail)) + tail
}
