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

// turn shows the next page or screen, loaded anew: nobody is there to press a key. After
// the last screen comes the standup with its pages.
func (r *Root) turn() tea.Cmd {
	if t, ok := r.shown().(screen.Turning); ok {
		if t.Turn() {
			return nil
		}
		if r.wall != nil {
			return r.wall.Load()
		}
		r.stale[0] = true
		return r.show(0)
	}
	if r.at >= len(r.screens)-1 {
		return r.standup()
	}
	r.stale[r.at+1] = true
	return r.show(r.at + 1)
}

// turns reports whether the wallboard has something else to show: a standup that fits on
// one page stays there, and nothing wakes for it.
func (r *Root) turns() bool {
	if r.cycle == 0 {
		return false
	}
	t, ok := r.shown().(screen.Turning)
	return r.wall == nil || !ok || t.Pages() > 1
}

// anew loads a standup again that hangs on a wall and stays on its page, at times: what
// is late is so by the clock.
func (r *Root) anew() tea.Cmd {
	if r.wall == nil || r.turns() || r.env.Now().Minute()%10 != 0 {
		return nil
	}
	return r.wall.Load()
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
