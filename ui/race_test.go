//go:build race

package ui

// Under the race detector a key takes ten times as long.
func init() { presses, few = 40, []string{"cora", "lena", "alice"} }
