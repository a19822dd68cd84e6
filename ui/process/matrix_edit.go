package process

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
	"fairway/ui/trial"
)

// draftKey is the preference under which the draft of the matrix is kept.
const draftKey = "roles.draft"

// matrixKeys are the bindings of the matrix; they stand for those of the screen that
// have the same keys.
func (p *Process) matrixKeys() []screen.Binding {
	move, record := screen.GroupMove, screen.GroupRecord
	none := screen.When(func() bool { return p.drafted() == 0 }, "nothing is changed: enter on a cell gives a role a permission, or takes it")
	roles := func(n int) func() tea.Cmd {
		return screen.Act(func() { p.grid.roles.Move(n, len(p.across())) })
	}
	rights := func(n int) tea.Cmd {
		p.grid.rights.Move(n, len(p.downward()))
		return nil
	}
	return append([]screen.Binding{
		{Keys: []string{"enter", " "}, Name: "give or take", Group: record, Foot: true, Writes: true, Help: "Give the role the permission in your draft, or take it; once more, as it was.", Why: p.mayNotEdit, Do: p.turnCell},
		{Keys: []string{"p"}, Name: "propose", Group: record, Foot: true, Writes: true, Help: "See what your draft changes, say why, and propose it: it is reviewed, approved and adopted as any rules.", Why: none, Do: p.showDraft},
		{Keys: []string{"backspace"}, Name: "drop the draft", Group: record, Writes: true, Help: "Drop what your draft would change.", Why: none,
			Confirm: func() string { return "Drop the draft, " + changes(p.drafted()) + "?" }, Do: p.dropDraft},
		{Keys: []string{"l", "right"}, Name: "next role", Group: move, Help: "To the next role.", Do: roles(1)},
		{Keys: []string{"h", "left"}, Name: "role before", Group: move, Help: "To the role before.", Do: roles(-1)},
	}, kit.Moves(rights, func(n int) tea.Cmd { return rights(n * max(p.grid.rights.Rows, 1)) }, kit.ScreenPages, kit.Among("permission"))...)
}

// instead are the bindings with some that stand for those of the same keys.
func instead(list, by []screen.Binding) []screen.Binding {
	out := slices.Clone(by)
	for _, b := range list {
		if !slices.ContainsFunc(by, func(o screen.Binding) bool { return slices.ContainsFunc(b.Keys, o.Has) }) {
			out = append(out, b)
		}
	}
	return out
}

// mayNotEdit says why the person can't change the matrix.
func (p *Process) mayNotEdit() string {
	switch _, _, ok := p.cell(); {
	case p.env.AsOf != store.Now:
		return "you look at the past"
	case p.env.ReadOnly:
		return "nothing can be changed here"
	case !ok:
		return "there is no role"
	case p.env.Person.Person == nil || !p.book.Lets(p.env.Person.Person, proposing, ""):
		return "proposing rules takes the permission " + proposing + ", which " + strings.Join(p.book.RolesWith(proposing), " or ") + " has"
	}
	return ""
}

var proposing = action.PermissionOf(action.ProposeRules{})

// turnCell changes the chosen cell in the draft.
func (p *Process) turnCell() tea.Cmd {
	if role, right, ok := p.cell(); ok {
		p.grid.edits = p.book.Turn(p.draft(), role.ID, right.ID)
	}
	return p.keepDraft()
}

func (p *Process) dropDraft() tea.Cmd {
	p.grid.edits, p.grid.why = nil, ""
	return p.keepDraft()
}

// keepDraft writes the draft down, so that it is there after the session.
func (p *Process) keepDraft() tea.Cmd {
	text := ""
	if len(p.grid.edits) > 0 {
		b, err := json.Marshal(p.grid.edits)
		if err != nil {
			return nil
		}
		text = string(b)
	}
	return screen.Aside(screen.Keep(p, p.env, "draft", draftKey, text, "keep the draft of the roles"))
}

