//go:build !race

package sshd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// keyring is a host with an authority and a list of keys, and what the tests of
// keys do there.
type keyring struct {
	*host
	listed string // the list's path
	ca     string
}

func newKeyring(t *testing.T) *keyring {
	t.Helper()
	dir := t.TempDir()
	r := &keyring{host: &host{t: t, dir: dir, bin: build(t), file: filepath.Join(dir, "s.db")}, listed: filepath.Join(dir, "authorized")}
	r.run("init", "--handle", boss, "--name", "Bo Boss", "--zone", "UTC")
	for _, p := range [][2]string{{"alice", "Alice Adams"}, {"mallory", "Mallory Moss"}, {"cora", "Cora Lind"}} {
		r.run("person", "add", p[0], "--name", p[1], "--role", "auditor", "--as", boss)
	}
	r.ca = r.key("ca")
	return r
}

// list writes the authorized keys: a handle and the path of a key, in turn.
func (r *keyring) list(pairs ...string) {
	r.t.Helper()
	var text strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		text.WriteString(`person="` + pairs[i] + `" ` + public(r.t, pairs[i+1]))
	}
	before, _ := os.Stat(r.listed)
	if err := os.WriteFile(r.listed, []byte(text.String()), 0o600); err != nil {
		r.t.Fatal(err)
	}
	if before != nil { // it has changed, however fast that was
		_ = os.Chtimes(r.listed, time.Now(), before.ModTime().Add(time.Second))
	}
}

// certificate makes a key with a certificate for somebody.
func (r *keyring) certificate(name, principals string) string {
	r.t.Helper()
	key := r.key(name)
	if out, err := exec.Command("ssh-keygen", "-q", "-s", r.ca, "-I", name, "-n", principals, "-V", "-5m:+1h", key+".pub").CombinedOutput(); err != nil {
		r.t.Fatalf("ssh-keygen: %v %s", err, out)
	}
	return key
}

