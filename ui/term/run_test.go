package term

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// The test binary is its own subject: with this variable set it is a program
// on a terminal. Its value is the file the log goes to.
const childEnv = "FAIRWAY_TERM_TEST"

// jobEnv makes it a shell with one job, so that stopping can be tested.
const jobEnv = "FAIRWAY_TERM_TEST_JOB"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(jobEnv) != "":
		os.Exit(shell())
	case os.Getenv(childEnv) != "":
		os.Exit(child())
	}
	os.Exit(m.Run())
}

func child() int {
	f, err := os.Create(os.Getenv(childEnv))
	if err != nil {
		return 90
	}
	err = Run(context.Background(), &subject{initPanic: os.Getenv("SUBJECT") == "init"}, Options{Log: slog.New(slog.NewTextHandler(f, nil))})
	var s *SignalError
	var p *PanicError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &s):
		return s.ExitCode()
	case errors.As(err, &p):
		return 70
	}
	_, _ = fmt.Fprintln(f, err)
	return 1
}

// subject is a program that does on a key what can go wrong.
type subject struct {
	size, keys, pasted string
	resumed            int
	viewPanic          bool
	initPanic          bool
}

func (s *subject) Init() tea.Cmd {
	if s.initPanic {
		panic("in Init")
	}
	return nil
}

func explode() tea.Msg { panic("in a command") }

func (s *subject) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.size = fmt.Sprintf("%dx%d", msg.Width, msg.Height)
	case tea.ResumeMsg:
		s.resumed++
	case tea.KeyMsg:
		if msg.Paste {
			s.pasted = string(msg.Runes)
			return nil
		}
		s.keys += msg.String()
		quiet := func() tea.Msg { return nil }
		switch msg.String() {
		case "q":
			return tea.Quit
		case "u":
			panic("in Update")
		case "v":
			s.viewPanic = true
		case "c":
			return explode
		case "b":
			return tea.Batch(quiet, tea.Batch(quiet, explode))
		case "s":
			return tea.Sequence(quiet, tea.Batch(quiet, tea.Sequence(quiet, explode)))
		case "h":
			fmt.Print("hung")
			select {}
		case "y":
			return Copy("copied")
		case "e":
			return tea.ExecProcess(exec.Command("true"), func(error) tea.Msg { panic("ran") })
		case "w":
			return tea.WindowSize()
		case "ctrl+z":
			return tea.Suspend
		}
	}
	return nil
}

func (s *subject) View() string {
	if s.viewPanic {
		panic("in View")
	}
	return fmt.Sprintf("size %s\nkeys %s\npasted %s\nresumed %d", s.size, s.keys, s.pasted, s.resumed)
}

func TestRunShowsKeysAndQuits(t *testing.T) {
	h := start(t)
	h.shows("size 150x10") // the terminal answers nothing, and nothing was asked
	if !h.raw() {
		t.Error("not in raw mode")
	}
	for _, q := range []string{"\x1b]1", "\x1b[6n", "\x1b[c", "\x1b[?1000", "\x1b[?1002", "\x1b[?1003", "\x1b[?1006"} {
		if strings.Contains(h.sent.String(), q) {
			t.Errorf("sent %q", q)
		}
	}
	h.keys("ab")
	h.shows("keys ab")
	h.keys("\x1b[200~two\rlines q\x1b[201~")
	h.shows("pasted two")
	h.keys("\x1b[A")
	h.shows("keys abup")
	h.resize(30, 6)
	h.shows("size 30x6")
	h.keys("y")
	h.until("the copy", func() bool { return h.vt.clipboard == "Y29waWVk" })
	h.keys("e") // starts nothing
	h.shows("keys abupye")
	h.keys("w")
	h.shows("keys abupyew")
	h.keys("q")
	h.ends(0)
	if !strings.Contains(h.logged(), "asked to be run") {
		t.Errorf("log: %s", h.logged())
	}
}

func TestRunCatchesPanics(t *testing.T) {
	tests := []struct{ name, key, where string }{
		{"update", "u", "in Update"},
		{"view", "v", "in View"},
		{"command", "c", "in a command"},
		{"batch", "b", "in a command"},
		{"sequence", "s", "in a command"},
		{"init", "", "in Init"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := start(t, "SUBJECT="+tt.name)
			if tt.key != "" {
				h.shows("size 150x10")
				h.keys(tt.key)
			}
			h.ends(70)
			screen := h.vt.String()
			_, rest, ok := strings.Cut(screen, "fairway: something went wrong (id ")
			if !ok || len(rest) < 6 {
				t.Fatalf("the user sees %q", screen)
			}
			log := h.logged()
			if !strings.Contains(log, "id="+rest[:6]) || !strings.Contains(log, tt.where) || !strings.Contains(log, "run_test.go") {
				t.Errorf("id %s, log: %s", rest[:6], log)
			}
		})
	}
}

