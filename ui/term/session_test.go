package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// screen is a terminal in memory that can be waited for.
type screen struct {
	mu      sync.Mutex
	changed *sync.Cond
	vt      *vt
	broken  error
}

func newScreen(t *testing.T, w, h int) *screen {
	s := &screen{vt: newVT(t, w, h)}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed.Broadcast()
	if s.broken != nil {
		return 0, s.broken
	}
	return s.vt.Write(b)
}

// shows waits until the text is there. Should it never be, the test run's own
// limit says where it hung.
func (s *screen) shows(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !strings.Contains(s.vt.String(), text) {
		s.changed.Wait()
	}
}

// session runs the subject the way an SSH server does: no file in sight.
type session struct {
	screen *screen
	in     *io.PipeWriter
	sizes  chan Size
	cancel context.CancelFunc
	done   chan error
}

func open(t *testing.T) *session {
	t.Helper()
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	s := &session{newScreen(t, 100, 5), w, make(chan Size), cancel, make(chan error, 1)}
	go func() {
		s.done <- Run(ctx, &subject{}, Options{In: r, Out: s.screen, Size: Size{100, 5}, Sizes: s.sizes})
	}()
	t.Cleanup(cancel)
	s.screen.shows("size 100x5")
	return s
}

func (s *session) keys(keys string) { _, _ = io.WriteString(s.in, keys) }

// ends checks the outcome and that the terminal was given back.
func (s *session) ends(t *testing.T) error {
	t.Helper()
	err := <-s.done
	if v := s.screen.vt; s.screen.broken == nil && (v.alt || !v.cursor || v.paste || !v.autowrap) {
		t.Error("the terminal wasn't given back")
	}
	return err
}

func TestSessionQuits(t *testing.T) {
	s := open(t)
	s.keys("a")
	s.screen.shows("keys a")
	s.screen.mu.Lock()
	s.screen.vt.resize(40, 6)
	s.screen.mu.Unlock()
	s.sizes <- Size{40, 6}
	s.screen.shows("size 40x6")
	s.sizes <- Size{} // no size at all
	s.keys("\x1a")    // would stop everybody's session
	s.screen.shows("keys actrl+z")
	s.keys("q")
	if err := s.ends(t); err != nil {
		t.Error(err)
	}
}

func TestSessionEnds(t *testing.T) {
	t.Run("line dropped", func(t *testing.T) {
		s := open(t)
		_ = s.in.Close()
		if err := s.ends(t); !errors.Is(err, ErrGone) {
			t.Errorf("%v", err)
		}
	})
	t.Run("terminal takes nothing", func(t *testing.T) {
		s := open(t)
		s.screen.mu.Lock()
		s.screen.broken = io.ErrClosedPipe
		s.screen.mu.Unlock()
		s.keys("a")
		if err := s.ends(t); !errors.Is(err, ErrGone) {
			t.Errorf("%v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		s := open(t)
		s.cancel()
		if err := s.ends(t); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
	t.Run("panic", func(t *testing.T) {
		s := open(t)
		s.screen.mu.Lock()
		s.screen.vt.resize(150, 5)
		s.screen.mu.Unlock()
		s.sizes <- Size{150, 5}
		s.screen.shows("size 150x5")
		s.keys("u")
		var p *PanicError
		if err := s.ends(t); !errors.As(err, &p) || !strings.Contains(s.screen.vt.String(), p.ID) {
			t.Errorf("%v, the user sees %q", err, s.screen.vt)
		}
		if strings.Contains(p.Error(), "log") {
			t.Errorf("%q, but there is no log", p)
		}
	})
}

func TestRunNeedsATerminal(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, o := range []Options{{In: strings.NewReader(""), Out: io.Discard}, {In: f, Out: f}} {
		if err := Run(context.Background(), &subject{}, o); !errors.Is(err, ErrNoTerminal) {
			t.Errorf("%v", err)
		}
	}
}

// ticker is a root that counts its views.
type ticker struct{ updates, views int }

func (c *ticker) Init() tea.Cmd          { return nil }
func (c *ticker) Update(tea.Msg) tea.Cmd { c.updates++; return nil }
func (c *ticker) View() string           { c.views++; return fmt.Sprint(c.updates) }

// A key after a pause is answered at once, and so is what it made load; a
// burst costs two frames per interval, and the last of these shows its end.
func TestPace(t *testing.T) {
	now := time.Unix(1000, 0)
	var timers []time.Duration
	root := &ticker{}
	v := newVT(t, 10, 1)
	r := &runner{
		root: root, painter: NewPainter(v, 10, 1), size: Size{10, 1},
		now: clock{func() time.Time { return now }, func(d time.Duration, _ func()) { timers = append(timers, d) }},
	}
	v.autowrap = false
	m := model{r}
	key := tea.KeyMsg{Type: tea.KeyEnter}
	expect := func(what, shown string, views, waiting int) {
		t.Helper()
		if got := plain(t, v)[0]; got != shown || root.views != views || len(timers) != waiting {
			t.Fatalf("%s: shows %s after %d views, %d timers", what, got, root.views, len(timers))
		}
	}
	m.Init()
	expect("start", "1", 1, 0)
	now = now.Add(interval)
	m.Update(key)
	expect("a key after a pause", "2", 2, 0)
	now = now.Add(interval / 4)
	m.Update(key)
	expect("what it loaded", "3", 3, 0)
	for range 9 {
		m.Update(key)
	}
	expect("a burst", "3", 3, 1)
	if timers[0] != interval-interval/4 {
		t.Errorf("the timer is set to %v", timers[0])
	}
	now = now.Add(timers[0])
	m.Update(frameMsg{})
	expect("the timer", "12", 4, 1)
	now = now.Add(interval / 8)
	m.Update(key)
	expect("the burst goes on", "12", 4, 2)
	m.Update(frameMsg{})
	expect("and ends", "13", 5, 2)
}
