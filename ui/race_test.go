//go:build race

package ui

// Under the race detector a key takes ten times as long.
func init() { presses = 40 }
