//go:build long

package store

import "testing"

func TestEveryFlippedByteIsReported(t *testing.T) { testFlips(t, 1) }

func TestEveryCutOfTheLog(t *testing.T) { testCutLogs(t, 1) }
