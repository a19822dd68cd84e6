//go:build !race

package sshd_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/store"
	"fairway/ui/screen/screentest/kept"
	"fairway/ui/term/ttytest"
)

// bin is the program, built once.
var bin struct {
	path string
	once sync.Once
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if bin.path != "" {
		_ = os.RemoveAll(filepath.Dir(bin.path))
	}
	os.Exit(code)
}

func build(t testing.TB) string {
	t.Helper()
	bin.once.Do(func() {
		dir, err := os.MkdirTemp("", "fairway-sshd-*")
		if err != nil {
			bin.err = err
			return
		}
		bin.path = filepath.Join(dir, "fairway")
		_, bin.err = kept.Program(dir)
	})
	if bin.err != nil {
		t.Fatal(bin.err)
	}
	return bin.path
}

// host is the built program, serving a sample file on loopback.
type host struct {
	t    testing.TB
	dir  string
	bin  string
	file string
	cmd  *exec.Cmd
	addr string
	port string
	logs *journal
}

// journal is what the server logs; whoever waits for a line is woken.
type journal struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Write(b)
	close(j.changed)
	j.changed = make(chan struct{})
	return len(b), nil
}

func (j *journal) all() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// find waits for a line.
func (j *journal) find(t testing.TB, pattern string) []string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	late := time.After(ttytest.Patience)
	for {
		j.mu.Lock()
		m, changed := re.FindStringSubmatch(j.text.String()), j.changed
		j.mu.Unlock()
		if m != nil {
			return m
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("the log never said %s:\n%s", pattern, j.all())
		}
	}
}

// serve makes a sample file and serves it with these options.
func serve(t testing.TB, env []string, options ...string) *host {
	t.Helper()
	h := &host{t: t, dir: t.TempDir(), bin: build(t)}
	h.file = filepath.Join(h.dir, "s.db")
	h.organisation()
	h.start(env, options...)
	return h
}

// organisation is the file with people, a service and a few releases that each
// host begins with, made once.
var organisation struct {
	file []byte
	once sync.Once
}

func (h *host) organisation() {
	h.t.Helper()
	organisation.once.Do(func() {
		h.settle()
		organisation.file, _ = os.ReadFile(h.file)
		_ = os.Remove(h.file)
	})
	if err := os.WriteFile(h.file, organisation.file, 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// settle makes it.
func (h *host) settle() {
	h.t.Helper()
	h.run("init", "--handle", boss, "--name", boss, "--zone", "UTC")
	do := func(args ...string) { h.t.Helper(); h.run(append(args, "--as", boss)...) }
	for _, p := range [][3]string{{"cora", "Cora Lindqvist", "release-coordinator"}, {"rafael", "Rafael Monteiro", "release-manager"}, {"chandra", "Chandra Iyer", "change-manager"},
		{"dmitri", "Dmitri Volkov", "deployment-team"}, {"oscar", "Oscar Brandt", "service-owner"}, {"noor", "Noor Haddad", "requester"}} {
		do("person", "add", p[0], "--name", p[1], "--role", p[2])
	}
	do("service", "add", "payroll", "--name", "Payroll", "--owner", "oscar")
	soon := time.Now().UTC().AddDate(0, 0, 3).Format("2006-01-02")
	for _, version := range []string{"5.2", "5.3"} {
		h.run("release", "new", "--name", "Payroll", "--version", version, "--service", "payroll", "--coordinator", "cora", "--start", soon, "--as", "rafael")
	}
}

// boss is the administrator.
const boss = "boss"

func (h *host) environ() []string {
	return append(os.Environ(), "HOME="+h.dir, "FAIRWAY_DB="+h.file, "XDG_CONFIG_HOME=", "TZ=UTC", "LANG=C.UTF-8")
}

// run is a local command.
func (h *host) run(args ...string) string {
	h.t.Helper()
	cmd := exec.Command(h.bin, args...)
	cmd.Env = h.environ()
	out, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func (h *host) start(env []string, options ...string) {
	h.t.Helper()
	h.logs = &journal{changed: make(chan struct{})}
	h.cmd = exec.Command(h.bin, append([]string{"serve", "--listen", "127.0.0.1:0"}, options...)...)
	h.cmd.Env = append(h.environ(), env...)
	h.cmd.Stderr = h.logs
	if err := h.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = h.cmd.Process.Kill(); _ = h.cmd.Wait() })
	h.addr = h.logs.find(h.t, `msg=serving .*listen=(\S+)`)[1]
	_, h.port, _ = net.SplitHostPort(h.addr)
}

// stop ends the server as systemd does, and waits for it.
func (h *host) stop() {
	h.t.Helper()
	began := time.Now()
	_ = h.cmd.Process.Signal(syscall.SIGTERM)
	if err := h.cmd.Wait(); err != nil {
		h.t.Fatalf("the server ended with %v:\n%s", err, h.logs.all())
	}
	if took := time.Since(began); took > 12*time.Second {
		h.t.Errorf("it took %s to stop", took)
	}
}

// key makes a key pair under a name, and returns the private one's path.
func (h *host) key(name string) string {
	h.t.Helper()
	path := filepath.Join(h.dir, name)
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, name)
	if err != nil {
		h.t.Fatal(err)
	}
	pk, err := ssh.NewPublicKey(public)
	if err != nil {
		h.t.Fatal(err)
	}
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(pk))) + " " + name + "@test\n"
	if err := errors.Join(os.WriteFile(path, pem.EncodeToMemory(block), 0o600), os.WriteFile(path+".pub", []byte(line), 0o644)); err != nil {
		h.t.Fatal(err)
	}
	return path
}

