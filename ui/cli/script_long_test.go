//go:build long

package cli_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestLongScripts has a process of its own do each command of each script,
// those behind [every] too.
func TestLongScripts(t *testing.T) { runScripts(t, asProcess, true) }

// A demo without a file of its own is opened at once, as the coordinator, and
// leaves nothing behind.
func TestLongADemoIsGoneAfterwards(t *testing.T) {
	bin := built(t)
	dir, mine := t.TempDir(), filepath.Join(t.TempDir(), "mine.db")
	env := []string{"HOME=" + dir, "TMPDIR=" + dir, "FAIRWAY_DB=" + mine, "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC"}
	m := open(t, env, 100, 30, bin, "demo", "--at", "2027-03-03").see("A sample organisation").press("esc")
	m.gone("A sample organisation").see("March 2027", "cora").press("q").ends(0)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v (%v)", left, err)
	}
	if _, err := os.Stat(mine); err == nil {
		t.Error("it made the file of the settings")
	}
}