func TestRunEndsOnSignals(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		t.Run(s.String(), func(t *testing.T) {
			h := start(t)
			h.shows("size 150x10")
			_ = h.cmd.Process.Signal(s)
			h.ends(128 + int(s))
		})
	}
}

// A loop that hangs can be ended too, and the terminal is put right.
func TestRunEndsWhenHung(t *testing.T) {
	h := start(t)
	h.shows("size 150x10")
	h.keys("h")
	h.shows("hung")
	// The second one is for impatience. Either may be seen first.
	_ = h.cmd.Process.Signal(syscall.SIGTERM)
	_ = h.cmd.Process.Signal(syscall.SIGINT)
	h.ends(128+int(syscall.SIGTERM), 128+int(syscall.SIGINT))
}

func TestRunEndsWithItsTerminal(t *testing.T) {
	h := start(t)
	h.shows("size 150x10")
	_ = h.tty.Close()
	_ = h.pty.Close()
	_ = h.cmd.Wait()
	// A terminal that goes hangs up twice, once for each of its ends: the second may come
	// when the program no longer listens, since it is ending.
	if status, ok := h.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGHUP {
		return
	}
	if code := h.cmd.ProcessState.ExitCode(); code != 1 && code != 128+int(syscall.SIGHUP) {
		t.Errorf("exit code %d", code)
	}
}

// Nobody could wake the program here, since it leads its session: asked to
// stop, it goes on.
func TestSuspendWithoutAShell(t *testing.T) {
	h := start(t)
	h.shows("size 150x10")
	h.keys("\x1aa")
	h.shows("keys ctrl+za")
	_ = h.cmd.Process.Signal(syscall.SIGTSTP)
	h.keys("d")
	h.shows("keys ctrl+zad")
	if strings.Contains(h.sent.String(), "\x1b[?1049l") {
		t.Error("the screen was left")
	}
	h.keys("q")
	h.ends(0)
}

// shell runs the program as a job of its own, wakes it up when it stops, and
// says so in between.
func shell() int {
	signal.Ignore(syscall.SIGTTOU)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), jobEnv+"=")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		return 91
	}
	self := unix.Getpgrp()
	for {
		var status syscall.WaitStatus
		_, err := syscall.Wait4(cmd.Process.Pid, &status, syscall.WUNTRACED, nil)
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return 92
		case !status.Stopped():
			return status.ExitStatus()
		}
		if err := unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, self); err != nil {
			return 93
		}
		fmt.Print("stopped")
		// fg
		var b [1]byte
		_, _ = os.Stdin.Read(b[:])
		if err := unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, cmd.Process.Pid); err != nil {
			return 94
		}
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGCONT); err != nil {
			return 95
		}
	}
}

func TestSuspendAndResume(t *testing.T) {
	h := start(t, jobEnv+"=1")
	h.shows("size 150x10")
	for i, stop := range []func(){
		func() { h.keys("\x1a") },
		func() { _ = syscall.Kill(-h.foreground(), syscall.SIGTSTP) },
		func() { h.keys("\x1a") },
	} {
		stop()
		h.until("the shell", func() bool { return !h.vt.alt && strings.Contains(h.vt.String(), "stopped") })
		if h.raw() || !h.vt.cursor || h.vt.paste {
			t.Error("the shell's terminal isn't as it was")
		}
		h.resize(40+i, 8) // of which a stopped program isn't told
		h.keys("\n")
		h.shows(fmt.Sprintf("resumed %d", i+1))
		h.shows(fmt.Sprintf("size %dx8", 40+i))
		if !h.raw() || h.vt.cursor || !h.vt.paste {
			t.Error("the terminal isn't the program's again")
		}
	}
	// Stopped the hard way, the program can't tidy up; but it can afterwards.
	_ = syscall.Kill(-h.foreground(), syscall.SIGSTOP)
	h.until("the shell", func() bool { return strings.Contains(h.vt.String(), "stopped") })
	h.keys("\n")
	h.shows("resumed 4")
	h.until("a clean screen", func() bool { return !strings.Contains(h.vt.String(), "stopped") })
	h.keys("q")
	h.ends(0)
}
