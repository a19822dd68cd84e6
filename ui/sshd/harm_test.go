package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui"
	"fairway/ui/term"
)

// inProcess is a server in this process, so that what it shows can be put in
// its place.
type inProcess struct {
	*Server
	addr string
	key  ssh.Signer
	logs *lockedBuffer
	stop func()
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newSigner(t testing.TB) ssh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func begin(t testing.TB, o Options) *inProcess {
	t.Helper()
	ctx := context.Background()
	db, err := store.Create(ctx, filepath.Join(t.TempDir(), "f.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	p := &inProcess{key: newSigner(t), logs: &lockedBuffer{}}
	line := string(ssh.MarshalAuthorizedKey(p.key.PublicKey()))
	if _, err := db.Do(ctx, store.Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "eve", Name: "Eve", Keys: []model.SSHKey{{Line: line}}}, Rules: rules}); err != nil {
		t.Fatal(err)
	}
	o.DB, o.HostKey, o.Log = db, newSigner(t), slog.New(slog.NewTextHandler(p.logs, nil))
	if o.Command == nil {
		o.Command = func(_ context.Context, c Call) int { _, _ = io.WriteString(c.Out, strings.Join(c.Args, "|")); return 7 }
	}
	if p.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- p.Serve(ctx, l) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	t.Cleanup(p.stop)
	return p
}

func (p *inProcess) dial(t testing.TB) *ssh.Client {
	t.Helper()
	c, err := ssh.Dial("tcp", p.addr, &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(p.key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// shell opens a picture, and returns what it says and how it ends.
func shell(t testing.TB, c *ssh.Client) (in io.WriteCloser, out io.Reader, wait func() error) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ = s.StdinPipe()
	r, w := io.Pipe()
	s.Stdout, s.Stderr = w, w
	if err := errors.Join(s.RequestPty("xterm", 24, 80, ssh.TerminalModes{}), s.Shell()); err != nil {
		t.Fatal(err)
	}
	return in, r, func() error { err := s.Wait(); _ = w.Close(); return err }
}

func code(err error) int {
	var e *ssh.ExitError
	if errors.As(err, &e) {
		return e.ExitStatus()
	}
	if err != nil {
		return -1
	}
	return 0
}

// TestOneSessionHarmsNoOther: one panics, one takes nothing of what it is
// sent, and one types without end; another is answered all the while.
func TestOneSessionHarmsNoOther(t *testing.T) {
	var n int
	var mu sync.Mutex
	stalled := make(chan error, 1)
	flooded := make(chan int, 1)
	p := begin(t, Options{
		Limits: Limits{Stall: 300 * time.Millisecond, Input: 1000, Burst: 5000},
		Show: func(ctx context.Context, o ui.Options) error {
			mu.Lock()
			n++
			me := n
			mu.Unlock()
			switch me {
			case 1:
				panic("on purpose")
			case 2: // writes until its client's window is full
				for {
					if _, err := o.Out.Write(bytes.Repeat([]byte("x"), 32<<10)); err != nil {
						stalled <- err
						return term.ErrGone
					}
				}
			case 3: // counts what comes within a second
				total, until := 0, time.Now().Add(time.Second)
				b := make([]byte, 4096)
				for time.Now().Before(until) {
					k, err := o.In.Read(b)
					total += k
					if err != nil {
						break
					}
				}
				flooded <- total
			}
			return nil
		},
	})
	answered := func(when string) {
		t.Helper()
		s, err := p.dial(t).NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if out, err := s.CombinedOutput("a 'b c' d"); string(out) != "a|b c|d" || code(err) != 7 {
			t.Errorf("%s: %q, %v", when, out, err)
		}
	}
	_, _, wait := shell(t, p.dial(t))
	_ = wait()
	// The client is told before the log is written.
	for late := time.Now().Add(20 * time.Second); ; <-time.After(5 * time.Millisecond) {
		logs := p.logs.String()
		if strings.Contains(logs, "on purpose") && strings.Contains(logs, "msg=panic") {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("the panic is not in the log:\n%s", logs)
		}
	}
	answered("after a panic")

	shell(t, p.dial(t)) // nobody reads what it sends
	select {
	case <-stalled:
	case <-time.After(20 * time.Second):
		t.Fatal("a client that takes nothing holds its session for ever")
	}
	answered("after a stall")

	in, _, _ := shell(t, p.dial(t))
	go func() {
		for {
			if _, err := in.Write(bytes.Repeat([]byte("k"), 8192)); err != nil {
				return
			}
		}
	}()
	answered("while one floods")
	select {
	case total := <-flooded:
		if total > 5000+3*4096+2000 {
			t.Errorf("%d bytes came through within a second", total)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the flood never ended")
	}
}

// TestIdleEndsAfterAWarning: counted from the last key, whatever is painted.
func TestIdleEndsAfterAWarning(t *testing.T) {
	warned := make(chan string, 8)
	p := begin(t, Options{
		Limits: Limits{Idle: 400 * time.Millisecond, Warning: 200 * time.Millisecond},
		Show: func(ctx context.Context, o ui.Options) error {
			for {
				select {
				case w := <-o.Words:
					if w != "" {
						warned <- w
					}
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		},
	})
	_, out, wait := shell(t, p.dial(t))
	said := make(chan string, 1)
	go func() { b, _ := io.ReadAll(out); said <- string(b) }()
	if got := code(wait()); got != 0 {
		t.Errorf("exit %d", got)
	}
	if text := <-said; !strings.Contains(text, "No key was pressed for 400ms") {
		t.Errorf("it was told %q", text)
	}
	select {
	case w := <-warned:
		if !strings.Contains(w, "unless you press a key") {
			t.Errorf("the warning is %q", w)
		}
	default:
		t.Error("there was no warning")
	}
}

// TestTheLongestSession ends whatever is typed.
func TestTheLongestSession(t *testing.T) {
	p := begin(t, Options{Limits: Limits{Most: 50 * time.Millisecond}, Show: func(ctx context.Context, _ ui.Options) error { <-ctx.Done(); return ctx.Err() }})
	_, out, wait := shell(t, p.dial(t))
	said := make(chan string, 1)
	go func() { b, _ := io.ReadAll(out); said <- string(b) }()
	_ = wait()
	if text := <-said; !strings.Contains(text, "as long as one may") {
		t.Errorf("it was told %q", text)
	}
}

// TestLimits: sessions of one person and in all, and keys that fail.
func TestLimits(t *testing.T) {
	p := begin(t, Options{
		Limits: Limits{Sessions: 3, PerPerson: 2, FailedKeys: 3},
		Show:   func(ctx context.Context, _ ui.Options) error { <-ctx.Done(); return ctx.Err() },
	})
	c := p.dial(t)
	shell(t, c)
	shell(t, c)
	_, out, wait := shell(t, c)
	said := make(chan string, 1)
	go func() { b, _ := io.ReadAll(out); said <- string(b) }()
	if got := code(wait()); got != 1 {
		t.Errorf("exit %d", got)
	}
	if text := <-said; !strings.Contains(text, "you have 2 sessions already") {
		t.Errorf("it was told %q", text)
	}
	wrong := newSigner(t)
	try := func(k ssh.Signer) error {
		c, err := ssh.Dial("tcp", p.addr, &ssh.ClientConfig{User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(k)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 5 * time.Second})
		if err == nil {
			_ = c.Close()
		}
		return err
	}
	for range 3 {
		if err := try(wrong); err == nil || !strings.Contains(err.Error(), "unable to authenticate") {
			t.Errorf("%v", err)
		}
	}
	// The server counts a failure when its side of the connection has ended,
	// which may be after the client was told.
	for late := time.Now().Add(20 * time.Second); ; {
		if err := try(wrong); err != nil && !strings.Contains(err.Error(), "unable to authenticate") {
			break
		}
		if time.Now().After(late) {
			t.Fatal("an address whose keys fail may go on trying")
		}
	}
	if err := try(p.key); err == nil {
		t.Error("the right key was let in from there")
	}
	if !strings.Contains(p.logs.String(), "too many logins of this address have failed") {
		t.Errorf("the log does not say why:\n%s", p.logs.String())
	}
}

// TestShutdownWaitsForWhatIsKept: a session that takes its time to keep what
// was typed is waited for; one that never ends is not.
func TestShutdownWaitsForWhatIsKept(t *testing.T) {
	kept := make(chan bool, 1)
	block := make(chan struct{})
	first := true
	var mu sync.Mutex
	p := begin(t, Options{
		Limits: Limits{Farewell: 500 * time.Millisecond},
		Show: func(ctx context.Context, _ ui.Options) error {
			mu.Lock()
			me := first
			first = false
			mu.Unlock()
			<-ctx.Done()
			if me {
				kept <- true
				return ctx.Err()
			}
			<-block
			return ctx.Err()
		},
	})
	defer close(block)
	c := p.dial(t)
	_, out, wait := shell(t, c)
	said := make(chan string, 1)
	go func() { b, _ := io.ReadAll(out); said <- string(b) }()
	go func() { _ = wait() }()
	for len(p.presence.list()) == 0 {
		if s, err := c.NewSession(); err == nil { // asks the server something, and so waits for it
			_, _ = s.CombinedOutput("x")
		}
	}
	shell(t, c)
	began := time.Now()
	p.stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if !<-kept {
		t.Error("nothing was kept")
	}
	if text := <-said; !strings.Contains(text, "is being stopped") {
		t.Errorf("it was told %q", text)
	}
}

// TestWhoEditsWhat is told to whoever begins to edit the same.
func TestWhoEditsWhat(t *testing.T) {
	p := begin(t, Options{})
	a := p.presence.join(&model.Person{ID: "PER-1", Handle: "a", Name: "Anna"}, func() {})
	b := p.presence.join(&model.Person{ID: "PER-2", Handle: "b", Name: "Ben"}, func() {})
	left := a.Edit("REL-1 criteria")
	if others := a.Others("REL-1 criteria"); len(others) != 0 {
		t.Errorf("%v edit it already", others)
	}
	done := b.Edit("REL-1 criteria")
	if others := b.Others("REL-1 criteria"); len(others) != 1 || others[0] != "Anna" {
		t.Errorf("%v edit it already", others)
	}
	if list := p.presence.list(); len(list) != 2 || list[0].Edits != "REL-1 criteria" {
		t.Errorf("%+v", list)
	}
	done()
	done()
	if others := a.Others("REL-1 criteria"); len(others) != 0 {
		t.Errorf("%v edit it still", others)
	}
	left()
	a.leave()
	if got := b.People(); len(got) != 1 || got[0] != "Ben" {
		t.Errorf("%v are here", got)
	}
	b.leave()
}

// TestRequestsThatAreRefused over the wire: an agent, X11, variables.
func TestRequestsThatAreRefused(t *testing.T) {
	var seen environment
	p := begin(t, Options{Command: func(_ context.Context, c Call) int {
		seen = environment{}
		for _, name := range append([]string{"PATH", "HOME", "EDITOR", "SECRET", "LD_PRELOAD", "LANG2"}, variables...) {
			if v := c.Env(name); v != "" {
				seen[name] = v
			}
		}
		return 0
	}})
	t.Setenv("SECRET", "treasure")
	s, err := p.dial(t).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []string{"auth-agent-req@openssh.com", "x11-req", "subsystem", "break"} {
		if ok, _ := s.SendRequest(r, true, ssh.Marshal(struct{ Name string }{"sftp"})); ok {
			t.Errorf("%s was granted", r)
		}
	}
	for name, want := range map[string]bool{"LANG": true, "TZ": true, "NO_COLOR": true, "PATH": false, "EDITOR": false, "LD_PRELOAD": false, "TERM": false} {
		if err := s.Setenv(name, "C.UTF-8"); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Setenv("LANG", strings.Repeat("x", 100)); err == nil {
		t.Error("a long value was taken")
	}
	if err := s.Run("x"); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 {
		t.Errorf("the command saw %v", seen)
	}
	for _, ch := range []string{"direct-tcpip", "forwarded-tcpip", "tun@openssh.com", "direct-streamlocal@openssh.com"} {
		if _, _, err := p.dial(t).OpenChannel(ch, nil); err == nil {
			t.Errorf("%s was opened", ch)
		}
	}
	if ok, _, _ := p.dial(t).SendRequest("tcpip-forward", true, ssh.Marshal(struct {
		Addr string
		Port uint32
	}{"127.0.0.1", 0})); ok {
		t.Error("a port was forwarded")
	}
}

func TestHostKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sub", "key")
	k, made, err := HostKey(path)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	again, made, err := HostKey(path)
	if err != nil || made || Fingerprint(again) != Fingerprint(k) {
		t.Fatalf("a second start made another key: %v %v", made, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := HostKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("an open key was taken: %v", err)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("release new --name 'Year end' \"a\\\"b\" c\\ d ''")
	f.Add("a 'b")
	f.Fuzz(func(t *testing.T, line string) {
		words, err := split(line)
		if err != nil {
			return
		}
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
		}
		again, err := split(strings.Join(quoted, " "))
		if err != nil || strings.Join(again, "\x00") != strings.Join(words, "\x00") || len(again) != len(words) {
			t.Fatalf("%q gives %q, and those quoted %q (%v)", line, words, again, err)
		}
	})
}

func FuzzAuthorizedLine(f *testing.F) {
	blob := append([]byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"), make([]byte, 32)...)
	line := "ssh-ed25519 " + base64.StdEncoding.EncodeToString(blob)
	f.Add([]byte(line + " alice@laptop"))
	f.Add([]byte(`person="bob",no-pty ` + line + " x"))
	f.Add([]byte(`from="10.*" ` + line + " x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fp, k, err := parseAuthorized(data)
		if err == nil && (!strings.HasPrefix(fp, "SHA256:") || len(principals(k.handles)) != 1) {
			t.Fatalf("%q is the key %q of %q", data, fp, k.handles)
		}
		if err == nil && bytes.Contains(bytes.ToLower(data), []byte("from=")) && !bytes.Contains(data, []byte("AAAA")) {
			t.Fatalf("%q was taken", data)
		}
	})
}

func FuzzPrincipals(f *testing.F) {
	f.Add("cora\nroot\n../x")
	f.Fuzz(func(t *testing.T, text string) {
		got := principals(strings.Split(text, "\n"))
		if len(got) > principalLimit {
			t.Fatalf("%d are looked up", len(got))
		}
		for _, p := range got {
			if p == "" || strings.ContainsAny(p, "/\\ \x00'\"") {
				t.Fatalf("%q could be a handle", p)
			}
		}
	})
}

func FuzzEnvironment(f *testing.F) {
	f.Add("TZ", "../../etc/passwd")
	f.Add("LANG", "de_DE.UTF-8")
	f.Fuzz(func(t *testing.T, name, value string) {
		e := environment{}
		if e.set(name, value) != (e.get(name) != "" || len(e) == 1) {
			t.Fatalf("%q=%q", name, value)
		}
		for k, v := range e {
			if !allowed(k) || len(v) > variableLimit || strings.ContainsAny(v, "\x1b\x00\n ") {
				t.Fatalf("%q=%q was taken", k, v)
			}
		}
		e.colours()
		e.ascii()
	})
}

// FuzzRequests sends what a client may send in a request's payload.
func FuzzRequests(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x05xterm\x00\x00\x00\x50\x00\x00\x00\x18\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		x := &session{env: environment{}, who: &identity{}, sizes: make(chan term.Size, 1), cancel: func() {}}
		x.terminal(payload)
		x.window(payload)
		x.variable(payload)
		x.signal(payload)
		if x.size.Width > mostWidth || x.size.Height > mostHeight || x.size.Width < 0 || x.size.Height < 0 {
			t.Fatalf("%+v", x.size)
		}
	})
}
