// Package process shows the organisation's rules: its workflows as boxes and
// arrows with what stands in each stage now, who does what, policy with its
// versions, forms, interactions, glossary and clauses.
//
// What the rules say is put into words in ui/handbook, and workflows are laid
// out in model/process/diagram; here they are chosen, scrolled and searched.
package process

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/handbook"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Process is the screen.
type Process struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding

	book     handbook.Handbook
	standing map[string]map[string]store.StageStanding
	versions []version
	loaded   bool
	trouble  string

	sections []section
	at       int
	chosen   map[string]int // the box of each workflow, by its name
	top      int            // the first line seen of a diagram
	inside   string         // the stage that is read, "" for the diagram
	places   map[string]*kit.Place
	sheet    *kit.Sheet // as it was drawn last
	rows     int        // how many of its lines are seen
	filter   string
	grid     roleMatrix
	files    ruleFiles
	trying   *backtest // under way; nil where none is
	looking  *looking  // the same, of the evidence of a period
}

// version is one set of rules that was in force, or is.
type version struct {
	ID    model.ID
	Title string
	State model.State
	At    time.Time
	Who   string
	Note  string
}

// section is one part of the screen.
type section struct {
	id, title string
	flow      int // which workflow, -1 for none
}

// The sections besides the workflows.
const (
	secRACI         = "raci"
	secRoles        = "roles"
	secMatrix       = "matrix"
	secPolicy       = "policy"
	secFiles        = "files"
	secForms        = "forms"
	secInteractions = "interactions"
	secGlossary     = "glossary"
	secClauses      = "clauses"
)

// New makes the screen.
func New(env *screen.Env) *Process {
	p := &Process{Base: screen.Base{Width: 80, Height: 20}, env: env, chosen: map[string]int{}, places: map[string]*kit.Place{}}
	p.bindings = p.keys()
	return p
}

// Name is the word on the tab.
func (p *Process) Name() string { return "Process" }

// Bindings are its keys; from a stage esc leads back to the diagram.
func (p *Process) Bindings() []screen.Binding {
	if p.inside != "" {
		return append([]screen.Binding{{Keys: []string{"esc"}, Name: "diagram", Group: screen.GroupMove, Foot: true, Help: "Back to the diagram.", Do: screen.Act(func() { p.inside = "" })}}, p.bindings...)
	}
	switch p.section().id {
	case secMatrix:
		return instead(p.bindings, p.matrixKeys())
	case secFiles:
		return instead(p.bindings, p.fileKeys())
	case secPolicy:
		return instead(p.bindings, p.versionKeys())
	case secClauses:
		return instead(p.bindings, p.clauseKeys())
	}
	return p.bindings
}

// settle makes the sections of the rules, and keeps the one that is shown.
func (p *Process) settle() {
	shown := ""
	if p.at < len(p.sections) {
		shown = p.sections[p.at].id
	}
	p.sections = nil
	for i := range p.book.Processes {
		one := &p.book.Processes[i]
		p.sections = append(p.sections, section{"flow/" + one.Name, one.Title, i})
	}
	for _, s := range [][2]string{{secRACI, "RACI matrix"}, {secRoles, "Roles and duties"}, {secMatrix, "Role matrix"}, {secPolicy, "Policy, versions"}, {secFiles, "Rule files"}, {secForms, "Forms, templates"}, {secInteractions, "Interactions"}, {secGlossary, "Glossary"}, {secClauses, "Clauses"}} {
		p.sections = append(p.sections, section{s[0], s[1], -1})
	}
	p.at = min(p.at, len(p.sections)-1)
	for i, s := range p.sections {
		if s.id == shown {
			p.at = i
		}
	}
	if f := p.flow(); f == nil || p.stage() == nil {
		p.inside = ""
	}
}

// ShowClauses turns to the clauses of the standard, where the matrix of a period is, too.
func (p *Process) ShowClauses() tea.Cmd {
	if i := slices.IndexFunc(p.sections, func(s section) bool { return s.id == secClauses }); i >= 0 {
		return p.turn(i)
	}
	return nil
}

// section is the one that is shown.
func (p *Process) section() section {
	if p.at >= len(p.sections) {
		return section{flow: -1}
	}
	return p.sections[p.at]
}

// flow is the workflow that is shown, nil where something else is.
func (p *Process) flow() *process.Process {
	if i := p.section().flow; i >= 0 && i < len(p.book.Processes) {
		return &p.book.Processes[i]
	}
	return nil
}

// stage is the one that is read.
func (p *Process) stage() *process.Stage {
	if f := p.flow(); f != nil {
		s, _ := f.Stage(p.inside)
		return s
	}
	return nil
}

// box is the chosen one of the workflow that is shown.
func (p *Process) box() int {
	f := p.flow()
	return max(min(p.chosen[f.Name], len(f.Stages)-1), 0)
}

// place is where the reader is in what is shown.
func (p *Process) place() *kit.Place {
	key := p.section().id + "/" + p.inside
	if p.places[key] == nil {
		p.places[key] = &kit.Place{}
	}
	return p.places[key]
}

// Filter is the word that is looked for.
func (p *Process) Filter() string { return p.filter }

// FilterHint says what can be typed.
func (p *Process) FilterHint() string { return "a word: rollback, quorum, 8.5.3-d" }

// FilterError is always "": any text is a word to look for.
func (p *Process) FilterError() string { return "" }

// SetFilter looks for another word.
func (p *Process) SetFilter(text string) tea.Cmd {
	p.filter = text
	if f := p.flow(); f != nil && p.inside == "" && text != "" {
		for i, s := range f.Stages {
			if finds(text, s.Title) {
				p.chosen[f.Name] = i
				break
			}
		}
	}
	return nil
}

var _ screen.Filtered = (*Process)(nil)
var _ screen.Searched = (*Process)(nil)
