package sshd

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/ui/kit"
)

// tooMuch says what of a command is more than is taken, before anything of it
// is looked at; "" when nothing is.
func (x *session) tooMuch(line string) string {
	l := x.server.o.Limits
	switch {
	case len(line) > l.Command:
		return fmt.Sprintf("the command line is %d bytes long; at most %d are taken. Send long texts as standard input (form fill --from -), and do many things in several commands", len(line), l.Command)
	case x.asked > l.Variables:
		return fmt.Sprintf("your client sent %d variables; at most %d are taken, and only %s are heeded: narrow SendEnv down", x.asked, l.Variables, strings.Join(variables[1:], ", "))
	}
	return ""
}

// command performs a command line in the words of the local one.
func (x *session) command(args []string) int {
	s := x.server
	began := time.Now()
	var in io.Reader = &limitedInput{r: x.ch, most: s.o.Limits.Upload}
	out, errs := x.out(x.ch), x.out(x.ch.Stderr())
	if x.pty {
		in = x.stopKey()
		out, errs = &returning{w: out}, &returning{w: errs}
	}
	if x.pty && s.o.ForPeople != nil && s.o.ForPeople(args) {
		if line := x.waits(); line != "" {
			_, _ = fmt.Fprintln(errs, "fairway: "+kit.Visible(line))
		}
	}
	for _, name := range x.unfit {
		_, _ = fmt.Fprintf(errs, "fairway: the variable %s that your client sent is left out: its value is longer than %d characters, or has some in it that no terminal, language or zone has\n", name, variableLimit)
	}
	if s.o.Heavy(args) {
		done, err := s.heavy.enter(x.ctx, x.who.one(), func(word string) { _, _ = fmt.Fprintln(errs, "fairway: "+word) })
		if x.ctx.Err() != nil {
			return 130 // the client hung up, or was ended: nobody waits for it any more
		}
		if err != nil {
			_, _ = fmt.Fprintln(errs, "fairway: "+err.Error())
			x.log.Warn("turned away", "name", s.o.Name(args), "why", err.Error())
			return 1
		}
		defer done()
		// It reads one state of the file for as long as it runs, and the write-ahead
		// log grows meanwhile.
		late := time.AfterFunc(s.o.Limits.HeavyFor, func() {
			x.end("fairway: this command read the whole file for " + s.o.Limits.HeavyFor.String() + ", as long as one may over SSH, and was ended. Run it on the host.")
		})
		defer late.Stop()
	}
	code := s.o.Command(x.ctx, Call{Args: args, In: in, Out: out, Err: errs, Env: x.env.get, Person: x.who.person, Auth: x.who.auth, Key: x.who.fingerprint, Elsewhere: s.elsewhere()})
	x.log.Info("command", "name", s.o.Name(args), "exit", code, "took", time.Since(began).Round(time.Microsecond).String())
	return code
}

// waits is what the person who logs in is told of what waits for them; "" for
// nothing, and to whoever may not read.
func (x *session) waits() (line string) {
	s := x.server
	defer s.survive("what waits") // nobody is kept out by it
	if s.o.Waits == nil || x.who.spectator || x.who.person == nil || s.o.DB.MayRead(x.ctx, x.who.id()) != nil {
		return ""
	}
	return s.o.Waits(x.ctx, x.who.id())
}

// stopKey reads a terminal on which a command runs: ctrl+c stops it, and what
// else is typed goes nowhere.
func (x *session) stopKey() io.Reader {
	go func() {
		defer x.server.survive("keys")
		buf := make([]byte, 64)
		for {
			n, err := x.ch.Read(buf)
			if bytes.IndexByte(buf[:n], 3) >= 0 {
				x.cancel()
			}
			if err != nil {
				return
			}
		}
	}()
	return strings.NewReader("")
}

// limitedInput is standard input up to a limit, in bytes.
type limitedInput struct {
	r          io.Reader
	most, read int64
}

func (l *limitedInput) Read(b []byte) (int, error) {
	// One byte more than may come is asked for, to tell its end from an excess.
	n, err := l.r.Read(b[:min(int64(len(b)), l.most-l.read+1)])
	if l.read += int64(n); l.read > l.most {
		return 0, fmt.Errorf("more than %s came as standard input, the most that a command takes over SSH; do it on the host", size(l.most))
	}
	return n, err
}

// size writes a number of bytes as people do.
func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// returning puts a carriage return before each line feed, as a terminal in raw
// mode needs it.
type returning struct{ w io.Writer }

// Terminal says that somebody watches, to whom it may be shown how far a command is.
func (r *returning) Terminal() bool { return true }

func (r *returning) Write(b []byte) (int, error) {
	_, err := r.w.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	return len(b), err
}
