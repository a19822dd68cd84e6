package process

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/trial"
)

// fileKeys are the bindings of the files; they stand for those of the screen that
// have the same keys.
func (p *Process) fileKeys() []screen.Binding {
	record, look := screen.GroupRecord, screen.GroupView
	none := func() string {
		if p.fileDraft() == nil {
			return "nothing is changed: enter on a file opens it"
		}
		return ""
	}
	wrong := func() string {
		switch why := none(); {
		case why != "":
			return why
		case !p.files.looked:
			return "it is still being looked over"
		case len(p.files.faults) > 0:
			return "lint finds " + kit.Count(len(p.files.faults), "fault") + " in it"
		}
		return ""
	}
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "edit", Group: record, Foot: true, Help: "Open the file, or that of the finding at its line. What you change is your draft, kept until it is proposed or dropped. In the file: ctrl+f finds a word, alt+u takes back, esc keeps and closes.", Why: p.cantOpenFile, Do: p.openFile},
		{Keys: []string{"d"}, Name: "differences", Group: look, Foot: true, Help: "What your draft changes: in words, and line by line.", Why: none, Do: p.showFiles},
		{Keys: []string{"b"}, Name: "backtest", Group: look, Foot: true, Help: "Which releases of the past year your draft would have stopped or let through, at which gate, by which check.", Why: wrong, Do: func() tea.Cmd { return p.tryRules(p.draftSet()) }},
		{Keys: []string{"p"}, Name: "propose", Group: record, Foot: true, Writes: true, Help: "Say why, and propose your draft: it is reviewed, approved and adopted.", Why: func() string {
			if why := p.mayNotEdit(); why != "" {
				return why
			}
			return wrong()
		}, Do: p.proposeFiles},
		{Keys: []string{"n"}, Name: "new file", Group: record, Writes: true, Help: "Put another file into your draft: a process, a form, a template.", Why: p.mayNotEdit, Do: p.newFile},
		{Keys: []string{"delete", "-"}, Name: "leave a file out", Group: record, Writes: true, Help: "Take the chosen file out of your draft.", Why: func() string {
			if p.chosenFile() == "" {
				return "no file is chosen"
			}
			return p.mayNotEdit()
		}, Confirm: func() string { return "Leave " + p.chosenFile() + " out of your draft?" }, Do: func() tea.Cmd { return p.change(p.changed(p.chosenFile(), nil)) }},
		{Keys: []string{"o"}, Name: "from a folder", Group: record, Writes: true, Help: "Take the files of a folder of yours as your draft.", Why: func() string {
			if p.env.Folders == nil {
				return noFolder
			}
			return p.mayNotEdit()
		}, Do: p.askFolder},
		{Keys: []string{"x"}, Name: "export", Group: record, Help: "Write the files, as they stand here, into a folder of yours, word for word.", Why: screen.When(func() bool { return p.env.Folders == nil }, noFolder), Do: p.exportFiles},
		{Keys: []string{"backspace"}, Name: "drop the draft", Group: record, Writes: true, Help: "Drop what your draft would change.", Why: none,
			Confirm: p.askDrop, Do: func() tea.Cmd { p.files.why = ""; return p.change(nil) }},
		p.stopKey(),
	}
}

// askDrop says how much is lost with the draft.
func (p *Process) askDrop() string {
	was, is := p.inForce(), p.shownFiles()
	n := 0
	for _, f := range is {
		if fileState(was, f) != "" {
			n++
		}
	}
	for _, f := range was {
		if _, there := process.Text(is, f.Name); !there {
			n++
		}
	}
	return "Drop your changes of " + kit.Count(n, "file") + "? The files are then as in " + string(p.book.ID) + "."
}

// noFolder says why there are no folders over SSH, and what to do.
const noFolder = "over SSH there is no folder of yours: edit the files here, or copy what enter shows"

// chosenFile is the name of the file that the cursor is on, "" where it is on none.
func (p *Process) chosenFile() string {
	name, ok := strings.CutPrefix(p.place().Key, fileLine)
	if !ok {
		return ""
	}
	return name
}

// chosenFault is the finding that the cursor is on.
func (p *Process) chosenFault() *process.Fault {
	list := append(slices.Clone(p.files.faults), p.files.left...) // one of them is empty
	for i := range list {
		if p.place().Key == faultLine+fmt.Sprint(i) {
			return &list[i]
		}
	}
	return nil
}

func (p *Process) cantOpenFile() string {
	if f := p.chosenFault(); f != nil && f.File == "" {
		return "the finding is about no file"
	} else if f == nil && p.chosenFile() == "" {
		return "no file is chosen"
	}
	return ""
}

// openFile opens the chosen file, or that of the chosen finding at its line.
func (p *Process) openFile() tea.Cmd {
	name, line := p.chosenFile(), 1
	if f := p.chosenFault(); f != nil {
		name, line = f.File, max(f.Line, 1)
	}
	p.edit(name, line)
	return nil
}