// person gives somebody of the sample a key.
func (h *host) person(handle string) string {
	h.t.Helper()
	path := h.key(handle)
	h.run("person", "key", "add", handle, path+".pub", "--as", boss)
	return path
}

// sshArgs are the options of the real client: nothing of this machine's.
func (h *host) sshArgs(key string, more ...string) []string {
	return append([]string{"-F", "none", "-p", h.port, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "StrictHostKeyChecking=no",
		"-o", "UserKnownHostsFile=" + filepath.Join(h.dir, "known"), "-o", "GlobalKnownHostsFile=/dev/null", "-o", "SendEnv=LANG TZ NO_COLOR COLORTERM SECRET"}, more...)
}

// openssh runs a command by the OpenSSH client.
func (h *host) openssh(key, in string, args ...string) (out, errs string, code int) {
	h.t.Helper()
	cmd := exec.Command("ssh", append(h.sshArgs(key), args...)...)
	cmd.Env = append(os.Environ(), "HOME="+h.dir, "LANG=C.UTF-8", "SSH_ASKPASS=", "DISPLAY=")
	cmd.Stdin = strings.NewReader(in)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.t.Fatalf("ssh: %v", err)
	}
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

// terminal logs in with the OpenSSH client on a terminal.
func (h *host) terminal(key string, cols, rows int, args ...string) *ttytest.Terminal {
	h.t.Helper()
	return ttytest.Open(h.t, []string{"HOME=" + h.dir, "TERM=xterm-256color", "LANG=C.UTF-8", "SECRET=hush"}, cols, rows, "ssh", append(h.sshArgs(key, "-t"), args...)...)
}

// signer reads a private key.
func signer(t testing.TB, path string) ssh.Signer {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.ParsePrivateKey(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dial logs in with x/crypto's client.
func dial(addr, user string, key ssh.Signer) (*ssh.Client, error) {
	return ssh.Dial("tcp", addr, &ssh.ClientConfig{User: user, Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: ttytest.Patience})
}

// picture is a dashboard seen through x/crypto's client.
type picture struct {
	*ttytest.Screen
	client  *ssh.Client
	session *ssh.Session
	keys    io.WriteCloser
	ended   chan error
}

// wait waits for the end of the session.
func (p *picture) wait() error {
	select {
	case err := <-p.ended:
		return err
	case <-time.After(ttytest.Patience):
		return fmt.Errorf("the session never ended; it shows:\n%s", p.Text())
	}
}

func (p *picture) press(keys string) error { _, err := io.WriteString(p.keys, keys); return err }

// look opens a dashboard.
func look(client *ssh.Client, cols, rows int) (*picture, error) {
	s, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	p := &picture{Screen: ttytest.NewScreen(cols, rows), client: client, session: s, ended: make(chan error, 1)}
	if p.keys, err = s.StdinPipe(); err != nil {
		return nil, err
	}
	s.Stdout = p.Screen
	if err := s.RequestPty("xterm-256color", rows, cols, ssh.TerminalModes{}); err != nil {
		return nil, err
	}
	if err := s.Shell(); err != nil {
		return nil, err
	}
	go func() { p.ended <- s.Wait(); p.End() }()
	return p, nil
}

// db opens the file beside the server.
func (h *host) db() *store.DB {
	h.t.Helper()
	db, err := store.Open(context.Background(), h.file, store.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = db.Close() })
	return db
}

// children are the processes that the server has started and that still run.
func (h *host) children() []string {
	h.t.Helper()
	var out []string
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", h.cmd.Process.Pid))
	for _, path := range tasks {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		scan := bufio.NewScanner(f)
		for scan.Scan() {
			out = append(out, strings.Fields(scan.Text())...)
		}
		_ = f.Close()
	}
	return out
}

// signs signs a challenge, as ssh-keygen does.
func (h *host) signs(key, challenge string) string {
	h.t.Helper()
	cmd := exec.Command("ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", "fairway-key")
	cmd.Stdin = strings.NewReader(challenge)
	out, err := cmd.Output()
	if err != nil {
		h.t.Fatalf("ssh-keygen -Y sign: %v", err)
	}
	return string(out)
}
