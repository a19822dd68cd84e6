package action_test

import (
	"flag"
	"os"
	"strconv"
	"testing"
)

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", "25") // a hundred in make test-long, a thousand in make test-every
	os.Exit(m.Run())
}

// enoughChecks reports whether a property is tried so often that all it may meet
// should have been met.
func enoughChecks() bool {
	n, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	return err == nil && n >= 100
}
