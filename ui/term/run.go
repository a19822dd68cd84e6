package term

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	tea "github.com/charmbracelet/bubbletea"
	xterm "github.com/charmbracelet/x/term"

	_ "fairway/ui/quiet" // before bubbletea; see there
)

// Root is what fills the screen: the outermost component, which changes itself
// in Update. Its View is called after Update, except that several updates
// within a few milliseconds share one call. It is told the size of the
// terminal before its first View.
type Root interface {
	Init() tea.Cmd
	Update(tea.Msg) tea.Cmd
	View() string
}

// Cursor may be implemented by a Root that wants the terminal's own cursor to
// be seen, at a column and line counted from 0, after each View.
type Cursor interface {
	Cursor() (x, y int, visible bool)
}

// Size is the size of a terminal in cells.
type Size struct{ Width, Height int }

// Options says where the terminal is. The zero value is the process's own,
// standard input and output.
type Options struct {
	In  io.Reader
	Out io.Writer

	// Size is the size to start with, for a terminal that isn't the
	// process's own, such as an SSH session; Sizes are its changes. When it is
	// zero, Out must be a terminal, its size is asked of the system, and the
	// process's signals end or suspend the program. Otherwise signals are
	// left alone: they are not about this session, and suspending is refused.
	Size  Size
	Sizes <-chan Size

	// Log receives what the user is spared: the stack of a panic. Nil: nobody.
	Log *slog.Logger
}

// ErrNoTerminal says that there is nobody to show a screen to.
var ErrNoTerminal = errors.New("fairway needs a terminal; try fairway board --json")

// ErrGone says that the terminal went away: a window closed, a line dropped.
var ErrGone = errors.New("the terminal went away")

// Run shows root until it quits, and leaves the terminal as it was found, on
// whatever way out. It returns nil after tea.Quit; the context's error, a
// *SignalError, ErrGone or a *PanicError otherwise. In all of these cases root
// may still be asked what it holds, for instance for drafts to be kept.
func Run(ctx context.Context, root Root, o Options) error {
	r := &runner{root: root, in: o.In, log: o.Log, now: realClock}
	if r.in == nil {
		r.in = os.Stdin
	}
	out := o.Out
	if out == nil {
		out = os.Stdout
	}
	r.cursor, _ = root.(Cursor)

	size := o.Size
	if size == (Size{}) {
		var err error
		if size, err = r.own(out); err != nil {
			return err
		}
	}
	r.size = size
	r.painter = NewPainter(out, size.Width, size.Height)
	r.painter.Enter()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r.program = tea.NewProgram(model{r},
		tea.WithContext(ctx),
		tea.WithInput(r.reader()),
		// The terminal is the painter's. Without a renderer Bubble Tea leaves
		// the line settings and the size alone too; they are seen to here.
		tea.WithoutRenderer(),
		tea.WithOutput(io.Discard),
		tea.WithFilter(r.filter),
		// Signals and panics are handled here: Bubble Tea knows nothing of
		// SIGHUP, and prints the stack of a panic to the process's standard
		// output, whatever its own output is.
		tea.WithoutSignalHandler(),
		tea.WithoutCatchPanics(),
	)
	stop := r.listen(ctx, o.Sizes)
	defer stop()

	if err := r.uncooked(); err != nil {
		return ErrNoTerminal
	}
	err := r.run()
	r.restore()
	return r.outcome(ctx, err)
}

// own prepares for the process's own terminal and returns its size.
func (r *runner) own(out io.Writer) (Size, error) {
	in, ok := r.in.(xterm.File)
	if !ok || !xterm.IsTerminal(in.Fd()) {
		return Size{}, ErrNoTerminal
	}
	screen, ok := out.(xterm.File)
	if !ok || !xterm.IsTerminal(screen.Fd()) {
		return Size{}, ErrNoTerminal
	}
	state, err := xterm.GetState(in.Fd())
	if err != nil {
		return Size{}, ErrNoTerminal
	}
	r.tty, r.ttyState, r.screen = in, state, screen
	return r.ask(), nil
}

// ask asks the system for the terminal's size. A terminal that doesn't know
// has the size terminals have had since 1978.
func (r *runner) ask() Size {
	w, h, err := xterm.GetSize(r.screen.Fd())
	if err != nil || w <= 0 || h <= 0 {
		return Size{80, 24}
	}
	return Size{w, h}
}

// run runs the program. A panic in the loop itself, outside everything that is
// caught closer to where it happens, ends up here.
func (r *runner) run() (err error) {
	defer func() {
		if v := recover(); v != nil {
			r.fail("loop", v)
		}
	}()
	_, err = r.program.Run()
	return err
}

// restore gives the terminal back.
func (r *runner) restore() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.over = true
	_ = r.painter.Leave()
	r.cooked()
}

// uncooked sets the terminal to hand every key over as it is pressed, and to
// show nothing by itself.
func (r *runner) uncooked() error {
	if r.tty == nil {
		return nil
	}
	_, err := xterm.MakeRaw(r.tty.Fd())
	return err
}

// cooked puts the terminal's line settings back.
func (r *runner) cooked() {
	if r.tty != nil {
		_ = xterm.Restore(r.tty.Fd(), r.ttyState)
	}
}

// outcome turns the ways a program ends into the error of Run.
func (r *runner) outcome(ctx context.Context, err error) error {
	r.why.Lock()
	defer r.why.Unlock()
	switch {
	case r.panicked != nil:
		_, _ = io.WriteString(r.painter.w, r.panicked.Error()+"\r\n")
		return r.panicked
	case r.signal != nil:
		return &SignalError{r.signal}
	case r.lost:
		return ErrGone
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrInterrupted):
		return &SignalError{os.Interrupt}
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}
