//go:build !race

package sshd_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// TestOpenSSH serves a sample by the built binary, and connects with the real
// client.
func TestOpenSSH(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("there is no OpenSSH client on this machine")
	}
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	editor := filepath.Join(dir, "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\ntouch "+started+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	h := serve(t, []string{"EDITOR=" + editor, "VISUAL=" + editor, "SECRET=treasure"}, "--contact", "the release office", "--idle", "1h")
	cora := h.person("cora")

	t.Run("a picture", func(t *testing.T) {
		m := h.terminal(cora, 100, 30, "anybody@127.0.0.1").See("Calendar", "Board", "cora").Press("2").See("Registration")
		m.Resize(70, 20).See("Registration", "cora")
		m.Until(t, "the picture kept its size", func(s string) bool {
			for _, line := range strings.Split(s, "\n") {
				if len([]rune(line)) > 70 {
					return false
				}
			}
			return true
		})
		m.Resize(20, 5).See("60x16")
		m.Resize(120, 40).See("Registration", "cora").Press("q").Ends(0)
		if all := m.All(); !strings.Contains(all, "\x1b[?1049l") || strings.Contains(all, "\x1b]11;?") || strings.Contains(all, "\x1b[6n") {
			t.Errorf("the terminal was not given back, or asked something: %q", all)
		}
	})
	t.Run("no colours and no UTF-8 where there are none", func(t *testing.T) {
		c := exec.Command("ssh", append(h.sshArgs(cora, "-tt"), "x@127.0.0.1")...)
		c.Env = append(os.Environ(), "TERM=xterm", "LANG=C", "NO_COLOR=1", "LC_ALL=")
		c.Stdin = strings.NewReader("q")
		out, _ := c.Output()
		if s := string(out); !strings.Contains(s, "Calendar") || strings.Contains(s, "─") || strings.Contains(s, "38;5;") {
			t.Errorf("%q", s)
		}
	})
	t.Run("commands", func(t *testing.T) { theCommands(t, h, cora) })
	t.Run("what waits is said at the login", func(t *testing.T) {
		const line = "2 things wait for you: fairway inbox" // the form of an RFC besides
		h.run("question", "ask", "REL-1", "When?", "--to", "cora", "--as", boss)
		h.terminal(cora, 140, 30, "x@127.0.0.1").See("Calendar", line).Press("q").Ends(0)
		for args, told := range map[string]bool{"-tt release list": true, "release list": false, "-tt release list --json": false, "-tt inbox": false} {
			words := strings.Fields(args)
			if words[0] == "-tt" {
				words = slices.Insert(words, 1, "x@127.0.0.1")
			} else {
				words = slices.Insert(words, 0, "x@127.0.0.1")
			}
			out, errs, code := h.openssh(cora, "", words...)
			if code != 0 || strings.Contains(out+errs, line) != told {
				t.Errorf("%s: exit %d, told of what waits: %v, want %v\n%s%s", args, code, !told, told, out, errs)
			}
		}
	})
	t.Run("time zones", func(t *testing.T) { timeZones(t, h, cora) })
	t.Run("zone data", func(t *testing.T) { zoneData(t, h, cora) })
	t.Run("refused keys", func(t *testing.T) { refusedKeys(t, h) })
	t.Run("nothing but sessions", func(t *testing.T) { nothingElse(t, h, cora) })
	t.Run("no process for a client", func(t *testing.T) {
		m := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar")
		m.Press("/").Type("servi").See("servi").Press("ctrl+e").Type("ce").See("service")
		m.Press("esc").See("enter open").Press(":").See("─ Command ─").Press("ctrl+e")
		if kids := h.children(); len(kids) > 0 {
			t.Errorf("the server has started %v", kids)
		}
		if _, err := os.Stat(started); err == nil {
			t.Error("ctrl+e started an editor on the host")
		}
		m.Press("esc").Press("esc").Press("q").Ends(0)
	})
	t.Run("a line that drops harms nobody", func(t *testing.T) {
		other := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar")
		m := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar").Press("/").Type("half a wo").See("half a wo")
		_ = m.Cmd.Process.Kill()
		h.logs.find(t, "the line dropped")
		other.Press("2").See("Registration").Press("q").Ends(0)
	})
	t.Run("a revoked key ends its sessions", func(t *testing.T) {
		m := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar")
		key := strings.Fields(h.run("person", "key", "list", "cora", "--as", boss))
		var print string
		for _, w := range key {
			if strings.HasPrefix(w, "SHA256:") {
				print = w
			}
		}
		h.run("person", "key", "revoke", "cora", print, "--as", boss)
		m.See("was revoked")
		m.Ends(0)
		_, errs, code := h.openssh(cora, "", "x@127.0.0.1", "board")
		if code != 255 || !strings.Contains(errs, "was revoked on") || !strings.Contains(errs, "the release office") {
			t.Errorf("exit %d: %s", code, errs)
		}
	})
	t.Run("stopping tells everybody", func(t *testing.T) {
		ada := h.person("rafael")
		m := h.terminal(ada, 100, 30, "x@127.0.0.1").See("Calendar")
		h.stop()
		m.See("is being stopped", "kept")
		m.Ends(0)
	})
	logs := h.logs.all()
	for _, never := range []string{"treasure", "hush", "Year end", "BEGIN"} {
		if strings.Contains(logs, never) {
			t.Errorf("the log says %q", never)
		}
	}
	if !strings.Contains(logs, `name="fairway gate" exit=`) {
		t.Errorf("the log does not name the commands:\n%s", logs)
	}
}

