package sshd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/store"
)

// asked runs a command line as a client sends it.
func asked(t testing.TB, c *ssh.Client, line, in string, env ...string) (out, errs string, exit int) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := 0; i+1 < len(env); i += 2 {
		_ = s.Setenv(env[i], env[i+1])
	}
	var o, e bytes.Buffer
	s.Stdout, s.Stderr, s.Stdin = &o, &e, strings.NewReader(in)
	err = s.Run(line)
	return o.String(), e.String(), code(err)
}

// TestTooMuchIsSaid: what a client sends beyond a limit is refused in words, and
// what is just within it is taken.
func TestTooMuchIsSaid(t *testing.T) {
	p := begin(t, Options{
		Limits: Limits{Command: 3000, Words: 20, Variables: 30, Upload: 1000},
		Command: func(_ context.Context, c Call) int {
			data, err := io.ReadAll(c.In)
			if err != nil {
				_, _ = fmt.Fprintln(c.Err, "fairway:", err)
				return 1
			}
			_, _ = fmt.Fprintf(c.Out, "%d words, %d bytes, zone %s", len(c.Args), len(data), c.Env("TZ"))
			return 0
		},
	})
	c := p.dial(t)
	var many []string
	for range 31 {
		many = append(many, "LC_ALL", "C")
	}
	for _, try := range []struct {
		name, line, in string
		env            []string
		exit           int
		says           string
	}{
		{"a line as long as one may be", "a " + strings.Repeat("x", 2998), "", nil, 0, "2 words"},
		{"a longer one", "a " + strings.Repeat("x", 2999), "", nil, 2, "fairway: the command line is 3001 bytes long; at most 3000 are taken."},
		{"a much longer one", strings.Repeat("x ", 100<<10), "", nil, 2, "the command line is 204800 bytes long"},
		{"many words", strings.Repeat("x ", 20), "", nil, 0, "20 words"},
		{"too many words", strings.Repeat("x ", 21), "", nil, 2, "fairway: the command line has 21 words; at most 20 are taken"},
		{"as much input as there may be", "a", strings.Repeat("i", 1000), nil, 0, "1000 bytes"},
		{"more input", "a", strings.Repeat("i", 1001), nil, 1, "fairway: more than 1000 bytes came as standard input"},
		{"broken text", "a \xff\xfe", "", nil, 2, "is not valid UTF-8 text"},
		{"half a surrogate", "a \xed\xa0\x80", "", nil, 2, "is not valid UTF-8 text"},
		{"a NUL", "a \x00", "", nil, 2, "has a NUL character in it"},
		{"an open quote", "a 'b", "", nil, 2, "ends inside a quotation"},
		{"too many variables", "a", "", many, 2, "fairway: your client sent 31 variables; at most 30 are taken"},
		{"a zone", "a", "", []string{"TZ", "Europe/Berlin"}, 0, "zone Europe/Berlin"},
		{"no zone", "a", "", []string{"TZ", "Europe/Berlin; rm -r"}, 0, "fairway: the variable TZ that your client sent is left out"},
		{"a variable of no concern", "a", "", []string{"LC_TIME", "\x1b[2J"}, 0, "zone "},
	} {
		out, errs, exit := asked(t, c, try.line, try.in, try.env...)
		if exit != try.exit || !strings.Contains(out+errs, try.says) || exit != 0 && !strings.HasSuffix(errs, "\n") {
			t.Errorf("%s: exit %d, %q %q", try.name, exit, out, errs)
		}
	}
}

