package cli_test

import (
	"strings"
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

// offers waits until the last line offers a key: whatever is shown takes it
// then, and is painted whole, since that line is painted last.
func (m *terminal) offers(key string) *terminal {
	m.t.Helper()
	m.until(key+" is not offered", func(s string) bool {
		lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
		return strings.Contains(lines[len(lines)-1], key)
	})
	return m
}

// gone waits until a text is on the screen no more.
func (m *terminal) gone(text string) *terminal {
	m.t.Helper()
	m.Gone(text)
	return m
}
