//go:build long

package store

import (
	"flag"
	"testing"
)

// every asks for each byte and thousands of kills: hours, where the plain long
// tests take minutes.
var every = flag.Bool("every", false, "flip every byte, kill thousands of times")

func pick(all, few int) int {
	if *every {
		return all
	}
	return few
}

func TestEveryFlippedByteIsReported(t *testing.T) { testFlips(t, pick(1, 17)) }

func TestEveryCutOfTheLog(t *testing.T) { testCutLogs(t, pick(1, 3)) }
