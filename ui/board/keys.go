package board

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
	"fairway/ui/screen"
)

// keys are the board's bindings, the most useful first.
func (b *Board) keys() []screen.Binding {
	needsCard := screen.When(func() bool { return b.Subject() == "" }, "no release is chosen")
	needsOpen := func() string {
		c, ok := b.chosen()
		switch {
		case !ok:
			return "no release is chosen"
		case !open(c):
			return string(c.ID) + " is " + c.State.Plain()
		}
		return ""
	}
	needsWay := func() string {
		if why := needsOpen(); why != "" || b.rules == nil {
			return why
		}
		c, _ := b.chosen()
		p, ok := b.rules.Process(c.Type)
		switch {
		case !ok:
			return "the rules know no process " + c.Type
		case len(p.Back(c.Stage)) == 0:
			return "no way leads back from " + b.title(c.Stage)
		}
		return ""
	}
	move := screen.GroupMove
	moves := kit.Moves(b.step, b.page, kit.ScreenPages, [6]string{
		"To the next release of the stage, from the last one into the next lane.", "To the release before, from the first one into the lane before.",
		"Down by as many releases as are seen; with lanes of services to the next lane.", "Up by as many releases as are seen; with lanes of services to the lane before.",
		"To the first release of the stage.", "To the last release of the stage."})
	return append(append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: screen.GroupRelease, Foot: true, Help: "Open the chosen release.", Why: needsCard,
			Do: func() tea.Cmd {
				c, _ := b.chosen()
				return b.env.Host.Release(c)
			}},
		{Keys: []string{">"}, Name: "move on", Group: screen.GroupRelease, Foot: true, Writes: true, Why: needsOpen,
			Help: "Move the chosen release to its next stage. If the gate is blocked, what it asks for is shown.", Do: func() tea.Cmd { return b.env.Host.Advance(b.Subject()) }},
		{Keys: []string{"<"}, Name: "send back", Group: screen.GroupRelease, Foot: true, Writes: true, Why: needsWay,
			Help: "Send the chosen release back to an earlier stage, with a reason.", Do: func() tea.Cmd { return b.env.Host.SendBack(b.Subject()) }},
		{Keys: []string{"g"}, Name: "gate", Group: screen.GroupRelease, Foot: true, Why: needsCard,
			Help: "Show what the gate before the chosen release asks for, without moving it.", Do: func() tea.Cmd { return b.env.Host.Gate(b.Subject()) }},
		{Keys: []string{"n"}, Name: "new", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Register a release.",
			Do: func() tea.Cmd { return b.env.Host.Task("register", "") }},
		{Keys: []string{"e"}, Name: "edit", Group: screen.GroupRelease, Writes: true, Why: needsOpen, Help: "Edit what the chosen release is: name, version, people, contents.",
			Do: func() tea.Cmd { return b.env.Host.Task("edit-release", b.Subject()) }},
		{Keys: []string{"a"}, Name: "actions", Group: screen.GroupRelease, Foot: true, Writes: true, Why: needsCard,
			Help: "List everything that can be done with the chosen release, and why what can't be done can't.", Do: func() tea.Cmd { return b.env.Host.Menu(b.Subject()) }},
		{Keys: []string{"y"}, Name: "copy id", Group: screen.GroupRelease, Help: "Put the id of the chosen release on the clipboard.", Why: needsCard,
			Do: func() tea.Cmd { return b.env.Host.Copy(string(b.Subject())) }},
		{Keys: []string{"z"}, Name: "zoom", Group: screen.GroupView, Foot: true, Help: "Show the chosen stage alone, a line a release; again for all stages.",
			Why: screen.When(func() bool { return b.emptyText() != nil }, "there is nothing to zoom"),
			Do: func() tea.Cmd {
				b.zoomed = !b.zoomed
				b.first()
				b.scroll()
				return b.reload()
			}},
		{Keys: []string{"s"}, Name: "lanes", Group: screen.GroupView, Foot: true, Help: "Give each service a lane of its own across the stages; again for one lane.",
			Why: func() string {
				switch {
				case b.zoomed:
					return "one stage alone is shown; z shows all"
				case b.ended:
					return "ended releases stand in no lane; o leaves them out"
				}
				return ""
			},
			Do: func() tea.Cmd {
				b.swim = !b.swim
				b.first()
				return b.reload()
			}},
		{Keys: []string{"o"}, Name: "ended too", Group: screen.GroupView, Help: "Show closed and cancelled releases as well; again to leave them out.",
			Why: screen.When(func() bool { return b.swim && !b.zoomed }, "lanes hold open releases only; s leaves the lanes"),
			Do: func() tea.Cmd {
				b.ended = !b.ended
				return b.reload()
			}},
		{Keys: []string{"h", "left"}, Name: "stage left", Group: move, Help: "To the stage at the left.", Do: func() tea.Cmd { return b.side(-1) }},
		{Keys: []string{"l", "right"}, Name: "stage right", Group: move, Help: "To the stage at the right.", Do: func() tea.Cmd { return b.side(1) }},
	}, moves...),
		screen.Binding{Keys: []string{"[", "shift+left"}, Name: "phase before", Group: move, Help: "To the first stage of the phase before.", Do: func() tea.Cmd { return b.phase(-1) }},
		screen.Binding{Keys: []string{"]", "shift+right"}, Name: "next phase", Group: move, Help: "To the first stage of the next phase.", Do: func() tea.Cmd { return b.phase(1) }})
}
