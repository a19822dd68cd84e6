package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// terminal is a program on a pseudo-terminal, and the text that its user sees.
// Nothing here sleeps: whoever waits is woken by what the program writes.
type terminal struct {
	t    *testing.T
	file *os.File
	cmd  *exec.Cmd

	mu      sync.Mutex
	changed chan struct{} // closed when something was written
	grid    [][]string
	x, y    int
	rest    string // the beginning of a sequence that is still to come
	raw     strings.Builder
}

// patience is how long something may take on a busy machine.
const patience = 20 * time.Second

func open(t *testing.T, env []string, cols, rows int, name string, args ...string) *terminal {
	t.Helper()
	m := &terminal{t: t, cmd: exec.Command(name, args...), changed: make(chan struct{})}
	m.clear(cols, rows)
	m.cmd.Env = append(os.Environ(), env...)
	f, err := pty.StartWithSize(m.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		t.Fatal(err)
	}
	m.file = f
	t.Cleanup(func() { _ = m.cmd.Process.Kill(); _ = f.Close() })
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			m.mu.Lock()
			m.raw.Write(buf[:n])
			m.write(string(buf[:n]))
			close(m.changed)
			m.changed = make(chan struct{})
			m.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return m
}

func (m *terminal) clear(w, h int) {
	m.grid = make([][]string, h)
	for y := range m.grid {
		m.grid[y] = make([]string, w)
		for x := range m.grid[y] {
			m.grid[y][x] = " "
		}
	}
}

// write follows what the painter sends; its own tests know it to the letter.
func (m *terminal) write(s string) {
	s, m.rest = m.rest+s, ""
	for s != "" {
		if s[0] == 0x1b {
			n := sequenceLength(s)
			if n == 0 {
				m.rest = s
				return
			}
			m.obey(s[:n])
			s = s[n:]
			continue
		}
		if !utf8.FullRuneInString(s) {
			m.rest = s
			return
		}
		switch s[0] {
		case '\r':
			m.x, s = 0, s[1:]
			continue
		case '\n':
			m.y, s = min(m.y+1, len(m.grid)-1), s[1:]
			continue
		case '\b':
			m.x, s = max(m.x-1, 0), s[1:]
			continue
		}
		c, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[len(c):]
		if row := m.grid[m.y]; m.x < len(row) {
			row[m.x] = c
			for i := 1; i < w && m.x+i < len(row); i++ {
				row[m.x+i] = ""
			}
		}
		m.x += w
	}
}

// sequenceLength is how long the escape sequence at the beginning is; 0 when
// its end is still to come.
func sequenceLength(s string) int {
	if len(s) < 2 {
		return 0
	}
	if s[1] == ']' {
		return strings.IndexByte(s, '\a') + 1
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 {
			return i + 1
		}
	}
	return 0
}

func (m *terminal) obey(s string) {
	if s[1] != '[' {
		return
	}
	a, b := 0, 0
	_, _ = fmt.Sscanf(strings.ReplaceAll(s[2:len(s)-1], ";", " "), "%d %d", &a, &b)
	w, h := len(m.grid[0]), len(m.grid)
	row := m.grid[m.y]
	switch s[len(s)-1] {
	case 'A':
		m.y = max(m.y-max(a, 1), 0)
	case 'B':
		m.y = min(m.y+max(a, 1), h-1)
	case 'C':
		m.x = min(m.x+max(a, 1), w-1)
	case 'D':
		m.x = max(min(m.x, w-1)-max(a, 1), 0)
	case 'G':
		m.x = max(a, 1) - 1
	case 'H':
		m.y, m.x = min(max(a, 1), h)-1, min(max(b, 1), w)-1
	case 'K':
		for x := m.x; x < w; x++ {
			row[x] = " "
		}
	case 'X':
		for x := m.x; x < min(m.x+max(a, 1), w); x++ {
			row[x] = " "
		}
	case 'J':
		m.clear(w, h)
	}
}

// screen is what is seen now.
func (m *terminal) screen() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text()
}

// all is every byte that was written.
func (m *terminal) all() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.raw.String()
}

func (m *terminal) text() string {
	var b strings.Builder
	for _, row := range m.grid {
		b.WriteString(strings.TrimRight(strings.Join(row, ""), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// until waits for the screen to be as wanted.
func (m *terminal) until(what string, ok func(screen string) bool) {
	m.t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		m.mu.Lock()
		text, changed := m.text(), m.changed
		m.mu.Unlock()
		if ok(text) {
			return
		}
		select {
		case <-changed:
		case <-late.C:
			m.t.Fatalf("%s; the screen shows:\n%s", what, text)
		}
	}
}

// see waits until all the texts are on the screen together.
func (m *terminal) see(texts ...string) *terminal {
	m.t.Helper()
	m.until(fmt.Sprintf("%q never came", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
	return m
}

// gone waits until a text is on the screen no more.
func (m *terminal) gone(text string) *terminal {
	m.t.Helper()
	m.until(fmt.Sprintf("%q never went", text), func(screen string) bool { return !strings.Contains(screen, text) })
	return m
}

// keys are the names of those that aren't characters.
var keys = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"space": " ", "backspace": "\x7f", "pgdown": "\x1b[6~", "pgup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F",
	"ctrl+k": "\x0b", "ctrl+n": "\x0e", "ctrl+p": "\x10", "ctrl+r": "\x12", "ctrl+s": "\x13", "ctrl+u": "\x15", "ctrl+f": "\x06",
}

// press presses keys one after the other. An Esc that something follows at
// once would be read as the beginning of another key, so a key after Esc waits
// for whatever Esc did.
func (m *terminal) press(names ...string) *terminal {
	m.t.Helper()
	for _, name := range names {
		key, ok := keys[name]
		if !ok {
			key = name
		}
		m.send(key)
	}
	return m
}

// typ types text.
func (m *terminal) typ(text string) *terminal {
	m.t.Helper()
	m.send(text)
	return m
}

func (m *terminal) send(s string) {
	m.t.Helper()
	if _, err := m.file.WriteString(s); err != nil {
		m.t.Fatalf("write to the terminal: %v", err)
	}
}

// resize makes the window another size.
func (m *terminal) resize(cols, rows int) *terminal {
	m.t.Helper()
	m.mu.Lock()
	m.clear(cols, rows)
	m.mu.Unlock()
	if err := pty.Setsize(m.file, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		m.t.Fatal(err)
	}
	return m
}

// ends waits for the program's end.
func (m *terminal) ends(code int) {
	m.t.Helper()
	done := make(chan error, 1)
	go func() { done <- m.cmd.Wait() }()
	select {
	case <-done:
		if got := m.cmd.ProcessState.ExitCode(); got != code {
			m.t.Fatalf("exit code %d instead of %d; the screen shows:\n%s", got, code, m.screen())
		}
	case <-time.After(patience):
		m.t.Fatalf("it never ended; the screen shows:\n%s", m.screen())
	}
}
