package store

import (
	"flag"
	"os"
	"testing"
)

// children are what this test program does when it is started once more, by
// name: another process that uses the same file.
var children = map[string]func(){}

const childKey = "FAIRWAY_TEST_CHILD"

func TestMain(m *testing.M) {
	if child, ok := children[os.Getenv(childKey)]; ok {
		child()
		os.Exit(0)
	}
	_ = flag.Set("rapid.checks", "3") // each one makes a file; more with -rapid.checks
	failed := m.Run()
	for _, clean := range cleanups {
		clean()
	}
	os.Exit(failed)
}
