//go:build !race

package sshd_test

import (
	"strings"
	"testing"
)

// TestReadingOverSSH: somebody without a role is let in and told whom to ask,
// with a terminal and without one; a dashboard ends when the role is taken.
func TestReadingOverSSH(t *testing.T) {
	h := serve(t, nil, "--spectators", "known")
	h.run("person", "add", "gus", "--name", "Gus Guest", "--as", boss)
	key := h.person("gus")
	refused := func(errs string, code int) {
		t.Helper()
		for _, says := range []string{"Gus Guest has no role with the permission read", "ask boss (boss)"} {
			if code != 3 || !strings.Contains(errs, says) {
				t.Errorf("exit %d, want 3 with %q: %s", code, says, errs)
			}
		}
	}
	for _, line := range [][]string{{"board"}, {"log", "lines"}, {"calendar", "--ics"}, {"release", "show", "REL-1", "--json"}, {"media", "get", "DML-1"}, {"doctor"}, {"who"}, {"search", "payroll"}} {
		out, errs, code := h.openssh(key, "", append([]string{"gus@127.0.0.1"}, line...)...)
		if refused(errs, code); out != "" {
			t.Errorf("%v shows %s", line, out)
		}
	}
	m := h.terminal(key, 100, 30, "gus@127.0.0.1")
	m.See("Gus Guest has no role with the permission read")
	m.See("ssh HOST person show gus")
	if out, errs, code := h.openssh(key, "", "gus@127.0.0.1", "person", "show", "gus"); code != 0 || !strings.Contains(out, "Gus Guest") {
		t.Errorf("oneself: exit %d, %s%s", code, out, errs)
	}
	wall := h.terminal(key, 100, 30, "view@127.0.0.1") // spectators see what they always saw
	wall.See("Calendar")

	h.run("person", "grant", "gus", "auditor", "--as", boss)
	m = h.terminal(key, 100, 30, "gus@127.0.0.1")
	m.See("Payroll")
	h.run("person", "revoke", "gus", "auditor", "--as", boss)
	m.See("You can't read here any more")
	_, errs, code := h.openssh(key, "", "gus@127.0.0.1", "board")
	refused(errs, code)
}
