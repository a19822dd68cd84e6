package term

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"reflect"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"
)

// PanicError is what a panic becomes. Run has shown it to the user already.
type PanicError struct {
	ID     string // also in the log, next to the stack
	logged bool
}

func (e *PanicError) Error() string {
	s := "fairway: something went wrong (id " + e.ID + "); what you had typed as a draft is kept."
	if e.logged {
		s += " Please report the id; the details are in the log."
	}
	return s
}

// try calls f and reports whether it came back without a panic.
func (r *runner) try(where string, f func()) (ok bool) {
	defer func() {
		if !ok {
			r.fail(where, recover())
		}
	}()
	f()
	return true
}

// elsewhere is a panic that was caught where it happened, to be one again in
// the loop.
type elsewhere struct {
	value any
	stack []byte
}

func (e elsewhere) String() string { return fmt.Sprint(e.value) }

// Elsewhere keeps the stack of a panic whose value is passed on to another
// goroutine. It has to be called where the panic was recovered.
func Elsewhere(value any) any { return elsewhere{value, debug.Stack()} }

// fail records a panic and ends the program. Only the first one counts: what
// follows may well follow from it.
func (r *runner) fail(where string, value any) {
	stack := debug.Stack()
	if from, ok := value.(elsewhere); ok {
		value, stack = from.value, from.stack
	}
	var b [3]byte
	_, _ = rand.Read(b[:])
	e := &PanicError{ID: hex.EncodeToString(b[:]), logged: r.log != nil}
	if r.log != nil {
		r.log.Error("panic", "id", e.ID, "where", where, "panic", fmt.Sprint(value), "stack", string(stack))
	}
	r.why.Lock()
	if r.panicked == nil {
		r.panicked = e
	}
	r.why.Unlock()
	r.end()
}

func (r *runner) failed() bool {
	r.why.Lock()
	defer r.why.Unlock()
	return r.panicked != nil
}

// guard wraps a command so that a panic in it, or in a command it leads to,
// is recovered where it happens: Bubble Tea runs commands on goroutines of
// their own, out of Run's reach.
func (r *runner) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		r.try("command", func() { msg = r.guardMsg(cmd()) })
		return msg
	}
}

// guardMsg wraps the commands in a message made of commands.
func (r *runner) guardMsg(msg tea.Msg) tea.Msg {
	switch {
	case msg == nil:
		return nil
	case isSequence(msg):
		// Bubble Tea's sequences are of a type without a name outside of it;
		// but it is a list of commands, and can be converted both ways.
		v := reflect.ValueOf(msg)
		cmds := v.Convert(cmdsType).Interface().([]tea.Cmd)
		return reflect.ValueOf(r.guardAll(cmds)).Convert(v.Type()).Interface()
	}
	if batch, ok := msg.(tea.BatchMsg); ok {
		return tea.BatchMsg(r.guardAll(batch))
	}
	return msg
}

func (r *runner) guardAll(cmds []tea.Cmd) []tea.Cmd {
	guarded := make([]tea.Cmd, len(cmds))
	for i, cmd := range cmds {
		guarded[i] = r.guard(cmd)
	}
	return guarded
}

var (
	cmdsType     = reflect.TypeOf([]tea.Cmd(nil))
	sequenceType = reflect.TypeOf(tea.Sequence(tea.Quit, tea.Quit)())
)

func isSequence(msg tea.Msg) bool { return reflect.TypeOf(msg) == sequenceType }
