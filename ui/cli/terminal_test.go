package cli_test

import (
	"testing"

	"fairway/ui/term/ttytest"
)

// terminal is a program on a pseudo-terminal, and the text that its user sees.
type terminal struct {
	*ttytest.Terminal
	t *testing.T
}

func open(t *testing.T, env []string, cols, rows int, name string, args ...string) *terminal {
	t.Helper()
	return &terminal{ttytest.Open(t, env, cols, rows, name, args...), t}
}

// all is every byte that was written.
func (m *terminal) all() string { return m.All() }

// see waits until all the texts are on the screen together.
func (m *terminal) see(texts ...string) *terminal {
	m.t.Helper()
	m.See(texts...)
	return m
}

// press presses keys one after the other.
func (m *terminal) press(names ...string) *terminal {
	m.t.Helper()
	m.Press(names...)
	return m
}

// ends waits for the program's end.
func (m *terminal) ends(code int) {
	m.t.Helper()
	m.Ends(code)
}

// screen is what is seen now.
func (m *terminal) screen() string { return m.Text() }

// until waits for the screen to be as wanted.
func (m *terminal) until(what string, ok func(screen string) bool) {
	m.t.Helper()
	m.Until(m.t, what, ok)
}

// typ types text.
func (m *terminal) typ(text string) *terminal {
	m.t.Helper()
	m.Type(text)
	return m
}

// gone waits until a text is on the screen no more.
func (m *terminal) gone(text string) *terminal {
	m.t.Helper()
	m.Gone(text)
	return m
}
