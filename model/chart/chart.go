// Package chart holds what a chart shows, apart from how it is drawn: the same values
// make a picture on a terminal, one in a report, and the table of its numbers.
package chart

// Kind is a sort of chart.
type Kind string

// The kinds, by the names that rules have for them (charts of a measure).
const (
	Bars      Kind = "bars"      // a bar for each period
	Lines     Kind = "lines"     // a line through the periods
	Histogram Kind = "histogram" // how often which length occurs
	Pareto    Kind = "pareto"    // what occurs most, first, with the cumulated share
	Outcomes  Kind = "outcomes"  // a bar for each period, parted by how things ended
	Control   Kind = "control"   // single values in their order, with centre and limits
)

// Groups are numbers of several, a bar for each: a breakdown. It is no chart that a measure
// is looked at as by itself.
const Groups Kind = "groups"

// Kinds are those that rules can name.
func Kinds() []string {
	return []string{string(Bars), string(Lines), string(Histogram), string(Pareto), string(Outcomes), string(Control)}
}

// Chart is what one chart shows.
type Chart struct {
	Kind   Kind
	Title  string // what stands over it
	Of     string // what a point is: period, reason
	Points []Point
	// Series are what the parts of points are called, of outcomes.
	Series []string
	// Target is what is to be reached, in the unit of the points.
	Target *Level
	// Limits are centre and limits of a control chart, and Rule says how they are
	// computed and which points stand out.
	Limits []Level
	Rule   string
	// Notes are what was noted about the time that is shown.
	Notes []Note
}

// Level is a line across a chart.
type Level struct {
	Name  string // target, upper limit
	Value float64
	Text  string // 15 %
	Word  string // of a target: met, missed
}

// Point is one bar, point or value.
type Point struct {
	Label string
	Value float64
	Text  string // the value in words: 21 %
	Known bool   // else there is nothing to draw, and Text says so
	Here  bool   // the one that the rest of the page is about
	More  string // what else is to be said of it: 3/14, together 43 %
	Parts []int  // how many of each series, of outcomes
	Out   string // why it stands out, on a control chart
	Marks string // of the notes that are of its time: a, b
	// Signed says that the value is one that was signed off, and Other that it would be another
	// now.
	Signed, Other bool
}

// Note is an annotation: what happened, and when.
type Note struct {
	Mark string // a
	ID   string // ANN-1
	Day  string
	Text string
	Of   string // the service or measure it is about, "" for all
}

// Total is how many there are of all parts.
func (p Point) Total() int {
	n := 0
	for _, part := range p.Parts {
		n += part
	}
	return n
}

// Mark gives each note a letter in its order, and the points the letters of theirs. at is
// the point that a note belongs to, -1 for none of those that are shown.
func (c *Chart) Mark(notes []Note, at func(i int) int) {
	for i, n := range notes {
		p := at(i)
		if p < 0 || p >= len(c.Points) {
			continue
		}
		n.Mark = letter(len(c.Notes))
		c.Notes = append(c.Notes, n)
		c.Points[p].Marks += n.Mark
	}
}

// letter is a, b … z, and + for all further ones.
func letter(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return "+"
}
