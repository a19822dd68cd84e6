package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
)

// bar shows how far a long piece of work is: on a terminal only, and only once
// it has taken half a second.
type bar struct {
	out     io.Writer // nil: nobody watches
	what    string
	started time.Time
	last    time.Time
	shown   bool
}

func (a *App) progress(what string) *bar {
	b := &bar{what: what, started: time.Now()}
	if f, ok := a.Err.(*os.File); ok && term.IsTerminal(f.Fd()) {
		b.out = f
	}
	return b
}

// at says how much is done; all is 0 where nobody knows.
func (b *bar) at(done, all int64) {
	now := time.Now()
	if b.out == nil || now.Sub(b.started) < 500*time.Millisecond || now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.shown = now, true
	if all > 0 {
		fmt.Fprintf(b.out, "\r\x1b[K%s %d of %d (%d %%) - ctrl+c stops", b.what, done, all, done*100/all)
		return
	}
	fmt.Fprintf(b.out, "\r\x1b[K%s %d - ctrl+c stops", b.what, done)
}

// wait says after half a second that something goes on of which nobody knows how
// far it is, until done is called.
func (b *bar) wait() (done func()) {
	if b.out == nil {
		return func() {}
	}
	over := make(chan struct{})
	said := make(chan struct{})
	go func() {
		defer close(said)
		select {
		case <-over:
		case <-time.After(500 * time.Millisecond):
			fmt.Fprintf(b.out, "\r\x1b[K%s - ctrl+c stops", b.what)
			b.shown = true
		}
	}()
	return func() {
		close(over)
		<-said
		b.end()
	}
}

// end takes the line away again.
func (b *bar) end() {
	if b.shown {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
