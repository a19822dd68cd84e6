package screen

import (
	tea "github.com/charmbracelet/bubbletea"
)

// Asker numbers the questions of one screen or overlay, so that an answer
// which was overtaken by a newer question can be told and dropped.
type Asker struct {
	latest map[string]uint64
}

// Answer is what came of a question. The frame hands it to the one who asked,
// and only while it is the newest answer of its sort.
type Answer struct {
	To    *Asker
	What  string // which question
	Value any
	Err   error
	turn  uint64
}

// Ask makes a command of a question. The function runs elsewhere: it may only
// touch what it was given copies of.
func (a *Asker) Ask(what string, question func() (any, error)) tea.Cmd {
	if a.latest == nil {
		a.latest = map[string]uint64{}
	}
	a.latest[what]++
	turn := a.latest[what]
	return func() tea.Msg {
		value, err := question()
		return Answer{To: a, What: what, Value: value, Err: err, turn: turn}
	}
}

// Forget makes every answer still under way to a question stale.
func (a *Asker) Forget(what string) {
	if a.latest != nil {
		a.latest[what]++
	}
}

// Fresh reports whether the answer is to the newest question of its sort.
func (a *Asker) Fresh(answer Answer) bool {
	return answer.To == a && a.latest[answer.What] == answer.turn
}

// AsideMsg carries a command that a key's picture doesn't wait for.
type AsideMsg struct{ Cmd tea.Cmd }

// Aside marks what is asked for or written beside the picture: figures that
// follow, what the next key may need, a draft that is kept. A key is answered
// without it.
func Aside(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return AsideMsg{cmd} }
}
