package screen

import (
	tea "github.com/charmbracelet/bubbletea"
)

// Asker numbers the questions of one screen or overlay, so that an answer
// which was overtaken by a newer question can be told and dropped.
type Asker struct {
	latest map[string]uint64
}

// Asking is whoever asks: a screen, an overlay, or the frame.
type Asking interface{ Asker() *Asker }

// Answer is what came of a question. The frame takes it for the one who asked,
// as long as that one is there.
type Answer struct {
	To   *Asker
	Err  error  // why it came to nothing; nil when it came to something
	what string // which question
	turn uint64
	take func() tea.Cmd
}

// Ask makes a command of a question. It runs elsewhere: it may only touch what
// it was given copies of. What it came to is taken by then, in the loop, and
// only while it is the answer to the newest question of its name. A question
// without a name has its answer whatever is asked after it.
func Ask[T any](of Asking, what string, question func() (T, error), then func(T, error) tea.Cmd) tea.Cmd {
	a := of.Asker()
	if what != "" {
		a.Forget(what)
	}
	turn := a.latest[what]
	return func() tea.Msg {
		value, err := question()
		return Answer{To: a, Err: err, what: what, turn: turn, take: func() tea.Cmd { return then(value, err) }}
	}
}

// Forget makes every answer still under way to a question stale.
func (a *Asker) Forget(what string) {
	if a.latest == nil {
		a.latest = map[string]uint64{}
	}
	a.latest[what]++
}

// Take takes the answer, unless a newer question has overtaken it.
func (a Answer) Take() tea.Cmd {
	if a.To.latest[a.what] != a.turn {
		return nil
	}
	return a.take()
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
