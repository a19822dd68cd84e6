//go:build long

package cli_test

import "testing"

// Five gigabytes go through media add, and through media verify, in no more memory than a
// few bytes.
func TestLongFiveGigabytesInNoMoreMemory(t *testing.T) { inNoMoreMemory(t, 5<<30) }
