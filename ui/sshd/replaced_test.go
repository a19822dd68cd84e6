//go:build !race

package sshd_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fairway/ui/term/ttytest"
)

// The file is replaced under a server, a dashboard on the host and a command
// that is in the middle of its work: nothing more is written, everybody is told,
// what was acknowledged is kept, and the new file has its own records alone.
func TestAFileThatIsReplacedWhileItIsServed(t *testing.T) {
	h := serve(t, nil)
	cora := h.person("cora")
	acknowledged := func(title string) {
		t.Helper()
		if out, errs, code := h.openssh(cora, "", "x@127.0.0.1", "release", "edit", "REL-1", "--set", "notes="+title); code != 0 {
			t.Fatalf("exit %d: %s%s", code, out, errs)
		}
	}
	acknowledged("first")
	acknowledged("second")
	acknowledged("third")

	session := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar")
	local := ttytest.Open(t, append(h.environ(), "TERM=xterm-256color"), 100, 30, h.bin, "--as", "cora").See("Calendar")
	other := filepath.Join(h.dir, "other.db")
	h.run("--db", other, "init", "--handle", boss, "--name", "Another Boss", "--zone", "UTC")
	if err := os.Rename(other, h.file); err != nil {
		t.Fatal(err)
	}

	session.See("replaced").Ends(0)
	local.Ends(1)
	if all := local.All(); !strings.Contains(all, "another file was put into its place") {
		t.Errorf("the dashboard on the host says %q", all)
	}
	ended := h.cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(ended, &exit) || exit.ExitCode() != 1 {
		t.Errorf("the server ended with %v", ended)
	}
	kept, _ := filepath.Glob(h.file + ".was-*")
	if len(kept) != 1 {
		t.Fatalf("what was kept is %v", kept)
	}
	if log := h.logs.all(); !strings.Contains(log, "another file was put into its place") || !strings.Contains(log, kept[0]) {
		t.Errorf("the log says\n%s", log)
	}
	// By whoever was quicker: the server or the dashboard.
	if aside, _ := filepath.Glob(h.file + "-wal.was-*"); len(aside) != 1 || !strings.Contains(h.logs.all()+local.All(), "-wal is now") {
		t.Errorf("the log of before is %v", aside)
	}
	if out := h.run("--db", kept[0], "doctor"); !strings.Contains(out, "entries and") {
		t.Errorf("what was kept: %s", out)
	}
	history := h.run("--db", kept[0], "log", "lines")
	for _, title := range []string{"first", "second", "third"} {
		if !strings.Contains(history, title) {
			t.Errorf("%q was acknowledged, and is not in what was kept", title)
		}
	}
	if out := h.run("doctor"); !strings.Contains(out, "1 entries") && !strings.Contains(out, "entries and") {
		t.Errorf("the new file: %s", out)
	}
	if out := h.run("person", "list"); !strings.Contains(out, "Another Boss") || strings.Contains(out, "Cora") {
		t.Errorf("the new file has %s", out)
	}
	h.run("service", "add", "ledger", "--name", "Ledger", "--as", boss)
	h.start(nil) // and can be served
	h.stop()
}