func theCommands(t *testing.T, h *host, cora string) {
	ok := func(in string, want string, args ...string) string {
		t.Helper()
		out, errs, code := h.openssh(cora, in, append([]string{"x@127.0.0.1"}, args...)...)
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("%v: exit %d, %s%s", args, code, out, errs)
		}
		return out
	}
	fails := func(code int, want string, args ...string) {
		t.Helper()
		out, errs, got := h.openssh(cora, "", append([]string{"x@127.0.0.1"}, args...)...)
		if got != code || !strings.Contains(out+errs, want) {
			t.Errorf("%v: exit %d instead of %d, %s%s", args, got, code, out, errs)
		}
	}
	ok("", "Registration", "board")
	ok("", "Registration", "fairway board")
	fails(2, `no command "board;"`, "board; gate REL-1") // there is no shell to see two
	var gate map[string]any
	out, _, code := h.openssh(cora, "", "x@127.0.0.1", "gate", "REL-1", "--json")
	if err := json.Unmarshal([]byte(out), &gate); err != nil || code != 3 && code != 0 {
		t.Errorf("exit %d, %v: %s", code, err, out)
	}
	ok("", "BEGIN:VCALENDAR", "calendar", "--ics")
	// The same words and the same codes as on the host.
	fails(4, "no release", "gate", "REL-4242")
	fails(2, "no command", "nonsense")
	fails(2, "on the host only", "backup", "/tmp/x")
	fails(2, "on the host", "board", "--as", "rafael")
	fails(2, "on the host", "board --db /etc/passwd")
	fails(2, "file of the host", "import", "/etc/passwd")
	fails(2, "file of the host", "person", "key", "add", "cora", "/etc/passwd")
	fails(2, "inside a quotation", "release new --name 'x")
	fails(2, "takes a level of quotes away", "release", "new", "--name", "Year end")
	fails(2, "takes a level of quotes away", "board", "--filter", "service:payroll -late")
	fails(2, "needs a terminal")
	fails(3, "person.write", "person", "add", "mallory")

	// What is written says by which key.
	ok("", "CHG-", "change new --title 'Year end' --service payroll")
	log := h.run("log", "show", "--json", "--limit", "1")
	if !strings.Contains(log, "Year end") {
		t.Errorf("%s", log)
	}
	if lines := h.run("log", "lines"); !strings.Contains(lines, `"auth":"ssh key SHA256:`) {
		t.Errorf("the log of actions does not name the key:\n%s", lines[max(0, len(lines)-600):])
	}
	// Standard input and output are wired.
	ada := h.person(boss)
	csv := "name,version,start,service\nPayroll,9.1,2027-03-01,payroll\nPayroll,9.2,2027-04-01,payroll\n"
	out, errs, code := h.openssh(ada, csv, "x@127.0.0.1", "import", "--kind", "release", "-")
	if code != 0 || !strings.Contains(out+errs, "2 new (2 releases") {
		t.Errorf("import: exit %d, %s%s", code, out, errs)
	}
	ok("", "9.2", "release", "list")
	noor := h.person("noor")
	if out, errs, code := h.openssh(noor, csv, "x@127.0.0.1", "import", "--kind", "release", "-"); code != 3 || !strings.Contains(out+errs, "history.import") {
		t.Errorf("import by somebody who may not: exit %d, %s%s", code, out, errs)
	}
	// Each row asks for what it amounts to: a coordinator brings in a release, and
	// no freeze.
	mixed := "key,kind,name,start,end\nR1,release,Ledger 3,2027-03-01,2027-03-01\nF1,freeze,Year end,2027-12-20,2027-12-31\n"
	if out, errs, code := h.openssh(h.person("cora"), mixed, "x@127.0.0.1", "import", "-"); code != 3 || !strings.Contains(errs, "line 3: refused") || !strings.Contains(errs, "window.write") || !strings.Contains(out, "1 new (1 release,") {
		t.Errorf("import of a freeze by a coordinator: exit %d, %s%s", code, out, errs)
	}
	fails(2, "on the host", "import", "--as", "rafael", "-")
	h.run("person", "key", "revoke", boss, "SHA256", "--as", boss)
}

