package cli

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"runtime/debug"

	"fairway/store"
)

// faulty keeps a mistake of the program in its log: what was asked for ends with a word,
// and never with a stack.
func (a *App) faulty(f *store.Fault) {
	a.logger().Error("panic", "id", f.ID, "where", f.Doing, "panic", f.What, "stack", string(f.Stack))
}

// survive makes a panic of a command, wherever it was, a sentence and an exit code.
func (a *App) survive(code *int) {
	v := recover()
	if v == nil {
		return
	}
	var id [3]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand ends the program first
	f := &store.Fault{Doing: "do that", ID: hex.EncodeToString(id[:]), What: fmt.Sprint(v), Stack: debug.Stack()}
	a.faulty(f)
	fmt.Fprintf(a.errs(), "fairway: something went wrong in the program (id %s); please report the id: what went wrong stands with it in the log of the program\n", f.ID)
	*code = exitFailure
}