func public(t testing.TB, key string) string {
	t.Helper()
	text, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (r *keyring) print(key string) string {
	return ssh.FingerprintSHA256(signer(r.t, key).PublicKey())
}

// does runs a command over SSH that has to succeed.
func (r *keyring) does(key, in string, args ...string) string {
	r.t.Helper()
	out, errs, code := r.openssh(key, in, append([]string{"x@127.0.0.1"}, args...)...)
	if code != 0 {
		r.t.Errorf("%v: exit %d, %s%s", args, code, out, errs)
	}
	return out
}

// fails runs one that has to fail, and to say why.
func (r *keyring) fails(code int, key, in string, says []string, args ...string) {
	r.t.Helper()
	out, errs, got := r.openssh(key, in, append([]string{"x@127.0.0.1"}, args...)...)
	if got != code {
		r.t.Errorf("%v: exit %d instead of %d, %s%s", args, got, code, out, errs)
	}
	for _, s := range says {
		if !strings.Contains(errs, s) {
			r.t.Errorf("%v: it does not say %q: %s", args, s, errs)
		}
	}
}

// refused says that a key opens nothing, and what is said about it.
func (r *keyring) refused(key string, says ...string) {
	r.t.Helper()
	r.fails(255, key, "", says, "who")
}

// is asks the server whom it takes a key for.
func (r *keyring) is(key, handle string) {
	r.t.Helper()
	if got := r.does(key, "", "person", "key", "challenge"); !strings.Contains(got, " "+handle+"\n") {
		r.t.Errorf("%s is taken for: %s", filepath.Base(key), got)
	}
}

// TestNobodyTakesAKeyFromAnother walks the ways in which somebody who can log in
// tried to claim or to burn the key of another.
func TestNobodyTakesAKeyFromAnother(t *testing.T) {
	r := newKeyring(t)
	thief := r.person("mallory")
	listed, newcomer, certified := r.key("listed"), r.key("newcomer"), r.certificate("certified", "cora")
	r.list("alice", listed, "nina", newcomer)
	r.start(nil, "--authorized-keys", r.listed, "--ca", r.ca+".pub", "--contact", "the release office")
	steal := func(key string, says ...string) {
		t.Helper()
		r.fails(3, thief, public(t, key), says, "person", "key", "add", "mallory", "-")
	}
	// With nothing but the public half: listed, certified, not on record at all.
	steal(listed, "nothing shows that you hold the private half", `belongs to "alice", as the authorized keys of this host say`)
	steal(newcomer, "nothing shows", `belongs to "nina"`)
	steal(certified, "nothing shows")
	r.is(certified, "cora")
	steal(certified, "nothing shows", `belongs to "cora", as a certificate of an authority says`)
	// With the private half as well: whose it is is known.
	r.fails(3, thief, r.signs(listed, r.does(thief, "", "person", "key", "challenge")), []string{`belongs to "alice"`}, "person", "key", "add", "--signature", "-")
	// A key that is not on record can't be burnt, nor one of somebody else.
	r.fails(4, thief, "", nil, "person", "key", "revoke", "mallory", r.print(listed))
	r.fails(4, thief, "", nil, "person", "key", "revoke", "alice", r.print(listed))
	// A challenge of somebody else is worth nothing.
	r.fails(3, thief, r.signs(thief, r.does(listed, "", "person", "key", "challenge")), nil, "person", "key", "add", "--signature", "-")
	r.is(listed, "alice")
	r.is(certified, "cora")
	r.run("person", "add", "nina", "--as", boss)
	r.is(newcomer, "nina")

	// Whoever is logged in with the key takes it up without a signature.
	r.does(listed, public(t, listed), "person", "key", "add", "alice", "-")
	r.does(certified, public(t, certified), "person", "key", "add", "cora", "-")
	if list := r.run("person", "key", "list", "cora"); !strings.Contains(list, "login") {
		t.Errorf("%s", list)
	}
	r.is(listed, "alice")
}

// TestWhereSourcesDifferAKeyOpensNothing: on the host nothing is known of the
// server's lists, so that a key can be entered for somebody else there.
func TestWhereSourcesDifferAKeyOpensNothing(t *testing.T) {
	r := newKeyring(t)
	admin := r.person(boss)
	listed, certified := r.key("listed"), r.certificate("certified", "nobody-here,cora")
	r.list("alice", listed)
	r.run("person", "key", "add", "mallory", listed+".pub", "--as", boss)
	r.start(nil, "--authorized-keys", r.listed, "--ca", r.ca+".pub", "--contact", "the release office")
	r.is(certified, "cora")
	r.run("person", "key", "add", "mallory", certified+".pub", "--as", boss)
	r.refused(listed, "would be that of mallory, and is that of alice, as the authorized keys of this host say", "ask the release office")
	r.logs.find(t, `a key belongs to two people, and opens nothing" key=SHA256:\S+ who=mallory .*others="alice, as the authorized keys`)
	// The certificate speaks for cora; the bare key, which the client offers as
	// well, must not let her in as somebody else.
	r.refused(certified, "would be that of cora, and is that of mallory, on record", "would be that of mallory, and is that of cora, as a certificate of an authority says")
	r.logs.find(t, `who=cora .*others="mallory, on record"`)
	if strings.Contains(r.logs.all(), "msg=connected who=mallory") {
		t.Errorf("somebody came in as mallory:\n%s", r.logs.all())
	}
	// An administrator sets it right; the revocation binds mallory alone.
	for _, key := range []string{listed, certified} {
		r.does(admin, "", "person", "key", "revoke", "mallory", r.print(key), "--reason", "mistake")
	}
	r.is(listed, "alice")
	r.is(certified, "cora")
	// What is revoked for its holder is refused, by whatever source.
	r.does(admin, public(t, listed), "person", "key", "add", "alice", "-")
	r.does(admin, public(t, certified), "person", "key", "add", "cora", "-")
	for key, handle := range map[string]string{listed: "alice", certified: "cora"} {
		r.does(admin, "", "person", "key", "revoke", handle, r.print(key))
		_, errs, code := r.openssh(key, "", "x@127.0.0.1", "who")
		if code != 255 || !strings.Contains(errs, "revoked") {
			t.Errorf("%s: exit %d, %s", handle, code, errs)
		}
		r.does(admin, "", "person", "key", "reinstate", handle, r.print(key), "--reason", "found")
		r.is(key, handle)
	}
	// A key that is listed for two people is nobody's.
	r.list("alice", listed, "mallory", listed, "mallory", listed)
	r.refused(listed, "would be that of alice, and is that of mallory, as the authorized keys")
}

// TestTheLineOfTheGuideAddsAKey runs what docs/operations.md says, as it stands
// there, and walks the last administrator's way out and back in.
func TestTheLineOfTheGuideAddsAKey(t *testing.T) {
	guide, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^ssh host person key challenge .*$`).FindString(string(guide))
	if line == "" {
		t.Fatal("the guide has no such line")
	}
	r := newKeyring(t)
	admin := r.person(boss)
	r.start(nil)
	if err := os.Mkdir(filepath.Join(r.dir, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	fresh := r.key(".ssh/new")
	real, err := exec.LookPath("ssh")
	if err != nil {
		t.Fatal(err)
	}
	// `host` is in somebody's ~/.ssh/config; the client looks there by the name
	// of the account, whatever HOME is, so the file is named to it.
	config := []string{"Host host", "HostName 127.0.0.1"}
	args := r.sshArgs(admin)
	for i := 0; i < len(args); i += 2 {
		switch args[i] {
		case "-p":
			config = append(config, "Port "+args[i+1])
		case "-i":
			config = append(config, "IdentityFile "+args[i+1])
		case "-o":
			config = append(config, strings.Replace(args[i+1], "=", " ", 1))
		}
	}
	bin := filepath.Join(r.dir, "bin")
	for path, text := range map[string]string{
		filepath.Join(r.dir, ".ssh/config"): strings.Join(config, "\n") + "\n",
		filepath.Join(bin, "ssh"):           "#!/bin/sh\nexec " + real + " -F " + filepath.Join(r.dir, ".ssh/config") + ` "$@"` + "\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// The only key of the only administrator: not over SSH.
	const locked = "no administrator of this file could log in any more"
	r.fails(3, admin, "", []string{locked, "first add another key"}, "person", "key", "revoke", boss, r.print(admin))
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = append(os.Environ(), "HOME="+r.dir, "PATH="+bin+":"+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "added the key "+r.print(fresh)+" of Bo Boss") {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	r.does(fresh, "", "person", "key", "revoke", boss, r.print(admin))
	r.refused(admin, "was revoked on")
	r.fails(3, fresh, "", []string{locked}, "person", "key", "revoke", boss, r.print(fresh))
	r.run("person", "key", "revoke", boss, r.print(fresh), "--as", boss) // on the host it may be
	r.refused(fresh, "was revoked on")
	// Somebody who has left is out at once; only then can their record be redacted.
	alice := r.person("alice")
	m := r.terminal(alice, 80, 24, "x@127.0.0.1").See("Calendar")
	id := regexp.MustCompile(`PER-\d+ +alice`).FindString(r.run("person", "list"))
	r.run("person", "leave", "alice", "--as", boss)
	m.See("You have left").Ends(0)
	r.run("log", "redact", strings.Fields(id)[0], "--reason", "law", "--as", boss)
}
