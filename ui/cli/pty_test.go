package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fairway/ui/screen/screentest"
)

// TestDashboard runs the built binary on real terminals.
func TestDashboard(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]func(*testing.T, string){
		"on a mute terminal": onAMuteTerminal, "in a zone that is none": inNoZone, "on a tiny terminal and without one": onATinyTerminal,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on(t, built(t))
		})
	}
}

func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// The built binary with what a host has in TZ: the frame names the zone, and says
// where it is not that.
func inNoZone(t *testing.T, bin string) {
	dir := t.TempDir()
	screentest.DemoAt(t, filepath.Join(dir, "s.db"))
	for tz, frame := range map[string]string{"JST-9": "Europe/Berlin, not TZ=JST-9", ":America/Chicago": "America/Chicago", "": "Europe/Berlin"} {
		env := []string{"HOME=" + dir, "FAIRWAY_DB=" + filepath.Join(dir, "s.db"), "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=" + tz}
		open(t, env, 140, 30, bin, "--as", "cora").see(frame).press("esc").see("wk  Mon", frame).press("q").ends(0)
	}
}

// The built binary on a terminal that answers nothing: it asks nothing, shows
// its picture, sees what another process does, and leaves the terminal as it was.
func onAMuteTerminal(t *testing.T, bin string) {
	dir := t.TempDir()
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + filepath.Join(dir, "s.db"), "TERM=xterm-256color", "LANG=C.UTF-8", "NO_COLOR=", "TZ=UTC"}
	screentest.DemoAt(t, filepath.Join(dir, "s.db"))
	if err := os.WriteFile(filepath.Join(dir, "clock"), []byte("2026-11-23T10:42:00+01:00"), 0o600); err != nil {
		t.Fatal(err)
	}

	m := open(t, env, 100, 30, bin, "--as", "cora").see("A sample organisation").press("esc").see("wk  Mon").press("2").see("Registration")

	// Somebody else moves a release on; this board says so by itself.
	id := regexp.MustCompile(`REL-\d+`).FindString(run(t, env, bin, "release", "list", "--filter", "stage:registration"))
	if out := run(t, env, bin, "release", "advance", id, "--as", "rafael"); !strings.Contains(out, "moved "+id+" to Assessment") {
		t.Fatal(out)
	}
	m.see("Rafael Monteiro moved " + id + " to Assessment just now")

	m.press("q").ends(0)
	all := m.all()
	for _, query := range []string{"\x1b]11;?", "\x1b]10;?", "\x1b[6n", "\x1b[c", "\x1b[>c"} {
		if strings.Contains(all, query) {
			t.Errorf("it asked the terminal %q; one that answers nothing would keep it waiting", query)
		}
	}
	for _, undo := range []string{"\x1b[?1049l", "\x1b[?25h"} {
		if !strings.Contains(all, undo) {
			t.Errorf("the terminal was not given back: %q is missing", undo)
		}
	}
	run(t, env, bin, "doctor")
}

func onATinyTerminal(t *testing.T, bin string) {
	dir := t.TempDir()
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + filepath.Join(dir, "s.db"), "TERM=xterm", "LANG=C.UTF-8"}
	run(t, env, bin, "init")

	open(t, env, 20, 5, bin).see("60x16").press("q").ends(0)

	cmd := exec.Command(bin)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "terminal") {
		t.Fatalf("without a terminal it said %q (%v)", out, err)
	}
	if strings.Contains(string(out), "goroutine") {
		t.Fatalf("a stack trace: %s", out)
	}
}
