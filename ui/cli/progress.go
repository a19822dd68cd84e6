package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"
)

// bar shows how far a long piece of work is: on a terminal only, and only once
// it has taken half a second. The work never waits for the terminal: on one that
// is held (ctrl+s) it would keep a transaction open for as long.
type bar struct {
	out     io.Writer // nil: nobody watches
	what    string
	started time.Time
	last    time.Time
	lines   chan string   // what is shown next; nil until something is
	shown   chan struct{} // closed once all is shown
}

func (a *App) progress(what string) *bar {
	b := &bar{what: what, started: time.Now()}
	switch w := a.Err.(type) {
	case *os.File:
		if term.IsTerminal(w.Fd()) {
			b.out = w
		}
	case interface{ Terminal() bool }: // that of a caller from outside
		if w.Terminal() {
			b.out = a.Err
		}
	}
	return b
}

// at says how much is done; all is 0 where nobody knows.
func (b *bar) at(done, all int64) {
	now := time.Now()
	if b.out == nil || now.Sub(b.started) < 500*time.Millisecond || now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last = now
	if all > 0 {
		b.show(fmt.Sprintf("%s %d of %d (%d %%) - ctrl+c stops", b.what, done, all, done*100/all))
		return
	}
	b.show(fmt.Sprintf("%s %d - ctrl+c stops", b.what, done))
}

// show hands a line to the terminal, unless it has not taken the last one.
func (b *bar) show(text string) {
	if b.lines == nil {
		b.lines, b.shown = make(chan string, 1), make(chan struct{})
		go func() {
			defer close(b.shown)
			for text := range b.lines {
				_, _ = io.WriteString(b.out, "\r\x1b[K"+text)
			}
		}()
	}
	select {
	case b.lines <- text:
	default:
	}
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
			b.show(b.what + " - ctrl+c stops")
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
	if b.lines != nil {
		close(b.lines)
		<-b.shown
		b.lines = nil
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
