//go:build long

package evidence_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fairway/model/when"
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

// TestLongNoByteOfAPackCanBeAnother: whatever byte of any file of a small pack is another, it
// doesn't say that all fits: every byte of its list, and of what is short; of what is long every
// so many. A byte more, of any value, is found as well.
func TestLongNoByteOfAPackCanBeAnother(t *testing.T) {
	db := screentest.Demo(t)
	period, err := when.ParsePeriod("2020-Q1") // of before everything
	if err != nil {
		t.Fatal(err)
	}
	_, data := made(t, ctx, db, evidence.Asked{Period: period})
	folder := unpacked(t, data)
	if ok, said := verified(t, folder); !ok {
		t.Fatal(said)
	}
	const short, most = 300, 60 // bytes of a file that is tried whole, and of a longer one
	tried := 0
	for _, path := range files(t, folder) {
		name := filepath.Base(path)
		was, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		try := func(what string, other []byte) {
			if err := os.WriteFile(path, other, 0o600); err != nil {
				t.Fatal(err)
			}
			if ok, said := verified(t, folder); ok {
				t.Errorf("%s, %s: %s", name, what, said)
			}
			tried++
		}
		step := 1
		if len(was) > short && name != "SHA256SUMS" {
			step = max(1, len(was)/most)
		}
		if name == "verify.sh" {
			step = len(was) // every byte of it is tried above
		}
		for i := 0; i < len(was); i += step {
			other := slices.Clone(was)
			other[i] ^= 1 << (i % 7)
			try(fmt.Sprintf("byte %d", i), other)
		}
		for _, more := range []byte{0, '\n', ' ', '#', 0xff} {
			for _, at := range []int{0, len(was) / 2, len(was)} {
				if name == "verify.sh" && at == 0 {
					continue // what it is run by
				}
				try(fmt.Sprintf("%q more at %d", more, at), slices.Insert(slices.Clone(was), at, more))
			}
		}
		if err := os.WriteFile(path, was, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if ok, said := verified(t, folder); !ok || tried < 1500 {
		t.Fatal(tried, said)
	}
}
