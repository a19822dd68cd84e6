package ui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// Messages that only a server's sessions get.
type (
	wordMsg string   // what the server says to somebody
	turnMsg struct{} // it is the next screen's turn on the wallboard
)

// hear waits for a word of the server.
func (r *Root) hear() tea.Cmd {
	words, ctx := r.words, r.env.Context
	if words == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case w, ok := <-words:
			if !ok {
				return nil
			}
			return wordMsg(w)
		case <-ctx.Done():
			return nil
		}
	}
}

// heard says it. An empty word only has the picture drawn anew.
func (r *Root) heard(word string) tea.Cmd {
	if word != "" {
		host{r}.Say(word)
	}
	return nil
}

// nextTurn wakes when a wallboard turns to its next screen.
func (r *Root) nextTurn() tea.Cmd {
	if r.cycle <= 0 {
		return nil
	}
	return r.after(r.cycle, turnMsg{})
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
