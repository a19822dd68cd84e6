package process

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// filesKey is the preference under which the draft of the files is kept.
const filesKey = "rules.draft"

// ruleFiles are the files of the rules as somebody would have them: a draft, which
// is linted as it is written, compared, tried on the past year, and proposed.
type ruleFiles struct {
	draft   *fileDraft // nil where nothing is changed
	keptFor string
	// faults are what is wrong in the draft; left is what nobody could do or decide
	// under it, which keeps nobody from proposing it. looked says that both are of the
	// draft as it stands.
	faults, left []process.Fault
	looked       bool
	why          string // what was said of it, where the proposal was refused
	folder       string // named last
}

// fileDraft is all files of a set of rules, as somebody would have them.
type fileDraft struct {
	Base  model.ID       `json:"base"` // the rules that were changed
	Files []process.File `json:"files"`
}

// inForce are the files of the rules that are shown.
func (p *Process) inForce() []process.File {
	if p.book.Rules == nil {
		return nil
	}
	files, _, err := p.book.Rules.Files()
	if err != nil {
		return nil
	}
	return files
}

// fileDraft is the draft of who looks at the present; the past has none.
func (p *Process) fileDraft() *fileDraft {
	if p.env.AsOf != store.Now {
		return nil
	}
	return p.files.draft
}

// shownFiles are those of the draft, else those in force.
func (p *Process) shownFiles() []process.File {
	if d := p.fileDraft(); d != nil {
		return d.Files
	}
	return p.inForce()
}

// takeFiles is the draft as it was kept; what is no draft is none.
func (p *Process) takeFiles(who model.ID, text string) {
	if p.files.keptFor == string(who) {
		return // the one at hand is newer
	}
	p.files = ruleFiles{keptFor: string(who)}
	var d fileDraft
	if json.Unmarshal([]byte(text), &d) == nil && len(d.Files) > 0 {
		p.files.draft = &d
	}
}

// change makes files the draft; those in force are none.
func (p *Process) change(d *fileDraft) tea.Cmd {
	if d != nil && d.Base == p.book.ID && slices.Equal(d.Files, p.inForce()) {
		d = nil
	}
	p.files.draft, p.files.looked, p.files.faults, p.files.left = d, false, nil, nil
	return tea.Batch(screen.Aside(screen.Keep(p, p.env, "draft of files", filesKey, d.text(), "keep the draft of the rules")), p.lookOver())
}

// text is the draft as it is kept; of none "".
func (d *fileDraft) text() string {
	if d == nil {
		return ""
	}
	b, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	return string(b)
}

// changed is the draft with another text of one file, or without the file.
func (p *Process) changed(name string, text *string) *fileDraft {
	d := &fileDraft{Base: p.book.ID, Files: slices.Clone(p.shownFiles())}
	if was := p.fileDraft(); was != nil {
		d.Base = was.Base
	}
	at := slices.IndexFunc(d.Files, func(f process.File) bool { return f.Name == name })
	switch {
	case text == nil && at >= 0:
		d.Files = slices.Delete(d.Files, at, at+1)
	case text != nil && at >= 0:
		d.Files[at].Text = *text
	case text != nil:
		d.Files = append(d.Files, process.File{Name: name, Text: *text})
		slices.SortFunc(d.Files, func(a, b process.File) int { return strings.Compare(a.Name, b.Name) })
	}
	return d
}

// lookOver lints the draft, outside the loop.
func (p *Process) lookOver() tea.Cmd {
	d := p.fileDraft()
	if d == nil || p.files.looked {
		return nil
	}
	files := slices.Clone(d.Files)
	q := p.env.Query()
	type found struct{ faults, left []process.Fault }
	return screen.Ask(p, "lint", func() (found, error) {
		rules, faults := action.ReadRules(files)
		if len(faults) > 0 {
			slices.SortStableFunc(faults, func(a, b process.Fault) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
			return found{faults: faults}, nil
		}
		c, err := q.Case(model.Needs{Kinds: []model.Kind{model.KindPerson, model.KindService}})
		if err != nil {
			return found{}, err
		}
		return found{left: action.LockOutFaults(c, &rules.Rules)}, nil
	}, screen.OrFail(p.env.Host, "look the draft over", func(f found) tea.Cmd {
		p.files.faults, p.files.left, p.files.looked = f.faults, f.left, true
		return nil
	}))
}

// fileState says what a draft did to a file.
func fileState(was []process.File, is process.File) string {
	text, had := process.Text(was, is.Name)
	switch {
	case !had:
		return "new"
	case text != is.Text:
		return "changed"
	}
	return ""
}

// Keys of lines: a file, and a finding by its place.
const (
	fileLine  = "file/"
	faultLine = "fault/"
)

// drawFiles is what is wrong in the draft, and the files.
func (p *Process) drawFiles(s *kit.Sheet) {
	t := p.env.Theme
	d, was := p.fileDraft(), p.inForce()
	switch {
	case d == nil && p.mayNotEdit() != "":
		s.Text(t.Faint, "The files of "+string(p.book.ID)+", word for word. To read only: "+p.mayNotEdit()+".")
	case d == nil:
		s.Text(t.Faint, "The files of "+string(p.book.ID)+", word for word. What you change in one is kept as your draft: it is linted as you write, can be compared and tried on the past year, and becomes a proposal.")
	case d.Base != p.book.ID:
		s.Text(t.Warn, "Your draft was made from "+string(d.Base)+", and "+string(p.book.ID)+" is in force now: take what you need of it, drop it, and begin anew.")
	default:
		s.Text(t.Note, "Your draft of "+string(d.Base)+". b tries it on the past year, d shows what it changes, p proposes it.")
	}
	if d != nil {
		s.Head("Lint")
		switch {
		case !p.files.looked:
			s.Text(t.Faint, "looking it over")
		case len(p.files.faults) == 0:
			s.Text(t.Good, kit.Count(len(d.Files), "file")+", and nothing wrong in them.")
		}
		for i, f := range p.files.faults {
			s.Mark(faultLine+fmt.Sprint(i)).Text(t.Bad, f.Error())
		}
	}
	s.Head("Files")
	for _, f := range p.shownFiles() {
		if p.filter != "" && !finds(p.filter, f.Name+" "+f.Text) {
			continue
		}
		l := s.Line()
		state := ""
		if d != nil {
			state = fileState(was, f)
		}
		l.Cell(t.Text, f.Name, max(min(l.Left()-22, 40), 12)).Gap(1).Text(t.Faint, kit.FitRight(kit.Count(strings.Count(f.Text, "\n"), "line"), 10)).Gap(2).Text(t.Note, state)
		s.Mark(fileLine + f.Name).Add(l)
	}
	if d != nil {
		for _, f := range was {
			if _, there := process.Text(d.Files, f.Name); !there {
				s.Add(s.Line().Text(t.Faint, f.Name+"  left out"))
			}
		}
	}
}
