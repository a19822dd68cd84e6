package screentest

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
)

// Run does a command and all that follows from it, one after the other: take
// gets each message, and returns what comes of it.
func Run(cmd tea.Cmd, take func(tea.Msg) tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, one := range msg {
			Run(one, take)
		}
	case screen.AsideMsg:
		Run(msg.Cmd, take)
	default:
		Run(take(msg), take)
	}
}

// Answered has a message taken that answers one of some, if it does.
func Answered(msg tea.Msg, among ...screen.Asking) tea.Cmd {
	a, ok := msg.(screen.Answer)
	if ok && slices.ContainsFunc(among, func(one screen.Asking) bool { return one.Asker() == a.To }) {
		return a.Take()
	}
	return nil
}
