// Package chart holds what a chart shows, apart from how it is drawn: the same values
// make a picture on a terminal, one in a report, and the table of its numbers.
package chart

import "cmp"

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
	Kind   Kind    `json:"kind"`
	Title  string  `json:"title"` // what stands over it
	Of     string  `json:"of"`    // what a point is: month, reason
	Unit   Unit    `json:"unit,omitempty"`
	Points []Point `json:"points"`
	// Series are what the parts of points are called, of outcomes.
	Series []string `json:"series,omitempty"`
	// Courses are several lines beside each other, of a chart of lines on paper: each has a
	// value for each of the points, which have none of their own then.
	Courses []Course `json:"courses,omitempty"`
	// Target is what is to be reached, in the unit of the points.
	Target *Level `json:"target,omitempty"`
	// Limits are centre and limits of a control chart, and Rule says how they are
	// computed and which points stand out.
	Limits []Level `json:"limits,omitempty"`
	Rule   string  `json:"rule,omitempty"`
	// Notes are what was noted about the time that is shown.
	Notes []Note `json:"notes,omitempty"`
}

// Says is what it is in full.
func (l *Level) Says() string { return cmp.Or(l.Whole, l.Text) }

// Course is one line of several.
type Course struct {
	Name   string  `json:"name"`
	Points []Point `json:"points"`
}

// Level is a line across a chart.
type Level struct {
	Name  string  `json:"name"` // target, upper limit
	Value float64 `json:"value"`
	Text  string  `json:"text"` // ≤15%
	Whole string  `json:"text_in_full,omitempty"`
	Word  string  `json:"word,omitempty"` // of a target: met, missed
}

// Point is one bar, point or value. What stands on a terminal in a few cells has its words in
// full for paper: Full of Label, Whole of Text.
type Point struct {
	Label string  `json:"label"`
	Full  string  `json:"name,omitempty"` // October 2026
	Key   string  `json:"key,omitempty"`  // what it is by name, on an axis of paper: 2026-10
	Value float64 `json:"value"`
	Text  string  `json:"text"` // the value in words: 21%
	Whole string  `json:"text_in_full,omitempty"`
	Known bool    `json:"known"`           // else there is nothing to draw, and Text says so
	Here  bool    `json:"here,omitempty"`  // the one that the rest of the page is about
	More  string  `json:"more,omitempty"`  // what else is to be said of it: 3/14, together 43 %
	Note  string  `json:"note,omitempty"`  // what it must not be shown without on paper: small n (3)
	Parts []int   `json:"parts,omitempty"` // how many of each series, of outcomes
	Out   string  `json:"stands_out,omitempty"`
	Marks string  `json:"marks,omitempty"` // of the notes that are of its time: a, b
	// Fraction is numerator and denominator alone, for a column of paper.
	Fraction string `json:"fraction,omitempty"`
	// Signed says that the value is one that was signed off, and Other that it would be another
	// now.
	Signed bool `json:"signed_off,omitempty"`
	Other  bool `json:"other_now,omitempty"`
}

// Name is what it is called in full.
func (p *Point) Name() string { return cmp.Or(p.Full, p.Label) }

// Says is its value in full.
func (p *Point) Says() string { return cmp.Or(p.Whole, p.Text) }

// Note is an annotation: what happened, and when.
type Note struct {
	Mark string `json:"mark"` // a
	ID   string `json:"id"`   // ANN-1
	Day  string `json:"day"`
	Text string `json:"text"`
	Of   string `json:"of,omitempty"` // the service or measure it is about, "" for all
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
