package ui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// Messages that only a server's sessions get.
type (
	wordMsg string   // what the server says to somebody
	turnMsg struct{} // it is the next screen's turn on the wallboard
)

// heard says it. An empty word only has the picture drawn anew.
func (r *Root) heard(word string) tea.Cmd {
	if word != "" {
		host{r}.Say(word)
	}
	return nil
}

// turn shows the next screen, loaded anew: nobody is there to press a key.
func (r *Root) turn() tea.Cmd {
	if len(r.screens) == 0 {
		return nil
	}
	next := (r.at + 1) % len(r.screens)
	r.stale[next] = true
	return r.show(next)
}
