// Package diagram makes pictures of a workflow out of its very data: boxes for
// the stages, arrows for the ways between them.
//
// A Graph is what is to be seen. Lay places it for a width, for the drawings that
// place it themselves (SVG here, text in ui/diagram); Mermaid and Dot hand it to a
// program that does so. Words says the same in sentences.
package diagram

import (
	"cmp"
	"fmt"
	"strings"

	"fairway/model/process"
)

// Graph is one workflow.
type Graph struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Boxes []Box  `json:"stages"`
	Ways  []Way  `json:"ways"`
}

// Box is one stage.
type Box struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Phase string `json:"phase,omitempty"`
	// PhaseTitle is what an organisation calls the phase, where that is its own word.
	PhaseTitle string `json:"phase_title,omitempty"`
	// Checks is how many conditions the gate at its exit has.
	Checks int `json:"checks"`
	// Mark is what is there now; nil where nobody has counted.
	Mark *Mark `json:"now,omitempty"`
}

// Mark is how many stand in a stage, and how many of them are overdue.
type Mark struct {
	Here    int `json:"here"`
	Overdue int `json:"overdue"`
}

// Kind says what a way is for.
type Kind string

// The kinds of ways.
const (
	On   Kind = "on"   // to the next stage, through the gate
	Back Kind = "back" // to an earlier one: rework, or a rejection
	Side Kind = "side" // to another one, where a condition holds
)

// Way leads from one box to another, which are named by their places, from 0.
type Way struct {
	From  int    `json:"from"`
	To    int    `json:"to"`
	Kind  Kind   `json:"kind"`
	Label string `json:"label,omitempty"` // why; "" of the usual way on
}

// phase is how the phase is written above its stages.
func (b *Box) phase() string {
	return cmp.Or(b.PhaseTitle, process.Policy{}.PhaseTitle(b.Phase))
}

// Of is the graph of a workflow, with the phases as the policy calls them. A way to
// a stage that isn't there has none.
func Of(p *process.Process, policy process.Policy) Graph {
	g := Graph{Name: p.Name, Title: p.Title}
	for i := range p.Stages {
		s := &p.Stages[i]
		g.Boxes = append(g.Boxes, Box{ID: s.ID, Title: title(s.Title, s.ID), Phase: s.Phase, PhaseTitle: policy.Phases[s.Phase], Checks: len(s.Checks)})
		if i > 0 {
			g.Ways = append(g.Ways, Way{From: i - 1, To: i, Kind: On})
		}
	}
	for i := range p.Stages {
		for _, e := range p.Stages[i].Exits {
			label := ""
			if e.When != "" {
				label = "if " + process.ConditionWords(e.When)
			}
			g.add(p, Way{From: i, Kind: Side, Label: label}, e.To, ", or ")
		}
	}
	for _, m := range p.Moves {
		if _, i := p.Stage(m.From); i >= 0 {
			g.add(p, Way{From: i, Kind: Back, Label: m.Kind}, m.To, " or ")
		}
	}
	return g
}

// add adds a way; one that there is already, for another reason, gets the reason.
func (g *Graph) add(p *process.Process, w Way, to, or string) {
	_, i := p.Stage(to)
	if i < 0 {
		return
	}
	w.To = i
	for k := range g.Ways {
		if have := &g.Ways[k]; have.From == w.From && have.To == w.To && have.Kind == w.Kind {
			if w.Label != "" && have.Label != w.Label {
				have.Label += or + w.Label
			}
			return
		}
	}
	g.Ways = append(g.Ways, w)
}

func title(text, id string) string {
	if strings.TrimSpace(text) == "" {
		return id
	}
	return text
}

// Mark puts what is in each stage now, by its id, onto the boxes; a stage without
// an entry is empty.
func (g *Graph) Mark(marks map[string]Mark) {
	for i := range g.Boxes {
		m := marks[g.Boxes[i].ID]
		g.Boxes[i].Mark = &m
	}
}

// Said is what a box says below its title: what is there now, or else what its
// gate asks for.
func (b Box) Said() string {
	switch m := b.Mark; {
	case m == nil && b.Checks == 0:
		return ""
	case m == nil && b.Checks == 1:
		return "1 check"
	case m == nil:
		return fmt.Sprintf("%d checks", b.Checks)
	case m.Overdue > 0:
		return fmt.Sprintf("%d, %d late", m.Here, m.Overdue)
	case m.Here > 0:
		return fmt.Sprint(m.Here)
	}
	return ""
}

// Say is a way in words.
func (g *Graph) Say(w Way) string {
	text := g.Boxes[w.From].Title + " → " + g.Boxes[w.To].Title
	if w.Label != "" {
		text += ": " + w.Label
	}
	return text
}

// Others are the ways that are not the usual one on.
func (g *Graph) Others() []Way {
	var out []Way
	for _, w := range g.Ways {
		if w.Kind != On {
			out = append(out, w)
		}
	}
	return out
}

// Words says the whole graph in sentences, for whoever can't see it.
func (g *Graph) Words() string {
	var b strings.Builder
	name := g.Title
	if name == "" {
		name = g.Name
	}
	if len(g.Boxes) == 0 {
		return name + " has no stages."
	}
	fmt.Fprintf(&b, "%s goes through %s", name, plural(len(g.Boxes), "stage"))
	phase := ""
	for i, box := range g.Boxes {
		switch {
		case i == 0:
			b.WriteString(": ")
		case box.Phase != phase:
			b.WriteString("; ")
		default:
			b.WriteString(", ")
		}
		if box.Phase != phase && box.Phase != "" {
			fmt.Fprintf(&b, "in %s ", cmp.Or(box.PhaseTitle, box.Phase))
		}
		phase = box.Phase
		b.WriteString(box.Title)
		if m := box.Mark; m != nil && m.Here > 0 {
			fmt.Fprintf(&b, " (%s)", box.Said())
		}
	}
	b.WriteString(".")
	for _, kind := range []struct {
		Kind
		one, many string
	}{{Back, "One way leads back", "%d ways lead back"}, {Side, "One way leads aside", "%d ways lead aside"}} {
		var said []string
		for _, w := range g.Ways {
			if w.Kind != kind.Kind {
				continue
			}
			text := "from " + g.Boxes[w.From].Title + " to " + g.Boxes[w.To].Title
			switch {
			case w.Label == "":
			case w.Kind == Back:
				text += " (" + w.Label + ")"
			default:
				text += ", " + w.Label
			}
			said = append(said, text)
		}
		switch len(said) {
		case 0:
			continue
		case 1:
			b.WriteString(" " + kind.one)
		default:
			fmt.Fprintf(&b, " "+kind.many, len(said))
		}
		b.WriteString(": " + strings.Join(said, "; ") + ".")
	}
	return b.String()
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
