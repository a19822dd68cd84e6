package publish

import (
	"maps"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
)

// DefinedBy are the rules that lay a measure down.
type DefinedBy struct {
	ID       model.ID  `json:"id"`
	Title    string    `json:"title"`
	Version  string    `json:"version,omitempty"`
	Since    time.Time `json:"since,omitzero"` // in force since
	Approver string    `json:"approver,omitempty"`
}

// Definition is a measure with the numbers of the policy that it depends on.
type Definition struct {
	process.Measure
	Depends map[string]string `json:"policy,omitempty"`
	// TargetText are its targets in words, "" for none.
	TargetText string `json:"target_text,omitempty"`
	// UnitText is the unit of its numbers, and that of its targets where that is another.
	UnitText string `json:"unit_text"`
	// FirstPage is its place among those that come first, from 1; 0 where it is none of them.
	FirstPage int `json:"first_page,omitempty"`
	// Rules are those of which it is.
	Rules DefinedBy `json:"rules"`
}

// Definitions are the measures that the program computes, as rules lay them down: those
// that come first in their order, then the others.
func Definitions(laid []process.Measure, p process.Policy) []Definition {
	place := map[string]int{}
	for i, id := range p.Metrics {
		if _, twice := place[id]; !twice {
			place[id] = i + 1
		}
	}
	var out []Definition
	for _, m := range metric.All(laid) {
		d := Definition{Measure: m.Measure, TargetText: m.TargetWords(""), UnitText: m.UnitWords(), FirstPage: place[m.ID]}
		if percent, old := p.Targets[m.ID]; old && d.Target == nil {
			d.Target = &percent
			d.TargetText = d.TargetWords("")
		}
		if m.Agreed {
			d.TargetText = "that of the agreement of each service"
		}
		if m.Rules != nil {
			d.Depends = map[string]string{}
			for _, r := range m.Rules(p) {
				d.Depends[r[0]] = r[1]
			}
		}
		out = append(out, d)
	}
	rank := func(d *Definition) int {
		if d.FirstPage > 0 {
			return d.FirstPage
		}
		return len(place) + 1
	}
	slices.SortStableFunc(out, func(a, b Definition) int { return rank(&a) - rank(&b) })
	return out
}

// Measures is a paper of definitions, to be handed to whoever recomputes the numbers;
// lines say which rules they are of.
func Measures(title string, lines [][]string, list []Definition) string {
	d := &Paper{}
	d.Heading(1, title)
	d.Table([]string{"", ""}, lines...)
	for _, m := range list {
		d.Heading(2, m.Title)
		d.Text(m.What)
		d.Table([]string{"", ""}, m.rows()...)
		d.List(false, m.Edges...)
	}
	return d.String()
}

// rows are what is said of a measure in a word or a sentence.
func (m *Definition) rows() [][]string {
	better := "less is better"
	if m.Good == "more" {
		better = "more is better"
	}
	rows := [][]string{{"id", m.ID}, {"formula", m.Formula}, {"what a period takes", m.Window}, {"unit", m.UnitText}, {"direction", better}}
	if m.TargetText != "" {
		rows = append(rows, []string{"target", m.TargetText})
	}
	for _, service := range slices.Sorted(maps.Keys(m.Services)) {
		rows = append(rows, []string{"target of " + service, m.TargetWords(service)})
	}
	for _, name := range slices.Sorted(maps.Keys(m.Depends)) {
		rows = append(rows, []string{name, m.Depends[name]})
	}
	if m.Missing != "" {
		rows = append(rows, []string{"no records yet", m.Missing})
	}
	return append(rows, []string{"owner", m.Owner}, []string{"frequency", m.Frequency}, []string{"source", m.Source})
}
