package term

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	xterm "github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is a real pty with the model of a terminal at its other end.
type terminal struct {
	t        *testing.T
	pty, tty *os.File
	cmd      *exec.Cmd
	log      string
	before   xterm.State

	mu      sync.Mutex
	changed *sync.Cond
	vt      *vt
	sent    bytes.Buffer
	late    bool
	fault   string
}

// Fatalf is the model's; it runs on the reader's goroutine.
func (h *terminal) Fatalf(format string, args ...any) {
	h.fault = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func start(t *testing.T, env ...string) *terminal {
	t.Helper()
	f, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	// Reading must not block in the system, or closing would wait for it.
	fd, err := unix.Dup(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	unix.CloseOnExec(fd)
	_ = f.Close()
	if err := unix.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	h := &terminal{t: t, pty: os.NewFile(uintptr(fd), "pty"), tty: tty, log: t.TempDir() + "/log"}
	h.changed = sync.NewCond(&h.mu)
	h.vt = newVT(h, 150, 10)
	h.resize(150, 10)
	h.before = h.settings()
	h.cmd = exec.Command(os.Args[0])
	h.cmd.Env = append(append(os.Environ(), childEnv+"="+h.log, "TERM=xterm-256color"), env...)
	h.cmd.Stdin, h.cmd.Stdout, h.cmd.Stderr = tty, tty, tty
	h.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go h.read()
	timeout := time.AfterFunc(20*time.Second, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.late = true
		h.changed.Broadcast()
		_ = h.cmd.Process.Kill()
	})
	t.Cleanup(func() {
		timeout.Stop()
		_ = h.cmd.Process.Kill()
		_ = h.tty.Close()
		_ = h.pty.Close()
	})
	return h
}

func (h *terminal) read() {
	b := make([]byte, 4096)
	for {
		n, err := h.pty.Read(b)
		if err != nil {
			return
		}
		func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			defer h.changed.Broadcast()
			h.sent.Write(b[:n])
			_, _ = h.vt.Write(b[:n])
		}()
	}
}

func (h *terminal) resize(w, height int) {
	h.mu.Lock()
	h.vt.resize(w, height)
	h.mu.Unlock()
	h.control(func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(height), Col: uint16(w)})
	})
}

// control does something with the descriptor; asking the file for it would
// make it block.
func (h *terminal) control(do func(fd int) error) {
	h.t.Helper()
	c, err := h.pty.SyscallConn()
	if err != nil {
		h.t.Fatal(err)
	}
	if cerr := c.Control(func(fd uintptr) { err = do(int(fd)) }); cerr != nil || err != nil {
		h.t.Fatal(cerr, err)
	}
}

// settings are the line settings, which can be compared.
func (h *terminal) settings() xterm.State {
	h.t.Helper()
	s, err := xterm.GetState(h.tty.Fd())
	if err != nil {
		h.t.Fatal(err)
	}
	return *s
}

func (h *terminal) raw() bool { return h.settings() != h.before }

func (h *terminal) keys(s string) {
	h.t.Helper()
	if _, err := h.pty.WriteString(s); err != nil {
		h.t.Fatal(err)
	}
}

// until waits for a state of the screen.
func (h *terminal) until(what string, cond func() bool) {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for !cond() {
		if h.late || h.fault != "" {
			h.t.Fatalf("waiting for %s: %s\n%s\nsent %q", what, h.fault, h.vt, h.sent.String())
		}
		h.changed.Wait()
	}
}

func (h *terminal) shows(text string) {
	h.t.Helper()
	h.until(fmt.Sprintf("%q", text), func() bool { return h.vt.alt && strings.Contains(h.vt.String(), text) })
}

// ends waits for the end of the program and checks what it leaves behind.
func (h *terminal) ends(codes ...int) {
	h.t.Helper()
	_ = h.cmd.Wait()
	if got := h.cmd.ProcessState.ExitCode(); !slices.Contains(codes, got) {
		h.t.Errorf("exit code %d, wanted %v", got, codes)
	}
	// Everything the program wrote is in the pty by now; a mark behind it
	// tells when it has been read.
	if _, err := h.tty.WriteString("\x1b[mthe end"); err != nil {
		h.t.Fatal(err)
	}
	h.until("the end", func() bool { return strings.Contains(h.vt.String(), "the end") })
	h.mu.Lock()
	defer h.mu.Unlock()
	if v := h.vt; v.alt || !v.cursor || v.paste || !v.autowrap {
		h.t.Errorf("left behind: alternate screen %v, cursor %v, paste %v, wrapping %v", v.alt, v.cursor, v.paste, v.autowrap)
	}
	if h.raw() {
		h.t.Errorf("line settings %+v, before %+v", h.settings(), h.before)
	}
	for _, text := range []string{"goroutine", "panic", ".go:"} {
		if strings.Contains(h.sent.String(), text) {
			h.t.Errorf("%q on the user's screen: %q", text, h.sent.String())
		}
	}
}

func (h *terminal) logged() string {
	b, err := os.ReadFile(h.log)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(b)
}

func (h *terminal) foreground() int {
	h.t.Helper()
	var pgrp int
	h.control(func(fd int) (err error) {
		pgrp, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
		return err
	})
	return pgrp
}
