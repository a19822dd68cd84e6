package model

import (
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
)

// Period are the numbers of a period as their owner signed them off (ISO/IEC 20000-1:2018,
// 9.1): of the state after one entry of the log, by the rules of then. The entry that wrote
// it is the signature. Nothing is taken out of it: who reopens it says why, and signs off
// anew what the numbers are by then.
type Period struct {
	ID ID `json:"id"`
	// Period is what was signed off, 2026-10; From and To are its bounds, half-open, in Zone,
	// the organisation's.
	Period string    `json:"period"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Zone   string    `json:"zone"`
	// Position is the entry of the log as of which the numbers are, and Rules those that were
	// in force. Edition is that of the formulas (metric.Edition).
	Position int64    `json:"position"`
	Rules    ID       `json:"rules"`
	Edition  int      `json:"edition"`
	Figures  []Figure `json:"figures"`
	// Open is what was not settled when it was signed off all the same, and Reason why it
	// was.
	Open   []string `json:"open,omitempty"`
	Reason string   `json:"reason,omitempty"`
	// Role is the one in which it was signed.
	Role string    `json:"role,omitempty"`
	By   ID        `json:"by"`
	At   time.Time `json:"at"`
	// Reopened says that it counts no more, by whom and why.
	Reopened *Ending `json:"reopened,omitempty"`
}

// Figure is the number of one measure.
type Figure struct {
	Measure string `json:"measure"`
	Amount
	Parts []FigurePart `json:"parts,omitempty"`
	// Services are the numbers of each service, by its id, of a measure that has none of all
	// together; what is on no service has "".
	Services    []FigurePart `json:"services,omitempty"`
	Population  int          `json:"population"`
	Provisional bool         `json:"provisional,omitempty"`
	// Defects is how many records could not be counted for lack of data, Missing why there
	// is no number at all.
	Defects int    `json:"defects,omitempty"`
	Missing string `json:"missing,omitempty"`
}

// FigurePart is a further value of a measure.
type FigurePart struct {
	Name string `json:"name"`
	Amount
}

// Amount is a number with what it was divided by, in the form of its measure.
type Amount struct {
	Form        string `json:"form"`
	Numerator   int64  `json:"numerator"`
	Denominator int64  `json:"denominator"`
}

// Basis says of which state of the log the numbers are, and for which moment they were taken.
// Stamp writes a time.
func (p *Period) Basis(stamp func(time.Time) string) string {
	return fmt.Sprintf("as of entry %d, taken for %s", p.Position, stamp(p.At))
}

// Figure finds the number of a measure; nil where it was not signed off.
func (p *Period) Figure(measure string) *Figure {
	for i := range p.Figures {
		if p.Figures[i].Measure == measure {
			return &p.Figures[i]
		}
	}
	return nil
}

// Measures are the ids of the measures that were signed off.
func (p *Period) Measures() []string {
	return Each(p.Figures, func(f Figure) string { return f.Measure })
}

// Services are the ids of those of which it has numbers, whatever these are called by now.
func (p *Period) Services() []ID {
	var out []ID
	for _, f := range p.Figures {
		for _, s := range f.Services {
			out = append(out, ID(s.Name))
		}
	}
	return out
}

// Span is where the period lies.
func (p *Period) Span() when.Span { return when.Span{Start: p.From, End: p.To} }

// State works out how it stands.
func (p *Period) State() State {
	if p.Reopened != nil {
		return PeriodReopened
	}
	return PeriodClosed
}

func (p *Period) Kind() Kind { return KindPeriod }
func (p *Period) Key() ID    { return p.ID }

func (p *Period) Links() []Link {
	people := []ID{p.By}
	if p.Reopened != nil {
		people = append(people, p.Reopened.By)
	}
	return link(link(nil, RelUnderRules, p.Rules), RelPerson, SortIDs(people)...)
}

func (p *Period) Row() Row {
	return Row{Title: p.Title(), State: p.State(), Person: p.By, At: p.At, Until: p.To, Grade: p.Period, Text: strings.TrimSpace(strings.Join(p.Measures(), " ") + " " + p.Reason)}
}

// Title is what was signed off: October 2026, 14 measures.
func (p *Period) Title() string {
	name := p.Period
	if named, err := when.ParsePeriod(p.Period); err == nil {
		name = named.Title()
	}
	if len(p.Figures) == 1 {
		return name + ", " + p.Figures[0].Measure
	}
	return fmt.Sprintf("%s, %d measures", name, len(p.Figures))
}

// Measured are the numbers of a period as they are counted in a case (Needs.Measured).
type Measured struct {
	Period   string
	Span     when.Span
	Position int64 // the end of the log, as of which they are
	Edition  int
	Figures  []Figure
	// Looked are the numbers as they were at the place in the log that somebody looked at;
	// nil where nobody says so, or that is the end of it.
	Looked []Figure
	// Unsettled is what is provisional yet, and what lacks data.
	Unsettled []Unsettled
}

// Unsettled is what keeps a number from being final.
type Unsettled struct {
	Measures []string
	ID       ID
	// Defect says that data are missing; else it is provisional.
	Defect   bool
	Text     string
	Remedies []Remedy
}

// ToMeasure asks for the numbers of a period, and those as of a place in the log.
type ToMeasure struct {
	Period string
	Looked int64
}
