//go:build long

package cli_test

import "testing"

// TestLongTwoProgramsLoseNoEdit edits each kind of record many times.
func TestLongTwoProgramsLoseNoEdit(t *testing.T) { twoProgramsLoseNoEdit(t, 25) }
