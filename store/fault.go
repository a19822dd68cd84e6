package store

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"runtime/debug"
)

// Fault is a mistake of the program itself, met while it read or wrote: what would have
// been a panic ends the one question or action, and nothing else. Nothing was written.
type Fault struct {
	Doing string // look for what waits
	ID    string // by which it is found in the log of the program
	What  string // the panic, in a line
	Stack []byte
}

func (f *Fault) Error() string {
	return fmt.Sprintf("%s: something went wrong in the program (id %s), and nothing was written; please report the id: what went wrong stands with it in the log of the program", f.Doing, f.ID)
}

// caught makes a panic the error of whoever defers it, and tells whoever keeps the log of
// the program.
func (db *DB) caught(doing string, err *error) {
	v := recover()
	if v == nil {
		return
	}
	var id [3]byte
	_, _ = rand.Read(id[:]) // never fails: crypto/rand ends the program first
	f := &Fault{Doing: doing, ID: hex.EncodeToString(id[:]), What: fmt.Sprint(v), Stack: debug.Stack()}
	if db.options.Fault != nil {
		db.options.Fault(f)
	}
	*err = f
}