func refusedKeys(t *testing.T, h *host) {
	eve := h.key("eve")
	_, errs, code := h.openssh(eve, "", "cora@127.0.0.1", "board")
	if code != 255 || !strings.Contains(errs, "nobody here is known by your key SHA256:") || !strings.Contains(errs, "the release office") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if n := strings.Count(errs, "nobody here is known"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	h.logs.find(t, `msg=refused from=127.0.0.1:\d+ keys="SHA256:\S+ \(unknown\)"`)
	for _, method := range []string{"password", "keyboard-interactive", "hostbased"} {
		c := exec.Command("ssh", append(h.sshArgs(eve, "-o", "PreferredAuthentications="+method, "-o", "NumberOfPasswordPrompts=1"), "root@127.0.0.1", "board")...)
		c.Stdin = strings.NewReader("\n\n\n")
		if out, err := c.CombinedOutput(); err == nil || strings.Contains(string(out), "Registration") {
			t.Errorf("%s opened the door: %s", method, out)
		}
	}
}

func nothingElse(t *testing.T, h *host, cora string) {
	// Ports, an agent, X11, files.
	out, err := exec.Command("ssh", append(h.sshArgs(cora, "-o", "ExitOnForwardFailure=yes", "-N", "-R", "127.0.0.1:0:127.0.0.1:1"), "x@127.0.0.1")...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "remote port forwarding failed") {
		t.Errorf("-R: %v %s", err, out)
	}
	out, err = exec.Command("ssh", append(h.sshArgs(cora, "-W", h.addr), "x@127.0.0.1")...).CombinedOutput()
	if err == nil || strings.Contains(string(out), "SSH-2.0-Fairway") {
		t.Errorf("-W: %v %s", err, out)
	}
	out, err = exec.Command("ssh", append(h.sshArgs(cora, "-s"), "x@127.0.0.1", "sftp")...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "subsystem request failed") {
		t.Errorf("sftp: %v %s", err, out)
	}
	for _, line := range []string{"sh -c id", "/bin/sh", "board; id", "board | id", "`id`", "$(id)", "scp -t /tmp"} {
		out, errs, _ := h.openssh(cora, "", "x@127.0.0.1", line)
		if strings.Contains(out+errs, "uid=") {
			t.Errorf("%q ran a program: %s%s", line, out, errs)
		}
	}
	if kids := h.children(); len(kids) > 0 {
		t.Errorf("the server has started %v", kids)
	}
}

// TestTheLifeOfAKey begins with the file's first administrator, who comes with
// the file; adds a person with a key, who changes it without help; and ends it.
func TestTheLifeOfAKey(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("there is no OpenSSH client on this machine")
	}
	dir := t.TempDir()
	h := &host{t: t, dir: dir, bin: build(t), file: filepath.Join(dir, "s.db")}
	first, old, new := h.key("first"), h.key("old"), h.key("new")
	h.run("init", "--handle", "alice", "--name", "Alice Adams", "--zone", "UTC", "--admin-key", first+".pub")
	h.start(nil)
	public := func(key string) (line, print string) {
		t.Helper()
		text, err := os.ReadFile(key + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		return string(text), ssh.FingerprintSHA256(signer(t, key).PublicKey())
	}
	oldLine, oldPrint := public(old)
	newLine, newPrint := public(new)
	does := func(key, in string, args ...string) string {
		t.Helper()
		out, errs, code := h.openssh(key, in, append([]string{"x@127.0.0.1"}, args...)...)
		if code != 0 {
			t.Fatalf("%v: exit %d, %s%s", args, code, out, errs)
		}
		return out
	}

	does(first, "", "service", "add", "payroll", "--name", "Payroll")
	does(first, oldLine, "person", "add", "bob", "--name", "'Bob Brown'", "--role", "requester", "--key", "-")
	does(old, "", "change", "new", "--title", "before", "--service", "payroll")
	if _, errs, code := h.openssh(old, newLine, "x@127.0.0.1", "person", "key", "add", "bob", "-"); code != 3 || !strings.Contains(errs, "ssh HOST person key challenge | ssh-keygen -Y sign -f KEYFILE -n fairway-key | ssh HOST person key add --signature -") {
		t.Errorf("without a proof: exit %d, %s", code, errs)
	}
	does(old, h.signs(new, does(old, "", "person", "key", "challenge")), "person", "key", "add", "--signature", "-")
	does(new, "", "person", "key", "revoke", "bob", oldPrint)
	if _, errs, code := h.openssh(old, "", "x@127.0.0.1", "board"); code != 255 || !strings.Contains(errs, "was revoked on") {
		t.Errorf("the old key: exit %d, %s", code, errs)
	}
	if _, errs, code := h.openssh(first, newLine, "x@127.0.0.1", "person", "key", "add", "alice", "-"); code != 3 || !strings.Contains(errs, "Bob Brown") {
		t.Errorf("another's key: exit %d, %s", code, errs)
	}
	does(new, "", "change", "new", "--title", "after", "--service", "payroll")

	// What the old key did is there, says so, and fits.
	does(first, "", "log", "verify")
	for title, print := range map[string]string{"before": oldPrint, "after": newPrint} {
		found := false
		for _, line := range logLines(t, h) {
			found = found || strings.Contains(line, `"title":"`+title+`"`) && strings.Contains(line, `"auth":"ssh key `+print+`"`)
		}
		if !found {
			t.Errorf("no entry says that %s entered %q", print, title)
		}
	}
	if list := does(new, "", "person", "key", "list", "bob"); !strings.Contains(list, oldPrint) || !strings.Contains(list, newPrint) || !strings.Contains(list, "revoked") {
		t.Errorf("%s", list)
	}
	does(first, "", "person", "leave", "bob")
	if _, errs, code := h.openssh(new, "", "x@127.0.0.1", "board"); code != 255 || !strings.Contains(errs, "has left") {
		t.Errorf("who has left: exit %d, %s", code, errs)
	}
}

// TestCertificates logs in with certificates that ssh-keygen made.
func TestCertificates(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("there is no ssh-keygen on this machine")
	}
	dir := t.TempDir()
	h := &host{t: t, dir: dir, bin: build(t), file: filepath.Join(dir, "s.db")}
	h.organisation()
	ca, other := h.key("ca"), h.key("other")
	list := h.key("listed")
	pub, err := os.ReadFile(list + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(dir, "keys")
	fields := strings.Fields(string(pub))
	lines := "# people\n" + `person="rafael",no-pty ` + fields[0] + " " + fields[1] + " somebody\n" + `from="10.0.0.1" ` + fields[0] + " AAAA x\n"
	if err := os.WriteFile(keys, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	h.start(nil, "--ca", ca+".pub", "--authorized-keys", keys)

	sign := func(name, ca string, options ...string) string {
		t.Helper()
		key := h.key(name)
		args := append([]string{"-q", "-s", ca, "-I", name}, options...)
		if out, err := exec.Command("ssh-keygen", append(args, key+".pub")...).CombinedOutput(); err != nil {
			t.Fatalf("ssh-keygen: %v %s", err, out)
		}
		return key
	}
	lets := func(key string, args ...string) string {
		t.Helper()
		out, errs, code := h.openssh(key, "", append([]string{"whoever@127.0.0.1"}, args...)...)
		if code != 0 {
			t.Errorf("%s: exit %d, %s%s", filepath.Base(key), code, out, errs)
		}
		return out
	}
	refuses := func(key, want string) {
		t.Helper()
		_, errs, code := h.openssh(key, "", "cora@127.0.0.1", "board")
		if code != 255 || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d, %s", filepath.Base(key), code, errs)
		}
	}
	lets(sign("good", ca, "-n", "cora", "-V", "-5m:+5m"), "board")
	h.logs.find(t, `msg=connected who=cora key="ssh certificate \\"good\\", serial 0, of SHA256:`)
	lets(sign("one-of-two", ca, "-n", "nobody-here,cora", "-V", "-5m:+5m"), "board")
	lets(sign("near", ca, "-n", "cora", "-O", "source-address=127.0.0.0/8"), "board")
	refuses(sign("expired", ca, "-n", "cora", "-V", "-20m:-10m"), "has expired")
	refuses(sign("early", ca, "-n", "cora", "-V", "+10m:+20m"), "not yet valid")
	refuses(sign("stranger", ca, "-n", "mallory"), "of whom nothing is known")
	refuses(sign("for-nobody", ca), "of whom nothing is known")
	refuses(sign("wrong-ca", other, "-n", "cora"), "nobody here is known")
	refuses(sign("far", ca, "-n", "cora", "-O", "source-address=10.0.0.0/8"), "Permission denied")
	refuses(sign("odd", ca, "-n", "cora", "-O", "critical:unheard-of@example.com=1"), "unsupported critical option")
	refuses(sign("host", ca, "-h", "-n", "cora"), "nobody here is known") // the client offers the key without it
	if out := lets(sign("forced", ca, "-n", "cora", "-O", "force-command=who"), "board"); strings.Contains(out, "Registration") {
		t.Errorf("the forced command was not the one that ran: %s", out)
	}
	noPTY := sign("no-pty", ca, "-n", "cora", "-O", "no-pty")
	lets(noPTY, "board")
	h.terminal(noPTY, 80, 24, "x@127.0.0.1").See("PTY allocation request failed").Ends(255)

	// A line of the authorized keys; one that would need to be obeyed is left out.
	lets(list, "board")
	h.logs.find(t, `left out" .*line=3 why=`)
	if err := os.WriteFile(keys, []byte("# nobody is left\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_ = os.Chtimes(keys, time.Now(), time.Now().Add(time.Second))
	refuses(list, "nobody here is known")
}
