package cli

import (
	"bytes"
	"context"
	"runtime"
	"strings"
	"testing"
)

// TestALineLeavesNothingBehind: a server reads one line after the other in the same
// process, for months; nothing of a line stays when it is done.
func TestALineLeavesNothingBehind(t *testing.T) {
	_, db, _, people := readable(t)
	lines := func(n int) (kept uint64) {
		for range n {
			for _, line := range []string{"release show REL-1", "release list --limit 1", "release hold REL-9 --reason x", "release --help", "nonsense"} {
				var out bytes.Buffer
				Outside("test", db, db.Now, Caller{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(string) string { return "" }, Person: people["auditor"], Auth: "ssh key SHA256:test"}).
					Run(context.Background(), strings.Fields(line))
			}
		}
		runtime.GC()
		runtime.GC() // what finalizers kept
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := lines(5) // what is kept once, is
	const n = 40
	after := lines(n)
	// A table of commands is some 250,000 bytes.
	if after > before && (after-before)/(5*n) > 10_000 {
		t.Errorf("%d bytes of each line are kept", (after-before)/(5*n))
	}
}