func (p *Process) edit(name string, line int) {
	text, _ := process.Text(p.shownFiles(), name)
	why := p.mayNotEdit()
	e := p.env
	e.Host.Open(kit.NewEditor(e.Theme, e.Host, name, text, line, why,
		func(text string) tea.Cmd { return p.change(p.changed(name, &text)) },
		func(ctx context.Context, text string) error {
			return e.Data.Keep(ctx, e.Person.ID(), filesKey, p.changed(name, &text).text())
		}))
}

func (p *Process) newFile() tea.Cmd {
	e := p.env
	e.Host.Open(kit.NewPrompt(e.Theme, e.Host, "New file", "Its name: process/NAME.toml, forms/NAME.toml, or of a template templates/NAME.md.", "name the file", func(name string) tea.Cmd {
		name = strings.TrimSpace(name)
		if _, there := process.Text(p.shownFiles(), name); there {
			p.edit(name, 1)
			return nil
		}
		text := ""
		cmd := p.change(p.changed(name, &text))
		p.edit(name, 1)
		return cmd
	}))
	return nil
}

// draftSet is the draft as rules; without rules where it is none.
func (p *Process) draftSet() trial.Set {
	s := trial.Set{Called: "your draft", Files: p.shownFiles()}
	if rules, faults := action.ReadRules(s.Files); len(faults) == 0 {
		s.Rules = &rules
	}
	return s
}

// showFiles shows what the draft changes.
func (p *Process) showFiles() tea.Cmd {
	was := trial.Set{Called: string(p.book.ID), Files: p.inForce(), Rules: p.book.Rules}
	d := compared(was, p.draftSet())
	d.Faults = p.files.faults
	text := p.differences(d)
	if n := len(p.files.faults); n > 0 {
		text = append([]kit.Paragraph{{Style: p.env.Theme.Warn, Text: "What it means can't be said: lint finds " + kit.Count(n, "fault") + " in it."}, {}}, text...)
	}
	p.env.Host.Open(kit.NewPager(p.env.Theme, p.env.Host, "What your draft changes", text))
	return nil
}

// proposeFiles asks for the reason, and proposes the draft.
func (p *Process) proposeFiles() tea.Cmd {
	e, d := p.env, p.fileDraft()
	e.Host.Open(kit.NewPrompt(e.Theme, e.Host, "Propose it", "Why is it changed? Whoever reviews and decides reads it.", "a reason is needed", func(why string) tea.Cmd {
		p.files.why = why
		read, _ := process.Read(d.Files) // it was looked over
		zone := p.book.Policy.Location()
		return e.Host.Do(action.ProposeRules{Title: strings.TrimSpace(read.Title + " " + read.Version), Note: why, Files: d.Files, Base: d.Base, NextReview: when.OnDay(when.DateOf(e.Now().AddDate(1, 0, 0), zone), zone)},
			func(screen.Done) tea.Cmd { p.files.why = ""; return p.change(nil) })
	}).Begin(p.files.why))
	return nil
}

// askFolder makes the files of a folder the draft.
func (p *Process) askFolder() tea.Cmd {
	e := p.env
	text := "Which folder? process, forms and templates lie in it."
	if p.fileDraft() != nil {
		text += " Your draft is replaced by them."
	}
	e.Host.Open(kit.NewPrompt(e.Theme, e.Host, "From a folder", text, "name a folder", func(dir string) tea.Cmd {
		p.files.folder = dir
		type read struct {
			files  []process.File
			faults []process.Fault
			base   model.ID
		}
		return screen.Ask(p, "folder", func() (r read, err error) {
			r.files, r.faults, r.base, err = e.Folders.ReadRules(strings.TrimSpace(dir))
			return r, err
		}, screen.OrFail(e.Host, "read the folder", func(r read) tea.Cmd {
			if len(r.faults) > 0 {
				refusal := &model.Refusal{Doing: "take the files of " + dir}
				for _, f := range r.faults {
					refusal.Add(f.Error())
				}
				e.Host.Fail("read the folder", refusal)
				return nil
			}
			if r.base == "" {
				r.base = p.book.ID
			}
			e.Host.Say("took " + kit.Count(len(r.files), "file") + " of " + dir)
			return p.change(&fileDraft{Base: r.base, Files: r.files})
		}))
	}).Begin(p.files.folder))
	return nil
}

// exportFiles writes the files into a folder.
func (p *Process) exportFiles() tea.Cmd {
	e, files, base := p.env, p.shownFiles(), p.book.ID
	if d := p.fileDraft(); d != nil {
		base = d.Base
	}
	e.Host.Open(kit.NewPrompt(e.Theme, e.Host, "Export", "Into which folder? Nothing that is there is overwritten.", "name a folder", func(dir string) tea.Cmd {
		p.files.folder = dir
		return screen.Ask(p, "export", func() (struct{}, error) {
			return struct{}{}, e.Folders.WriteRules(strings.TrimSpace(dir), files, base)
		}, screen.OrFail(e.Host, "export the rules", func(struct{}) tea.Cmd {
			e.Host.Say("wrote " + kit.Count(len(files), "file") + " into " + dir)
			return nil
		}))
	}).Begin(p.files.folder))
	return nil
}
