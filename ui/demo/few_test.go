//go:build !race

package demo

// few is on how many of the dates the demo is made; on the others by
// TestLongOnAnyDay.
const few = 2
