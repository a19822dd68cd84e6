// Package ttytest is a terminal for tests: it shows what a program paints, and
// waits for it. Nothing here sleeps: whoever waits is woken by what is written.
//
// It follows what the painter of ui/term sends, which that package's own tests
// know to the letter. No knowledge of what the pictures show comes in here.
package ttytest

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

// Patience is how long something may take on a busy machine.
const Patience = 30 * time.Second

// Screen is the picture that a stream of bytes paints.
type Screen struct {
	mu      sync.Mutex
	changed chan struct{} // closed when something was written
	grid    [][]string
	x, y    int
	rest    string // the beginning of a sequence that is still to come
	raw     strings.Builder
	ended   bool
}

// NewScreen is an empty one.
func NewScreen(cols, rows int) *Screen {
	m := &Screen{changed: make(chan struct{})}
	m.clear(cols, rows)
	return m
}

// Write paints.
func (m *Screen) Write(b []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.raw.Write(b)
	m.write(string(b))
	m.tell()
	return len(b), nil
}

func (m *Screen) tell() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// End says that nothing more comes.
func (m *Screen) End() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended = true
	m.tell()
}

// Terminal is a program on a pseudo-terminal, and the picture its user sees.
type Terminal struct {
	*Screen
	T    testing.TB
	Cmd  *exec.Cmd
	file *os.File
	read chan struct{} // closed when all was read that the program wrote
}

// Open starts a program.
func Open(t testing.TB, env []string, cols, rows int, name string, args ...string) *Terminal {
	t.Helper()
	m := &Terminal{Screen: NewScreen(cols, rows), T: t, Cmd: exec.Command(name, args...), read: make(chan struct{})}
	m.Cmd.Env = append(os.Environ(), env...)
	f, err := pty.StartWithSize(m.Cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		t.Fatal(err)
	}
	m.file = f
	t.Cleanup(func() { _ = m.Cmd.Process.Kill(); _ = f.Close() })
	go func() {
		defer close(m.read)
		defer m.End()
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if n > 0 {
				_, _ = m.Write(buf[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	return m
}

func (m *Screen) clear(w, h int) {
	m.grid = make([][]string, h)
	m.y = min(m.y, h-1) // the window has become smaller
	for y := range m.grid {
		m.grid[y] = make([]string, w)
		for x := range m.grid[y] {
			m.grid[y][x] = " "
		}
	}
}

// write follows what the painter sends; its own tests know it to the letter.
func (m *Screen) write(s string) {
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
			if s = s[1:]; m.y < len(m.grid)-1 {
				m.y++
				continue
			}
			top := m.grid[0] // the picture moves up
			copy(m.grid, m.grid[1:])
			for x := range top {
				top[x] = " "
			}
			m.grid[m.y] = top
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

func (m *Screen) obey(s string) {
	if s[1] != '[' {
		return
	}
	if s == "\x1b[?1049l" { // what was there before comes back; nothing is known of it
		m.clear(len(m.grid[0]), len(m.grid))
		m.x, m.y = 0, 0
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

// Changed is closed when something is written next.
func (m *Screen) Changed() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

// Text is what is seen now.
func (m *Screen) Text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.text()
}

// All is every byte that was written.
func (m *Screen) All() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.raw.String()
}

func (m *Screen) text() string {
	var b strings.Builder
	for _, row := range m.grid {
		b.WriteString(strings.TrimRight(strings.Join(row, ""), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Until waits for the picture to be as wanted.
func (m *Screen) Until(t testing.TB, what string, ok func(screen string) bool) {
	t.Helper()
	if err := m.Await(what, ok); err != nil {
		t.Fatal(err)
	}
}

// Await is Until for goroutines, which may not end a test.
func (m *Screen) Await(what string, ok func(screen string) bool) error {
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		m.mu.Lock()
		text, changed, ended := m.text(), m.changed, m.ended
		m.mu.Unlock()
		if ok(text) {
			return nil
		}
		if ended {
			return fmt.Errorf("%s, and nothing more comes; the screen shows:\n%s", what, text)
		}
		select {
		case <-changed:
		case <-late.C:
			return fmt.Errorf("%s; the screen shows:\n%s", what, text)
		}
	}
}

// Shows waits until all the texts are in the picture together.
func (m *Screen) Shows(texts ...string) error {
	return m.Await(fmt.Sprintf("%q never came", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// See waits until all the texts are on the screen together.
func (m *Terminal) See(texts ...string) *Terminal {
	m.T.Helper()
	if err := m.Shows(texts...); err != nil {
		m.T.Fatal(err)
	}
	return m
}

// Gone waits until a text is on the screen no more.
func (m *Terminal) Gone(text string) *Terminal {
	m.T.Helper()
	m.Until(m.T, fmt.Sprintf("%q never went", text), func(screen string) bool { return !strings.Contains(screen, text) })
	return m
}

// Keys are the bytes of those that aren't characters.
var Keys = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"space": " ", "backspace": "\x7f", "pgdown": "\x1b[6~", "pgup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F",
	"ctrl+k": "\x0b", "ctrl+n": "\x0e", "ctrl+p": "\x10", "ctrl+r": "\x12", "ctrl+s": "\x13", "ctrl+u": "\x15", "ctrl+f": "\x06",
	"ctrl+e": "\x05", "ctrl+c": "\x03",
}

// Press presses keys one after the other. An Esc that something follows at
// once would be read as the beginning of another key, so a key after Esc waits
// for whatever Esc did.
func (m *Terminal) Press(names ...string) *Terminal {
	m.T.Helper()
	for _, name := range names {
		key, ok := Keys[name]
		if !ok {
			key = name
		}
		m.Type(key)
	}
	return m
}

// Type types text.
func (m *Terminal) Type(text string) *Terminal {
	m.T.Helper()
	if _, err := m.file.WriteString(text); err != nil {
		m.T.Fatalf("write to the terminal: %v", err)
	}
	return m
}

// Resize makes the window another size.
func (m *Terminal) Resize(cols, rows int) *Terminal {
	m.T.Helper()
	m.mu.Lock()
	m.clear(cols, rows)
	m.mu.Unlock()
	if err := pty.Setsize(m.file, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		m.T.Fatal(err)
	}
	return m
}

// Ends waits for the program's end.
func (m *Terminal) Ends(code int) {
	m.T.Helper()
	done := make(chan error, 1)
	go func() {
		err := m.Cmd.Wait()
		<-m.read // its last bytes may still be on their way
		done <- err
	}()
	select {
	case <-done:
		if got := m.Cmd.ProcessState.ExitCode(); got != code {
			m.T.Fatalf("exit code %d instead of %d; the screen shows:\n%s", got, code, m.Text())
		}
	case <-time.After(Patience):
		m.T.Fatalf("it never ended; the screen shows:\n%s", m.Text())
	}
}

// Kill ends the program as a power cut would.
func (m *Terminal) Kill() {
	m.T.Helper()
	if err := m.Cmd.Process.Kill(); err != nil {
		m.T.Fatalf("kill the program: %v", err)
	}
	_ = m.Cmd.Wait() // it says that the program was killed
}
