//go:build long && !race

package sshd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLongFormOverALineThatDrops: what was typed is there after reconnecting,
// however soon after the last key the line dropped, and when the server was
// stopped meanwhile; ctrl+e in a text field starts nothing on the host.
func TestLongFormOverALineThatDrops(t *testing.T) {
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("there is no OpenSSH client on this machine")
	}
	dir := t.TempDir()
	started, editor := filepath.Join(dir, "started"), filepath.Join(dir, "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\ntouch "+started+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	h := serve(t, []string{"EDITOR=" + editor, "VISUAL=" + editor})
	cora := h.person("cora")

	m := h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar").Press("2").See("Registration").Press("n").See("Register")
	m.Type("Half a na").See("Half a na").Press("ctrl+e").Type("me").See("Half a name")
	_ = m.Cmd.Process.Kill()
	h.logs.find(t, "the line dropped")
	if kids := h.children(); len(kids) > 0 {
		t.Errorf("the server has started %v", kids)
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("ctrl+e started an editor on the host")
	}

	m = h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar").Press("2").See("Registration").Press("n").See("Half a name")
	m.Type(" and more").See("Half a name and more")
	h.stop()
	m.See("is being stopped").Ends(0)

	h.start(nil)
	h.terminal(cora, 100, 30, "x@127.0.0.1").See("Calendar").Press("2").See("Registration").Press("n").See("Half a name and more")
}