// takeDraft is the draft as it was kept; what is no draft is none.
func (p *Process) takeDraft(who model.ID, text string) {
	if p.grid.keptFor == string(who) {
		return // the one at hand is newer
	}
	p.grid.keptFor, p.grid.edits, p.grid.why = string(who), nil, ""
	var edits []process.RoleEdit
	if json.Unmarshal([]byte(text), &edits) == nil {
		p.grid.edits = edits
	}
}

// showDraft shows what the draft changes, in words and line by line, and offers to
// propose it.
func (p *Process) showDraft() tea.Cmd {
	rules, edits := p.book.Rules, p.draft()
	files, err := rules.EditRoles(edits, action.PermissionIDs())
	if err != nil {
		p.env.Host.Fail("change what roles may do", err)
		return nil
	}
	was, _, err := rules.Files()
	if err != nil {
		p.env.Host.Fail("change what roles may do", err)
		return nil
	}
	t := p.env.Theme
	text := append(p.edited(edits), kit.Paragraph{})
	for _, f := range trial.Differ(trial.Set{Called: string(rules.ID), Files: was}, trial.Set{Called: "draft", Files: files}).Files {
		text = append(text, unified(t, f.Diff)...)
	}
	pager := kit.NewPager(t, p.env.Host, "What your draft changes", text)
	pager.Offer("p", "propose it: you are asked why", func() tea.Cmd { return p.askWhy(files, rules.ID, edits) })
	p.env.Host.Open(pager)
	return nil
}

// edited says of each role what it would have and lose.
func (p *Process) edited(edits []process.RoleEdit) []kit.Paragraph {
	t := p.env.Theme
	var out []kit.Paragraph
	for _, e := range edits {
		out = append(out, kit.Paragraph{Style: t.Title, Text: p.book.RoleTitle(e.Role)})
		for _, part := range []struct {
			sign  string
			style theme.Style
			list  []string
		}{{"  +", t.Good, e.Add}, {"  -", t.Bad, e.Remove}} {
			for _, id := range part.list {
				does := id
				if i := slices.IndexFunc(action.Permissions, func(a action.Permission) bool { return a.ID == id }); i >= 0 {
					does += ": " + action.Permissions[i].Does
				}
				out = append(out, kit.Paragraph{Indent: 4, Lead: kit.Span{Style: part.style, Text: part.sign}, Style: t.Text, Text: does})
			}
		}
	}
	return out
}

// askWhy asks for the reason, and proposes the files.
func (p *Process) askWhy(files []process.File, base model.ID, edits []process.RoleEdit) tea.Cmd {
	title := fmt.Sprintf("what %d roles may do", len(edits))
	if len(edits) == 1 {
		title = "what the " + p.book.RoleTitle(edits[0].Role) + " may do"
	}
	e := p.env
	e.Host.Open(kit.NewPrompt(e.Theme, e.Host, "Propose it", "Why is it changed? Whoever reviews and decides reads it.", "a reason is needed", func(why string) tea.Cmd {
		p.grid.why = why
		zone := p.book.Policy.Location()
		return e.Host.Do(action.ProposeRules{Title: title, Note: why, Files: files, Base: base, NextReview: when.OnDay(when.DateOf(e.Now().AddDate(1, 0, 0), zone), zone)},
			func(screen.Done) tea.Cmd { return p.dropDraft() })
	}).Begin(p.grid.why))
	return nil
}

// leave goes on to another part; of a draft it asks first what is to become.
func (p *Process) leave(then func() tea.Cmd) tea.Cmd {
	if !p.inMatrix() || p.drafted() == 0 {
		return then()
	}
	e := p.env
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Your draft", "It has "+changes(p.drafted())+" of what roles may do, and nothing is proposed yet.", []kit.Choice{
		{Text: "Keep it for later, and go on", Do: then},
		{Text: "See it, and propose it", Do: p.showDraft},
		{Text: "Drop it, and go on", Do: func() tea.Cmd { return tea.Batch(p.dropDraft(), then()) }},
	}))
	return nil
}
