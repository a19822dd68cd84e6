//go:build long

package cli

import "testing"

// TestLongNoReadingDependsOnTheReadersZone reads every list and every record.
func TestLongNoReadingDependsOnTheReadersZone(t *testing.T) { readFromEverywhere(t, 1) }
