package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
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

// tellEdits tells the server what is being edited here now.
func (r *Root) tellEdits() {
	if r.env.Here == nil || len(r.layers)+len(r.edits) == 0 {
		return
	}
	now := map[string]func(){}
	for _, l := range r.layers {
		e, ok := l.taker.(screen.Keeper)
		if !ok || e.Edits() == "" {
			continue
		}
		what := e.Edits()
		if now[what] = r.edits[what]; now[what] == nil {
			now[what] = r.env.Here.Edit(what)
		}
	}
	for what, done := range r.edits {
		if now[what] == nil {
			done()
		}
	}
	r.edits = now
}
