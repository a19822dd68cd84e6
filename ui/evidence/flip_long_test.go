//go:build long

package evidence_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fairway/ui/evidence"
	"fairway/ui/screen/screentest"
)

// TestLongNoByteOfTheScriptCanBeAnother: whatever byte of verify.sh is another, it doesn't say
// that all fits; no byte alone turns both looks at itself off, or an exit code into none.
func TestLongNoByteOfTheScriptCanBeAnother(t *testing.T) {
	db := screentest.Demo(t)
	_, data := made(t, ctx, db, evidence.Asked{Release: "REL-49"})
	folder := unpacked(t, data)
	if ok, said := verified(t, folder); !ok {
		t.Fatal(said)
	}
	path := filepath.Join(folder, "verify.sh")
	script, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for i, was := range script {
		for _, other := range []byte{was ^ 1, was ^ 0x20, '\n', '#', ' '} {
			if other == was {
				continue
			}
			script[i] = other
			if err := os.WriteFile(path, script, 0o600); err != nil {
				t.Fatal(err)
			}
			limited, stop := context.WithTimeout(ctx, 2*time.Second) // what never ends says nothing
			cmd := exec.CommandContext(limited, "/bin/sh", "verify.sh")
			cmd.Dir, cmd.Env = folder, []string{"PATH=" + filepath.Join(filepath.Dir(folder), "bin")}
			if cmd.Run() == nil {
				t.Errorf("byte %d as %q: it says that all fits", i, other)
			}
			stop()
			script[i] = was
			tried++
		}
	}
	if tried < 4*len(script) {
		t.Fatal(tried)
	}
}
