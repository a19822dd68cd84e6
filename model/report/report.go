// Package report makes a report of a period out of facts: what was measured, what became
// of it, what was decided and is being done (ISO/IEC 20000-1:2018, 9.4). A report is a
// value: sections with their texts, tables and charts, in the words and the order that the
// rules lay down. How it is written as Markdown or as a page is ui/publish's business.
//
// The same facts give the same report, in whatever order they come. No query, no clock and
// no drawing may come in here.
package report

import (
	"time"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/metric"
)

// Report is a report of one period.
type Report struct {
	ID    string `json:"report"` // monthly, quarterly, trend
	Title string `json:"title"`
	What  string `json:"what,omitempty"`
	// Period is what it is of, From and To its bounds, half-open.
	Period string    `json:"period"`
	Called string    `json:"period_title"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Service and Filter are what it is about, where that is not everything; Scope says it
	// in words.
	Service model.ID `json:"service,omitempty"`
	Filter  string   `json:"filter,omitempty"`
	Scope   string   `json:"scope"`
	// Position and Hash are those of the log's entry as of which it was made, Now the moment
	// that it takes for now, and Rules the version of the rules in force then.
	Position   int64     `json:"position"`
	Hash       string    `json:"hash"`
	Now        time.Time `json:"now"`
	Rules      model.ID  `json:"rules"`
	RulesTitle string    `json:"rules_title"`
	By         string    `json:"by"`
	Zone       string    `json:"zone"`
	// About are the lines that say which report it is.
	About [][2]string `json:"about"`

	Sections []Section `json:"sections"`

	// Closed are the closings by which its numbers were signed off, if they were.
	Closed []Closing `json:"closed,omitempty"`
	// Reopened are those that were taken back.
	Reopened []Reopened `json:"reopened,omitempty"`
	// Later is what happened in the period and was recorded after it was over, or after the
	// moment of the report.
	Later []metric.Later `json:"recorded_later,omitempty"`

	// Numbers, Decisions, Actions and Recipients are what a kept report has as answers.
	Numbers    []Number    `json:"numbers"`
	Decisions  []Decision  `json:"decisions,omitempty"`
	Actions    []Action    `json:"actions,omitempty"`
	Recipients []Recipient `json:"recipients,omitempty"`
	// Due is the day by which it is due, Next the period of the next one, and NextDue the
	// day by which that is; "" where no working day comes.
	Due     string `json:"due,omitempty"`
	Next    string `json:"next"`
	NextDue string `json:"next_due,omitempty"`
}

// Section is one part of a report.
type Section struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Text   string  `json:"text,omitempty"`
	Blocks []Block `json:"blocks,omitempty"`
}

// Block is one thing in a section: a heading, a text, what is said in a line each, a table or
// a chart; one of them.
type Block struct {
	Heading string `json:"heading,omitempty"`
	Text    string `json:"text,omitempty"`
	Said    []Said `json:"said,omitempty"`
	Table   *Table `json:"table,omitempty"`
	Chart   *Chart `json:"chart,omitempty"`
}

// Said is one line: what it is about, and what is said of it.
type Said struct {
	About string `json:"about"`
	Text  string `json:"text"`
}

// Table is a table whose first column names its rows. Every row has as many cells as the
// head.
type Table struct {
	Caption string     `json:"caption"`
	Head    []string   `json:"head"`
	Rows    [][]string `json:"rows"`
	// Numeric are the columns, from 0, that hold numbers.
	Numeric []int `json:"numeric,omitempty"`
}

// Chart is a picture of numbers, with what it shows in words and the table of its numbers:
// whoever doesn't see it reads the same.
type Chart struct {
	Picture chart.Chart `json:"picture"`
	Says    string      `json:"description"`
	Table   Table       `json:"table"`
}

// Pictured is a chart under a title of its own.
func Pictured(c chart.Chart, title string) *Chart {
	c.Title = title
	out := &Chart{Picture: c, Says: c.Describe(), Table: Table{Caption: title}}
	head, rows := c.InFull()
	for i, h := range head {
		out.Table.Head = append(out.Table.Head, upper(h.Head))
		if h.Numeric {
			out.Table.Numeric = append(out.Table.Numeric, i)
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = dash(row[i])
		}
		out.Table.Rows = append(out.Table.Rows, row)
	}
	return out
}

// Number is a measure of the period as a report keeps it.
type Number struct {
	Measure  string       `json:"measure"`
	Service  string       `json:"service,omitempty"` // of a measure that has none of all together
	Title    string       `json:"title"`
	Value    metric.Value `json:"value"`
	Text     string       `json:"text"` // as people read it; or that there are no records yet
	Fraction string       `json:"fraction,omitempty"`
	Target   string       `json:"target"` // in words, "none" where nothing is to be reached
	Met      string       `json:"met"`    // met, missed, not decidable; "" without a target
	// Reached is what the target is held against, where that is a further value: 114 % of the plan.
	Reached string       `json:"reached,omitempty"`
	Before  metric.Value `json:"period_before"`
	Change  string       `json:"change"` // in words
	Marks   string       `json:"marks,omitempty"`
	change  metric.Change
	goal    string // the target without what it is about
}

// Decision is something that was decided in the period.
type Decision struct {
	At     time.Time `json:"at"`
	Record model.ID  `json:"record"`
	Of     model.ID  `json:"of,omitempty"` // the release or RFC that it is about
	What   string    `json:"what"`
	Word   string    `json:"decision"` // approved, rejected, granted …
	By     string    `json:"by"`
	Why    string    `json:"why,omitempty"`
	// Recorded is when it was entered, where that was later.
	Recorded time.Time `json:"recorded,omitzero"`
}

// Action is an improvement action as it stood at the end of the period, or as of the report.
type Action struct {
	ID     model.ID `json:"id"`
	Action string   `json:"action"`
	Owner  string   `json:"owner"`
	Due    string   `json:"due"`
	Noted  string   `json:"noted"`
	State  string   `json:"state"`
	Effect string   `json:"effect"`
	rank   int
}

// Recipient is who gets the report, and why.
type Recipient struct {
	Person model.ID `json:"person,omitempty"`
	Name   string   `json:"name"`
	As     string   `json:"as"`
}

// Reopened is a closing that was taken back: what it signed off is no number of the period.
type Reopened struct {
	ID       model.ID  `json:"id"`
	Name     string    `json:"name"` // of whoever signed
	At       time.Time `json:"at"`
	By       string    `json:"reopened_by"`
	On       time.Time `json:"reopened"`
	Reason   string    `json:"reason"`
	Measures []string  `json:"measures"`
}

// Closing is one by which numbers of the period were signed off.
type Closing struct {
	ID       model.ID  `json:"id"`
	By       model.ID  `json:"by"`
	Name     string    `json:"name"`
	At       time.Time `json:"at"`
	Position int64     `json:"position"` // the entry of the log as of which they are
	Rules    model.ID  `json:"rules"`
	Measures []string  `json:"measures"`
	Open     []string  `json:"open,omitempty"` // what was not settled
	Reason   string    `json:"reason,omitempty"`
	// Part says that the report is of a part of what was signed off: its numbers are what that
	// part was then.
	Part bool `json:"part,omitempty"`
	// Differences are what would change these numbers by what is known as of the report.
	Differences []metric.Difference `json:"differences,omitempty"`
}
