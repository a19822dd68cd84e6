package term

import (
	"io"
	"log/slog"
	"os"
	"reflect"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	xterm "github.com/charmbracelet/x/term"
)

// runner is one run of a program on one terminal.
type runner struct {
	root    Root
	cursor  Cursor // root, if it is one
	in      io.Reader
	log     *slog.Logger
	program *tea.Program
	now     clock

	// Of the process's own terminal; nil for any other.
	tty, screen xterm.File
	ttyState    *xterm.State

	suspend suspension

	frames [2]time.Time // when the last two frames were sent
	due    bool         // a timer will ask for the next one

	size Size // touched by the loop only, like all above

	// Two locks: writing to a terminal may block for ever, and the reasons to
	// end must be known in spite of that.
	lock    sync.Mutex // over the two that follow
	painter *Painter
	over    bool // the terminal has been given back

	why      sync.Mutex // over the reasons to end, which follow
	panicked *PanicError
	signal   os.Signal
	lost     bool
}

// model is the runner in the form Bubble Tea wants it.
type model struct{ *runner }

// Messages of the runner to itself.
type (
	frameMsg   struct{}
	copyMsg    string
	resumedMsg struct{}
)

// Copy is a command that puts text on the clipboard of the terminal's user,
// through SSH as well.
func Copy(text string) tea.Cmd {
	return func() tea.Msg { return copyMsg(text) }
}

// Some of Bubble Tea's own messages are known by nothing but their type.
var (
	clearScreen = tea.ClearScreen()
	askSize     = tea.WindowSize()()
	execType    = reflect.TypeOf(tea.Exec(nil, nil)())
)

// filter sees every message before Bubble Tea does. Here those are taken out
// that are about the terminal, since Bubble Tea doesn't have it.
func (r *runner) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		return msg // nearly all of them
	case copyMsg:
		r.locked(func() error { return r.painter.Copy(string(msg)) })
		return nil
	case tea.SuspendMsg:
		return r.suspendNow()
	case resumedMsg:
		return r.resumed()
	}
	switch {
	case msg == nil:
		return nil
	case reflect.TypeOf(msg) == execType:
		// A process started from here would be started on the host for
		// anybody who is connected, and its output would be lost.
		r.warn("a program asked to be run in the terminal was not")
		return nil
	case is(msg, clearScreen):
		r.locked(func() error { r.painter.Invalidate(); return nil })
	case is(msg, askSize):
		return r.sizeMsg()
	}
	return msg
}

// is compares two messages that hold nothing but their type.
func is(msg, known tea.Msg) bool { return reflect.TypeOf(msg) == reflect.TypeOf(known) }

func (r *runner) sizeMsg() tea.Msg {
	return tea.WindowSizeMsg{Width: r.size.Width, Height: r.size.Height}
}

// Init sends the first frame, before anything is read.
func (m model) Init() tea.Cmd {
	r := m.runner
	var first, second tea.Cmd
	if !r.try("init", func() {
		first = r.root.Init()
		second = r.root.Update(r.sizeMsg())
	}) {
		return nil
	}
	r.show()
	return tea.Batch(r.guard(first), r.guard(second))
}

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r := m.runner
	if r.failed() {
		return m, nil
	}
	switch msg := msg.(type) {
	case frameMsg:
		r.due = false
		r.show()
		return m, nil
	case tea.WindowSizeMsg:
		r.resize(Size{msg.Width, msg.Height})
	}
	var cmd tea.Cmd
	if !r.try("update", func() { cmd = r.root.Update(msg) }) {
		return m, nil
	}
	r.showSoon()
	return m, r.guard(cmd)
}

// View is for a renderer of Bubble Tea's, of which there is none.
func (m model) View() string { return "" }

// resize takes note of a size. One of zero, which some terminals report while
// a window is being made, is no size.
func (r *runner) resize(s Size) {
	if s.Width <= 0 || s.Height <= 0 || s == r.size {
		return
	}
	r.size = s
	r.locked(func() error { r.painter.Resize(s.Width, s.Height); return nil })
}

// show builds a frame and paints it.
func (r *runner) show() {
	var frame string
	var x, y int
	var visible bool
	if !r.try("view", func() {
		frame = r.root.View()
		if r.cursor != nil {
			x, y, visible = r.cursor.Cursor()
		}
	}) {
		return
	}
	r.locked(func() error {
		r.painter.SetCursor(x, y, visible)
		return r.painter.Paint(frame)
	})
	r.frames = [2]time.Time{r.frames[1], r.now.now()}
}

// locked does something with the painter, unless the terminal has been given
// back. A terminal that can't be written to is gone.
func (r *runner) locked(do func() error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.over {
		return
	}
	if err := do(); err != nil {
		r.lose()
	}
}

// end asks the loop to end when it has done what it is doing. Bubble Tea's Kill
// would be quicker, but leaves a goroutine reading keys from a closed reader.
func (r *runner) end() { go r.program.Quit() }

// lose ends the program because its terminal is gone.
func (r *runner) lose() {
	r.why.Lock()
	r.lost = true
	r.why.Unlock()
	r.end()
}

func (r *runner) warn(text string) {
	if r.log != nil {
		r.log.Warn(text)
	}
}

// reader returns the input with its end noticed: Bubble Tea takes the end of
// the input for the end of typing, and would sit there for ever.
func (r *runner) reader() io.Reader {
	if r.tty != nil {
		if f, ok := r.in.(*os.File); ok {
			return ttyReader{f, r}
		}
		return r.in
	}
	return endReader{r.in, r}
}

// ttyReader remains a file, so that Bubble Tea finds the terminal in it.
type ttyReader struct {
	*os.File
	r *runner
}

func (t ttyReader) Read(b []byte) (int, error) {
	n, err := t.File.Read(b)
	return n, t.r.ended(err)
}

type endReader struct {
	io.Reader
	r *runner
}

func (t endReader) Read(b []byte) (int, error) {
	n, err := t.Reader.Read(b)
	return n, t.r.ended(err)
}

func (r *runner) ended(err error) error {
	if err != nil {
		r.lose()
	}
	return err
}
