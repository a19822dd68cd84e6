package sshd

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/ui"
)

// TestWhatAListSaysOfAKey: the same key on several lines, in other words, for
// others, and with options.
func TestWhatAListSaysOfAKey(t *testing.T) {
	key := func() (line, print string) {
		k := newSigner(t).PublicKey()
		return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k))), ssh.FingerprintSHA256(k)
	}
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	weak, err := ssh.NewPublicKey(&small.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	twice, twicePrint := key()
	thrice, thricePrint := key()
	from, fromPrint := key()
	strict, strictPrint := key()
	path := filepath.Join(t.TempDir(), "keys")
	text := strings.Join([]string{
		twice + " alice@a", twice + " Alice@b",
		thrice + " alice", thrice + " bob", thrice + " bob",
		`from="10.0.0.1" ` + from + " carol",
		strict + " dave", `no-pty,person="dave" ` + strict + " alice",
		strings.TrimSpace(string(ssh.MarshalAuthorizedKey(weak))) + " eve",
		"ssh-dss AAAAB3NzaC1kc3MAAACB eve",
	}, "\n")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var logged bytes.Buffer
	f := &keyFile{path: path, log: slog.New(slog.NewTextHandler(&logged, nil))}
	list, err := f.current()
	if err != nil {
		t.Fatal(err)
	}
	for print, want := range map[string]listedKey{
		twicePrint: {handles: []string{"alice"}}, thricePrint: {handles: []string{"alice", "bob"}},
		fromPrint: {handles: []string{"carol"}, shut: true}, strictPrint: {handles: []string{"dave"}, noPTY: true},
	} {
		if got := list[print]; !slices.Equal(got.handles, want.handles) || got.noPTY != want.noPTY || got.shut != want.shut {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if len(list) != 4 {
		t.Errorf("%d keys are listed", len(list))
	}
	for _, says := range []string{"line=4 why=\"the key is that of alice already", "line=6 why=\"the option from is not known", "line=9 why=\"it is an RSA key of fewer than 2048 bits", "line=10 why=\"it is no public key"} {
		if !strings.Contains(logged.String(), says) {
			t.Errorf("the log does not say %s:\n%s", says, logged.String())
		}
	}
	e := elsewhere{listed: list, certificates: &certificates{}}
	if got := e.KeysOf("carol"); len(got) != 0 {
		t.Errorf("a line that is left out lets in by %v", got)
	}
	if got := e.Owners(fromPrint); len(got) != 1 || got[0].Handle != "carol" {
		t.Errorf("a line that is left out says %v", got)
	}
}

// TestCertificatesAreRememberedForTheirTime.
func TestCertificatesAreRememberedForTheirTime(t *testing.T) {
	var c certificates
	now := time.Unix(1_000_000, 0)
	alice, bob := &model.Person{ID: "PER-1", Handle: "alice"}, &model.Person{ID: "PER-2", Handle: "bob"}
	c.note(&ssh.Certificate{ValidBefore: 1_000_600}, "SHA256:a", []*model.Person{alice, bob}, now)
	c.note(&ssh.Certificate{ValidBefore: ssh.CertTimeInfinity}, "SHA256:b", []*model.Person{bob}, now)
	e := elsewhere{certificates: &c, now: now}
	if of := e.Owners("SHA256:a"); len(of) != 2 || len(e.others("SHA256:a", "alice")) != 0 || len(e.others("SHA256:a", "carol")) != 2 || len(e.KeysOf("bob")) != 2 {
		t.Errorf("%v, %v", of, e.KeysOf("bob"))
	}
	e.now = now.Add(time.Hour)
	if len(e.Owners("SHA256:a")) != 0 || len(e.Owners("SHA256:b")) != 1 {
		t.Errorf("after an hour: %v, %v", e.Owners("SHA256:a"), e.Owners("SHA256:b"))
	}
	// However many there are, what is remembered is bounded.
	for i := range certificateLimit + 10 {
		c.note(&ssh.Certificate{ValidBefore: ssh.CertTimeInfinity}, "SHA256:x"+time.Duration(i).String(), []*model.Person{alice}, now)
	}
	if len(c.seen) != certificateLimit {
		t.Errorf("%d are remembered", len(c.seen))
	}
}

// TestSessionsCarryTheKeyThatWasProven, to commands and to the dashboard: what
// an administrator may do to their own key hangs on it.
func TestSessionsCarryTheKeyThatWasProven(t *testing.T) {
	var command Call
	var shown ui.Options
	p := begin(t, Options{
		Command: func(_ context.Context, c Call) int { command = c; return 0 },
		Show:    func(_ context.Context, o ui.Options) error { shown = o; return nil },
	})
	s, err := p.dial(t).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run("who"); err != nil {
		t.Fatal(err)
	}
	_, out, wait := shell(t, p.dial(t))
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if err := wait(); err != nil {
		t.Fatal(err)
	}
	want := ssh.FingerprintSHA256(p.key.PublicKey())
	if command.Key != want || command.Elsewhere == nil || shown.Person.Key != want || shown.Person.Elsewhere == nil {
		t.Errorf("the command knows %q, and the dashboard %q, of %q", command.Key, shown.Person.Key, want)
	}
}