// TestHeavyCommandsTakeTurns: of sixteen of one person one runs, some wait with a
// word, and the others are refused with one; another person is let in at once, and
// whoever hangs up waits no more.
func TestHeavyCommandsTakeTurns(t *testing.T) {
	began, finish := make(chan string, 100), make(chan struct{})
	p := begin(t, Options{
		Limits: Limits{PerConnection: 40, PerPerson: 40, Heavy: 2, HeavyEach: 1, HeavyWaiting: 8},
		Heavy:  func(args []string) bool { return args[0] == "doctor" },
		Command: func(ctx context.Context, c Call) int {
			if c.Args[0] != "doctor" {
				return 7
			}
			began <- c.Args[1]
			select {
			case <-finish:
				return 0
			case <-ctx.Done():
				return 130
			}
		},
	})
	type ending struct {
		exit int
		errs string
	}
	c := p.dial(t)
	start := func(name string) (*ssh.Session, chan ending) {
		s, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		said := make(chan ending, 1)
		var e bytes.Buffer
		s.Stderr = &e
		if err := s.Start("doctor " + name); err != nil {
			t.Fatal(err)
		}
		go func() { err := s.Wait(); said <- ending{code(err), e.String()} }()
		return s, said
	}
	var all []chan ending
	first, said := start("first")
	all = append(all, said)
	if got := <-began; got != "first" {
		t.Fatal(got)
	}
	for i := range 15 {
		_, said := start(fmt.Sprint(i))
		all = append(all, said)
	}
	// Seven are refused; which of them depends on who came first.
	refused := 0
	for late := time.After(20 * time.Second); refused < 7; {
		for i := len(all) - 1; i >= 0; i-- {
			select {
			case e := <-all[i]:
				if e.exit != 1 || !strings.Contains(e.errs, "wait already, as many as may") {
					t.Fatalf("%+v", e)
				}
				refused++
				all = append(all[:i], all[i+1:]...)
			case <-late:
				t.Fatalf("%d were refused", refused)
			default:
			}
		}
		<-time.After(time.Millisecond)
	}
	if out, errs, exit := asked(t, c, "board x", ""); exit != 7 {
		t.Errorf("a light command waits: %q %q", out, errs)
	}
	if p.heavy.count() != 1 {
		t.Errorf("%d run", p.heavy.count())
	}
	// Somebody else is let in at once.
	done, err := p.heavy.enter(context.Background(), "another", func(word string) { t.Errorf("another has to wait: %s", word) })
	if err != nil {
		t.Fatal(err)
	}
	done()
	// Whoever hangs up gives their turn to the next.
	_ = first.Close()
	<-began
	close(finish)
	for range 7 {
		<-began
	}
	for _, said := range all {
		if e := <-said; e.exit == 0 && !strings.Contains(e.errs, "you have a command running that reads the whole file") {
			t.Errorf("%+v", e)
		}
	}
	if p.heavy.count() != 0 {
		t.Errorf("%d run", p.heavy.count())
	}
}

func (h *heavy) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.total
}

// TestAHeavyCommandEnds when it takes too long, with a sentence.
func TestAHeavyCommandEnds(t *testing.T) {
	p := begin(t, Options{
		Limits:  Limits{HeavyFor: 20 * time.Millisecond},
		Heavy:   func(args []string) bool { return args[0] == "doctor" },
		Command: func(ctx context.Context, _ Call) int { <-ctx.Done(); return 130 },
	})
	if _, errs, exit := asked(t, p.dial(t), "doctor", ""); exit != 130 || !strings.Contains(errs, "this command read the whole file for 20ms, as long as one may over SSH, and was ended. Run it on the host.\n") {
		t.Errorf("exit %d, %q", exit, errs)
	}
	if p.heavy.count() != 0 {
		t.Errorf("%d run", p.heavy.count())
	}
}

// TestTheWriteAheadLogIsSpokenOf once, again when it has doubled, and when all is
// well.
func TestTheWriteAheadLogIsSpokenOf(t *testing.T) {
	logs := &lockedBuffer{}
	w := &walWatch{log: slog.New(slog.NewTextHandler(logs, nil))}
	stuck := func(mb int64) store.WAL {
		return store.WAL{Path: "f.db-wal", Size: mb << 20, Kept: 1000, Readers: []store.WALReader{{PID: 4711, Command: "sqlite3", Behind: 900}}}
	}
	for _, state := range []store.WAL{{Size: 100 << 20}, stuck(10), stuck(40), stuck(50), stuck(79)} {
		w.look(state, nil)
	}
	if text := logs.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "40 MB large") || !strings.Contains(text, "process 4711 (sqlite3) reads an older state of the file") || !strings.Contains(text, "readers=[4711]") {
		t.Errorf("%s", text)
	}
	w.look(stuck(80), nil)
	w.look(store.WAL{Size: 80 << 20}, nil)
	w.look(store.WAL{Size: 80 << 20}, nil)
	if text := logs.String(); strings.Count(text, "\n") != 3 || !strings.Contains(text, "80 MB large") || !strings.Contains(text, "can be emptied again") {
		t.Errorf("%s", text)
	}
}

// TestTurns of several people, in the order in which they came.
func TestTurns(t *testing.T) {
	h := newHeavy(Limits{Heavy: 2, HeavyEach: 1, HeavyWaiting: 3})
	var mu sync.Mutex
	var order []string
	type entered struct {
		name string
		done func()
	}
	came := make(chan entered, 10)
	enter := func(name string) {
		who, _, _ := strings.Cut(name, " ")
		said := make(chan string, 1)
		go func() {
			done, err := h.enter(context.Background(), who, func(string) { said <- "waits" })
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
			select {
			case said <- "runs":
			default:
			}
			came <- entered{name, done}
		}()
		<-said
	}
	enter("a 1")
	one := <-came
	enter("a 2") // waits for one's own
	enter("b 1") // has a place
	two := <-came
	enter("c 1") // waits for any
	two.done()
	three := <-came
	one.done()
	four := <-came
	if got := fmt.Sprint(one.name, two.name, three.name, four.name); got != "a 1b 1c 1a 2" {
		t.Errorf("%s", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.enter(ctx, "a", func(string) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	three.done()
	three.done() // twice does nothing
	four.done()
	if h.count() != 0 || len(h.queue) != 0 || len(h.running) != 0 {
		t.Errorf("something is left: %+v", h)
	}
}
