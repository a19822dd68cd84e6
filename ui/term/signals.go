package term

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// SignalError says that a signal ended the program.
type SignalError struct{ Signal os.Signal }

func (e *SignalError) Error() string { return "ended by signal: " + e.Signal.String() }

// ExitCode is what a shell expects of a process ended by the signal.
func (e *SignalError) ExitCode() int {
	if s, ok := e.Signal.(syscall.Signal); ok {
		return 128 + int(s)
	}
	return 1
}

// patience is how long the program is given to end after a signal. A loop
// that hangs, or a terminal that takes no output, must not make it immortal.
const patience = 3 * time.Second

// suspension is the state of being stopped.
type suspension struct {
	stopped atomic.Bool
	cont    chan struct{}
}

// listen passes on sizes, and the process's signals if the terminal is its
// own. The function it returns ends that.
func (r *runner) listen(ctx context.Context, sizes <-chan Size) (stop func()) {
	if r.tty == nil {
		go r.followSizes(ctx, sizes)
		return func() {}
	}
	r.suspend.cont = make(chan struct{}, 1)
	sig := make(chan os.Signal, 8)
	signal.Notify(sig, syscall.SIGWINCH, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGCONT, syscall.SIGTSTP)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case s := <-sig:
				r.handle(s)
			}
		}
	}()
	return func() { signal.Stop(sig) }
}

func (r *runner) followSizes(ctx context.Context, sizes <-chan Size) {
	for {
		select {
		case <-ctx.Done():
			return
		case s, ok := <-sizes:
			if !ok {
				return
			}
			r.program.Send(tea.WindowSizeMsg{Width: s.Width, Height: s.Height})
		}
	}
}

func (r *runner) handle(s os.Signal) {
	switch s {
	case syscall.SIGWINCH:
		size := r.ask()
		go r.program.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
	case syscall.SIGTSTP:
		go r.program.Send(tea.SuspendMsg{})
	case syscall.SIGCONT:
		if r.suspend.stopped.CompareAndSwap(true, false) {
			r.suspend.cont <- struct{}{}
			return
		}
		// Stopped in a way that can't be caught, and started again: what the
		// terminal looks like by now is anybody's guess.
		go r.program.Send(resumedMsg{})
	default:
		r.why.Lock()
		again := r.signal != nil
		r.signal = s
		r.why.Unlock()
		if again {
			r.force(s)
		}
		r.end()
		time.AfterFunc(patience, func() { r.force(s) })
	}
}

// force ends the process without the loop's help.
func (r *runner) force(s os.Signal) {
	// The lock is taken by whoever writes to a terminal that takes nothing;
	// then there is no point in writing more.
	if r.lock.TryLock() {
		if r.over {
			// Run has returned, or is about to.
			r.lock.Unlock()
			return
		}
		r.over = true
		_ = r.painter.Leave()
		r.lock.Unlock()
	}
	r.cooked()
	os.Exit((&SignalError{s}).ExitCode())
}

// suspendNow gives the terminal back, stops the process, and takes the
// terminal over again when the process continues.
func (r *runner) suspendNow() tea.Msg {
	if r.tty == nil || !canBeWoken() {
		return nil
	}
	r.giveBack()
	r.suspend.stopped.Store(true)
	// For the whole job, as a shell expects it. Not SIGTSTP: once Go's runtime
	// has been asked to catch that one, it swallows it for good.
	_ = syscall.Kill(0, syscall.SIGSTOP)
	<-r.suspend.cont
	return r.takeOver()
}

// canBeWoken tells whether there is a shell that controls jobs, and so would
// notice that this one has stopped and could continue it. There is none where
// the program is all that a container, an "ssh host fairway" or a terminal
// window runs; stopped there, it would be stopped for ever. In those cases it
// is in the group of the session's leader, or its parent is somewhere else.
func canBeWoken() bool {
	session, err := unix.Getsid(0)
	if err != nil || session == unix.Getpgrp() {
		return false
	}
	theirs, err := unix.Getsid(os.Getppid())
	return err == nil && theirs == session
}

// resumed is for a process that was stopped without being asked. What became
// of the screen and the line settings, whoever had the terminal meanwhile
// knows.
func (r *runner) resumed() tea.Msg {
	r.giveBack()
	return r.takeOver()
}

func (r *runner) giveBack() {
	_ = r.program.ReleaseTerminal() // stops reading
	r.locked(r.painter.Leave)
	r.cooked()
}

func (r *runner) takeOver() tea.Msg {
	if r.uncooked() != nil || r.program.RestoreTerminal() != nil {
		r.lose()
		return nil
	}
	r.locked(func() error { r.painter.Enter(); return nil })
	// The window may have been another one meanwhile, of which a stopped
	// process isn't told.
	r.resize(r.ask())
	go r.program.Send(tea.ResumeMsg{})
	return r.sizeMsg()
}
