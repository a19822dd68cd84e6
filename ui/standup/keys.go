package standup

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
	"fairway/ui/screen"
)

func (p *Page) keys() []screen.Binding {
	view := screen.GroupView
	list := []screen.Binding{
		{Keys: []string{" "}, Name: "page", Group: view, Foot: true, Help: "Turn to the next page; after the last comes the first. Where it takes several, the first says all of it in short, as fairway standup prints it, and counts what has no room.", Why: p.onePage, Do: func() tea.Cmd { return p.leaf(1) }},
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupRecord, Foot: true, Help: "Open the record that the chosen line is about.", Why: p.noRecord,
			Do: func() tea.Cmd { return p.env.Host.Find(p.Subject()) }},
		{Keys: []string{"]", "shift+right"}, Name: "next team", Group: view, Foot: true, Help: "The standup of the next team, or of everybody. Whose you looked at last is shown again.", Why: p.noTeams, Do: func() tea.Cmd { return p.choose(1) }},
		{Keys: []string{"[", "shift+left"}, Name: "team before", Group: view, Help: "The standup of the team before.", Why: p.noTeams, Do: func() tea.Cmd { return p.choose(-1) }},
		{Keys: []string{"H"}, Name: "held", Group: screen.GroupRecord, Foot: true, Writes: true, Help: "Say that this standup was held: what happens from now on is new in the next one, for everybody who looks. For an hour it stays as it is.",
			Why: p.heldNow, Confirm: func() string {
				return fmt.Sprintf("The standup of %s was held. What happens from now on is new in the next one, whoever looks.", p.s.Name)
			}, Do: p.hold},
		{Keys: []string{"y"}, Name: "copy id", Group: screen.GroupRecord, Help: "Put the id of the record that the chosen line is about on the clipboard.", Why: p.noRecord,
			Do: func() tea.Cmd { return p.env.Host.Copy(string(p.Subject())) }},
	}
	return append(list, kit.Moves(p.move, p.leaf, kit.ScreenPages, [6]string{"To the next line.", "To the line before.", "To the next page.", "To the page before.", "To the first line.", "To the last line."})...)
}

func (p *Page) onePage() string {
	if len(p.pages) < 2 {
		return "all of it is on this page"
	}
	return ""
}

func (p *Page) noRecord() string {
	if p.Subject() == "" {
		return "the chosen line is about no single record"
	}
	return ""
}

func (p *Page) noTeams() string {
	if p.s == nil || len(p.s.Teams) == 0 {
		return "there are no teams: add one with the command \"Add a team\""
	}
	return ""
}

func (p *Page) heldNow() string {
	switch {
	case p.s == nil:
		return "it is still being read"
	case !p.s.Now.IsZero():
		return "it was held at " + p.s.Now.In(p.s.Where()).Format("15:04")
	}
	return ""
}
