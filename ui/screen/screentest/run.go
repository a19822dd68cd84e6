package screentest

import (
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

// Answered gives a message to whom of some it answers, if to any.
func Answered(msg tea.Msg, among ...Asking) tea.Cmd {
	a, ok := msg.(screen.Answer)
	if !ok || !a.To.Fresh(a) {
		return nil
	}
	for _, one := range among {
		if one.Asker() == a.To {
			return one.Update(a)
		}
	}
	return nil
}

// Asking is a screen or an overlay.
type Asking interface {
	Asker() *screen.Asker
	Update(tea.Msg) tea.Cmd
}
