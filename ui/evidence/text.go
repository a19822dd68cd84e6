package evidence

import (
	"strings"

	"fairway/ui/kit"
)

// paperWidth is how wide the papers of a pack are, in columns.
const paperWidth = 100

// line is a text on one line, with what steers a terminal or shows nothing made visible.
func line(text string) string {
	return kit.Visible(strings.Join(strings.Fields(text), " "))
}

// indent is where texts of a matrix stand.
const indent = 16

// wrapped writes a text below the clause that it is of; mark stands before its first line, and
// the others below its text.
func wrapped(b *strings.Builder, mark, text string) {
	for i, part := range kit.Wrap(line(text), paperWidth-indent-len(mark)) {
		if i > 0 {
			mark = strings.Repeat(" ", len(mark))
		}
		b.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+mark+part, " ") + "\n")
	}
}
