package chart

import (
	"strings"

	"fairway/ui/theme"
)

// levels are those of a sparkline, in ASCII.
var levels = []string{"_", ".", ":", "-", "=", "+", "*", "#"}

// Spark is a line of small bars, a cell a value; what is not known is a dash.
func Spark(t *theme.Theme, values []float64, known []bool) string {
	most := 0.0
	for i, v := range values {
		if known[i] {
			most = max(most, v)
		}
	}
	var b strings.Builder
	for i, v := range values {
		switch n := eighths(v, most, 1, false); {
		case !known[i]:
			b.WriteString(t.Glyph.NA)
		case t.ASCII:
			b.WriteString(levels[max(n-1, 0)])
		default:
			b.WriteString(standing[max(n, 1)])
		}
	}
	return b.String()
}
